"""Where each node of the page stands: computed once, in Python, the same for the same graph.

Stress majorisation (Gansner, Koren and North 2004) places each connected part so that distances on the page follow
distances in the graph; a part too large for it is cut into communities first. Overlapping nodes are then pushed apart,
and the parts are packed around the largest. Units are those of the page: a node of one fact has a radius of about 7.
"""

from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.csgraph import connected_components, shortest_path  # type: ignore[import-untyped]  # scipy ships no types
from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # scipy ships no types

Points = NDArray[np.float64]
Numbers = NDArray[np.int64]

SEED = 7
#: Parts above this size are laid out community by community: stress needs a matrix of all pairs.
LARGEST_PART = 900
GAP = 12.0
ROUNDS = 70
PIVOTS = 60
#: A screen is wider than high.
ASPECT = 1.15
STRETCH = 1.06
CELL = 46.0
ISOLATE_STEP = 40.0


def place(
    edges: Sequence[tuple[int, int]], radii: Sequence[float], *, kinds: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """The position of each node, in node order, centred on zero.

    Args:
        edges: pairs of node numbers; direction, repetition and loops do not matter.
        radii: the drawn radius of each node.
        kinds: a number for each node; nodes without an edge stand in rows sorted by it.

    >>> place([(0, 1)], [8, 8])[0] != place([(0, 1)], [8, 8])[1]
    True
    >>> place([], [])
    []
    """
    if not radii:
        return []
    size = np.asarray(radii, dtype=np.float64)
    matrix = _matrix(edges, len(size))
    count, labels = connected_components(matrix, directed=False)
    members = [np.flatnonzero(labels == part) for part in range(count)]
    parts = sorted((m for m in members if len(m) > 1), key=lambda m: (-len(m), int(m[0])))
    placed = [_untangled(_part(matrix[m][:, m], size[m]), size[m]) for m in parts]
    points = np.zeros((len(size), 2))
    for part, spot, offset in zip(parts, placed, _packed(placed), strict=True):
        points[part] = spot + offset
    lonely = np.concatenate([m for m in members if len(m) == 1] or [np.empty(0, dtype=np.int64)])
    lonely = np.asarray(sorted(lonely.tolist(), key=lambda node: kinds[node]) if kinds else lonely, dtype=np.int64)
    points[lonely] = _rows(len(lonely), points[np.concatenate(parts)] if parts else np.zeros((1, 2)))
    return [(round(x), round(y)) for x, y in points - (points.min(axis=0) + points.max(axis=0)) / 2]


def place_groups(
    edges: Sequence[tuple[int, int]], radii: Sequence[float], groups: Sequence[Sequence[int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """The position of each node, group by group, and for each group the middle and radius of the circle it stands in.

    Each node is in one group.

    >>> len(place_groups([(0, 1), (2, 3), (1, 2)], [8] * 4, [(0, 1), (2, 3)])[1])
    2
    """
    size = np.asarray(radii, dtype=np.float64)
    points, centres, reach = _grouped(_matrix(edges, len(size)), size, [np.asarray(group) for group in groups])
    middle = ((centres - reach[:, None]).min(axis=0) + (centres + reach[:, None]).max(axis=0)) / 2
    spots = [(round(x), round(y)) for x, y in points - middle]
    return spots, [(round(x), round(y), round(r)) for (x, y), r in zip(centres - middle, reach.tolist(), strict=True)]


def _matrix(edges: Sequence[tuple[int, int]], count: int) -> csr_matrix:
    """The undirected graph without loops, each pair once with weight one."""
    pairs = sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]})
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    rows = np.concatenate([ends[:, 0], ends[:, 1]])
    columns = np.concatenate([ends[:, 1], ends[:, 0]])
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))


def _part(matrix: csr_matrix, size: Points) -> Points:
    """A connected part around zero, its long axis lying flat."""
    points = _stress(matrix) if len(size) <= LARGEST_PART else _communities(matrix, size)
    points = _level(points) * ([STRETCH, 1.0] if len(size) > 30 else [1.0, 1.0])
    near = cKDTree(points).query(points, k=2)[0][:, 1]
    nearest = np.maximum(near, 1e-6)
    return points * float(np.quantile((2 * size + GAP) / nearest, 0.7))


def _level(points: Points) -> Points:
    """The points turned so that they spread most from left to right, with a fixed sense on each axis."""
    centred = points - points.mean(axis=0)
    turned = centred @ np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
    sense = np.where(np.take_along_axis(turned, np.abs(turned).argmax(axis=0)[None], axis=0)[0] < 0, -1.0, 1.0)
    return np.asarray(turned * sense)


