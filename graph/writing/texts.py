"""The graphs of texts, written one after the other: quads for the store, sections for the TriG file, and parts. A text
that was written before and hangs on nothing new is left as it is; its section is copied.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from pyoxigraph import Quad

from extract.model import Document
from graph.store import TEXTS
from graph.writing.content import Text
from graph.writing.counts import Counts
from graph.writing.dataset import quads_in, section, text_quads
from graph.writing.files import Slice, Stretches, take
from graph.writing.parts import OldGraph, Part, Parts
from graph.writing.things import about_things, said_of_things
from ontology.namespaces import Namespaces


class TextWriter:
    """Writes the graphs of `texts`, which come by IRI and in order, for a graph in a folder: parts, sections into a
    file of their own, and the words that no file of the user holds. What is kept of an `old` graph is taken from there.
    """

    def __init__(
        self,
        texts: Mapping[str, Text],
        folder: Path,
        parts: Parts,
        sections: IO[bytes],
        namespaces: Namespaces,
        old: OldGraph | None = None,
    ) -> None:
        self._texts = texts
        self._folder = folder
        self._parts = parts
        self._sections = sections
        self._namespaces = namespaces
        self._old = old
        #: In which file the section of each text is, and where.
        self._places: dict[str, tuple[IO[bytes], Slice]] = {}
        if old is not None:
            self._places.update((graph, (old.trig, place)) for graph, place in old.kept.items())

    def quads(self, *, all_quads: bool = True) -> Iterator[Quad]:
        """Yields: the quads of all graphs, or only of those that are new; all else is written on the way."""
        for graph, text in self._texts.items():
            if graph not in self._places:
                yield from self._written(graph, text)
                continue
            if text.document.kept:
                self._take_words(text.document)
            if all_quads:
                file, place = self._places[graph]
                yield from quads_in(place.of(file), self._namespaces)

    def _written(self, graph: str, text: Text) -> list[Quad]:
        """The quads of a graph, of which all else was written."""
        facts, types = text.stated()
        quads = text_quads(facts, types, self._namespaces)
        data = section(quads, self._namespaces)
        self._places[graph] = self._sections, Slice(self._sections.tell(), len(data))
        self._sections.write(data)
        part = Part(
            graph=graph,
            made_of=text.made_of,
            section=len(data),
            counts=Counts.of(quads, self._namespaces),
            of_things=Counts.of(about_things(quads, self._namespaces), self._namespaces),
        )
        self._parts.put(part, said_of_things(quads, self._namespaces))
        if facts.document.kept:  # it stands in no file of the user: every quote has to be checked against what was read
            self._words_of(facts.document).write_text(facts.document.text, encoding="utf-8", newline="")
        return quads

    def _take_words(self, document: Document) -> None:
        if self._old:
            path = self._words_of(document)
            take(self._old.folder / TEXTS / path.name, path)

    def _words_of(self, document: Document) -> Path:
        """The file of the words of a text that no file of the user holds."""
        texts = self._folder / TEXTS
        texts.mkdir(exist_ok=True)
        return texts / f"{document.id}.txt"

    def copy_sections(self, trig: IO[bytes]) -> None:
        """Puts the sections of all texts, in order, at the end of a file."""
        self._sections.flush()
        stretches = Stretches(trig)
        for graph in self._texts:
            stretches.add(*self._places[graph])
        stretches.flush()
