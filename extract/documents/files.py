"""Paths → the files below them, with those that are left alone or refused. No content is read but that of archives."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from extract.documents.archives import members
from extract.documents.convert import CONVERTED
from extract.model import Skipped
from extract.sources import SOURCES
from ontology.errors import InputError

TEXT_ENDINGS = frozenset({".txt", ".md"})
ENDINGS = frozenset({*TEXT_ENDINGS, *CONVERTED})
ARCHIVE = ".zip"
STANDARD_INPUT = Path("-")
#: What may stand beside texts, and is read by others.
_BESIDE = frozenset({SOURCES, "corrections.toml"})
MOST_BYTES: Final = 200_000_000
#: The formats in words, for messages.
ALLOWED = ".txt, .md, .pdf, .html, .docx or .zip"
_SAVED_PAGE = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that may be read: the name it is shown by, where it lies, and its bytes on demand. `place` is the folder
    and name that its id and sources come from; `found` is empty for a file in an archive or the standard input.

    A `sources.toml` in an archive is one too; on the disk it is looked for where a text is.
    """

    shown: str
    place: PurePosixPath
    read: Callable[[], bytes]
    found: Path | None = None

    @property
    def ending(self) -> str:
        """The ending of the name, in small letters."""
        return self.place.suffix.lower()


def files_at(path: Path) -> Iterator[InputFile | Skipped]:
    """Yields: the files at a path: itself, all below a folder, in an archive, or the standard input.

    An archive in an archive is not opened, so that nothing unpacks to more than one archive may hold.

    Raises:
        InputError: nothing is there, or it is not of a format that is read.
    """
    if path == STANDARD_INPUT:
        yield _standard_input()
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.is_file():
        if path.suffix.lower() not in {*ENDINGS, ARCHIVE}:
            found = path.suffix or "file without an ending"
            raise InputError(f"{path}: found a {found}, {ALLOWED} is needed")
        yield from _opened(path, path.name)
    else:
        raise InputError(f"{path}: found nothing there, a text file or a folder is needed")


def _in_folder(folder: Path) -> Iterator[InputFile | Skipped]:
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        shown = relative.as_posix()
        if path.is_dir() or path.name in _BESIDE or any(part.startswith(".") for part in relative.parts):
            continue
        if path.suffix.lower() not in {*ENDINGS, ARCHIVE}:
            yield Skipped(path=shown, reason=f"not a {ALLOWED} file")
        elif not path.resolve().is_relative_to(inside):
            yield Skipped(path=shown, reason="found a link out of the folder, a file in it is needed", unread=True)
        elif not path.is_file():
            yield Skipped(path=shown, reason="found no regular file, one is needed", unread=True)
        else:
            yield from _opened(path, shown)


def _opened(path: Path, shown: str) -> Iterator[InputFile | Skipped]:
    if path.suffix.lower() == ARCHIVE:
        yield from _in_archive(path, shown)
    else:
        where = PurePosixPath(path.resolve().as_posix())
        yield InputFile(shown=shown, place=where, read=lambda: read_bytes(path), found=path.resolve())


def _in_archive(path: Path, shown: str) -> Iterator[InputFile | Skipped]:
    try:
        for inner, data in members(read_bytes(path)):
            name = f"{shown}/{inner}"
            if any(part.startswith((".", "__MACOSX")) and part != ".." for part in inner.parts):
                continue
            if isinstance(data, InputError):
                yield Skipped(path=name, reason=str(data), unread=True)
            elif inner.suffix.lower() == ARCHIVE:
                yield Skipped(path=name, reason="found an archive in an archive, unpack the outer one", unread=True)
            elif inner.suffix.lower() not in ENDINGS and inner.name != SOURCES:
                yield Skipped(path=name, reason=f"not a {ALLOWED.replace(' or .zip', '')} file in an archive")
            else:
                where = PurePosixPath(path.resolve().with_suffix("").as_posix()) / inner
                yield InputFile(shown=name, place=where, read=_giving(data))
    except InputError as error:
        yield Skipped(path=shown, reason=str(error).removeprefix(f"{path}: "), unread=True)


def _giving(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of bearable size.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(f"{path}: found {size:,} bytes, {MOST_BYTES:,} at most are allowed")
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: found that it cannot be read ({error.strerror}), a readable file is needed"
        ) from error


def _standard_input() -> InputFile:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"-: found more than {MOST_BYTES:,} bytes, fewer are needed")
    place = PurePosixPath(f"standard-input{_kind_of(data)}")
    return InputFile(shown="-", place=place, read=lambda: data)


def _kind_of(data: bytes) -> str:
    """The ending that the first bytes of a file call for."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".docx"
    start = data[:_SAVED_PAGE].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<!--")) else ".txt"
