"""The named graphs of texts as they were written, so that the next build writes only what has changed.

A list of them lies in the store's folder, a line each, sorted by the graph's IRI: what the graph was made of, where it
stands in the TriG file, and what it holds. It is read and written line by line, so that it may be of any length.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec

from graph.store import STORE, TRIG
from graph.writing.counts import Counts
from graph.writing.things import THINGS_FILE

PARTS_FILE: Final = "parts.jsonl"


class Slice(NamedTuple):
    """A stretch of a file, in bytes."""

    start: int = 0
    length: int = 0

    def of(self, stream: IO[bytes], begin: int = 0) -> bytes:
        """The bytes of the stretch in a file, in which the first one begins somewhere."""
        stream.seek(begin + self.start)
        return stream.read(self.length)


NOWHERE: Final = Slice()


def put(data: bytes, stream: IO[bytes]) -> Slice:
    """Where bytes stand in a file to which they were added."""
    found = Slice(stream.tell(), len(data))
    stream.write(data)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The named graph of a text. `made_of` is the digest of all that it hangs on; `section` is where it stands in the
    TriG file, from the first text's on, and `said` where the lines of what it says of things stand in their file;
    `of_things` counts that, and `things` are the ids of what is named.
    """

    graph: str
    made_of: str
    counts: Counts
    of_things: Counts
    things: tuple[str, ...]
    section: Slice = NOWHERE
    said: Slice = NOWHERE


class PartList:
    """Writes parts into a stream, a line each."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def add(self, part: Part) -> None:
        """Writes a part below the one before."""
        self._stream.write(_ENCODER.encode(part) + b"\n")


class OldParts:
    """The parts of the graph that stands in a folder, asked for in the order of their graphs."""

    def __init__(self, folder: Path, trig: IO[bytes], begin: int) -> None:
        self.folder = folder
        self._parts = read_parts(folder)
        self._next = next(self._parts, None)
        self._trig = trig
        self._begin = begin

    def find(self, graph: str, made_of: str) -> Part | None:
        """The part of a graph, if it was made of this; a graph asked for later has to come later in order."""
        while self._next and self._next.graph < graph:
            self._next = next(self._parts, None)
        found = self._next
        return found if found and found.graph == graph and found.made_of == made_of else None

    def head(self) -> bytes:
        """All of the TriG file before the sections of the texts."""
        self._trig.seek(0)
        return self._trig.read(self._begin)

    def section(self, part: Part) -> bytes:
        """The section of a part in the TriG file."""
        return part.section.of(self._trig, self._begin)

    def said(self, part: Part) -> bytes:
        """The lines of what a part says of things."""
        with (self.folder / STORE / THINGS_FILE).open("rb") as lines:
            return part.said.of(lines)


def read_parts(out: Path) -> Iterator[Part]:
    """Yields: the parts of the graph in a folder, in the order of their graphs."""
    with (out / STORE / PARTS_FILE).open("rb") as stream:
        yield from map(_DECODER.decode, stream)


@contextmanager
def old_parts(out: Path) -> Iterator[OldParts]:
    """The parts of the graph that stands in a folder, while the block runs."""
    texts = sum(part.section.length for part in read_parts(out))
    path = out / TRIG
    with path.open("rb") as trig:
        # The texts' graphs come last in the file: the IRIs of all others are before theirs.
        yield OldParts(out, trig, path.stat().st_size - texts)


def sections_before_texts(out: Path) -> dict[str, bytes]:
    """The sections of the TriG file of the graph in a folder that come before those of the texts, by graph."""
    with old_parts(out) as parts:
        head = parts.head()
    found = {}
    for section in head.split(_LAST)[:-1]:
        if first := _FIRST.search(section):
            found[first[1].decode()] = section[first.start() :] + _LAST
    return found


#: How a section begins and ends.
_FIRST, _LAST = re.compile(rb"^<([^>]*)> \{\n", re.MULTILINE), b"\n}\n"
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Part)
