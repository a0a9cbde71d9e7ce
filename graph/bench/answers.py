"""Every named query asked once of one graph, each timed: ``python -m graph.bench.answers OUT`` writes it as JSON."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.bench.runs import Timed, timed
from graph.queries.named import load_named
from graph.queries.parameters import Vocabulary, fill, stand_in, terms
from graph.query import Answer, Triples, run
from graph.store import open_store, read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers by the query's name, with the SPARQL that was asked.

    `opening` is in seconds, `names` the seconds in which values became terms; that reads the names of the graph.
    """

    quads: int
    opening: float
    names: float
    sparql: Mapping[str, str]
    queries: Mapping[str, Timed]


def answer_all(out: Path) -> Answers:
    """The answer of every named query to its defaults, as `graph.query.run_all` gives them, each timed."""
    begin = time.perf_counter()
    store, manifest = open_store(out), read_manifest(out)
    opened = time.perf_counter()
    vocabulary = Vocabulary(store, manifest.namespaces)
    sparql = {}
    for name, query in load_named().items():
        values = {parameter.name: stand_in(parameter, vocabulary) for parameter in query.parameters}
        sparql[name] = fill(query, terms(query, values, vocabulary))
    bound = time.perf_counter()
    queries = {}
    for name, text in sparql.items():
        start = time.perf_counter()
        answer = run(store, text, namespaces=manifest.namespaces, where=name)
        queries[name] = timed(time.perf_counter() - start, _rows(answer))
    return Answers(
        quads=manifest.counts.get("triples", 0),
        opening=opened - begin,
        names=bound - opened,
        sparql=sparql,
        queries=queries,
    )


def _rows(answer: Answer) -> list[tuple[object, ...]]:
    if isinstance(answer, bool):
        return [(answer,)]
    return list((answer.table() if isinstance(answer, Triples) else answer).rows)


def main() -> None:
    """Asks the graph of the folder that the first argument names, and writes the outcome as JSON."""
    sys.stdout.write(json.dumps(asdict(answer_all(Path(sys.argv[1])))) + "\n")


if __name__ == "__main__":
    main()
