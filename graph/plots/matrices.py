"""Heat maps: any frame of counts, and who reaches which country, ordered by community."""

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from graph.plots import style
from graph.plots.sides import Sides, sides_of


def matrix(frame: pd.DataFrame, *, title: str = "", note: str = "", ax: Axes | None = None) -> Axes:
    """A heat map of counts: the frame's index down the left, its columns along the top, the number in each cell.

    Rows and columns stand in the frame's order; an empty or zero cell stays white.

    Raises:
        InputError: the frame has no cells.
    """
    style.check(frame, [])
    with style.styled():
        ax = _cells(frame, ax)
        style.finish(ax, title, note)
    return ax


def reach_map(
    reach: "nx.Graph[str]", *, actors: int = 16, countries: int = 24, title: str = "", ax: Axes | None = None
) -> Axes:
    """A heat map of actors (down) and countries (across) that stand together where one community holds them.

    `reach` is what `graph.network.actors_by_countries` gives. A coloured strip and a line mark each community of more
    than one actor or country; the note says what is left out.

    Raises:
        InputError: the network has no nodes.
    """
    style.check_network(reach)
    sides = sides_of(reach, actors, countries)
    with style.styled():
        ax = _cells(_frame(reach, sides), ax)
        _strips(ax, [sides.community[node] for node in sides.left], [sides.community[node] for node in sides.right])
        told = "A number counts programmes and direct ties. A frame: tied more to each other than to the rest "
        told += "(a community)."
        style.finish(ax, title, f"{told} {sides.note}".strip())
    return ax


def _frame(reach: "nx.Graph[str]", sides: Sides) -> pd.DataFrame:
    cells = [[reach.get_edge_data(left, right, {}).get("weight", 0) for right in sides.right] for left in sides.left]
    names = [[str(reach.nodes[node]["name"]) for node in side] for side in (sides.left, sides.right)]
    return pd.DataFrame(cells, index=names[0], columns=names[1])


def _cells(frame: pd.DataFrame, ax: Axes | None) -> Axes:
    """The cells with their numbers, rows and columns named."""
    values = frame.fillna(0).to_numpy(dtype=float)
    rows, columns = values.shape
    ax = style.axes(ax, 3.9 + 0.34 * columns, 2.3 + 0.38 * rows)
    top = max(values.max(), 1.0)
    ax.imshow(np.where(values > 0, values, np.nan), cmap="Blues", vmin=-0.3 * top, vmax=1.1 * top, aspect="auto")
    for row, column in np.argwhere(values > 0):
        colour = "white" if values[row, column] > top / 2 else style.INK
        ax.text(column, row, f"{values[row, column]:g}", ha="center", va="center", size=style.SMALL, color=colour)
    ax.set_yticks(range(rows), [style.in_two_lines(str(name)) for name in frame.index], linespacing=1.05)
    names = [style.short(str(name)) for name in frame.columns]
    ax.set_xticks(range(columns), names, rotation=50, ha="left", rotation_mode="anchor")
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    _grid_between(ax, rows, columns)
    return ax


def _grid_between(ax: Axes, rows: int, columns: int) -> None:
    """Thin lines between the cells, and no frame around them."""
    ax.set_xticks(np.arange(-0.5, columns), minor=True)
    ax.set_yticks(np.arange(-0.5, rows), minor=True)
    ax.grid(which="minor", color="#DDDDDD", linewidth=0.6)
    ax.tick_params(which="minor", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _strips(ax: Axes, rows: Sequence[int], columns: Sequence[int]) -> None:
    """Frames around the blocks of the communities, in the colours of their strips."""
    places = _spans(rows), _spans(columns)
    for community in dict.fromkeys((*rows, *columns)):
        if community not in places[0] or community not in places[1]:
            continue
        (top, bottom), (left, right) = (side[community] for side in places)
        colour = style.KIND_COLOURS[(community - 1) % len(style.KIND_COLOURS)]
        ax.add_patch(
            Rectangle(
                (left - 0.5, top - 0.5), right - left, bottom - top, fill=False, edgecolor=colour, linewidth=2.2,
                clip_on=False, zorder=3,
            )
        )  # fmt: skip


def _spans(communities: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """Where each community begins and ends, half open."""
    found: dict[int, tuple[int, int]] = {}
    for place, community in enumerate(communities):
        found[community] = (found.get(community, (place, 0))[0], place + 1)
    return found
