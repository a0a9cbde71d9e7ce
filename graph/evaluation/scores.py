"""How much of what the graph says of a text is right: matching, counts, precision, recall, F1 and their intervals.

An entity of the graph is right when it shares a name with a gold entity of its group, each gold one once. A relation is
right when both ends and the predicate are; a pair ignores predicate and direction.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.evaluation.facts import Facts, Thing, Triple, one_way
from ontology.vocabulary import EntityType, Group, Predicate

#: Bootstrap: draws of as many texts as there are, the seed that makes them the same in every run, and what an interval
#: covers. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, percentile intervals.
DRAWS = 2000
SEED = 20260
COVERAGE = 0.95


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what is right, what the graph has, and what it should have.

    >>> Score(3, 4, 6).precision, Score(3, 4, 6).recall, round(Score(3, 4, 6).f1, 2)
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what the graph has that is right; 0 when it has nothing."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is wanted that the graph has; 0 when nothing is wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when both are."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


Scores = Mapping[str, Score]

#: What is counted, totals first: the order of every table.
ROWS = (
    *("entity", "type", "relation", "pair"),
    *(f"entity {group}" for group in Group),
    *(f"type {type_}" for type_ in EntityType),
    *(f"relation {predicate}" for predicate in Predicate),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Gold and graph side by side, for one text.

    `matched` is each thing of the graph that is a gold thing → that one; `named` each relation of the graph → the same
    with gold ids where its ends have them; `wanted` the relations that should be there. Optional relations are in
    neither.
    """

    gold: Facts
    found: Facts
    matched: Mapping[str, str]
    named: Mapping[Triple, Triple]
    wanted: frozenset[Triple]

    @property
    def hits(self) -> dict[str, str]:
        """Each thing of the graph that is a wanted gold thing → that one."""
        return {iri: wanted for iri, wanted in self.matched.items() if not self.gold.things[wanted].optional}

    @property
    def counted(self) -> dict[str, Thing]:
        """The things of the graph, without those that are optional gold things."""
        hits = self.hits
        return {iri: thing for iri, thing in self.found.things.items() if iri in hits or iri not in self.matched}

    @property
    def needed(self) -> dict[str, Thing]:
        """The gold things that should be there."""
        return {id_: thing for id_, thing in self.gold.things.items() if not thing.optional}

    def type_is_right(self, iri: str) -> bool:
        """Whether a matched thing of the graph has one of the right types."""
        wanted = self.gold.things[self.matched[iri]]
        return self.found.things[iri].type in (wanted.type, wanted.also_type)


