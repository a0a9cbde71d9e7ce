"""Places of nodes: apart from each other, whole, and the same every time."""

import math
from itertools import combinations

import pytest

from graph.page import layout
from graph.page.layout import place, place_groups

STAR = [(0, leaf) for leaf in range(1, 40)]
CHAIN = [(node, node + 1) for node in range(30)]


@pytest.mark.parametrize("edges", [STAR, CHAIN, [*STAR, (41, 42)], [(0, 1), (1, 0), (1, 1)]])
def test_nodes_do_not_overlap(edges: list[tuple[int, int]]) -> None:
    count = max(max(pair) for pair in edges) + 3
    spots = place(edges, [8.0] * count)
    assert len(spots) == count
    assert min(math.dist(a, b) for a, b in combinations(spots, 2)) > 15


def test_same_graph_has_same_places() -> None:
    assert place(STAR, [8.0] * 45) == place([(b, a) for a, b in reversed(STAR)], [8.0] * 45)


def test_large_part_is_laid_out_by_communities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LARGEST_PART", 30)
    edges = [*STAR, *((40, leaf) for leaf in range(41, 80)), (0, 40)]
    spots = place(edges, [8.0] * 80)
    assert spots == place(edges, [8.0] * 80)
    assert math.dist(spots[1], spots[0]) < math.dist(spots[1], spots[40])
    assert min(math.dist(a, b) for a, b in combinations(spots, 2)) > 14


def test_lone_nodes_stand_in_rows_below_by_kind() -> None:
    spots = place([(0, 1)], [8.0] * 5, kinds=[0, 0, 2, 1, 0])
    assert all(spots[node][1] > max(spots[0][1], spots[1][1]) for node in (2, 3, 4))
    assert spots[4][0] < spots[3][0] < spots[2][0]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_graph_without_edges_has_places(count: int) -> None:
    assert len(set(place([], [5.0] * count))) == count


def test_groups_stand_in_circles_apart_from_each_other() -> None:
    groups = [range(40), range(41, 80), (40, 80)]
    spots, circles = place_groups([*STAR, *((41, leaf) for leaf in range(42, 80)), (0, 41)], [8.0] * 81, groups)
    for group, (x, y, radius) in zip(groups, circles, strict=True):
        assert all(math.dist(spots[node], (x, y)) <= radius for node in group)
    for (ax, ay, ar), (bx, by, br) in combinations(circles, 2):
        assert math.dist((ax, ay), (bx, by)) > ar + br - 1
