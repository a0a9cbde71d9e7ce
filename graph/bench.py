"""Speed and memory of the whole command, beside the stock English pipeline on the same text: ``python -m graph.bench``.

Every figure is of whole processes, started anew, one after the other on this machine. Compare figures of one run only.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click

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


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: wall-clock seconds, and the peak of its resident memory in megabytes."""

    seconds: float
    megabytes: float


def measure(arguments: Sequence[str]) -> Run:
    """What a Python process with these arguments takes, start-up included.

    Raises:
        InputError: it ended with an error.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=said)  # noqa: S603 (ours)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if process.returncode:
            lines = said.read().decode(errors="replace").strip().splitlines() or [f"exit code {process.returncode}"]
            raise InputError(f"bench: found that `{' '.join(arguments[:4])}` fails ({lines[-1]}), it has to run")
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)


def repeated(texts: Path, folder: Path, least: int) -> tuple[int, int]:
    """How many words and files were written: the texts of a folder, copied as often as it takes.

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
            (folder / f"{path.stem}-{number:03}{path.suffix}").write_text(text, encoding="utf-8")
    return words * times, len(found) * times


def bench(texts: Path, least: int) -> Table:
    """One row for each thing measured, the ratio of build and stock pipeline among them."""
    with tempfile.TemporaryDirectory() as name:
        folder, out, small = (Path(name) / part for part in ("texts", "out", "small"))
        folder.mkdir()
        words, number = repeated(texts, folder, least)
        click.echo(f"{words:,} words in {number} files, one process each", err=True)
        stock = measure(["-c", _STOCK, str(folder)])
        build = measure(["-m", "graph.cli", "build", str(folder), "--out", str(out)])
        measure(["-m", "graph.cli", "build", str(texts), "--out", str(small)])
        rows = [
            _row("stock pipeline", stock),
            _row("odagraph build", build),
            ("build / stock", round(build.seconds / stock.seconds, 2), None),
            ("thousand words per second", round(words / build.seconds / 1000, 1), None),
            *(_row(f"odagraph {' '.join(asked)}", _median(asked, small)) for asked in _questions(small)),
        ]
    return Table(("what", "seconds", "peak_mb"), tuple(rows))


def _row(what: str, run: Run) -> tuple[Cell, ...]:
    return (what, round(run.seconds, 2), round(run.megabytes))


def _questions(out: Path) -> tuple[tuple[str, ...], ...]:
    """What is asked of the graph of the texts once; `why` asks for the thing with the most relations."""
    from graph.facts import open_graph  # noqa: PLC0415 (the parent stays small while it measures)

    view = open_graph(out)
    ends = [end for edge in view.edges for end in (edge.subject, edge.object)]
    busiest = max(sorted(set(ends)), key=ends.count, default="")
    return (("query", "top-actors"), ("why", busiest), ("info",))


def _median(asked: Sequence[str], out: Path) -> Run:
    runs = [measure(["-m", "graph.cli", *asked, "--out", str(out)]) for _ in range(REPEATS)]
    return Run(statistics.median(run.seconds for run in runs), max(run.megabytes for run in runs))


@click.command(epilog="Example: python -m graph.bench --texts ../shared/seeds")
@click.option("--texts", type=click.Path(path_type=Path), help="Folder of texts; those of seeds/ if not given.")
@click.option("--words", type=click.IntRange(min=1), default=WORDS, show_default=True, help="Least length to build.")
def main(texts: Path | None, words: int) -> None:
    """Measure build, query, why and info, and the stock pipeline beside them."""
    try:
        table = bench(texts or Path(str(files("seeds") / "texts")), words)
    except OdagraphError as error:
        click.echo(f"odagraph: {error}", err=True)
        sys.exit(error.exit_code)
    click.echo(render(table, Format.TABLE), nl=False)


if __name__ == "__main__":
    main()
