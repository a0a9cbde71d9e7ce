"""The usual way to a network's measures: ``python -m graph.bench.peer_network GRAPH.graphml STARTS``, seconds as JSON.

networkx reads the GraphML, and its own functions give what our default table has: degrees, PageRank, betweenness from
so many starting nodes (0: from all), communities.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import networkx as nx

SEED = 1

_T = TypeVar("_T")


def measure_steps(path: str, starts: int) -> None:
    """Writes the seconds of each step as a line of JSON as soon as it is done, so that a stopped run has told some."""
    network = _timed("networkx reads our GraphML", lambda: nx.read_graphml(path, force_multigraph=True))
    ties: nx.Graph[str] = nx.Graph(network.to_undirected(as_view=True))
    ties.remove_edges_from(list(nx.selfloop_edges(ties)))
    _timed("networkx: degrees", lambda: dict(network.degree()))
    _timed("networkx: PageRank", lambda: nx.pagerank(nx.DiGraph(network)))
    _timed("networkx: betweenness", lambda: nx.betweenness_centrality(ties, k=starts or None, seed=SEED))
    _timed("networkx: communities", lambda: nx.community.louvain_communities(ties, seed=SEED))


def _timed(name: str, step: Callable[[], _T]) -> _T:
    start = time.perf_counter()
    found = step()
    sys.stdout.write(json.dumps([name, round(time.perf_counter() - start, 2)]) + "\n")
    sys.stdout.flush()
    return found


def main() -> None:
    """Measures the network of the file; the arguments are the file and the number of starting nodes."""
    path, starts = sys.argv[1:]
    measure_steps(path, int(starts))


if __name__ == "__main__":
    main()
