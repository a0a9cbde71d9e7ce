"""What a faster engine does where it is installed: rustworkx, for cores and closed triples.

It is used where it gains by half at least and gives the same; without it NetworkX does the same work. Loops of a
projection count nowhere here.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import networkx as nx

from graph.network.conversion import AnyGraph, Projection, undirected


def engine() -> Any | None:
    """The module of the faster engine; None where it is not installed."""
    return import_module("rustworkx") if find_spec("rustworkx") else None


def cores(graph: AnyGraph) -> dict[str, int]:
    """The largest k for which each node is in the k-core, the part in which all have k ties among themselves.

    Counts neighbours in the undirected projection, unweighted.

    Source: Seidman, Social Networks 5(3), 269-287, 1983; Batagelj and Zaversnik, arXiv cs/0310049, 2003.
    """
    projection, fast = _without_loops(undirected(graph)), engine()
    if fast is None:
        numbers: dict[str, int] = nx.core_number(projection)
        return numbers
    found = fast.core_number(_copied(fast, projection))
    return {node: int(found[number]) for number, node in enumerate(projection)}


def transitivity(graph: AnyGraph) -> float:
    """The share of two ties that meet whose other ends are tied too, in the undirected projection, unweighted.

    Source: Newman, SIAM Review 45(2), 167-256, 2003, as three times the triangles by the connected triples.
    """
    projection, fast = _without_loops(undirected(graph)), engine()
    return float(nx.transitivity(projection) if fast is None else fast.transitivity(_copied(fast, projection)))


def _without_loops(projection: Projection) -> "nx.Graph[str]":
    loops = list(nx.selfloop_edges(projection))
    if not loops:
        return projection
    found: nx.Graph[str] = nx.Graph(projection)
    found.remove_edges_from(loops)
    return found


def _copied(fast: Any, projection: Projection) -> Any:
    """The projection as the faster engine has it, with nodes numbered from 0, in order."""
    numbers = {node: number for number, node in enumerate(projection)}
    copy = fast.PyGraph(multigraph=False)
    copy.add_nodes_from(list(numbers.values()))
    copy.extend_from_edge_list([(numbers[start], numbers[end]) for start, end in projection.edges()])
    return copy
