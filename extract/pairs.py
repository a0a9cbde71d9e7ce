"""Pairs of entities that a sentence may relate, and what speaks for each relation: the features that the pair scorer
weighs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.pair_features import PairView
from extract.references import How, Slot
from extract.sentence_view import Sentence
from ontology.vocabulary import EntityType, Predicate, fits

_MAX_BETWEEN_NAMES = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different entities of a sentence, the first one named first. Pairs of one `cell` are alike but for the
    members of a list that they name.
    """

    first: Slot
    second: Slot
    cell: tuple[int, int, str, str]
    tell: Callable[[Slot, Slot], Iterator[str]] = field(repr=False, compare=False)

    @property
    def features(self) -> tuple[str, ...]:
        """What the linear scorer weighs. Dear, and made anew each time: of half of the pairs nobody asks."""
        return tuple(self.tell(self.first, self.second))


def possible(first: EntityType, second: EntityType) -> frozenset[str]:
    """The labels that the ontology allows between two types: ``predicate>`` from first to second, ``predicate<`` back.

    >>> sorted(possible(EntityType.PERSON, EntityType.EVENT))[:2]
    ['established<', 'established>']
    """
    return _POSSIBLE[first, second]


def _allowed(first: EntityType, second: EntityType) -> Iterator[str]:
    for predicate in Predicate:
        if fits(first, predicate, second):
            yield f"{predicate}>"
        if fits(second, predicate, first) and not predicate.symmetric:
            yield f"{predicate}<"


_POSSIBLE = {(a, b): frozenset(_allowed(a, b)) for a in EntityType for b in EntityType}


def pairs_of(sentence: Sentence, labels: Sequence[str]) -> Iterator[Pair]:
    """Yields: each pair worth a look, in text order; `labels` gives each entity's levelled name by index."""
    view = PairView(sentence, labels)
    slots = sentence.slots
    for i, first in enumerate(slots):
        for second in slots[i + 1 :]:
            if first.entity != second.entity and view.names_between(first, second) <= _MAX_BETWEEN_NAMES:
                yield Pair(first, second, view.cell(first, second), view.inside)
    present = {slot.entity for slot in slots}
    for outer in sentence.context:
        for inner in slots:
            inside = outer.how is How.INSIDE
            home = outer.how is How.HOME
            if outer.entity == inner.entity or (home and inner.type is not EntityType.PERSON):
                continue
            if outer.word == inner.word if inside else outer.entity not in present:
                yield Pair(outer, inner, view.cell(outer, inner), view.outside)
