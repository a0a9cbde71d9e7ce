import io
import itertools
from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import to_hex, to_rgba_array
from matplotlib.text import Annotation

from graph.page.appearance import GROUPS
from graph.plots import KIND_COLOURS, matrix, network_map, ranking
from graph.plots.names import name_where_free
from ontology import Group, InputError, Predicate

RANKED = pd.DataFrame(
    {
        "name": ["Agency of International Courses and Long Names of Every Kind in the World", "Kenya", "Peru"],
        "programmes": [1200, 3, 1],
        "kind": ["GovernmentBody", "Country", "Country"],
    }
)
CROSSED = pd.DataFrame({"Kenya": [4, None], "Peru": [0, 1]}, index=["JICA", "UNDP"])


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


def star(leaves: int) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node("japan", name="Japan", group="Country", type="Country", iri="japan")
    for number in range(leaves):
        network.add_node(f"p{number:02}", name=f"Programme number {number}", group="Programme", type="Project", iri="p")
        network.add_edge("japan", f"p{number:02}", key=str(Predicate.FUNDS))
    return network


def names_on(ax: Axes) -> list[Annotation]:
    return [child for child in ax.get_children() if isinstance(child, Annotation)]


def drawn(ax: Axes) -> bytes:
    figure = ax.get_figure(root=True)
    assert figure is not None
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()


def test_ranking_draws_each_row_from_the_top() -> None:
    ax = ranking(RANKED, value="programmes")
    assert [bar.get_width() for bar in ax.patches] == [1200, 3, 1]  # type: ignore[attr-defined]  # bars are rectangles
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


def test_ranking_writes_values_with_separators() -> None:
    ax = ranking(RANKED, value="programmes")
    assert [text.get_text() for text in ax.texts] == ["1,200", "3", "1"]


def test_ranking_breaks_long_labels_into_two_lines() -> None:
    labels = [text.get_text() for text in ranking(RANKED, value="programmes").get_yticklabels()]
    assert labels == ["Agency of International Courses\nand Long Names of Every Kind in …", "Kenya", "Peru"]


def test_ranking_explains_the_colours_of_kinds() -> None:
    legend = ranking(RANKED, value="programmes", kind="kind").get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["Government bodies", "Countries"]


def test_ranking_without_kinds_has_no_legend() -> None:
    assert ranking(RANKED, value="programmes").get_legend() is None


def test_ranking_has_room_for_values_below_nothing() -> None:
    ax = ranking(RANKED.assign(programmes=[3, 1, -2]), value="programmes")
    assert ax.get_xlim()[0] < -2
    assert not ax.spines["left"].get_visible()


def test_matrix_writes_the_cells_that_are_not_zero() -> None:
    assert [text.get_text() for text in matrix(CROSSED).texts] == ["4", "1"]


def test_matrix_names_rows_and_columns() -> None:
    ax = matrix(CROSSED)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["Kenya", "Peru"]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["JICA", "UNDP"]


def test_map_draws_each_node_and_each_joined_pair_once() -> None:
    network = star(5)
    network.add_edge("japan", "p00", key=str(Predicate.IMPLEMENTS))
    collections = network_map(network).collections
    (nodes,) = (child for child in collections if isinstance(child, EllipseCollection))
    (lines,) = (child for child in collections if isinstance(child, LineCollection))
    assert np.shape(nodes.get_offsets()) == (6, 2)
    assert len(lines.get_segments()) == 5


def test_map_colours_nodes_by_group() -> None:
    (nodes,) = (child for child in network_map(star(2)).collections if isinstance(child, EllipseCollection))
    colours = [to_hex(colour).upper() for colour in to_rgba_array(nodes.get_facecolor())]
    assert colours == [GROUPS[Group.COUNTRY].background, *[GROUPS[Group.PROGRAMME].background] * 2]


def test_map_names_the_most_connected_first() -> None:
    assert [label.get_text() for label in names_on(network_map(star(5), labels=1))] == ["Japan"]


def test_map_shows_the_whole_of_each_node() -> None:
    ax = network_map(star(3))
    (nodes,) = (child for child in ax.collections if isinstance(child, EllipseCollection))
    widest = max(nodes.get_widths()) / 2
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    for x, y in np.array(nodes.get_offsets()).tolist():
        assert left <= x - widest <= x + widest <= right
        assert low <= y - widest <= y + widest <= high


