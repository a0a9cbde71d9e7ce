"""The command that draws pictures of a graph: plot."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import examples, place_options
from graph.commands.filters import filter_options, filters_of
from graph.commands.pictures import PICTURES
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.opening import Place

# ruff: noqa: PLC0415 (imports inside the command, so that its help and its list come at once)

#: What pictures need beyond what every command has.
NEEDED = ("matplotlib", "pandas")


@click.command(
    epilog=examples(
        "odagraph plot --list",
        "odagraph plot reach -o reach.svg",
        "odagraph plot ego --thing JICA --relation implements --relation funds",
        "odagraph plot timeline --years 2015-2023 --out graph",
    )
)
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="Show the pictures, one line each.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write; its ending is .png, .svg or .pdf. Else a PNG beside the graph.",
)
@click.option("--thing", metavar="NAME", help="What stands in the middle of ego: name, acronym or id.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="How many items are shown; below it, what is not.")
@filter_options
@place_options
def plot(
    name: str | None, listing: bool, output: Path | None, thing: str | None, top: int | None, **options: Any
) -> None:
    """Draw a picture of the graph, under a title that says what it shows.

    What a picture leaves out stands below it.
    """
    if listing:
        width = max(map(len, PICTURES))
        click.echo("\n".join(f"{known:{width}}  {gloss}" for known, gloss in PICTURES.items()))
        return
    if name is None or name not in PICTURES:
        found = "no NAME" if name is None else repr(name)
        raise click.UsageError(f"found {found}, one of {', '.join(PICTURES)} is needed")
    from graph.opening import beside

    out: Place = options["out"]
    click.echo(_drawn(name, out, output or beside(out, f"-{name}.png"), (thing, top), options))


def _drawn(name: str, out: "Place", path: Path, wanted: tuple[str | None, int | None], options: dict[str, Any]) -> Path:
    """The file with the picture, written."""
    try:
        import matplotlib as mpl

        from graph.plots.figures import Wishes, figure
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        raise InputError(
            f"plot: found no {error.name}, which pictures need (pip install 'odagraph[notebooks]')"
        ) from None
    from graph.facts import open_view
    from graph.network import to_networkx
    from graph.plots.saving import check_ending, save
    from graph.progress import progress_bar

    mpl.use("agg")
    check_ending(path)
    view, (thing, top) = open_view(out), wanted
    marks = {text.year: f"text of {text.year}" for text in view.documents if text.year is not None}
    middle, network = None if thing is None else _id(out, thing), to_networkx(view, **filters_of(options))
    with progress_bar(shown=sys.stderr.isatty() and name == "ranks") as progress:
        ax = figure(name, network, Wishes(top=top, thing=middle, marks=marks, progress=progress))
    save(ax, path)
    return path


def _id(out: "Place", thing: str) -> str:
    """The id of what people call so."""
    from graph.names import load_names
    from graph.opening import opened

    return load_names(*opened(out).store_and_names).resolve(thing).id


COMMANDS = (plot,)
