"""The commands that read a graph: query, why, info, view and serve.

Each imports what it needs when it runs: `query`, `why` and `info` have to answer at once.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.common import examples, graph_option, place_options, screen_width, write_table

if TYPE_CHECKING:
    from graph.opening import Place
    from graph.query import Answer
    from ontology.namespaces import Namespaces

# ruff: noqa: PLC0415 (imports inside the commands, see above)


@click.command(
    epilog=examples(
        "odagraph query --list",
        "odagraph query programmes-of-actor --param actor=JICA",
        "odagraph query supporters-of-country -p 'country=Viet Nam' --format csv",
        "odagraph query 'SELECT DISTINCT ?a ?p { ?a oda:implements ?p }' --format json",
        "odagraph query my-question.rq --out graph",
        "odagraph query --list --format turtle > queries.ttl",
    )
)
@click.argument("question", required=False, metavar="STRING|FILE.rq|NAME")
@click.option("-p", "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    show_default=True,
    help="How the answer is written; turtle is for triples, and for --list as SHACL.",
)
@click.option("--list", "listing", is_flag=True, help="Show the named queries with their parameters.")
@click.option("--show", is_flag=True, help="Show the SPARQL that would be asked, parameters filled in.")
@place_options
def query(
    question: str | None, parameters: tuple[str, ...], format_: str, listing: bool, show: bool, out: "Place"
) -> None:
    """Ask the graph: SPARQL as a string or a file, or a named query.

    The default graph is the union of all texts, so use DISTINCT where several texts say the same. The prefixes
    oda: (ontology), a: (things), skos:, rdf:, prov:, oa: and the like need no declaration.
    """
    from graph.opening import opened
    from graph.query import bind, find_query, run

    if listing:
        click.echo(_catalogue(format_), nl=False)
        return
    if question is None:
        raise click.UsageError("Missing argument 'STRING|FILE.rq|NAME'.")
    asked = find_query(question)
    values = dict(map(_pair, parameters))
    store, namespaces = opened(out).store_and_names
    sparql = bind(asked, values, store=store, namespaces=namespaces)
    if show:
        click.echo(sparql.rstrip())
        return
    write_answer(run(store, sparql, namespaces=namespaces, where=asked.name), format_, namespaces)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"--param: found {text!r}, NAME=VALUE is needed")
    return name.strip(), value


def _catalogue(format_: str) -> str:
    """The named queries for a reader, or as SHACL in Turtle."""
    from graph.query import load_named

    if format_ == "turtle":
        from graph.queries.executables import to_turtle
        from ontology.namespaces import Namespaces

        return to_turtle(load_named().values(), Namespaces())
    if format_ != "table":
        raise click.UsageError(f"--list: found --format {format_}, table or turtle is allowed")
    lines = []
    for named in load_named().values():
        lines += [named.name, f"  {named.title}"]
        for parameter in named.parameters:
            default = "" if parameter.default is None else f", {parameter.default} if not given"
            lines.append(f"  --param {parameter.name}=… ({parameter.type}{default}): {parameter.description}")
    return "\n".join(lines) + "\n"


def write_answer(answer: "Answer", format_: str, namespaces: "Namespaces") -> None:
    """Triples go to readers as Turtle, to others as a table; a yes or no is a word of its own."""
    from graph.query import Triples
    from graph.tables import Table

    if isinstance(answer, Triples) and format_ in {"table", "turtle"}:
        click.echo(answer.turtle(namespaces), nl=False)
    elif format_ == "turtle":
        raise click.UsageError("--format: found turtle, it is for the triples of CONSTRUCT and DESCRIBE")
    elif isinstance(answer, Triples):
        write_table(answer.table(), format_)
    elif isinstance(answer, Table):
        write_table(answer, format_)
    else:
        click.echo(("answer\n" if format_ == "csv" else "") + json.dumps(answer))


@click.command(
    epilog=examples(
        "odagraph why JICA",
        "odagraph why JICA supports",
        "odagraph why Japan cooperatesWith 'Viet Nam'",
        "odagraph why Japan 'Viet Nam' --format json",
        "odagraph why UNICEF --merges",
    )
)
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object_", required=False, metavar="[OBJECT]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "table", "csv", "json"]),
    default="text",
    show_default=True,
    help="How the answer is written.",
)
@click.option("--merges", is_flag=True, help="Show why the names of SUBJECT were joined, instead of its sentences.")
@place_options
def why(subject: str, predicate: str | None, object_: str | None, format_: str, merges: bool, out: "Place") -> None:
    """Show the sentences behind what the graph says of a thing, or of two.

    SUBJECT and OBJECT are names, acronyms or ids; PREDICATE is a relation and may be left out.
    """
    from graph import why as reasons
    from graph.opening import opened

    store, namespaces = opened(out).store_and_names
    if merges:
        write_table(reasons.merges(store, namespaces, subject), "table" if format_ == "text" else format_)
        return
    answer = reasons.why(store, namespaces, subject, predicate, object_)
    if format_ == "text":
        click.echo(reasons.in_words(answer, width=screen_width()), nl=False)
    else:
        write_table(answer.table(), format_)


@click.command(
    epilog=examples(
        "odagraph info", "odagraph info --out graph --format json", "odagraph info --format turtle > void.ttl"
    )
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "turtle"]),
    default="table",
    show_default=True,
    help="How the numbers are written; turtle describes the dataset in VoID and DCAT.",
)
@place_options
def info(format_: str, out: "Place") -> None:
    """Count what the graph holds: things by type, relations, texts."""
    from graph import info as numbers
    from graph.opening import opened

    if format_ == "turtle":
        click.echo(_description(out), nl=False)
        return
    answer = numbers.info(*opened(out))
    if format_ == "json":
        click.echo(json.dumps(numbers.as_values(answer), ensure_ascii=False, indent=2))
    else:
        click.echo(numbers.in_words(answer, width=screen_width()), nl=False)


def _description(place: "Place") -> bytes:
    from graph.writing.description import description

    if isinstance(place, Path):
        return description(place)
    from graph.endpoint.describing import published_description

    return published_description(place)


@click.command(
    epilog=examples(
        "odagraph view",
        "odagraph view --focus JICA --steps 2",
        "odagraph view --filter type=Country --filter 'relation=supports' --filter year=2018-2023",
        "odagraph view --limit 200 --no-open -o network.html",
    )
)
@click.option("--open/--no-open", "opening", default=True, show_default=True, help="Open the page in the browser.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the page into this file.")
@click.option("--focus", metavar="NAME", help="Open with this thing and what is around it.")
@click.option("--steps", type=click.IntRange(1, 2), default=1, show_default=True, help="How far around it.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="KEY=VALUE",
    help="Open with a filter: type, relation, text, country, region, sector, year or confidence.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many names; the page says so.")
@place_options
def view(opening: bool, output: Path | None, out: "Place", **start: Any) -> None:
    """Show the interactive page of the graph. It is one file that needs no network.

    With a focus, a filter, a limit or an endpoint, and without -o, a page of its own is written into a new temporary
    folder.
    """
    import webbrowser
    from tempfile import mkdtemp

    from graph.store import PAGE, read_manifest

    special = isinstance(out, str) or any((start["focus"] is not None, start["filters"], start["limit"]))
    if isinstance(out, Path):
        read_manifest(out)
    page = output or (Path(mkdtemp(prefix="odagraph-")) if special else Path(out)) / PAGE
    if output is not None or special or not page.is_file():
        _write_page(out, page, start)
    click.echo(page)
    if opening and not webbrowser.open(page.resolve().as_uri()):
        click.echo("no browser was found: open the file above in one", err=True)


def _write_page(out: "Place", page: Path, start: dict[str, Any]) -> None:
    from graph.facts import load_graph
    from graph.opening import opened
    from graph.page.view import page_html, page_of, title_of

    found = opened(out)
    if isinstance(out, Path):
        text = page_of(*found.store_and_names, **start)
    else:  # looking things up one by one is for a store on this machine
        shown = load_graph(*found.store_and_names)
        text = page_html(shown, title=title_of(shown), **start)
    page.write_bytes(text.encode("utf-8"))


@click.command(epilog=examples("odagraph serve", "odagraph serve --port 8080 --timeout 30", "odagraph serve --port 0"))
@click.option("--port", type=int, default=7878, show_default=True, help="Port to listen at; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--timeout", type=click.IntRange(min=1), default=10, show_default=True, help="Seconds that a query may take."
)
@click.option("--cors", "shared", is_flag=True, help="Let web pages of other sites ask, too.")
@graph_option
def serve(port: int, host: str, timeout: int, shared: bool, out: Path) -> None:
    """Serve the graph, read only: a SPARQL endpoint and a page with the named queries. Ctrl-C ends it.

    When the graph is built anew, new questions go to the new one and answers under way end on the old one.
    """
    from graph.serving.serve import Place, Server, serve_until_stopped

    def announce(server: Server) -> None:
        click.echo(f"{server.url} is the page, {server.endpoint} the SPARQL endpoint; Ctrl-C ends both")
        sys.stdout.flush()
        if not server.private:
            click.echo("whoever reaches this machine over the network can read the graph", err=True)

    serve_until_stopped(out, announce=announce, place=Place(host=host, port=port, timeout=timeout, shared=shared))


COMMANDS = (query, why, info, view, serve)
