"""Actors on the left, countries on the right, and lines between them."""

import networkx as nx
from matplotlib.axes import Axes

from graph.page.appearance import GROUPS
from graph.plots import style
from graph.plots.sides import Sides, sides_of
from ontology.vocabulary import Group

#: Inches between two names; two lines fit.
ROW = 0.3


def bipartite(
    reach: "nx.Graph[str]", *, actors: int = 18, countries: int = 26, title: str = "", ax: Axes | None = None
) -> Axes:
    """Two columns of names and lines between them, ordered so that few cross; a line's width is its weight.

    `reach` is what `graph.network.actors_by_countries` gives. A line within a community has the community's colour,
    one between two communities is grey; the note says what is left out.

    Raises:
        InputError: the network has no nodes.
    """
    style.check_network(reach)
    sides = sides_of(reach, actors, countries)
    places = _places(sides)
    with style.styled():
        ax = style.axes(ax, 10, 1.8 + ROW * max(len(sides.left), len(sides.right)))
        _lines(ax, reach, sides, places)
        _names(ax, reach, sides, places)
        style.bare(ax)
        ax.set_xlim(-0.02, 1.02)
        ax.set_ylim(1.01, -0.045)
        for x, head in enumerate(("Actors", "Countries")):
            ax.text(x, -0.02, head, ha="center", va="bottom", weight="bold", color=style.QUIET)
        told = "Wider: more programmes and direct ties. One colour: tied more to each other than to the rest "
        told += "(a community); grey: between two communities."
        style.finish(ax, title, f"{told} {sides.note}".strip())
    return ax


def _places(sides: Sides) -> dict[str, tuple[float, float]]:
    """Each side evenly down its column."""
    return {
        node: (float(x), (number + 0.5) / len(side))
        for x, side in enumerate((sides.left, sides.right))
        for number, node in enumerate(side)
    }


def _colour(community: int) -> str:
    # The yellow of the last is too pale for a thin line.
    return style.KIND_COLOURS[(community - 1) % (len(style.KIND_COLOURS) - 1)]


def _lines(ax: Axes, reach: "nx.Graph[str]", sides: Sides, places: dict[str, tuple[float, float]]) -> None:
    for start in sides.left:
        for end in sorted(set(reach[start]) & set(sides.right)):
            within = sides.community[start] == sides.community[end]
            ax.plot(
                *zip(places[start], places[end], strict=True),
                color=_colour(sides.community[start]) if within else "#B5B5B5",
                linewidth=0.7 + 0.7 * float(reach[start][end]["weight"]),
                alpha=0.8 if within else 0.6,
                zorder=2 if within else 1,
            )


def _names(ax: Axes, reach: "nx.Graph[str]", sides: Sides, places: dict[str, tuple[float, float]]) -> None:
    for side, nodes in ((-1, sides.left), (1, sides.right)):
        for node in nodes:
            look = GROUPS[Group(reach.nodes[node]["group"])]
            ax.plot(*places[node], "o", markersize=7, color=look.background, markeredgecolor=look.border, zorder=3)
            ax.annotate(
                style.in_two_lines(str(reach.nodes[node]["name"]), 40),
                places[node],
                xytext=(7 * side, 0),
                textcoords="offset points",
                ha="left" if side > 0 else "right",
                va="center",
                linespacing=0.95,
                size=style.SMALL + 0.5,
            )
