"""Groups of a large graph: each node in one, none too large, the same every time."""

from graph.page.groups import LARGEST_GROUP, LOT, groups_of


def test_each_node_is_in_one_group_or_lot() -> None:
    stars = [(star * 20, star * 20 + leaf) for star in range(5) for leaf in range(1, 20)]
    groups, lots = groups_of(110, [*stars, (0, 20), (100, 101)])
    assert sorted(node for group in (*groups, *lots) for node in group) == list(range(110))
    assert sorted(map(len, groups)) == [20] * 5
    assert lots == ((100, 101), tuple(range(102, 110)))
    assert groups_of(110, [*reversed(stars), (20, 0), (101, 100)]) == (groups, lots)


def test_lots_are_of_a_size_to_draw() -> None:
    _, lots = groups_of(2 * LOT + 1, [])
    assert [len(lot) for lot in lots] == [LOT, LOT, 1]


def test_large_groups_are_cut() -> None:
    ring = [(node, (node + 1) % 4000) for node in range(4000)]
    groups, _ = groups_of(4000, ring)
    assert max(map(len, groups)) <= LARGEST_GROUP
