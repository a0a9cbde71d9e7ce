"""How often a node lies on the shortest paths between others, for many sources at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

#: So many sources are served by one pass: what it works on is a few lines of the cache for each node.
AT_ONCE = 8

Floats = NDArray[np.float64]
Levels = NDArray[np.int32]
# A sparse matrix of scipy: only `@` with an array of floats is used.
Sparse = Any


def betweenness(nodes: int, edges: Sequence[tuple[int, int]], sources: Sequence[int] | None = None) -> Floats:
    """The share of shortest paths between two other nodes that pass each node, from 0 to 1.

    The network is undirected: nodes are numbered from 0, each edge is given once and joins two of them. The sums are
    Brandes's, taken level by level as products of a sparse matrix, so that one product serves many sources. With
    `sources`, only shortest paths that start there are counted and the outcome is scaled up: the estimate of Brandes
    and Pich.

    Source: Freeman, Sociometry 40(1), 35-41, 1977; Brandes, Journal of Mathematical Sociology 25(2), 163-177, 2001;
        Brandes and Pich, International Journal of Bifurcation and Chaos 17(7), 2303-2318, 2007.
    Limits: steps are not weighted; time grows with the longest of the shortest paths.

    >>> betweenness(3, [(0, 1), (1, 2)]).tolist()
    [0.0, 1.0, 0.0]
    """
    starts = np.arange(nodes) if sources is None else np.asarray(sources, dtype=np.intp)
    if nodes < 3 or not len(starts):
        return np.zeros(nodes)
    matrix, total = _matrix(nodes, edges), np.zeros(nodes)
    for first in range(0, len(starts), AT_ONCE):
        total += _dependencies(matrix, starts[first : first + AT_ONCE])
    # Each pair is met from both of its ends, hence ordered pairs of the other nodes in the scale.
    return total * (nodes / len(starts)) / ((nodes - 1) * (nodes - 2))


def _matrix(nodes: int, edges: Sequence[tuple[int, int]]) -> Sparse:
    """The adjacency matrix: ones at both places of each edge."""
    ends = np.asarray(edges, dtype=np.intp).reshape(-1, 2)
    rows, columns = np.concatenate((ends, ends[:, ::-1])).T
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(nodes, nodes))


def _dependencies(matrix: Sparse, starts: NDArray[np.intp]) -> Floats:
    """How much of the shortest paths from the starts depends on each node, summed over the starts."""
    paths, level = _count_paths(matrix, starts)
    reached = np.maximum(paths, 1.0)
    share = np.zeros_like(paths)
    for depth in range(int(level.max()), 1, -1):
        passed_up = matrix @ np.where(level == depth, (1.0 + share) / reached, 0.0)
        share += np.where(level == depth - 1, passed_up * paths, 0.0)
    return np.asarray(share.sum(axis=1))


def _count_paths(matrix: Sparse, starts: NDArray[np.intp]) -> tuple[Floats, Levels]:
    """The number of shortest paths from each start (column) to each node (row), and their lengths; -1 where none is."""
    frontier = np.zeros((matrix.shape[0], len(starts)))
    frontier[starts, np.arange(len(starts))] = 1.0
    paths = frontier.copy()
    level: Levels = np.where(frontier > 0, 0, -1).astype(np.int32)
    depth = 0
    while frontier.any():
        depth += 1
        frontier = np.where(level < 0, matrix @ frontier, 0.0)
        level[frontier > 0] = depth
        paths += frontier
    return paths, level


def distances(
    nodes: int, edges: Sequence[tuple[int, int]], sources: Sequence[int] | None = None, *, inverse: bool = False
) -> Floats:
    """The sum of the steps from the sources (None: all nodes) to each node, those out of reach left out.

    The network is as in `betweenness`. With `inverse`, each distance counts as 1 by itself.

    >>> distances(3, [(0, 1), (1, 2)]).tolist()
    [3.0, 2.0, 3.0]
    """
    starts = np.arange(nodes) if sources is None else np.asarray(sources, dtype=np.intp)
    matrix, total = _matrix(nodes, edges), np.zeros(nodes)
    for first in range(0, len(starts), AT_ONCE):
        level = _levels(matrix, starts[first : first + AT_ONCE])
        steps = np.maximum(level, 0).astype(np.float64)
        total += (np.divide(1.0, steps, out=np.zeros_like(steps), where=steps > 0) if inverse else steps).sum(axis=1)
    return total


def _levels(matrix: Sparse, starts: NDArray[np.intp]) -> Levels:
    """The steps from each start (column) to each node (row); -1 where there is no path."""
    level: Levels = _count_paths(matrix, starts)[1]
    return level
