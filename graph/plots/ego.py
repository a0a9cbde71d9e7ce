"""One thing and what is next to it."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from graph.page.appearance import FAMILIES, GROUPS, WORDINGS, Family
from graph.plots import style
from graph.plots.names import Point
from ontology.errors import InputError
from ontology.vocabulary import Group, Predicate

#: Inches that the legend takes, below the ring.
LEGEND = 0.6
#: Which predicate of several between two things gives their line its look: the first of these families.
_RANK = {family: place for place, family in enumerate(FAMILIES)}


def ego(network: "nx.MultiDiGraph[str]", node: str, *, top: int = 32, title: str = "", ax: Axes | None = None) -> Axes:
    """A thing in the middle and its neighbours around it, gathered by what joins them; colour of a dot is the group.

    A line's look tells the family of the relation, as on the page, its width how many sentences show it; thin grey
    lines join the neighbours that are joined among themselves. Shown are the `top` neighbours with the most sentences.

    Raises:
        InputError: the network has no such node.
    """
    if node not in network:
        raise InputError(f"ego: found no node {node!r} in the network")
    ties = _ties(network, node)
    shown = sorted(ties, key=lambda other: (-ties[other][1], -network.degree(other), other))[:top]
    around = _in_order(network, shown, ties)
    with style.styled():
        height = max(4.8, 2.0 + 0.19 * len(around))
        ax = style.axes(ax, 10.5, height)
        points = _ring(around)
        _lines(ax, network, points, ties)
        _marks(ax, network, {**points, node: (0.0, 0.0)}, node)
        _legends(ax, {ties[other][0] for other in shown}, {network.nodes[other]["group"] for other in (node, *shown)})
        style.bare(ax)
        ax.set_xlim(-2.35, 2.35)
        ax.set_ylim(-1.12 - LEGEND * 2.24 / (height - 1), 1.12)
        told = "Wider: more sentences. Thin grey: ties among the neighbours."
        note = style.left_out("with the most sentences", neighbours=(len(shown), len(ties)))
        style.finish(ax, title, f"{told} {note}".strip())
    return ax


def _ties(network: "nx.MultiDiGraph[str]", node: str) -> dict[str, tuple[Family, int]]:
    """For each neighbour the family of the relation that joins it, and the number of sentences."""
    families: dict[str, list[Family]] = defaultdict(list)
    sentences: dict[str, int] = defaultdict(int)
    for start, end, data in (*network.out_edges(node, data=True), *network.in_edges(node, data=True)):
        other = end if start == node else start
        if other != node:
            families[other].append(WORDINGS[Predicate(data["predicate"])].family)
            sentences[other] += data.get("evidence", 1)
    return {other: (min(found, key=_RANK.__getitem__), sentences[other]) for other, found in families.items()}


def _in_order(
    network: "nx.MultiDiGraph[str]", shown: Sequence[str], ties: Mapping[str, tuple[Family, int]]
) -> list[str]:
    """The neighbours by family, group and name."""
    groups = list(Group)

    def key(other: str) -> tuple[int, int, str, str]:
        data = network.nodes[other]
        return _RANK[ties[other][0]], groups.index(Group(data["group"])), str(data["name"]), other

    return sorted(shown, key=key)


def _ring(around: Sequence[str]) -> dict[str, Point]:
    """Down the right side and up the left, rows at equal distance so that names stand clear of each other."""
    right = math.ceil(len(around) / 2)
    sides = [(1.0, around[:right]), (-1.0, list(reversed(around[right:])))]
    points: dict[str, Point] = {}
    for side, nodes in sides:
        for number, other in enumerate(nodes):
            y = 1 - (2 * number + 1) / len(nodes)
            points[other] = (side * (0.3 + 0.7 * math.sqrt(1 - y * y)), y)
    return points


def _lines(
    ax: Axes, network: "nx.MultiDiGraph[str]", points: Mapping[str, Point], ties: Mapping[str, tuple[Family, int]]
) -> None:
    for start, end in sorted({(min(pair), max(pair)) for pair in network.subgraph(points).edges()}):
        (x, y), (far_x, far_y) = points[start], points[end]
        ax.plot([x, far_x], [y, far_y], color="#C4C4C4", linewidth=0.6, zorder=1)
    for other, (x, y) in points.items():
        family, sentences = ties[other]
        ax.plot([0, x], [0, y], linewidth=1.0 + 0.8 * math.log2(sentences), zorder=2, **_look(family))


def _look(family: Family) -> dict[str, Any]:
    dashes = tuple(length / 3 for length in family.dashes)
    return {"color": family.colour, "linestyle": (0, dashes) if dashes else "-"}


def _marks(ax: Axes, network: "nx.MultiDiGraph[str]", points: Mapping[str, Point], node: str) -> None:
    for other, (x, y) in points.items():
        data, middle = network.nodes[other], other == node
        look, name = GROUPS[Group(data["group"])], str(data["name"])
        ax.plot(
            x, y, "o", markersize=20 if middle else 8, color=look.background, markeredgecolor=look.border, zorder=3
        )  # fmt: skip
        ax.annotate(
            style.in_two_lines(name, 24 if middle else 36),
            (x, y),
            xytext=(0, -14) if middle else (7 if x > 0 else -7, 0),
            textcoords="offset points",
            ha="center" if middle else "left" if x > 0 else "right",
            va="top" if middle else "center",
            size=10 if middle else style.SMALL + 0.5,
            weight="bold" if middle else "normal",
            linespacing=0.95,
            path_effects=style.halo(),
            zorder=4,
        )


def _legends(ax: Axes, families: Collection[Family], groups: Collection[str]) -> None:
    seen = [family for family in FAMILIES if family in families]
    lines = [Line2D([], [], linewidth=2, label=family.label, **_look(family)) for family in seen]
    marks = style.dots({look.plural: (look.background, look.border) for key, look in GROUPS.items() if key in groups})
    where: dict[str, Any] = {"loc": "lower center", "ncols": 5}
    ax.legend(handles=[*lines, *marks], handletextpad=0.5, columnspacing=1.4, **where)
