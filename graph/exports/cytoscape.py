"""The graph as Cytoscape JSON, with lists as lists and each claim with its sentences."""

import json

from graph.exports.networks import Part, edges, nodes, texts
from graph.values import GraphView


def cytoscape(view: GraphView) -> bytes:
    """`elements` with `nodes` and `edges`, their attributes in `data`, and the texts in the `data` of the whole.

    The doubled `value` and `key` are for NetworkX, `name` and `interaction` for Cytoscape. Nodes and edges share one
    space of ids, so an edge's id has spaces, which a node's never has.
    """
    elements = {
        "nodes": [{"data": _node(part)} for part in nodes(view)],
        "edges": [{"data": _edge(part)} for part in edges(view)],
    }
    whole = {"data": {"texts": texts(view)}, "directed": True, "multigraph": True, "elements": elements}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _node(part: Part) -> dict[str, object]:
    known = part.nested()
    return {**known, "value": known["id"], "name": known["label"]}


def _edge(part: Part) -> dict[str, object]:
    known = part.nested()
    predicate = known["predicate"]
    id_ = f"{known['source']} {predicate} {known['target']}"
    return {"id": id_, **known, "key": predicate, "interaction": predicate}
