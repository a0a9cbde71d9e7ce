"""Names beside their marks, so that no two cover each other."""

import textwrap
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from graph.plots import style

Point = tuple[float, float]


def name_where_free(
    ax: Axes, wanted: Sequence[tuple[Point, float, str]], others: Sequence[tuple[Point, float]] = ()
) -> None:
    """Writes names beside nodes (place, radius, name), where one covers no other name or named node, or nowhere.

    Of several such places it takes the one that covers the fewest of the `others` (place, radius).
    """
    if figure := ax.get_figure(root=True):
        figure.draw_without_rendering()  # the layout has its say before anything is measured
    taken = [_box(ax, point, radius) for point, radius, _ in wanted]
    spots = np.array([_box(ax, point, radius).extents for point, radius in others]).reshape(-1, 4)
    for point, radius, name in wanted:
        wrapped = "\n".join(textwrap.wrap(name, 24, max_lines=3, placeholder=" …"))
        labels = [(label, label.get_window_extent()) for label in _attempts(ax, point, radius, wrapped)]
        free = [pair for pair in labels if not any(pair[1].overlaps(other) for other in taken)]
        kept = min(free, key=lambda pair: _covered(pair[1], spots), default=None)
        for pair in labels:
            if pair is not kept:
                pair[0].remove()
        taken += [kept[1]] if kept else []


def _covered(box: Bbox, spots: NDArray[np.float64]) -> int:
    """How many of the spots (left, bottom, right, top) a box covers, at least in part."""
    across = (spots[:, 0] < box.x1) & (spots[:, 2] > box.x0)
    return int((across & (spots[:, 1] < box.y1) & (spots[:, 3] > box.y0)).sum())


def _box(ax: Axes, point: Point, radius: float) -> Bbox:
    """The square around a node, in pixels, a little smaller than the node."""
    (x, y), inner = point, 0.8 * radius
    return Bbox(ax.transData.transform([(x - inner, y - inner), (x + inner, y + inner)]))


def _attempts(ax: Axes, point: Point, radius: float, name: str) -> Iterator[Annotation]:
    """The name to the right, left, above and below its node, for the caller to keep or remove."""
    for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        yield ax.annotate(
            name,
            (point[0] + across * radius, point[1] + up * radius),
            xytext=(2 * across, 2 * up),
            textcoords="offset points",
            ha={1: "left", -1: "right", 0: "center"}[across],
            va={1: "bottom", -1: "top", 0: "center"}[up],
            size=style.SMALL,
            linespacing=0.95,
            path_effects=style.halo(),
            zorder=3,
        )


def spread(places: Sequence[float], least: float) -> list[float]:
    """The same places in order, moved as little as keeps `least` between neighbours.

    Places that are too close are gathered, and spread about their middle.

    >>> spread([0, 1, 10], 2)
    [-0.5, 1.5, 10.0]
    """
    gathered: list[tuple[float, int]] = []  # the middle of each gathering, and how many it has
    for place in places:
        gathered.append((float(place), 1))
        while len(gathered) > 1 and _gap(gathered[-2], gathered[-1], least) < 0:
            (one, few), (other, more) = gathered.pop(-2), gathered.pop()
            gathered.append(((one * few + other * more) / (few + more), few + more))
    return [middle + (number - (count - 1) / 2) * least for middle, count in gathered for number in range(count)]


def _gap(one: tuple[float, int], other: tuple[float, int], least: float) -> float:
    """How much more room than needed is between two gatherings."""
    return other[0] - one[0] - (one[1] + other[1]) / 2 * least
