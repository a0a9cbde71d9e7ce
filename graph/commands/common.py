"""What the commands share: options, help with examples, and the width of the screen."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from graph.tables import Table

FORMATS = click.Choice(["table", "csv", "json"])
DEFAULT_OUT = Path("out")
SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 110}

_F = TypeVar("_F", bound=Any)


def examples(*lines: str) -> str:
    """The examples at the end of a command's help, one a line; click leaves them as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def graph_option(function: _F) -> _F:
    """The option that says which graph is read."""
    option = click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=DEFAULT_OUT,
        show_default=True,
        metavar="DIR",
        help="Folder of the graph that `odagraph build` wrote.",
    )
    result: _F = option(function)
    return result


def screen_width() -> int | None:
    """The columns of the terminal; None when the output goes into a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def write_table(table: "Table", format_: str) -> None:
    """Writes a table to the output, wrapped to the screen if it goes there."""
    from graph.tables import Format, render  # noqa: PLC0415 (help has to come at once)

    click.echo(render(table, Format(format_), width=screen_width()), nl=False)
