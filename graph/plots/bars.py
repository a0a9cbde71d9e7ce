"""Pictures of one row a thing: bars of a ranking, and ranks with the interval that they may lie in."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

from graph.plots import style

#: The share of the width that a legend needs.
LEGEND = 0.4


def ranking(
    frame: pd.DataFrame,
    *,
    value: str,
    kind: str | None = None,
    title: str = "",
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Bars from the top in the frame's order, each with its label on the left and its value at its end.

    Labels stand in the column `name`; `value` and `kind` are columns too. `kind` colours the bars and gives a legend,
    types of entities in words.

    Raises:
        InputError: the frame has no rows, or not these columns.
    """
    style.check(frame, [column for column in ("name", value, kind) if column])
    with style.styled():
        ax = style.axes(ax, 9.5, 1.1 + 0.4 * len(frame))
        kinds = frame[kind].astype(str).tolist() if kind else [""] * len(frame)
        colours = style.colours(kinds)
        bars = ax.barh(range(len(frame)), frame[value].astype(float), height=0.72, color=[colours[k] for k in kinds])
        ax.bar_label(bars, labels=[f"{number:,}" for number in frame[value]], padding=4)
        _rows(ax, frame["name"])
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks([])
        if frame[value].min() < 0:
            ax.spines["left"].set_visible(False)
            ax.margins(x=0.1)
        if kind:
            marks = {style.in_words(k): (colour, colour) for k, colour in colours.items()}
            style.legend(ax, marks, outside=_is_full(frame[value].astype(float), len(marks)))
        style.finish(ax, title, note)
    return ax


def _is_full(values: "pd.Series[float]", entries: int) -> bool:
    """Whether the lowest bars leave no room on their right for a legend of so many entries."""
    return bool(values.tail(entries).max() > (1 - LEGEND) * values.max())


def intervals(
    frame: pd.DataFrame, *, value: str = "rank", title: str = "", note: str = "", ax: Axes | None = None
) -> Axes:
    """A dot for each row at its value, on a line from column `low` to `high`; rows from the top in the frame's order.

    Labels stand in the column `name`. Made for ranks with their bootstrapped intervals, so the axis begins at 1 and
    is logarithmic: what matters are the first places. Where intervals overlap, the order of the two says little.

    Raises:
        InputError: the frame has no rows, or not these columns.
    """
    style.check(frame, ["name", value, "low", "high"])
    with style.styled():
        ax = style.axes(ax, 9.5, 1.6 + 0.36 * len(frame))
        rows, numbers = range(len(frame)), frame[[value, "low", "high"]].astype(float)
        ax.hlines(rows, numbers["low"], numbers["high"], color=style.KIND_COLOURS[4], linewidth=6, alpha=0.55)
        ax.plot(numbers[value], rows, "o", color=style.KIND_COLOURS[0], markersize=7)
        _rows(ax, frame["name"])
        ax.set_xscale("log")
        ax.set_xlim(0.9 * min(1.0, numbers["low"].min()), 1.1 * numbers["high"].max())
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.tick_top()
        ax.spines["bottom"].set_visible(False)
        ax.grid(axis="x", color="#E4E4E4", linewidth=0.8)
        ax.set_axisbelow(True)
        style.finish(ax, title, note)
    return ax


def _rows(ax: Axes, labels: "pd.Series[str]") -> None:
    """One row for each label, the first at the top."""
    ax.set_yticks(range(len(labels)), [style.in_two_lines(str(name)) for name in labels], linespacing=1.05)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
