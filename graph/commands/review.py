"""The command that shows what is least certain: review."""

from typing import TYPE_CHECKING

import click

from graph.commands.common import examples, place_options, write_table

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
        "odagraph build texts/ --corrections corrections.toml",
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

    The output is the text of a corrections.toml: keep the entries that are right, delete the others, and build with it.
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


COMMANDS = (review,)
