"""What is wrong with a graph: the SHACL shapes of the ontology, and promises that go beyond one node and its values.

The shapes run on rdflib's memory store, which is faster for them; the promises are SPARQL queries to Oxigraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store
from rdflib.namespace import SH

from ontology.errors import OntologyError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE, Namespaces
from ontology.vocabulary import Predicate

SHAPES_FILE = "shapes.ttl"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: the IRI of the node, that of the property (or empty), what should be and what is."""

    focus: str
    path: str
    message: str


def validate(store: Store, namespaces: Namespaces) -> tuple[Fault, ...]:
    """The faults of a graph, sorted, each once; empty when it keeps every promise."""
    return tuple(sorted({*_shape_faults(store, namespaces), *_promise_faults(store, namespaces)}))


# -- shapes ------------------------------------------------------------------------------------------------------------


def _shape_faults(store: Store, namespaces: Namespaces) -> Iterator[Fault]:
    data = _union(store)
    shapes = rdflib.Graph().parse(data=shapes_text(namespaces), format="turtle")
    # The data is ours alone, so pySHACL may work in it; a copy would take as long as the check.
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none")
    if not isinstance(results, rdflib.Graph):
        raise OntologyError(f"{SHAPES_FILE}: found shapes that pySHACL cannot run ({results}), SHACL Core is needed")
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        yield _fault(results, result)


def shapes_text(namespaces: Namespaces) -> str:
    """The shapes as Turtle, their IRIs below the graph's own base."""
    text = (files("ontology") / SHAPES_FILE).read_text(encoding="utf-8")
    return text.replace(DEFAULT_BASE, namespaces.base)


_STRING = NamedNode(OUTSIDE["xsd"] + "string")


def _union(store: Store) -> rdflib.Graph:
    """The union of all named graphs in rdflib's memory store."""
    graph = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, object_, _ in store.quads_for_pattern(None, None, None, None):
        graph.add((_iri(subject), _iri(predicate), _term(object_)))
    return graph


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, Literal):
        # rdflib holds "x" and "x"^^xsd:string for two literals; the shapes write the first.
        plain = term.language or term.datatype == _STRING
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return _iri(term)


@lru_cache(maxsize=1 << 16)
def _iri(term: object) -> rdflib.term.Node:
    return rdflib.BNode(term.value) if isinstance(term, BlankNode) else rdflib.URIRef(getattr(term, "value", ""))


def _fault(results: rdflib.Graph, result: rdflib.term.Node) -> Fault:
    path = results.value(result, SH.resultPath)
    found = results.value(result, SH.value)
    focus = results.value(result, SH.focusNode)
    message = str(results.value(result, SH.resultMessage) or "")
    told = "" if found is None or found == focus else f", found {found.n3()}"
    return Fault(str(focus), str(path) if isinstance(path, rdflib.URIRef) else "", message + told)


# -- promises ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Promise:
    """What holds in every graph, and the query that finds each ?focus (and ?path) where it does not."""

    message: str
    query: str


_PROMISES = (
    _Promise(
        message="a direct triple stands beside a claim of the same text, not negated and with evidence, found none",
        query="""SELECT ?focus ?path { GRAPH ?g { ?focus ?path ?o } FILTER(?path IN (RELATIONS))
            FILTER NOT EXISTS { GRAPH ?g { ?claim rdf:subject ?focus ; rdf:predicate ?path ; rdf:object ?o ;
                oda:status ?status ; prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?quote }
                FILTER(?status != "negated") } }""",
    ),
    _Promise(
        message="a claim that is not negated has its direct triple in the graph of the same text, found none",
        query="""SELECT ?focus { GRAPH ?g { ?focus oda:status ?status ;
                rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
            FILTER(?status != "negated")
            FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }""",
    ),
    _Promise(
        message="a direct triple stands in the graph of the text that states it, found it elsewhere",
        query="""SELECT ?focus ?path { GRAPH ?g { ?focus ?path ?o } FILTER(?path IN (RELATIONS))
            FILTER NOT EXISTS { GRAPH ?g { ?g a oda:Document } } }""",
    ),
    _Promise(
        message="a symmetric relation stands once, from the smaller id, found it the other way round",
        query="""SELECT ?focus ?path { GRAPH ?g { ?focus ?path ?o } FILTER(?path IN (SYMMETRIC))
            FILTER(STR(?focus) > STR(?o)) }""",
    ),
    _Promise(
        message="a quote is as long as its offsets say, found another length",
        query="""SELECT ?focus (oa:exact AS ?path) { GRAPH ?g { ?focus oa:exact ?quote ;
                nif:beginIndex ?from ; nif:endIndex ?to }
            FILTER(STRLEN(?quote) != ?to - ?from) }""",
    ),
    _Promise(
        message="evidence is quoted from the text whose graph it stands in, found another text",
        query="""SELECT ?focus (prov:wasQuotedFrom AS ?path) { GRAPH ?g { ?focus prov:wasQuotedFrom ?text }
            FILTER(?text != ?g) }""",
    ),
    _Promise(
        message="a graph has no blank nodes, found one",
        query="SELECT DISTINCT ?focus ?path { GRAPH ?g { ?focus ?path ?o } FILTER(ISBLANK(?focus) || ISBLANK(?o)) }",
    ),
)


def _promise_faults(store: Store, namespaces: Namespaces) -> Iterator[Fault]:
    prefixes = OUTSIDE | {"oda": namespaces.ontology}
    relations = {
        "RELATIONS": ", ".join(f"oda:{predicate}" for predicate in Predicate),
        "SYMMETRIC": ", ".join(f"oda:{predicate}" for predicate in Predicate if predicate.symmetric),
    }
    for promise in _PROMISES:
        query = promise.query
        for name, terms in relations.items():
            query = query.replace(name, terms)
        solutions = store.query(query, prefixes=prefixes)
        if isinstance(solutions, QuerySolutions):
            for solution in solutions:
                yield Fault(_found(solution, "focus"), _found(solution, "path"), promise.message)


def _found(solution: QuerySolution, name: str) -> str:
    # A query of ours that asks for no ?path has none to give.
    try:
        return getattr(solution[name], "value", "")
    except KeyError:
        return ""
