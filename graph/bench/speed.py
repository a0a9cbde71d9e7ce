"""The whole command beside the stock English pipeline and the usual tutorials, on the same text.

Every figure is of processes started anew, one after the other on this machine. Compare figures of one run only.
"""

import math
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from graph.bench.peers import NAMES, installed
from graph.bench.runs import Run, measure
from graph.tables import Cell, Table
from ontology.errors import InputError

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
    """One row for each thing measured, and the ratios of ours to the others.

    `core_seconds` are those of all cores together: on a machine that does something else as well, they say more.
    """
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
        peers = {NAMES[name]: measure(["-m", "graph.bench.peer_texts", name, str(folder)]) for name in installed()}
        measure(["-m", "graph.cli", "build", str(texts), "--out", str(small)])
        rows = [
            _row("stock pipeline", stock),
            *(_row(name, run) for name, run in peers.items()),
            _row("odagraph build --jobs 1", build),
            _row("odagraph build --jobs 2", shared),
            _ratio("build / stock", build, stock),
            *(_ratio(f"build / {name}", build, run) for name, run in peers.items()),
            _ratio("--jobs 1 / --jobs 2", build, shared),
            ("thousand words per second", *(round(words / of / 1000, 1) for of in (build.seconds, build.cpu)), None),
            *(_row(f"odagraph {' '.join(asked)}", _median(asked, small)) for asked in _questions(small)),
        ]
    return Table(("what", "seconds", "core_seconds", "peak_mb"), tuple(rows))


def _row(what: str, run: Run) -> tuple[Cell, ...]:
    return (what, round(run.seconds, 2), round(run.cpu, 2), round(run.megabytes))


def _ratio(what: str, one: Run, other: Run) -> tuple[Cell, ...]:
    return (what, round(one.seconds / other.seconds, 2), round(one.cpu / other.cpu, 2), None)


def _questions(out: Path) -> tuple[tuple[str, ...], ...]:
    """What is asked of the graph of the texts once; `why` asks for the thing with the most relations."""
    from graph.facts import open_view  # noqa: PLC0415 (the parent stays small while it measures)

    view = open_view(out)
    ends = [end for edge in view.edges for end in (edge.subject, edge.object)]
    busiest = max(sorted(set(ends)), key=ends.count, default="")
    return (("query", "top-actors"), ("why", busiest), ("info",))


def _median(asked: Sequence[str], out: Path) -> Run:
    runs = [measure(["-m", "graph.cli", *asked, "--out", str(out)]) for _ in range(REPEATS)]
    seconds, cpu = (statistics.median(each) for each in zip(*((run.seconds, run.cpu) for run in runs), strict=True))
    return Run(seconds, max(run.megabytes for run in runs), cpu=cpu)
