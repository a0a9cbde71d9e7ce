"""A text with its names, claims and sectors → the reading that joining needs, without tokens and parses."""

from collections.abc import Iterator, Sequence

from extract.entities import LocalEntity
from extract.model import Document
from extract.readings import Known, Reading, TextEntity, TextMention
from extract.relations import text_claims
from extract.scoring import Finding
from extract.sectors import SectorFinding, text_sectors
from extract.sentences import Named


def reading_of(
    document: Document, named: Named, chosen: Sequence[Sequence[Finding]], sectors: Sequence[SectorFinding]
) -> Reading:
    """The reading of one text."""
    return Reading(
        document=document,
        entities=tuple(text_entity(entity) for entity in named.entities),
        mentions=(*_named(named), *_inside(named)),
        claims=text_claims(named, chosen),
        sectors=text_sectors(named, sectors),
    )


def text_entity(entity: LocalEntity) -> TextEntity:
    """An entity of a text without the places of its names."""
    row = entity.row
    return TextEntity(
        type=entity.type,
        count=len(entity.names),
        surfaces=entity.surfaces,
        row=Known(id=row.id, type=row.type, name=row.name, codes=row.codes) if row else None,
        merges=entity.merges,
    )


def _named(named: Named) -> Iterator[TextMention]:
    """Yields: each name of the text."""
    for index, owner in enumerate(named.owner):
        yield _mention(named, named.names[index].block, named.span(index), owner)


def _inside(named: Named) -> Iterator[TextMention]:
    """Yields: each party that the text names only inside another name, in every such name that spells it so."""
    for index, parties in named.parties.items():
        name = named.names[index]
        start, end = named.span(index)
        for party in parties:
            entity = named.entities[party]
            if not entity.names:
                at = named.text.blocks[name.block].text.find(entity.surfaces[0][0], start, end)
                if at >= 0:
                    yield _mention(named, name.block, (at, at + len(entity.surfaces[0][0])), party)


def _mention(named: Named, block: int, span: tuple[int, int], entity: int) -> TextMention:
    clean = named.text.blocks[block]
    return TextMention(*clean.span(*span), clean.text[slice(*span)], entity)
