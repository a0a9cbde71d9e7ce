"""The command that draws pictures of a graph: plot."""

from pathlib import Path
from typing import Any

import click

from graph.commands.common import examples, graph_option
from graph.commands.filters import filter_options, filters_of
from graph.commands.pictures import PICTURES
from ontology.errors import InputError

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
@graph_option
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
    out: Path = options["out"]
    click.echo(_drawn(name, out, output or out.with_name(f"{out.resolve().name}-{name}.png"), (thing, top), options))


def _drawn(name: str, out: Path, path: Path, wanted: tuple[str | None, int | None], options: dict[str, Any]) -> Path:
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

    mpl.use("agg")
    check_ending(path)
    view, (thing, top) = open_view(out), wanted
    marks = {text.year: f"text of {text.year}" for text in view.documents if text.year is not None}
    wishes = Wishes(top=top, thing=None if thing is None else _id(out, thing), marks=marks)
    save(figure(name, to_networkx(view, **filters_of(options)), wishes), path)
    return path


def _id(out: Path, thing: str) -> str:
    """The id of what people call so."""
    from graph.names import load_names
    from graph.store import open_store, read_manifest

    return load_names(open_store(out), read_manifest(out).namespaces).resolve(thing).id


COMMANDS = (plot,)
