"""Readings of texts → what they state together: one entity for each real thing, with one id, one type and one name, and
claims between those. It needs no model and no weights.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import sha256

from extract.gazetteer import normal
from extract.model import Claim, DocumentFacts, Entity, Extraction, Mention, SectorClaim, Skipped
from extract.readings import Reading, TextClaim, TextEntity, TextMention, TextSector
from ontology.vocabulary import EntityType, Group, Predicate, Status, fits

#: Bodies that every country has under one name: two texts that name one need not mean the same.
_SHARED = re.compile(
    r"^(?:ministry|department|cabinet|parliament|government|national police|police|coast guard|armed forces|joint"
    r"|prime minister|bureau|directorate|office|senate|supreme court|national assembly|central bank|secretariat"
    r"|steering committee|town|city|municipality|provincial|district|state|federal|national)\b"
)
_MAX_SLUG = 80
#: Only these have sectors: what somebody runs, and where it is run.
_WITH_SECTORS = frozenset({Group.PROGRAMME, Group.COUNTRY, Group.REGION, Group.LOCALITY})


def join(readings: Iterable[Reading], skipped: tuple[Skipped, ...] = ()) -> Extraction:
    """What texts state, with the entities over all of them; the order of the readings does not matter."""
    read = sorted(readings, key=lambda reading: reading.document.id)
    entities, ids = resolve_all({reading.document.id: reading.entities for reading in read})
    types = {entity.id: entity.type for entity in entities}
    facts = tuple(facts_of(reading, ids, types) for reading in read)
    return Extraction(documents=facts, entities=entities_in(facts, entities), skipped=skipped)


def entities_in(facts: Iterable[DocumentFacts], entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Those entities, in their order, that texts mention or state something of."""
    each = list(facts)
    used = {mention.entity_id for item in each for mention in item.mentions}
    used |= {end for item in each for claim in item.claims for end in (claim.subject, claim.object)}
    return tuple(entity for entity in entities if entity.id in used)


# -- what one text states ----------------------------------------------------------------------------------------------


def facts_of(reading: Reading, ids: Mapping[tuple[str, int], str], types: Mapping[str, EntityType]) -> DocumentFacts:
    """What a text states; `ids` has the id over all texts of each text's entity, `types` an id's type there."""
    local = [ids[reading.document.id, place] for place in range(len(reading.entities))]
    claims = claims_of(reading, local, types)
    return DocumentFacts(
        document=reading.document,
        mentions=_mentions(reading, {end for claim in claims for end in (claim.subject, claim.object)}, local, types),
        claims=claims,
        sectors=sector_claims_of(reading, local, types),
    )


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


# -- one thing over all texts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Owned:
    document: str
    index: int
    entity: TextEntity


def resolve_all(texts: Mapping[str, Sequence[TextEntity]]) -> tuple[tuple[Entity, ...], Mapping[tuple[str, int], str]]:
    """The entities over all texts, sorted by id, and the id of each text's entity by document id and place in its list.

    Two texts' entities are one when an authority row says so, or when they share a full name in one group that is no
    name that every country's body bears, or an acronym that neither text spells out otherwise.
    """
    owned = [_Owned(name, i, entity) for name in sorted(texts) for i, entity in enumerate(texts[name])]
    by_id: dict[str, list[_Owned]] = {}
    for key, members in _gathered(owned).items():
        by_id.setdefault(_slug_of(key, members), []).extend(members)
    entities = tuple(entity_of(id_, [member.entity for member in by_id[id_]]) for id_ in sorted(by_id))
    return entities, {(m.document, m.index): id_ for id_, members in by_id.items() for m in members}


def _gathered(owned: Sequence[_Owned]) -> Mapping[str, list[_Owned]]:
    """Members by the key of what they are; acronyms that only ever stand alone go to the one thing that has them."""
    keys: dict[str, list[_Owned]] = {}
    holders: dict[tuple[str, Group], set[str]] = {}
    lone: list[_Owned] = []
    for member in owned:
        key = _global_key(member)
        if key is None:
            lone.append(member)
            continue
        keys.setdefault(key, []).append(member)
        for surface, _ in member.entity.surfaces:
            holders.setdefault((normal(surface), member.entity.type.group), set()).add(key)
    for member in lone:
        name = normal(member.entity.label), member.entity.type.group
        known = holders.get(name, set())
        key = next(iter(known)) if len(known) == 1 else f"{name[1]}:{name[0]}"
        keys.setdefault(key, []).append(member)
    return keys


def _global_key(member: _Owned) -> str | None:
    """What makes an entity the same over all texts; nothing for a lone acronym or single word that no table knows."""
    entity = member.entity
    if entity.row:
        return f"row:{entity.row.id}"
    label = normal(entity.label)
    if entity.type.group is Group.ACTOR and _SHARED.match(label):
        return f"{entity.type.group}:{label}@{member.document}"
    if " " not in label and entity.type.group not in {Group.LOCALITY, Group.REGION, Group.COUNTRY}:
        return f"Person:{label}@{member.document}" if entity.type is EntityType.PERSON else None
    return f"{entity.type.group}:{label}"


def _slug_of(key: str, members: Sequence[_Owned]) -> str:
    kind, _, name = key.partition(":")
    if kind == "row":
        return name
    words, _, scope = name.partition("@")
    slug = f"{members[0].entity.type.group.lower()}-{_ascii(words)[:_MAX_SLUG].strip('-') or 'unnamed'}"
    slug += f"-in-{_ascii(scope)}" if scope else ""
    # Where the slug does not tell all of the key (too long, letters outside ASCII), a hash keeps two things apart.
    told = _ascii(words) == words.replace(" ", "-") and len(words) <= _MAX_SLUG and _ascii(scope) == scope
    return slug if told else f"{slug}-{sha256(key.encode()).hexdigest()[:8]}"


def _ascii(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def entity_of(id_: str, members: Sequence[TextEntity]) -> Entity:
    """One thing of all that texts call it."""
    row = next((member.row for member in members if member.row), None)
    surfaces: Counter[str] = Counter()
    types: Counter[EntityType] = Counter()
    for member in members:
        surfaces.update(dict(member.surfaces))
        types[member.type] += member.count
    name = (
        row.name
        if row
        else max((member.label for member in members), key=lambda label: (len(label), surfaces[label], label))
    )
    merges = {merge for member in members for merge in member.merges if merge.name != name}
    return Entity(
        id=id_,
        type=row.type if row else max(types, key=lambda kind: (types[kind], kind)),
        name=name,
        aliases=tuple(sorted(set(surfaces) - {name})),
        codes=row.codes if row else None,
        merges=tuple(sorted(merges, key=lambda merge: (merge.name, merge.reason))),
    )
