"""The command that sends a graph to a SPARQL store elsewhere: publish."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import examples, graph_option

if TYPE_CHECKING:
    from graph.endpoint.publishing import Published

# ruff: noqa: PLC0415 (imports inside the command, so that its help comes at once)


@click.command(
    epilog=examples(
        "odagraph publish http://127.0.0.1:7878/",
        "odagraph publish https://example.org/sparql --out graph",
        "odagraph publish https://example.org/ask --update https://example.org/change",
    )
)
@click.argument("url", metavar="URL")
@click.option("--graph-store", metavar="URL", help="Where the store takes graphs (Graph Store Protocol).")
@click.option("--update", metavar="URL", help="Where the store takes SPARQL Update, which then is used instead.")
@click.option("--all", "everything", is_flag=True, help="Send every graph, also those that the store has already.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=120, show_default=True, help="Seconds to wait for an answer."
)
@graph_option
def publish(url: str, graph_store: str | None, update: str | None, everything: bool, timeout: float, out: Path) -> None:
    """Send the graph to a store that speaks SPARQL 1.1: Oxigraph, Virtuoso, Fuseki, GraphDB and the like.

    URL is where the store takes queries, or its root. Only named graphs that differ are sent, those of texts that are
    gone are dropped, graphs of others are never touched. What was interrupted goes on where it stopped.

    A user comes from ODAGRAPH_USER and ODAGRAPH_PASSWORD, a token from ODAGRAPH_TOKEN, or both from ~/.netrc.
    """
    send(out, url, places={"graph_store": graph_store, "update": update}, everything=everything, timeout=timeout)


def send(out: Path, url: str, *, places: "Mapping[str, str | None] | None" = None, **wishes: Any) -> None:
    """Sends a graph with these fields of `Places` and `Wishes`, and says what was done."""
    from graph.opening import missing

    try:
        from graph.endpoint.publishing import Wishes, publish
        from graph.endpoint.writing import Places
    except ModuleNotFoundError as error:
        raise missing(error, "publish") from None
    from graph.progress import progress_bar

    wished = Wishes(places=Places(**(places or {})), **wishes)
    with progress_bar(shown=sys.stderr.isatty()) as progress:
        done = publish(out, url, wished, progress=progress)
    click.echo(_said(done))


def _said(done: "Published") -> str:
    """What was done, in one line.

    >>> from graph.endpoint.publishing import Published
    >>> _said(Published(sent=("a",), dropped=(), kept=("b", "c"), triples=1200))
    '1 named graph sent (1,200 triples), 0 dropped, 2 there already'
    """
    graphs = "1 named graph" if len(done.sent) == 1 else f"{len(done.sent):,} named graphs"
    return f"{graphs} sent ({done.triples:,} triples), {len(done.dropped):,} dropped, {len(done.kept):,} there already"


COMMANDS = (publish,)
