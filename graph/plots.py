"""Pictures of the graph with matplotlib: each function takes a frame or a network and gives the axes it drew on.

Groups have their colours of the page; all are those of Okabe and Ito (2008), told apart by colour-blind readers too.
A title should say what the picture shows; compute it from the same frame.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from graph.appearance import GROUPS, TYPES
from graph.layout import place
from graph.network import simple
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

Point = tuple[float, float]

#: For kinds within a group, in the order in which they come.
KIND_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#6E6E6E", "#F0E442")

#: The one style sheet; it holds inside our functions and changes nothing outside.
STYLE: dict[str, Any] = {
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": "#333333",
    "text.color": "#222222",
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "figure.constrained_layout.use": True,
    "figure.dpi": 110,
    "figure.facecolor": "white",
    "legend.frameon": False,
}
TITLE_WIDTH = 66
#: Characters in a line of a label; it has two lines at most.
LABEL_WIDTH = 34


def ranking(
    frame: pd.DataFrame, *, label: str, value: str, kind: str | None = None, title: str = "", ax: Axes | None = None
) -> Axes:
    """Bars from the top in the frame's order, each with its label on the left and its value at its end.

    `label`, `value` and `kind` are columns; `kind` colours the bars and gives a legend, types of entities in words.

    Raises:
        InputError: the frame has no rows, or not these columns.
    """
    _check(frame, [column for column in (label, value, kind) if column])
    with _styled():
        ax = ax or plt.subplots(figsize=(9.5, 1.1 + 0.4 * len(frame)))[1]
        kinds = frame[kind].astype(str).tolist() if kind else [""] * len(frame)
        colours = _colours(kinds)
        bars = ax.barh(range(len(frame)), frame[value].astype(float), height=0.72, color=[colours[k] for k in kinds])
        ax.bar_label(bars, labels=[f"{number:,}" for number in frame[value]], padding=4)
        ax.set_yticks(range(len(frame)), [_in_two_lines(str(name)) for name in frame[label]], linespacing=0.95)
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks([])
        if kind:
            _legend(ax, {_in_words(k): (colour, colour) for k, colour in colours.items()})
        _title(ax, title)
    return ax


def matrix(frame: pd.DataFrame, *, title: str = "", ax: Axes | None = None) -> Axes:
    """A heat map of counts: the frame's index down the left, its columns along the top, the number in each cell.

    Rows and columns stand in the frame's order; an empty or zero cell stays white.

    Raises:
        InputError: the frame has no cells.
    """
    _check(frame, [])
    values = frame.fillna(0).to_numpy(dtype=float)
    rows, columns = values.shape
    with _styled():
        ax = ax or plt.subplots(figsize=(3.4 + 0.34 * columns, 2.0 + 0.38 * rows))[1]
        top = max(values.max(), 1.0)
        ax.imshow(np.where(values > 0, values, np.nan), cmap="Blues", vmin=-0.3 * top, vmax=1.1 * top, aspect="auto")
        for row, column in np.argwhere(values > 0):
            colour = "white" if values[row, column] > top / 2 else "#222222"
            ax.text(column, row, f"{values[row, column]:g}", ha="center", va="center", size=8.5, color=colour)
        ax.set_yticks(range(rows), [_in_two_lines(str(name)) for name in frame.index], linespacing=0.95)
        ax.set_xticks(
            range(columns),
            [_short(str(name)) for name in frame.columns],
            rotation=50,
            ha="left",
            rotation_mode="anchor",
        )
        ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
        _grid_between(ax, rows, columns)
        _title(ax, title)
    return ax


def network_map(network: "nx.MultiDiGraph[str]", *, labels: int = 20, title: str = "", ax: Axes | None = None) -> Axes:
    """Nodes and lines: area tells the number of relations, colour the group; the `labels` most connected are named.

    A line joins two things that any relation joins. Where a name finds no free place it is left out, the less connected
    one first, so that no two names overlap.

    Raises:
        InputError: the network has no nodes.
    """
    if not network:
        raise InputError("network: found no nodes, at least one is needed")
    projection = simple(network)
    with _styled():
        ax = ax or plt.subplots(figsize=(10, 7.5))[1]
        radii = {node: 5.0 + 3.0 * network.degree(node) ** 0.5 for node in projection}
        points = _placed(projection, radii)
        groups = {data["group"] for _, data in projection.nodes(data=True)}
        _draw(ax, projection, points, radii)
        _title(ax, title)
        _legend(
            ax, {style.plural: (style.background, style.border) for group, style in GROUPS.items() if group in groups}
        )
        ranked = sorted(projection, key=lambda node: (-network.degree(node), node))
        _name(ax, [(points[node], radii[node], str(network.nodes[node]["name"])) for node in ranked[:labels]])
    return ax


@contextmanager
def _styled() -> Iterator[None]:
    """Our style sheet inside, the user's own again after."""
    with plt.style.context(STYLE):
        yield
        interactive = mpl.is_interactive()
    # The first figure loads the backend; what a notebook's switches on then would be switched off again with our style.
    mpl.interactive(interactive)


