"""PDF, HTML and DOCX → text, each file in a process of its own with a limit on time and memory.

Readers of such formats are large, and some are not written in Python: a file that makes one loop, crash or ask for all
memory ends that process, not the build.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Final

from extract.documents.converted import Converted
from ontology.errors import InputError

#: The formats that are converted, by ending.
CONVERTED: Final = {".pdf": "pdf", ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx"}
TIME_LIMIT: Final = 60.0
MEMORY_LIMIT: Final = 2_000_000_000


def convert(data: bytes, kind: str, *, time_limit: float = TIME_LIMIT) -> Converted:
    """The text of a file of some kind, and what the file says of itself.

    Raises:
        InputError: the file cannot be read, or not within the limits.
    """
    command = [sys.executable, "-P", "-m", "extract.documents.convert", kind, str(int(time_limit))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=time_limit, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise InputError(
            f"found a file that takes more than {time_limit:g} seconds to read, a smaller one is needed"
        ) from None
    if done.returncode != 0:
        raise InputError("found a file that its reader fails at (time, memory or damage), another copy is needed")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise InputError(answer["error"])
    return Converted(**{**answer, "pages": tuple(map(tuple, answer["pages"]))})


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
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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
