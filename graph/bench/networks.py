"""How long a large network takes: a made-up graph in a process of its own, and the same by GraphML and networkx.

Measured are `to_networkx` and the default table (`graph.network.measures`, its betweenness estimated as `odagraph
network` does). Half of the ends of relations fall on few things, as in graphs of texts (Zipf's law), and half anywhere.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from graph.bench.runs import measure, megabytes
from graph.tables import Cell, Table
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, Status, fits

#: What is promised: seconds and megabytes for so many things and relations.
NODES, EDGES = 50_000, 250_000
PROMISED_SECONDS, PROMISED_MEGABYTES = 60, 2000
#: What a user waits for.
OURS = ("to_networkx", "default table")
#: Seconds that networkx's own way has.
LIMIT = 600.0

if TYPE_CHECKING:
    from graph.facts import GraphView

_T = TypeVar("_T")

# ruff: noqa: PLC0415 (the parent stays small while it measures)


def bench_network(nodes: int = NODES, edges: int = EDGES, *, limit: float = LIMIT) -> Table:
    """One row for each step, ours and then those of networkx's own way, the whole process with its peak of memory, and
    the ratio of the two ways; the last column says what is estimated.

    Raises:
        InputError: the process fails.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.graphml"
        said = json.loads(measure(["-m", "graph.bench.networks", str(nodes), str(edges), str(path)]).output)
        peer, ended = _peer_steps(path, said["starts"], limit)
    rows: list[tuple[Cell, ...]] = [(step, round(seconds, 1), None, "") for step, seconds in said["steps"].items()]
    together = sum(said["steps"][step] for step in OURS)
    promised = f"promised: {PROMISED_SECONDS} s, {PROMISED_MEGABYTES} MB"
    rows.append((" and ".join(OURS), round(together, 1), said["peak_mb"], promised))
    rows += [("approximation", None, None, words) for words in said["approximations"]]
    rows += [(step, seconds, None, "") for step, seconds in peer]
    note = "" if ended else f"at least: the other way was stopped after {limit:g} s"
    theirs = sum(seconds for _, seconds in peer) if ended else limit
    return Table(
        ("what", "seconds", "peak_mb", "note"), (*rows, ("networkx / ours", round(theirs / together, 1), None, note))
    )


def _peer_steps(path: Path, starts: int, limit: float) -> tuple[list[tuple[str, float]], bool]:
    """Each step of networkx's own way with its seconds, and whether it came to its end within the limit.

    Raises:
        InputError: it fails.
    """
    arguments = [sys.executable, "-m", "graph.bench.peer_network", str(path), str(starts)]
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=limit)  # noqa: S603 (ours)
    except subprocess.TimeoutExpired as late:
        return _steps(late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""), False
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().rpartition("\n")[2]
        raise InputError(f"bench: found that networkx fails ({last}), it has to run") from None
    return _steps(done.stdout), True


def _steps(lines: str) -> list[tuple[str, float]]:
    return [(name, seconds) for name, seconds in map(json.loads, lines.splitlines())]


def _inside(nodes: int, edges: int, path: Path) -> dict[str, object]:
    """The seconds of each step, measured in this process, which then writes the network as GraphML."""
    from graph.exports.graphml import graphml
    from graph.network import to_networkx
    from graph.rankings import approximations, measure_table
    from graph.rankings.tables import PIVOTS, is_large

    steps: dict[str, float] = {}
    view = _timed(steps, "making the graph up", lambda: made_up(nodes, edges))
    network = _timed(steps, "to_networkx", lambda: to_networkx(view, isolates=True))
    _timed(steps, "default table", lambda: measure_table(network, "degree"))
    peak = megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    path.write_bytes(_timed(steps, "export as GraphML", lambda: graphml(view)))
    starts = PIVOTS if is_large(network) else 0
    return {
        "steps": steps,
        "approximations": approximations(network, "degree"),
        "starts": starts,
        "peak_mb": round(peak),
    }


def _timed(steps: dict[str, float], name: str, step: Callable[[], _T]) -> _T:
    start = time.perf_counter()
    found = step()
    steps[name] = time.perf_counter() - start
    return found


def made_up(nodes: int, edges: int, *, seed: int = 1) -> "GraphView":
    """A graph of so many things and relations that the ontology allows, each with one claim and one sentence."""
    from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText

    rng = random.Random(seed)  # noqa: S311 (a made-up graph, no secret)
    kinds = list(EntityType)
    types = {f"n{number:06}": kinds[number % len(kinds)] for number in range(nodes)}
    things = tuple(
        Node(id=one, iri=f"id/{one}", type=type_, name=one, sources=("text",)) for one, type_ in types.items()
    )
    relations = set[tuple[str, Predicate, str]]()
    for start, end in _ends(rng, list(types)):
        allowed = [predicate for predicate in Predicate if fits(types[start], predicate, types[end])]
        if start != end and allowed:
            relations.add((start, rng.choice(allowed), end))
        if len(relations) == edges:
            break
    made = []
    for number, (start, predicate, end) in enumerate(sorted(relations)):
        quote = Quote(document="text", start=100 * number, end=100 * number + 80, text="A made-up sentence.")
        claim = EdgeClaim(
            iri=f"claim/{number}",
            document="text",
            confidence=0.9,
            rule="made-up",
            status=Status.STATED,
            evidence=(quote,),
        )
        made.append(Edge(subject=start, predicate=predicate, object=end, claims=(claim,)))
    return GraphView(nodes=things, edges=tuple(made), documents=(SourceText(id="text", iri="source/text"),))


def _ends(rng: random.Random, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of things without end."""
    sums = list(accumulate(1 / place for place in range(1, len(ids) + 1)))
    while True:
        hubs = rng.choices(ids, cum_weights=sums, k=1000)
        others = rng.choices(ids, k=1000)
        for hub, other in zip(hubs, others, strict=True):
            yield (hub, other) if rng.random() < 0.5 else (other, hub)


def main() -> None:
    """Measures a made-up network of so many things and relations, and writes the outcome as JSON."""
    nodes, edges, path = sys.argv[1:]
    sys.stdout.write(json.dumps(_inside(int(nodes), int(edges), Path(path))) + "\n")


if __name__ == "__main__":
    main()
