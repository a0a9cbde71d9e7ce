"""One query asked of rdflib's own engine: ``python -m graph.bench.peer GRAPH.nq SECONDS <QUERY``, the answer as JSON.

The default graph is the union of all, held in rdflib's memory store. At the time limit the process ends by SIGALRM.
"""

import json
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

import rdflib

from graph.bench.runs import Timed, timed
from graph.writing.dataset import prefixes
from ontology.namespaces import Namespaces


def answer(dump: Path, sparql: str, limit: float) -> Timed:
    """The answer to a query of a graph in N-Quads, and the seconds it took after the graph was loaded."""
    # A year stays a year: rdflib would write it anew as a date.
    rdflib.NORMALIZE_LITERALS = False
    dataset = rdflib.Dataset(default_union=True).parse(dump, format="nquads")
    signal.setitimer(signal.ITIMER_REAL, limit)
    start = time.perf_counter()
    result = dataset.query(sparql, initNs=prefixes(Namespaces()))
    rows: list[tuple[object, ...]]
    rows = [(result.askAnswer,)] if result.type == "ASK" else [tuple(row) for row in result]  # type: ignore[arg-type]
    return timed(time.perf_counter() - start, rows)


def main() -> None:
    """Answers the query on the input; the arguments are the graph and the seconds that the query has."""
    dump, limit = sys.argv[1:]
    sparql = sys.stdin.read()
    sys.stdout.write(json.dumps(asdict(answer(Path(dump), sparql, float(limit)))) + "\n")


if __name__ == "__main__":
    main()
