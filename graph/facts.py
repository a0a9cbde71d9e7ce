"""The graph as frozen values: what the network, the page, the exports and the differences are made from.

Reading is one pass over the source graphs and the registry; the ontology and what rules derive are left aside. The
values themselves are in `graph.values`; import them from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad

from graph.opening import Place, opened
from graph.readable import Readable
from graph.values import CODE_LINKS, CODE_TERMS, Edge, EdgeClaim, GraphView, Node, NodeSector, Quote, SourceText
from ontology.errors import GraphError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType, Predicate, Status

__all__ = [
    "CODE_TERMS",
    "Edge",
    "EdgeClaim",
    "GraphView",
    "Node",
    "NodeSector",
    "Quote",
    "SourceText",
    "from_quads",
    "load_graph",
    "open_view",
]


def open_view(out: Place) -> GraphView:
    """The graph of an output folder, or at an address, as frozen values.

    Raises:
        GraphError: there is no graph in the folder, or it breaks the contract of the output.
        EndpointError: there is none at the address.
    """
    return load_graph(*opened(out).store_and_names)


def load_graph(store: Readable, namespaces: Namespaces) -> GraphView:
    """The graph of a store as frozen values.

    Raises:
        GraphError: the store breaks the contract of the output (`odagraph validate` names each fault).
    """
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    wanted = [graph for graph in graphs if graph not in (namespaces.ontology_graph, namespaces.inferred_graph)]
    stated = (quad for graph in wanted for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)))
    labels = store.quads_for_pattern(None, NamedNode(_PREF_LABEL), None, NamedNode(namespaces.ontology_graph))
    return from_quads(chain(stated, labels), namespaces)


def from_quads(quads: Iterable[Quad], namespaces: Namespaces) -> GraphView:
    """The same from quads in any order: the inverse of `graph.writing.dataset.to_quads`, as far as RDF holds it.

    Raises:
        GraphError: the quads break the contract of the output.
    """
    reader = _Reader(namespaces, _collect(quads))
    try:
        nodes, (edges, denied) = reader.nodes(), reader.edges()
        _check(nodes, edges, denied)
        return GraphView(nodes=nodes, edges=edges, documents=reader.documents(), denied=denied)
    except ValueError as error:
        raise GraphError(f"graph: found {error}, see `odagraph validate` for what is allowed") from None


def _check(nodes: Iterable[Node], edges: tuple[Edge, ...], denied: tuple[Edge, ...]) -> None:
    known = {node.id for node in nodes}
    for edge in (*edges, *denied):
        if not {edge.subject, edge.object} <= known:
            raise ValueError(f"{' '.join(edge.key)} with an end that has no type")
        if not all(claim.evidence for claim in edge.claims) or not edge.claims:
            raise ValueError(f"{' '.join(edge.key)} without evidence")
    for edge in edges:
        if not edge.affirmed:
            raise ValueError(f"{' '.join(edge.key)} with denials only")


# Graph → subject → predicate → values. Values are plain strings: no property of ours holds both IRIs and literals.
_Properties = Mapping[str, list[str]]
_Graphs = Mapping[str, Mapping[str, _Properties]]


def _collect(quads: Iterable[Quad]) -> _Graphs:
    graphs: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for subject, predicate, object_, graph in quads:
        graphs[graph.value][subject.value][predicate.value].append(object_.value)
    return graphs


_TYPE = OUTSIDE["rdf"] + "type"
_ALT_LABEL = OUTSIDE["skos"] + "altLabel"
_PREF_LABEL = OUTSIDE["skos"] + "prefLabel"
_NOTE = OUTSIDE["skos"] + "editorialNote"
_DERIVED = OUTSIDE["prov"] + "wasDerivedFrom"
_SUBJECT = OUTSIDE["rdf"] + "subject"
_OBJECT = OUTSIDE["rdf"] + "object"


class _Reader:
    """Interprets collected quads; holds nothing but what it was given."""

    def __init__(self, namespaces: Namespaces, graphs: _Graphs) -> None:
        self._namespaces = namespaces
        self._id_prefix = f"{namespaces.base}id/"
        self._registry = graphs.get(namespaces.registry_graph, {})
        self._concepts = graphs.get(namespaces.ontology_graph, {})
        prefix = namespaces.source("")
        named = {unquote(iri.removeprefix(prefix)): graph for iri, graph in graphs.items() if iri.startswith(prefix)}
        self._sources = dict(sorted(named.items()))

    def documents(self) -> tuple[SourceText, ...]:
        return tuple(self._document(name) for name in self._sources)

    def _document(self, name: str) -> SourceText:
        iri = self._namespaces.source(name)
        known = self._sources[name].get(iri, {})
        terms = {"title": "title", "publisher": "publisher", "series": "isPartOf", "licence": "license"}
        issued = _one(known, OUTSIDE["dcterms"] + "issued")
        fields = {field: _one(known, OUTSIDE["dcterms"] + term) for field, term in terms.items()}
        fields |= {"language": _one(known, OUTSIDE["dcterms"] + "language"), "date": issued if "-" in issued else ""}
        return SourceText(id=name, iri=iri, year=int(issued[:4]) if issued else None, **fields)

    def nodes(self) -> tuple[Node, ...]:
        types: dict[str, str] = {}
        names: dict[str, set[str]] = defaultdict(set)
        sources: dict[str, list[str]] = defaultdict(list)
        for source, iri, properties in self._entities():
            types[iri] = _one(properties, _TYPE)
            names[iri].update(properties.get(_ALT_LABEL, ()))
            sources[iri].append(source)
        sectors = self._sectors()
        return tuple(
            self._node(iri, types[iri], tuple(sorted(names[iri])), tuple(sources[iri]), sectors.get(iri, ()))
            for iri in sorted(types, key=self._id)
        )

    def _entities(self) -> Iterator[tuple[str, str, _Properties]]:
        for source, subjects in self._sources.items():
            for iri, properties in subjects.items():
                if iri.startswith(self._id_prefix) and _TYPE in properties:
                    yield source, iri, properties

    def _node(
        self, iri: str, type_: str, names: tuple[str, ...], sources: tuple[str, ...], sectors: Sequence[NodeSector]
    ) -> Node:
        known = self._registry.get(iri, {})
        codes = [(field, _one(known, self._namespaces.term(term))) for field, term in CODE_TERMS.items()]
        codes += [
            (field, _one(known, self._namespaces.term(term)).removeprefix(self._namespaces.code(scheme, "")))
            for field, (term, scheme) in CODE_LINKS.items()
        ]
        return Node(
            id=self._id(iri),
            iri=iri,
            type=EntityType(type_.removeprefix(self._namespaces.ontology)),
            name=_one(known, _PREF_LABEL) or next(iter(names), self._id(iri)),
            names=names,
            codes=tuple((field, code) for field, code in codes if code),
            sources=sources,
            notes=tuple(sorted(known.get(_NOTE, ()))),
            parent=self._id(_one(known, self._namespaces.term("knownParent"))),
            country=self._id(_one(known, self._namespaces.term("knownCountry"))),
            sectors=tuple(sorted(sectors, key=lambda sector: (-sector.confidence, sector.code, sector.document))),
        )

    def _sectors(self) -> Mapping[str, list[NodeSector]]:
        """What the texts show of sectors, by the IRI of the entity."""
        found: dict[str, list[NodeSector]] = defaultdict(list)
        sector_claim = self._namespaces.term("SectorClaim")
        for source, subjects in self._sources.items():
            for iri, properties in subjects.items():
                if sector_claim in properties.get(_TYPE, ()):
                    found[_one(properties, _SUBJECT)].append(self._sector(source, iri, properties))
        return found

    def _sector(self, source: str, iri: str, properties: _Properties) -> NodeSector:
        concept = _one(properties, _OBJECT)
        return NodeSector(
            code=concept.removeprefix(self._namespaces.code("sector", "")),
            label=_one(self._concepts.get(concept, {}), _PREF_LABEL),
            confidence=float(_one(properties, self._namespaces.term("confidence"))),
            document=source,
            evidence=self._quotes(source, properties),
            iri=iri,
            rule=_one(properties, self._namespaces.term("rule")),
        )

    def edges(self) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
        """Edges with a direct triple, and the others."""
        direct = self._direct()
        claims: dict[tuple[str, Predicate, str], list[EdgeClaim]] = {key: [] for key in direct}
        for key, claim in sorted(self._claims(), key=lambda pair: (pair[1].status.rank, pair[1].document, pair[1].iri)):
            claims.setdefault(key, []).append(claim)
        edges = [Edge(subject=s, predicate=p, object=o, claims=tuple(claims[s, p, o])) for s, p, o in sorted(claims)]
        return tuple(e for e in edges if e.key in direct), tuple(e for e in edges if e.key not in direct)

    def _direct(self) -> set[tuple[str, Predicate, str]]:
        terms = {self._namespaces.term(predicate): predicate for predicate in Predicate}
        return {
            (self._id(iri), terms[term], self._id(object_))
            for _, iri, properties in self._entities()
            for term in properties
            if term in terms
            for object_ in properties[term]
        }

    def _claims(self) -> Iterator[tuple[tuple[str, Predicate, str], EdgeClaim]]:
        claim_type = self._namespaces.term("Claim")
        for source, subjects in self._sources.items():
            for iri, properties in subjects.items():
                if claim_type in properties.get(_TYPE, ()):
                    yield self._key(properties), self._claim(source, iri, properties)

    def _key(self, properties: _Properties) -> tuple[str, Predicate, str]:
        rdf, ontology = OUTSIDE["rdf"], self._namespaces.ontology
        predicate = Predicate(_one(properties, rdf + "predicate").removeprefix(ontology))
        return self._id(_one(properties, rdf + "subject")), predicate, self._id(_one(properties, rdf + "object"))

    def _claim(self, source: str, iri: str, properties: _Properties) -> EdgeClaim:
        def said(name: str) -> str:
            return _one(properties, self._namespaces.term(name))

        return EdgeClaim(
            iri=iri,
            document=source,
            confidence=float(said("confidence")),
            rule=said("rule"),
            status=Status(said("status")),
            evidence=self._quotes(source, properties),
            year=int(said("year")) if said("year") else None,
            fiscal=bool(said("fiscalYear")),
            amount=float(said("amount")) if said("amount") else None,
            currency=said("currency"),
            participants=int(said("participants")) if said("participants") else None,
        )

    def _quotes(self, source: str, properties: _Properties) -> tuple[Quote, ...]:
        """What shows a claim, in text order."""
        quotes = (self._quote(source, iri) for iri in properties.get(_DERIVED, ()))
        return tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end, quote.text)))

    def _quote(self, source: str, iri: str) -> Quote:
        properties = self._sources[source].get(iri, {})
        return Quote(
            document=source,
            start=int(_one(properties, OUTSIDE["nif"] + "beginIndex")),
            end=int(_one(properties, OUTSIDE["nif"] + "endIndex")),
            text=_one(properties, OUTSIDE["oa"] + "exact"),
            heading=_one(properties, self._namespaces.term("heading")),
            page=int(_one(properties, self._namespaces.term("page")) or 0) or None,
        )

    def _id(self, iri: str) -> str:
        return unquote(iri.removeprefix(self._id_prefix))


def _one(properties: _Properties, term: str) -> str:
    """The value of a property, the first in order where a faulty graph has more; empty where there is none."""
    return min(properties.get(term, ()), default="")
