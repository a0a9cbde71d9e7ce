"""How much each node of the page weighs by each measure, and how large it is drawn."""

import math
from collections import Counter
from collections.abc import Iterable

import networkx as nx

from graph.facts import GraphView
from graph.network import Network, between, pagerank

#: What the reader may size nodes by, and the words for it; the first is where the page starts.
MEASURES: dict[str, str] = {"degree": "Facts", "pagerank": "PageRank", "betweenness": "Betweenness"}
#: Betweenness is estimated from so many starting nodes; below that number it is exact.
PIVOTS = 2000

LEAST_RADIUS, MOST_RADIUS = 5.0, 36.0
#: Shares are kept to this many decimals, so that a last bit that differs between machines changes no page.
DECIMALS = 6


def labels(nodes: int) -> dict[str, str]:
    """The words for each measure on a page of so many nodes: an estimate says that it is one.

    >>> labels(5000)["betweenness"]
    'Betweenness (estimated)'
    """
    return MEASURES | ({"betweenness": f"{MEASURES['betweenness']} (estimated)"} if nodes > PIVOTS else {})


def weights(view: GraphView) -> list[tuple[float, ...]]:
    """The degree, PageRank and betweenness of each node, in the order of the view and of `MEASURES`.

    The degree counts facts that texts affirm, a fact of a thing with itself once.
    """
    network = _bare(view)
    ends = Counter(end for edge in view.edges for end in {edge.subject, edge.object})
    ranks = pagerank(network) if view.nodes else {}
    shares = between(network, pivots=PIVOTS)
    return [
        (ends[node.id], round(ranks.get(node.id, 0.0), DECIMALS), round(shares.get(node.id, 0.0), DECIMALS))
        for node in view.nodes
    ]


def _bare(view: GraphView) -> Network:
    """The network of a graph without all that measures do not ask: that takes most of the time."""
    network: Network = nx.MultiDiGraph()
    network.add_nodes_from(node.id for node in view.nodes)
    for edge in view.edges:
        if edge.affirmed:
            network.add_edge(edge.subject, edge.object, str(edge.predicate))
    return network


def radii(weights: Iterable[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """The radius of each node by each measure: areas grow with the measure, and every node can be seen.

    >>> radii([(0, 0.1, 0.0), (4, 0.4, 0.0)])
    [(5.0, 20.5, 5.0), (9.8, 36.0, 5.0)]
    """
    rows = list(weights)
    most = [max((row[column] for row in rows), default=0.0) for column in range(len(MEASURES))]
    return [(_by_degree(row[0]), *(_by_share(row[n], most[n]) for n in range(1, len(MEASURES)))) for row in rows]


def _by_degree(degree: float) -> float:
    return round(min(LEAST_RADIUS + 2.4 * math.sqrt(degree), MOST_RADIUS), 1)


def _by_share(share: float, most: float) -> float:
    part = math.sqrt(share / most) if most else 0.0
    return round(LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * part, 1)
