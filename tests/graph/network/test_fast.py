import networkx as nx
import pytest

from graph.network import cores, fast, transitivity

needs_engine = pytest.mark.skipif(fast.engine() is None, reason="rustworkx, the extra `fast`, is not installed")

#: Textbook networks; published or brute-force values of them stand in `test_measures.py`.
GRAPHS = {
    "karate": nx.karate_club_graph(),
    "florentine": nx.florentine_families_graph(),
    "davis": nx.davis_southern_women_graph(),
    "kite": nx.krackhardt_kite_graph(),
    "chance": nx.gnm_random_graph(300, 1200, seed=5),
    "pieces": nx.disjoint_union(nx.complete_graph(4), nx.path_graph(3)),
    "single": nx.empty_graph(1),
    "empty": nx.Graph(),
}

each_graph = pytest.mark.parametrize("name", GRAPHS)


def graph_named(name: str) -> "nx.Graph[str]":
    """Nodes have strings for names, as ours do."""
    return nx.relabel_nodes(GRAPHS[name], str)


@needs_engine
@each_graph
def test_both_engines_give_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = graph_named(name)
    swift = cores(graph), transitivity(graph)
    monkeypatch.setattr(fast, "engine", lambda: None)
    slow = cores(graph), transitivity(graph)
    assert list(swift[0].items()) == list(slow[0].items())
    assert swift[1] == pytest.approx(slow[1], abs=1e-12)


@pytest.mark.parametrize("slow", [False, True])
def test_loops_count_nowhere(slow: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if slow:
        monkeypatch.setattr(fast, "engine", lambda: None)
    graph = graph_named("kite")
    looped = graph.copy()
    looped.add_edge("1", "1")
    assert cores(looped) == cores(graph)
    assert transitivity(looped) == transitivity(graph)


def test_transitivity_is_that_of_the_textbook() -> None:
    # Zachary's club: 45 triangles and 528 connected triples.
    assert transitivity(graph_named("karate")) == pytest.approx(3 * 45 / 528)


def test_without_the_engine_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "find_spec", lambda _name: None)
    assert fast.engine() is None
    assert cores(graph_named("pieces"))["0"] == 3
