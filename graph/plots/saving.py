"""Pictures as files: PNG, SVG or PDF, the same bytes for the same picture."""

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from graph.plots.style import STYLE
from ontology.errors import InputError

#: The endings of files, each with what its metadata leaves out: clocks and versions.
FORMATS: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
#: Dots in an inch of a PNG: enough for print at the size of a page.
DPI = 200


def check_ending(path: Path) -> None:
    """Nothing, if pictures can be written into a file of this ending.

    Raises:
        InputError: no format has it.
    """
    if path.suffix.lower() not in FORMATS:
        raise InputError(f"{path}: found ending {path.suffix!r}, one of {', '.join(FORMATS)} is needed")


def save(ax: Axes, path: Path) -> None:
    """Writes the picture of these axes into a file, whose ending tells the format, and closes it.

    Raises:
        InputError: no format has this ending.
    """
    check_ending(path)
    figure = ax.get_figure(root=True)
    if figure is not None:
        with plt.style.context(STYLE):
            figure.savefig(path, dpi=DPI, metadata=FORMATS[path.suffix.lower()])
        plt.close(figure)
