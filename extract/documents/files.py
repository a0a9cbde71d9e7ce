"""Paths and addresses → the files below them, with those that are left alone or refused. No text is read yet."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from extract.documents.addresses import MOST_BYTES, files_below, is_address, local_path, place_of
from extract.documents.archives import ARCHIVE, Packed, opened
from extract.documents.convert import CONVERTED
from extract.model import Skipped
from extract.sources import SOURCES
from ontology.errors import InputError

#: What a user names: a path, or an address as it is written ("s3://…", "https://…").
Where = Path | str
TEXT_ENDINGS = frozenset({".txt", ".md"})
ENDINGS = frozenset({*TEXT_ENDINGS, *CONVERTED})
STANDARD_INPUT = Path("-")
#: What may stand beside texts, and is read by others.
_BESIDE = frozenset({SOURCES, "corrections.toml"})
#: The formats in words, for messages.
ALLOWED = ".txt, .md, .pdf, .html, .docx or .zip"
_SAVED_PAGE: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that may be read: a plain value, which another machine can have. `shown` is what messages call it;
    `place` is the folder and name that its id and sources come from; `at` is where its bytes lie, `inner` the path in
    the archive there, and `given` the bytes themselves where they came through a pipe. `size` is 0 where nobody says.

    A `sources.toml` in an archive or below an address is one too; on the disk it is looked for where a text is.
    """

    shown: str
    place: PurePosixPath
    at: Where
    inner: str = ""
    size: int = 0
    given: bytes | None = None

    @property
    def ending(self) -> str:
        """The ending of a format that is read, in small letters; none where the first bytes have to tell."""
        ending = self.place.suffix.lower()
        return ending if ending in ENDINGS else ""

    @property
    def own(self) -> bool:
        """Whether the user has it as a file of its own on the disk."""
        return isinstance(self.at, Path) and not self.inner and self.given is None

    @property
    def where(self) -> tuple[str, str]:
        """What tells it from any other."""
        return str(self.at), self.inner


def files_at(where: Where) -> Iterator[InputFile | Skipped]:
    """Yields: the files at a path or address: itself, all below a folder, in an archive, or the standard input.

    An archive in an archive is not opened, so that nothing unpacks to more than one archive may hold.

    Raises:
        InputError: nothing is there, it is not of a format that is read, or it cannot be reached.
    """
    if isinstance(where, str) and is_address(where):
        local = local_path(where)
        yield from files_at(local) if local else _at_address(where)
        return
    path = Path(where)
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
        shown = _printable(relative.as_posix())
        if path.is_dir() or path.name in _BESIDE or _is_hidden(relative.parts):
            continue
        if path.suffix.lower() not in {*ENDINGS, ARCHIVE}:
            yield Skipped(path=shown, reason=f"not a {ALLOWED} file")
        elif not _is_text(relative.as_posix()):
            yield Skipped(path=shown, reason="found a name that is no UTF-8, another one is needed", unread=True)
        elif reason := _misleading(path, inside):
            yield Skipped(path=shown, reason=reason, unread=True)
        elif not path.is_file():
            yield Skipped(path=shown, reason="found no regular file, one is needed", unread=True)
        else:
            yield from _opened(path, shown)


def _is_text(name: str) -> bool:
    """Whether a name is of characters; bytes that are none stand in it as halves of some."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _printable(name: str) -> str:
    r"""A name on one line, what is no character of a line in escapes.

    >>> print(_printable("a\nb\udcff.txt"))
    a\nb\udcff.txt
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in name)


def _misleading(path: Path, folder: Path) -> str:
    """Why a link is not followed; empty for what is no link or leads to a place in the folder."""
    try:
        real = path.resolve()
    except (RuntimeError, OSError):  # the one up to Python 3.12, the other since
        return "found a link that leads back to itself, a file is needed"
    return "" if real.is_relative_to(folder) else "found a link out of the folder, a file in it is needed"


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") for part in parts)


def _opened(path: Path, shown: str) -> Iterator[InputFile | Skipped]:
    real = path.resolve()
    file = InputFile(shown=shown, place=PurePosixPath(real.as_posix()), at=real, size=path.stat().st_size)
    yield from _in_archive(file) if path.suffix.lower() == ARCHIVE else (file,)


def _at_address(address: str) -> Iterator[InputFile | Skipped]:
    """Yields: the file at an address, or those below it. What the web gives is told by its first bytes."""
    for found in files_below(address):
        file = InputFile(shown=found.shown, place=place_of(found.address), at=found.address, size=found.size)
        ending = file.place.suffix.lower()
        if file.place.name == "corrections.toml" or _is_hidden(PurePosixPath(found.inside).parts):
            continue
        if ending == ARCHIVE:
            yield from _in_archive(file)
        elif file.ending or file.place.name == SOURCES or found.any_kind:
            yield file
        elif not found.inside:
            raise InputError(f"{found.shown}: found a {ending or 'file without an ending'}, {ALLOWED} is needed")
        else:
            yield Skipped(path=found.shown, reason=f"not a {ALLOWED} file")


def _in_archive(file: InputFile) -> Iterator[InputFile | Skipped]:
    try:
        with opened(file.at) as archive:
            packed = archive.files()
    except InputError as error:
        yield Skipped(path=file.shown, reason=str(error), unread=True)
        return
    for item in packed:
        yield from _packed(item, file)


def _packed(item: Packed, archive: InputFile) -> Iterator[InputFile | Skipped]:
    """Yields: a file in an archive, unless it is one of those that systems hide there."""
    name = f"{archive.shown}/{item.path}"
    if any(part.startswith((".", "__MACOSX")) and part != ".." for part in item.path.parts):
        return
    if item.wrong:
        yield Skipped(path=name, reason=item.wrong, unread=True)
    elif item.path.suffix.lower() == ARCHIVE:
        yield Skipped(path=name, reason="found an archive in an archive, unpack the outer one", unread=True)
    elif item.path.suffix.lower() not in ENDINGS and item.path.name != SOURCES:
        yield Skipped(path=name, reason=f"not a {ALLOWED.replace(' or .zip', '')} file in an archive")
    else:
        place = archive.place.with_suffix("") / item.path
        yield InputFile(shown=name, place=place, at=archive.at, inner=item.name, size=item.size)


def _standard_input() -> InputFile:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"-: found more than {MOST_BYTES:,} bytes, fewer are needed")
    return InputFile(shown="-", place=PurePosixPath("standard-input"), at=STANDARD_INPUT, given=data, size=len(data))


def kind_of(data: bytes) -> str:
    """The ending that the first bytes of a file call for."""
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".docx"
    start = data[:_SAVED_PAGE].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<!--")) else ".txt"
