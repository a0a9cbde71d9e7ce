"""The terms of `odagraph.ttl` as frozen values, in the order of the file, with what `shapes.ttl` asks of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from ontology.namespaces import OUTSIDE, Namespaces

ONTOLOGY = "odagraph.ttl"
SHAPES = "shapes.ttl"
_ODA = rdflib.Namespace(Namespaces().ontology)
_PREFIXES = OUTSIDE | {"oda": Namespaces().ontology}
#: How a term is tied to one of another vocabulary, and what a reader calls that.
_TIES = {RDFS.subClassOf: "is a", RDFS.subPropertyOf: "is a", SKOS.closeMatch: "near", SKOS.relatedMatch: "reads from"}
_MARKS = {
    OWL.SymmetricProperty: "symmetric",
    OWL.TransitiveProperty: "transitive",
    OWL.FunctionalProperty: "one value at most",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tie:
    """A tie to a term of another vocabulary: the kind ("is a", "near", "reads from"), its short name and its IRI."""

    kind: str
    name: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class or property of ours; tuples are empty where a term has none.

    `above` are the terms of ours right above it, `domain` and `range` names of classes or datatypes, `marks` what holds
    of a property ("transitive"), `checks` what `odagraph validate` allows, in the words of the shapes.
    """

    name: str
    label: str
    definition: str
    example: str
    is_class: bool
    above: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: str
    defined: bool
    marks: tuple[str, ...]
    ties: tuple[Tie, ...]
    comment: str
    checks: tuple[str, ...]

    @property
    def iri(self) -> str:
        """Its IRI below the default base."""
        return str(_ODA[self.name])


def read(name: str) -> rdflib.Graph:
    """One of the Turtle files of this package."""
    text = (files("ontology") / name).read_text(encoding="utf-8")
    return rdflib.Graph(bind_namespaces="none").parse(data=text, format="turtle")


def short(iri: Node) -> str:
    """An IRI with its prefix; a term of ours by its name alone.

    >>> short(SKOS.prefLabel), short(_ODA.Actor)
    ('skos:prefLabel', 'Actor')
    """
    prefix, namespace = max(
        ((prefix, name) for prefix, name in _PREFIXES.items() if str(iri).startswith(name)),
        key=lambda pair: len(pair[1]),
    )
    local = str(iri).removeprefix(namespace)
    return local if prefix == "oda" else f"{prefix}:{local}"


def _ours(node: Node) -> bool:
    return str(node).startswith(str(_ODA))


@cache
def load_terms() -> tuple[Term, ...]:
    """All classes and properties, in the order of the file."""
    reader = _Reader(read(ONTOLOGY), read(SHAPES))
    text = (files("ontology") / ONTOLOGY).read_text(encoding="utf-8")
    return tuple(reader.term(name) for name in re.findall(r"^oda:(\w+) a ", text, flags=re.MULTILINE))


class _Reader:
    """Reads terms from the ontology and the shapes."""

    def __init__(self, ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
        self._ontology = ontology
        self._shapes = shapes

    def term(self, name: str) -> Term:
        """One term."""
        node = _ODA[name]
        types = set(self._ontology.objects(node, RDF.type))
        return Term(
            name=name,
            label=self._text(node, RDFS.label),
            definition=self._text(node, SKOS.definition),
            example=self._text(node, SKOS.example),
            is_class=OWL.Class in types,
            above=tuple(short(above) for above in self._above(node) if _ours(above)),
            domain=self._ends(node, RDFS.domain),
            range=self._ends(node, RDFS.range),
            inverse=self._inverse(node),
            defined=(node, OWL.equivalentClass, None) in self._ontology,
            marks=tuple(mark for type_, mark in _MARKS.items() if type_ in types),
            ties=tuple(sorted(self._ties(node))),
            comment=self._text(node, RDFS.comment),
            checks=tuple(sorted({*self._checks(node)} - {""})),
        )

    def _text(self, node: Node, property_: Node) -> str:
        return str(self._ontology.value(node, property_) or "")

    def _above(self, node: Node) -> list[Node]:
        found = (above for p in (RDFS.subClassOf, RDFS.subPropertyOf) for above in self._ontology.objects(node, p))
        return sorted(found, key=str)

    def _ends(self, node: Node, side: Node) -> tuple[str, ...]:
        """The classes of a domain or range: the one named, or those of the union."""
        end = self._ontology.value(node, side)
        if end is None:
            return ()
        union = self._ontology.value(end, OWL.unionOf)
        return tuple(map(short, [end] if union is None else Collection(self._ontology, union)))

    def _inverse(self, node: Node) -> str:
        found = self._ontology.value(node, OWL.inverseOf) or next(
            # A class may speak of the inverse of a property without giving it a name.
            (other for other in self._ontology.subjects(OWL.inverseOf, node) if _ours(other)),
            None,
        )
        return "" if found is None else short(found)

    def _ties(self, node: Node) -> Iterator[Tie]:
        for property_, kind in _TIES.items():
            for other in self._ontology.objects(node, property_):
                if not _ours(other):
                    yield Tie(kind=kind, name=short(other), iri=str(other))

    def _checks(self, node: Node) -> Iterator[str]:
        """What the shapes say of the instances of a class, or of a property wherever it stands."""
        for shape in self._shapes.subjects(SH.path, node):
            yield str(self._shapes.value(shape, SH.message) or "")
        for target in (SH.targetClass, SH.targetSubjectsOf):
            for shape in self._shapes.subjects(target, node):
                for told in (shape, *self._shapes.objects(shape, SH.property)):
                    yield str(self._shapes.value(told, SH.message) or "")