def _lengths(matrix: csr_matrix) -> csr_matrix:
    """The wished length of each edge: long between hubs, so that leaves have room, and staggered at a hub's leaves."""
    degree = np.diff(matrix.indptr)
    rows, columns = matrix.nonzero()
    lesser, greater = np.minimum(degree[rows], degree[columns]), np.maximum(degree[rows], degree[columns])
    leaf = np.where(degree[rows] == lesser, rows, columns)
    stagger = np.where(greater > 8, 0.62 + 0.76 * ((leaf * 0.618034) % 1.0), 1.0)
    wished = (0.8 + 0.55 * np.sqrt(lesser) + 0.22 * np.sqrt(greater)) * np.where(lesser <= 2, stagger, 1.0)
    # An edge between two nodes of one degree would else get another length in each direction.
    lengths = csr_matrix((wished, (rows, columns)), shape=matrix.shape)
    return lengths.maximum(lengths.T)


def _stress(matrix: csr_matrix) -> Points:
    """Positions whose distances follow the distances in the graph, by majorisation from pivots."""
    distance = shortest_path(_lengths(matrix), directed=False)
    points = _pivots(distance)
    count = len(points)
    weight = 1.0 / np.square(distance + np.eye(count)) - np.eye(count)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplacian + 1.0 / count)
    pull = weight * distance
    for _ in range(ROUNDS):
        points = inverse @ _majorised(points, pull)
    return points


def _majorised(points: Points, pull: Points) -> Points:
    """One step's right side: for each node, the sum of its pulls along the present directions."""
    squares = np.square(points).sum(axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * points @ points.T, 1e-12))
    ratio = pull / apart
    return np.asarray(ratio.sum(axis=1)[:, None] * points - ratio @ points)


def _pivots(distance: Points) -> Points:
    """A first drawing by pivot MDS (Brandes and Pich 2006), with a little noise so that twins do not coincide."""
    count = len(distance)
    chosen = [int(distance.sum(axis=1).argmin())]
    reach = distance[chosen[0]].copy()
    while len(chosen) < min(PIVOTS, count):
        chosen.append(int(reach.argmax()))
        reach = np.minimum(reach, distance[chosen[-1]])
    squared = np.square(distance[:, chosen])
    centred = squared.mean(axis=1, keepdims=True) + squared.mean(axis=0) - squared - squared.mean()
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :2]
    points = np.zeros((count, 2))
    points[:, : axes.shape[1]] = centred @ axes
    spread = max(float(points.std()), 1e-9)
    noise = np.random.default_rng(SEED).normal(size=(count, 2))
    return points / spread * float(distance.std() or 1.0) + noise * 0.05


def _communities(matrix: csr_matrix, size: Points) -> Points:
    """A large part: its communities placed by stress, each drawn within its own room."""
    graph = nx.from_scipy_sparse_array(matrix)
    groups = [np.asarray(sorted(g)) for g in nx.community.louvain_communities(graph, seed=SEED)]
    groups.sort(key=lambda group: (-len(group), int(group[0])))
    if len(groups) < 2:
        return np.asarray(list(nx.random_layout(graph, seed=SEED).values()), dtype=np.float64) * len(size)
    return _grouped(matrix, size, groups)[0]


def _grouped(matrix: csr_matrix, size: Points, groups: Sequence[Numbers]) -> tuple[Points, Points, Points]:
    """The places of all nodes, group by group, and the middle and reach of each group."""
    drawn = [_untangled(_spread(matrix[g][:, g], size[g]), size[g]) for g in groups]
    drawn = [own - (own.min(axis=0) + own.max(axis=0)) / 2 for own in drawn]
    reach = np.asarray([float(np.linalg.norm(d, axis=1).max()) + 40 for d in drawn])
    centres = _untangled(_between(matrix, groups) * float(np.median(reach)), reach)
    points = np.zeros((len(size), 2))
    for group, own, centre in zip(groups, drawn, centres, strict=True):
        points[group] = own + centre
    return points, centres, reach


def _spread(matrix: csr_matrix, size: Points) -> Points:
    """One community, which may fall into pieces once its outside edges are gone: all joined through a weak centre."""
    count, labels = connected_components(matrix, directed=False)
    if count == len(size):
        return _square(count)
    if count == 1:
        return _part(matrix, size)
    first = [int(np.flatnonzero(labels == part)[0]) for part in range(count)]
    rows, columns = matrix.nonzero()
    joined = [*zip(rows.tolist(), columns.tolist(), strict=True), *((first[0], other) for other in first[1:])]
    return _part(_matrix(joined, len(size)), size)


