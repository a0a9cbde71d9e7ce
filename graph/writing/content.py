"""What goes into a graph: texts, whose facts are made only where they are needed, and the things of all of them."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final, Protocol

from extract.corrections.applying import correct
from extract.corrections.effects import Effect
from extract.corrections.entries import Corrections
from extract.joining import facts_of
from extract.model import Document, DocumentFacts, Entity, Extraction, Skipped
from extract.readings import Reading
from extract.resolution import Resolution, resolved
from graph.store import STORE
from graph.writing.kept import KeptText, Shelf, digest_of
from ontology.errors import OntologyError
from ontology.namespaces import source_name
from ontology.vocabulary import EntityType

#: Lies in the store's folder: which thing is which, over all texts.
NAMES_FILE: Final = "names.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of a graph: its document without the words, their number, a digest of all that its facts hang on, and what
    it states, with the types of what it names, by id.
    """

    document: Document
    words: int
    made_of: str
    stated: Callable[[], tuple[DocumentFacts, Mapping[str, EntityType]]]


class Content(Protocol):
    """What goes into a graph; it may be gone through more than once."""

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that were left alone."""

    @property
    def corrections(self) -> tuple[Effect, ...]:
        """What each correction did."""

    def texts(self) -> Iterator[Text]:
        """Yields: the texts, in the order of the IRIs of their graphs."""

    def things(self) -> Iterator[Entity]:
        """Yields: what the texts name, sorted by id, and maybe more."""


class Found:
    """What extraction found, as content.

    Raises:
        OntologyError: two texts have the same id.
    """

    def __init__(self, extraction: Extraction) -> None:
        self.skipped = extraction.skipped
        self.corrections = extraction.corrections
        self._entities = extraction.entities
        self._types = {entity.id: entity.type for entity in extraction.entities}
        self._facts = sorted(extraction.documents, key=lambda facts: source_name(facts.document.id))
        for document_id, count in Counter(facts.document.id for facts in self._facts).items():
            if count > 1:
                raise OntologyError(f"{document_id}: found {count} texts of this name, a text's name has to be its own")

    def texts(self) -> Iterator[Text]:
        """Yields: the texts, in the order of the IRIs of their graphs."""
        for facts in self._facts:
            yield Text(
                document=replace(facts.document, text=""),
                words=len(facts.document.text.split()),
                made_of=digest_of(facts),
                stated=lambda facts=facts: (facts, self._types),  # type: ignore[misc]
            )

    def things(self) -> Iterator[Entity]:
        """Yields: the entities, sorted by id."""
        return iter(self._entities)


@contextmanager
def content_of(
    texts: Sequence[KeptText],
    shelf: Shelf,
    corrections: Corrections,
    left: tuple[Skipped, ...],
    *,
    folder: Path,
    old: Path | None,
) -> Iterator[Content]:
    """What texts give together, for a graph in a new folder. Corrections need all of it at once; without them it is
    never in memory as a whole, and what things are is taken over from the graph in the `old` folder, where it is known.
    """
    if corrections.entries:
        yield Found(correct(map(shelf.reading, texts), corrections, left))
        return
    names = folder / STORE / NAMES_FILE
    names.parent.mkdir()
    if old and (old / STORE / NAMES_FILE).exists():  # a graph with corrections has none
        shutil.copyfile(old / STORE / NAMES_FILE, names)
    in_order = sorted(texts, key=lambda text: source_name(text.document.id))
    by_id = {text.document.id: text.wordless for text in in_order}
    made_of = {id_: text.digest for id_, text in by_id.items()}
    with resolved(made_of, lambda id_: shelf.entities(by_id[id_]), names) as resolution:
        yield FromReadings([*by_id.values()], shelf.reading, resolution, left)


class FromReadings:
    """What readings give together, as content: each reading is loaded when the facts of its text are asked for."""

    corrections: tuple[Effect, ...] = ()

    def __init__(
        self,
        texts: Sequence[KeptText],
        reading: Callable[[KeptText], Reading],
        resolution: Resolution,
        skipped: tuple[Skipped, ...],
    ) -> None:
        self.skipped = skipped
        self._texts = texts
        self._reading = reading
        self._resolution = resolution

    def texts(self) -> Iterator[Text]:
        """Yields: the texts, in the order in which they were given."""
        for text in self._texts:
            made_of = self._made_of[text.document.id]
            yield Text(document=text.document, words=text.words, made_of=made_of, stated=partial(self._stated, text))

    @cached_property
    def _made_of(self) -> Mapping[str, str]:
        """The digest of all that the facts of a text hang on, by its id."""
        return self._resolution.digests()

    def _stated(self, text: KeptText) -> tuple[DocumentFacts, Mapping[str, EntityType]]:
        things = self._resolution.of_text(text.document.id)
        types = dict(things)
        return facts_of(self._reading(text), [id_ for id_, _ in things], types), types

    def things(self) -> Iterator[Entity]:
        """Yields: the things of all texts, sorted by id."""
        return self._resolution.things()
