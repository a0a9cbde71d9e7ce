"""What is so in the made-up world: the facts about a thing, the same in every text that tells of it.

Facts hang on a thing and are a function of the seed and the thing alone. A table says for each type which relations it
has, from which side, to what, how many and how often.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.bench.genre.things import Thing, draw, real_things, zipf
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Group, Predicate

_YEARS = (1998, 2024)
_WRITTEN = ("${} million", "{} million yen", "EUR {} million", "USD {} million", "€{} million")
_DATED, _PAID, _THROUGH = 0.6, 0.7, 0.25
#: What else than types can be at an end: a country that gives, and one that is worked with.
_DONOR, _PARTNER = "donor", "partner"
_Kind = T | str


@dataclass(frozen=True, slots=True)
class Fact:
    """That one relation holds; `amount` is written as texts write it, `via` is an actor through which it is done."""

    subject: Thing
    predicate: Predicate
    object: Thing
    year: int | None = None
    amount: str = ""
    via: Thing | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A relation that things of a type have with chance `chance`: with `counts` others, of `kinds` by their weight.

    The thing is the relation's object where `inward`.
    """

    predicate: Predicate
    kinds: Mapping[_Kind, int]
    chance: float
    counts: tuple[int, ...] = (1,)
    inward: bool = True


def _to(predicate: Predicate, kinds: Mapping[_Kind, int], chance: float, *counts: int) -> _Rule:
    return _Rule(predicate, kinds, chance, counts or (1,), inward=False)


def _from(predicate: Predicate, kinds: Mapping[_Kind, int], chance: float, *counts: int) -> _Rule:
    return _Rule(predicate, kinds, chance, counts or (1,))


_GOV, _IO, _NGO = T.GOVERNMENT_BODY, T.INTERNATIONAL_ORGANIZATION, T.CIVIL_SOCIETY_ORGANIZATION
_UNI = T.ACADEMIC_INSTITUTION
_DOERS: Mapping[_Kind, int] = {_GOV: 5, _IO: 3, _NGO: 3, T.COMPANY: 1, _UNI: 2, T.CENTRE: 1, _PARTNER: 1}
_DONORS: Mapping[_Kind, int] = {_DONOR: 5, _GOV: 2, _IO: 3, T.FUND: 2, _NGO: 1}
_PLACES: Mapping[_Kind, int] = {_PARTNER: 6, T.LOCALITY: 3, T.REGION: 1}
_FOUNDERS: Mapping[_Kind, int] = {_GOV: 3, _IO: 3, _DONOR: 2, _PARTNER: 1}
_GUESTS: Mapping[_Kind, int] = {_PARTNER: 5, _DONOR: 2, _GOV: 2, _IO: 1}
_FRIENDS: Mapping[_Kind, int] = {_GOV: 3, _IO: 3, _NGO: 2, _UNI: 2}
_HELPED: Mapping[_Kind, int] = {_PARTNER: 6, _GOV: 2, _UNI: 1, T.LOCALITY: 1, T.REGION: 1}
_EMPLOYERS: Mapping[_Kind, int] = {**_FRIENDS, T.CENTRE: 1, T.COMPANY: 1, _PARTNER: 1, _DONOR: 1}
_CHANNELS = (_IO, _NGO, _GOV)
_SEAT: Mapping[_Kind, int] = {T.LOCALITY: 1}

