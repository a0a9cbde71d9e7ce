"""The default table: one row for each node with the measures that most questions begin with."""

from dataclasses import dataclass

from graph.network.centrality import between, degrees, pagerank
from graph.network.conversion import DECIMALS, SEED, AnyGraph, undirected
from graph.network.grouping import communities


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


def measures(graph: AnyGraph, *, pivots: int | None = None, seed: int = SEED) -> tuple[NodeMeasures, ...]:
    """One row for each node, those with the most relations first; the same network gives the same bytes.

    Degrees and PageRank follow the direction of relations; betweenness and communities see the undirected projection.
    `pivots` makes betweenness an estimate; see `between`.
    """
    ties = undirected(graph)
    ranks, shares, counts = pagerank(graph), between(ties, pivots=pivots, seed=seed), degrees(graph)
    places = {node: place for place, group in enumerate(communities(ties, seed=seed), 1) for node in group}
    rows = (
        NodeMeasures(
            id=node,
            iri=data["iri"],
            name=data["name"],
            type=data["type"],
            degree=counts[node][0],
            in_degree=counts[node][1],
            out_degree=counts[node][2],
            pagerank=round(ranks[node], DECIMALS),
            betweenness=round(shares[node], DECIMALS),
            community=places[node],
        )
        for node, data in graph.nodes(data=True)
    )
    return tuple(sorted(rows, key=lambda row: (-row.degree, row.id)))
