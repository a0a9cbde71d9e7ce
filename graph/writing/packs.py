"""The readings that a graph keeps, in packs: SQLite files of some megabytes, which are never changed.

A graph of 100,000 short texts has nine of them. A new graph takes over those of which it needs all, by links; only the
others, and those that are far from full, are packed anew, so that a text more costs a moment, and a text that is
taken out leaves nothing behind.
"""

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from graph.writing.files import take

#: How large the readings of a pack may be together, in bytes; one that has half of that stays as it is.
LARGEST: Final = 1 << 26
_SUFFIX: Final = ".sqlite"

_TABLE = "CREATE TABLE readings (sha256 TEXT PRIMARY KEY, reading BLOB)"


class Packs:
    """The packs in a folder: the reading of each text, as bytes, by the SHA-256 of its words. A damaged pack, or a
    damaged part of one, counts as not there.
    """

    def __init__(self, folder: Path) -> None:
        self._open: dict[Path, sqlite3.Connection] = {}
        self._in: dict[str, Path] = {}
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            with suppress(sqlite3.Error):
                self._in.update(dict.fromkeys(self._hashes(path), path))

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._in

    @property
    def hashes(self) -> Set[str]:
        """Those of all texts that have a reading."""
        return self._in.keys()

    def get(self, sha256: str) -> bytes | None:
        """The reading of a text; None where there is none."""
        with suppress(KeyError, sqlite3.Error):
            rows = self._database(self._in[sha256]).execute("SELECT reading FROM readings WHERE sha256 = ?", (sha256,))
            for (reading,) in rows:
                return bytes(reading)
        return None

    def within(self, wanted: Set[str]) -> Iterator[tuple[Path, Set[str]]]:
        """Yields: each pack that has nothing but what is wanted, and is half full, with what it has."""
        by_pack = defaultdict[Path, set[str]](set)
        for sha256, path in self._in.items():
            by_pack[path].add(sha256)
        for path, hashes in by_pack.items():
            if hashes <= wanted and path.stat().st_size * 2 >= LARGEST:
                yield path, hashes

    def close(self) -> None:
        """Lets go of the files."""
        while self._open:
            self._open.popitem()[1].close()

    def _hashes(self, path: Path) -> Iterator[str]:
        for (sha256,) in self._database(path).execute("SELECT sha256 FROM readings"):
            yield str(sha256)

    def _database(self, path: Path) -> sqlite3.Connection:
        if path not in self._open:
            self._open[path] = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        return self._open[path]


def pack(
    wanted: Set[str], reading: Callable[[str], bytes], folder: Path, taken: Iterable[tuple[Path, Set[str]]]
) -> None:
    """Fills a new folder with the readings of the wanted texts: packs that are `taken` over, with the texts that each
    has, and for the others new ones.

    Raises:
        OSError: a file cannot be written.
        sqlite3.Error: a pack cannot.
    """
    left = set(wanted)
    for path, hashes in taken:
        take(path, folder / path.name)
        left -= hashes
    rows: list[tuple[str, bytes]] = []
    held = 0
    for sha256 in sorted(left):
        data = reading(sha256)
        if rows and held + len(data) > LARGEST:
            _write(rows, folder)
            rows, held = [], 0
        rows.append((sha256, data))
        held += len(data)
    if rows:
        _write(rows, folder)


def _write(rows: list[tuple[str, bytes]], folder: Path) -> None:
    """Writes a pack, which is named by the texts that it has."""
    name = hashlib.sha256("\n".join(sha256 for sha256, _ in rows).encode()).hexdigest()[:16]
    with closing(sqlite3.connect(folder / f"{name}{_SUFFIX}", isolation_level=None)) as database:
        for setting in ("journal_mode = OFF", "synchronous = OFF"):  # whoever swaps the folder in settles it
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        database.execute(_TABLE)
        database.executemany("INSERT INTO readings VALUES (?, ?)", rows)
        database.execute("COMMIT")
