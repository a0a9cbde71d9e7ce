"""Networks of two kinds of things: is what the few reach a part of what the many reach, and do pairs share two?

They take a projection whose nodes have the attribute `bipartite` (`incidence`, `actors_by_countries`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

from graph.network.conversion import Projection
from ontology.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodf:
    """Nestedness from 0 to 100: of the first side (`rows`), of the second (`columns`), and of both.

    100 says that what anything is tied to is also tied to by everything with more ties, and no two have as many.
    """

    rows: float
    columns: float
    total: float


def nodf(bipartite: Projection) -> Nodf:
    """How nested the network is (nestedness metric based on overlap and decreasing fill), unweighted.

    For each pair on a side with different degrees, the share of the ties of the one with fewer that the other has too,
    in percent; 0 for a pair with the same degree. The mean over all pairs of a side, and of both sides.

    Source: Almeida-Neto, Guimaraes, Guimaraes, Loyola and Ulrich, Oikos 117, 1227-1239, 2008.

    Raises:
        InputError: the network has one kind of nodes.
    """
    first, second = sides(bipartite)
    matrix = np.asarray(
        nx.bipartite.biadjacency_matrix(bipartite, first, second, weight=None).toarray() if first and second else [[]]
    )
    sums, pairs = zip(*(_overlap(csr_array(one)) for one in (matrix, matrix.T)), strict=True)
    means = [100 * total / number if number else 0.0 for total, number in zip(sums, pairs, strict=True)]
    return Nodf(rows=means[0], columns=means[1], total=100 * sum(sums) / sum(pairs) if sum(pairs) else 0.0)


def _overlap(matrix: csr_array) -> tuple[float, int]:
    """The sum of overlaps over the pairs of rows, and the number of pairs."""
    degrees = np.diff(matrix.indptr)
    shared = (matrix @ matrix.T).tocoo()
    fewer = degrees[shared.row] < degrees[shared.col]
    total = (shared.data[fewer] / degrees[shared.row[fewer]]).sum()
    return float(total), len(degrees) * (len(degrees) - 1) // 2


def sides(bipartite: Projection) -> tuple[Sequence[str], Sequence[str]]:
    """The nodes of the two sides, each sorted.

    Raises:
        InputError: a node says no side.
    """
    found: tuple[list[str], list[str]] = ([], [])
    for node in sorted(bipartite):
        side = bipartite.nodes[node].get("bipartite")
        if side not in {0, 1}:
            raise InputError(f"bipartite: found {node!r} on no side, a network of two kinds of things is needed")
        found[side].append(node)
    return found


def bipartite_clustering(bipartite: Projection) -> dict[str, float]:
    """How much of their ties each node has in common with those of its side that it shares any with: a mean, 0 to 1.

    For two nodes: the ties that both have by the ties that either has.

    Source: Latapy, Magnien and Del Vecchio, Social Networks 30(1), 31-48, 2008.

    Raises:
        InputError: the network has one kind of nodes.
    """
    sides(bipartite)
    found: dict[str, float] = nx.bipartite.latapy_clustering(bipartite, mode="dot")
    return {node: found[node] for node in sorted(found)}


def robins_alexander(bipartite: Projection) -> float:
    """How often a path of three steps closes to a circle of four: whether two that share one thing share another.

    Source: Robins and Alexander, Computational and Mathematical Organization Theory 10, 69-94, 2004.

    Raises:
        InputError: the network has one kind of nodes.
    """
    sides(bipartite)
    if bipartite.number_of_edges() < 3:
        return 0.0
    value: float = nx.bipartite.robins_alexander_clustering(bipartite)
    return value
