"""Listed texts → tasks: lists of neighbours that take a worker a minute or two each; and what they all share.

Where a task ends hangs on the texts themselves, so that texts that come or go change only the tasks that they are in,
and on no number of workers.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from extract import documents
from extract.documents.files import InputFile
from extract.documents.listing import Listed
from extract.options import ReadingOptions
from extract.reading_process import Make, make_reader

#: Characters of text in a task: a worker reads some ten thousand a second. There are many more tasks than workers
#: where there is text enough, and their size is a power of two, so that a few texts more seldom change it.
LEAST: Final = 1 << 14
MOST: Final = 1 << 20
_TASKS: Final = 64
#: How much of a file is text, by its ending.
_TEXT: Final = {".html": 0.25, ".htm": 0.25, ".xhtml": 0.25, ".docx": 0.2, ".pdf": 0.05}
#: Characters in a file whose size nobody says, and how many a file costs beside its own.
_UNKNOWN: Final = 30_000
_OPENING: Final = 500
#: Raised when the rows of shards change, so that an older shard is not taken for a new one.
_FORMAT: Final = 1
#: Packages that make texts of files.
_PACKAGES: Final = ("charset-normalizer", "defusedxml", "mammoth", "pypdfium2", "selectolax")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all tasks of a build share: how texts are read, by what (`reader_of`, where the build runs), where shards
    go, the hashes of words that need no reading, and what makes a worker's reader.
    """

    options: ReadingOptions
    reader: str
    shards: Path | str
    known: frozenset[str] = frozenset()
    make: Make = make_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Files that one worker reads one after another."""

    files: tuple[InputFile, ...]

    def shard(self, reader: str) -> str:
        """The name of what some reader makes of it: a digest of where the files lie and of what reads."""
        digest = hashlib.sha256(f"{_FORMAT} {reader}\n".encode())
        for file in self.files:
            digest.update(f"{len(file.where[0])} {file.where[0]} {file.inner}\n".encode())
        return digest.hexdigest()[:32]


@cache
def reader_of(options: ReadingOptions) -> str:
    """The name of what makes rows: of the reader, and of what makes texts of files."""
    digest = hashlib.sha256(options.reader.encode())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(Path(documents.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def tasks_of(texts: Sequence[Listed]) -> tuple[Task, ...]:
    """The tasks of texts, in their order."""
    return tuple(Task(files=tuple(files)) for files in _cut([text.file for text in texts]))


def _cut(files: Sequence[InputFile]) -> Iterator[list[InputFile]]:
    """Yields: stretches of files. Each file ends one with a likelihood of its length in the wanted one, by its digest;
    none is longer than two.
    """
    lengths = [characters(file) for file in files]
    wanted = size_of_tasks(sum(lengths))
    stretch: list[InputFile] = []
    total = 0
    for file, length in zip(files, lengths, strict=True):
        stretch.append(file)
        total += length
        if total >= 2 * wanted or _share(file) * wanted < length:
            yield stretch
            stretch, total = [], 0
    if stretch:
        yield stretch


def size_of_tasks(total: int) -> int:
    """The characters in a task, of so many in all.

    >>> size_of_tasks(0), size_of_tasks(10_000_000), size_of_tasks(10**10)
    (16384, 131072, 1048576)
    """
    share = max(total // _TASKS, 1)
    return min(max(1 << (share.bit_length() - 1), LEAST), MOST)


def characters(file: InputFile) -> int:
    """About how many characters of text a file has, with what it costs to open one."""
    return _OPENING + round((file.size or _UNKNOWN) * _TEXT.get(file.ending, 1.0))


def _share(file: InputFile) -> float:
    """A number from 0 to 1 that a file has by its place."""
    return int.from_bytes(hashlib.sha256("\n".join(file.where).encode()).digest()[:8]) / 2**64
