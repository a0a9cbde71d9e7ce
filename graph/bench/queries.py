"""How long the named queries take, all in one process: on the graph of texts, and on a made-up one of any size.

Beside them stands rdflib's own engine on the graph of the texts, a process and a time limit for each query; where it
comes to an end, its answer has to be the same.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from graph.bench.runs import Run, Timed, measure, records
from graph.tables import Cell, Table

#: What is promised: all queries together, on the graph of the founding texts and on one of two million quads.
PROMISED, PROMISED_LARGE = 1.0, 5.0
QUADS = 2_000_000
#: Quads that a made-up text gives, the rules of inference included: a little less, so that there are enough.
QUADS_OF_A_TEXT = 2_600
#: Seconds that rdflib's engine has for a query.
LIMIT = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One graph: quads, what its process took, and what each query took in it."""

    quads: int
    run: Run
    opening: float
    names: float
    sparql: Mapping[str, str]
    queries: Mapping[str, Timed]

    @property
    def together(self) -> float:
        """Seconds from the opening of the store to the last answer."""
        return self.opening + self.names + sum(timed.seconds for timed in self.queries.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The benchmark's figures; `peer` has what rdflib's engine took for a query, or why it has no answer.

    `written` has what the made-up graph took; None where it stood already.
    """

    texts: Measured
    large: Measured
    written: Run | None
    peer: Mapping[str, Timed | str] = field(default_factory=dict)

    @property
    def differing(self) -> tuple[str, ...]:
        """The queries to which the two engines give different answers."""
        return tuple(
            name
            for name, timed in self.peer.items()
            if isinstance(timed, Timed) and timed.answer != self.texts.queries[name].answer
        )

    def table(self) -> Table:
        """One row for each query, in milliseconds."""
        columns = ("query", "rows", "ms", "rdflib_ms", "rdflib / ours", "same_answer", "large_rows", "large_ms")
        return Table(columns, tuple(self._row(name) for name in self.texts.queries))

    def _row(self, name: str) -> tuple[Cell, ...]:
        ours, large, peer = self.texts.queries[name], self.large.queries[name], self.peer[name]
        beside: tuple[Cell, ...] = (
            (None, None, peer)
            if isinstance(peer, str)
            else (_ms(peer.seconds), round(peer.seconds / ours.seconds, 1), "no" if name in self.differing else "yes")
        )
        return (name, ours.rows, _ms(ours.seconds), *beside, large.rows, _ms(large.seconds))

    def summary(self) -> Table:
        """One row for each graph: what its queries took together, beside what is promised."""
        columns = (
            "graph",
            "quads",
            "open_s",
            "names_s",
            "queries_s",
            "together_s",
            "promised_s",
            "process_s",
            "peak_mb",
        )
        rows = (("texts", self.texts, PROMISED), ("made up", self.large, PROMISED_LARGE))
        return Table(columns, tuple(_summary_row(*row) for row in rows))

    def as_values(self) -> dict[str, object]:
        """The same for a program."""
        return {
            "graphs": records(self.summary()),
            "queries": records(self.table()),
            "writing": self.written
            and {"seconds": round(self.written.seconds, 1), "peak_mb": round(self.written.megabytes)},
        }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _summary_row(name: str, graph: Measured, promised: float) -> tuple[Cell, ...]:
    queries = sum(timed.seconds for timed in graph.queries.values())
    times = (graph.opening, graph.names, queries, graph.together, promised, graph.run.seconds)
    return (name, graph.quads, *(round(seconds, 2) for seconds in times), round(graph.run.megabytes))


def bench_queries(folder: Path, *, quads: int = QUADS, limit: float = LIMIT, large: Path | None = None) -> Outcome:
    """The figures of a run: a graph of the texts and a made-up one are built, and every named query is asked.

    Where `large` names a graph that stands already, that one takes the place of the made-up one.

    Raises:
        InputError: a process fails.
    """
    with TemporaryDirectory() as name:
        small, made = Path(name) / "texts", large or Path(name) / "large"
        measure(["-m", "graph.cli", "build", str(folder), "--out", str(small)])
        written = None if large else _write(made, quads)
        texts_graph = measured(small)
        peer = peer_answers(small, texts_graph.sparql, limit=limit)
        return Outcome(texts=texts_graph, large=measured(made), written=written, peer=peer)


def _write(out: Path, quads: int) -> Run:
    written = measure(["-m", "graph.bench.synthetic", str(out), "--texts", str(-(-quads // QUADS_OF_A_TEXT))])
    click.echo(f"wrote {int(written.output):,} made-up quads in {written.seconds:.0f} s", err=True)
    return written


def measured(out: Path) -> Measured:
    """What the named queries take on a graph, in a process of their own."""
    run = measure(["-m", "graph.bench.answers", str(out)])
    said = json.loads(run.output)
    said["queries"] = {name: Timed(**timed) for name, timed in said["queries"].items()}
    return Measured(run=run, **said)


def peer_answers(out: Path, asked: Mapping[str, str], *, limit: float) -> dict[str, Timed | str]:
    """What rdflib's engine takes for each query, loading aside; words where it has no answer within the limit."""
    with TemporaryDirectory() as name:
        dump = Path(name) / "graph.nq"
        measure(["-m", "graph.cli", "export", "--out", str(out), "--format", "nquads", "-o", str(dump)])
        return {query: _peer_answer(dump, sparql, limit) for query, sparql in asked.items()}


def _peer_answer(dump: Path, sparql: str, limit: float) -> Timed | str:
    arguments = [sys.executable, "-m", "graph.bench.peer", str(dump), str(limit)]
    done = subprocess.run(arguments, input=sparql, capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    if done.returncode == -signal.SIGALRM:
        return f"not within {limit:g} s"
    if done.returncode:
        return f"fails: {done.stderr.strip().splitlines()[-1].rpartition('.')[2]}"
    return Timed(**json.loads(done.stdout))
