import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from pyoxigraph import Store

from graph.facts import GraphView, load_graph
from graph.network import (
    Change,
    What,
    bootstrapped_ranks,
    by_text,
    by_year,
    changes,
    compared,
    null_model,
    ranked,
    resampled,
    rewired,
    strength,
    to_networkx,
)
from ontology import InputError, Namespaces
from ontology.vocabulary import EntityType, Predicate, fits

KINDS = (EntityType.COUNTRY, EntityType.GOVERNMENT_BODY, EntityType.PROJECT, EntityType.EVENT, EntityType.FUND)


def made_up(size: int = 40, edges: int = 150) -> "nx.MultiDiGraph[str]":
    """A network that the ontology allows, each relation with its own sentence."""
    rng = np.random.default_rng(3)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(size):
        type_ = KINDS[number % len(KINDS)]
        network.add_node(f"n{number:02}", name=str(number), type=str(type_), group=str(type_.group), iri="")
    while network.number_of_edges() < edges:
        start, end = (f"n{number:02}" for number in rng.integers(size, size=2))
        ends = EntityType(network.nodes[start]["type"]), EntityType(network.nodes[end]["type"])
        allowed = [predicate for predicate in Predicate if fits(ends[0], predicate, ends[1])]
        if start < end and allowed:
            key = str(allowed[int(rng.integers(len(allowed)))])
            sentence = ("text", network.number_of_edges() // 2, 0)
            network.add_edge(start, end, key, evidence=1, sources=("text",), sentences=(sentence,))
    return network


NETWORK = made_up()


def _degrees(network: "nx.MultiDiGraph[str]") -> Counter[tuple[str, str, str]]:
    """Relations of each node by kind, and by side where the kind has sides."""
    found: Counter[tuple[str, str, str]] = Counter()
    for start, end, key in network.edges(keys=True):
        sides = ("both", "both") if Predicate(key).symmetric else ("out", "in")
        found.update([(start, key, sides[0]), (end, key, sides[1])])
    return found


def test_rewired_network_keeps_degrees_by_relation() -> None:
    chance = rewired(NETWORK)
    assert _degrees(chance) == _degrees(NETWORK)
    moved = set(NETWORK.edges(keys=True)) - set(chance.edges(keys=True))
    assert len(moved) > 50


def test_rewired_network_keeps_domains_and_ranges() -> None:
    types = {node: EntityType(type_) for node, type_ in NETWORK.nodes(data="type")}  # type: ignore[arg-type]
    for start, end, key in rewired(NETWORK).edges(keys=True):
        assert fits(types[start], Predicate(key), types[end])
        assert start != end


def test_rewired_network_hangs_on_the_seed_alone() -> None:
    one, again, other = (rewired(NETWORK, seed=seed) for seed in (1, 1, 2))
    assert list(one.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))
    assert set(one.edges(keys=True)) != set(other.edges(keys=True))


def test_rewiring_changes_no_argument() -> None:
    before = sorted(NETWORK.edges(keys=True))
    rewired(NETWORK)
    assert sorted(NETWORK.edges(keys=True)) == before


def test_rewired_women_keep_their_sides_and_degrees() -> None:
    women = nx.davis_southern_women_graph()
    chance = rewired(women)
    assert dict(chance.degree()) == dict(women.degree())
    assert nx.is_bipartite(chance)
    assert all(women.nodes[a]["bipartite"] != women.nodes[b]["bipartite"] for a, b in chance.edges())
    assert set(map(frozenset, chance.edges())) != set(map(frozenset, women.edges()))


def test_rewired_projection_keeps_degrees() -> None:
    club = nx.relabel_nodes(nx.karate_club_graph(), str)
    chance = rewired(club)
    assert (dict(chance.degree()), chance.number_of_edges()) == (dict(club.degree()), 78)
    assert nx.number_of_selfloops(chance) == 0


def test_every_network_of_two_ties_is_met_equally_often() -> None:
    # Four nodes of degree one can be paired in three ways.
    graph: nx.Graph[str] = nx.Graph([("a", "b"), ("c", "d")])
    met = Counter(tuple(sorted(map("".join, map(sorted, rewired(graph, seed=s).edges())))) for s in range(600))
    assert sorted(met) == [("ab", "cd"), ("ac", "bd"), ("ad", "bc")]
    assert min(met.values()) > 150


def test_null_model_compares_with_its_own_draws() -> None:
    club = nx.relabel_nodes(nx.karate_club_graph(), str)
    (row,) = null_model(club, {"transitivity": nx.transitivity}, samples=30, seed=5)
    drawn = [nx.transitivity(rewired(club, seed=seed)) for seed in range(5, 35)]
    assert row.observed == nx.transitivity(club)
    assert [row.mean, row.sd] == pytest.approx([np.mean(drawn), np.std(drawn, ddof=1)])
    assert row.z == pytest.approx((row.observed - row.mean) / row.sd)
    far = sum(abs(value - row.mean) >= abs(row.observed - row.mean) for value in drawn)
    assert row.p == pytest.approx((far + 1) / 31)


def test_what_degrees_settle_has_no_z() -> None:
    (row,) = null_model(NETWORK, {"relations": lambda network: float(network.number_of_edges())}, samples=3)
    assert (row.sd, row.z, row.p) == (0.0, None, 1.0)


