"""What all pictures share: one style sheet, the colours, and how titles, notes, labels and legends are set.

Groups have their colours of the page; all are those of Okabe and Ito (2008), told apart by colour-blind readers too.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.textpath import TextPath

from graph.page.appearance import TYPES
from ontology.errors import InputError
from ontology.vocabulary import EntityType

#: For kinds within a group, in the order in which they come.
KIND_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#6E6E6E", "#F0E442")
#: For what is gathered under "others", and for what has no kind.
REST = "#BDBDBD"
INK = "#222222"
QUIET = "#5F5F5F"

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
    "text.color": INK,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.13,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.dpi": 110,
    "figure.facecolor": "white",
    # What lies under a legend is dimmed, not hidden.
    "legend.edgecolor": "none",
    "legend.framealpha": 0.8,
    # The same picture gives the same file.
    "svg.hashsalt": "odagraph",
}
#: Of labels, in points; nothing in a picture is smaller.
SMALL = 8.5
#: Characters in a line of a label; it has two lines at most.
LABEL_WIDTH = 34
#: Of the picture's edge, in inches, that a title keeps free.
MARGIN = 0.15


@contextmanager
def styled() -> Iterator[None]:
    """Our style sheet inside, the user's own again after."""
    with plt.style.context(STYLE):
        yield
        interactive = mpl.is_interactive()
    # The first figure loads the backend; what a notebook's switches on then would be switched off again with our style.
    mpl.interactive(interactive)


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes that were given, or those of a new picture of this size in inches."""
    return ax or plt.subplots(figsize=(width, height))[1]


def check(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Nothing, if the frame has rows and these columns.

    Raises:
        InputError: it has not.
    """
    if frame.empty:
        raise InputError("frame: found no rows, at least one is needed")
    for column in columns:
        if column not in frame:
            raise InputError(f"frame: found no column {column!r}, it has {', '.join(map(str, frame.columns))}")


def check_network(network: "nx.Graph[str]") -> None:
    """Nothing, if the network has nodes.

    Raises:
        InputError: it has none.
    """
    if not network:
        raise InputError("network: found no nodes, at least one is needed")


def finish(ax: Axes, title: str, note: str = "") -> None:
    """Sets the title, and below the picture a note; both begin at its left edge and wrap where it ends.

    A note says what the picture leaves out, and how much a mark stands for.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        return
    for _ in range(2):  # what is set moves the picture, so it is set where that has moved to
        figure.draw_without_rendering()  # the layout has its say before anything is measured
        start, end = _edges(ax, alone=len(figure.axes) == 1)
        width, box = (end - start) * 72 / figure.dpi, ax.get_window_extent()
        where = (start - box.x0) / box.width
        ax.set_title(_wrapped(title, width, FontProperties(size=12, weight="bold")), x=where)
        ax.set_xlabel(_wrapped(note, width, FontProperties(size=SMALL)), size=SMALL, color=QUIET, loc="left")
        ax.xaxis.label.set(x=where, multialignment="left")
    if len(figure.axes) == 1:
        # At another resolution names are some pixels wider or narrower, and the layout would part from the title.
        figure.set_layout_engine("none")


def _edges(ax: Axes, *, alone: bool) -> tuple[float, float]:
    """Where a title may begin and end, in pixels: the whole picture is its own where the axes stand alone."""
    box, figure = ax.get_window_extent(), ax.get_figure(root=True)
    tight = ax.get_tightbbox(for_layout_only=True)
    if figure is None or tight is None or not alone:
        return box.x0, box.x1
    margin = MARGIN * figure.dpi
    return max(min(tight.x0, box.x0), margin / 2), figure.bbox.x1 - margin


def _wrapped(text: str, width: float, font: FontProperties) -> str:
    """A text in lines that fit a width in points; at least some words a line."""
    if not text:
        return ""
    whole = TextPath((0, 0), text, prop=font).get_extents().width
    return textwrap.fill(text, max(int(0.97 * width / whole * len(text)), 24) if whole else len(text))


def bare(ax: Axes) -> None:
    """Takes away frame and ticks, but not title and note."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])


def short(name: str, width: int = LABEL_WIDTH) -> str:
    """A name in one line, cut at a word where it is too long."""
    return textwrap.shorten(name, width, placeholder=" …")


def in_two_lines(name: str, width: int = LABEL_WIDTH) -> str:
    """A name in two lines at most."""
    return "\n".join(textwrap.wrap(name, width, max_lines=2, placeholder=" …"))


def colours(kinds: Sequence[str]) -> dict[str, str]:
    """A colour for each kind; beyond eight they come round again."""
    return {kind: KIND_COLOURS[place % len(KIND_COLOURS)] for place, kind in enumerate(dict.fromkeys(kinds))}


def in_words(kind: str) -> str:
    """The type of an entity as the page names it; any other kind as it is."""
    return TYPES[EntityType(kind)] if kind in tuple(EntityType) else kind


def dots(marks: Mapping[str, tuple[str, str]]) -> list[Line2D]:
    """A dot for each name of a legend, with the colours of its inside and its edge."""
    return [
        Line2D([], [], marker="o", linestyle="", markersize=8, color=inside, markeredgecolor=edge, label=name)
        for name, (inside, edge) in marks.items()
    ]


def legend(ax: Axes, marks: Mapping[str, tuple[str, str]], *, left: bool = False, outside: bool = False) -> None:
    """A legend of dots inside the picture, at the bottom, or right of it where there is no room."""
    where: dict[str, Any] = {"loc": "lower left" if left or outside else "lower right"}
    if outside:
        where["bbox_to_anchor"] = (1.02, 0)
    ax.legend(handles=dots(marks), borderaxespad=0.2, handletextpad=0.2, **where)


def halo() -> list[AbstractPathEffect]:
    """A white edge that keeps a name readable on lines."""
    return [withStroke(linewidth=2.5, foreground="white")]


def left_out(by: str, **counts: tuple[int, int]) -> str:
    """The words for a picture that shows a part (shown, of all); empty where it shows all.

    >>> left_out("with the most ties", actors=(12, 40), countries=(5, 5))
    'Shown: 12 of 40 actors, those with the most ties.'
    """
    parts = [f"{shown:,} of {total:,} {what}" for what, (shown, total) in counts.items() if shown < total]
    return f"Shown: {' and '.join(parts)}, those {by}." if parts else ""
