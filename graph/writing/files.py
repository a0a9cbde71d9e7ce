"""Files of a graph that stands: all of them, and those that are taken over into the graph that is being built."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

_AT_ONCE: Final = 1 << 20


def files_in(folder: Path) -> dict[str, os.stat_result]:
    """All files below a folder, by their path in it, with ``/`` between its parts.

    A graph may have a file for each of its texts: here the system is asked once for each, and no path is made of it.
    """
    return dict(_below(str(folder), ""))


def _below(folder: str, inner: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(f"{folder}/{inner}") as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _below(folder, f"{inner}{entry.name}/")
            else:
                yield inner + entry.name, entry.stat()


class Digests:
    """The SHA-256 of files in a folder, in hexadecimal, by their path there; each is gone through once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = sha256_of(self.folder / name)
        return self._known[name]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Slice(NamedTuple):
    """A stretch of a file, in bytes."""

    start: int = 0
    length: int = 0

    def of(self, stream: IO[bytes]) -> bytes:
        """The bytes of the stretch in a file."""
        stream.seek(self.start)
        return stream.read(self.length)


def copy(source: IO[bytes], target: IO[bytes], stretch: Slice) -> None:
    """Copies a stretch of one file to the end of what another one has.

    Raises:
        OSError: the first file is shorter.
    """
    start, length = stretch
    target.flush()
    with suppress(OSError, AttributeError):  # not every system copies from file to file
        while length and (sent := os.sendfile(target.fileno(), source.fileno(), start, length)):
            start, length = start + sent, length - sent
    source.seek(start)
    while length:
        data = source.read(min(length, _AT_ONCE))
        if not data:
            raise OSError(errno.EIO, "a file is shorter than it was")
        target.write(data)
        length -= len(data)


class Stretches:
    """Copies stretches of files to the end of another one; neighbours in one go."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._source: IO[bytes] | None = None
        self._pending = Slice()

    def add(self, source: IO[bytes], stretch: Slice) -> None:
        """Has a stretch copied, at the latest by `flush`."""
        start, length = self._pending
        if source is self._source and start + length == stretch.start:
            self._pending = Slice(start, length + stretch.length)
        else:
            self.flush()
            self._source, self._pending = source, stretch

    def flush(self) -> None:
        """Copies what is to be copied yet."""
        if self._source is not None:
            copy(self._source, self._target, self._pending)
        self._pending = Slice()


def take(file: Path, target: Path) -> None:
    """Puts a file that is never changed into another place too; both can be one and the same."""
    with suppress(OSError):  # not every file system has links
        os.link(file, target)
        return
    shutil.copyfile(file, target)


def settle(path: Path) -> None:
    """Waits until a file is on the disk; on POSIX a folder too.

    Raises:
        OSError: it cannot be written there.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