_RULES: Mapping[T, tuple[_Rule, ...]] = {
    T.PROJECT: (
        _from(Predicate.IMPLEMENTS, _DOERS, 1.0, 1, 1, 2),
        _from(Predicate.FUNDS, _DONORS, 0.8, 1, 1, 2),
        _to(Predicate.OPERATES_IN, _PLACES, 0.9, 1, 1, 2, 3),
        _from(Predicate.PARTICIPATES_IN, {_PARTNER: 3, _UNI: 1, _GOV: 1}, 0.4, 1, 2, 3),
        _to(Predicate.PART_OF, {T.PROGRAMME: 1, T.FRAMEWORK: 1}, 0.4),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.3),
        _to(Predicate.SUPPORTS, {_PARTNER: 1}, 0.15),
    ),
    T.PROGRAMME: (
        _from(Predicate.IMPLEMENTS, _DOERS, 0.8, 1, 1, 2),
        _from(Predicate.FUNDS, _DONORS, 0.6, 1, 1, 2),
        _from(Predicate.PARTICIPATES_IN, _GUESTS, 0.6, 1, 2, 3, 4),
        _to(Predicate.OPERATES_IN, _PLACES, 0.5, 1, 2, 3),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.5),
        _to(Predicate.PART_OF, {T.FRAMEWORK: 1}, 0.3),
        _to(Predicate.SUPPORTS, {_PARTNER: 2, _GOV: 1}, 0.3, 1, 2),
    ),
    T.TRAINING: (
        _from(Predicate.IMPLEMENTS, _DOERS, 1.0),
        _from(Predicate.PARTICIPATES_IN, {_PARTNER: 1}, 0.9, 1, 2, 3, 4),
        _to(Predicate.PART_OF, {T.PROGRAMME: 1}, 0.4),
        _from(Predicate.FUNDS, _DONORS, 0.4),
    ),
    T.FUND: (
        _from(Predicate.IMPLEMENTS, {_IO: 1, _GOV: 1}, 0.6),
        _to(Predicate.FUNDS, {T.PROJECT: 3, _NGO: 1, T.PROGRAMME: 1, T.CENTRE: 1}, 0.8, 1, 2),
        _from(Predicate.FUNDS, {_DONOR: 3, _IO: 1}, 0.7, 1, 2, 3),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.5),
    ),
    T.EVENT: (
        _from(Predicate.IMPLEMENTS, _DOERS, 0.7),
        _to(Predicate.LOCATED_IN, _SEAT, 0.8),
        _from(Predicate.PARTICIPATES_IN, {**_GUESTS, T.PERSON: 1}, 0.8, 1, 2, 3, 4),
        _to(Predicate.ESTABLISHED, {T.FRAMEWORK: 3, T.PROGRAMME: 1}, 0.35),
        _from(Predicate.FUNDS, _DONORS, 0.2),
    ),
    T.FRAMEWORK: (
        _from(Predicate.ADOPTED, _GUESTS, 0.8, 1, 1, 2, 3),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.6),
        _to(Predicate.PART_OF, {T.FRAMEWORK: 1}, 0.2),
        _from(Predicate.MEMBER_OF, {_PARTNER: 3, _DONOR: 1}, 0.4, 1, 2, 3),
        _from(Predicate.PART_OF, {T.PROJECT: 1, T.PROGRAMME: 1}, 0.3),
    ),
    T.TECHNOLOGY: (
        _from(Predicate.ADOPTED, _GUESTS, 0.8, 1, 1, 2),
        _to(Predicate.OPERATES_IN, _PLACES, 0.7, 1, 2),
    ),
    T.CENTRE: (
        _to(Predicate.LOCATED_IN, _SEAT, 0.9),
        _from(Predicate.IMPLEMENTS, {_GOV: 2, _IO: 2, _UNI: 1}, 0.5),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.6),
        _to(Predicate.SUPPORTS, {_PARTNER: 1}, 0.4, 1, 2),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.5),
        _from(Predicate.FUNDS, _DONORS, 0.4),
        _to(Predicate.IMPLEMENTS, {T.TRAINING: 1}, 0.4),
    ),
    _GOV: (
        _to(Predicate.SUPPORTS, _HELPED, 0.6, 1, 1, 2),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.6, 1, 1, 2),
        _to(Predicate.IMPLEMENTS, {T.TRAINING: 1, T.PROJECT: 1}, 0.5),
        _to(Predicate.MEMBER_OF, {T.GROUP: 2, _IO: 1}, 0.4),
        _to(Predicate.ADOPTED, {T.FRAMEWORK: 1, T.TECHNOLOGY: 1}, 0.4),
        _to(Predicate.PART_OF, {_GOV: 1}, 0.2),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.4),
    ),
    _IO: (
        _to(Predicate.SUPPORTS, _HELPED, 0.7, 1, 1, 2),
        _from(Predicate.MEMBER_OF, {_PARTNER: 3, _DONOR: 1}, 0.6, 1, 2, 3, 4),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.5),
        _to(Predicate.LOCATED_IN, _SEAT, 0.3),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.5),
        _from(Predicate.PART_OF, {_IO: 1, T.CENTRE: 1}, 0.2),
    ),
    _NGO: (
        _to(Predicate.OPERATES_IN, _PLACES, 0.7, 1, 2, 3),
        _to(Predicate.SUPPORTS, _HELPED, 0.5),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.5),
        _to(Predicate.LOCATED_IN, _SEAT, 0.4),
        _from(Predicate.FUNDS, _DONORS, 0.5),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.4),
    ),
    T.COMPANY: (
        _to(Predicate.OPERATES_IN, _PLACES, 0.6, 1, 2),
        _to(Predicate.LOCATED_IN, _SEAT, 0.5),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.6),
        _to(Predicate.ADOPTED, {T.TECHNOLOGY: 1}, 0.4),
        _to(Predicate.IMPLEMENTS, {T.PROJECT: 1}, 0.6),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.3),
    ),
    _UNI: (
        _to(Predicate.LOCATED_IN, _SEAT, 0.6),
        _to(Predicate.COOPERATES_WITH, _FRIENDS, 0.7, 1, 2),
        _to(Predicate.PARTICIPATES_IN, {T.PROJECT: 1, T.PROGRAMME: 1}, 0.5),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.4),
        _from(Predicate.FUNDS, _DONORS, 0.3),
        _to(Predicate.IMPLEMENTS, {T.TRAINING: 1}, 0.3),
    ),
    T.GROUP: (
        _from(Predicate.MEMBER_OF, {_PARTNER: 2, _GOV: 2, _DONOR: 1}, 0.9, 1, 2, 3),
        _from(Predicate.ESTABLISHED, _FOUNDERS, 0.6),
        _to(Predicate.PART_OF, {_IO: 1}, 0.3),
        _from(Predicate.AFFILIATED_WITH, {T.PERSON: 1}, 0.4),
    ),
    T.PERSON: (
        _to(Predicate.AFFILIATED_WITH, _EMPLOYERS, 1.0),
        _to(Predicate.PARTICIPATES_IN, {T.EVENT: 1}, 0.4),
    ),
    T.LOCALITY: (
        _from(Predicate.SUPPORTS, {_IO: 1, _NGO: 1, _DONOR: 1}, 0.5),
        _from(Predicate.OPERATES_IN, {_NGO: 1, T.PROJECT: 2}, 0.4),
    ),
}


