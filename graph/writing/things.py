"""What the texts of a graph say of things, each triple once: the part of a graph that rules and counts go over.

A text's graph holds much more: of each claim what it says and how sure it is, of each sentence where it stands. That is
nine tenths of a graph, and no rule asks for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store, Triple

from graph.writing.terms import REIFICATION, TYPE, outside
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status

#: The classes of what a text's graph holds beside things.
_CLASSES = ("Claim", "Document", "Evidence", "SectorClaim")
#: What only such have.
_OF_CLAIMS = (
    *("amount", "confidence", "currency", "fiscalYear", "heading", "page", "participants", "rule", "status", "year"),
)
_LESS_FIRM: tuple[Status, ...] = tuple(status for status in Status if status.affirms and status is not Status.STATED)
_OF_EVIDENCE = (
    ("nif", ("beginIndex", "endIndex", "referenceContext")),
    ("oa", ("exact",)),
    ("prov", ("wasDerivedFrom", "wasQuotedFrom")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Triples about things, each once: `stated` ones, and by status those relations that no text states yet."""

    stated: Store
    others: Mapping[Status, tuple[Triple, ...]]

    def counts(self, *, relations: Iterable[str]) -> "ThingCounts":
        """How much is said of things; `relations` are the IRIs of the properties that count as such."""
        properties = Counter(_numbers(self.stated, "SELECT ?property (COUNT(*) AS ?n) { ?s ?property ?o }"))
        known = " ".join(f"<{iri}>" for iri in relations)
        ends = f"{{ VALUES ?p {{ {known} }} {{ ?end ?p ?o }} UNION {{ ?s ?p ?end }} }}"
        degrees = Counter(_numbers(self.stated, f"SELECT ?end (COUNT(*) AS ?n) {ends}"))
        for triple in chain.from_iterable(self.others.values()):
            properties[triple.predicate.value] += 1
            degrees.update(end.value for end in (triple.subject, triple.object) if isinstance(end, NamedNode))
        classes = Counter(_numbers(self.stated, f"SELECT ?class (COUNT(*) AS ?n) {{ ?s {TYPE} ?class }}"))
        return ThingCounts(properties=properties, classes=classes, degrees=degrees)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingCounts:
    """Triples about things by property, things by class, and by IRI the number of relations that a thing has."""

    properties: Mapping[str, int]
    classes: Mapping[str, int]
    degrees: Mapping[str, int]


def _numbers(store: Store, query: str) -> dict[str, int]:
    """What a query counts by its first variable."""
    name = query.split()[1]
    found = cast("QuerySolutions", store.query(f"{query} GROUP BY {name}"))
    return {value.value: int(number.value) for value, number in found if value is not None}


def things_in(store: Store, namespaces: Namespaces, *, properties: Iterable[str], classes: Iterable[str]) -> Things:
    """What the texts of a graph say of things.

    Args:
        store: the graph.
        namespaces: its IRIs.
        properties: the IRIs of all properties that a text's graph uses, and maybe more.
        classes: the same of classes.
    """
    others = _others(store, namespaces)
    # Names are compared by their keys, so that the engine need not read them.
    graphs = (graph for graph in store.named_graphs() if not _is_text(graph, namespaces))
    apart = "".join(sorted(f" && !sameTerm(?graph, {graph})" for graph in graphs))
    stated = Store()
    for predicate, object_ in (
        *((iri, "?object") for iri in sorted({*properties} - _of_others(namespaces) - {TYPE.value})),
        *((TYPE.value, f"<{iri}>") for iri in sorted({*classes} - _classes(namespaces))),
    ):
        # Text from engine to engine, so that no triple becomes a value of Python.
        said = store.query(_SAID.format(predicate=predicate, object=object_, apart=apart))
        lines = cast("QueryTriples", said).serialize(format=RdfFormat.N_TRIPLES)
        stated.bulk_load(lines, RdfFormat.N_TRIPLES)
    for triple in chain.from_iterable(others.values()):
        stated.remove(Quad(*triple))
    return Things(stated=stated, others={status: tuple(triples) for status, triples in others.items()})


def _is_text(graph: object, namespaces: Namespaces) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(namespaces.source(""))


def _of_others(namespaces: Namespaces) -> set[str]:
    known = {namespaces.term(name) for name in _OF_CLAIMS} | {term.value for term in REIFICATION}
    return known | {outside(prefix, name).value for prefix, names in _OF_EVIDENCE for name in names}


def _classes(namespaces: Namespaces) -> set[str]:
    return {outside("oa", "TextQuoteSelector").value, *(namespaces.term(name) for name in _CLASSES)}


#: What the graphs of texts say in one property. What is known of a text itself is left out: its IRI is the graph's.
_SAID = """
CONSTRUCT {{ ?subject <{predicate}> {object} }} WHERE {{
  GRAPH ?graph {{ ?subject <{predicate}> {object} }}
  FILTER(!sameTerm(?subject, ?graph){apart})
}}
"""


def _others(store: Store, namespaces: Namespaces) -> Mapping[Status, list[Triple]]:
    """The relations that texts plan or propose and none states, by the firmest way in which one puts them."""
    firmest: dict[Triple, Status] = {}
    for status in _LESS_FIRM:
        for claim in store.quads_for_pattern(None, _term("status", namespaces), Literal(status.value), None):
            triple = _said(store, claim) if _is_text(claim.graph_name, namespaces) else None
            if triple is not None:
                firmest.setdefault(triple, status)  # the firmest status comes first
    found: dict[Status, list[Triple]] = defaultdict(list)
    for triple, status in firmest.items():
        if not _is_stated(store, triple, namespaces):
            found[status].append(triple)
    return found


def _said(store: Store, claim: Quad) -> Triple | None:
    """What a claim says; None of one whose ends are not all there."""
    said = {
        quad.predicate: quad.object for quad in store.quads_for_pattern(claim.subject, None, None, claim.graph_name)
    }
    ends = [said.get(end) for end in REIFICATION]
    return Triple(*ends) if all(isinstance(end, NamedNode) for end in ends) else None  # type: ignore[arg-type]


def _is_stated(store: Store, triple: Triple, namespaces: Namespaces) -> bool:
    """Whether a text states a relation: one of those whose graphs have it has a claim of it that is stated."""
    subject, predicate, object_ = REIFICATION
    status, stated = _term("status", namespaces), Literal(Status.STATED.value)
    return any(
        Quad(claim.subject, predicate, triple.predicate, graph) in store
        and Quad(claim.subject, object_, triple.object, graph) in store
        and Quad(claim.subject, status, stated, graph) in store
        for graph in {
            quad.graph_name for quad in store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        }
        if _is_text(graph, namespaces)
        for claim in store.quads_for_pattern(None, subject, triple.subject, graph)
    )


def _term(name: str, namespaces: Namespaces) -> NamedNode:
    return NamedNode(namespaces.term(name))
