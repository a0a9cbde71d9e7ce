"""The graph as a NetworkX network, and measures of its nodes.

The network is directed and keyed by predicate, as the relations are. What is measured without direction is measured on
`simple`, the one projection used here: an edge between two things that any relation joins, weighted by how many do.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from graph.betweenness import betweenness
from graph.facts import Edge, EdgeClaim, GraphView, Node
from ontology.errors import InputError
from ontology.vocabulary import Predicate

#: Where the random choices of Louvain and of the pivots begin; the same seed gives the same outcome.
SEED = 1
#: How far PageRank follows relations before it starts anew: the value of Brin and Page.
DAMPING = 0.85
#: Decimals kept of every share, so that a last bit that differs between machines changes no output.
DECIMALS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMeasures:
    """One row of the table of measures.

    `degree`, `in_degree` and `out_degree` count relations; a symmetric one counts once in `degree` and once in both of
    the others. `pagerank` sums to 1 over the network; `betweenness` is from 0 to 1;
    `community` numbers from 1, the largest first.
    """

    id: str
    iri: str
    name: str
    type: str
    degree: int
    in_degree: int
    out_degree: int
    pagerank: float
    betweenness: float
    community: int


def to_networkx(
    view: GraphView,
    *,
    predicates: Collection[str] | None = None,
    documents: Collection[str] | None = None,
    min_confidence: float = 0.0,
    isolates: bool = False,
) -> "nx.MultiDiGraph[str]":
    """A network of entities (by id) and relations (keyed by predicate), in the order of the view.

    What texts deny does not count, and of the rest the claims that pass every filter (None lets all pass). A relation
    without such a claim is left out, and so is an entity without a relation, unless `isolates` is set.

    Node attributes: `name`, `type`, `group`, `iri`. Edge attributes, over the claims that count: `predicate`,
    `evidence` (number of sentences), `confidence` (the highest), `statuses` (a tuple, the firmest first), and as sorted
    tuples `years`, `amounts` (pairs of currency and amount), `participants` (numbers of people) and `sources` (ids of
    documents).

    Raises:
        InputError: a predicate that the ontology does not know, or a document that the graph does not.
    """
    _check("predicate", predicates, [str(predicate) for predicate in Predicate])
    _check("document", documents, [document.id for document in view.documents])

    def counts(claim: EdgeClaim) -> bool:
        sure = claim.confidence >= min_confidence
        return sure and (documents is None or claim.document in documents)

    chosen = [edge for edge in view.edges if predicates is None or edge.predicate in predicates]
    relations = [(edge, claims) for edge in chosen if (claims := tuple(filter(counts, edge.affirmed)))]
    joined = {end for edge, _ in relations for end in (edge.subject, edge.object)}
    if isolates:
        joined |= {node.id for node in view.nodes if documents is None or not set(documents).isdisjoint(node.sources)}
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((node.id, _node_attributes(node)) for node in view.nodes if node.id in joined)
    for edge, claims in relations:
        network.add_edge(edge.subject, edge.object, str(edge.predicate), **_edge_attributes(edge, claims))
    return network


def _check(what: str, found: Collection[str] | None, allowed: Collection[str]) -> None:
    for unknown in sorted(set(found or ()) - set(allowed)):
        raise InputError(f"{what}: found {unknown!r}, {', '.join(allowed) or 'none'} is allowed")


def _node_attributes(node: Node) -> dict[str, str]:
    return {"name": node.name, "type": str(node.type), "group": str(node.group), "iri": node.iri}


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
    }


def simple(network: "nx.MultiDiGraph[str]") -> "nx.Graph[str]":
    """The undirected projection: one edge between two nodes with any relation, `weight` the number of relations.

    Nodes are sorted and keep their attributes; a relation of a thing to itself is left out.
    """
    weights = Counter(frozenset(ends) for ends in network.edges() if ends[0] != ends[1])
    projection: nx.Graph[str] = nx.Graph()
    projection.add_nodes_from(sorted(network.nodes(data=True)))
    projection.add_weighted_edges_from(sorted((min(pair), max(pair), weight) for pair, weight in weights.items()))
    return projection


def _numbered(projection: "nx.Graph[str]") -> "nx.Graph[int]":
    """The same with nodes numbered from 0, in order."""
    numbers = {node: number for number, node in enumerate(projection)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(numbers.values())
    for start, end, attributes in projection.edges(data=True):
        numbered.add_edge(numbers[start], numbers[end], **attributes)
    return numbered


def communities(
    network: "nx.MultiDiGraph[str]", *, resolution: float = 1.0, seed: int = SEED
) -> tuple[tuple[str, ...], ...]:
    """Groups of nodes with more relations inside than chance would give, the largest first, each sorted.

    Louvain on the weighted undirected projection; a higher `resolution` gives smaller groups. Nodes go in as numbers,
    for sets of strings would be walked in another order in every run.

    Source: Blondel, Guillaume, Lambiotte and Lefebvre, Journal of Statistical Mechanics 2008, P10008.
    Limits: a local optimum of modularity, which does not see groups much smaller than the network (Fortunato and
        Barthelemy, PNAS 104(1), 36-41, 2007).
    """
    projection = simple(network)
    names = list(projection)
    numbered = _numbered(projection)
    found = nx.community.louvain_communities(numbered, weight="weight", resolution=resolution, seed=seed)
    groups = (tuple(sorted(names[number] for number in group)) for group in found)
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def pagerank(network: "nx.MultiDiGraph[str]", *, damping: float = DAMPING) -> dict[str, float]:
    """The share of time that a walk along relations, doer to done-to, spends at each node; the shares sum to 1.

    Each relation weighs the same, and a symmetric one is walked both ways. So a thing ranks high when much is done for
    it or in it by things that rank high.

    Source: Brin and Page, Computer Networks and ISDN Systems 30, 107-117, 1998.
    """
    walk: nx.DiGraph[str] = nx.DiGraph()
    walk.add_nodes_from(sorted(network))
    walk.add_weighted_edges_from(sorted((*ends, weight) for ends, weight in Counter(_directed(network)).items()))
    ranks: dict[str, float] = nx.pagerank(walk, alpha=damping, max_iter=1000, tol=1e-12, weight="weight")
    return ranks


def _directed(network: "nx.MultiDiGraph[str]") -> list[tuple[str, str]]:
    """The ends of each relation, a symmetric one both ways."""
    edges = list(network.edges(keys=True))
    back = [(end, start) for start, end, key in edges if Predicate(key).symmetric and start != end]
    return [(start, end) for start, end, _ in edges] + back


def between(network: "nx.MultiDiGraph[str]", *, pivots: int | None = None, seed: int = SEED) -> dict[str, float]:
    """The share of shortest paths between two others that pass each node of the undirected projection, unweighted.

    `pivots` estimates it from that many starting nodes, drawn with the seed; use it above some 5,000 nodes.

    Source: see `graph.betweenness`.
    """
    projection = simple(network)
    drawn: list[int] | None = None
    if pivots is not None and pivots < len(projection):
        drawn = np.random.default_rng(seed).choice(len(projection), size=pivots, replace=False).tolist()
    shares = betweenness(len(projection), list(_numbered(projection).edges()), drawn)
    return dict(zip(projection, shares.tolist(), strict=True))


def measures(
    network: "nx.MultiDiGraph[str]", *, pivots: int | None = None, seed: int = SEED
) -> tuple[NodeMeasures, ...]:
    """One row for each node, those with the most relations first; the same network gives the same bytes.

    Degrees and PageRank follow the direction of relations; betweenness and communities see the undirected projection.
    `pivots` makes betweenness an estimate; see `between`.
    """
    ranks, shares = pagerank(network), between(network, pivots=pivots, seed=seed)
    outward = Counter(start for start, _ in _directed(network))
    inward = Counter(end for _, end in _directed(network))
    places = {node: place for place, group in enumerate(communities(network, seed=seed), 1) for node in group}
    rows = (
        NodeMeasures(
            id=node,
            iri=data["iri"],
            name=data["name"],
            type=data["type"],
            degree=network.degree(node),
            in_degree=inward[node],
            out_degree=outward[node],
            pagerank=round(ranks[node], DECIMALS),
            betweenness=round(shares[node], DECIMALS),
            community=places[node],
        )
        for node, data in network.nodes(data=True)
    )
    return tuple(sorted(rows, key=lambda row: (-row.degree, row.id)))