@lru_cache(maxsize=1 << 14)
def facts_of(seed: int, thing: Thing) -> tuple[Fact, ...]:
    """All facts that hang on a thing, those of one relation together."""
    rng = random.Random(f"{seed}/facts/{thing.id}")  # noqa: S311 (no secret hangs on it)
    start = rng.randint(*_YEARS)
    made: dict[tuple[str, Predicate, str], Fact] = {}
    if thing.home:
        made[thing.id, Predicate.LOCATED_IN, thing.home] = Fact(
            thing, Predicate.LOCATED_IN, real_things(seed).countries[thing.home]
        )
    for rule in _RULES.get(thing.type, ()):
        if rng.random() < rule.chance:
            for fact in _by_rule(rng, seed, thing, rule, start):
                ends = (fact.subject.id, fact.predicate, fact.object.id)
                if fact.subject.id != fact.object.id and not _said(made, fact):
                    made[ends] = fact
    return tuple(made.values())


def _said(made: Mapping[tuple[str, Predicate, str], Fact], fact: Fact) -> bool:
    """Whether the two ends are joined already, one way or the other: a text then has one predicate for one pair."""
    ends = {fact.subject.id, fact.object.id}
    return any({subject, object_} == ends for subject, _, object_ in made)


def _by_rule(rng: random.Random, seed: int, thing: Thing, rule: _Rule, start: int) -> Iterator[Fact]:
    (kind,) = rng.choices(tuple(rule.kinds), weights=tuple(rule.kinds.values()))
    for _ in range(rng.choice(rule.counts)):
        other = _draw(rng, seed, kind, thing)
        subject, object_ = (other, thing) if rule.inward else (thing, other)
        through = rule.predicate in (Predicate.SUPPORTS, Predicate.IMPLEMENTS) and subject.type.group in (
            Group.ACTOR,
            Group.COUNTRY,
        )
        yield Fact(
            subject,
            rule.predicate,
            object_,
            year=min(_YEARS[1], start + rng.randrange(4)) if rng.random() < _DATED else None,
            amount=_amount(rng) if rule.predicate is Predicate.FUNDS and rng.random() < _PAID else "",
            via=draw(rng, seed, rng.choice(_CHANNELS), thing.born) if through and rng.random() < _THROUGH else None,
        )


def _draw(rng: random.Random, seed: int, kind: _Kind, thing: Thing) -> Thing:
    if isinstance(kind, T):
        return draw(rng, seed, kind, thing.born)
    things = real_things(seed).donors if kind == _DONOR else real_things(seed).partners
    return things[zipf(rng, len(things))]


def _amount(rng: random.Random) -> str:
    number = rng.choice((rng.randint(1, 90) / 10, rng.randint(10, 400)))
    return rng.choice(_WRITTEN).format(f"{number:g}")
