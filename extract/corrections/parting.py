"""Names that mean something else, parted from the things that they were taken for, text by text.

A parted name takes with it what the sentences say in which it stands alone for the thing. Facts between a thing and a
name that was taken for it were never looked for: an entry that adds them is the only way.
"""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence, Set
from dataclasses import dataclass, field, replace

from extract.corrections.entries import NotSame
from extract.corrections.naming import Named
from extract.gazetteer import normal
from extract.readings import Reading, TextClaim, TextEntity, TextEvidence, TextMention, TextSector
from ontology.errors import InputError

#: A text's entity: the text's id and the entity's place in its list.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Readings after names were parted. `ids` has the thing of each text's entity, `before` the thing that it was taken
    for; `used` are the entries that found a name.
    """

    readings: tuple[Reading, ...]
    ids: Mapping[Place, str]
    before: Mapping[Place, str]
    used: frozenset[tuple[str, ...]] = field(default_factory=frozenset)


def part(readings: Sequence[Reading], ids: Mapping[Place, str], entries: Sequence[Named]) -> Parted:
    """The readings with the names of some entries parted.

    Raises:
        InputError: two entries say that one name means different things.
    """
    wanted = _wanted(readings, ids, entries)
    after, before = dict(ids), dict(ids)
    done = tuple(_parted(reading, wanted, after, before) for reading in readings)
    used = frozenset(named.entry.key for names in wanted.values() for named in names.values())
    return Parted(readings=done, ids=after, before=before, used=used)


def _wanted(
    readings: Sequence[Reading], ids: Mapping[Place, str], entries: Sequence[Named]
) -> Mapping[Place, Mapping[str, Named]]:
    """The levelled names to part from each text's entity, and the entry that says so."""
    wanted: dict[Place, dict[str, Named]] = defaultdict(dict)
    for named in entries:
        if not isinstance(named.entry, NotSame) or named.unused:
            continue
        name = normal(named.entry.name)
        for reading in readings:
            for index, entity in enumerate(reading.entities):
                place = (reading.document.id, index)
                if _means(named, place, ids) and any(normal(surface) == name for surface, _ in entity.surfaces):
                    _once(wanted[place].setdefault(name, named), named)
    return wanted


def _means(named: Named, place: Place, ids: Mapping[Place, str]) -> bool:
    """Whether an entry speaks of a text's entity, its names aside."""
    return (not named.text or named.text == place[0]) and (not named.things or named.things[0] == ids[place])


def _once(first: Named, second: Named) -> None:
    if first.parted != second.parted:
        raise InputError(
            f"{second.entry.where}: found that {second.entry.said}, but {first.entry.where} says that "
            f"{first.entry.said}; one of them is allowed"
        )


def _parted(
    reading: Reading,
    wanted: Mapping[Place, Mapping[str, Named]],
    after: MutableMapping[Place, str],
    before: MutableMapping[Place, str],
) -> Reading:
    document = reading.document.id
    for index in range(len(reading.entities)):
        names = wanted.get((document, index), {})
        for target in sorted({named.parted for named in names.values()}):
            levelled = frozenset(name for name, named in names.items() if named.parted == target)
            if all(normal(surface) in levelled for surface, times in reading.entities[index].surfaces if times):
                after[document, index] = target
                reading = _without_row(reading, index)
                continue
            place = (document, len(reading.entities))
            after[place], before[place] = target, before[document, index]
            reading = _divided(reading, index, levelled)
    return reading


def _without_row(reading: Reading, index: int) -> Reading:
    """A reading in which the tables know nothing of an entity: they knew what it was taken for."""
    entities = list(reading.entities)
    entities[index] = replace(entities[index], row=None, merges=())
    return replace(reading, entities=tuple(entities))


def _divided(reading: Reading, index: int, names: Set[str]) -> Reading:
    """A reading with an entity divided in two; the part with the names is added at the end."""
    whole, new = reading.entities[index], len(reading.entities)
    mentions = tuple(
        mention._replace(entity=new) if mention.entity == index and normal(mention.name) in names else mention
        for mention in reading.mentions
    )
    inside = [surface for surface in whole.surfaces if normal(surface[0]) in names]
    count = sum(mention.entity == new for mention in mentions) if whole.count else 0
    taken = TextEntity(type=whole.type, count=count, surfaces=tuple(inside))
    left = replace(
        whole,
        count=whole.count - count,
        surfaces=tuple(surface for surface in whole.surfaces if surface not in inside),
        merges=tuple(merge for merge in whole.merges if normal(merge.name) not in names),
    )
    entities = (*reading.entities[:index], left, *reading.entities[index + 1 :], taken)
    division = _Division(index, new, mentions)
    return replace(
        reading,
        entities=entities,
        mentions=mentions,
        claims=tuple(part for claim in reading.claims for part in division.claims(claim)),
        sectors=tuple(map(division.sector, reading.sectors)),
    )


class _Division:
    """Tells which of the two parts of an entity a sentence speaks of."""

    def __init__(self, old: int, new: int, mentions: Sequence[TextMention]) -> None:
        self._old = old
        self._new = new
        self._places = {part: [mention.start for mention in mentions if mention.entity == part] for part in (old, new)}

    def _moves(self, evidence: TextEvidence) -> bool:
        """Whether a sentence has the parted names and no other name of the entity."""
        inside = {
            part: any(evidence.start <= start < evidence.end for start in starts)
            for part, starts in self._places.items()
        }
        return inside[self._new] and not inside[self._old]

    def claims(self, claim: TextClaim) -> list[TextClaim]:
        """A claim, or what becomes of it: its sentences go with the name that stands in them."""
        if self._old not in (claim.subject, claim.object):
            return [claim]
        moved = tuple(evidence for evidence in claim.evidence if self._moves(evidence))
        stays = tuple(evidence for evidence in claim.evidence if evidence not in moved)
        parts = [replace(claim, evidence=stays)] if stays else []
        if moved:
            subject, object_ = (self._new if end == self._old else end for end in (claim.subject, claim.object))
            parts.append(replace(claim, evidence=moved, subject=subject, object=object_))
        return parts

    def sector(self, sector: TextSector) -> TextSector:
        """A sector of the entity, given to the part that its sentence names."""
        moves = sector.entity == self._old and self._moves(sector.evidence)
        return replace(sector, entity=self._new) if moves else sector
