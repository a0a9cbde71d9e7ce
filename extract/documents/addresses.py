"""Addresses (s3://…, gs://…, https://…) → what lies there, through fsspec. Only what a user names is asked for.

An address of the web is one file. Elsewhere it may be a folder, which is read to the bottom.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from ontology.errors import InputError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]  # it has no stubs

MOST_BYTES: Final = 200_000_000
#: In seconds; how long the web may take to answer, and to send the next bytes.
TO_CONNECT: Final = 30
TO_SEND: Final = 60
#: In seconds, before each further attempt at what may have failed by chance.
PAUSES: Final = (0.5, 2.0)
_AT_ONCE: Final = 8_000_000
_LOCAL = frozenset({"file", "local"})
_WEB = frozenset({"http", "https"})
#: Answers of the web that another attempt may mend.
_BUSY = frozenset({429, 500, 502, 503, 504})

#: What an error means, in words; the first kind that fits.
_WORDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (FileNotFoundError, "found nothing there, a text file or a folder is needed"),
    (ImportError, "found no package that opens such addresses ({first}), install it beside odagraph"),
    (PermissionError, "found that reading it is not allowed, access to it is needed"),
    (TimeoutError, f"found no answer within {TO_SEND} seconds, one is needed"),
)
_UNREACHED: Final = "found that it cannot be reached ({first}), a readable file is needed"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file at an address: what messages call it, its path below the address that was named (empty for that one
    itself), its bytes (0 where nobody says), and whether it is read whatever its ending.
    """

    address: str
    shown: str
    inside: str = ""
    size: int = 0
    any_kind: bool = False


def is_address(text: str) -> bool:
    """Whether a text is an address and no path.

    >>> is_address("s3://reports/2020"), is_address("reports/2020"), is_address("C:/reports")
    (True, False, False)
    """
    return "://" in text


def local_path(address: str) -> Path | None:
    """The path that an address of this machine's disk stands for; None for any other."""
    if urlsplit(address).scheme not in _LOCAL:
        return None
    _, path = opener(address)
    return Path(path)


