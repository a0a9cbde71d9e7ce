"""The command that measures the network.

It imports what it needs when it runs: `--help` and `--list` have to come at once.
"""

import sys
from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import FORMATS, examples, place_options, write_table
from graph.commands.filters import filter_options, filters_of

if TYPE_CHECKING:
    from graph.facts import GraphView
    from graph.opening import Place
    from graph.tables import Table

# ruff: noqa: PLC0415 (imports inside the commands, see above)

#: Columns that a table on the screen has no room for.
_WIDE = ("iri", "expected_")


@click.command(
    epilog=examples(
        "odagraph network --measure betweenness --top 10",
        "odagraph network --measure brokerage --by type --relation funds --relation implements",
        "odagraph network --measure constraint --projection actors --weighting newman",
        "odagraph network --measure communities --years 2018-2023 --type Actor --type Country",
        "odagraph network --measure bootstrap --of pagerank --samples 500 --format csv > ranks.csv",
        "odagraph network --list",
    )
)
@click.option(
    "--measure", default="degree", show_default=True, metavar="NAME", help="What is measured; --list names all."
)
@click.option("--list", "listing", is_flag=True, help="Show the measures, one line each.")
@click.option("--projection", metavar="NAME", help="Measure simple, actors, countries, actor-country, actor-programme…")
@click.option(
    "--weighting", default="count", show_default=True, metavar="NAME", help="Shared programmes: count or newman."
)
@click.option("--by", default="group", show_default=True, metavar="NAME", help="Kinds: type, group, region, …")
@click.option("--of", default="degree", show_default=True, metavar="NAME", help="Whose ranks bootstrap tests.")
@filter_options
@click.option("--isolates", is_flag=True, help="Keep things without a relation.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Where chance begins.")
@click.option("--samples", type=click.IntRange(min=2), metavar="N", help="Networks of chance, samples or seeds.")
@click.option("--resolution", type=click.FloatRange(min=0), default=1.0, help="Higher gives smaller communities.")
@click.option("--top", type=click.IntRange(min=0), default=20, show_default=True, metavar="N", help="Rows; 0 for all.")
@click.option("--format", "format_", type=FORMATS, default="table", show_default=True, help="How the rows are written.")
@place_options
def network(measure: str, listing: bool, top: int, format_: str, out: "Place", **options: Any) -> None:
    """Measure the network: who is central, who brokers, which groups hold together, and what chance would give.

    Estimates, which only large networks need, have a name that says so, and a line on the error stream.
    """
    from graph.facts import open_view
    from graph.rankings import measure_named
    from graph.tables import Table

    if listing:
        write_table(_catalogue(), "table")
        return
    info = measure_named(measure)
    table = _measured(open_view(out), info.name, options)
    if format_ == "table":
        table = _narrow(table)
    write_table(Table(table.columns, table.rows[: top or None]), format_)


def _measured(view: "GraphView", name: str, options: dict[str, Any]) -> "Table":
    """The table of a measure; what is estimated in it is said on the error stream."""
    from graph.network import to_networkx
    from graph.progress import progress_bar
    from graph.rankings import (
        SAMPLED,
        SLICED,
        Asked,
        approximations,
        measure_named,
        measure_table,
        projected,
        slice_table,
    )

    filters = filters_of(options)
    if name in SLICED:
        return slice_table(view, name, **filters)
    asked: Asked = {key: options[key] for key in Asked.__annotations__ if key in options}  # type: ignore[assignment]  # options of these names
    graph = projected(to_networkx(view, **filters), measure_named(name), **asked)
    for said in approximations(graph, name):
        click.echo(said, err=True)
    asked["projection"] = None
    with progress_bar(shown=sys.stderr.isatty() and name in SAMPLED) as asked["progress"]:
        return measure_table(graph, name, **asked)


def _catalogue() -> "Table":
    from graph.rankings import MEASURES
    from graph.tables import Table

    return Table(("measure", "what it says", "source"), tuple((m.name, m.title, m.source) for m in MEASURES.values()))


def _narrow(table: "Table") -> "Table":
    """The table without the columns that the screen has no room for; CSV and JSON have them."""
    from graph.tables import Table

    kept = [place for place, column in enumerate(table.columns) if not column.startswith(_WIDE)]
    return Table(
        tuple(table.columns[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in table.rows)
    )


COMMANDS = (network,)
