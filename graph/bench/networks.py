"""How long a large network takes: ``python -m graph.bench.networks``, a made-up graph in a process of its own.

Measured are `to_networkx` and the default table (`graph.network.measures`, its betweenness estimated as `odagraph
network` does). Half of the ends of relations fall on few things, as in graphs of texts (Zipf's law), and half anywhere.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import click

from graph.bench.runs import measure
from graph.tables import Cell, Format, Table, render
from ontology.errors import OdagraphError
from ontology.vocabulary import EntityType, Predicate, Status, fits

#: What is promised: seconds and megabytes for so many things and relations.
NODES, EDGES = 50_000, 250_000
PROMISED_SECONDS, PROMISED_MEGABYTES = 60, 2000

if TYPE_CHECKING:
    from graph.facts import GraphView

_T = TypeVar("_T")

# ruff: noqa: PLC0415 (the parent stays small while it measures)


def bench_network(nodes: int = NODES, edges: int = EDGES) -> Table:
    """One row for each step, and the whole process with its peak of memory; the last column says what is estimated.

    Raises:
        InputError: the process fails.
    """
    run = measure(["-m", "graph.bench.networks", "--inside", "--nodes", str(nodes), "--edges", str(edges)])
    said = json.loads(run.output)
    rows: list[tuple[Cell, ...]] = [(step, round(seconds, 1), None, "") for step, seconds in said["steps"].items()]
    together = sum(said["steps"][step] for step in ("to_networkx", "default table"))
    promised = f"promised: {PROMISED_SECONDS} s, {PROMISED_MEGABYTES} MB"
    rows.append(("to_networkx and default table", round(together, 1), round(run.megabytes), promised))
    rows += [("approximation", None, None, words) for words in said["approximations"]]
    return Table(("what", "seconds", "peak_mb", "note"), tuple(rows))


def _inside(nodes: int, edges: int) -> dict[str, object]:
    """The seconds of each step, measured in this process."""
    from graph.network import to_networkx
    from graph.rankings import approximations, measure_table

    steps: dict[str, float] = {}
    view = _timed(steps, "making the graph up", lambda: made_up(nodes, edges))
    network = _timed(steps, "to_networkx", lambda: to_networkx(view, isolates=True))
    _timed(steps, "default table", lambda: measure_table(network, "degree"))
    return {"steps": steps, "approximations": approximations(network, "degree")}


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


@click.command(epilog="Example: python -m graph.bench.networks --nodes 10000 --edges 50000")
@click.option("--nodes", type=click.IntRange(min=3), default=NODES, show_default=True, help="Things.")
@click.option("--edges", type=click.IntRange(min=1), default=EDGES, show_default=True, help="Relations.")
@click.option("--inside", is_flag=True, hidden=True)
def main(nodes: int, edges: int, inside: bool) -> None:
    """Measure how long a large network takes."""
    if inside:
        click.echo(json.dumps(_inside(nodes, edges)))
    else:
        click.echo(render(bench_network(nodes, edges), Format.TABLE), nl=False)


def run() -> None:
    """Runs the command and ends the process; a mistake is said in one line."""
    try:
        main(standalone_mode=False)
    except (OdagraphError, click.ClickException) as error:
        said = error.format_message() if isinstance(error, click.ClickException) else error
        click.echo(f"odagraph: {said}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    run()