def _square(count: int) -> Points:
    """Nodes without an edge among them, in rows as long as there are rows."""
    number, across = np.arange(count), max(1, round(count**0.5))
    return np.column_stack([number % across, number // across]) * ISOLATE_STEP


def _between(matrix: csr_matrix, groups: Sequence[Numbers]) -> Points:
    """The places of communities by the edges between them; those without any hang on the first."""
    owner = np.empty(matrix.shape[0], dtype=np.int64)
    for number, group in enumerate(groups):
        owner[group] = number
    rows, columns = matrix.nonzero()
    edges = [*zip(owner[rows].tolist(), owner[columns].tolist(), strict=True)]
    if len(groups) == 1:
        return np.zeros((1, 2))
    parts = connected_components(_matrix(edges, len(groups)), directed=False)[1]
    edges += [(0, int(np.flatnonzero(parts == part)[0])) for part in np.unique(parts)]
    return _stress(_matrix(edges, len(groups)))


def _untangled(points: Points, size: Points) -> Points:
    """The points pushed apart until no two nodes overlap, or nearly so."""
    points = points.copy()
    for _ in range(ROUNDS):
        pairs = cKDTree(points).query_pairs(2 * float(size.max()) + GAP, output_type="ndarray")
        wanted = size[pairs[:, 0]] + size[pairs[:, 1]] + GAP
        between = points[pairs[:, 1]] - points[pairs[:, 0]]
        apart = np.linalg.norm(between, axis=1)
        close = apart < wanted - 0.5
        if not close.any():
            break
        _push(points, pairs[close], between[close], (wanted - apart)[close])
    return points


def _push(points: Points, pairs: Numbers, between: Points, lacking: Points) -> None:
    """Moves both ends of each pair away from each other by half of what is lacking."""
    length = np.linalg.norm(between, axis=1, keepdims=True)
    # Two nodes on one spot part sideways.
    way = np.where(length > 1e-9, between / np.maximum(length, 1e-9), [1.0, 0.0])
    step = way * lacking[:, None] * 0.45
    np.add.at(points, pairs[:, 0], -step)
    np.add.at(points, pairs[:, 1], step)


def _packed(parts: Sequence[Points]) -> list[Points]:
    """How far to move each part so that all stand close together around the first (as in Freivalds et al. 2002)."""
    shapes = [_cells(part) for part in parts]
    spots = _spots(shapes)
    taken: set[tuple[int, int]] = set()
    # What did not fit another part of the same shape does not fit this one: room only shrinks.
    reached: dict[tuple[tuple[int, int], ...], int] = {}
    offsets = []
    for cells in shapes:
        at = next((n for n in range(reached.get(cells, 0), len(spots)) if _fits(cells, spots[n], taken)), 0)
        reached[cells] = at
        right, down = spots[at]
        taken.update((x + right + i, y + down + j) for x, y in cells for i in (-1, 0, 1) for j in (-1, 0, 1))
        offsets.append(np.asarray(spots[at], dtype=np.float64) * CELL)
    return offsets


def _fits(cells: Sequence[tuple[int, int]], spot: tuple[int, int], taken: set[tuple[int, int]]) -> bool:
    return not any((x + spot[0], y + spot[1]) in taken for x, y in cells)


def _cells(part: Points) -> tuple[tuple[int, int], ...]:
    """The grid cells between the ends of each row of a part, so that nothing is packed into its inside."""
    grid = np.rint(part / CELL).astype(np.int64)
    rows = {int(y): grid[grid[:, 1] == y, 0] for y in np.unique(grid[:, 1])}
    return tuple((x, y) for y, row in rows.items() for x in range(int(row.min()), int(row.max()) + 1))


def _spots(shapes: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Grid places from the middle outwards, in an oval as wide as a screen, with room for all."""
    cells = [cell for shape in shapes for cell in shape]
    widest = max((max(abs(x), abs(y)) for x, y in cells), default=0)
    reach = widest + 10 + int(1.2 * np.sqrt(len(cells)))
    sides = np.arange(-reach, reach + 1)
    across, down = (axis.ravel() for axis in np.meshgrid(sides, sides))
    order = np.lexsort((down, across, across**2 / ASPECT**2 + down**2))
    return [*zip(across[order].tolist(), down[order].tolist(), strict=True)]


def _rows(count: int, others: Points) -> Points:
    """Rows below everything else, for nodes without a relation."""
    left, right = float(others[:, 0].min()), float(others[:, 0].max())
    across = max(int((right - left) / ISOLATE_STEP), int(np.sqrt(count * 3)), 1)
    number = np.arange(count)
    start = (left + right) / 2 - (min(across, max(count, 1)) - 1) * ISOLATE_STEP / 2
    top = float(others[:, 1].max()) + 2.5 * ISOLATE_STEP
    return np.column_stack([start + number % across * ISOLATE_STEP, top + number // across * ISOLATE_STEP])
