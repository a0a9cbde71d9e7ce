"""The names of a text → its entities: one for each real thing. Every join has a reason on record. What is one over all
texts is settled in `joining`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.abbreviations import looks_short
from extract.gazetteer import Gazetteer, normal
from extract.model import Merge
from extract.names import Name, same_row
from extract.readings import fullest
from extract.seeds import AuthorityRow
from extract.spellings import spellings
from extract.texts import Text
from ontology.vocabulary import EntityType, Group

Key = tuple[str, Group]

_TAIL = re.compile(
    r" (?:program|initiative|project|scheme|course|fund|network|partnership|plan|strategy|framework|concept)$"
)
_GOVERNMENT = re.compile(
    r"(?:royal |federal )?(?:government|governments|republic|kingdom) of (?:the )?(?P<of>.+)"
    r"|(?P<before>.+) (?:government|side)"
)
_JOINABLE = frozenset({Group.ACTOR, Group.PROGRAMME, Group.FRAMEWORK, Group.EVENT})
_SPACE = re.compile(" ")
_ACRONYM = re.compile(r"[^\W_][\w&.+/-]{1,14}")
_PREFIX = re.compile(r"^(?:un|united nations|world bank|oecd|eu|asean|au|jica|japan|g7|g20) ")


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """A real thing as one text names it. `names` are indexes of the text's names; `surfaces` counts each spelling, with
    0 for what the thing is also called where it stands; `merges` tells why a spelling was joined to the first.
    """

    type: EntityType
    names: tuple[int, ...]
    surfaces: tuple[tuple[str, int], ...]
    row: AuthorityRow | None
    merges: tuple[Merge, ...]

    @property
    def label(self) -> str:
        """The fullest spelling in the text: the longest one that is no acronym, the most frequent of equals."""
        return fullest(self.surfaces)


class _Joins:
    """A union of keys that remembers why."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._parent = {key: key for key in keys}
        self.reasons: dict[Key, str] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._parent

    def __iter__(self) -> Iterator[Key]:
        return iter(self._parent)

    def find(self, key: Key) -> Key:
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def join(self, kept: Key, joined: Key, reason: str) -> None:
        kept, root = self.find(kept), self.find(joined)
        if kept != root:
            self._parent[root] = kept
            self.reasons.setdefault(joined, reason)


def resolve_text(
    text: Text, names: Sequence[Name], gazetteer: Gazetteer, demonyms: Mapping[str, str]
) -> tuple[LocalEntity, ...]:
    """The entities of one text, in the order of their first names."""
    levelled = [_level(text.surface(name), name, gazetteer, demonyms) for name in names]
    keys: dict[Key, list[int]] = {}
    for index, (key, _) in enumerate(levelled):
        keys.setdefault(key, []).append(index)
    rows: dict[Key, AuthorityRow] = {key: row for key, row in levelled if row}
    joins = _Joins(keys)
    _join_rows(joins, rows)
    _join_acronyms(joins, text)
    for index, other in _beside_brackets(text, names):
        _join_beside(joins, rows, levelled[index][0], levelled[other][0], gazetteer)
    _join_variants(joins)
    gathered: dict[Key, list[Key]] = {}
    for key in keys:
        gathered.setdefault(joins.find(key), []).append(key)
    local = [_local(text, names, [(key, keys[key]) for key in group], rows, joins) for group in gathered.values()]
    apart = _join_persons(sorted(local, key=lambda entity: entity.names[0]))
    return tuple(_with_spellings(text, names, apart, gazetteer))


def _with_spellings(
    text: Text, names: Sequence[Name], entities: Sequence[LocalEntity], gazetteer: Gazetteer
) -> Iterator[LocalEntity]:
    """Yields: the entities, each also with the spellings that its names' places hold, where no other thing is meant."""
    others = [{found for at in entity.names for found in spellings(text, names, at, gazetteer)} for entity in entities]
    times = Counter(normal(surface) for found in others for surface in found)
    taken = {normal(surface) for entity in entities for surface, _ in entity.surfaces}
    for entity, found in zip(entities, others, strict=True):
        new = sorted(
            surface
            for surface in found
            if times[normal(surface)] == 1
            and normal(surface) not in taken
            and not any(gazetteer.row(surface, group) for group in Group)
        )
        yield (
            replace(
                entity,
                surfaces=tuple(sorted((*entity.surfaces, *((surface, 0) for surface in new)))),
                merges=(*entity.merges, *(Merge(name=surface, reason="spelling") for surface in new)),
            )
            if new and not entity.row
            else entity
        )


def _level(
    surface: str, name: Name, gazetteer: Gazetteer, demonyms: Mapping[str, str]
) -> tuple[Key, AuthorityRow | None]:
    """What makes two names of a text the same, and the row: "Government of X" is the country X."""
    levelled = normal(surface)
    if found := _GOVERNMENT.fullmatch(levelled):
        place = found["of"] or found["before"]
        row = gazetteer.row(place, Group.COUNTRY) or _by_demonym(place, gazetteer, demonyms)
        if row:
            return (normal(row.name), Group.COUNTRY), row
    return (levelled, name.type.group), name.row


