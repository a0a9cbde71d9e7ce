"""The graph as GEXF 1.3, with years as time: an edge is there in each year that a claim of it names.

An edge whose claims name no year has no spell, which says that it is always there; so have nodes. A spell is the year
itself and not a span of days, since a text does not say when its fiscal year begins.
"""

from collections.abc import Iterator, Mapping

from graph.exports.markup import HEAD, attributes
from graph.exports.networks import EDGE_KINDS, NODE_KINDS, Part, edges, nodes
from graph.exports.sheets import Kind
from graph.values import GraphView

_NAMESPACE = "http://gexf.net/1.3"
_TYPES = {Kind.WHOLE: "long", Kind.NUMBER: "double"}
#: What a tag says itself.
_OWN = frozenset({"id", "label", "source", "target", "predicate"})


def gexf(view: GraphView) -> bytes:
    """GEXF of a directed, dynamic graph; an edge's weight is the number of its claims, its kind is its predicate."""
    return "".join(_lines(view)).encode()


def _lines(view: GraphView) -> Iterator[str]:
    yield f'{HEAD}<gexf xmlns="{_NAMESPACE}" version="1.3">\n'
    # Gephi reads years as numbers under the name of double only.
    yield '<graph mode="dynamic" timeformat="double" defaultedgetype="directed">\n'
    yield from _attributes("node", NODE_KINDS)
    yield from _attributes("edge", EDGE_KINDS)
    yield "<nodes>\n"
    for part in nodes(view):
        yield _element("node", part, attributes(id=part.row["id"], label=part.row["label"]))
    yield "</nodes>\n<edges>\n"
    for number, part in enumerate(edges(view), start=1):
        yield _element("edge", part, _edge(number, part))
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(element: str, kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield f'<attributes class="{element}" mode="static">\n'
    for name, kind in kinds.items():
        if name not in _OWN:
            yield f"<attribute{attributes(id=name, title=name, type=_TYPES.get(kind, 'string'))}/>\n"
    yield "</attributes>\n"


def _edge(number: int, part: Part) -> str:
    row = part.row
    ends = {end: row[end] for end in ("source", "target")}
    return attributes(id=f"e{number}", **ends, kind=row["predicate"], label=row["predicate"], weight=row["claims"])


def _element(name: str, part: Part, own: str) -> str:
    values = "".join(
        f"<attvalue{attributes(**{'for': key, 'value': value})}/>\n"
        for key, value in part.flat().items()
        if key not in _OWN
    )
    return f"<{name}{own}>\n<attvalues>\n{values}</attvalues>\n{_spells(part)}</{name}>\n"


def _spells(part: Part) -> str:
    years = part.row.get("years")
    if not isinstance(years, tuple) or not years:
        return ""
    spells = (f"<spell{attributes(start=year, end=year)}/>" for year in years)
    return f"<spells>{''.join(spells)}</spells>\n"
