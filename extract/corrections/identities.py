"""Which thing is which, once entries had their say: names parted, things joined, dropped, retyped and renamed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations

from extract.corrections.confirmations import KeepApart, KeepFact, KeepName, KeepThing
from extract.corrections.entries import AddFact, Correction, DropName, DropThing, NotSame, Rename, Retype, SameAs
from extract.corrections.naming import Named
from extract.corrections.parting import Parted, Place, part
from extract.gazetteer import normal
from extract.model import Entity, Merge
from extract.readings import Reading, TextEntity
from extract.resolution import entity_of
from ontology.errors import InputError
from ontology.vocabulary import EntityType

#: Kinds that no thing may stand in that is dropped.
_OF_THINGS_THAT_STAY = (SameAs, Rename, Retype, DropName, AddFact, KeepThing, KeepName, KeepApart, KeepFact)
#: The reason on record where a correction joined two names.
REASON = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The readings with names parted, and every text's entity with the id that it has in the end. Things are as they
    were in `first`, parted and joined in `made`, and as they are in the end in `entities`; `dropped` are ids that go.
    """

    parted: Parted
    ids: Mapping[Place, str]
    made: Mapping[str, Entity]
    entities: Mapping[str, Entity]
    first: Mapping[str, Entity]
    dropped: Mapping[str, Named]
    final: Callable[[str], str]

    def ends(self, named: Named) -> tuple[str, ...]:
        """The things that an entry names, by the ids that they have in the end."""
        return tuple(map(self.final, named.things))


def settle(
    readings: Sequence[Reading], entities: Sequence[Entity], ids: Mapping[Place, str], entries: Sequence[Named]
) -> Identities:
    """What every thing is in the end.

    Raises:
        InputError: entries contradict each other.
    """
    entries = [named for named in entries if not named.unused]
    first = {entity.id: entity for entity in entities}
    parted = part(readings, ids, entries)
    joined = _join(entries)

    def final(id_: str) -> str:
        return joined.get(id_, id_)

    _check_apart(entries, final)
    _check_kept_apart(entries, final)
    dropped = {final(named.things[0]): named for named in entries if isinstance(named.entry, DropThing)}
    _check_dropped(entries, dropped, final)
    ends = {place: final(id_) for place, id_ in parted.ids.items()}
    made = _made(parted, ends, first, entries)
    described = _described(made, entries, final)
    return Identities(parted=parted, ids=ends, first=first, made=made, entities=described, dropped=dropped, final=final)


# -- joined ------------------------------------------------------------------------------------------------------------


def _join(entries: Sequence[Named]) -> Mapping[str, str]:
    """The thing that stays of each thing that is the same as another.

    Raises:
        InputError: entries disagree on which one stays.
    """
    joins = [named for named in entries if isinstance(named.entry, SameAs)]
    parents: dict[str, str] = {}

    def root(id_: str) -> str:
        while id_ in parents:
            id_ = parents[id_]
        return id_

    for named in joins:
        for other in named.things[1:]:
            if root(other) != root(named.things[0]):
                parents[root(other)] = root(named.things[0])
    followers = {other for named in joins for other in named.things[1:] if other != named.things[0]}
    groups: dict[str, list[Named]] = defaultdict(list)
    for named in joins:
        groups[root(named.things[0])].append(named)
    stays = {old: _staying(group, followers) for old, group in groups.items()}
    return {id_: stays[root(id_)] for named in joins for id_ in named.things}


def _staying(group: Sequence[Named], followers: set[str]) -> str:
    """The thing that stays of things that some entries join: the one that is first wherever it is named."""
    firsts = {named.things[0] for named in group if len(set(named.things)) > 1}
    staying = sorted(firsts - followers) or sorted({named.things[0] for named in group} - firsts)
    if len(staying) != 1:
        raise _contradiction(group[0].entry, group[-1].entry, "one of the names has to be the first in all of them")
    return staying[0]


def _check_apart(entries: Sequence[Named], final: Callable[[str], str]) -> None:
    """Does nothing when no name is both parted from a thing and joined to it."""
    joins = [named for named in entries if isinstance(named.entry, SameAs)]
    for named in entries:
        if not isinstance(named.entry, NotSame) or not named.things:
            continue
        for other in joins:
            is_one = final(named.things[0]) == final(other.things[0])
            if is_one and (final(named.parted) == final(other.things[0]) or _lists(other.entry, named.entry)):
                raise _contradiction(other.entry, named.entry, "one of them is allowed")


def _check_kept_apart(entries: Sequence[Named], final: Callable[[str], str]) -> None:
    """Does nothing when no two things are both joined and said to be two."""
    joins = [named for named in entries if isinstance(named.entry, SameAs)]
    for named in entries:
        if isinstance(named.entry, KeepApart):
            for one, other in combinations(sorted(set(named.things)), 2):
                if final(one) == final(other):
                    joined = next(join for join in joins if final(join.things[0]) == final(one))
                    raise _contradiction(joined.entry, named.entry, "one of them is allowed")


def _lists(entry: Correction, apart: NotSame) -> bool:
    return isinstance(entry, SameAs) and normal(apart.name) in map(normal, entry.names) and not apart.text


