import itertools
from collections import Counter
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import (
    Degrees,
    between,
    brokerage,
    closeness,
    constraint,
    cores,
    degrees,
    degrees_by_relation,
    effective_size,
    hits,
    pagerank,
    strength,
)
from graph.network.louvain import louvain
from graph.network.roles import role
from ontology import InputError


def named(graph: "nx.Graph[int]") -> "nx.Graph[str]":
    """The same with numbers as text, without weights."""
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(f"{node:02}" for node in graph)
    found.add_edges_from((f"{a:02}", f"{b:02}") for a, b in graph.edges())
    return found


KITE, CLUB = named(nx.krackhardt_kite_graph()), named(nx.karate_club_graph())
FAMILIES: "nx.Graph[str]" = nx.florentine_families_graph()

GRAPHS = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), min_size=1, max_size=20
).map(lambda pairs: named(nx.Graph(sorted(pairs))))


def weighted(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """The same with weights that differ."""
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(graph)
    found.add_weighted_edges_from((a, b, 1 + (7 * place) % 5) for place, (a, b) in enumerate(sorted(graph.edges())))
    return found


# Krackhardt, Administrative Science Quarterly 35(2), 342-369, 1990: Andre to Jane.
KITE_DISTANCES = [17, 17, 18, 15, 18, 14, 14, 15, 21, 29]


def test_kite_has_its_published_closeness() -> None:
    found = closeness(KITE)
    assert [round(9 / found[node]) for node in sorted(found)] == KITE_DISTANCES
    assert [round(found[node], 3) for node in ("05", "06", "03", "09")] == [0.643, 0.643, 0.6, 0.31]


def test_medici_are_nearest_to_all() -> None:
    # Fifteen families that marry: Padgett and Ansell, American Journal of Sociology 98(6), 1993. 25 steps to 14 others.
    found = closeness(FAMILIES)
    assert max(found, key=lambda family: found[family]) == "Medici"
    assert found["Medici"] == pytest.approx(14 / 25)


def test_medici_stand_between_as_published() -> None:
    # Jackson, Social and Economic Networks, 2008, section 1.2.1: 0.522 for the Medici, 0.255 for the Guadagni.
    found = between(FAMILIES)
    assert (round(found["Medici"], 3), round(found["Guadagni"], 3)) == (0.522, 0.255)


def _distances(graph: "nx.Graph[str]", node: str) -> list[int]:
    """Steps to the nodes in reach, by walking one step at a time."""
    reached, steps, shell = {node}, list[int](), {node}
    for step in itertools.count(1):
        shell = {other for one in shell for other in graph[one]} - reached
        if not shell:
            return steps
        reached |= shell
        steps += [step] * len(shell)
    raise AssertionError


@given(GRAPHS)
def test_closeness_is_the_inverse_of_the_mean_distance(graph: "nx.Graph[str]") -> None:
    others = max(len(graph) - 1, 1)
    expected = {}
    for node in graph:
        steps = _distances(graph, node)
        expected[node] = len(steps) / sum(steps) * len(steps) / others if steps else 0.0
    assert closeness(graph) == pytest.approx(expected)


@given(GRAPHS)
def test_harmonic_closeness_is_the_mean_of_inverse_distances(graph: "nx.Graph[str]") -> None:
    others = max(len(graph) - 1, 1)
    expected = {node: sum(1 / step for step in _distances(graph, node)) / others for node in graph}
    assert closeness(graph, harmonic=True) == pytest.approx(expected)


@pytest.mark.parametrize("harmonic", [False, True])
def test_pivots_estimate_closeness(harmonic: bool) -> None:
    graph = named(nx.gnm_random_graph(90, 300, seed=3))
    exact = closeness(graph, harmonic=harmonic)
    estimate = closeness(graph, harmonic=harmonic, pivots=60)
    assert exact != estimate == closeness(graph, harmonic=harmonic, pivots=60)
    assert np.corrcoef([(exact[node], estimate[node]) for node in graph], rowvar=False)[0, 1] > 0.9
    assert closeness(graph, harmonic=harmonic, pivots=90) == exact


def test_nodes_without_ties_are_near_nobody() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b")])
    graph.add_node("c")
    assert closeness(graph) == {"a": 0.5, "b": 0.5, "c": 0.0}


def test_club_has_its_known_cores() -> None:
    assert Counter(cores(CLUB).values()) == {1: 1, 2: 11, 3: 12, 4: 10}


@given(GRAPHS)
def test_cores_are_what_is_left_when_the_weakest_are_taken_away(graph: "nx.Graph[str]") -> None:
    expected = dict.fromkeys(graph, 0)
    for k in range(1, 8):
        left = set(graph)
        while weak := {node for node in left if len(left & set(graph[node])) < k}:
            left -= weak
        expected.update(dict.fromkeys(left, k))
    assert cores(graph) == expected


@given(GRAPHS, st.booleans())
def test_constraint_is_burts_sum(graph: "nx.Graph[str]", with_weights: bool) -> None:
    graph = weighted(graph) if with_weights else graph
    share = {
        a: {b: graph[a][b].get("weight", 1) / sum(tie.get("weight", 1) for tie in graph[a].values()) for b in graph[a]}
        for a in graph
    }
    expected = {
        i: sum((share[i][j] + sum(share[i][q] * share[q].get(j, 0) for q in share[i] if q != j)) ** 2 for j in share[i])
        for i in graph
        if graph[i]
    }
    assert constraint(graph) == pytest.approx(expected)


@given(GRAPHS, st.booleans())
def test_effective_size_is_burts_sum(graph: "nx.Graph[str]", with_weights: bool) -> None:
    graph = weighted(graph) if with_weights else graph

    def weight(a: str, b: str) -> float:
        return float(graph[a][b].get("weight", 1)) if graph.has_edge(a, b) else 0.0

    expected = {}
    for i in (node for node in graph if graph[node]):
        whole = sum(weight(i, q) for q in graph[i])
        redundant = [
            sum(weight(i, q) / whole * weight(j, q) / max(weight(j, k) for k in graph[j]) for q in graph[i] if q != j)
            for j in graph[i]
        ]
        expected[i] = sum(1 - share for share in redundant)
    assert effective_size(graph) == pytest.approx(expected)


@given(GRAPHS)
def test_effective_size_without_weights_is_borgattis_formula(graph: "nx.Graph[str]") -> None:
    expected = {}
    for node in (one for one in graph if graph[one]):
        contacts = graph.subgraph(graph[node])
        expected[node] = len(contacts) - 2 * contacts.number_of_edges() / len(contacts)
    assert effective_size(graph) == pytest.approx(expected)


@pytest.mark.parametrize(("ours", "theirs"), [(constraint, nx.constraint), (effective_size, nx.effective_size)])
def test_holes_in_several_lots_are_those_of_networkx(
    monkeypatch: pytest.MonkeyPatch,
    ours: "Callable[[nx.Graph[str]], dict[str, float]]",
    theirs: "Callable[[nx.Graph[str], object, str], dict[str, float]]",
) -> None:
    graph = weighted(CLUB)
    monkeypatch.setattr("graph.network.holes.LOT", 50)
    assert ours(graph) == pytest.approx(theirs(graph, list(graph), "weight"))


def test_star_has_no_redundancy() -> None:
    star = named(nx.star_graph(4))
    assert (constraint(star)["00"], effective_size(star)["00"]) == (0.25, 4.0)


def relations(*edges: tuple[str, str, str], groups: dict[str, str] | None = None) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for start, key, end in edges:
        network.add_edge(start, end, key, evidence=2, sources=("one", "two", "three"))
    for node in network:
        network.nodes[node]["group"] = (groups or {}).get(node, node[0])
    return network


def test_degrees_by_relation_count_out_and_in() -> None:
    found = degrees_by_relation(relations(("a", "funds", "b"), ("a", "supports", "b"), ("a", "cooperatesWith", "b")))
    assert found == {
        "a": {"cooperatesWith": Degrees(1, 1), "funds": Degrees(1, 0), "supports": Degrees(1, 0)},
        "b": {"cooperatesWith": Degrees(1, 1), "funds": Degrees(0, 1), "supports": Degrees(0, 1)},
    }


@pytest.mark.parametrize(("by", "expected"), [("evidence", 4), ("relations", 2), ("texts", 6)])
def test_strength_sums_up_relations(by: str, expected: float) -> None:
    assert strength(relations(("a", "funds", "b"), ("a", "supports", "b")), by=by) == {"a": expected, "b": expected}


def test_strength_of_a_projection_sums_up_weights() -> None:
    graph = nx.karate_club_graph()
    # Zachary's weighted matrix: 42 for the teacher, 48 for the administrator.
    total = strength(nx.relabel_nodes(graph, str))
    assert (total["0"], total["33"]) == (42, 48)


def test_unknown_strength_is_refused() -> None:
    with pytest.raises(InputError, match="strength: found 'age', evidence, relations, texts is allowed"):
        strength(relations(("a", "funds", "b")), by="age")


def test_degrees_of_a_projection_count_ties() -> None:
    assert degrees(weighted(KITE))["03"] == (6, 6, 6)


@given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1, max_size=15))
def test_hits_are_where_kleinbergs_steps_lead(pairs: set[tuple[str, str]]) -> None:
    network = relations(*((a, "funds", b) for a, b in sorted(pairs)))
    nodes = sorted(network)
    matrix = np.array([[float((a, b) in pairs) for b in nodes] for a in nodes])
    # The start of all ones, projected on the space of the largest singular value, is where the steps end.
    values, vectors = np.linalg.eigh(matrix.T @ matrix)
    strongest = vectors[:, values > values.max() - 1e-9]
    authority = strongest @ (strongest.T @ np.ones(len(nodes)))
    hub = matrix @ authority
    hubs, authorities = hits(network)
    assert [authorities[node] for node in nodes] == pytest.approx((authority / authority.sum()).tolist(), abs=1e-6)
    assert [hubs[node] for node in nodes] == pytest.approx((hub / hub.sum()).tolist(), abs=1e-6)


