"""Cost and quality as a corpus grows: made-up documents with known truth, built, asked, scored and added to.

Each size has a folder of its own in the workplace: its corpus, its graph, and `figures.json`, which has what was
measured so far. A run that was stopped goes on; remove the folder of a size to measure it anew. Every figure is of a
process started anew.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from graph.bench.queries import measured
from graph.bench.runs import Run, measure
from graph.tables import Cell, Table

_FIGURES, _CORPUS, _MORE, _GRAPH = "figures.json", "corpus", "more", "graph"
#: How many documents are added to the finished graph at the most, after a single one.
MOST_ADDED = 1000

# What a step measured, by name, as JSON has it.
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size to measure: the number of documents, its folder, and how many processes read."""

    documents: int
    folder: Path
    jobs: int
    seed: int

    @property
    def corpus(self) -> Path:
        """Its documents."""
        return self.folder / _CORPUS

    @property
    def graph(self) -> Path:
        """Its graph, to which documents are added last."""
        return self.folder / _GRAPH

    @property
    def added(self) -> tuple[int, int]:
        """How many documents are added, one number after the other."""
        return (1, min(self.documents, MOST_ADDED))

    def more(self, added: int) -> Path:
        """So many further documents."""
        return self.folder / _MORE / str(added)


def bench_scale(work: Path, sizes: Sequence[int], *, jobs: int, seed: int) -> dict[int, Figures]:
    """What was measured, by the number of documents; what stands in the workplace is not measured again.

    Raises:
        InputError: a process fails, or the workplace has documents of another seed or generator.
    """
    found = {}
    for documents in sorted(set(sizes)):
        size = Size(documents=documents, folder=work / str(documents), jobs=jobs, seed=seed)
        for name, figures in _measured(size):
            click.echo(f"{documents:,} documents: {name} measured", err=True)
            found[documents] = figures
    return found


def _measured(size: Size) -> Iterator[tuple[str, Figures]]:
    """Yields: the name of each step when its figures are there, and all figures so far."""
    path = size.folder / _FIGURES
    figures: Figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, step in _STEPS.items():
        if name not in figures:
            figures[name] = step(size)
            part = path.with_suffix(".part")
            part.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
            part.replace(path)
        yield name, figures


def _generate(size: Size) -> Figures:
    run = _generated(size, size.corpus, 0, size.documents)
    first = size.documents
    for added in size.added:
        _generated(size, size.more(added), first, added)
        first += added
    return _cost(run)


def _generated(size: Size, out: Path, first: int, documents: int) -> Run:
    arguments = ["--documents", str(documents), "--first", str(first), "--seed", str(size.seed), "--out", str(out)]
    return measure(["-m", "graph.bench", "generate", *arguments])


def _build(size: Size) -> Figures:
    run = measure(["-m", "graph.bench.staged", str(size.graph), str(size.jobs), str(size.corpus / "texts")])
    return {**_cost(run), **json.loads(run.output), "jobs": size.jobs, "files_mb": _sizes(size.graph)}


def _sizes(graph: Path) -> dict[str, float]:
    """The megabytes of each part of a graph's folder, and of all."""
    parts = {part.name: _bytes(part) for part in sorted(graph.iterdir())}
    return {name: round(held / 1e6, 1) for name, held in {**parts, "all": sum(parts.values())}.items()}


def _bytes(path: Path) -> int:
    inside = path.rglob("*") if path.is_dir() else (path,)
    return sum(one.stat().st_size for one in inside if one.is_file())


def _query(size: Size) -> Figures:
    found = measured(size.graph)
    slowest = max(found.queries, key=lambda name: found.queries[name].seconds)
    return {
        "together": round(found.together, 2),
        "queries": len(found.queries),
        "slowest": slowest,
        "slowest_seconds": round(found.queries[slowest].seconds, 2),
        "peak_mb": round(found.run.megabytes),
    }


def _score(size: Size) -> Figures:
    run = measure(["-m", "graph.bench.sampled", str(size.graph), str(size.corpus), str(size.documents)])
    scores: Figures = json.loads(run.output)
    return {**_cost(run), **scores}


def _add(size: Size) -> Figures:
    """What adding took, to the graph that stands."""
    runs = {}
    for added in size.added:
        texts = str(size.more(added) / "texts")
        run = measure(["-m", "graph.cli", "add", texts, "--out", str(size.graph), "--jobs", str(size.jobs)])
        runs[str(added)] = _cost(run)
    return runs


def _cost(run: Run) -> Figures:
    return {"seconds": round(run.seconds, 1), "cpu": round(run.cpu, 1), "peak_mb": round(run.megabytes)}


_STEPS: Mapping[str, Callable[[Size], Figures]] = {
    "generate": _generate,
    "build": _build,
    "queries": _query,
    "scores": _score,
    "add": _add,
}


def scale_table(found: Mapping[int, Figures]) -> Table:
    """One row for each figure, one column for each size; the last rows are ratios."""
    columns = [dict(_column(figures)) for figures in found.values()]
    names = dict.fromkeys(name for column in columns for name in column)
    rows = [(name, *(column.get(name) for column in columns)) for name in names]
    smallest = next(iter(found.values()))
    for what in ("entity", "relation"):
        base = smallest["scores"]["first"][what]["f1"]
        worse = (round(figures["scores"]["first"][what]["f1"] - base, 4) for figures in found.values())
        rows.append((f"{what} F1 of the first documents, against the smallest corpus", *worse))
    return Table(("what", *(f"{documents:,} documents" for documents in found)), tuple(rows))


def _column(figures: Figures) -> Iterator[tuple[str, Cell]]:
    """Yields: the figures of one size in words."""
    build, counts = figures["build"], figures["build"]["counts"]
    yield from ((name, counts[name]) for name in ("words", "entities", "relations", "claims"))
    yield "quads", counts["triples"]
    yield "build: seconds", build["seconds"]
    yield "build: seconds of all cores", build["cpu"]
    yield f"build: words a second with --jobs {build['jobs']}", round(counts["words"] / build["seconds"])
    yield "build: peak MB of a reader", build["reader_mb"]
    for stage, took in build["stages"].items():
        yield f"build, {stage}: seconds", took["seconds"]
        yield f"build, {stage}: peak MB", took["peak_mb"]
    for part in ("store", "all"):
        yield f"{part} on disk, MB", build["files_mb"].get(part)
    queries = figures["queries"]
    yield f"all {queries['queries']} named queries, seconds", queries["together"]
    yield "the slowest query", queries["slowest"]
    yield "the slowest query, seconds", queries["slowest_seconds"]
    for sample, scores in ((name, figures["scores"][name]) for name in ("first", "spread")):
        for what in ("entity", "type", "relation", "pair", "identity"):
            yield f"{what} F1, {sample} documents", scores[what]["f1"]
    for added, cost in figures["add"].items():
        yield f"adding {int(added):,}: seconds", cost["seconds"]
        yield f"adding {int(added):,}: peak MB", cost["peak_mb"]
        yield f"adding {int(added):,} / building all, cores' seconds", round(cost["cpu"] / build["cpu"], 4)
