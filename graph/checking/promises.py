"""What holds in every graph beyond one node and its values, each promise with the query that finds where it does not.

A query answers ?focus, and where they tell more ?path (the property) and ?found (the value). Promises are SPARQL for
Oxigraph; `ontology/shapes.ttl` says what holds for one node.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Template

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store

from graph.values import CODE_LINKS, CODE_TERMS
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import Predicate, Role

Value = NamedNode | Literal | BlankNode
_LINKS = ("knownParent", "knownCountry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is allowed, what was found where the promise is broken (``{}`` stands for ?found), and the query.

    Names with a dollar sign stand for terms and graphs of the graph that is checked.
    """

    id: str
    allowed: str
    found: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A place where a promise is broken; the property and the value where the query tells them."""

    promise: Promise
    focus: Value
    path: Value | None
    found: Value | None


PROMISES = (
    # what texts state
    Promise(
        id="relation-has-claim",
        allowed="a relation in a text's graph stands beside a claim of that text, not negated and with evidence",
        found="no such claim for {}",
        query="""SELECT ?focus ?path ?found { GRAPH ?g { ?focus ?path ?found } FILTER(?path IN ($relations))
            FILTER(?g != $inferred)
            MINUS { GRAPH ?g { ?claim a oda:Claim ; rdf:subject ?focus ; rdf:predicate ?path ; rdf:object ?found ;
                oda:status ?status ; prov:wasDerivedFrom ?evidence . ?evidence oa:exact ?quote }
                FILTER(?status != "negated") } }""",
    ),
    Promise(
        id="relation-in-text",
        allowed="a relation stands in the graph of the text that states it, or in the inferred graph",
        found="in another graph: {}",
        query="""SELECT ?focus ?path ?found { GRAPH ?g { ?focus ?path ?found } FILTER(?path IN ($relations))
            FILTER(?g != $inferred) FILTER NOT EXISTS { GRAPH ?g { ?g a oda:Document } } }""",
    ),
    Promise(
        id="symmetric-once",
        allowed="in a text's graph a relation that reads the same both ways stands once, from the smaller id",
        found="the other way round, to {}",
        query="""SELECT ?focus ?path ?found { GRAPH ?g { ?focus ?path ?found } FILTER(?path IN ($symmetric))
            FILTER(?g != $inferred && STR(?focus) > STR(?found)) }""",
    ),
    Promise(
        id="claim-has-relation",
        allowed="a claim that is not negated has its relation as a triple of its own in the graph of the same text",
        found="no such triple",
        query="""SELECT ?focus { GRAPH ?g { ?focus a oda:Claim ; oda:status ?status ;
                rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
            FILTER(?status != "negated") FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }""",
    ),
    Promise(
        id="claim-in-text",
        allowed="a claim stands in the graph of the text that states it",
        found="it stands in another graph",
        query="""SELECT ?focus { GRAPH ?g { ?focus a ?kind } FILTER(?kind IN (oda:Claim, oda:SectorClaim))
            FILTER NOT EXISTS { GRAPH ?g { ?g a oda:Document } } }""",
    ),
    Promise(
        id="sector-has-claim",
        allowed="a sector stands beside a sector claim of the same text",
        found="no such claim for {}",
        query="""SELECT ?focus (oda:sector AS ?path) ?found { GRAPH ?g { ?focus oda:sector ?found }
            FILTER NOT EXISTS { GRAPH ?g { ?claim a oda:SectorClaim ; rdf:subject ?focus ; rdf:object ?found } } }""",
    ),
    Promise(
        id="sector-claim-has-sector",
        allowed="a sector claim has its sector as a triple of its own in the graph of the same text",
        found="no such triple",
        query="""SELECT ?focus { GRAPH ?g { ?focus a oda:SectorClaim ; rdf:subject ?s ; rdf:object ?o }
            FILTER NOT EXISTS { GRAPH ?g { ?s oda:sector ?o } } }""",
    ),
    # evidence
    Promise(
        id="quote-length",
        allowed="a quote is as long as its offsets say",
        found="another length in {}",
        query="""SELECT ?focus (oa:exact AS ?path) ?found { GRAPH ?g { ?focus oa:exact ?found ;
                nif:beginIndex ?from ; nif:endIndex ?to }
            FILTER(STRLEN(?found) != ?to - ?from) }""",
    ),
    Promise(
        id="evidence-in-its-text",
        allowed="evidence is quoted from the text whose graph it stands in",
        found="{}",
        query="""SELECT ?focus (prov:wasQuotedFrom AS ?path) ?found { GRAPH ?g { ?focus prov:wasQuotedFrom ?found }
            FILTER(?found != ?g) }""",
    ),
    Promise(
        id="evidence-names-offsets",
        allowed="the IRI of evidence ends with its offsets, as in #char=10,42",
        found="another ending than its begin, {}, and its end ask for",
        query="""SELECT ?focus (nif:beginIndex AS ?path) ?found { GRAPH ?g { ?focus a oda:Evidence ;
                nif:beginIndex ?found ; nif:endIndex ?to }
            FILTER(!STRENDS(STR(?focus), CONCAT("#char=", STR(?found), ",", STR(?to)))) }""",
    ),
    Promise(
        id="evidence-shows-a-claim",
        allowed="evidence shows a claim or a sector claim",
        found="none",
        query="""SELECT ?focus { GRAPH ?g { ?focus a oda:Evidence }
            FILTER NOT EXISTS { GRAPH ?g { ?claim prov:wasDerivedFrom ?focus } } }""",
    ),
    # what is known, and what follows
    Promise(
        id="known-in-registry",
        allowed="preferred names, codes and links to what is known of an entity stand in the registry graph",
        found="in another graph: {}",
        query="""SELECT ?focus ?path ?found { GRAPH ?g { ?focus ?path ?found } FILTER(?path IN ($known))
            FILTER(?g NOT IN ($registry, $ontology)) }""",
    ),
    Promise(
        id="derived-in-inferred",
        allowed="the inverse of a relation and a role stand in the inferred graph",
        found="in another graph: {}",
        query="""SELECT ?focus ?path ?found { GRAPH ?g { ?focus ?path ?found }
            FILTER(?g NOT IN ($inferred, $ontology))
            FILTER(?path IN ($inverses) || (?path = rdf:type && ?found IN ($roles))) }""",
    ),
    Promise(
        id="derived-has-inference",
        allowed="a triple of the inferred graph stands beside the inference that tells its rule",
        found="no inference for {}",
        query="""SELECT ?focus ?path ?found { GRAPH $inferred { ?focus ?path ?found }
            MINUS { GRAPH $inferred { ?focus a oda:Inference } }
            MINUS { GRAPH $inferred { ?inference a oda:Inference ; rdf:subject ?focus ; rdf:predicate ?path ;
                rdf:object ?found ; oda:rule ?rule } } }""",
    ),
    Promise(
        id="inference-has-triple",
        allowed="an inference has its triple beside it in the inferred graph",
        found="no such triple",
        query="""SELECT ?focus { GRAPH ?g { ?focus a oda:Inference ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
            FILTER NOT EXISTS { GRAPH $inferred { ?focus a oda:Inference . ?s ?p ?o } } }""",
    ),
    Promise(
        id="derived-not-stated",
        allowed="what a text states is not derived once more",
        found="in the graph of a text, too: {}",
        query="""SELECT DISTINCT ?focus ?path ?found { GRAPH $inferred { ?focus ?path ?found }
            GRAPH ?g { ?focus ?path ?found } FILTER(?g != $inferred) }""",
    ),
    # the whole
    Promise(
        id="declared-terms",
        allowed="a property or class in the ontology's namespace is one that the ontology declares",
        found="{}",
        query="""SELECT DISTINCT ?focus ?path ?found {
            { { SELECT DISTINCT ?found { GRAPH ?h { ?s ?found ?o } } } GRAPH ?g { ?focus ?found ?x }
                BIND(?found AS ?path) }
            UNION { { SELECT DISTINCT ?found { GRAPH ?h { ?s a ?found } } } GRAPH ?g { ?focus a ?found }
                BIND(rdf:type AS ?path) }
            FILTER(STRSTARTS(STR(?found), STR(oda:))) FILTER NOT EXISTS { GRAPH $ontology { ?found a ?declared } } }""",
    ),
    Promise(
        id="no-blank-nodes",
        allowed="every thing in a graph has an IRI, there are no blank nodes",
        found="a blank node",
        query="SELECT DISTINCT ?focus ?path { GRAPH ?g { ?focus ?path ?o } FILTER(ISBLANK(?focus) || ISBLANK(?o)) }",
    ),
)


def broken_promises(store: Store, namespaces: Namespaces) -> Iterator[Broken]:
    """The places where a graph does not keep a promise, in the order of the promises."""
    terms, prefixes = _terms(namespaces), OUTSIDE | {"oda": namespaces.ontology}
    for promise in PROMISES:
        solutions = store.query(Template(promise.query).substitute(terms), prefixes=prefixes)
        for solution in solutions if isinstance(solutions, QuerySolutions) else ():
            focus = _value(solution, "focus")
            if focus is not None:
                path, found = _value(solution, "path"), _value(solution, "found")
                yield Broken(promise=promise, focus=focus, path=path, found=found)


def _terms(namespaces: Namespaces) -> dict[str, str]:
    """What the names with a dollar sign stand for."""
    codes = (*CODE_TERMS.values(), *(term for term, _ in CODE_LINKS.values()), *_LINKS)
    return {
        "relations": _listed(Predicate),
        "symmetric": _listed(predicate for predicate in Predicate if predicate.symmetric),
        "inverses": _listed(predicate.inverse for predicate in Predicate if not predicate.symmetric),
        "roles": _listed(Role),
        "known": f"skos:prefLabel, {_listed(codes)}",
        "inferred": f"<{namespaces.inferred_graph}>",
        "registry": f"<{namespaces.registry_graph}>",
        "ontology": f"<{namespaces.ontology_graph}>",
    }


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"oda:{name}" for name in names)


def _value(solution: QuerySolution, name: str) -> Value | None:
    # A query that asks for no ?path has none to give.
    try:
        value = solution[name]
    except KeyError:
        return None
    return value if isinstance(value, Value) else None