def shown_of(address: str) -> str:
    """An address as messages have it: without what may be a secret (a user, a password, a signature).

    >>> shown_of("https://ann:secret@example.org/a.pdf?signature=1")
    'https://example.org/a.pdf'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def place_of(address: str) -> PurePosixPath:
    """The folder and name of what lies at an address; never a path of this machine.

    >>> place_of("https://example.org/annual%20report.pdf?page=2"), place_of("https://example.org/")
    (PurePosixPath('https:/example.org/annual report.pdf'), PurePosixPath('https:/example.org/index'))
    """
    parts = urlsplit(address)
    path = unquote(parts.path) if parts.scheme in _WEB else parts.path
    return PurePosixPath(f"{parts.scheme}:/{parts.netloc.rpartition('@')[2]}/{path.strip('/') or 'index'}")


def files_below(address: str) -> Iterator[Found]:
    """Yields: the file at an address, or all files below it, by name.

    Raises:
        InputError: nothing is there, it cannot be reached, or no package opens addresses of its kind.
    """
    shown = shown_of(address)
    if urlsplit(address).scheme in _WEB:
        yield Found(address=address, shown=shown, any_kind=True)
        return
    files, root, size = asked(shown, lambda: _below(address))
    if files is None:
        yield Found(address=address, shown=shown, size=size)
        return
    for path, length in files:
        inside = path.removeprefix(root).strip("/")
        yield Found(address=f"{address.rstrip('/')}/{inside}", shown=inside, inside=inside, size=length)


def _below(address: str) -> tuple[list[tuple[str, int]] | None, str, int]:
    """The files below a folder with their sizes, none for a file; the path of what was named, and its size."""
    system, path = opener(address)
    about = system.info(path)
    if about["type"] != "directory":
        return None, path, about.get("size") or 0
    found = system.find(path, detail=True)
    return sorted((name, each.get("size") or 0) for name, each in found.items()), path, 0


def read_bytes(where: Path | str) -> bytes:
    """The bytes at a path or an address.

    Raises:
        InputError: they cannot be had, or are too many.
    """
    return asked("", lambda: _read(where)) if isinstance(where, str) else _read_path(where)


def _read_path(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(f"found {size:,} bytes, {MOST_BYTES:,} at most are allowed")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"found that it cannot be read ({error.strerror}), a readable file is needed") from error


def read_beside(address: str, up: int, name: str) -> bytes | None:
    """The bytes of a file of some name, so many folders up from what an address names; None where there is none, or
    where nobody may look. The web is not asked: nobody has named that file.

    Raises:
        InputError: it cannot be reached.
    """
    folder = address.rsplit("/", up)[0]
    parts = urlsplit(folder)
    if parts.scheme in _WEB or not parts.netloc:
        return None
    try:
        return asked(shown_of(f"{folder}/{name}"), lambda: _read(f"{folder}/{name}"), missing=True)
    except (FileNotFoundError, PermissionError):
        return None


def _read(address: str) -> bytes:
    system, path = opener(address)
    # Of the web one stream is asked for, neither its size before nor parts of it.
    options = {"block_size": 0, "size": 1} if urlsplit(address).scheme in _WEB else {}
    data = bytearray()
    with system.open(path, "rb", **options) as stream:
        while part := stream.read(_AT_ONCE):
            data += part
            if len(data) > MOST_BYTES:
                raise InputError(f"found more than {MOST_BYTES:,} bytes, fewer are needed")
    return bytes(data)


def opener(address: str) -> tuple["AbstractFileSystem", str]:
    """What opens an address, and its path there."""
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        needed = "found no fsspec, which opens addresses (pip install 'odagraph[scale]')"
        raise InputError(f"{shown_of(address)}: {needed}") from None
    if "::" in address:
        raise InputError(f"{shown_of(address)}: found a chain of addresses, one address is needed")
    system, path = url_to_fs(address, **_options(address))
    return system, path


def _options(address: str) -> dict[str, Any]:
    """What the opener of an address is told: how long the web may take."""
    if urlsplit(address).scheme not in _WEB:
        return {}
    from aiohttp import ClientTimeout  # noqa: PLC0415 - an extra

    return {"client_kwargs": {"timeout": ClientTimeout(sock_connect=TO_CONNECT, sock_read=TO_SEND)}}


# -- what went wrong, in words -----------------------------------------------------------------------------------------


def asked(shown: str, ask: Callable[[], _T], *, missing: bool = False) -> _T:
    """What is answered, at the third attempt at the latest; `shown` is what messages call the place that is asked.

    Raises:
        InputError: what went wrong, in one line.
        FileNotFoundError, PermissionError: where the caller knows what to do if something is `missing`.
    """
    for pause in (*PAUSES, None):
        try:
            return ask()
        except InputError:
            raise
        except Exception as error:  # each of fsspec's openers has errors of its own
            if missing and isinstance(error, (FileNotFoundError, PermissionError)):
                raise
            if pause is None or not _is_chance(error):
                raise InputError(f"{shown}: {_said(error)}" if shown else _said(error)) from error
        time.sleep(pause)
    raise AssertionError  # the last attempt answers or raises


def _is_chance(error: Exception) -> bool:
    """Whether another attempt may go better."""
    status = getattr(error, "status", None)
    if status is not None:
        return status in _BUSY
    lasting = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError, TimeoutError)
    return isinstance(error, OSError) and not isinstance(error, lasting)


def _said(error: Exception) -> str:
    """What went wrong, in the words of all our messages."""
    first = (str(error).splitlines() or [""])[0] or type(error).__name__
    status = getattr(error, "status", None)
    if status is not None:
        return f"found the answer {status} ({getattr(error, 'message', '') or first}), the file is needed"
    if isinstance(error, ValueError) and "rotocol" in first:
        return f"found an unknown protocol ({first}), one that fsspec knows is needed: https, s3, gs, …"
    said = next((words for kind, words in _WORDS if isinstance(error, kind)), _UNREACHED)
    return said.format(first=first)
