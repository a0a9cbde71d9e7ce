"""What each correction did, noted while it is done; nothing that goes is left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from extract.corrections.confirmations import KeepApart, KeepFact, KeepName, KeepThing
from extract.corrections.effects import DroppedFact, DroppedThing, Effect, FactKey
from extract.corrections.entries import Correction, DropFact, DropName, DropThing, NotSame, Rename, Retype, SameAs
from extract.corrections.identities import Identities
from extract.corrections.naming import Named
from extract.model import Claim, Entity
from extract.readings import Reading, TextClaim
from ontology.errors import InputError
from ontology.vocabulary import Predicate, Status, fits

#: How many facts a message tells.
_TOLD = 3

#: Kinds that change or confirm what a thing is.
_OF_THINGS = (SameAs, NotSame, Rename, Retype, DropName, KeepThing, KeepName, KeepApart)
_OF_ONE_THING = (Rename, Retype, KeepThing, KeepName)

#: Why an entry of a kind does nothing.
_IN_VAIN = {
    SameAs.kind: "found that the names stand for one thing without it",
    NotSame.kind: "found no text that has the name so",
    Rename.kind: "found that the thing is called so without it",
    Retype.kind: "found that the thing is of this type without it",
    DropName.kind: "found no text that spells the name so",
    DropFact.kind: "found no text that states the fact",
    KeepName.kind: "found no such name of the thing",
    KeepApart.kind: "found that the names stand for one thing, a [[not-same]] parts them",
    KeepFact.kind: "found no text that states the fact",
}

Key = tuple[str, Predicate, str]
_Entry = tuple[str, ...]


class Log:
    """Notes what goes and what comes, by entry."""

    def __init__(self, found: Identities, entries: Sequence[Named]) -> None:
        self._found = found
        self._entries = entries
        self._added: dict[_Entry, set[FactKey]] = defaultdict(set)
        self._confirmed: dict[_Entry, set[FactKey]] = defaultdict(set)
        self._dropped: dict[_Entry, set[DroppedFact]] = defaultdict(set)
        self._unfit: dict[_Entry, set[DroppedFact]] = defaultdict(set)
        self._used: set[_Entry] = set()

    # -- while it is done

    def add(self, named: Named, claim: Claim) -> None:
        """Notes a fact that an entry adds to a text."""
        self._added[named.entry.key].add(_fact(named.text, claim.key, claim.status))

    def confirm(self, named: Named, document: str, claim: Claim) -> None:
        """Notes a fact of a text that an entry says is right."""
        self._confirmed[named.entry.key].add(_fact(document, claim.key, claim.status))

    def use(self, named: Named) -> None:
        """Notes that an entry did something."""
        self._used.add(named.entry.key)

    def drop(self, named: Named, document: str, key: Key, status: Status) -> None:
        """Notes a fact of a text that an entry drops."""
        names = (self._found.entities[end].name for end in (key[0], key[2]))
        self._dropped[named.entry.key].add(_dropped(document, key, status, *names))

    def lost(self, reading: Reading) -> None:
        """Notes the facts of a text that things lose as they are dropped, become one or become another.

        Raises:
            InputError: facts would not fit what a thing becomes, and the entry does not say that they go.
        """
        for claim in reading.claims:
            self._lost(reading.document.id, claim)
        for named in self._entries:
            if unfit := sorted(self._unfit.get(named.entry.key, ())):
                raise InputError(_do_not_fit(named, unfit))

    def _lost(self, document: str, claim: TextClaim) -> None:
        found = self._found
        places = [(document, claim.subject), (document, claim.object)]
        before = [found.first[found.parted.before[place]] for place in places]
        if before[0].id == before[1].id or not fits(before[0].type, claim.predicate, before[1].type):
            return  # it was no fact
        ends = [found.ids[place] for place in places]
        ids = ends if ends[0] != ends[1] else [entity.id for entity in before]
        fact = _dropped(document, (ids[0], claim.predicate, ids[1]), claim.status, before[0].name, before[1].name)
        if gone := [end for end in ends if end in found.dropped]:
            self._dropped[found.dropped[gone[0]].entry.key].add(fact)
        elif ends[0] == ends[1]:
            self._note(ends, fact, (SameAs, NotSame))
        elif not fits(found.entities[ends[0]].type, claim.predicate, found.entities[ends[1]].type):
            self._note(ends, fact, (DropFact, Retype, SameAs, NotSame))

    def _note(self, ends: Sequence[str], fact: DroppedFact, kinds: Sequence[type[Correction]]) -> None:
        """Notes a fact with the entry that makes it go, the likeliest kind first."""
        for kind in kinds:
            for named in self._entries:
                if isinstance(named.entry, kind) and not named.unused and self._takes(named, ends, fact):
                    is_allowed = ends[0] == ends[1] or getattr(named.entry, "drop_facts", True)
                    (self._dropped if is_allowed else self._unfit)[named.entry.key].add(fact)
                    return

    def _takes(self, named: Named, ends: Sequence[str], fact: DroppedFact) -> bool:
        """Whether it may be for an entry that a fact goes."""
        if isinstance(named.entry, DropFact):
            asked = (named.entry.relation, set(self._found.ends(named)), named.text or fact.fact.document)
            return asked == (fact.fact.predicate, set(ends), fact.fact.document)
        return bool(set(self._makes(named)) & set(ends))

    def _makes(self, named: Named) -> Iterator[str]:
        """Yields: the things, as they are in the end, that an entry makes what they are."""
        ids = (named.parted,) if isinstance(named.entry, NotSame) else named.things
        return map(self._found.final, ids)

    # -- in the end

    def effects(self, known: Set[str]) -> tuple[Effect, ...]:
        """What each entry did; `known` are the things of the graph."""
        return tuple(self._effect(named, known) for named in self._entries)

    def _effect(self, named: Named, known: Set[str]) -> Effect:
        key = named.entry.key
        unused = named.unused or self._unused(named)
        if unused:
            return Effect(correction=named.entry, unused=unused)
        return Effect(
            correction=named.entry,
            changed=tuple(sorted({*self._changed(named)} & known)),
            added=tuple(sorted(self._added.get(key, ()))),
            confirmed=tuple(sorted(self._confirmed.get(key, ()))),
            dropped_things=tuple(self._dropped_things(named)),
            dropped_facts=tuple(sorted(self._dropped.get(key, ()))),
        )

    def _unused(self, named: Named) -> str:
        """Why an entry did nothing; empty where it did something."""
        thing = self._found.made.get(self._found.final(named.things[0])) if named.things else None
        if self._did(named) and (thing is None or _does(named, thing)):
            return ""
        is_gone = isinstance(named.entry, _OF_ONE_THING) and thing is None
        return "found that other entries take all its names away" if is_gone else _IN_VAIN[named.entry.kind]

    def _did(self, named: Named) -> bool:
        """Whether an entry did something, as far as it was noted."""
        key = named.entry.key
        match named.entry:
            case NotSame():
                return key in self._found.parted.used
            case DropName():
                return key in self._used
            case DropFact():
                return key in self._dropped
            case KeepFact():
                return key in self._confirmed
            case _ if isinstance(named.entry, _OF_ONE_THING):
                return self._found.final(named.things[0]) in self._found.made
            case _:
                return True

    def _changed(self, named: Named) -> Iterator[str]:
        if isinstance(named.entry, _OF_THINGS):
            yield from map(self._found.final, (*named.things, *((named.parted,) if named.parted else ())))

    def _dropped_things(self, named: Named) -> Iterator[DroppedThing]:
        if isinstance(named.entry, DropThing):
            id_ = self._found.final(named.things[0])
            yield DroppedThing(id=id_, name=_name(id_, self._found))


def _does(named: Named, thing: Entity) -> bool:
    """Whether what an entry says of its first thing was to be said."""
    match named.entry:
        case SameAs():
            return len(set(named.things)) > 1
        case KeepApart():
            return len(set(named.things)) == len(named.things)
        case Rename(name=name):
            return thing.name != name
        case KeepName(name=name):
            return name in (thing.name, *thing.aliases)
        case Retype(type=type_):
            return thing.type is not type_
        case _:
            return True


def _name(id_: str, found: Identities) -> str:
    known: Mapping[str, object] = found.entities
    return found.entities[id_].name if id_ in known else found.first[id_].name


def _fact(document: str, key: Key, status: Status) -> FactKey:
    subject, predicate, object_ = key
    if predicate.symmetric:
        subject, object_ = sorted((subject, object_))
    return FactKey(document=document, subject=subject, predicate=predicate, object=object_, status=status)


def _dropped(document: str, key: Key, status: Status, subject: str, object_: str) -> DroppedFact:
    fact = _fact(document, key, status)
    names = (subject, object_) if fact.subject == key[0] else (object_, subject)
    return DroppedFact(fact=fact, subject=names[0], object=names[1])


def _do_not_fit(named: Named, unfit: Sequence[DroppedFact]) -> str:
    facts = (f"{item.subject} {item.fact.predicate} {item.object} ({item.fact.document})" for item in unfit[:_TOLD])
    told = "; ".join(facts)
    more = f" and {len(unfit) - _TOLD} more" if len(unfit) > _TOLD else ""
    return (
        f"{named.entry.where}: found facts that do not fit if {named.entry.said}: {told}{more}; "
        "each needs a [[drop-fact]], or the entry `drop-facts = true`"
    )
