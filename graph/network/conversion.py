"""The graph as a NetworkX network, keyed by relation, and what other modules read off it without direction."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias, Unpack

import networkx as nx

from graph.facts import Edge, EdgeClaim, GraphView, Node
from graph.network.filters import Filters, region_of, understood
from graph.region_names import region_names
from ontology.vocabulary import Predicate

#: Entities (by id) and relations (keyed by predicate).
Network: TypeAlias = "nx.MultiDiGraph[str]"
#: Entities and undirected, weighted ties between them.
Projection: TypeAlias = "nx.Graph[str]"
#: Either of the two: what most measures take.
AnyGraph: TypeAlias = "nx.MultiDiGraph[str] | nx.Graph[str]"

#: Where random choices begin; the same seed gives the same outcome.
SEED = 1
#: Decimals kept of every share, so that a last bit that differs between machines changes no output.
DECIMALS = 8


def to_networkx(view: GraphView, **filters: Unpack[Filters]) -> "nx.MultiDiGraph[str]":
    """A network of entities (by id) and relations (keyed by predicate), in the order of the view.

    What texts deny does not count, and of the rest the claims that pass every filter (see `Filters`). A relation
    without such a claim is left out, and so is an entity without a relation, unless `isolates` is set.

    Node attributes: `name`, `type`, `group`, `iri`, `region` (M49 code of a country's subregion, else empty),
    `region_name`, and `sectors` (a sorted tuple of the codes that texts show).

    Edge attributes, over the claims that count: `predicate`, `evidence` (number of sentences), `confidence` (the
    highest), `statuses` (a tuple, the firmest first), and as sorted tuples `years`, `amounts` (pairs of currency and
    amount), `participants` (numbers of people), `sources` (ids of documents) and `sentences` (document, start, end).

    Raises:
        InputError: a filter names what neither the ontology nor the graph knows.
    """
    wanted = understood(view, filters)
    types = {node.id: node.type for node in view.nodes}
    chosen = ((edge, edge.affirmed) for edge in view.edges if wanted.takes_edge(edge, types))
    kept = ((edge, tuple(filter(wanted.takes_claim, claims))) for edge, claims in chosen)
    relations = [(edge, claims) for edge, claims in kept if claims]
    joined = {end for edge, _ in relations for end in (edge.subject, edge.object)}
    if wanted.isolates:
        joined |= {node.id for node in view.nodes if wanted.takes_node(node)}
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((node.id, _node_attributes(node)) for node in view.nodes if node.id in joined)
    for edge, claims in relations:
        network.add_edge(edge.subject, edge.object, str(edge.predicate), **_edge_attributes(edge, claims))
    return network


def _node_attributes(node: Node) -> dict[str, object]:
    region = region_of(node)
    return {
        "name": node.name,
        "type": str(node.type),
        "group": str(node.group),
        "iri": node.iri,
        "region": region,
        "region_name": region_names().get(region, region),
        "sectors": tuple(sorted({sector.code for sector in node.sectors})),
    }


def _edge_attributes(edge: Edge, claims: Sequence[EdgeClaim]) -> dict[str, object]:
    return {
        "predicate": str(edge.predicate),
        "evidence": sum(len(claim.evidence) for claim in claims),
        "confidence": max(claim.confidence for claim in claims),
        "statuses": tuple(dict.fromkeys(str(claim.status) for claim in claims)),
        "years": tuple(sorted({claim.year for claim in claims if claim.year is not None})),
        "amounts": tuple(sorted({(claim.currency, claim.amount) for claim in claims if claim.amount is not None})),
        "participants": tuple(sorted({claim.participants for claim in claims if claim.participants is not None})),
        "sources": tuple(sorted({claim.document for claim in claims})),
        "sentences": tuple(
            sorted({(quote.document, quote.start, quote.end) for claim in claims for quote in claim.evidence})
        ),
    }


def sentences_of(network: Network) -> tuple[tuple[str, int, int], ...]:
    """The sentences that show the relations of a network, each once: document, start and end; sorted."""
    return tuple(sorted({one for _, _, edge in network.edges(data=True) for one in edge["sentences"]}))


def simple(network: "nx.MultiDiGraph[str]") -> "nx.Graph[str]":
    """The undirected projection: one edge between two nodes with any relation, `weight` the number of relations.

    Nodes are sorted and keep their attributes; a relation of a thing to itself is left out.
    """
    weights = Counter(frozenset(ends) for ends in network.edges() if ends[0] != ends[1])
    projection: nx.Graph[str] = nx.Graph(name="simple", weighting="relations between the two")
    projection.add_nodes_from(sorted(network.nodes(data=True), key=lambda node: node[0]))
    projection.add_weighted_edges_from(sorted((min(pair), max(pair), weight) for pair, weight in weights.items()))
    return projection


def undirected(graph: AnyGraph) -> "nx.Graph[str]":
    """A projection as it is; of a network, its undirected projection (`simple`)."""
    return simple(graph) if isinstance(graph, nx.MultiDiGraph) else graph


def arcs(graph: AnyGraph) -> "Counter[tuple[str, str]]":
    """From where to where one can go, with weights: a relation from doer to done-to, a symmetric one both ways.

    In a network each relation weighs 1; a tie of a projection goes both ways and has its weight.
    """
    if not isinstance(graph, nx.MultiDiGraph):
        ties = [(start, end, tie.get("weight", 1)) for start, end, tie in graph.edges(data=True)]
        both = [*ties, *((end, start, weight) for start, end, weight in ties if start != end)]
        return Counter({(start, end): weight for start, end, weight in both})
    edges = list(graph.edges(keys=True))
    back = ((end, start) for start, end, key in edges if Predicate(key).symmetric and start != end)
    return Counter([*((start, end) for start, end, _ in edges), *back])


def directed(graph: AnyGraph) -> "nx.DiGraph[str]":
    """What `arcs` gives as a directed graph with sorted nodes; parallel relations are one arc of a larger weight."""
    walk: nx.DiGraph[str] = nx.DiGraph()
    walk.add_nodes_from(sorted(graph))
    walk.add_weighted_edges_from(sorted((*ends, weight) for ends, weight in arcs(graph).items()))
    return walk


def numbered(projection: Projection) -> "nx.Graph[int]":
    """The same with nodes numbered from 0, in order."""
    numbers = {node: number for number, node in enumerate(projection)}
    found: nx.Graph[int] = nx.Graph()
    found.add_nodes_from(numbers.values())
    for start, end, attributes in projection.edges(data=True):
        found.add_edge(numbers[start], numbers[end], weight=attributes.get("weight", 1))
    return found