def match(gold: Facts, found: Facts) -> dict[str, str]:
    """Each thing of the graph that is a gold thing → that one; those that share most names choose first."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for wanted, thing in gold.things.items():
        for name in thing.names:
            owners[thing.type.group, name].append(wanted)
    shared = Counter(
        (iri, wanted)
        for iri, thing in found.things.items()
        for name in thing.names
        for wanted in owners[thing.type.group, name]
    )
    taken: dict[str, str] = {}
    used: set[str] = set()
    for (iri, wanted), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if iri not in taken and wanted not in used:
            taken[iri] = wanted
            used.add(wanted)
    return taken


def compare(gold: Facts, found: Facts) -> Comparison:
    """Gold and graph side by side."""
    matched = match(gold, found)
    # An end that nobody annotated stays itself, so that its relation counts as wrong.
    named = {(s, p, o): one_way((matched.get(s, f"?{s}"), p, matched.get(o, f"?{o}"))) for s, p, o in found.relations}
    return Comparison(
        gold=gold,
        found=found,
        matched=matched,
        named={raw: triple for raw, triple in named.items() if triple not in gold.optional},
        wanted=gold.relations - gold.optional,
    )


def scores_of(comparison: Comparison) -> dict[str, Score]:
    """The scores of one text by what is counted, a key for each of `ROWS`.

    ``type`` asks for the exact type too. The rows of the groups sum up to ``entity``, those of the types to ``type``,
    those of the predicates to ``relation``; a thing whose second type was found is wanted as that type.
    """
    named, wanted = frozenset(comparison.named.values()), comparison.wanted
    optional = _pairs(comparison.gold.optional) - _pairs(wanted)
    scores = {
        **_entity_scores(comparison),
        "relation": _score(named, wanted),
        "pair": _score(_pairs(named) - optional, _pairs(wanted)),
        **{f"relation {p}": _score(_of(p, named), _of(p, wanted)) for p in Predicate},
    }
    return {key: scores.get(key, Score()) for key in ROWS}


def _entity_scores(comparison: Comparison) -> dict[str, Score]:
    hits, counted, needed = comparison.hits, comparison.counted, comparison.needed
    typed = [iri for iri in hits if comparison.type_is_right(iri)]
    wanted_as = {id_: thing.type for id_, thing in needed.items()}
    wanted_as |= {hits[iri]: counted[iri].type for iri in typed}
    groups = [
        Counter(thing.type.group for thing in things)
        for things in ((counted[iri] for iri in hits), counted.values(), needed.values())
    ]
    types = [
        Counter(types)
        for types in (
            (counted[iri].type for iri in typed),
            (thing.type for thing in counted.values()),
            wanted_as.values(),
        )
    ]
    return {
        "entity": Score(len(hits), len(counted), len(needed)),
        "type": Score(len(typed), len(counted), len(needed)),
        **{f"entity {group}": Score(*(count[group] for count in groups)) for group in Group},
        **{f"type {type_}": Score(*(count[type_] for count in types)) for type_ in EntityType},
    }


def _score(found: frozenset[Hashable], wanted: frozenset[Hashable]) -> Score:
    return Score(len(wanted & found), len(found), len(wanted))


def _of(predicate: Predicate, triples: Iterable[Triple]) -> frozenset[Hashable]:
    return frozenset(triple for triple in triples if triple[1] == predicate)


def _pairs(triples: Iterable[Triple]) -> frozenset[Hashable]:
    return frozenset(frozenset((subject, object_)) for subject, _, object_ in triples)


def total(scores: Iterable[Scores]) -> dict[str, Score]:
    """The sums of the counts of several texts, key by key."""
    sums: dict[str, Score] = {}
    for one in scores:
        for key, score in one.items():
            before = sums.get(key, Score())
            sums[key] = Score(before.right + score.right, before.found + score.found, before.wanted + score.wanted)
    return sums


@dataclass(frozen=True, slots=True)
class Interval:
    """The lower and the upper end of what F1 is likely to be on other texts of the kind."""

    low: float
    high: float


def intervals(scores: Sequence[Scores]) -> dict[str, Interval]:
    """The bootstrap interval of each F1 over texts, by key; the same texts give the same intervals.

    Texts are drawn with replacement, counts are summed in each draw. A key has no interval when there is one text
    only, or when no draw has anything to count.
    """
    if len(scores) < 2:
        return {}
    keys = sorted({key for one in scores for key in one})
    rows = [[one.get(key, Score()) for key in keys] for one in scores]
    right = np.array([[score.right for score in row] for row in rows], dtype=float)
    both = np.array([[score.found + score.wanted for score in row] for row in rows], dtype=float)
    generator = np.random.default_rng(SEED)
    # How often each text is drawn, a row for each draw: a sum over drawn texts is then a product of matrices.
    often = generator.multinomial(len(scores), np.full(len(scores), 1 / len(scores)), size=DRAWS).astype(float)
    rights, boths = often @ right, often @ both
    found: dict[str, Interval] = {}
    for place, key in enumerate(keys):
        counted = boths[:, place] > 0  # a draw without anything to count says nothing of F1
        if counted.any():
            f1 = 2 * rights[counted, place] / boths[counted, place]
            low, high = np.quantile(f1, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
            found[key] = Interval(float(low), float(high))
    return found
