"""The commands about the texts of a graph: add, remove and sources."""

import sys
from pathlib import Path
from typing import Any

import click

from graph.commands.building import build_options, tell_outcome, where
from graph.commands.common import FORMATS, examples, graph_option, write_table

# ruff: noqa: PLC0415 (imports inside the commands, so that the others start at once)


@click.command(
    epilog=examples(
        "odagraph add new-report.pdf",
        "odagraph add texts-of-june/ --out graph",
        "odagraph add https://example.org/report.pdf",
        "odagraph add - --out graph < report.txt",
    )
)
@click.argument("texts", nargs=-1, required=True, type=where, metavar="FILE|FOLDER|ADDRESS|-...")
@graph_option
@build_options(given=False)
def add(texts: tuple[Path | str, ...], out: Path, jobs: int | None, **options: Any) -> int:
    """Add texts to a graph.

    Only these are read; the graph becomes the one that `odagraph build` would make of all its texts. A text with the id
    of one that the graph has takes its place. What was chosen at the build holds (base, tables, model, confidence,
    inference); an option that says otherwise is refused.

    Ends with 3 when some of the texts could not be read, as `build` does.
    """
    from graph.progress import progress_bar
    from graph.writing.update import add as add_texts

    said = {name: value for name, value in options.items() if value is not None}
    with progress_bar(shown=sys.stderr.isatty()) as progress:
        report = add_texts(texts, out, said=said, jobs=jobs, progress=progress)
    return tell_outcome(report, out)


@click.command(epilog=examples("odagraph remove old-report", "odagraph remove report-2018 report-2019 --out graph"))
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@graph_option
def remove(ids: tuple[str, ...], out: Path) -> int:
    """Take texts out of a graph, by the ids that `odagraph sources` lists.

    The graph becomes the one that `odagraph build` would make of the texts that are left. Nothing is read.
    """
    from graph.progress import progress_bar
    from graph.writing.update import remove as remove_texts

    with progress_bar(shown=sys.stderr.isatty()) as progress:
        report = remove_texts(ids, out, progress=progress)
    return tell_outcome(report, out)


@click.command(epilog=examples("odagraph sources", "odagraph sources --out graph --format csv"))
@click.option("--format", "format_", type=FORMATS, default="table", show_default=True, help="How the texts are listed.")
@graph_option
def sources(format_: str, out: Path) -> None:
    """List the texts of a graph: id, title, publisher, date or year, words, entities, claims and SHA-256."""
    from graph.sources import source_list

    write_table(source_list(out), format_)


COMMANDS = (add, remove, sources)
