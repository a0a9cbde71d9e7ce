"""The interactive page: one HTML file that opens offline, without any request to the outside.

pyvis builds the network; its page is not used, because it loads from outside addresses and takes text for markup. The
page is ours (`graph/page/`), with vis-network out of the pyvis wheel (MIT or Apache 2.0; its notice stays in the page).
vis-network's style sheet is left out: it styles toolbars and pop-ups that the page does not have. Texts stand in the
page as JSON and reach the reader through `textContent` only; a Content-Security-Policy lets nothing run but our own
scripts, named by their hashes.
"""

import base64
import hashlib
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis has no types

from graph.appearance import GROUPS, WORDINGS, GroupStyle
from graph.facts import Edge, GraphView, Node
from graph.layout import place
from graph.payload import Json, facts_of, payload
from ontology.vocabulary import Status

#: In the order of their imports: each uses only what stands before it.
MODULES = (
    "dom.js",
    "model.js",
    "state.js",
    "filters.js",
    "search.js",
    "quotes.js",
    "labels.js",
    "rings.js",
    "canvas.js",
    "finder.js",
    "legend.js",
    "panel.js",
    "table.js",
    "page.js",
)
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"

LEAST_RADIUS, MOST_RADIUS = 5.0, 36.0
#: From this many edges on, they are left undrawn while the picture moves.
MANY_EDGES = 1500

_IMPORT = re.compile(r"^import\s[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S*")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_page(view: GraphView, path: Path, *, title: str) -> None:
    """Writes the page of a graph to one UTF-8 file; the same graph and title give the same bytes."""
    path.write_bytes(render_page(view, title=title).encode("utf-8"))


def render_page(view: GraphView, *, title: str) -> str:
    """The page of a graph as HTML text."""
    style = _own("page.css")
    vis = _SOURCE_MAP.sub("", files("pyvis").joinpath(VIS_NETWORK).read_text(encoding="utf-8"))
    script = bundle(_own(name) for name in MODULES)
    slots = {
        "title": html.escape(title),
        "policy": _policy(scripts=(vis, script), styles=(style,)),
        "style": style,
        "vis": vis,
        "script": script,
        "data": to_safe_json(_data(view, title)),
    }
    # One pass, so that a text which looks like a slot is not filled.
    return _SLOT.sub(lambda slot: slots[slot[1]], _own("template.html"))


def bundle(modules: Iterable[str]) -> str:
    """Several JavaScript modules as one: without imports and exports, since all share one scope.

    >>> bundle(["export const a = 1;", "export function f() {}"]).splitlines()
    ['const a = 1;', 'function f() {}']
    """
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", module)) for module in modules)


def to_safe_json(value: object) -> str:
    """A value as JSON that may stand inside an HTML `script` element: no sign in it can begin markup.

    >>> json.loads(to_safe_json("</script>")), "<" in to_safe_json("</script>")
    ('</script>', False)
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _own(name: str) -> str:
    return files("graph").joinpath("page", name).read_text(encoding="utf-8")


def _policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {' '.join(map(_hash, styles))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _data(view: GraphView, title: str) -> Json:
    return {**payload(view, title), "network": _network(view)}


def _network(view: GraphView) -> Json:
    """The network as pyvis holds it: nodes and edges by number, with their places and looks, and the options."""
    facts = facts_of(view)
    numbers = {node.id: number for number, node in enumerate(view.nodes)}
    affirmed = [(numbers[edge.subject], numbers[edge.object]) for edge in view.edges]
    degree = Counter(end for pair in affirmed for end in set(pair))
    radii = [min(LEAST_RADIUS + 2.4 * degree[number] ** 0.5, MOST_RADIUS) for number in range(len(view.nodes))]
    ends = [(numbers[edge.subject], numbers[edge.object]) for edge in facts]
    kinds = [list(GROUPS).index(node.group) for node in view.nodes]
    spots = place(ends, radii, kinds=kinds)
    width = round(min(1.0 + len(facts) / 1200, 2.2), 1)
    network = Network(directed=True)
    for number, (node, spot) in enumerate(zip(view.nodes, spots, strict=True)):
        network.add_node(number, **_node_look(node, spot, radii[number]))
    for number, (edge, pair, bend) in enumerate(zip(facts, ends, _bends(ends), strict=True)):
        network.add_edge(*pair, id=number, **_edge_look(edge, bend, width))
    network.options = _options(len(facts))
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _node_look(node: Node, spot: tuple[int, int], radius: float) -> Json:
    # The page draws the labels, so that none covers another. pyvis wants one: a blank is the least.
    return {
        "label": " ",
        "group": node.group,
        "shape": GROUPS[node.group].shape,
        "size": round(radius, 1),
        "x": spot[0],
        "y": spot[1],
    }


def _colours(style: GroupStyle) -> Json:
    """A node keeps its colours when it is chosen or pointed at: its border gets thicker."""
    plain = {"background": style.background, "border": style.border}
    return {**plain, "highlight": plain, "hover": plain}


def _edge_look(edge: Edge, bend: float, width: float) -> Json:
    family = WORDINGS[edge.predicate].family
    smooth: object = {"type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)} if bend else False
    stated = any(claim.status is Status.STATED for claim in edge.claims)
    return {
        "color": family.colour,
        "dashes": family.dashes or False,
        "smooth": smooth,
        "arrows": "" if edge.predicate.symmetric else "to",
        "width": width if stated else width / 2,
    }


def _bends(ends: Sequence[tuple[int, int]]) -> list[float]:
    """How far each edge bows to its side, so that edges between the same two nodes lie apart."""
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (subject, object_) in enumerate(ends):
        together[min(subject, object_), max(subject, object_)].append(number)
    bends = [0.0] * len(ends)
    for (low, _), edges in together.items():
        for rank, number in enumerate(edges):
            side = (rank - (len(edges) - 1) / 2) * 0.18
            bends[number] = round(side if ends[number][0] == low else -side, 2)
    return bends


def _options(edges: int) -> Json:
    many = edges >= MANY_EDGES
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "groups": {group: {"color": _colours(style)} for group, style in GROUPS.items()},
        "nodes": {"borderWidth": 1.2, "borderWidthSelected": 3, "labelHighlightBold": False},
        "edges": {
            "selectionWidth": 1.5,
            "hoverWidth": 0.8,
            "arrows": {"to": {"scaleFactor": 0.4}},
            "arrowStrikethrough": False,
        },
        "interaction": {
            "hover": True,
            "tooltipDelay": 100000,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "multiselect": False,
            "selectConnectedEdges": False,
        },
    }