def test_hits_of_nothing_are_nought() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("a")
    assert hits(graph) == ({"a": 0.0}, {"a": 0.0})


def test_pagerank_of_a_projection_follows_weights() -> None:
    graph = weighted(CLUB)
    assert pagerank(graph) == pytest.approx(nx.pagerank(graph, tol=1e-12, max_iter=1000))


# Gould and Fernandez, Sociological Methodology 19, 1989: the five positions of a broker b between a and c.
@pytest.mark.parametrize(
    ("groups", "name"),
    [
        ("xxx", "coordinator"),
        ("xyx", "consultant"),
        ("xyy", "gatekeeper"),
        ("xxy", "representative"),
        ("xyz", "liaison"),
    ],
)
def test_each_position_is_its_role(groups: str, name: str) -> None:
    network = relations(("a", "funds", "b"), ("b", "funds", "c"), groups=dict(zip("abc", groups, strict=True)))
    first, *others = brokerage(network)
    assert (first.id, first.total, getattr(first.roles, name)) == ("b", 1, 1)
    assert [other.total for other in others] == [0, 0]


def test_who_is_tied_directly_needs_no_broker() -> None:
    network = relations(("a", "funds", "b"), ("b", "funds", "c"), ("a", "supports", "c"))
    assert [row.total for row in brokerage(network)] == [0, 0, 0]


ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