def _check(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    if frame.empty:
        raise InputError("frame: found no rows, at least one is needed")
    for column in columns:
        if column not in frame:
            raise InputError(f"frame: found no column {column!r}, it has {', '.join(map(str, frame.columns))}")


def _title(ax: Axes, title: str) -> None:
    ax.set_title(textwrap.fill(title, TITLE_WIDTH))


def _short(name: str) -> str:
    return textwrap.shorten(name, LABEL_WIDTH, placeholder=" …")


def _in_two_lines(name: str) -> str:
    return "\n".join(textwrap.wrap(name, LABEL_WIDTH, max_lines=2, placeholder=" …"))


def _colours(kinds: Sequence[str]) -> dict[str, str]:
    """A colour for each kind; beyond eight they come round again."""
    return {kind: KIND_COLOURS[place % len(KIND_COLOURS)] for place, kind in enumerate(dict.fromkeys(kinds))}


def _in_words(kind: str) -> str:
    """The type of an entity as the page names it; any other kind as it is."""
    return TYPES[EntityType(kind)] if kind in tuple(EntityType) else kind


def _legend(ax: Axes, colours: Mapping[str, tuple[str, str]]) -> None:
    """A dot for each name, with the colours of its inside and its edge."""
    marks = [
        Line2D([], [], marker="o", linestyle="", markersize=8, color=inside, markeredgecolor=edge, label=name)
        for name, (inside, edge) in colours.items()
    ]
    ax.legend(handles=marks, loc="lower right", borderaxespad=0.2, handletextpad=0.2)


def _grid_between(ax: Axes, rows: int, columns: int) -> None:
    """Thin lines between the cells, and no frame around them."""
    ax.set_xticks(np.arange(-0.5, columns), minor=True)
    ax.set_yticks(np.arange(-0.5, rows), minor=True)
    ax.grid(which="minor", color="#DDDDDD", linewidth=0.6)
    ax.tick_params(which="minor", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _placed(projection: "nx.Graph[str]", radii: Mapping[str, float]) -> dict[str, Point]:
    """The position of each node: the one that it has on the page."""
    numbers = {node: number for number, node in enumerate(projection)}
    edges = [(numbers[start], numbers[end]) for start, end in projection.edges()]
    points = place(edges, [radii[node] for node in projection])
    # The page counts downwards, a plot upwards.
    return {node: (float(x), -float(y)) for node, (x, y) in zip(projection, points, strict=True)}


def _draw(
    ax: Axes,
    projection: "nx.Graph[str]",
    points: Mapping[str, Point],
    radii: Mapping[str, float],
) -> None:
    """Lines, and nodes above them, sized in the units of the layout so that they stay apart as it placed them."""
    lines = [(points[start], points[end]) for start, end in projection.edges()]
    ax.add_collection(LineCollection(lines, colors="#8A8A8A", linewidths=0.5, alpha=0.45, zorder=1))
    widths = [2 * radii[node] for node in projection]
    styles = [GROUPS[Group(data["group"])] for _, data in projection.nodes(data=True)]
    ax.add_collection(
        EllipseCollection(
            widths,
            widths,
            [0.0] * len(widths),
            units="xy",
            offsets=[points[node] for node in projection],
            offset_transform=ax.transData,
            facecolors=[style.background for style in styles],
            edgecolors=[style.border for style in styles],
            linewidths=0.6,
            zorder=2,
        )
    )
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.autoscale_view()


def _name(ax: Axes, wanted: Sequence[tuple[Point, float, str]]) -> None:
    """Writes names beside their nodes, each where it covers no other name and no node with a name, or nowhere."""
    if figure := ax.get_figure(root=True):
        figure.draw_without_rendering()  # the layout has its say before anything is measured
    taken = [_box(ax, point, radius) for point, radius, _ in wanted]
    for point, radius, name in wanted:
        for label in _attempts(ax, point, radius, textwrap.fill(name, 24)):
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            label.remove()


def _box(ax: Axes, point: Point, radius: float) -> Bbox:
    """The square around a node, in pixels, a little smaller than the node."""
    (x, y), inner = point, 0.8 * radius
    return Bbox(ax.transData.transform([(x - inner, y - inner), (x + inner, y + inner)]))


def _attempts(ax: Axes, point: Point, radius: float, name: str) -> Iterator[Annotation]:
    """The name to the right, left, above and below its node, for the caller to keep or remove."""
    halo = [withStroke(linewidth=2.5, foreground="white")]
    for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield ax.annotate(
            name,
            (point[0] + across * radius, point[1] + up * radius),
            xytext=(2 * across, 2 * up),
            textcoords="offset points",
            ha={1: "left", -1: "right", 0: "center"}[across],
            va={1: "bottom", -1: "top", 0: "center"}[up],
            size=8.5,
            linespacing=0.95,
            path_effects=halo,
            zorder=3,
        )