def _check_dropped(entries: Sequence[Named], dropped: Mapping[str, Named], final: Callable[[str], str]) -> None:
    """Does nothing when nothing that is dropped is also joined, retyped, renamed or in a fact that is added."""
    for named in entries:
        if isinstance(named.entry, _OF_THINGS_THAT_STAY):
            for id_ in named.things:
                if final(id_) in dropped:
                    raise _contradiction(dropped[final(id_)].entry, named.entry, "one of them is allowed")


def _contradiction(one: Correction, other: Correction, allowed: str) -> InputError:
    return InputError(f"{other.where}: found that {other.said}, but {one.where} says that {one.said}; {allowed}")


# -- what things are ---------------------------------------------------------------------------------------------------


def _made(
    parted: Parted, ends: Mapping[Place, str], first: Mapping[str, Entity], entries: Sequence[Named]
) -> Mapping[str, Entity]:
    """Every thing from all that texts call it; what no entry touches is as it was."""
    members: dict[str, dict[str, list[TextEntity]]] = defaultdict(lambda: defaultdict(list))
    touched: set[str] = set()
    for reading in parted.readings:
        for index, entity in enumerate(reading.entities):
            place = (reading.document.id, index)
            members[ends[place]][parted.ids[place]].append(entity)
            if not parted.before[place] == parted.ids[place] == ends[place]:
                touched |= {parted.before[place], ends[place]}
    types = {named.parted: named.entry.type for named in entries if isinstance(named.entry, NotSame)}
    made = {}
    for id_, parts in sorted(members.items()):
        described = {
            at: _typed(entity_of(at, [(each, 1) for each in found]), types.get(at)) for at, found in parts.items()
        }
        made[id_] = first[id_] if id_ in first and id_ not in touched else _united(id_, described)
    return made


def _typed(entity: Entity, type_: EntityType | None) -> Entity:
    """A thing of another type; what the tables know of one of another group does not hold for it."""
    if type_ is None or type_ is entity.type:
        return entity
    return replace(entity, type=type_, codes=entity.codes if type_.group is entity.type.group else None)


def _united(id_: str, parts: Mapping[str, Entity]) -> Entity:
    """One thing of several: that of the id gives name and type."""
    kept = parts.get(id_) or parts[min(parts)]
    others = [parts[part_] for part_ in sorted(parts) if parts[part_] is not kept]
    names = {name for entity in parts.values() for name in (entity.name, *entity.aliases)} - {kept.name}
    codes = [other.codes for other in others if other.codes and other.type.group is kept.type.group]
    merges = {merge for entity in parts.values() for merge in entity.merges}
    merges |= {Merge(name=other.name, reason=REASON) for other in others}
    return replace(
        kept,
        id=id_,
        aliases=tuple(sorted(names)),
        codes=kept.codes or next(iter(codes), None),
        merges=_merges(merge for merge in merges if merge.name != kept.name),
    )


def _merges(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    return tuple(sorted(merges, key=lambda merge: (merge.name, merge.reason)))


def _described(
    made: Mapping[str, Entity], entries: Sequence[Named], final: Callable[[str], str]
) -> Mapping[str, Entity]:
    """The things retyped and renamed.

    Raises:
        InputError: two entries give one thing different types or names.
    """
    types: dict[str, Retype] = {}
    names: dict[str, Rename] = {}
    dropped: dict[str, set[str]] = defaultdict(set)
    kept: dict[str, set[str]] = defaultdict(set)
    for named in entries:
        match named.entry:
            case Retype() as entry:
                _agree(types.setdefault(final(named.things[0]), entry), entry)
            case Rename() as entry:
                _agree(names.setdefault(final(named.things[0]), entry), entry)
            case DropName(text="") as entry:
                dropped[final(named.things[0])].add(entry.name)
            case KeepName() as entry:
                kept[final(named.things[0])].add(entry.name)
    retyped = {id_: _typed(entity, types[id_].type if id_ in types else None) for id_, entity in made.items()}
    called = {id_: _unnamed(_called(entity, names.get(id_)), dropped[id_]) for id_, entity in retyped.items()}
    return {id_: _confirmed(entity, kept[id_]) for id_, entity in called.items()}


def _unnamed(entity: Entity, names: Set[str]) -> Entity:
    """A thing without some of its other names."""
    if not names:
        return entity
    aliases = tuple(name for name in entity.aliases if name not in names)
    return replace(entity, aliases=aliases, merges=_merges(merge for merge in entity.merges if merge.name not in names))


def _confirmed(entity: Entity, names: Set[str]) -> Entity:
    """A thing with some of its other names joined to it by a person, whatever the reason was."""
    ours = names & set(entity.aliases)
    if not ours:
        return entity
    others = (merge for merge in entity.merges if merge.name not in ours)
    return replace(entity, merges=_merges((*others, *(Merge(name=name, reason=REASON) for name in ours))))


def _agree(first: Retype | Rename, second: Retype | Rename) -> None:
    values = {entry.type if isinstance(entry, Retype) else entry.name for entry in (first, second)}
    if len(values) > 1:
        raise _contradiction(first, second, "one of them is allowed")


def _called(entity: Entity, entry: Rename | None) -> Entity:
    if entry is None or entry.name == entity.name:
        return entity
    names = {entity.name, *entity.aliases} - {entry.name}
    known = {*entity.merges, Merge(name=entity.name, reason=REASON)}
    merges = _merges(merge for merge in known if merge.name != entry.name)
    return replace(entity, name=entry.name, aliases=tuple(sorted(names)), merges=merges)
