"""What the benchmarks of `graph.bench.command` measure: processes whole, and answers one by one.

Loads nothing of the graph: a process's peak of memory starts at the size of what starts it.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.tables import Cell, Table
from ontology.errors import InputError


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: wall-clock seconds, the peak of its resident memory in megabytes, what it wrote, and the
    seconds of all cores, its own processes included. The peak is that of the largest of them.
    """

    seconds: float
    megabytes: float
    output: str = ""
    cpu: float = 0.0


def measure(arguments: Sequence[str]) -> Run:
    """What a Python process with these arguments takes, start-up included.

    Raises:
        InputError: it ended with an error.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as wrote, tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, *arguments], stdout=wrote, stderr=said)  # noqa: S603 (ours)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        wrote.seek(0)
        said.seek(0)
        if process.returncode:
            lines = said.read().decode(errors="replace").strip().splitlines() or [f"exit code {process.returncode}"]
            raise InputError(f"bench: found that `{' '.join(arguments[:4])}` fails ({lines[-1]}), it has to run")
        output = wrote.read().decode()
    return Run(seconds, megabytes(usage.ru_maxrss), output, usage.ru_utime + usage.ru_stime)


def megabytes(peak: int) -> float:
    """The peak of resident memory as the system tells it, in megabytes."""
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer: the seconds that it took, its rows, and what tells it from others, whatever the order of rows."""

    seconds: float
    rows: int
    answer: str


def timed(seconds: float, rows: Iterable[Iterable[object]]) -> Timed:
    """An answer with its time; a number counts by its value, however it is written.

    >>> timed(0.1, [("Kenya", "0.90")]).answer == timed(0.2, [("Kenya", 0.9)]).answer
    True
    """
    lines = sorted("\t".join(map(_plain, row)) for row in rows)
    return Timed(seconds, len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16])


def _plain(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return str(cell or "").lower()
    try:
        return f"{float(str(cell)):.9g}"
    except ValueError:
        return str(cell)


def records(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table by the names of its columns, as JSON has them."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
