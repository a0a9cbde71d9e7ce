"""What the page opens with: a thing in focus, filters, and a smaller graph where one was asked for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from graph.facts import Edge, GraphView, Node
from graph.names import normalise
from graph.region_names import region_names
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate

Parts = list[tuple[str, str]]


def start_address(view: GraphView, *, focus: str | None = None, steps: int = 1, filters: Sequence[str] = ()) -> str:
    """The part of the page's address after `#` that shows a thing in focus and what passes some filters.

    A filter is KEY=VALUE: `type`, `relation` and `text` leave only the named ones, `country`, `region` and `sector`
    what concerns one of them, `year` is "2019" or "2019-2021", `confidence` the least one from 0 to 1. A key may stand
    several times.

    Raises:
        InputError: an unknown key or value, or a focus that the graph does not know.
    """
    parts: Parts = []
    if focus is not None:
        id_ = node_named(view.nodes, focus).id
        parts += [("node", id_), ("focus", id_), *([("steps", "2")] if steps == 2 else [])]
    asked: dict[str, list[str]] = defaultdict(list)
    for text in filters:
        key, equals, value = text.partition("=")
        if not equals or key not in _FILTERS:
            raise InputError(f"filter: found {text!r}, KEY=VALUE with {', '.join(_FILTERS)} is allowed")
        asked[key].append(value.strip())
    for key in sorted(asked):
        parts += _FILTERS[key](view, asked[key])
    return urlencode(parts)


def node_named(nodes: Iterable[Node], text: str) -> Node:
    """The node with this id or any of its names, case and accents aside; among several the one with the first id.

    Raises:
        InputError: no node is called so.
    """
    wanted = normalise(text)
    found = [node for node in nodes if node.id == text or wanted in map(normalise, (node.name, *node.names))]
    if not found:
        raise InputError(f"focus: found {text!r}, the name or id of a thing of the graph is needed")
    return min(found, key=lambda node: (node.id != text, normalise(node.name) != wanted, node.id))


def _only(key: str, wanted: Iterable[str], known: Iterable[str], without: str) -> Parts:
    """Parts that hide every known value but those wanted."""
    known = list(known)
    kept = {_choice(key, value, known) for value in wanted}
    return [(without, value) for value in sorted(known) if value not in kept]


def _choice(key: str, value: str, known: Sequence[str]) -> str:
    found = next((one for one in known if normalise(one) == normalise(value)), None)
    if found is None:
        raise InputError(f"filter {key}: found {value!r}, {', '.join(sorted(known)) or 'none'} is allowed")
    return found


def _types(view: GraphView, wanted: Iterable[str]) -> Parts:
    return _only(
        "type", wanted, sorted({str(node.type) for node in view.nodes} | set(map(str, EntityType))), "without-type"
    )


def _relations(_: GraphView, wanted: Iterable[str]) -> Parts:
    return _only("relation", wanted, map(str, Predicate), "without-relation")


def _texts(view: GraphView, wanted: Iterable[str]) -> Parts:
    ids = {document.title or document.id: document.id for document in view.documents}
    titles = [*ids, *ids.values()]
    kept = {ids.get(title, title) for title in (_choice("text", value, titles) for value in wanted)}
    return [("without-text", document.id) for document in view.documents if document.id not in kept]


def _countries(view: GraphView, wanted: Iterable[str]) -> Parts:
    countries = [node for node in view.nodes if node.type is EntityType.COUNTRY]
    return [("country", node_named(countries, value).id) for value in wanted]


def _regions(view: GraphView, wanted: Iterable[str]) -> Parts:
    codes = {code for node in view.nodes for field, code in node.codes if field == "region"}
    return [
        ("region", _coded("region", value, {code: region_names().get(code, code) for code in codes}))
        for value in wanted
    ]


def _sectors(view: GraphView, wanted: Iterable[str]) -> Parts:
    labels = {sector.code: sector.label for node in view.nodes for sector in node.sectors}
    return [("sector", _coded("sector", value, labels)) for value in wanted]


def _coded(key: str, value: str, labels: dict[str, str]) -> str:
    """The code that is given itself or by its label."""
    if value in labels:
        return value
    label = _choice(key, value, sorted(labels.values()))
    return min(code for code, one in labels.items() if one == label)


def _years(_: GraphView, wanted: Iterable[str]) -> Parts:
    first, _dash, last = list(wanted)[-1].partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise InputError(f"filter year: found {first}{_dash}{last!r}, a year or two like 2019-2021 are allowed")
    return [("from", first), ("to", last or first), ("undated", "no")]


def _confidence(_: GraphView, wanted: Iterable[str]) -> Parts:
    value = list(wanted)[-1]
    try:
        least = float(value)
    except ValueError:
        least = -1.0
    if not 0 <= least <= 1:
        raise InputError(f"filter confidence: found {value!r}, a number from 0 to 1 is allowed")
    return [("confidence", str(round(least * 100)))]


_FILTERS: dict[str, Callable[[GraphView, list[str]], Parts]] = {
    "type": _types,
    "relation": _relations,
    "text": _texts,
    "country": _countries,
    "region": _regions,
    "sector": _sectors,
    "year": _years,
    "confidence": _confidence,
}


def limited(view: GraphView, limit: int, *, focus: str | None = None) -> GraphView:
    """The part of a graph with at most so many nodes: those nearest to the focus, else those in most facts."""
    near: dict[str, int] = _steps(view.edges, node_named(view.nodes, focus).id) if focus is not None else {}
    degree = Counter(end for edge in view.edges for end in {edge.subject, edge.object})
    order = sorted(view.nodes, key=lambda node: (near.get(node.id, len(view.nodes)), -degree[node.id], node.id))
    kept = {node.id for node in order[:limit]}

    def inside(edges: Iterable[Edge]) -> tuple[Edge, ...]:
        return tuple(edge for edge in edges if {edge.subject, edge.object} <= kept)

    nodes = tuple(node for node in view.nodes if node.id in kept)
    return replace(view, nodes=nodes, edges=inside(view.edges), denied=inside(view.denied))


def _steps(edges: Iterable[Edge], start: str) -> dict[str, int]:
    """How many relations lie between a node and each one that it is linked to."""
    beside: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        beside[edge.subject].add(edge.object)
        beside[edge.object].add(edge.subject)
    found, border = {start: 0}, {start}
    while border:
        border = {other for node in border for other in beside[node]} - found.keys()
        found.update(dict.fromkeys(border, max(found.values()) + 1))
    return found