def test_null_model_needs_two_samples() -> None:
    with pytest.raises(InputError, match="null model: found 1 samples, at least 2 are needed"):
        null_model(NETWORK, {"size": len}, samples=1)


def degree(network: "nx.MultiDiGraph[str]") -> Mapping[str, float]:
    return {node: float(network.degree(node)) for node in network}


def test_relations_of_one_sentence_come_and_go_together() -> None:
    drawn = resampled(NETWORK, np.random.default_rng(1))
    kept = {data["sentences"] for _, _, data in drawn.edges(data=True)}
    expected = [key for *key, data in NETWORK.edges(keys=True, data=True) if data["sentences"] in kept]
    assert sorted(map(list, drawn.edges(keys=True))) == sorted(expected)
    assert 0.4 < len(kept) / 75 < 0.8


def test_evidence_of_a_sample_counts_what_was_drawn() -> None:
    drawn = resampled(NETWORK, np.random.default_rng(1))
    numbers = {data["sentences"]: data["evidence"] for _, _, data in drawn.edges(data=True)}
    assert sum(numbers.values()) == 75
    assert max(numbers.values()) > 1


def test_ranks_have_intervals_around_them() -> None:
    rows = bootstrapped_ranks(NETWORK, degree, samples=50)
    assert [row.rank for row in rows] == sorted(ranked([row.value for row in rows]))
    assert all(row.low <= row.high and 0 < row.kept <= 1 for row in rows)
    assert rows == bootstrapped_ranks(NETWORK, degree, samples=50)
    assert rows != bootstrapped_ranks(NETWORK, degree, samples=50, seed=2)


def test_intervals_are_percentiles_over_the_samples() -> None:
    rng = np.random.default_rng(7)
    samples = [degree(resampled(NETWORK, rng)) for _ in range(40)]
    nodes = sorted(NETWORK)
    ranks = np.array([ranked([sample.get(node, 0.0) for node in nodes]) for sample in samples])
    found = {row.id: row for row in bootstrapped_ranks(NETWORK, degree, samples=40, seed=7, level=0.9)}
    for place, node in enumerate(nodes):
        ordered = sorted(ranks[:, place])
        assert (found[node].low, found[node].high) == (ordered[int(0.05 * 39)], ordered[int(np.ceil(0.95 * 39))])


def test_one_sentence_leaves_no_doubt() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_edge("a", "b", "funds", evidence=1, sources=("t",), sentences=(("t", 0, 5),))
    network.add_edge("b", "c", "funds", evidence=1, sources=("t",), sentences=(("t", 0, 5),))
    assert [(row.id, row.rank, row.low, row.high, row.kept) for row in bootstrapped_ranks(network, strength)] == [
        ("b", 1, 1, 1, 1.0),
        ("a", 2, 2, 2, 1.0),
        ("c", 2, 2, 2, 1.0),
    ]


@pytest.mark.parametrize(("samples", "level"), [(0, 0.9), (10, 1.0)])
def test_bootstrap_needs_samples_and_a_level(samples: int, level: float) -> None:
    with pytest.raises(InputError, match="bootstrap: found"):
        bootstrapped_ranks(NETWORK, degree, samples=samples, level=level)


@pytest.fixture(scope="session")
def view(small_store: Store) -> GraphView:
    return load_graph(small_store, Namespaces())


def test_years_have_the_relations_that_are_said_of_them(view: GraphView) -> None:
    assert {year: sorted(network.edges(keys=True)) for year, network in by_year(view).items()} == {
        2021: [("jica", "blue-harbour", "implements")],
        2022: [("kenya", "ocean-summit", "participatesIn")],
    }


def test_years_add_up(view: GraphView) -> None:
    assert [n.number_of_edges() for n in by_year(view, cumulative=True).values()] == [1, 2]


def test_years_may_be_chosen(view: GraphView) -> None:
    assert {year: len(network) for year, network in by_year(view, years=[2022, 2030]).items()} == {2022: 2, 2030: 0}
    assert list(by_year(view, years=2021)) == [2021]


def test_texts_have_their_own_networks(view: GraphView) -> None:
    found = by_text(view, predicates=["supports", "memberOf"])
    assert {text: sorted(network.edges(keys=True)) for text, network in found.items()} == {
        "north": [("viet-nam", "asean", "memberOf")],
        "south": [("jica", "viet-nam", "supports")],
    }


def test_changes_say_what_came_and_went(view: GraphView) -> None:
    found = changes(*by_text(view).values())
    assert Change(what=What.STAYED, subject="jica", predicate="implements", object="blue-harbour") in found
    assert Counter(change.what for change in found) == {What.CAME: 3, What.WENT: 3, What.STAYED: 1}


def test_slices_are_compared_with_those_before(view: GraphView) -> None:
    first, second = compared(by_text(view))
    assert (first.name, first.things, first.relations, first.sentences, first.likeness) == ("north", 6, 4, 3, None)
    assert (second.relations, second.new_relations, second.new_things) == (4, 3, 2)
    assert second.likeness == pytest.approx(1 / 7)


def test_slices_without_anything_are_compared_too(view: GraphView) -> None:
    empty = replace(view, edges=())
    assert [row.relations for row in compared({"a": to_networkx(empty), "b": to_networkx(empty)})] == [0, 0]
    assert list(itertools.chain(by_year(empty))) == []
