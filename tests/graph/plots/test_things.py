import itertools
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Annotation

from graph.plots import ego, intervals, timeline
from ontology import InputError, Predicate

DATED = pd.DataFrame(
    [("Blue", "Project", 2015), ("Blue", "Project", 2018), ("Red", "Fund", 2010), ("Red", "Fund", 2010)],
    columns=["name", "type", "year"],
)
RANKS = pd.DataFrame({"name": ["Kenya", "Peru"], "rank": [1, 2], "low": [1, 1], "high": [1, 30]})


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


def around(count: int) -> "nx.MultiDiGraph[str]":
    """An agency with programmes, a country that it helps, and a loop."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node("jica", name="JICA", group="Actor", type="GovernmentBody")
    network.add_node("peru", name="Peru", group="Country", type="Country")
    network.add_edge("jica", "peru", "supports", predicate="supports", evidence=4)
    network.add_edge("jica", "jica", "cooperatesWith", predicate="cooperatesWith", evidence=1)
    for number in range(count):
        network.add_node(f"p{number:02}", name=f"Programme number {number}", group="Programme", type="Project")
        network.add_edge("jica", f"p{number:02}", "implements", predicate=str(Predicate.IMPLEMENTS), evidence=1)
    network.add_edge("p00", "peru", "operatesIn", predicate="operatesIn", evidence=1)
    return network


def names_on(ax: Axes) -> list[str]:
    return [child.get_text() for child in ax.get_children() if isinstance(child, Annotation)]


def test_ego_names_the_thing_and_each_neighbour_once() -> None:
    assert sorted(names_on(ego(around(2), "jica"))) == ["JICA", "Peru", "Programme number 0", "Programme number 1"]


def test_ego_draws_the_ties_among_neighbours_too() -> None:
    lines = [line for line in ego(around(2), "jica").lines if line.get_color() == "#C4C4C4"]
    assert len(lines) == 1


def test_ego_shows_those_with_the_most_sentences_and_says_so() -> None:
    ax = ego(around(9), "jica", top=3)
    assert "Peru" in names_on(ax)
    assert "Shown: 3 of 10 neighbours, those with the most sentences." in ax.get_xlabel().replace("\n", " ")


def test_ego_lets_no_two_names_overlap() -> None:
    ax = ego(around(40), "jica", top=40)
    boxes = [child.get_window_extent() for child in ax.get_children() if isinstance(child, Annotation)][1:]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_ego_explains_its_lines_and_dots() -> None:
    legend = ego(around(2), "jica").get_legend()
    assert legend is not None
    said = [text.get_text() for text in legend.get_texts()]
    assert said == ["Runs and sets up", "Gives", "Actors", "Programmes", "Countries"]


def test_ego_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="found no node 'undp'"):
        ego(around(1), "undp")


def test_timeline_has_a_row_for_each_thing_the_earliest_first() -> None:
    labels = [text.get_text() for text in timeline(DATED).get_yticklabels()]
    assert labels == ["Red", "Blue"]


def test_timeline_spans_the_years_and_enlarges_what_is_said_twice() -> None:
    ax = timeline(DATED, kind="type")
    (dots,) = (child for child in ax.collections if isinstance(child, PathCollection))
    assert sorted(map(tuple, dots.get_offsets().tolist())) == [(2010.0, 0.0), (2015.0, 1.0), (2018.0, 1.0)]  # type: ignore[union-attr]
    assert sorted(dots.get_sizes()) == [30, 30, 56]
    (spans,) = (child for child in ax.collections if isinstance(child, LineCollection))
    assert sorted(segment[:, 0].tolist() for segment in spans.get_segments()) == [[2010, 2010], [2015, 2018]]


def test_timeline_names_the_marked_years() -> None:
    assert names_on(timeline(DATED, marks={2018: "edition of 2018"})) == ["edition of 2018"]


def test_timeline_lets_no_two_marks_overlap() -> None:
    ax = timeline(DATED, marks={year: f"edition of {year}" for year in (2014, 2015, 2016, 2018)})
    boxes = [child.get_window_extent() for child in ax.get_children() if isinstance(child, Annotation)]
    assert len(boxes) == 4
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_intervals_draw_value_and_bar() -> None:
    ax = intervals(RANKS)
    (dots,) = ax.lines
    assert list(dots.get_xdata()) == [1, 2]  # type: ignore[arg-type]  # an array
    (bars,) = (child for child in ax.collections if isinstance(child, LineCollection))
    assert [segment[:, 0].tolist() for segment in bars.get_segments()] == [[1, 1], [1, 30]]


@pytest.mark.parametrize("draw", [timeline, intervals])
def test_nothing_to_draw_is_said(draw: object) -> None:
    assert callable(draw)
    with pytest.raises(InputError, match="found no rows"):
        draw(DATED.head(0))
