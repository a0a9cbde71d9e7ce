"""The named graphs of texts as they were written, so that the next build writes only what has changed.

A list of them lies in the store's folder, a line each, sorted by the graph's IRI: what the graph was made of, how long
its section in the TriG file is, and what it holds. It is read and written line by line, so that it may be of any
length, and what has not changed is copied as it stands. Beside it lies what all of them hold together.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

import msgspec

from graph.store import STORE, TRIG
from graph.writing.counts import Counts, Total
from graph.writing.files import Slice, copy
from graph.writing.things import THINGS_FILE

PARTS_FILE: Final = "parts.jsonl"
TOTALS_FILE: Final = "totals.json"


class PartKey(msgspec.Struct, frozen=True, kw_only=True):
    """The IRI of the named graph of a text, and the digest of all that it hangs on."""

    graph: str
    made_of: str


class PartHead(PartKey, frozen=True, kw_only=True):
    """What has to be known of the named graph of a text to take it over: `section` is the number of bytes that it has
    in the TriG file, `said` that of the lines of what it says of things, `triples` how many it has, and `things` are
    the ids of what is named.
    """

    section: int
    said: int
    triples: int
    things: tuple[str, ...]


class Part(PartHead, frozen=True, kw_only=True):
    """The named graph of a text, with its counts; `of_things` counts what it says of things."""

    counts: Counts
    of_things: Counts


class OldPart(NamedTuple):
    """A part of the graph that stands: its line in the list, and where its section and its lines are."""

    head: PartHead
    line: bytes
    section: Slice
    said: Slice


class OldParts:
    """The parts of the graph that stands in a folder, asked for in the order of their graphs. `total` is what all of
    them held; what the parts held that nobody asked for, or that were made of something else, is taken off it.
    """

    def __init__(self, folder: Path, lines: IO[bytes], trig: IO[bytes], said: IO[bytes]) -> None:
        self.folder = folder
        self.trig, self.said = trig, said
        known = read_totals(folder)
        self.total = Total(known.counts)
        self._parts = _placed(lines, _size(trig) - known.sections)
        self._next = next(self._parts, None)

    def find(self, graph: str, made_of: str) -> OldPart | None:
        """The part of a graph, if it was made of this; a graph asked for later has to come later in order."""
        while self._next and self._next.head.graph < graph:
            self._drop(self._next)
        found = self._next
        if found is None or found.head.graph != graph:
            return None
        if found.head.made_of != made_of:
            self._drop(found)
            return None
        self._next = next(self._parts, None)
        return found

    def drop_others(self) -> None:
        """Takes off what the rest of the parts held."""
        while self._next:
            self._drop(self._next)

    def _drop(self, old: OldPart) -> None:
        part = _DECODER.decode(old.line)
        self.total.remove(part.counts, less=part.of_things)
        self._next = next(self._parts, None)


def _placed(lines: Iterable[bytes], begin: int) -> Iterator[OldPart]:
    """Yields: parts with their places, one behind the other; `begin` is where the first section does."""
    section, said = begin, 0
    for line in lines:
        head = _HEADS.decode(line)
        yield OldPart(head, line, Slice(section, head.section), Slice(said, head.said))
        section, said = section + head.section, said + head.said


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What the texts of a graph hold together (see `Total`), and the bytes of their sections in the TriG file."""

    counts: Counts
    sections: int


def put_totals(totals: Totals, folder: Path) -> None:
    """Puts the totals beside the parts of a graph."""
    (folder / STORE / TOTALS_FILE).write_bytes(_ENCODER.encode(totals))


def read_totals(out: Path) -> Totals:
    """The totals of the graph in a folder."""
    return msgspec.json.decode((out / STORE / TOTALS_FILE).read_bytes(), type=Totals)


def line_of(part: Part) -> bytes:
    """A part as its line in the list."""
    return _ENCODER.encode(part) + b"\n"


def read_keys(out: Path) -> Iterator[PartKey]:
    """Yields: the parts of the graph in a folder, in the order of their graphs, as far as one has to compare them."""
    with (out / STORE / PARTS_FILE).open("rb") as stream:
        yield from map(_KEYS.decode, stream)


def read_parts(out: Path) -> Iterator[Part]:
    """Yields: the parts of the graph in a folder, in the order of their graphs."""
    with (out / STORE / PARTS_FILE).open("rb") as stream:
        yield from map(_DECODER.decode, stream)


@contextmanager
def old_parts(out: Path) -> Iterator[OldParts]:
    """The parts of the graph that stands in a folder, while the block runs."""
    store = out / STORE
    paths = (store / PARTS_FILE, out / TRIG, store / THINGS_FILE)
    with ExitStack() as stack:
        yield OldParts(out, *(stack.enter_context(path.open("rb")) for path in paths))


class Stretches:
    """Copies stretches of one file to the end of another; neighbours in one go."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target = source, target
        self._pending = Slice()

    def add(self, stretch: Slice) -> None:
        """Has a stretch copied, sooner or later."""
        start, length = self._pending
        if start + length == stretch.start:
            self._pending = Slice(start, length + stretch.length)
        else:
            self.flush()
            self._pending = stretch

    def flush(self) -> None:
        """Copies what is to be copied yet."""
        copy(self._source, self._target, self._pending)
        self._pending = Slice()


def sections_before_texts(out: Path) -> dict[str, bytes]:
    """The sections of the TriG file of the graph in a folder that come before those of the texts, by graph."""
    # The texts' graphs come last in the file: the IRIs of all others are before theirs.
    with (out / TRIG).open("rb") as trig:
        head = trig.read(_size(trig) - read_totals(out).sections)
    found = {}
    for section in head.split(_LAST)[:-1]:
        if first := _FIRST.search(section):
            found[first[1].decode()] = section[first.start() :] + _LAST
    return found


def _size(stream: IO[bytes]) -> int:
    return os.fstat(stream.fileno()).st_size


#: How a section begins and ends.
_FIRST, _LAST = re.compile(rb"^<([^>]*)> \{\n", re.MULTILINE), b"\n}\n"
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER, _HEADS, _KEYS = msgspec.json.Decoder(Part), msgspec.json.Decoder(PartHead), msgspec.json.Decoder(PartKey)
