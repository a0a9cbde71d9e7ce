"""PDF, HTML and DOCX → text, each file in a process of its own with a limit on time and memory.

Readers of such formats are large, and some are not written in Python: a file that makes one loop, crash or ask for all
memory ends that process, not the build.
"""

import json
import math
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Final

from extract.documents.converted import Converted
from ontology.errors import InputError

#: The formats that are converted, by ending.
CONVERTED: Final = {".pdf": "pdf", ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx"}
#: In seconds of a processor. On a busy machine they take longer; after so many times as long the file is given up.
TIME_LIMIT: Final = 60.0
_PATIENCE: Final = 5
MEMORY_LIMIT: Final = 2_000_000_000
#: What ends a process that has used up its time; not on Windows.
_OVERTIME: Final = getattr(signal, "SIGXCPU", None)


def convert(data: bytes, kind: str, *, time_limit: float = TIME_LIMIT) -> Converted:
    """The text of a file of some kind, and what the file says of itself.

    Raises:
        InputError: the file cannot be read, or not within the limits.
    """
    command = [sys.executable, "-P", "-m", "extract.documents.convert", kind, str(math.ceil(time_limit))]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=_PATIENCE * time_limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(time_limit) from None
    if _OVERTIME is not None and done.returncode == -_OVERTIME:
        raise _too_slow(time_limit)
    if done.returncode != 0:
        raise InputError("found a file that its reader fails at (time, memory or damage), another copy is needed")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise InputError(answer["error"])
    return Converted(**{**answer, "pages": tuple(map(tuple, answer["pages"]))})


def _too_slow(time_limit: float) -> InputError:
    return InputError(f"found a file that takes more than {time_limit:g} seconds to read, a smaller one is needed")


def convert_here(data: bytes, kind: str) -> Converted:
    """The same in this process, without limits.

    Raises:
        InputError: the file cannot be read.
    """
    # Each reader is loaded only for its format: a process reads one file.
    if kind == "pdf":
        from extract.documents.pdf import convert_pdf as reader  # noqa: PLC0415
    elif kind == "docx":
        from extract.documents.docx import convert_docx as reader  # noqa: PLC0415
    else:
        from extract.documents.html import convert_html as reader  # noqa: PLC0415
    return reader(data)


def _limit(seconds: int) -> None:
    """Limits this process, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for kind, least, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        # A limit that this process was started with can only be made narrower.
        _, set_ = resource.getrlimit(kind)
        hard = most if set_ == resource.RLIM_INFINITY else min(most, set_)
        resource.setrlimit(kind, (min(least, hard), hard))


def _main(kind: str, seconds: str) -> None:
    _limit(int(seconds))
    try:
        answer: dict[str, object] = asdict(convert_here(sys.stdin.buffer.read(), kind))
    except InputError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": f"found a file that needs more than {MEMORY_LIMIT:,} bytes to read, a smaller one is needed"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(*sys.argv[1:])
