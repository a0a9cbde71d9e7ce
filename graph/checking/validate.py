"""What is wrong with a graph: the SHACL shapes of the ontology, and promises that go beyond one node and its values.

The shapes run on rdflib's memory store, which is faster for them; the promises are SPARQL queries to Oxigraph.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Store
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from graph.checking.fault_words import Fault, Words
from graph.checking.promises import Broken, broken_promises
from ontology.errors import OntologyError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE, Namespaces

SHAPES_FILE = "shapes.ttl"
_COMPONENT = "ConstraintComponent"


def validate(store: Store, namespaces: Namespaces) -> tuple[Fault, ...]:
    """The faults of a graph, sorted by node, each once; empty when it keeps every promise."""
    data = _union(store)
    words = Words(data, namespaces)
    checks: dict[_Finding, set[str]] = defaultdict(set)
    for check, finding in (*_ShapeCheck(data, namespaces).findings(), *_promise_findings(store, namespaces, data)):
        checks[finding].add(check)
    return tuple(sorted(_fault(finding, tuple(sorted(names)), words) for finding, names in checks.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """A fault before its ends have names: several constraints can find the same one."""

    focus: Node
    path: rdflib.URIRef | None
    name: str
    found: str
    allowed: str


def _fault(finding: _Finding, checks: tuple[str, ...], words: Words) -> Fault:
    return Fault(
        focus=str(finding.focus),
        property=str(finding.path or ""),
        found=finding.found,
        allowed=finding.allowed,
        label=words.thing(finding.focus),
        name=finding.name,
        checks=checks,
    )


# -- shapes ------------------------------------------------------------------------------------------------------------


def shapes_graph(namespaces: Namespaces) -> rdflib.Graph:
    """The shapes, their IRIs below the graph's own base."""
    text = (files("ontology") / SHAPES_FILE).read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=text.replace(DEFAULT_BASE, namespaces.base), format="turtle")


@lru_cache(maxsize=4)
def _flat_shapes(namespaces: Namespaces) -> rdflib.Graph:
    """The shapes, each property's with the target of the node shape that it belongs to.

    They ask for the same. pySHACL runs a shape that has a target over all nodes at once, and a property's shape below
    it node by node, which takes four times as long.
    """
    shapes = shapes_graph(namespaces)
    for target in (SH.targetClass, SH.targetSubjectsOf):
        for owner, aim in list(shapes.subject_objects(target)):
            for shape in list(shapes.objects(owner, SH.property)):
                shapes.add((shape, target, aim))
                shapes.remove((owner, SH.property, shape))
    return shapes


def check_name(shape: Node, component: Node) -> str:
    """The name of a constraint: the shape's own, and what it asks for.

    >>> check_name(rdflib.URIRef("https://w3id.org/odagraph/shapes#Claim.rule"), SH.MinCountConstraintComponent)
    'Claim.rule minCount'
    """
    kind = str(component).removeprefix(str(SH)).removesuffix(_COMPONENT)
    return f"{str(shape).rpartition('#')[2]} {kind[0].lower()}{kind[1:]}"


class _ShapeCheck:
    """Runs the shapes over a graph and says what they find."""

    def __init__(self, data: rdflib.Graph, namespaces: Namespaces) -> None:
        self._data = data
        self._shapes = _flat_shapes(namespaces)
        self._words = Words(data, namespaces)

    def findings(self) -> Iterator[tuple[str, _Finding]]:
        """Each constraint that is broken, and where."""
        # The data is ours alone, so pySHACL may work in it; a copy would take as long as the check.
        _, results, _ = pyshacl.validate(self._data, shacl_graph=self._shapes, inplace=True, inference="none")
        if not isinstance(results, rdflib.Graph):
            raise OntologyError(
                f"{SHAPES_FILE}: found shapes that pySHACL cannot run ({results}), SHACL Core is needed"
            )
        for result in results.objects(None, SH.result):
            yield self._finding(results, result)

    def _finding(self, results: rdflib.Graph, result: Node) -> tuple[str, _Finding]:
        told = dict(results.predicate_objects(result))
        focus, shape = told[SH.focusNode], told[SH.sourceShape]
        path = told.get(SH.resultPath)
        finding = _Finding(
            focus=focus,
            path=self._property(shape) if path is None else rdflib.URIRef(str(path)),
            name=self._name(shape),
            found=self._found(shape, focus, told.get(SH.value)),
            allowed=str(told.get(SH.resultMessage, "")),
        )
        return check_name(shape, told[SH.sourceConstraintComponent]), finding

    def _property(self, shape: Node) -> rdflib.URIRef:
        """What the shape of a node asks about: the relation that starts there, or the type."""
        relation = self._shapes.value(shape, SH.targetSubjectsOf)
        return RDF.type if relation is None else rdflib.URIRef(str(relation))

    def _name(self, shape: Node) -> str:
        """The property in words, as the shape or the ontology calls it."""
        name = self._shapes.value(shape, SH.name) or self._data.value(self._property(shape), RDFS.label)
        return str(name or "type")

    def _found(self, shape: Node, focus: Node, value: Node | None) -> str:
        path = self._shapes.value(shape, SH.path)
        if path is None:
            relation = self._shapes.value(shape, SH.targetSubjectsOf)
            return self._words.kind(focus) if relation is None else self._words.ends(focus, relation)
        return self._words.of(focus, path) if value is None else self._words.value(value)


# -- promises ----------------------------------------------------------------------------------------------------------


def _promise_findings(store: Store, namespaces: Namespaces, data: rdflib.Graph) -> Iterator[tuple[str, _Finding]]:
    words = Words(data, namespaces)
    for broken in broken_promises(store, namespaces):
        yield broken.promise.id, _broken(broken, data, words)


def _broken(broken: Broken, data: rdflib.Graph, words: Words) -> _Finding:
    path = None if broken.path is None else rdflib.URIRef(broken.path.value)
    found = "" if broken.found is None else words.value(_term(broken.found))
    return _Finding(
        focus=_term(broken.focus),
        path=path,
        name="" if path is None else _plain_name(path, data),
        found=broken.promise.found.format(found),
        allowed=broken.promise.allowed,
    )


def _plain_name(path: rdflib.URIRef, data: rdflib.Graph) -> str:
    """A property in words: as the ontology calls it, or its local name taken apart ("was quoted from")."""
    label = data.value(path, RDFS.label)
    return str(label or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split(r"[#/]", path)[-1]).lower())


# -- data --------------------------------------------------------------------------------------------------------------

_STRING = NamedNode(OUTSIDE["xsd"] + "string")


def _union(store: Store) -> rdflib.Graph:
    """The union of all named graphs in rdflib's memory store."""
    graph = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, object_, _ in store.quads_for_pattern(None, None, None, None):
        graph.add((_iri(subject), _iri(predicate), _term(object_)))
    return graph


def _term(term: object) -> Node:
    if isinstance(term, Literal):
        # rdflib holds "x" and "x"^^xsd:string for two literals; the shapes write the first.
        plain = term.language or term.datatype == _STRING
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return _iri(term)


@lru_cache(maxsize=1 << 16)
def _iri(term: object) -> Node:
    return rdflib.BNode(term.value) if isinstance(term, BlankNode) else rdflib.URIRef(getattr(term, "value", ""))
