"""Speed and memory, each beside a peer in the same run: ``python -m graph.bench``, or one part of it by its name.

`build` is the whole command beside the stock English pipeline on the same text; `queries` are the named queries beside
rdflib's engine; `network` measures a large made-up network. Every figure is of processes started anew, one after the
other on this machine. Compare figures of one run only.
"""

import json
import math
import statistics
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import click

from graph.bench.networks import main as network
from graph.bench.queries import LIMIT, QUADS, bench_queries
from graph.bench.runs import Run, measure
from graph.tables import Cell, Format, Table, render
from ontology.errors import InputError, OdagraphError

#: The ratio to the stock pipeline is promised for this length and more.
WORDS = 150_000
#: How often the short commands run; the median is shown.
REPEATS = 5

_STOCK = """
import pathlib, sys, spacy
from extract.nlp import DEFAULT_MODEL
nlp = spacy.load(DEFAULT_MODEL)
texts = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
nlp.max_length = max(map(len, texts)) + 1
print(sum(len(doc) for doc in nlp.pipe(texts)))
"""
_ENDINGS = (".txt", ".md")


def repeated(texts: Path, folder: Path, least: int) -> tuple[int, int]:
    """How many words and files were written: the texts of a folder, copied as often as it takes.

    Each copy begins with a line of its own, because a build reads the same text once only.

    Raises:
        InputError: the folder holds no text.
    """
    found = {path: path.read_text(encoding="utf-8") for path in sorted(texts.rglob("*")) if path.suffix in _ENDINGS}
    words = sum(len(text.split()) for text in found.values())
    if not words:
        raise InputError(f"{texts}: found no text, a folder with {' or '.join(_ENDINGS)} files is needed")
    times = math.ceil(least / words)
    for number in range(times):
        for path, text in found.items():
            (folder / f"{path.stem}-{number:03}{path.suffix}").write_text(f"Copy {number}\n\n{text}", encoding="utf-8")
    return words * times, len(found) * times


def bench(texts: Path, least: int) -> Table:
    """One row for each thing measured, the ratio of build and stock pipeline among them."""
    with tempfile.TemporaryDirectory() as name:
        folder, out, small = (Path(name) / part for part in ("texts", "out", "small"))
        folder.mkdir()
        words, number = repeated(texts, folder, least)
        click.echo(f"{words:,} words in {number} files, one process each", err=True)
        stock = measure(["-c", _STOCK, str(folder)])
        build, shared = (
            measure(["-m", "graph.cli", "build", str(folder), "--out", str(out / jobs), "--jobs", jobs])
            for jobs in ("1", "2")
        )
        measure(["-m", "graph.cli", "build", str(texts), "--out", str(small)])
        rows = [
            _row("stock pipeline", stock),
            _row("odagraph build --jobs 1", build),
            _row("odagraph build --jobs 2", shared),
            ("build / stock", round(build.seconds / stock.seconds, 2), None),
            ("speed-up by --jobs 2", round(build.seconds / shared.seconds, 2), None),
            ("thousand words per second", round(words / build.seconds / 1000, 1), None),
            *(_row(f"odagraph {' '.join(asked)}", _median(asked, small)) for asked in _questions(small)),
        ]
    return Table(("what", "seconds", "peak_mb"), tuple(rows))


def _row(what: str, run: Run) -> tuple[Cell, ...]:
    return (what, round(run.seconds, 2), round(run.megabytes))


def _questions(out: Path) -> tuple[tuple[str, ...], ...]:
    """What is asked of the graph of the texts once; `why` asks for the thing with the most relations."""
    from graph.facts import open_view  # noqa: PLC0415 (the parent stays small while it measures)

    view = open_view(out)
    ends = [end for edge in view.edges for end in (edge.subject, edge.object)]
    busiest = max(sorted(set(ends)), key=ends.count, default="")
    return (("query", "top-actors"), ("why", busiest), ("info",))


def _median(asked: Sequence[str], out: Path) -> Run:
    runs = [measure(["-m", "graph.cli", *asked, "--out", str(out)]) for _ in range(REPEATS)]
    return Run(statistics.median(run.seconds for run in runs), max(run.megabytes for run in runs))


def digests() -> Path:
    """The folder of the texts that come with the project."""
    return Path(str(files("seeds") / "texts"))


def originals() -> Path:
    """The founding texts where they lie beside the project, else their digests."""
    beside = Path(__file__).parents[3] / "shared" / "seeds"
    return beside if beside.is_dir() else digests()


_TEXTS = click.option("--texts", type=click.Path(path_type=Path), help="Folder of texts.")
_JSON = click.option("--json", "json_file", type=click.Path(path_type=Path), help="File for the figures as JSON.")


@click.group(invoke_without_command=True, epilog="Example: python -m graph.bench --texts ../shared/seeds")
@_TEXTS
@click.pass_context
def main(context: click.Context, texts: Path | None) -> None:
    """Measure speed and memory: everything, or one part of it."""
    if context.invoked_subcommand is None:
        context.invoke(build, texts=texts)
        context.invoke(queries, texts=texts)
        context.invoke(network)


@main.command()
@_TEXTS
@click.option("--words", type=click.IntRange(min=1), default=WORDS, show_default=True, help="Least length to build.")
def build(texts: Path | None, words: int = WORDS) -> None:
    """Measure build, query, why and info, and the stock pipeline beside them."""
    click.echo(render(bench(texts or digests(), words), Format.TABLE), nl=False)


@main.command()
@_TEXTS
@click.option("--quads", type=click.IntRange(min=1), default=QUADS, show_default=True, help="Size of the large graph.")
@click.option("--limit", type=float, default=LIMIT, show_default=True, help="Seconds that rdflib has for a query.")
@click.option("--large", type=click.Path(exists=True, path_type=Path), help="A large graph that stands already.")
@_JSON
def queries(
    texts: Path | None,
    quads: int = QUADS,
    limit: float = LIMIT,
    large: Path | None = None,
    json_file: Path | None = None,
) -> None:
    """Measure the named queries on the graph of texts and on a made-up one, and rdflib's engine beside them."""
    outcome = bench_queries(texts or originals(), quads=quads, limit=limit, large=large)
    if json_file:
        json_file.write_text(json.dumps(outcome.as_values(), indent=2) + "\n", encoding="utf-8")
    for table in (outcome.table(), outcome.summary()):
        click.echo(render(table, Format.TABLE))
    if outcome.differing:
        raise InputError(f"bench: found another answer of rdflib to {', '.join(outcome.differing)}, the same is needed")


main.add_command(network, "network")


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
