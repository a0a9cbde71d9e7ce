"""Facts → statements: what one sentence says, facts that can be listed put together."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.bench.genre.facts import Fact
from graph.bench.genre.things import Thing
from ontology.vocabulary import Predicate

#: Relations whose facts a sentence may list, by the side that is listed.
_LISTED = {
    "s": frozenset(
        {
            Predicate.IMPLEMENTS,
            Predicate.FUNDS,
            Predicate.PARTICIPATES_IN,
            Predicate.MEMBER_OF,
            Predicate.ADOPTED,
            Predicate.ESTABLISHED,
        }
    ),
    "o": frozenset({Predicate.OPERATES_IN, Predicate.SUPPORTS, Predicate.FUNDS}),
}
_LISTS = 0.75
_MOST_LISTED = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """Facts of one relation that a sentence says together: one of them, or several that share an end."""

    facts: tuple[Fact, ...]

    @property
    def predicate(self) -> Predicate:
        """The relation."""
        return self.facts[0].predicate

    @property
    def subjects(self) -> tuple[Thing, ...]:
        """The subjects, in order, each once."""
        return tuple(dict.fromkeys(fact.subject for fact in self.facts))

    @property
    def objects(self) -> tuple[Thing, ...]:
        """The objects, in order, each once."""
        return tuple(dict.fromkeys(fact.object for fact in self.facts))

    @property
    def alone(self) -> Fact | None:
        """The fact, where it is one."""
        return self.facts[0] if len(self.facts) == 1 else None


def statements(rng: random.Random, facts: Sequence[Fact]) -> list[Statement]:
    """The facts, those that can be listed together put together."""
    made: list[Statement] = []
    left = list(facts)
    while left:
        first = left.pop(0)
        side = next((side for side, relations in _LISTED.items() if _mates(first, left, side, relations)), "")
        if not side or rng.random() > _LISTS:
            made.append(Statement((first,)))
            continue
        mates = _mates(first, left, side, _LISTED[side])[: _MOST_LISTED - 1]
        left = [fact for fact in left if fact not in mates]
        made.append(Statement(tuple(replace(fact, year=None, amount="", via=None) for fact in (first, *mates))))
    return made


def _mates(first: Fact, others: Sequence[Fact], side: str, relations: frozenset[Predicate]) -> list[Fact]:
    """Facts that differ from the first at this side only, by a thing of the same group."""
    if first.predicate not in relations:
        return []
    return [
        fact
        for fact in others
        if fact.predicate is first.predicate
        and (fact.object if side == "s" else fact.subject) == (first.object if side == "s" else first.subject)
        and (fact.subject if side == "s" else fact.object).type.group
        is (first.subject if side == "s" else first.object).type.group
    ]
