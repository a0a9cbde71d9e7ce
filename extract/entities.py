"""Names → entities: one for each real thing, first within a text, then over all texts. Every join has a reason on
record.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from extract.gazetteer import Gazetteer, normal
from extract.model import Entity, Merge
from extract.names import Name
from extract.seeds import AuthorityRow
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
#: Bodies that every country has under one name: two texts that name one need not mean the same.
_SHARED = re.compile(
    r"^(?:ministry|department|cabinet|parliament|government|national police|police|coast guard|armed forces|joint"
    r"|prime minister|bureau|directorate|office|senate|supreme court|national assembly|central bank|secretariat"
    r"|steering committee|town|city|municipality|provincial|district|state|federal|national)\b"
)
_JOINABLE = frozenset({Group.ACTOR, Group.PROGRAMME, Group.FRAMEWORK, Group.EVENT})
_MAX_SLUG = 80
_PREFIX = re.compile(r"^(?:un|united nations|world bank|oecd|eu|asean|au|jica|japan|g7|g20) ")


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """A real thing as one text names it. `names` are indexes of the text's names; `surfaces` counts each spelling;
    `merges` tells why a spelling was joined to the first.
    """

    type: EntityType
    names: tuple[int, ...]
    surfaces: tuple[tuple[str, int], ...]
    row: AuthorityRow | None
    merges: tuple[Merge, ...]

    @property
    def label(self) -> str:
        """The fullest spelling in the text: the longest one that is no acronym, the most frequent of equals."""
        return max(self.surfaces, key=lambda item: (len(item[0].split()) > 1, len(item[0]), item[1], item[0]))[0]


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
    _join_variants(joins)
    gathered: dict[Key, list[Key]] = {}
    for key in keys:
        gathered.setdefault(joins.find(key), []).append(key)
    local = [_local(text, names, [(key, keys[key]) for key in group], rows, joins) for group in gathered.values()]
    return _join_persons(sorted(local, key=lambda entity: entity.names[0]))


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
    for key in list(joins):
        # "Indian Technical and Economic Cooperation (ITEC) Programme" carries its own acronym.
        whole, group = key
        words = whole.split()
        for short, long in text.pairs.items():
            spelled = (*normal(long).split(), *normal(short).split())
            if len(words) > len(spelled) and tuple(words[: len(spelled)]) == spelled:
                for part in (normal(long), normal(short)):
                    if (part, group) in joins:
                        joins.join(key, (part, group), "acronym")


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
    full = [e for e in persons if " " in e.label]
    out = {id(e): e for e in entities}
    for short in persons:
        holders = [e for e in full if " " not in short.label and normal(short.label) in _ends(normal(e.label))]
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


def _ends(name: str) -> tuple[str, str]:
    words = name.split() or [""]  # levelled, a name of mere marks is empty
    return words[0], words[-1]


@dataclass(frozen=True, slots=True)
class _Owned:
    document: str
    index: int
    entity: LocalEntity


def resolve_all(texts: Mapping[str, Sequence[LocalEntity]]) -> tuple[tuple[Entity, ...], Mapping[tuple[str, int], str]]:
    """The entities over all texts, sorted by id, and the id of each text's entity by document id and place in its list.

    Two texts' entities are one when an authority row says so, or when they share a full name in one group that is no
    name that every country's body bears, or an acronym that neither text spells out otherwise.
    """
    owned = [_Owned(name, i, entity) for name in sorted(texts) for i, entity in enumerate(texts[name])]
    by_id: dict[str, list[_Owned]] = {}
    for key, members in _gathered(owned).items():
        by_id.setdefault(_slug_of(key, members), []).extend(members)
    entities = tuple(sorted((_entity(id_, members) for id_, members in by_id.items()), key=lambda entity: entity.id))
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


def _entity(id_: str, members: Sequence[_Owned]) -> Entity:
    row = next((m.entity.row for m in members if m.entity.row), None)
    surfaces: Counter[str] = Counter()
    types: Counter[EntityType] = Counter()
    for member in members:
        surfaces.update(dict(member.entity.surfaces))
        types[member.entity.type] += len(member.entity.names)
    name = (
        row.name
        if row
        else max((m.entity.label for m in members), key=lambda label: (len(label), surfaces[label], label))
    )
    merges = {merge for member in members for merge in member.entity.merges if merge.name != name}
    return Entity(
        id=id_,
        type=row.type if row else max(types, key=lambda kind: (types[kind], kind)),
        name=name,
        aliases=tuple(sorted(set(surfaces) - {name})),
        codes=row.codes if row else None,
        merges=tuple(sorted(merges, key=lambda merge: (merge.name, merge.reason))),
    )
