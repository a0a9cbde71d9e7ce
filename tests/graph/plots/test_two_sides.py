import itertools
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from graph.plots import bipartite, reach_map
from graph.plots.sides import sides_of
from ontology import InputError


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


def reach(*ties: tuple[str, str]) -> "nx.Graph[str]":
    """Actors (lower case) and countries (upper case), tied."""
    network: nx.Graph[str] = nx.Graph()
    for actor, country in ties:
        network.add_node(actor, bipartite=0, name=f"Actor {actor}", group="Actor", type="Company")
        network.add_node(country, bipartite=1, name=f"Country {country}", group="Country", type="Country")
        network.add_edge(actor, country, weight=2)
    return network


#: Two circles that know nothing of each other, mixed up.
TWO = reach(*itertools.product("ac", "XZ"), *itertools.product("bd", "WY"))
#: A hub and its countries, and a small actor beside it.
HUB = reach(*(("hub", country) for country in "STUVWX"), ("small", "S"), ("lone", "Q"))


def numbers_on(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_sides_keep_communities_together() -> None:
    sides = sides_of(TWO, 10, 10)
    assert {frozenset(sides.left[:2]), frozenset(sides.left[2:])} == {frozenset("ac"), frozenset("bd")}
    assert [sides.community[node] for node in sides.left] == [1, 1, 2, 2]
    assert [sides.community[node] for node in sides.right] == [1, 1, 2, 2]


def test_sides_show_the_best_connected_and_say_what_is_left_out() -> None:
    sides = sides_of(HUB, 1, 3)
    assert sides.left == ("hub",)
    assert len(sides.right) == 3
    assert "S" in sides.right
    assert sides.note == "Shown: 1 of 3 actors and 3 of 7 countries, those with the most ties."


def test_sides_leave_out_who_has_lost_all_neighbours() -> None:
    sides = sides_of(HUB, 10, 1)
    assert set(sides.left) == {"hub", "small"}
    assert sides.right == ("S",)


def test_sides_that_show_all_have_no_note() -> None:
    assert sides_of(TWO, 10, 10).note == ""


def test_reach_map_has_a_cell_for_each_tie_and_a_frame_for_each_community() -> None:
    ax = reach_map(TWO)
    assert numbers_on(ax) == ["2"] * 8
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert sorted((frame.get_width(), frame.get_height()) for frame in frames) == [(2, 2), (2, 2)]


def test_reach_map_names_both_sides() -> None:
    ax = reach_map(HUB, actors=1, countries=3)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Actor hub"]
    assert len(ax.get_xticklabels()) == 3
    assert "Shown: 1 of 3 actors" in ax.get_xlabel()


def test_bipartite_draws_each_tie_and_each_name() -> None:
    ax = bipartite(TWO)
    assert sum(len(line.get_xdata()) == 2 for line in ax.lines) == 8  # type: ignore[arg-type]  # an array
    assert {"Actors", "Countries", "Actor a", "Country Z"} <= set(numbers_on(ax))
    assert len(ax.texts) == 2 + 8


def test_bipartite_draws_ties_between_communities_grey() -> None:
    joined = reach(*itertools.product("ac", "XZ"), *itertools.product("bd", "WY"), ("a", "W"))
    lines = [line for line in bipartite(joined).lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    assert [line.get_color() for line in lines].count("#B5B5B5") == 1


@pytest.mark.parametrize("draw", [reach_map, bipartite])
def test_nothing_to_draw_is_said(draw: object) -> None:
    assert callable(draw)
    with pytest.raises(InputError, match="found no nodes"):
        draw(nx.Graph())
