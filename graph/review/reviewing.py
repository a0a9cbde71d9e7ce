"""The doubtful things of a graph, the least certain first."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from graph.facts import load_graph
from graph.query import run
from graph.readable import Readable
from graph.review.entities import entities
from graph.review.facts import facts
from graph.review.items import Item, Kind
from graph.review.merges import grouped, merges
from graph.review.settled import settled
from graph.tables import Table
from graph.values import GraphView
from ontology.namespaces import Namespaces

_USES = "SELECT DISTINCT ?thing ?text ?name { GRAPH ?text { ?thing skos:altLabel ?name } } ORDER BY ?thing ?text ?name"


def review(
    store: Readable, namespaces: Namespaces, *, least: int, kinds: Collection[Kind] = tuple(Kind)
) -> tuple[Item, ...]:
    """The `least` certain things of each kind, kind by kind, the least certain first.

    No two of them ask for corrections that contradict each other: what else is doubtful about a thing is shown once
    the first doubt is settled.
    """
    view = load_graph(store, namespaces)
    touched: set[tuple[str, str]] = set()
    found: list[Item] = []
    for kind in kinds:
        items = sorted(_items(kind, view, store, namespaces), key=_place)
        found += islice(_apart(items, touched), least)
    return tuple(found)


def _apart(items: Iterable[Item], touched: set[tuple[str, str]]) -> Iterator[Item]:
    """Yields: the items that touch nothing that one before them does."""
    for item in items:
        if not item.touches & touched:
            touched |= item.touches
            yield item


def _items(kind: Kind, view: GraphView, store: Readable, namespaces: Namespaces) -> Iterator[Item]:
    match kind:
        case Kind.MERGES:
            return merges(view, grouped(_uses(store, namespaces)))
        case Kind.FACTS:
            return facts(view)
        case Kind.ENTITIES:
            return entities(view, settled(store, namespaces))


def _place(item: Item) -> tuple[float, str, str]:
    return (round(item.sure, 6), item.what, item.correction)


def _uses(store: Readable, namespaces: Namespaces) -> Iterator[tuple[str, str, str]]:
    """Yields: each thing, a text and a name that the text has for it."""
    answer = run(store, _USES, namespaces=namespaces, where="review")
    if isinstance(answer, Table):
        for thing, text, name in answer.rows:
            yield _local(thing, namespaces.entity("")), _local(text, namespaces.source("")), str(name)


def _local(iri: object, prefix: str) -> str:
    return unquote(str(iri).removeprefix(prefix))
