"""Readings of texts → what they state together: one entity for each real thing, with one id, one type and one name, and
claims between those. It needs no model and no weights.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from extract.model import Claim, DocumentFacts, Entity, Extraction, Mention, SectorClaim, Skipped
from extract.readings import Reading, TextClaim, TextMention, TextSector
from extract.resolution import resolve_all
from ontology.vocabulary import EntityType, Group, Predicate, Status, fits

#: Only these have sectors: what somebody runs, and where it is run.
_WITH_SECTORS = frozenset({Group.PROGRAMME, Group.COUNTRY, Group.REGION, Group.LOCALITY})


def join(readings: Iterable[Reading], skipped: tuple[Skipped, ...] = ()) -> Extraction:
    """What texts state, with the entities over all of them; the order of the readings does not matter."""
    read = sorted(readings, key=lambda reading: reading.document.id)
    entities, ids = resolve_all({reading.document.id: reading.entities for reading in read})
    types = {entity.id: entity.type for entity in entities}
    facts = tuple(facts_of(reading, ids_in(reading, ids), types) for reading in read)
    return Extraction(documents=facts, entities=entities_in(facts, entities), skipped=skipped)


def ids_in(reading: Reading, ids: Mapping[tuple[str, int], str]) -> list[str]:
    """Of each entity of a text, in order, the id over all texts; `ids` has it by the text's id and place."""
    return [ids[reading.document.id, place] for place in range(len(reading.entities))]


def entities_in(facts: Iterable[DocumentFacts], entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Those entities, in their order, that texts mention or state something of."""
    used = {id_ for each in facts for id_ in used_in(each)}
    return tuple(entity for entity in entities if entity.id in used)


def used_in(facts: DocumentFacts) -> set[str]:
    """The ids of what a text mentions or states something of."""
    ends = {end for claim in facts.claims for end in (claim.subject, claim.object)}
    return ends | {mention.entity_id for mention in facts.mentions}


# -- what one text states ----------------------------------------------------------------------------------------------


def facts_of(reading: Reading, ids: Sequence[str], types: Mapping[str, EntityType]) -> DocumentFacts:
    """What a text states; `ids` has the id over all texts of each of its entities, `types` an id's type there."""
    claims = claims_of(reading, ids, types)
    return DocumentFacts(
        document=reading.document,
        mentions=_mentions(reading, {end for claim in claims for end in (claim.subject, claim.object)}, ids, types),
        claims=claims,
        sectors=sector_claims_of(reading, ids, types),
        spellings=_spellings(reading, ids),
    )


def _spellings(reading: Reading, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What else the entities that a text mentions are called there."""
    found = (
        (id_, surface)
        for id_, entity in zip(ids, reading.entities, strict=True)
        for surface, times in entity.surfaces
        if entity.count and not times
    )
    return tuple(sorted(set(found)))


def _mentions(
    reading: Reading, used: Set[str], ids: Sequence[str], types: Mapping[str, EntityType]
) -> tuple[Mention, ...]:
    """The mentions of a text; what it names only inside another name is mentioned where a claim needs it."""
    found = (
        _mention(reading, mention, ids[mention.entity], types)
        for mention in reading.mentions
        if reading.entities[mention.entity].count or ids[mention.entity] in used
    )
    return tuple(sorted(set(found)))


def _mention(reading: Reading, found: TextMention, entity_id: str, types: Mapping[str, EntityType]) -> Mention:
    return Mention(
        document_id=reading.document.id,
        start=found.start,
        end=found.end,
        text=reading.document.quote(found.start, found.end),
        name=found.name,
        type=types[entity_id],
        entity_id=entity_id,
    )


def claims_of(reading: Reading, ids: Sequence[str], types: Mapping[str, EntityType]) -> tuple[Claim, ...]:
    """The claims of a text, sorted by what they say.

    `ids` has the id over all texts of each entity of the text, `types` an id's type there. A claim whose ends no longer
    fit once all texts had their say on types is dropped, as is one between two names of one thing.
    """
    claims: dict[tuple[tuple[str, Predicate, str], Status], Claim] = {}
    for found in reading.claims:
        claim = _claim(reading, found, ids, types)
        if claim:
            key = (claim.key, claim.status)
            kept = claims.get(key)
            claims[key] = claim if kept is None else _united(kept, claim)
    return tuple(claims[key] for key in sorted(claims))


def _claim(reading: Reading, found: TextClaim, ids: Sequence[str], types: Mapping[str, EntityType]) -> Claim | None:
    subject, object_ = ids[found.subject], ids[found.object]
    if found.predicate.symmetric:
        subject, object_ = sorted((subject, object_))
    if subject == object_ or not fits(types[subject], found.predicate, types[object_]):
        return None
    return Claim(
        subject=subject,
        predicate=found.predicate,
        object=object_,
        subject_type=types[subject],
        object_type=types[object_],
        evidence=reading.evidence(found.evidence),
        rule=found.rule,
        confidence=found.confidence,
        year=found.year,
        fiscal=found.fiscal,
        amount=found.amount,
        currency=found.currency,
        participants=found.participants,
        status=found.status,
    )


def _united(kept: Claim, other: Claim) -> Claim:
    """One claim of two that say the same once names were joined."""
    surer, weaker = (kept, other) if kept.confidence >= other.confidence else (other, kept)
    return replace(surer, evidence=tuple(sorted({*surer.evidence, *weaker.evidence})))


def sector_claims_of(reading: Reading, ids: Sequence[str], types: Mapping[str, EntityType]) -> tuple[SectorClaim, ...]:
    """The sector claims of a text, sorted by entity and code; what shows the same sector is one claim, as sure as the
    surest of its rules.

    What is neither a programme nor a place once all texts had their say on types has no sector, nor has what is only
    meant.
    """
    mentioned = {id_ for id_, entity in zip(ids, reading.entities, strict=True) if entity.count}
    groups: dict[tuple[str, str], list[TextSector]] = {}
    for found in reading.sectors:
        entity = ids[found.entity]
        if entity in mentioned and types[entity].group in _WITH_SECTORS:
            groups.setdefault((entity, found.code), []).append(found)
    return tuple(_sector_claim(reading, key, groups[key]) for key in sorted(groups))


def _sector_claim(reading: Reading, key: tuple[str, str], found: Sequence[TextSector]) -> SectorClaim:
    surest = max(found, key=lambda sector: sector.confidence)
    evidence = reading.evidence(sector.evidence for sector in found)
    return SectorClaim(entity=key[0], code=key[1], evidence=evidence, rule=surest.rule, confidence=surest.confidence)
