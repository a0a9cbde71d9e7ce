"""The facts of a graph that are least certain: unlikely ones, and those that others contradict."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph.review.items import Item, Kind
from graph.values import Edge, GraphView

#: What found a claim that no rule states begins so (`extract.scoring`).
_NO_RULE = "pair"
#: What a doubt takes from how sure a fact is.
_UNRULED = 0.05
_DISPUTED = 0.2
#: What a person states is no longer in doubt.
_CORRECTION = "correction"


def facts(view: GraphView) -> Iterator[Item]:
    """Yields: every fact that no person has stated or found right, in no order."""
    names = {node.id: node.name for node in view.nodes}
    pairs = _pairs(view)
    denied = {edge.key for edge in view.denied}
    for edge in view.edges:
        if all(claim.rule != _CORRECTION for claim in edge.claims):
            others = [other for other in pairs[frozenset((edge.subject, edge.object))] if other != edge]
            yield _item(edge, others, names, is_denied=edge.key in denied or len(edge.affirmed) < len(edge.claims))


def _pairs(view: GraphView) -> Mapping[frozenset[str], list[Edge]]:
    pairs: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in view.edges:
        pairs[frozenset((edge.subject, edge.object))].append(edge)
    return pairs


def _item(edge: Edge, others: list[Edge], names: Mapping[str, str], *, is_denied: bool) -> Item:
    surest = max(edge.affirmed, key=lambda claim: claim.confidence)
    unruled = all(claim.rule.startswith(_NO_RULE) for claim in edge.affirmed)
    doubts = [f"confidence {surest.confidence:.2f}"]
    doubts += ["no rule states it"] if unruled else []
    doubts += [f"also said: {_said(other, names)}" for other in others]
    doubts += ["denied as well"] if is_denied else []
    texts = {claim.document for claim in edge.claims}
    entry = {"subject": edge.subject, "relation": str(edge.predicate), "object": edge.object}
    return Item(
        kind=Kind.FACTS,
        sure=surest.confidence - _UNRULED * unruled - _DISPUTED * (bool(others) or is_denied),
        what=_said(edge, names),
        doubt=", ".join(doubts),
        entries=(("drop-fact", entry | ({"text": min(texts)} if len(texts) == 1 else {})),),
        right=("keep-fact", entry),
        quote=surest.evidence[0],
    )


def _said(edge: Edge, names: Mapping[str, str]) -> str:
    return f"{names[edge.subject]} {edge.predicate} {names[edge.object]}"
