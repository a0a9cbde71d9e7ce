"""The named graphs of texts as they were written, so that the next build writes only what has changed.

A database in the store's folder has of each graph what it was made of, how long its section in the TriG file is, what
it holds, and what it says of things. Much of what a text says of things others say too, so each such line is kept once,
under a number. A new graph begins with a copy of the database; what has not changed stays as it is there.
"""

import re
import shutil
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import SEEK_END
from pathlib import Path
from typing import Any, Final

import msgspec

from graph.store import STORE, TRIG
from graph.writing.counts import Counts, Total
from graph.writing.files import Slice
from graph.writing.inferred import ByReason, Inferred, Reason
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status

PARTS_FILE: Final = "parts.sqlite"

_TABLES: Final = """
CREATE TABLE parts (
    graph TEXT PRIMARY KEY, made_of TEXT, section INTEGER, triples INTEGER, said BLOB, counts BLOB
) WITHOUT ROWID;
CREATE TABLE lines (number INTEGER PRIMARY KEY, line BLOB);
CREATE TABLE terms (number INTEGER PRIMARY KEY, iri TEXT);
CREATE TABLE total (counts BLOB);
CREATE TABLE derived (rule TEXT, status TEXT, lines BLOB);
"""
#: So many lines of what follows are in one row; SQLite allows a gigabyte.
_IN_A_ROW: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The named graph of a text: its IRI, the digest of all that it hangs on, the bytes of its section in the TriG
    file, and its counts; `of_things` counts what it says of things.
    """

    graph: str
    made_of: str
    section: int
    counts: Counts
    of_things: Counts


class Parts:
    """The parts of the graph that is being written into a folder, and what they hold together. With an `old` graph it
    begins with those parts that are kept of it.
    """

    def __init__(self, folder: Path, old: "OldGraph | None" = None) -> None:
        path = folder / STORE / PARTS_FILE
        if old is not None:
            shutil.copyfile(old.folder / STORE / PARTS_FILE, path)
        self._database = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON"):
            self._database.execute(f"PRAGMA {setting}")
        if old is None:
            self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self._iris = [iri for (iri,) in self._rows("SELECT iri FROM terms ORDER BY number")]
        self._numbers = {iri: number for number, iri in enumerate(self._iris)}
        #: Adds up what all parts hold together.
        self.total = Total(*(self._unpacked(_TOTAL.decode(counts)) for (counts,) in self._rows("SELECT * FROM total")))
        self._remove(old.gone if old else ())
        #: What all parts say of things: each line once, with its number.
        self.lines: dict[bytes, int] = dict(self._rows("SELECT line, number FROM lines"))
        self._next = max(self.lines.values(), default=0) + 1

    def close(self) -> None:
        """Lets go of the database, whose file then has all that was put."""
        if self._database.in_transaction:  # it is not where the disk was full
            total = msgspec.msgpack.encode(self._packed(self.total.counts))
            self._database.execute("DELETE FROM total")
            self._database.execute("INSERT INTO total VALUES (?)", (total,))
            self._database.execute("COMMIT")
        self._database.close()

    def _remove(self, graphs: Collection[str]) -> None:
        """Takes parts out, and what only they have said."""
        lines = set[int]()
        for graph in graphs:
            ((said, counts),) = self._rows("SELECT said, counts FROM parts WHERE graph = ?", graph)
            lines.update(_numbers_in(said))
            of_all, of_things = map(self._unpacked, _OF_PART.decode(counts))
            self.total.remove(of_all, less=of_things)
            self._database.execute("DELETE FROM parts WHERE graph = ?", (graph,))
        if lines:
            lines.difference_update(*(_numbers_in(said) for (said,) in self._rows("SELECT said FROM parts")))
            self._database.executemany("DELETE FROM lines WHERE number = ?", ((number,) for number in lines))

    def put(self, part: Part, said: Iterable[bytes]) -> None:
        """Adds a part, with the lines of what it says of things."""
        numbers, new = array("I"), []
        for line in said:
            number = self.lines.setdefault(line, self._next)
            if number == self._next:
                new.append((number, line))
                self._next += 1
            numbers.append(number)
        counts = msgspec.msgpack.encode([self._packed(part.counts), self._packed(part.of_things)])
        row = (part.graph, part.made_of, part.section, part.counts.triples, numbers.tobytes(), counts)
        self._database.executemany("INSERT INTO lines VALUES (?, ?)", new)
        self._database.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)", row)
        self.total.add(part.counts, less=part.of_things)  # several texts say the same of a thing

    def said(self, graph: str) -> list[bytes]:
        """What a part says of things, in order."""
        ((said,),) = self._rows("SELECT said FROM parts WHERE graph = ?", graph)
        return [self._by_number[number] for number in _numbers_in(said)]

    @cached_property
    def _by_number(self) -> Mapping[int, bytes]:
        return {number: line for line, number in self.lines.items()}

    def put_derived(self, by_reason: ByReason) -> None:
        """Keeps what follows from all parts, in the place of what followed before."""
        stretches = (
            (*reason, b"".join(said[at : at + _IN_A_ROW]))
            for reason, said in ((reason, [*lines]) for reason, lines in by_reason.items())
            for at in range(0, len(said), _IN_A_ROW)
        )
        self._database.execute("DELETE FROM derived")
        self._database.executemany("INSERT INTO derived VALUES (?, ?, ?)", stretches)

    @property
    def triples(self) -> int:
        """How many triples the parts have, one by one."""
        ((triples,),) = self._rows("SELECT coalesce(sum(triples), 0) FROM parts")
        return int(triples)

    def places(self, begin: int = 0) -> dict[str, Slice]:
        """Where the section of each part is, by its IRI, in order; `begin` is where the first one begins."""
        return _placed(self._rows("SELECT graph, section FROM parts ORDER BY graph"), begin)

    def __iter__(self) -> Iterator[Part]:
        """Yields: the parts, in the order of their IRIs."""
        for graph, made_of, section, counts in self._rows(
            "SELECT graph, made_of, section, counts FROM parts ORDER BY graph"
        ):
            of_all, of_things = map(self._unpacked, _OF_PART.decode(counts))
            yield Part(graph=graph, made_of=made_of, section=section, counts=of_all, of_things=of_things)

    # IRIs would be nine tenths of what is kept of a part: the numbers of some sixty terms stand for them.

    def _packed(self, counts: Counts) -> "_Packed":
        classes, properties = (
            {self._number(iri): many for iri, many in by_iri.items()} for by_iri in (counts.classes, counts.properties)
        )
        return _Packed(counts.subjects, counts.entities, counts.objects, classes, properties)

    def _number(self, iri: str) -> int:
        if iri not in self._numbers:
            self._numbers[iri] = len(self._iris)
            self._database.execute("INSERT INTO terms VALUES (?, ?)", (len(self._iris), iri))
            self._iris.append(iri)
        return self._numbers[iri]

    def _unpacked(self, packed: "_Packed") -> Counts:
        classes, properties = (
            {self._iris[number]: many for number, many in by_number.items()}
            for by_number in (packed.classes, packed.properties)
        )
        return Counts(
            subjects=packed.subjects,
            entities=packed.entities,
            objects=packed.objects,
            classes=classes,
            properties=properties,
        )

    def _rows(self, query: str, *values: str) -> Iterator[Any]:
        return self._database.execute(query, values)


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    """Counts by the numbers of terms."""

    subjects: int
    entities: int
    objects: int | None
    classes: dict[int, int]
    properties: dict[int, int]


_TOTAL, _OF_PART = msgspec.msgpack.Decoder(_Packed), msgspec.msgpack.Decoder(tuple[_Packed, _Packed])


def _numbers_in(said: bytes) -> memoryview:
    """The numbers of lines, as a part has them."""
    return memoryview(said).cast("I")


# -- the graph that stands ---------------------------------------------------------------------------------------------


class OldGraph:
    """The graph that stands in a folder, beside what the texts of a new one are made of, by the IRIs of their graphs:
    where in its TriG file the sections of those are that both have alike (`kept`), and which others it has (`gone`).
    """

    def __init__(self, folder: Path, made_of: Mapping[str, str]) -> None:
        self.folder = folder
        uri = f"{(folder / STORE / PARTS_FILE).absolute().as_uri()}?immutable=1"
        self._database = sqlite3.connect(uri, uri=True)
        rows = self._database.execute("SELECT graph, section, made_of FROM parts ORDER BY graph").fetchall()
        #: Its TriG file, open until `close`.
        self.trig = (folder / TRIG).open("rb")
        # The IRIs of all other graphs are before those of texts.
        self._begin = self.trig.seek(0, SEEK_END) - sum(length for _, length, _ in rows)
        places = _placed((row[:2] for row in rows), self._begin)
        self.kept = {graph: places[graph] for graph, _, digest in rows if made_of.get(graph) == digest}
        self.gone = [*(places.keys() - self.kept.keys())]

    def close(self) -> None:
        """Lets go of its files."""
        self.trig.close()
        self._database.close()

    def inferred(self, namespaces: Namespaces) -> Inferred:
        """What follows from its texts."""
        by_reason: dict[Reason, set[bytes]] = defaultdict(set)
        for rule, status, lines in self._database.execute("SELECT * FROM derived"):
            by_reason[Reason(rule, Status(status))].update(lines.splitlines(keepends=True))
        return Inferred(by_reason=by_reason, section=self.sections.get(namespaces.inferred_graph, b""))

    @cached_property
    def sections(self) -> Mapping[str, bytes]:
        """The sections of the graphs over all texts, by IRI."""
        found = {}
        data, end = Slice(0, self._begin).of(self.trig), 0
        while (first := _FIRST.search(data, end)) and (last := data.find(_LAST, first.end() - 1)) >= 0:
            end = last + len(_LAST)
            found[first[1].decode()] = data[first.start() : end]
        return found


#: How a section begins and ends.
_FIRST, _LAST = re.compile(rb"^<([^>]*)> \{\n", re.MULTILINE), b"\n}\n"


def _placed(lengths: Iterable[tuple[str, int]], begin: int) -> dict[str, Slice]:
    """Where the section of each part is: one lies behind the other."""
    places = {}
    for graph, length in lengths:
        places[graph] = Slice(begin, length)
        begin += length
    return places
