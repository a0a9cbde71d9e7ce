"""Structural holes: whose ties lead to people who are not tied to each other (Burt). On the undirected projection.

NetworkX has both measures; its own fill a matrix of all pairs, which takes 20 GB for 50,000 nodes, so these go over the
rows in lots. They give the same values.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array  # type: ignore[import-untyped]  # scipy ships no types

from graph.network.conversion import AnyGraph, undirected

#: Products of two rows that one lot may hold, some 12 bytes each.
LOT = 4_000_000

_Sparse = Any


def constraint(graph: AnyGraph) -> dict[str, float]:
    """How much of each node's effort goes to neighbours that are tied to its other neighbours; low means brokerage.

    The sum over the neighbours of (p_ij + sum over q of p_iq p_qj) squared, where p_ij is the share of i's weight that
    goes to j. It can pass 1 in small, closed networks. A node without ties has none and is left out.

    Source: Burt, Structural Holes, 1992, chapter 2; the same in American Journal of Sociology 110(2), 2004.
    """
    nodes, weights = _matrix(graph)
    shares = _scaled(weights, weights.sum(axis=1))
    found = np.zeros(len(nodes))
    for lot in _lots(shares):
        both = shares[lot] + shares[lot] @ shares
        found[lot] = (_where_tied(both, shares[lot]) ** 2).sum(axis=1)
    return _of_tied(nodes, weights, found)


def effective_size(graph: AnyGraph) -> dict[str, float]:
    """How many of each node's neighbours are not redundant: its degree, less what its neighbours have in common.

    The sum over the neighbours j of 1 - sum over q of p_iq m_jq, where p_iq is the share of i's weight that goes to q,
    and m_jq the weight between j and q by the largest weight of j. Without weights it is n - 2t/n for n neighbours with
    t ties among them (Borgatti). A node without ties has none and is left out.

    Source: Burt, Structural Holes, 1992, chapter 2; Borgatti, Connections 20(1), 35-38, 1997.
    """
    nodes, weights = _matrix(graph)
    if not nodes:
        return {}
    shares = _scaled(weights, weights.sum(axis=1))
    relative = _scaled(weights, weights.max(axis=1).toarray().ravel()).T.tocsr()
    found = np.zeros(len(nodes))
    for lot in _lots(shares):
        redundant = _where_tied(shares[lot] @ relative, shares[lot])
        found[lot] = np.diff(shares.indptr)[lot] - redundant.sum(axis=1)
    return _of_tied(nodes, weights, found)


def _matrix(graph: AnyGraph) -> tuple[list[str], _Sparse]:
    """The nodes in order and the weights between them, without loops."""
    projection = undirected(graph)
    nodes = list(projection)
    numbers = {node: number for number, node in enumerate(nodes)}
    ties = [(numbers[a], numbers[b], data.get("weight", 1)) for a, b, data in projection.edges(data=True) if a != b]
    one, two, weight = np.array(ties, dtype=np.float64).reshape(-1, 3).T
    ends = np.concatenate((one, two)).astype(int), np.concatenate((two, one)).astype(int)
    return nodes, csr_array((np.concatenate((weight, weight)), ends), shape=(len(nodes), len(nodes)))


def _scaled(matrix: _Sparse, by: NDArray[np.float64]) -> _Sparse:
    """The matrix with each row divided by a number; empty rows stay empty."""
    return csr_array(diags_array(1 / np.where(by == 0, 1.0, by)) @ matrix)


def _where_tied(values: _Sparse, tied: _Sparse) -> _Sparse:
    return values.multiply(tied != 0)


def _lots(matrix: _Sparse) -> Iterator[slice]:
    """Rows in lots whose products with the matrix stay below `LOT` entries."""
    entries = np.diff(matrix.indptr)
    work = np.minimum(abs(matrix).sign() @ entries, matrix.shape[0])
    first, filled = 0, 0.0
    for row, cost in enumerate(work):
        if filled + cost > LOT and row > first:
            yield slice(first, row)
            first, filled = row, 0.0
        filled += cost
    if matrix.shape[0]:
        yield slice(first, matrix.shape[0])


def _of_tied(nodes: list[str], weights: _Sparse, values: NDArray[np.float64]) -> dict[str, float]:
    tied = np.diff(weights.indptr) > 0
    return {node: value for node, value, has in zip(nodes, values.tolist(), tied, strict=True) if has}
