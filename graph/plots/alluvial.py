"""Paths through several stages, such as donor → programme → country, as streams of the width of their number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from graph.plots import style

#: Width of a block, as a share of the way between two stages.
BLOCK = 0.045
#: Inches between two blocks, the least height of one path, and the height that all paths together aim at.
GAP, LEAST, WHOLE = 0.16, 0.05, 3.6
#: A block of this height in inches has room for a name in two lines.
TWO_LINES = 0.22


@dataclass(frozen=True, slots=True)
class _Block:
    """One item of a stage: where it begins from the top, and its height, in inches."""

    top: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where everything stands; `paths` has one column a stage, `blocks` one mapping a stage, from the top."""

    paths: pd.DataFrame
    blocks: Sequence[Mapping[str, _Block]]
    colours: Mapping[str, str]
    one: float
    height: float


def alluvial(
    frame: pd.DataFrame,
    *,
    stages: Sequence[str],
    top: int = 12,
    title: str = "",
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Streams from stage to stage, each column of `stages` one; a row of the frame is a path and counts one.

    A stream has the colour of the item of the first stage that it comes from. Of each stage the `top` items with the
    most paths are shown, the others together in one block that says how many they are.

    Raises:
        InputError: the frame has no rows, or not these columns.
    """
    style.check(frame, stages)
    layout = _layout(_gathered(frame[list(stages)].astype(str), top))
    with style.styled():
        ax = style.axes(ax, 11, layout.height + 1.2)
        for number in range(len(stages) - 1):
            _streams(ax, layout, number)
        for number, stage in enumerate(stages):
            _column(ax, layout, number)
            ax.text(number, -0.12, stage, ha="center", va="bottom", weight="bold", color=style.QUIET)
        style.bare(ax)
        ax.set_xlim(-0.75, len(stages) - 1 + 0.55)
        ax.set_ylim(layout.height + 0.05, -0.35)
        style.finish(ax, title, note)
    return ax


def _gathered(paths: pd.DataFrame, top: int) -> pd.DataFrame:
    """The paths with the rare items of each stage under one name."""
    found = {}
    for stage in paths:
        counts = _by_size(paths[stage])
        rest = counts[top:] if len(counts) > top + 1 else []
        found[stage] = paths[stage].where(~paths[stage].isin(rest), f"{len(rest):,} others")
    return pd.DataFrame(found)


def _by_size(items: "pd.Series[str]") -> list[str]:
    """The items of a stage, those on the most paths first, what is gathered last."""
    counts = items.value_counts()
    return sorted(counts.index, key=lambda item: (item.endswith(" others"), -int(counts[item]), item))


def _layout(paths: pd.DataFrame) -> _Layout:
    orders = [_by_size(paths.iloc[:, 0])]
    for number in range(1, paths.shape[1]):
        orders.append(_near(paths.iloc[:, number - 1], paths.iloc[:, number], orders[-1]))
    one = max(LEAST, WHOLE / len(paths))
    height = max(one * len(paths) + GAP * (len(order) - 1) for order in orders)
    blocks = [_blocks(paths.iloc[:, number], order, one, height) for number, order in enumerate(orders)]
    shades = (*style.KIND_COLOURS[:6], style.KIND_COLOURS[6])
    first = [item for item in orders[0] if not item.endswith(" others")]
    colours = {item: shades[place] if place < len(shades) else style.REST for place, item in enumerate(first)}
    return _Layout(paths=paths, blocks=blocks, colours=colours, one=one, height=height)


def _near(before: "pd.Series[str]", items: "pd.Series[str]", order: Sequence[str]) -> list[str]:
    """The items of a stage, each near the middle of what flows into it, what is gathered last."""
    middles = before.map({item: place for place, item in enumerate(order)}).groupby(items).mean()
    return sorted(middles.index, key=lambda item: (item.endswith(" others"), round(float(middles[item]), 6), item))


def _blocks(items: "pd.Series[str]", order: Sequence[str], one: float, height: float) -> dict[str, _Block]:
    """The blocks of a stage from the top, spread over the whole height."""
    counts = items.value_counts()
    room = (height - one * len(items)) / max(len(order) - 1, 1)
    gap, blocks = min(room, 4 * GAP), {}
    top = (height - one * len(items) - gap * (len(order) - 1)) / 2
    for item in order:
        blocks[item] = _Block(top, one * int(counts[item]))
        top += blocks[item].height + gap
    return blocks


def _streams(ax: Axes, layout: _Layout, number: int) -> None:
    """The streams between a stage and the next."""
    left, right = layout.paths.columns[number], layout.paths.columns[number + 1]
    sides = layout.blocks[number], layout.blocks[number + 1]
    places = [{item: place for place, item in enumerate(side)} for side in (layout.blocks[0], *sides)]
    counted = layout.paths.groupby([layout.paths.columns[0], left, right] if number else [left, right]).size()
    flows = [((key[0], key[-2], key[-1]), int(count)) for key, count in counted.items()]  # type: ignore[index]  # a tuple of items
    starts = _stacked(sides[0], flows, 1, lambda key: (places[2][key[2]], places[0][key[0]]), layout.one)
    ends = _stacked(sides[1], flows, 2, lambda key: (places[1][key[1]], places[0][key[0]]), layout.one)
    for key, count in flows:
        colour = layout.colours.get(key[0], style.REST)
        shape = _stream((number + BLOCK / 2, starts[key]), (number + 1 - BLOCK / 2, ends[key]), count * layout.one)
        ax.add_patch(PathPatch(shape, facecolor=colour, edgecolor="none", alpha=0.5, zorder=1))


_Key = tuple[str, str, str]


def _stacked(
    blocks: Mapping[str, _Block],
    flows: Sequence[tuple[_Key, int]],
    side: int,
    order: Callable[[_Key], tuple[int, int]],
    one: float,
) -> dict[_Key, float]:
    """Where each stream meets its block on one side: below one another, in the order of their other ends."""
    filled = {item: block.top for item, block in blocks.items()}
    found = {}
    for key, count in sorted(flows, key=lambda flow: order(flow[0])):
        found[key] = filled[key[side]]
        filled[key[side]] += count * one
    return found


def _stream(start: tuple[float, float], end: tuple[float, float], height: float) -> Path:
    """A band between two points at its upper edge, curved like an S."""
    (x, y), (far_x, far_y) = start, end
    middle = (x + far_x) / 2
    upper = [(x, y), (middle, y), (middle, far_y), (far_x, far_y)]
    lower = [(far_x, far_y + height), (middle, far_y + height), (middle, y + height), (x, y + height)]
    curve = [Path.CURVE4] * 3
    return Path([*upper, *lower, (x, y)], [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _column(ax: Axes, layout: _Layout, number: int) -> None:
    """The blocks of a stage with their names: left of the first stage, right of the others."""
    for item, block in layout.blocks[number].items():
        colour = layout.colours.get(item, style.REST) if number == 0 else "#4A4A4A"
        corner = (number - BLOCK / 2, block.top)
        ax.add_patch(
            Rectangle(corner, BLOCK, block.height, facecolor=colour, edgecolor="white", linewidth=0.5, zorder=2)
        )
        ax.text(
            number + (0.75 if number else -0.75) * BLOCK,
            block.top + block.height / 2,
            style.in_two_lines(item) if block.height > TWO_LINES else style.short(item, 46),
            ha="left" if number else "right",
            va="center",
            linespacing=0.95,
            size=style.SMALL,
            path_effects=style.halo(),
            zorder=3,
        )
