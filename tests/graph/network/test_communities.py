import itertools
from math import log2

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import (
    adjusted_rand,
    assortativity,
    bipartite_clustering,
    communities,
    mixing,
    modularity,
    nmi,
    nodf,
    robins_alexander,
    stability,
)
from ontology import InputError


def club() -> "nx.Graph[str]":
    return nx.relabel_nodes(nx.Graph(nx.karate_club_graph().edges()), {node: f"{node:02}" for node in range(34)})


LABELS = st.lists(st.sampled_from("abc"), min_size=6, max_size=6)


def groups_of(labels: list[str]) -> list[set[str]]:
    return [{str(n) for n, own in enumerate(labels) if own == label} for label in sorted(set(labels))]


@given(LABELS, LABELS)
def test_adjusted_rand_counts_pairs(one: list[str], two: list[str]) -> None:
    pairs = list(itertools.combinations(range(6), 2))
    first, second = ({pair for pair in pairs if own[pair[0]] == own[pair[1]]} for own in (one, two))
    expected = len(first) * len(second) / len(pairs)
    most = (len(first) + len(second)) / 2
    value = 1.0 if most == expected else (len(first & second) - expected) / (most - expected)
    assert adjusted_rand(groups_of(one), groups_of(two)) == pytest.approx(value)


@given(LABELS, LABELS)
def test_nmi_is_shared_information_by_mean_entropy(one: list[str], two: list[str]) -> None:
    def entropy(values: list[object]) -> float:
        shares = [values.count(value) / len(values) for value in set(values)]
        return -sum(share * log2(share) for share in shares)

    both = entropy(list(zip(one, two, strict=True)))
    mean = (entropy(list(one)) + entropy(list(two))) / 2
    expected = 1.0 if not mean else (2 * mean - both) / mean
    assert nmi(groups_of(one), groups_of(two)) == pytest.approx(expected, abs=1e-9)


PAIRS = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] < pair[1]), min_size=1)


@given(PAIRS, LABELS)
def test_modularity_is_its_sum_over_pairs(pairs: set[tuple[int, int]], labels: list[str]) -> None:
    graph: nx.Graph[str] = nx.Graph([(str(a), str(b)) for a, b in sorted(pairs)])
    graph.add_nodes_from(map(str, range(6)))
    ends = 2 * len(pairs)
    expected = sum(
        (graph.has_edge(str(a), str(b)) - graph.degree(str(a)) * graph.degree(str(b)) / ends) / ends
        for a in range(6)
        for b in range(6)
        if labels[a] == labels[b]
    )
    assert modularity(graph, groups_of(labels)) == pytest.approx(expected)


def test_large_networks_go_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = communities(club())
    monkeypatch.setattr("graph.network.grouping.MANY_NODES", 10)
    fast = communities(club())
    assert sorted(itertools.chain.from_iterable(fast)) == sorted(club())
    assert modularity(club(), fast) == pytest.approx(modularity(club(), slow), abs=0.02)
    assert fast == communities(club())


def test_cliques_are_the_same_for_every_seed() -> None:
    cliques = nx.ring_of_cliques(5, 6)
    ring: nx.Graph[str] = nx.Graph([(f"{a:02}", f"{b:02}") for a, b in cliques.edges()])
    found = stability(ring, seeds=range(5))
    assert (found.adjusted_rand, found.counts) == (1.0, (5,) * 5)
    assert found.nmi == pytest.approx(1.0)
    assert set(found.shares.values()) == {1.0}


def test_shares_say_how_often_a_node_is_with_its_group() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(40, 80, seed=2), {n: f"{n:02}" for n in range(40)})
    found = stability(graph, seeds=range(1, 9))
    runs = [communities(graph, seed=seed) for seed in range(1, 9)]
    assert 0 < found.adjusted_rand < 1
    together = [{frozenset(p) for g in run for p in itertools.combinations(g, 2)} for run in runs]
    for group in found.groups:
        for node in group:
            pairs = [frozenset((node, other)) for other in group if other != node]
            seen = [sum(pair in run for pair in pairs) / len(pairs) for run in together] if pairs else []
            alone = [(node,) in run for run in runs]
            assert found.shares[node] == pytest.approx(sum(seen or alone) / len(runs))