def _by_triples(pairs: set[tuple[str, str]], group: dict[str, str]) -> dict[str, Counter[str]]:
    """The roles by going through all triples."""
    nodes = sorted({node for pair in pairs for node in pair})
    found: dict[str, Counter[str]] = {node: Counter() for node in nodes}
    for a, b, c in itertools.permutations(nodes, 3):
        if (a, b) in pairs and (b, c) in pairs and (a, c) not in pairs:
            found[b][role(group[a], group[b], group[c])] += 1
    return found


PAIRS = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1, max_size=18)


@given(PAIRS, st.lists(st.sampled_from("xyz"), min_size=6, max_size=6))
def test_roles_are_those_of_all_triples(pairs: set[tuple[str, str]], groups: list[str]) -> None:
    group = dict(zip("abcdef", groups, strict=True))
    expected = _by_triples(pairs, group)
    for row in brokerage(relations(*((a, "funds", b) for a, b in sorted(pairs)), groups=group)):
        assert {name: getattr(row.roles, name) for name in ROLES} == {name: expected[row.id][name] for name in ROLES}


def test_expected_roles_are_the_mean_over_all_ways_to_deal_the_groups() -> None:
    pairs = {("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "b"), ("b", "a")}
    nodes, labels = "abcde", "xxxyz"
    deals = [dict(zip(nodes, deal, strict=True)) for deal in itertools.permutations(labels)]
    total: Counter[str] = Counter()
    for deal in deals:
        total.update(_by_triples(pairs, deal)["b"])
    network = relations(*((a, "funds", b) for a, b in sorted(pairs)), groups=deals[0])
    row = next(row for row in brokerage(network) if row.id == "b")
    assert [getattr(row.expected, name) for name in ROLES] == pytest.approx(
        [total[name] / len(deals) for name in ROLES]
    )


def test_tie_of_a_projection_goes_both_ways() -> None:
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("b", "c")])
    nx.set_node_attributes(graph, {"a": "x", "b": "x", "c": "y"}, "group")
    first = brokerage(graph)[0]
    assert (first.roles.gatekeeper, first.roles.representative, first.total) == (1, 1, 2)


def test_fast_louvain_is_as_good_as_networkx() -> None:
    graph = nx.gnm_random_graph(400, 1200, seed=5)
    ties = [dict.fromkeys(sorted(graph[node]), 1.0) for node in sorted(graph)]
    groups: dict[int, set[int]] = {}
    for node, community in enumerate(louvain(ties, seed=1)):
        groups.setdefault(community, set()).add(node)
    theirs = nx.community.louvain_communities(graph, seed=1)
    ours = nx.community.modularity(graph, groups.values())
    assert ours == pytest.approx(nx.community.modularity(graph, theirs), abs=0.02)
    assert louvain(ties, seed=1) != louvain(ties, seed=2)


def test_fast_louvain_finds_the_cliques_of_a_ring() -> None:
    ring = nx.ring_of_cliques(6, 5)
    found = louvain([dict.fromkeys(ring[node], 1.0) for node in sorted(ring)])
    assert found == [clique for clique in range(6) for _ in range(5)]
