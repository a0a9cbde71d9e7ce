"""Speed, memory and quality, each beside a peer in the same run: ``python -m graph.bench``, or one part by its name.

`build` is the whole command beside the stock English pipeline and two tutorials on the same text, `quality` what they
find in annotated texts, `queries` the named queries beside rdflib's engine, `network` a large made-up network beside
networkx's own way by GraphML, `page` ours beside pyvis's own. Every figure is of processes started anew, one after the
other on this machine. Compare figures of one run only.

`generate` writes made-up documents with known truth, and `scale` measures cost and quality as their number grows.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from graph.bench.networks import EDGES, NODES
from graph.bench.queries import LIMIT, QUADS, bench_queries
from graph.bench.runs import measure, records
from graph.bench.speed import WORDS, bench
from graph.tables import Format, Table, render
from ontology.errors import InputError, OdagraphError

# ruff: noqa: PLC0415 (a part loads what it needs: a child's peak of memory starts at the size of what starts it)

#: The parts that run when none is named, in this order.
PARTS = ("build", "quality", "queries", "network", "page")


def digests() -> Path:
    """The folder of the texts that come with the project."""
    return Path(str(files("seeds") / "texts"))


def originals() -> Path:
    """The founding texts where they lie beside the project, else their digests."""
    beside = Path(__file__).parents[3] / "shared" / "seeds"
    return beside if beside.is_dir() else digests()


_TEXTS = click.option("--texts", type=click.Path(path_type=Path), help="Folder of texts.")
_JSON = click.option("--json", "json_file", type=click.Path(path_type=Path), help="File for the figures as JSON.")
_SEED = click.option("--seed", type=int, default=1, show_default=True, help="What all chance hangs on.")


@click.group(invoke_without_command=True, epilog="Example: python -m graph.bench --texts ../shared/seeds")
@_TEXTS
@_JSON
@click.pass_context
def main(context: click.Context, texts: Path | None, json_file: Path | None) -> None:
    """Measure everything, each part in a process of its own, or one part of it."""
    if context.invoked_subcommand is not None:
        return
    given = ["--texts", str(texts)] if texts else []
    found = {part: _part(part, given if part in {"build", "queries", "page"} else []) for part in PARTS}
    if json_file:
        json_file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if missing := [part for part, figures in found.items() if figures is None]:
        raise InputError(f"bench: found no figures of {', '.join(missing)}, the lines above say why")


def _part(part: str, given: list[str]) -> object:
    """The figures of a part, measured in a process of its own; None where it cannot be."""
    click.echo(f"\n{part}", err=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figures.json"
        arguments = [sys.executable, "-m", "graph.bench", part, *given, "--json", str(path)]
        done = subprocess.run(arguments, check=False)  # noqa: S603 (ours)
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() and not done.returncode else None


def _tell(tables: Mapping[str, Table], json_file: Path | None) -> None:
    """Writes tables for a reader, and for a program by their names."""
    for table in tables.values():
        click.echo(render(table, Format.TABLE))
    if json_file:
        held = {name: records(table) for name, table in tables.items()}
        json_file.write_text(json.dumps(held, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@main.command()
@_TEXTS
@click.option("--words", type=click.IntRange(min=1), default=WORDS, show_default=True, help="Least length to build.")
@_JSON
def build(texts: Path | None, words: int, json_file: Path | None) -> None:
    """Measure build, query, why and info, and beside them the stock pipeline and what tutorials do with it."""
    _tell({"build": bench(texts or digests(), words)}, json_file)


@main.command()
@_JSON
def quality(json_file: Path | None) -> None:
    """Score the graph and what tutorials find against annotated texts."""
    from graph.bench.quality import bench_quality, gold_sets

    _tell({"quality": bench_quality(gold_sets())}, json_file)


@main.command()
@_TEXTS
@click.option("--quads", type=click.IntRange(min=1), default=QUADS, show_default=True, help="Size of the large graph.")
@click.option("--limit", type=float, default=LIMIT, show_default=True, help="Seconds that rdflib has for a query.")
@click.option("--large", type=click.Path(exists=True, path_type=Path), help="A large graph that stands already.")
@_JSON
def queries(texts: Path | None, quads: int, limit: float, large: Path | None, json_file: Path | None) -> None:
    """Measure the named queries on the graph of texts and on a made-up one, and rdflib's engine beside them."""
    outcome = bench_queries(texts or originals(), quads=quads, limit=limit, large=large)
    if json_file:
        json_file.write_text(json.dumps(outcome.as_values(), indent=2) + "\n", encoding="utf-8")
    for table in (outcome.table(), outcome.summary()):
        click.echo(render(table, Format.TABLE))
    if outcome.differing:
        raise InputError(f"bench: found another answer of rdflib to {', '.join(outcome.differing)}, the same is needed")


