"""The commands about what is least certain: review shows it, correct mends it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.building import tell_outcome
from graph.commands.common import examples, graph_option, place_options, write_table

if TYPE_CHECKING:
    from graph.opening import Place

# ruff: noqa: PLC0415 (imports inside the commands, so that the others start at once)

#: Items of each kind that are shown unless told otherwise.
_LEAST = 10


@click.command(
    epilog=examples(
        "odagraph review",
        "odagraph review --kind merges --least 50",
        "odagraph review --kind facts --format csv > facts-to-check.csv",
        "odagraph review --kind entities > corrections.toml",
        "odagraph correct corrections.toml",
    )
)
@click.option(
    "--least", type=click.IntRange(min=1), default=_LEAST, show_default=True, metavar="N", help="How many of each kind."
)
@click.option(
    "--kind",
    type=click.Choice(["merges", "facts", "entities"]),
    help="Only names that were joined, relations, or things; all three without it.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["toml", "table", "csv", "json"]),
    default="toml",
    show_default=True,
    help="How they are written; toml is a corrections.toml with comments.",
)
@place_options
def review(least: int, kind: str | None, format_: str, out: "Place") -> None:
    """Show what is least certain in the graph, each with its sentence and the correction that would mend it.

    The output is the text of a corrections.toml: keep the entries that are right, delete the others, and give it
    to `odagraph correct`.
    """
    from graph.opening import opened
    from graph.review.items import Kind, as_toml, table
    from graph.review.reviewing import review as find

    store, namespaces = opened(out).store_and_names
    items = find(store, namespaces, least=least, kinds=tuple(Kind) if kind is None else (Kind(kind),))
    if format_ == "toml":
        click.echo(as_toml(items), nl=False)
    else:
        write_table(table(items), format_)


@click.command(epilog=examples("odagraph correct corrections.toml", "odagraph correct --none --out graph"))
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="corrections.toml")
@click.option("--none", is_flag=True, help="Apply none, and forget those that the graph has.")
@graph_option
def correct(file: Path | None, none: bool, out: Path) -> int:
    """Correct a graph: join, part, rename, retype and drop things, drop and add facts.

    The file takes the place of the corrections that the graph had. The graph keeps it and applies it again whenever
    texts are added, removed or read anew. Nothing is read again now.
    """
    from graph.progress import progress_bar
    from graph.writing.correcting import chosen_corrections
    from graph.writing.update import correct as apply

    corrections = chosen_corrections(file, none=none)
    if corrections is None:
        raise click.UsageError("found neither a file nor --none, one of the two is needed")
    with progress_bar(shown=sys.stderr.isatty()) as progress:
        report = apply(corrections, out, progress=progress)
    return tell_outcome(report, out)


COMMANDS = (review, correct)
