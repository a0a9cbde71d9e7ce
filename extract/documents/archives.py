"""The files in a .zip, read in memory; nothing is unpacked to the disk."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from extract.documents.addresses import read_bytes
from ontology.errors import InputError

ARCHIVE: Final = ".zip"
MOST_FILES: Final = 2_000
MOST_BYTES: Final = 500_000_000
MOST_OF_ONE: Final = 200_000_000
MOST_RATIO: Final = 200
_SMALL = 1_000_000
_LINK = 0o120000
_KIND = 0o170000
#: What zipfile raises when data is damaged, or made to mislead.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(NotImplementedError, EOFError, ValueError, OSError, RuntimeError),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file in an archive: its name there, the same as a path, its size, and why it is not to be read, if so."""

    name: str
    path: PurePosixPath
    size: int
    wrong: str = ""


class Archive:
    """An open archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def files(self) -> list[Packed]:
        """The files, by path.

        Raises:
            InputError: they are too many, or unpack to too much.
        """
        files = sorted((item for item in self._archive.infolist() if not item.is_dir()), key=lambda item: item.filename)
        total = sum(item.file_size for item in files)
        if len(files) > MOST_FILES or total > MOST_BYTES:
            raise InputError(
                f"found {len(files):,} files of {total:,} bytes, {MOST_FILES:,} of {MOST_BYTES:,} are allowed"
            )
        return [
            Packed(name=item.filename, path=PurePosixPath(item.filename), size=item.file_size, wrong=_wrong(item))
            for item in files
        ]

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            InputError: it is damaged, or is not to be read.
        """
        try:
            item = self._archive.getinfo(name)
            if wrong := _wrong(item):
                raise InputError(wrong)
            with self._archive.open(item) as stream:
                return stream.read(item.file_size + 1)
        except (*_DAMAGED, KeyError) as error:
            raise InputError(f"found damaged data in the archive ({error}), a whole .zip is needed") from error


@contextmanager
def opened(where: Path | str) -> Iterator[Archive]:
    """The archive at a path or address.

    Raises:
        InputError: there is none, it is damaged or too large, or it cannot be reached.
    """
    data = read_bytes(where)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise InputError(f"found a damaged or truncated archive ({error}), a whole .zip is needed") from error
    with archive:
        yield Archive(archive)


def _wrong(item: zipfile.ZipInfo) -> str:
    path = PurePosixPath(item.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        return "found a path that leads out of the archive, one inside is needed"
    if (item.external_attr >> 16) & _KIND == _LINK:
        return "found a link, a file is needed"
    if item.flag_bits & 1:
        return "found a file with a password, one that opens without is needed"
    ratio = item.file_size / max(item.compress_size, 1)
    if item.file_size > MOST_OF_ONE or (item.file_size > _SMALL and ratio > MOST_RATIO):
        return f"found a file that unpacks to {item.file_size:,} bytes, {ratio:.0f} times its size: that is no text"
    return ""
