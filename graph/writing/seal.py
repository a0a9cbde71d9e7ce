"""What a graph that stands was made of, so that a build which would give the same again leaves it as it is.

The seal lies in the store's folder, whose files are no two builds' alike: it lists them, and all others, with their
digests. A file that was changed, lost or added since breaks it, and the graph is written anew. Bytes are gone through
where size and time of a file are not those that it had, or the time is that of the seal itself: a copy has other times.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from extract.corrections.entries import Corrections
from extract.model import Skipped
from graph.store import STORE, Choice
from graph.writing.files import Digests, files_in, sha256_of
from graph.writing.kept import KeptText, digest_of
from graph.writing.report import Report

SEAL: Final = "seal.json"

#: Packages of ours whose files a graph is made by; the weights of the first are in the name of the reader.
_OURS = ("extract", "graph", "ontology")
_WEIGHTS = "data"
#: Packages whose figures or words enter a file of a graph.
_PACKAGES = ("msgspec", "networkx", "numpy", "odagraph", "pyoxigraph", "pyvis", "scipy")
#: What the store's engine writes for itself whenever it is opened.
_OF_THE_ENGINE = ("LOCK", "LOG")


class Sealed(NamedTuple):
    """A file: its SHA-256, its size in bytes, and when it was changed last, in nanoseconds as the system tells it."""

    sha256: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The digest of what a graph was made of, that of its context (`context_of`), the report of its build, and each of
    its files.
    """

    made_of: str
    context: str = ""
    report: Report
    files: Mapping[str, Sealed] = field(default_factory=dict)


def context_of(*, options: Mapping[str, Choice], reader: str) -> str:
    """The digest of what a graph hangs on beside its texts: the options with the base, what reads, and the program."""
    return digest_of(_program(), reader, options)


def made_of(
    texts: Sequence[KeptText],
    left: Sequence[Skipped],
    corrections: Corrections,
    context: str,
) -> str:
    """The digest of all that a graph hangs on: texts and what is known of them, the files left alone, the corrections
    and where they stand, and all else (`context_of`).
    """
    each = [text.digest for text in sorted(texts, key=lambda text: text.document.id)]
    corrected = [entry.where for entry in corrections.entries], corrections.source
    return digest_of(context, corrected, each, left)


def put_seal(digests: Digests, seal: Seal, old: Path | None = None) -> None:
    """Puts a seal on the folder of a graph that is complete, with the digests of its files; those that were taken over
    from an `old` one, whose seal is unbroken, are not gone through again.
    """
    folder = digests.folder
    known, since = (_seal(old).files, _time(old)) if old else ({}, 0)
    files = {}
    for name, now in sorted(_sealed_files(folder).items()):
        is_known = name in known and _is_untouched(now, known[name], since)
        files[name] = known[name] if is_known else Sealed(digests[name], now.st_size, now.st_mtime_ns)
    (folder / STORE / SEAL).write_bytes(msgspec.json.encode(replace(seal, files=files)))


def unbroken(out: Path) -> Seal | None:
    """The seal of the graph in a folder; None where there is none, or where a file is not as it was."""
    try:
        seal, since, found = _seal(out), _time(out), _sealed_files(out)
        is_whole = seal.files.keys() == found.keys() and all(
            _is_untouched(now, sealed, since) or (now.st_size == sealed.size and sha256_of(out / name) == sealed.sha256)
            for name, now, sealed in ((name, now, seal.files[name]) for name, now in found.items())
        )
    except (OSError, msgspec.DecodeError):
        return None
    return seal if is_whole else None


def _is_untouched(now: os.stat_result, sealed: Sealed, since: int) -> bool:
    """Whether a file is known not to have changed since a seal was put; what has the very time of the seal is not."""
    return (now.st_size, now.st_mtime_ns) == (sealed.size, sealed.changed) and now.st_mtime_ns < since


def _time(out: Path) -> int:
    return (out / STORE / SEAL).stat().st_mtime_ns


def _seal(out: Path) -> Seal:
    return msgspec.json.decode((out / STORE / SEAL).read_bytes(), type=Seal)


def _sealed_files(folder: Path) -> Mapping[str, os.stat_result]:
    """The files of a graph but the seal, by their path in the folder."""
    left_out = (*_OF_THE_ENGINE, SEAL)
    return {name: now for name, now in files_in(folder).items() if not name.rpartition("/")[2].startswith(left_out)}


@cache
def _program() -> str:
    """The digest of what writes a graph: our code and data, and the versions of the packages that it uses."""
    digest = hashlib.sha256("\n".join(f"{package} {version(package)}" for package in _PACKAGES).encode())
    for path in _own_files():
        digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _own_files() -> Iterator[Path]:
    for package in _OURS:
        folder = Path(str(files(package)))
        for name in sorted(files_in(folder)):
            if not name.endswith(".pyc") and not name.startswith(f"{_WEIGHTS}/"):
                yield folder / name
