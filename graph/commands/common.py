"""What the commands share: options, help with examples, and the width of the screen."""

import functools
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from graph.opening import Place
    from graph.tables import Table

FORMATS = click.Choice(["table", "csv", "json"])
DEFAULT_OUT = Path("out")
#: The variable that names the store to read from.
ENDPOINT = "ODAGRAPH_ENDPOINT"
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


def place_options(function: Callable[..., object]) -> Callable[..., object]:
    """The options that say which graph is read, in a folder or at an address; the command gets one `out` of both."""

    @functools.wraps(function)
    def command(*, out: Path, endpoint: str | None, **options: object) -> object:
        return function(out=_place(out, endpoint), **options)

    address = click.option(
        "--endpoint",
        envvar=ENDPOINT,
        metavar="URL",
        help=f"Read what `odagraph publish` sent to this SPARQL store ({ENDPOINT} in the environment) instead.",
    )
    return graph_option(address(command))


def _place(out: Path, endpoint: str | None) -> "Place":
    """The address where one is given; who names a folder and has an address in the environment means the folder."""
    source = click.get_current_context().get_parameter_source
    said = click.core.ParameterSource.COMMANDLINE
    if endpoint is None:
        return out
    if source("out") is said and source("endpoint") is said:
        raise click.UsageError("found --out and --endpoint, one of the two is allowed")
    return out if source("out") is said else endpoint


def screen_width() -> int | None:
    """The columns of the terminal; None when the output goes into a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def write_table(table: "Table", format_: str) -> None:
    """Writes a table to the output, wrapped to the screen if it goes there."""
    from graph.tables import Format, render  # noqa: PLC0415 (help has to come at once)

    click.echo(render(table, Format(format_), width=screen_width()), nl=False)
