"""What ties regions, or any things, to each other, as a ring with bands across."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Wedge
from matplotlib.path import Path

from graph.plots import style
from graph.plots.names import spread
from ontology.errors import InputError

#: Degrees between two arcs; thickness of the ring, whose outer radius is 1; distance of two names.
GAP, RING, LINE = 2.5, 0.05, 0.085

_Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arcs:
    """The arc of each item, and within it the part of each band, all in degrees, clockwise from the top."""

    whole: Mapping[str, _Span]
    parts: Mapping[tuple[str, str], _Span]


def chord(frame: pd.DataFrame, *, top: int = 8, title: str = "", note: str = "", ax: Axes | None = None) -> Axes:
    """A ring with an arc for each item and a band for each tie of two; frame: the same items down and across.

    The two halves of a frame are added, so a symmetric one counts each tie once if only one half is filled. A tie of an
    item to itself is part of its arc and has no band. Of more than `top` items the smallest are drawn as one, whose
    name says how many they are. A band has the colour of its larger end.

    Raises:
        InputError: the frame has no cells, no ties, or other items down than across.
    """
    style.check(frame, [])
    if list(frame.index) != list(frame.columns):
        raise InputError("frame: found other items down than across, the same in the same order are needed")
    ties = _gathered(_ties(frame), top)
    if not ties:
        raise InputError("frame: found no ties, at least one cell above 0 is needed")
    order = _order(ties)
    arcs = _arcs(ties, order)
    shades = {item: style.REST if _is_rest(item) else colour for item, colour in style.colours(order).items()}
    with style.styled():
        ax = style.axes(ax, 9.5, 6)
        for (one, other), _ in sorted(ties.items(), key=lambda tie: (tie[1], tie[0])):
            if one != other:
                band = _band(arcs.parts[one, other], arcs.parts[other, one])
                colour = shades[min(one, other, key=order.index)]
                ax.add_patch(PathPatch(band, facecolor=colour, edgecolor="white", linewidth=0.4, alpha=0.62))
        _ring(ax, arcs, shades)
        _names(ax, arcs, _totals(ties))
        style.bare(ax)
        ax.set_aspect("equal")
        ax.set_xlim(-1.95, 1.95)
        ax.set_ylim(-1.12, 1.12)
        style.finish(ax, title, note)
    return ax


def _ties(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Each pair of items with a tie once, in the order of the frame."""
    values, items = frame.fillna(0).to_numpy(dtype=float), [str(item) for item in frame.index]
    found = {}
    for row, one in enumerate(items):
        for column, other in enumerate(items[row:], row):
            value = values[row, column] + (values[column, row] if row != column else 0)
            if value > 0:
                found[one, other] = value
    return found


def _totals(ties: Mapping[tuple[str, str], float]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for pair, value in ties.items():
        for item in dict.fromkeys(pair):
            totals[item] = totals.get(item, 0) + value
    return totals


def _by_size(totals: Mapping[str, float]) -> list[str]:
    return sorted(totals, key=lambda item: (_is_rest(item), -totals[item], item))


def _is_rest(item: str) -> bool:
    return item.endswith(" others")


def _gathered(ties: Mapping[tuple[str, str], float], top: int) -> dict[tuple[str, str], float]:
    """The ties with the smallest items under one name."""
    ranked = _by_size(_totals(ties))
    small = set(ranked[top:]) if len(ranked) > top + 1 else set()
    found: dict[tuple[str, str], float] = {}
    for pair, value in ties.items():
        one, other = (f"{len(small)} others" if item in small else item for item in pair)
        key = (other, one) if (other, one) in found else (one, other)
        found[key] = found.get(key, 0) + value
    return found


def _order(ties: Mapping[tuple[str, str], float]) -> list[str]:
    return _by_size(_totals(ties))


def _arcs(ties: Mapping[tuple[str, str], float], order: Sequence[str]) -> _Arcs:
    """Arcs from the top, clockwise; within each the bands in the order in which their other ends come round."""
    totals = _totals(ties)
    degree = (360 - GAP * len(order)) / sum(totals[item] for item in order)
    whole, parts, angle = {}, {}, GAP / 2
    for place, item in enumerate(order):
        begin = angle
        # Those that come next round end at the far side of the arc, so that bands cross less.
        for other in [*reversed(order[:place]), *reversed(order[place:])]:
            value = ties.get((item, other)) or ties.get((other, item)) or 0.0
            if value:
                parts[item, other] = (angle, angle + value * degree)
                angle += value * degree
        whole[item] = (begin, angle)
        angle += GAP
    return _Arcs(whole=whole, parts=parts)


def _point(angle: float, radius: float = 1.0) -> tuple[float, float]:
    return radius * math.sin(math.radians(angle)), radius * math.cos(math.radians(angle))


def _curve(begin: float, end: float) -> tuple[list[tuple[float, float]], list[int]]:
    """The inner edge of the ring from one angle to another, in short straight steps."""
    steps = max(2, math.ceil(abs(end - begin) / 2))
    points = [_point(begin + (end - begin) * step / steps, 1 - RING - 0.01) for step in range(steps + 1)]
    return points, [int(Path.LINETO)] * len(points)


def _band(one: _Span, other: _Span) -> Path:
    """The shape between two parts of the ring, drawn in towards the middle."""
    first, first_codes = _curve(*one)
    second, second_codes = _curve(*other)
    curve = [int(Path.CURVE3), int(Path.CURVE3)]
    points = [*first, (0.0, 0.0), second[0], *second[1:], (0.0, 0.0), first[0]]
    codes = [int(Path.MOVETO), *first_codes[1:], *curve, *second_codes[1:], *curve]
    return Path(points, codes)


def _ring(ax: Axes, arcs: _Arcs, shades: Mapping[str, str]) -> None:
    for item, (begin, end) in arcs.whole.items():
        ax.add_patch(Wedge((0, 0), 1, 90 - end, 90 - begin, width=RING, facecolor=shades[item], edgecolor="none"))


def _names(ax: Axes, arcs: _Arcs, totals: Mapping[str, float]) -> None:
    """The names on both sides of the ring, clear of each other, each with its number."""
    middles = {item: (begin + end) / 2 for item, (begin, end) in arcs.whole.items()}
    for side in (1, -1):
        items = [item for item, angle in middles.items() if (angle % 360 < 180) == (side > 0)]
        items.sort(key=lambda item: _point(middles[item])[1])
        for item, y in zip(items, spread([1.04 * _point(middles[item])[1] for item in items], LINE), strict=True):
            ax.annotate(
                f"{style.short(item)} ({totals[item]:g})",
                _point(middles[item], 1.005),
                xytext=(side * max(abs(_point(middles[item])[0]) + 0.1, 0.25), y),
                ha="left" if side > 0 else "right",
                va="center",
                arrowprops={"arrowstyle": "-", "color": "#9A9A9A", "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
            )
