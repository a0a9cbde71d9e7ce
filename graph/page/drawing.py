"""The network of the page: pyvis holds its nodes and edges, with the places and shapes that we gave them."""

import json
from collections import defaultdict
from collections.abc import Sequence

from pyvis.network import Network  # type: ignore[import-untyped]  # pyvis has no types
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # the package ships no types

from graph.facts import Edge, GraphView
from graph.page.appearance import GROUPS
from graph.page.groups import MANY_NODES, groups_of
from graph.page.layout import place, place_groups
from graph.page.payload import Json, facts_of
from graph.page.sizes import labels, radii, weights

Pair = tuple[int, int]

_OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1.2, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {
        "selectionWidth": 1.5,
        "hoverWidth": 0.8,
        "arrows": {"to": {"scaleFactor": 0.4}},
        "arrowStrikethrough": False,
        "smooth": False,
    },
    "interaction": {
        "hover": True,
        "tooltipDelay": 100000,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "selectConnectedEdges": False,
    },
}


def drawing(view: GraphView) -> Json:
    """The network as pyvis holds it, by number, with the options of vis-network, the measures, and groups if large."""
    # How cores share a product of matrices shows in its last bit; and to share such small ones takes twice the time.
    with threadpool_limits(limits=1, user_api="blas"):
        return _drawn(view)


def _drawn(view: GraphView) -> Json:
    facts, numbers = facts_of(view), {node.id: number for number, node in enumerate(view.nodes)}
    ends = [(numbers[edge.subject], numbers[edge.object]) for edge in facts]
    measured = weights(view)
    sizes = radii(measured)
    groups, lots = groups_of(len(view.nodes), ends) if len(view.nodes) > MANY_NODES else ((), ())
    widest = [max(row) for row in sizes]
    if groups or lots:
        spots, circles = place_groups(ends, widest, [*groups, *lots])
    else:
        kinds = [list(GROUPS).index(node.group) for node in view.nodes]
        spots, circles = place(ends, [row[0] for row in sizes], kinds=kinds), []
    nodes, edges, _, _, _, options = _network(view, facts, ends, spots).get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "measures": [{"name": name, "label": label} for name, label in labels(len(view.nodes)).items()],
        "weights": measured,
        "radii": sizes,
        "communities": [
            {"x": x, "y": y, "radius": radius, "members": members, "loose": number >= len(groups)}
            for number, (members, (x, y, radius)) in enumerate(zip([*groups, *lots], circles, strict=True))
        ],
    }


class Counted(list[int]):
    """The numbers from 0 on as pyvis keeps its ids, but found at once: it asks this list for every end."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and 0 <= value < len(self)


def _network(view: GraphView, facts: Sequence[Edge], ends: Sequence[Pair], spots: Sequence[Pair]) -> Network:
    network = Network(directed=True)
    network.node_ids = Counted()
    for number, (node, spot) in enumerate(zip(view.nodes, spots, strict=True)):
        # The page draws the labels, so that none covers another. pyvis wants one: a blank is the least.
        network.add_node(number, label=" ", group=node.group, shape=GROUPS[node.group].shape, x=spot[0], y=spot[1])
    for number, (edge, pair, bend) in enumerate(zip(facts, ends, bends(ends), strict=True)):
        bow = {"smooth": {"type": f"curved{'CW' if bend > 0 else 'CCW'}", "roundness": abs(bend)}} if bend else {}
        network.add_edge(*pair, id=number, arrows="" if edge.predicate.symmetric else "to", **bow)
    network.options = _OPTIONS
    return network


def bends(ends: Sequence[Pair]) -> list[float]:
    """How far each edge bows to its side, so that edges between the same two nodes lie apart.

    >>> bends([(0, 1), (1, 0), (0, 2)])
    [-0.09, -0.09, 0.0]
    """
    together: dict[Pair, list[int]] = defaultdict(list)
    for number, (subject, object_) in enumerate(ends):
        together[min(subject, object_), max(subject, object_)].append(number)
    found = [0.0] * len(ends)
    for (low, _), edges in together.items():
        for rank, number in enumerate(edges):
            side = (rank - (len(edges) - 1) / 2) * 0.18
            found[number] = round(side if ends[number][0] == low else -side, 2)
    return found
