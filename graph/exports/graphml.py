"""The graph as GraphML: flat attributes with their types, each edge with an id of its own, the texts as JSON text."""

from collections.abc import Iterator, Mapping

from graph.exports.markup import HEAD, attributes, content
from graph.exports.networks import EDGE_KINDS, NODE_KINDS, Part, dumped, edges, nodes, texts
from graph.exports.sheets import Kind
from graph.values import GraphView

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {Kind.WHOLE: "long", Kind.NUMBER: "double"}
#: What a tag says itself.
_OWN = frozenset({"id", "source", "target"})


def graphml(view: GraphView) -> bytes:
    """GraphML of a directed graph."""
    return "".join(_lines(view)).encode()


def _lines(view: GraphView) -> Iterator[str]:
    yield f'{HEAD}<graphml xmlns="{_NAMESPACE}">\n'
    yield '<key id="texts" for="graph" attr.name="texts" attr.type="string"/>\n'
    yield from _keys("node", NODE_KINDS)
    yield from _keys("edge", EDGE_KINDS)
    yield '<graph id="odagraph" edgedefault="directed">\n'
    yield f'<data key="texts">{content(dumped(texts(view)))}</data>\n'
    for part in nodes(view):
        yield _element("node", part, attributes(id=part.row["id"]))
    for number, part in enumerate(edges(view), start=1):
        ends = {end: part.row[end] for end in ("source", "target")}
        yield _element("edge", part, attributes(id=f"e{number}", **ends))
    yield "</graph>\n</graphml>\n"


def _keys(element: str, kinds: Mapping[str, Kind]) -> Iterator[str]:
    for name, kind in kinds.items():
        if name not in _OWN:
            own = attributes(id=f"{element}-{name}") + f' for="{element}"'
            yield f'<key{own} attr.name="{name}" attr.type="{_TYPES.get(kind, "string")}"/>\n'


def _element(name: str, part: Part, own: str) -> str:
    data = (
        f'  <data key="{name}-{key}">{content(str(value))}</data>\n'
        for key, value in part.flat().items()
        if key not in _OWN
    )
    return f"<{name}{own}>\n{''.join(data)}</{name}>\n"