def _by_demonym(word: str, gazetteer: Gazetteer, demonyms: Mapping[str, str]) -> AuthorityRow | None:
    country = next((id_ for adjective, id_ in demonyms.items() if adjective.casefold() == word), None)
    return next((row for row in gazetteer.names.values() if row.id == country), None) if country else None


def _join_rows(joins: _Joins, rows: Mapping[Key, AuthorityRow]) -> None:
    first: dict[str, Key] = {}
    for key, row in rows.items():
        joins.join(first.setdefault(row.id, key), key, "table")


def _join_acronyms(joins: _Joins, text: Text) -> None:
    for short, long in text.pairs.items():
        for group in Group:
            keys = (normal(long), group), (normal(short), group)
            if keys[0] in joins and keys[1] in joins:
                joins.join(*keys, "acronym")
    spelled: dict[str, tuple[str, str]] = {}
    for short, long in text.pairs.items():
        spelled.setdefault(f"{normal(long)} {normal(short)}", (normal(long), normal(short)))
    for key in list(joins):
        # "Indian Technical and Economic Cooperation (ITEC) Programme" carries its own acronym.
        whole, group = key
        starts = (whole[: space.start()] for space in _SPACE.finditer(whole))
        for part in (part for start in starts for part in spelled.get(start, ())):
            if (part, group) in joins:
                joins.join(key, (part, group), "acronym")


def _beside_brackets(text: Text, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Yields: the indexes of each name and of an acronym, one right before the other in brackets, whatever its letters:
    "Harbour Institute (IMH)", "IMH (Harbour Institute)".
    """
    for index, (first, second) in enumerate(pairwise(names)):
        block, tokens = text.blocks[first.block].text, text.tokens[first.block]
        if first.block == second.block and block[tokens.ends[first.end - 1] : tokens.starts[second.start]] == " (":
            surfaces = text.surface(first), text.surface(second)
            closed = block.startswith((")", ",", ";"), tokens.ends[second.end - 1])
            if closed and " " in surfaces[0] and _ACRONYM.fullmatch(surfaces[1]) and looks_short(surfaces[1]):
                yield index, index + 1
            elif closed and " " in surfaces[1] and _ACRONYM.fullmatch(surfaces[0]) and looks_short(surfaces[0]):
                yield index + 1, index


def _join_beside(joins: _Joins, rows: dict[Key, AuthorityRow], long: Key, short: Key, gazetteer: Gazetteer) -> None:
    """Joins an acronym to the name beside it, if both are of one group and the tables do not know two things; what they
    know under an acronym that means another thing here is forgotten.
    """
    if long[1] is not short[1] or (long in rows and short in rows):
        return
    if short in rows and not same_row(gazetteer, long[0], rows[short]):
        del rows[short]
    joins.join(long, short, "acronym")


def _join_variants(joins: _Joins) -> None:
    """Joins a name to the same with its kind spelled out ("Giga", "Giga initiative") or with its body before it."""
    for key in list(joins):
        levelled, group = key
        if group not in _JOINABLE:
            continue
        for shorter in (_TAIL.sub("", levelled), _PREFIX.sub("", levelled)):
            if (
                shorter != levelled
                and (shorter, group) in joins
                and (" " in shorter or shorter == _TAIL.sub("", levelled))
            ):
                joins.join(key, (shorter, group), "short-form")


def _local(
    text: Text,
    names: Sequence[Name],
    parts: Sequence[tuple[Key, list[int]]],
    rows: Mapping[Key, AuthorityRow],
    joins: _Joins,
) -> LocalEntity:
    indexes = sorted(index for _, found in parts for index in found)
    row = next((rows[key] for key, _ in parts if key in rows), None)
    surfaces = Counter(text.surface(names[index]) for index in indexes)
    types = Counter(names[index].type for index in indexes)
    type_ = row.type if row else max(types, key=lambda kind: (types[kind], kind))
    merges = tuple(
        Merge(name=text.surface(names[found[0]]), reason=joins.reasons[key])
        for key, found in parts
        if key in joins.reasons
    )
    return LocalEntity(type_, tuple(indexes), tuple(sorted(surfaces.items())), row, merges)


def _join_persons(entities: Sequence[LocalEntity]) -> tuple[LocalEntity, ...]:
    """The entities with each person called by a family name alone joined to the one full name that ends or starts
    with it.
    """
    persons = [e for e in entities if e.type is EntityType.PERSON]
    by_end: dict[str, list[LocalEntity]] = {}
    for person in persons:
        for end in sorted(_ends(normal(person.label))) if " " in person.label else ():
            by_end.setdefault(end, []).append(person)
    out = {id(e): e for e in entities}
    for short in (e for e in persons if " " not in e.label):
        holders = by_end.get(normal(short.label), [])
        if len(holders) == 1:
            kept = out[id(holders[0])]
            out[id(holders[0])] = LocalEntity(
                kept.type,
                tuple(sorted((*kept.names, *short.names))),
                tuple(sorted((*kept.surfaces, *short.surfaces))),
                kept.row,
                (*kept.merges, Merge(name=short.label, reason="family-name")),
            )
            del out[id(short)]
    return tuple(sorted(out.values(), key=lambda entity: entity.names[0]))


def _ends(name: str) -> frozenset[str]:
    words = name.split() or [""]  # levelled, a name of mere marks is empty
    return frozenset({words[0], words[-1]})
