"""What goes into a graph: texts, whose facts are made only where they are needed, and the things of all of them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec

from extract.corrections.effects import Effect
from extract.joining import facts_of
from extract.model import Document, DocumentFacts, Entity, Extraction, Skipped
from extract.readings import Reading
from extract.resolution import Resolution, Thing
from graph.writing.kept import KeptText
from ontology.errors import OntologyError
from ontology.namespaces import source_name
from ontology.vocabulary import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of a graph: its document, which may lack the words, their number, a digest of all that its facts hang on,
    the types of what it names, by id, and what it states.
    """

    document: Document
    words: int
    made_of: str
    types: Mapping[str, EntityType]
    facts: Callable[[], DocumentFacts]


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
                document=facts.document,
                words=len(facts.document.text.split()),
                made_of=digest(facts),
                types=self._types,
                facts=lambda facts=facts: facts,  # type: ignore[misc]
            )

    def things(self) -> Iterator[Entity]:
        """Yields: the entities, sorted by id."""
        return iter(self._entities)


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
        """Yields: the texts, in the order in which they were given, which is that of the resolution too."""
        resolved = self._resolution.of_texts()
        name, things = next(resolved, ("", []))
        for text in self._texts:
            if text.document.id != name:
                yield self._text(text, [])
                continue
            yield self._text(text, things)
            name, things = next(resolved, ("", []))

    def _text(self, text: KeptText, things: Sequence[Thing]) -> Text:
        types = dict(things)
        return Text(
            document=text.document,
            words=text.words,
            made_of=digest((text.sha256, replace(text.document, text=""), things)),
            types=types,
            facts=lambda: facts_of(self._reading(text), [id_ for id_, _ in things], types),
        )

    def things(self) -> Iterator[Entity]:
        """Yields: the things of all texts, sorted by id."""
        return self._resolution.things()


def digest(*values: Any) -> str:
    """The SHA-256 of values of ours, by what they hold."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
