"""How much named graphs hold: of each one, and of all together, where a triple of several graphs counts once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from pyoxigraph import NamedNode, Quad

from graph.writing.terms import TYPE
from ontology.namespaces import Namespaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a set of distinct triples holds: distinct subjects, those among them that are entities, distinct objects
    (None where nobody counted them), classes by the number of their instances, properties by that of their triples.
    """

    subjects: int = 0
    entities: int = 0
    objects: int | None = None
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)

    @property
    def triples(self) -> int:
        """The number of the triples."""
        return sum(self.properties.values())

    @classmethod
    def of(cls, quads: Iterable[Quad], namespaces: Namespaces) -> Self:
        """The counts of the quads of one graph, each of which comes once."""
        subjects, objects = set(), set()
        classes: Counter[str] = Counter()
        properties: Counter[NamedNode] = Counter()
        for subject, predicate, object_, _ in quads:
            subjects.add(subject)
            objects.add(object_)
            properties[predicate] += 1
            if predicate == TYPE and isinstance(object_, NamedNode):
                classes[object_.value] += 1
        return cls(
            subjects=len(subjects),
            entities=len(entities_among(subjects, namespaces)),
            objects=len(objects),
            classes=classes,
            properties={term.value: number for term, number in properties.items()},
        )


def entities_among(terms: Iterable[object], namespaces: Namespaces) -> set[str]:
    """The IRIs of the entities among terms."""
    prefix = namespaces.entity("")
    return {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(prefix)}


class Total:
    """Adds up the counts of sets of triples that have none in common; subjects may be in several, so `less` says what
    was added before.
    """

    def __init__(self, begun: Counts | None = None) -> None:
        begun = begun or Counts()
        self._subjects = begun.subjects
        self._entities = begun.entities
        self._classes = Counter(begun.classes)
        self._properties = Counter(begun.properties)

    def add(self, counts: Counts, *, less: Counts | None = None) -> None:
        """Adds what a set of triples holds beyond what was added, or is added, elsewhere."""
        less = less or Counts()
        self._subjects += counts.subjects - less.subjects
        self._entities += counts.entities - less.entities
        for total, more, fewer in (
            (self._classes, counts.classes, less.classes),
            (self._properties, counts.properties, less.properties),
        ):
            total.update(more)
            total.subtract(fewer)

    def remove(self, counts: Counts, *, less: Counts | None = None) -> None:
        """Takes off what was added so."""
        self.add(less or Counts(), less=counts)

    @property
    def counts(self) -> Counts:
        """The counts of all that was added."""
        return Counts(
            subjects=self._subjects, entities=self._entities, classes=+self._classes, properties=+self._properties
        )
