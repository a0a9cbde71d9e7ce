"""The steps of extraction in order, nothing else: documents → names → entities → parse → relations → facts."""

from collections.abc import Iterator, Mapping, Sequence, Set
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # the package ships no types

from extract.collection import without_collection
from extract.confidence import Confidence
from extract.documents import read_documents
from extract.encoder import Encoded, Encoder
from extract.entities import resolve_text
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.joining import join
from extract.keeping import reading_of
from extract.model import Document, Extraction, Skipped
from extract.names import NameFinder
from extract.nlp import DEFAULT_MODEL, Parser
from extract.options import MIN_CONFIDENCE
from extract.parts import Part
from extract.reading import read_blocks
from extract.readings import Reading
from extract.relations import choose
from extract.scoring import PairScorer
from extract.sector_terms import SectorTerms, load_sector_terms
from extract.sectors import find_sectors
from extract.seeds import load_authority, load_demonyms
from extract.sentences import Named, place, stretches, with_entities
from extract.texts import Text, prepare


class Progress(Protocol):
    """Is told the step in words, how much of it is done, and how much it is in all."""

    def __call__(self, step: str, done: int, total: int, /) -> None:
        """Hears that `done` of `total` texts are through with a step."""


def extract(
    paths: Sequence[Path],
    *,
    authority: bool = True,
    model: str = DEFAULT_MODEL,
    min_confidence: float = MIN_CONFIDENCE,
    progress: Progress | None = None,
) -> Extraction:
    """All that the texts state, with the entities over all of them.

    Raises:
        InputError: a path, a text, a table or the model cannot be used.
    """
    documents, skipped = read_documents(paths)
    reader = make_reader(authority=authority, model=model, min_confidence=min_confidence)
    return extract_documents(documents, reader, skipped=skipped, progress=progress)


def extract_documents(
    documents: Sequence[Document],
    reader: "Reader",
    *,
    skipped: tuple[Skipped, ...] = (),
    progress: Progress | None = None,
) -> Extraction:
    """All that documents state, with the entities over all of them, as one reader reads them."""
    return join(reader.read(documents, progress), skipped)


def extract_each(documents: Sequence[Document], reader: "Reader") -> Iterator[Extraction]:
    """Yields: what each document states, in order, each as if it were the only one."""
    return (join([reading]) for reading in reader.read(documents))


def make_reader(
    *,
    authority: bool = True,
    model: str = DEFAULT_MODEL,
    min_confidence: float = MIN_CONFIDENCE,
    without: Set[Part] = frozenset(),
) -> "Reader":
    """A reader with the authority tables of `seeds/`, or with none, and without some parts.

    Raises:
        InputError: a table, the weights or the model cannot be used.
    """
    tables = authority and Part.AUTHORITY not in without
    return Reader(
        Gazetteer(load_authority() if tables else ()),
        load_demonyms() if tables else {},
        model=model,
        min_confidence=min_confidence,
        without=without,
    )


class Reader:
    """Reads documents one after another with the loaded tables, weights and model."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        demonyms: Mapping[str, str],
        *,
        model: str = DEFAULT_MODEL,
        min_confidence: float = MIN_CONFIDENCE,
        weights: Traversable | None = None,
        without: Set[Part] = frozenset(),
    ) -> None:
        self._gazetteer = gazetteer
        self._demonyms = demonyms
        self._min_confidence = min_confidence
        self._finder = NameFinder(gazetteer, demonyms, folder=weights)
        self._without = without
        self._encoder = None if Part.ENCODER in without else Encoder(weights)
        self._scorer = PairScorer(weights, encoder=self._encoder)
        self._confidence = Confidence.load(weights)
        self._parser = Parser(model)
        self._sectors: SectorTerms = load_sector_terms()
        self._blas = ThreadpoolController()

    def read(self, documents: Sequence[Document], progress: Progress | None = None) -> Iterator[Reading]:
        """Yields: the reading of each document, in order."""
        for at, document in enumerate(documents):
            if progress:
                progress("reading the texts", at, len(documents))
            yield self.read_one(document)

    def read_one(self, document: Document, /) -> Reading:
        """The reading of a document: to the last bit the same whatever is read beside it, on however many cores."""
        # How cores share a product of matrices shows in its last bit.
        with self._blas.limit(limits=1, user_api="blas"), without_collection():
            return self._read(document)

    def _read(self, document: Document) -> Reading:
        text = prepare(read_blocks(document.text))
        encoded = self._encode(text)
        named = self._name(text, encoded)
        found = stretches(named)
        parses = list(self._parser.parse(stretch.masked for stretch in found))
        placed = place(named, found, parses, self._without)
        findings = list(self._scorer.findings(named, placed, self._confidence, encoded))
        chosen = choose(findings, self._min_confidence)
        return reading_of(document, named, chosen, find_sectors(named, found, chosen, self._sectors))

    def _encode(self, text: Text) -> Encoded | None:
        if self._encoder is None:
            return None
        return self._encoder.read(text, [table_tags(tokens, self._gazetteer) for tokens in text.tokens])

    def _name(self, text: Text, encoded: Encoded | None) -> Named:
        """A text with its names and entities."""
        names = self._finder.find(text, encoded.labels if encoded else None)
        entities = resolve_text(text, names, self._gazetteer, self._demonyms)
        return with_entities(text, names, entities, self._gazetteer)
