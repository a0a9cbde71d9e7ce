"""Networks as they lie on the page: nodes and lines, the best connected named."""

from collections.abc import Mapping, Sequence

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection

from graph.network import AnyGraph, undirected
from graph.page.appearance import GROUPS
from graph.page.layout import place
from graph.plots import style
from graph.plots.names import Point, name_where_free
from ontology.vocabulary import Group

#: Below so many lines each is drawn stronger.
FEW = 200
#: A map shows at least so much of the layout in each direction, from the middle.
LEAST = 110.0


def network_map(
    network: AnyGraph, *, labels: int = 20, title: str = "", note: str = "", ax: Axes | None = None
) -> Axes:
    """Nodes and lines: area tells the number of relations, colour the group; the `labels` most connected are named.

    A line joins two things that any relation joins, or any tie of a projection. Where a name finds no free place it is
    left out, the less connected one first, so that no two names overlap. The note says how many are named.

    Raises:
        InputError: the network has no nodes.
    """
    style.check_network(network)
    projection = undirected(network)
    with style.styled():
        ax = style.axes(ax, 10, 7.5)
        radii = {node: 5.0 + 3.0 * network.degree(node) ** 0.5 for node in projection}
        points = _placed(projection, radii)
        groups = {data["group"] for _, data in projection.nodes(data=True)}
        _draw(ax, projection, points, radii)
        style.legend(ax, {look.plural: (look.background, look.border) for key, look in GROUPS.items() if key in groups})
        ranked = sorted(projection, key=lambda node: (-network.degree(node), node))
        told = "Larger: more relations."
        if labels < len(ranked):
            told += f" Named: the {labels} best connected of {len(ranked):,}, where there is room."
        style.finish(ax, title, f"{told} {note}".strip())
        named = [(points[node], radii[node], str(network.nodes[node]["name"])) for node in ranked[:labels]]
        name_where_free(ax, named, [(points[node], radii[node]) for node in ranked[labels:]])
    return ax


def _placed(projection: "nx.Graph[str]", radii: Mapping[str, float]) -> dict[str, Point]:
    """The position of each node: the one that it has on the page."""
    numbers = {node: number for number, node in enumerate(projection)}
    edges = [(numbers[start], numbers[end]) for start, end in projection.edges()]
    points = place(edges, [radii[node] for node in projection])
    # The page counts downwards, a plot upwards.
    return {node: (float(x), -float(y)) for node, (x, y) in zip(projection, points, strict=True)}


def _draw(ax: Axes, projection: "nx.Graph[str]", points: Mapping[str, Point], radii: Mapping[str, float]) -> None:
    """Lines, and nodes above them, sized in the units of the layout so that they stay apart as it placed them."""
    lines = [(points[start], points[end]) for start, end in projection.edges()]
    width = 1.1 if len(lines) < FEW else 0.5
    ax.add_collection(LineCollection(lines, colors="#8A8A8A", linewidths=width, alpha=0.45, zorder=1))
    widths = [2 * radii[node] for node in projection]
    looks = [GROUPS[Group(data["group"])] for _, data in projection.nodes(data=True)]
    ax.add_collection(
        EllipseCollection(
            widths,
            widths,
            [0.0] * len(widths),
            units="xy",
            offsets=[points[node] for node in projection],
            offset_transform=ax.transData,
            facecolors=[look.background for look in looks],
            edgecolors=[look.border for look in looks],
            linewidths=0.6,
            zorder=2,
        )
    )
    style.bare(ax)
    ax.set_aspect("equal")
    _frame(ax, points, max(radii.values()))


def _frame(ax: Axes, points: Mapping[str, Point], radius: float) -> None:
    """Room for the whole of every node, and for few nodes as much as for more, so that they stay small."""
    xs, ys = zip(*points.values(), strict=True)
    ax.set_xlim(*_span(xs, radius))
    ax.set_ylim(*_span(ys, radius))


def _span(places: Sequence[float], radius: float) -> tuple[float, float]:
    middle, half = (min(places) + max(places)) / 2, (max(places) - min(places)) / 2 + 1.2 * radius
    return middle - max(half, LEAST), middle + max(half, LEAST)
