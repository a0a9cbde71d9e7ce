"""The graphs of texts, written one after the other: quads for the store, sections for the TriG file, and the list of
parts. A text that was written before and hangs on nothing new gives no quads; its old section is copied.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from pyoxigraph import Quad

from extract.joining import used_in
from extract.model import Document, DocumentFacts
from graph.store import TEXTS
from graph.writing.content import Content, Text
from graph.writing.counts import Counts, Total
from graph.writing.dataset import quads_in, section, text_quads
from graph.writing.files import Slice, take
from graph.writing.parts import (
    OldPart,
    OldParts,
    Part,
    PartHead,
    Stretches,
    Totals,
    line_of,
    put_totals,
)
from graph.writing.things import about_things, said_of_things
from ontology.namespaces import Namespaces


@dataclass(slots=True)
class Written:
    """What is known of the texts' graphs as they are written: what they hold together, of which `claims` claims, and
    how many triples they have one by one; the ids of what they name; by graph, where among the sections of texts its
    own is, and where in its file stands what it says of things; and the texts themselves, without their words.
    """

    total: Total = field(default_factory=Total)
    claims: int = 0
    triples: int = 0
    things: set[str] = field(default_factory=set)
    sections: dict[str, Slice] = field(default_factory=dict)
    said: dict[str, Slice] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    words: int = 0


class Streams(NamedTuple):
    """Where to write the sections of the texts, the lines of what they say of things, and the list of parts."""

    sections: IO[bytes]
    said: IO[bytes]
    parts: IO[bytes]


class TextWriter:
    """Writes the graphs of texts: sections, what they say of things, and parts into streams, and into a folder the
    words that no file of the user holds. What is among the `old` parts is taken from there.
    """

    def __init__(self, namespaces: Namespaces, folder: Path, streams: Streams, old: OldParts | None) -> None:
        self._namespaces = namespaces
        self._folder = folder
        self._streams = streams
        self._old = old
        self._taken = (Stretches(old.trig, streams.sections), Stretches(old.said, streams.said)) if old else ()
        self._sections, self._lines = 0, 0
        self.written = Written(total=old.total) if old else Written()

    def quads(self, content: Content, *, all_quads: bool = True) -> Iterator[Quad]:
        """Yields: the quads of all graphs, or only of those that are made anew; on the way all else is written."""
        for text in content.texts():
            graph = self._namespaces.source(text.document.id)
            if self._old and (old := self._old.find(graph, text.made_of)):
                if all_quads:
                    yield from quads_in(old.section.of(self._old.trig), self._namespaces)
                self._take(old, text, self._old)
                continue
            facts, types = text.stated()
            quads = text_quads(facts, types, self._namespaces)
            yield from quads
            self._write(graph, text, facts, quads)
        self._finish()

    def _take(self, old: OldPart, text: Text, parts: OldParts) -> None:
        for stretches, stretch in zip(self._taken, (old.section, old.said), strict=True):
            stretches.add(stretch)
        self._streams.parts.write(old.line)
        self._note(old.head, text)
        if text.document.kept:
            self._texts.mkdir(exist_ok=True)
            take(parts.folder / TEXTS / _file(text.document), self._texts / _file(text.document))

    def _write(self, graph: str, text: Text, facts: DocumentFacts, quads: list[Quad]) -> None:
        section_, said = section(quads, self._namespaces), said_of_things(quads, self._namespaces)
        counts = Counts.of(quads, self._namespaces)
        part = Part(
            graph=graph,
            made_of=text.made_of,
            section=len(section_),
            said=len(said),
            triples=counts.triples,
            things=tuple(sorted(used_in(facts))),
            counts=counts,
            of_things=Counts.of(about_things(quads, self._namespaces), self._namespaces),
        )
        self._flush()
        for stream, data in zip(self._streams, (section_, said, line_of(part)), strict=True):
            stream.write(data)
        self.written.total.add(part.counts, less=part.of_things)  # several texts say the same of a thing
        self._note(part, text)
        if facts.document.kept:  # it stands in no file of the user: every quote has to be checked against what was read
            self._texts.mkdir(exist_ok=True)
            (self._texts / _file(facts.document)).write_text(facts.document.text, encoding="utf-8", newline="")

    def _note(self, part: PartHead, text: Text) -> None:
        written = self.written
        written.sections[part.graph] = Slice(self._sections, part.section)
        written.said[part.graph] = Slice(self._lines, part.said)
        self._sections, self._lines = self._sections + part.section, self._lines + part.said
        written.triples += part.triples
        written.things.update(part.things)
        written.documents.append(text.document)
        written.words += text.words

    def _flush(self) -> None:
        for stretches in self._taken:
            stretches.flush()

    def _finish(self) -> None:
        self._flush()
        if self._old:
            self._old.drop_others()
        total = self.written.total.counts
        self.written.claims = total.classes.get(self._namespaces.term("Claim"), 0)
        put_totals(Totals(counts=total, sections=self._sections), self._folder)

    @property
    def _texts(self) -> Path:
        return self._folder / TEXTS


def _file(document: Document) -> str:
    return f"{document.id}.txt"