@main.command(epilog="Example: python -m graph.bench network --nodes 10000 --edges 50000")
@click.option("--nodes", type=click.IntRange(min=3), default=NODES, show_default=True, help="Things.")
@click.option("--edges", type=click.IntRange(min=1), default=EDGES, show_default=True, help="Relations.")
@_JSON
def network(nodes: int, edges: int, json_file: Path | None) -> None:
    """Measure how long a large network takes, and the way by GraphML to networkx's own functions."""
    from graph.bench.networks import bench_network

    _tell({"network": bench_network(nodes, edges)}, json_file)


@main.command()
@_TEXTS
@click.option("--repeats", type=click.IntRange(min=1), default=1, show_default=True, help="Pairs of openings.")
@_JSON
def page(texts: Path | None, repeats: int, json_file: Path | None) -> None:
    """Measure how soon the page draws and answers, and pyvis's own page beside it; needs a Chromium."""
    with TemporaryDirectory() as name:
        out = Path(name) / "texts"
        measure(["-m", "graph.cli", "build", str(texts or originals()), "--out", str(out)])
        from graph.bench.page import compare, generated
        from graph.facts import open_view

        views = {"texts": open_view(out), "generated": generated()}
        _tell({"page": compare(views, repeats)}, json_file)


@main.command(epilog="Example: python -m graph.bench generate --documents 1000 --out corpus")
@click.option("--documents", type=click.IntRange(min=1), required=True, help="How many.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for texts/ and gold/.")
@click.option("--first", type=click.IntRange(min=0), default=0, show_default=True, help="Number of the first one.")
@_SEED
def generate(documents: int, out: Path, first: int, seed: int) -> None:
    """Write made-up documents of the genre and, in the form of tests/gold, what each of them states."""
    from graph.bench.genre.corpus import generate as write

    click.echo(f"{write(out, documents, first=first, seed=seed):,} documents written", err=True)


@main.command(epilog="Example: python -m graph.bench scale --documents 1000 10000 100000 --work build/scale")
@click.option("--documents", type=click.IntRange(min=1), multiple=True, help="A size; more of them may follow it.")
@click.argument("sizes", type=click.IntRange(min=1), nargs=-1, metavar="[N]...")
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Folder for corpora, graphs and figures.")
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Processes that read.")
@_SEED
@_JSON
def scale(
    documents: tuple[int, ...], sizes: tuple[int, ...], work: Path, jobs: int, seed: int, json_file: Path | None
) -> None:
    """Measure cost and quality of made-up corpora of growing size; a stopped run goes on."""
    from graph.bench.scale import bench_scale, scale_table

    wanted = (*documents, *sizes)
    if not wanted:
        raise click.UsageError("found no size, --documents 1000 is an example")
    found = bench_scale(work, wanted, jobs=jobs, seed=seed)
    if json_file:
        json_file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    click.echo(render(scale_table(found), Format.TABLE), nl=False)


def run() -> None:
    """Runs the command and ends the process; a mistake is said in one line."""
    try:
        main(standalone_mode=False)
    except (OdagraphError, click.ClickException) as error:
        click.echo(
            f"odagraph: {error.format_message() if isinstance(error, click.ClickException) else error}", err=True
        )
        sys.exit(error.exit_code)


if __name__ == "__main__":
    run()