def test_map_says_how_many_are_named() -> None:
    assert "Named: the 2 best connected of 6" in network_map(star(5), labels=2).get_xlabel().replace("\n", " ")


def test_names_cover_as_few_other_nodes_as_they_can() -> None:
    _, ax = plt.subplots()
    ax.set_xlim(0, 10)
    ax.set_ylim(0, 10)
    name_where_free(ax, [((5.0, 5.0), 0.1, "Kenya")], [((5.5, 5.0), 0.1)])
    (label,) = names_on(ax)
    assert label.get_ha() == "right"


def test_legend_of_full_bars_stands_beside_them() -> None:
    equal = RANKED.assign(programmes=3)
    legends = [ranking(frame, value="programmes", kind="kind").get_legend() for frame in (equal, RANKED)]
    outside, inside = (
        legend.axes.get_window_extent().x1 < legend.get_window_extent().x0 for legend in legends if legend
    )
    assert (outside, inside) == (True, False)


def test_map_lets_no_two_names_overlap() -> None:
    boxes = [label.get_window_extent() for label in names_on(network_map(star(40), labels=41))]
    assert len(boxes) > 10
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ranking(RANKED, value="programmes", title="A finding", ax=ax),
        lambda ax: matrix(CROSSED, title="A finding", ax=ax),
        lambda ax: network_map(star(3), title="A finding", ax=ax),
    ],
    ids=["ranking", "matrix", "network_map"],
)
def test_picture_is_drawn_on_given_axes_under_its_title(draw: Callable[[Axes], Axes]) -> None:
    _, ax = plt.subplots()
    assert draw(ax) is ax
    assert ax.get_title(loc="left") == "A finding"


@pytest.mark.parametrize(
    "draw",
    [
        lambda: ranking(RANKED, value="programmes", kind="kind", title="A finding"),
        lambda: matrix(CROSSED, title="A finding"),
        lambda: network_map(star(30), title="A finding"),
    ],
    ids=["ranking", "matrix", "network_map"],
)
def test_same_input_gives_the_same_picture(draw: Callable[[], Axes]) -> None:
    assert drawn(draw()) == drawn(draw())


@pytest.mark.parametrize("width", [3, 12])
def test_title_and_note_stay_inside_the_picture(width: int) -> None:
    words = "A finding that takes more words than one line of a narrow picture can hold"
    wide = CROSSED if width == 3 else pd.DataFrame([range(1, 31)], index=["UNDP"], columns=[f"C{n}" for n in range(30)])
    ax = matrix(wide, title=words, note=words)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    for text in (ax.title, ax.xaxis.label, getattr(ax, "_left_title")):  # noqa: B009 (no public way to the left one)
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.x1


def test_style_does_not_leak() -> None:
    before = mpl.rcParams.copy()
    ranking(RANKED, value="programmes")
    assert mpl.rcParams == before


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: ranking(RANKED, value="actors"),
            r"no column 'actors', it has name, programmes, kind",
        ),
        (lambda: ranking(RANKED.head(0), value="programmes"), r"found no rows"),
        (lambda: matrix(CROSSED.head(0)), r"found no rows"),
        (lambda: network_map(nx.MultiDiGraph()), r"found no nodes"),
    ],
    ids=["column", "ranking", "matrix", "network_map"],
)
def test_nothing_to_draw_is_said(draw: Callable[[], Axes], message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw()


def _seen(colour: str, matrix_: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """A colour as somebody with that colour blindness sees it (Viénot, Brettel and Mollon 1999), in linear light."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    light = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return tuple(sum(weight * part for weight, part in zip(row, light, strict=True)) for row in matrix_)


@pytest.mark.parametrize(
    "colours", [[style.background for style in GROUPS.values()], list(KIND_COLOURS)], ids=["groups", "kinds"]
)
@pytest.mark.parametrize(
    "matrix_",
    [
        ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
        ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    ],
    ids=["protanopia", "deuteranopia"],
)
def test_colours_stay_apart_for_the_colour_blind(colours: list[str], matrix_: tuple[tuple[float, ...], ...]) -> None:
    for one, other in itertools.combinations(colours, 2):
        distance = sum((a - b) ** 2 for a, b in zip(_seen(one, matrix_), _seen(other, matrix_), strict=True)) ** 0.5
        assert distance > 0.05, (one, other)