def test_assortativity_is_that_of_newmans_matrix() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("a", "c"), ("d", "e")])
    nx.set_node_attributes(graph, dict(zip("abcde", "xxyyy", strict=True)), "type")
    # Ends: x-x 2 of 10, x-y 2 and y-x 2, y-y 4; a_x = 4/10, a_y = 6/10.
    same, chance = 0.2 + 0.4, 0.4**2 + 0.6**2
    assert assortativity(graph) == pytest.approx((same - chance) / (1 - chance))


def test_things_without_the_attribute_are_left_aside() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("c", "d"), ("d", "e")])
    nx.set_node_attributes(graph, {"a": "x", "b": "x", "c": "y", "d": "y", "e": ""}, "region")
    assert assortativity(graph, by="region") == 1.0


def test_one_kind_says_nothing_of_assortativity() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b")])
    nx.set_node_attributes(graph, {"a": "x", "b": "x"}, "type")
    assert assortativity(graph) is None


def test_mixing_counts_each_tie_once() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c"), ("c", "a")])
    nx.set_node_attributes(graph, {"a": "x", "b": "y", "c": "y"}, "type")
    assert mixing(graph) == {("x", "y"): 2, ("y", "y"): 1}


def bipartite(matrix: list[list[int]]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((f"r{n}" for n in range(len(matrix))), bipartite=0)
    graph.add_nodes_from((f"c{n}" for n in range(len(matrix[0]))), bipartite=1)
    graph.add_edges_from((f"r{r}", f"c{c}") for r, row in enumerate(matrix) for c, cell in enumerate(row) if cell)
    return graph


def test_nested_matrix_has_the_full_score() -> None:
    found = nodf(bipartite([[1, 1, 1], [1, 1, 0], [1, 0, 0]]))
    assert (found.rows, found.columns, found.total) == (100, 100, 100)


def test_checkerboard_is_not_nested() -> None:
    assert nodf(bipartite([[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1]])).total == 0


MATRICES = st.lists(st.lists(st.integers(0, 1), min_size=5, max_size=5), min_size=4, max_size=4)


def _paired(rows: list[tuple[int, ...]]) -> list[float]:
    """The score of each pair of rows, by the words of the paper."""
    scores = []
    for one, two in itertools.combinations(rows, 2):
        more, fewer = (one, two) if sum(one) > sum(two) else (two, one)
        degree = sum(fewer)
        decreasing = sum(one) != sum(two) and degree > 0
        both = sum(a * b for a, b in zip(more, fewer, strict=True))
        scores.append(100 * both / degree if decreasing else 0.0)
    return scores


@given(MATRICES)
def test_nodf_is_the_mean_over_pairs(matrix: list[list[int]]) -> None:
    rows, columns = _paired([tuple(row) for row in matrix]), _paired([*zip(*matrix, strict=True)])
    found = nodf(bipartite(matrix))
    assert found.rows == pytest.approx(sum(rows) / len(rows))
    assert found.columns == pytest.approx(sum(columns) / len(columns))
    assert found.total == pytest.approx(sum(rows + columns) / len(rows + columns))


@given(MATRICES)
def test_bipartite_clustering_is_the_mean_share_in_common(matrix: list[list[int]]) -> None:
    graph, found = bipartite(matrix), bipartite_clustering(bipartite(matrix))
    for node in graph:
        near = {other for tie in graph[node] for other in graph[tie]} - {node}
        shares = [len(set(graph[node]) & set(graph[o])) / len(set(graph[node]) | set(graph[o])) for o in near]
        assert found[node] == pytest.approx(sum(shares) / len(shares) if shares else 0.0)


@given(MATRICES)
def test_robins_alexander_counts_circles_by_paths(matrix: list[list[int]]) -> None:
    graph = bipartite(matrix)
    paths = closed = 0
    for a, b in itertools.permutations(graph, 2):
        if graph.has_edge(a, b):
            for start, end in itertools.product(set(graph[a]) - {b}, set(graph[b]) - {a}):
                paths += 1
                closed += graph.has_edge(start, end)
    assert robins_alexander(graph) == pytest.approx(closed / paths if paths else 0.0)


@pytest.mark.parametrize("measure", [nodf, bipartite_clustering, robins_alexander])
def test_one_kind_of_things_has_no_sides(measure: object) -> None:
    with pytest.raises(InputError, match="bipartite: found '00' on no side"):
        measure(club())  # type: ignore[operator]
