"""The files in a .zip, read in memory; nothing is unpacked to the disk."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from ontology.errors import InputError

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 500_000_000
MOST_OF_ONE: Final = 200_000_000
MOST_RATIO: Final = 200
_SMALL = 1_000_000
_LINK = 0o120000
_KIND = 0o170000

#: What is in an archive: the path, and the bytes or why there are none.
Member = tuple[PurePosixPath, bytes | InputError]


def members(data: bytes) -> Iterator[Member]:
    """Yields: the files of an archive, by path, each with its bytes or with what is wrong with it.

    Raises:
        InputError: it is no archive, a damaged one, or one that holds or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = sorted((item for item in archive.infolist() if not item.is_dir()), key=lambda item: item.filename)
            total = sum(item.file_size for item in files)
            if len(files) > MOST_FILES or total > MOST_BYTES:
                raise InputError(
                    f"found {len(files):,} files of {total:,} bytes, {MOST_FILES:,} of {MOST_BYTES:,} are allowed"
                )
            for item in files:
                yield PurePosixPath(item.filename), _bytes(archive, item)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise InputError(f"found a damaged or truncated archive ({error}), a whole .zip is needed") from error


def _bytes(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes | InputError:
    if wrong := _wrong(item):
        return InputError(wrong)
    try:
        with archive.open(item) as stream:
            data = stream.read(item.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        return InputError(f"found damaged data in the archive ({error}), a whole .zip is needed")
    return data


def _wrong(item: zipfile.ZipInfo) -> str:
    path = PurePosixPath(item.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "found a path that leads out of the archive, one inside is needed"
    if (item.external_attr >> 16) & _KIND == _LINK:
        return "found a link, a file is needed"
    if item.flag_bits & 1:
        return "found a file with a password, one that opens without is needed"
    ratio = item.file_size / max(item.compress_size, 1)
    if item.file_size > MOST_OF_ONE or (item.file_size > _SMALL and ratio > MOST_RATIO):
        return f"found a file that unpacks to {item.file_size:,} bytes, {ratio:.0f} times its size: that is no text"
    return ""
