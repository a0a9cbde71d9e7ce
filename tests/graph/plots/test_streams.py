from collections.abc import Iterator
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle, Wedge

from graph.plots import alluvial, chord
from graph.plots.names import spread
from ontology import InputError

PATHS = pd.DataFrame(
    [("Japan", "Blue", "Kenya"), ("Japan", "Blue", "Peru"), ("Japan", "Red", "Peru"), ("Chile", "Red", "Kenya")],
    columns=["giver", "programme", "place"],
)
TIES = pd.DataFrame(
    [[0, 4, 1], [0, 2, 0], [0, 0, 0]], index=["North", "East", "West"], columns=["North", "East", "West"]
)


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


def words_on(ax: Axes) -> set[str]:
    return {text.get_text().replace("\n", " ") for text in ax.texts}


def height_of(ax: Axes, number: int) -> float:
    """Of all blocks of a stage."""
    blocks = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return float(sum(block.get_height() for block in blocks if round(block.get_x() + block.get_width() / 2) == number))


def test_every_stage_is_as_high_as_all_paths() -> None:
    ax = alluvial(PATHS, stages=["giver", "programme", "place"])
    assert height_of(ax, 0) == pytest.approx(height_of(ax, 1))
    assert height_of(ax, 1) == pytest.approx(height_of(ax, 2))


def test_streams_join_what_the_paths_join() -> None:
    ax = alluvial(PATHS, stages=["giver", "programme", "place"])
    # Japan–Blue, Japan–Red, Chile–Red; then by giver: Blue–Kenya, Blue–Peru, Red–Peru, Red–Kenya.
    assert sum(isinstance(patch, PathPatch) for patch in ax.patches) == 7
    assert {"Japan", "Chile", "Blue", "Red", "Kenya", "Peru", "giver", "programme", "place"} == words_on(ax)


def test_streams_fill_their_blocks_without_overlap() -> None:
    ax = alluvial(PATHS, stages=["giver", "programme"])
    starts = []
    for patch in ax.patches:
        if isinstance(patch, PathPatch):
            points = np.asarray(patch.get_path().vertices)
            at_left = points[np.isclose(points[:, 0], points[:, 0].min())][:, 1]
            starts.append((at_left.min(), at_left.max()))
    starts.sort()
    assert all(one[1] <= other[0] + 1e-9 for one, other in pairwise(starts))


def test_rare_items_are_gathered_and_counted() -> None:
    many = pd.DataFrame({"giver": [f"G{n}" for n in range(9)], "place": ["Kenya"] * 9})
    assert words_on(alluvial(many, stages=["giver", "place"], top=3)) == {
        "G0", "G1", "G2", "6 others", "Kenya", "giver", "place",
    }  # fmt: skip


def test_one_item_more_than_asked_for_is_no_other() -> None:
    few = pd.DataFrame({"giver": ["A", "B", "C"], "place": ["Kenya"] * 3})
    assert {"A", "B", "C"} <= words_on(alluvial(few, stages=["giver", "place"], top=2))


def test_chord_has_an_arc_for_each_item_and_a_band_for_each_pair() -> None:
    ax = chord(TIES)
    assert sum(isinstance(patch, Wedge) for patch in ax.patches) == 3
    assert sum(isinstance(patch, PathPatch) for patch in ax.patches) == 2
    assert words_on(ax) == {"North (5)", "East (6)", "West (1)"}


def test_arcs_are_as_long_as_their_ties() -> None:
    arcs = {arc.get_facecolor(): arc.theta2 - arc.theta1 for arc in chord(TIES).patches if isinstance(arc, Wedge)}
    longest, middle, shortest = sorted(arcs.values(), reverse=True)
    assert longest / shortest == pytest.approx(6)
    assert middle / shortest == pytest.approx(5)


def test_chord_gathers_the_smallest() -> None:
    items = [f"R{n}" for n in range(6)]
    frame = pd.DataFrame(np.triu(np.full((6, 6), 1.0), 1), index=items, columns=items)
    frame.loc["R0", "R1"] = 10
    assert words_on(chord(frame, top=2)) == {"R0 (14)", "R1 (14)", "4 others (14)"}


def test_a_symmetric_frame_counts_both_halves() -> None:
    assert words_on(chord(TIES + TIES.T)) == {"North (10)", "East (12)", "West (2)"}


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (TIES.rename(columns={"West": "South"}), "other items down than across"),
        (TIES * 0, "found no ties"),
        (TIES.head(0), "found no rows"),
    ],
    ids=["items", "ties", "rows"],
)
def test_what_chord_cannot_draw_is_said(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(InputError, match=message):
        chord(frame)


def test_a_stage_that_is_no_column_is_said() -> None:
    with pytest.raises(InputError, match="no column 'donor'"):
        alluvial(PATHS, stages=["donor", "place"])


@given(st.lists(st.floats(-10, 10), max_size=12), st.floats(0.01, 3))
def test_spread_places_keep_their_distance_and_their_order(places: list[float], least: float) -> None:
    found = spread(sorted(places), least)
    assert len(found) == len(places)
    assert all(other - one >= least - 1e-6 for one, other in pairwise(found))


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=12), st.floats(0.01, 3))
def test_spread_places_keep_their_middle(places: list[float], least: float) -> None:
    assert sum(spread(sorted(places), least)) == pytest.approx(sum(places), abs=1e-6)
