"""How much named graphs hold: of each one, and of all together, where a triple of several graphs counts once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from pyoxigraph import NamedNode, Quad, Triple

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
        triples = [quad.triple for quad in quads]
        subjects = {triple.subject for triple in triples}
        return cls(
            subjects=len(subjects),
            entities=len(entities_among(subjects, namespaces)),
            objects=len({triple.object for triple in triples}),
            classes=Counter(classes_of(triples)),
            properties=Counter(triple.predicate.value for triple in triples),
        )


def entities_among(terms: Iterable[object], namespaces: Namespaces) -> set[str]:
    """The IRIs of the entities among terms."""
    prefix = namespaces.entity("")
    return {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(prefix)}


def classes_of(triples: Iterable[Triple]) -> Iterator[str]:
    """Yields: the class that each triple of a type names."""
    return (
        triple.object.value for triple in triples if triple.predicate == TYPE and isinstance(triple.object, NamedNode)
    )


class Total:
    """Counts graphs together. What texts say of entities is told once for all of them, since several say the same; all
    else that a text's graph has is its own, and so is what other graphs say, in properties that no text uses.
    """

    def __init__(self) -> None:
        self._own_subjects = 0
        self._subjects: set[object] = set()
        self._classes: Counter[str] = Counter()
        self._properties: Counter[str] = Counter()

    def add_text(self, counts: Counts, of_things: Counts) -> None:
        """Adds the graph of a text, but what it says of entities."""
        self._own_subjects += counts.subjects - of_things.subjects
        for total, part, less in (
            (self._classes, counts.classes, of_things.classes),
            (self._properties, counts.properties, of_things.properties),
        ):
            total.update(part)
            total.subtract(less)

    def add(self, triples: Iterable[Triple], *, known: Iterable[object] = ()) -> None:
        """Adds triples that come once; subjects that are `known` are those of texts, and counted with them."""
        each = list(triples)
        self._subjects |= {triple.subject for triple in each} - {*known}
        self._classes.update(classes_of(each))
        self._properties.update(triple.predicate.value for triple in each)

    def counts(self, namespaces: Namespaces) -> Counts:
        """The counts of all that was added."""
        return Counts(
            subjects=self._own_subjects + len(self._subjects),
            entities=len(entities_among(self._subjects, namespaces)),
            classes=+self._classes,
            properties=+self._properties,
        )
