"""The years that the texts give for things, one row a thing."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from graph.plots import style


def timeline(
    frame: pd.DataFrame,
    *,
    kind: str | None = None,
    marks: Mapping[int, str] | None = None,
    title: str = "",
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """A row for each thing with a dot at each of its years, the earliest thing at the top; a line spans its years.

    The frame has columns `name` and `year`, as `graph.network.pathways.dated` gives it; `kind` colours the dots.
    A larger dot stands for several rows of the frame. `marks` names years that the reader should see, such as those in
    which the texts appeared; a dot right of all of them is a plan or a goal.

    Raises:
        InputError: the frame has no rows, or not these columns.
    """
    style.check(frame, [column for column in ("name", "year", kind) if column])
    counts = frame.groupby(["name", "year"]).size().rename("count").reset_index()
    spans = counts.groupby("name")["year"].agg(["min", "max"]).reset_index().sort_values(["min", "max", "name"])
    places = {name: place for place, name in enumerate(spans["name"])}
    kinds = dict(zip(frame["name"], frame[kind].astype(str), strict=True)) if kind else {}
    colours = style.colours(sorted(set(kinds.values())) or [""])
    with style.styled():
        ax = style.axes(ax, 10, 1.7 + 0.34 * len(spans))
        ax.hlines(range(len(spans)), spans["min"], spans["max"], color="#B5B5B5", linewidth=2, zorder=1)
        rows = counts["name"].map(places)
        shades = [colours[kinds.get(name, "")] for name in counts["name"]]
        ax.scatter(counts["year"], rows, s=30 + 26 * (counts["count"] - 1), color=shades, edgecolor="white", zorder=2)
        _frame(ax, [style.in_two_lines(str(name), 40) for name in spans["name"]])
        _mark(ax, marks or {})
        if kind:
            style.legend(ax, {style.in_words(k): (c, c) for k, c in colours.items()}, left=True)
        style.finish(ax, title, note)
    return ax


def _frame(ax: Axes, names: list[str]) -> None:
    """Names down the left, years along the bottom."""
    ax.set_yticks(range(len(names)), names, size=style.SMALL + 0.5, linespacing=0.95)
    ax.set_ylim(len(names) - 0.4, -0.9)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="x", color="#EEEEEE", linewidth=0.8)
    ax.grid(axis="y", color="#F3F3F3", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.margins(x=0.04)


def _mark(ax: Axes, marks: Mapping[int, str]) -> None:
    """Lines from top to bottom at the marked years, their names above, raised until none meets another."""
    taken: list[Bbox] = []
    for year, said in sorted(marks.items()):
        ax.axvline(year, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
        name = ax.annotate(
            said,
            (year, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=style.SMALL,
            color=style.QUIET,
        )
        while any(name.get_window_extent().overlaps(other) for other in taken):
            name.set_y(name.get_position()[1] + 11)
        taken.append(name.get_window_extent().padded(6))
