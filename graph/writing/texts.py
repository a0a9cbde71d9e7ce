"""The graphs of texts, written one after the other: quads for the store, sections for the TriG file, and the list of
parts. A text that was written before and hangs on nothing new gives no quads; its old section is copied.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from extract.joining import used_in
from extract.model import Document, DocumentFacts
from graph.store import TEXTS
from graph.writing.content import Content, Text, digest
from graph.writing.counts import Counts, Total
from graph.writing.dataset import quads_in, section, text_quads
from graph.writing.files import take
from graph.writing.parts import OldParts, Part, PartList, Slice, put
from graph.writing.things import about_things, said_of_things
from ontology.namespaces import Namespaces


@dataclass(slots=True)
class Written:
    """What is known of the texts' graphs as they are written: their sum, what they name, by id, their counts, where
    what they say of things is written, and the texts themselves, without their words.
    """

    total: Total = field(default_factory=Total)
    things: set[str] = field(default_factory=set)
    counts: list[tuple[str, Counts]] = field(default_factory=list)
    said: dict[str, Slice] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    words: int = 0
    claims: int = 0


class TextWriter:
    """Writes the graphs of texts: sections, what they say of things, and parts into streams, and into a folder the
    words that no file of the user holds. What is among the `old` parts is taken from there.
    """

    def __init__(
        self,
        namespaces: Namespaces,
        context: str,
        folder: Path,
        streams: tuple[IO[bytes], IO[bytes], PartList],
        old: OldParts | None,
    ) -> None:
        self._namespaces = namespaces
        self._context = context
        self._texts = folder / TEXTS
        self._sections, self._said, self._parts = streams
        self._old = old
        self.written = Written()

    def quads(self, content: Content, *, all_quads: bool = True) -> Iterator[Quad]:
        """Yields: the quads of all graphs, or only of those that are made anew; on the way all else is written."""
        for text in content.texts():
            graph, made_of = self._namespaces.source(text.document.id), digest(self._context, text.made_of)
            part = self._old.find(graph, made_of) if self._old else None
            if part and self._old:
                data = self._old.section(part)
                if all_quads:
                    yield from quads_in(data, self._namespaces)
                self._add(part, data, self._old.said(part), text)
                self._take_words(text, self._old)
                continue
            facts, types = text.stated()
            quads = text_quads(facts, types, self._namespaces)
            yield from quads
            part = self._part(graph, made_of, facts, quads)
            self._add(part, section(quads, self._namespaces), said_of_things(quads, self._namespaces), text)
            self._keep_words(facts.document)

    def _part(self, graph: str, made_of: str, facts: DocumentFacts, quads: list[Quad]) -> Part:
        return Part(
            graph=graph,
            made_of=made_of,
            counts=Counts.of(quads, self._namespaces),
            of_things=Counts.of(about_things(quads, self._namespaces), self._namespaces),
            things=tuple(sorted(used_in(facts))),
        )

    def _add(self, part: Part, section: bytes, said: bytes, text: Text) -> None:
        part = replace(part, section=put(section, self._sections), said=put(said, self._said))
        self._parts.add(part)
        written = self.written
        written.total.add(part.counts, less=part.of_things)  # several texts say the same of a thing
        written.things.update(part.things)
        written.counts.append((part.graph, part.counts))
        written.said[part.graph] = part.said
        written.documents.append(replace(text.document, text=""))
        written.words += text.words
        written.claims += part.counts.classes.get(self._namespaces.term("Claim"), 0)

    def _take_words(self, text: Text, old: OldParts) -> None:
        if text.document.kept:
            self._texts.mkdir(exist_ok=True)
            take(old.folder / TEXTS / _file(text.document), self._texts / _file(text.document))

    def _keep_words(self, document: Document) -> None:
        """Writes a text that stands in no file of the user as it was read, so that every quote can be checked."""
        if document.kept:
            self._texts.mkdir(exist_ok=True)
            (self._texts / _file(document)).write_text(document.text, encoding="utf-8", newline="")


def _file(document: Document) -> str:
    return f"{document.id}.txt"
