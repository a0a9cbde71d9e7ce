"""The steps of extraction in order, nothing else: documents → names → entities → parse → relations → facts."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from extract.confidence import Confidence
from extract.documents import read_documents
from extract.encoder import Encoded, Encoder
from extract.entities import resolve_all, resolve_text
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.model import Document, DocumentFacts, Entity, Extraction, Mention, Skipped
from extract.names import NameFinder
from extract.nlp import DEFAULT_MODEL, Parser
from extract.parts import Part
from extract.reading import Block, read_blocks
from extract.relations import MIN_CONFIDENCE, choose, claims_of
from extract.scoring import Finding, PairScorer
from extract.sector_terms import SectorTerms, load_sector_terms
from extract.sectors import SectorFinding, find_sectors, sector_claims_of
from extract.seeds import load_authority, load_demonyms
from extract.sentences import Named, place, stretches, with_entities
from extract.texts import Text, prepare
from ontology.vocabulary import EntityType

#: Documents whose sentences are parsed in one go: enough for full batches, few enough to keep memory flat.
CHUNK = 32


class Progress(Protocol):
    """Is told the step in words, how much of it is done, and how much it is in all."""

    def __call__(self, step: str, done: int, total: int, /) -> None:
        """Hears that `done` of `total` texts are through with a step."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one text gave before all texts are joined; no parse is kept."""

    document: Document
    named: Named
    chosen: list[list[Finding]]
    sectors: tuple[SectorFinding, ...]


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
    return _joined(list(reader.read(documents, progress)), skipped)


def extract_each(documents: Sequence[Document], reader: "Reader") -> Iterator[Extraction]:
    """Yields: what each document states, in order, each as if it were the only one."""
    return (_joined([item], ()) for item in reader.read(documents))


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


def _joined(read: Sequence["_Read"], skipped: tuple[Skipped, ...]) -> Extraction:
    """What texts state, with the entities over all of them."""
    entities, ids = resolve_all({item.document.id: item.named.entities for item in read})
    facts = tuple(_facts(item, entities, ids) for item in read)
    used = {mention.entity_id for item in facts for mention in item.mentions}
    used |= {end for item in facts for claim in item.claims for end in (claim.subject, claim.object)}
    kept = tuple(entity for entity in entities if entity.id in used)
    return Extraction(documents=facts, entities=kept, skipped=skipped)


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

    def read(self, documents: Sequence[Document], progress: Progress | None = None) -> Iterator[_Read]:
        """Yields: what each document gave, in order; sentences of several documents are parsed together."""
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            texts = [prepare(read_blocks(document.text)) for document in chunk]
            encoded = [self._encode(text) for text in texts]
            named = [self._name(text, read) for text, read in zip(texts, encoded, strict=True)]
            found = [stretches(item) for item in named]
            parses = self._parser.parse(stretch.masked for those in found for stretch in those)
            for at, (document, item, those) in enumerate(zip(chunk, named, found, strict=True)):
                if progress:
                    progress("reading the texts", start + at, len(documents))
                placed = place(item, those, [next(parses) for _ in those], self._without)
                findings = list(self._scorer.findings(item, placed, self._confidence, encoded[at]))
                chosen = choose(findings, self._min_confidence)
                yield _Read(document, item, chosen, find_sectors(item, those, chosen, self._sectors))

    def _encode(self, text: Text) -> Encoded | None:
        if self._encoder is None:
            return None
        return self._encoder.read(text, [table_tags(tokens, self._gazetteer) for tokens in text.tokens])

    def _name(self, text: Text, encoded: Encoded | None) -> Named:
        """A text with its names and entities."""
        names = self._finder.find(text, encoded.labels if encoded else None)
        entities = resolve_text(text, names, self._gazetteer, self._demonyms)
        return with_entities(text, names, entities, self._gazetteer)


def _facts(item: _Read, entities: Sequence[Entity], ids: Mapping[tuple[str, int], str]) -> DocumentFacts:
    types = {entity.id: entity.type for entity in entities}
    local = {index: ids[item.document.id, index] for index in range(len(item.named.entities))}
    claims = claims_of(item.document, item.named, item.chosen, local, types)
    sectors = sector_claims_of(item.document, item.named, item.sectors, local, types)
    own = (_mention(item, index, local[owner], types) for index, owner in enumerate(item.named.owner))
    inside = _inside(item, {end for claim in claims for end in (claim.subject, claim.object)}, local, types)
    mentions = tuple(sorted({*own, *inside}))
    return DocumentFacts(document=item.document, mentions=mentions, claims=claims, sectors=sectors)


def _mention(item: _Read, name: int, entity_id: str, types: Mapping[str, EntityType]) -> Mention:
    block = item.named.text.blocks[item.named.names[name].block]
    return _mention_at(item, block, item.named.span(name), entity_id, types)


def _mention_at(
    item: _Read, block: Block, span: tuple[int, int], entity_id: str, types: Mapping[str, EntityType]
) -> Mention:
    start, end = block.span(*span)
    return Mention(
        document_id=item.document.id,
        start=start,
        end=end,
        text=item.document.quote(start, end),
        name=block.text[slice(*span)],
        type=types[entity_id],
        entity_id=entity_id,
    )


def _inside(
    item: _Read, used: Set[str], local: Mapping[int, str], types: Mapping[str, EntityType]
) -> Iterator[Mention]:
    """Yields: a mention of each party that a claim needs and that the text names only inside another name."""
    for index, parties in item.named.parties.items():
        block = item.named.text.blocks[item.named.names[index].block]
        start, end = item.named.span(index)
        for party in parties:
            entity = item.named.entities[party]
            if not entity.names and local[party] in used:
                at = block.text.find(entity.surfaces[0][0], start, end)
                if at >= 0:  # another name may spell the party in another way
                    yield _mention_at(item, block, (at, at + len(entity.surfaces[0][0])), local[party], types)
