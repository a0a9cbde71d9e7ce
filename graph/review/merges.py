"""The names of a graph that were joined for the weakest reasons."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.review.items import Item, Kind, Quotes
from graph.values import GraphView, Node

#: Text → the names that it has for a thing.
Uses = Mapping[str, Sequence[str]]

#: How sure a join is for its reason on record (`graph.why` has them in words); what a person joined is no question.
_SURE = {"family-name": 0.3, "short-form": 0.4, "acronym": 0.7, "table": 0.8}
_ASKED = "correction"
_UNKNOWN = 0.5
#: An acronym of which its text has no long form; the shorter, the more things have it.
_LONE = 0.2
_KNOWN = 0.45
_EACH_LETTER = 0.05
_ACRONYM = re.compile(r"[A-Z][A-Z&+-]{1,5}")


def merges(view: GraphView, uses: Mapping[str, Uses]) -> Iterator[Item]:
    """Yields: every name that was joined to a thing for a reason, and every acronym that stands alone in its text, in
    no order; `uses` has what the texts call each thing.
    """
    quotes = Quotes(view)
    for node in view.nodes:
        used = uses.get(node.id, {})
        lone = list(_lone(node, used))
        for name, reason in _joined(node):
            texts = sorted(text for text, names in used.items() if name in names)
            if texts and name != node.name and (name, texts[0]) not in lone:
                yield _item(node, name, f"joined by {reason}", _SURE.get(reason, _UNKNOWN), texts, quotes)
        for name, text in lone:
            sure = _LONE + _KNOWN * bool(node.codes) + _EACH_LETTER * len(name)
            yield _item(node, name, "an acronym that its text does not spell out", sure, [text], quotes)


def _joined(node: Node) -> Iterator[tuple[str, str]]:
    for note in node.notes:
        name, _, reason = note.rpartition(" — ")
        if reason != _ASKED:
            yield name, reason


def _lone(node: Node, used: Uses) -> Iterator[tuple[str, str]]:
    """Yields: each acronym that is all that a text calls a thing with a longer name, and the text."""
    asked = {note for note in node.notes if note.endswith(_ASKED)}
    for text, names in sorted(used.items()):
        if all(_ACRONYM.fullmatch(name) for name in names) and not _ACRONYM.fullmatch(node.name):
            other = (name for name in sorted(names) if name.casefold() != node.name.casefold())
            yield from ((name, text) for name in other if f"{name} — {_ASKED}" not in asked)


def _item(node: Node, name: str, doubt: str, sure: float, texts: Sequence[str], quotes: Quotes) -> Item:
    entry = {"name": name, "of": node.id} | ({"text": texts[0]} if len(texts) == 1 else {})
    return Item(
        kind=Kind.MERGES,
        sure=sure,
        what=f"{name}{f' in {texts[0]}' if len(texts) == 1 else ''} is taken for {node.name}",
        doubt=doubt,
        entries=(("not-same", entry),),
        right=("keep-name", {"thing": node.id, "name": name}),
        quote=quotes.of(node.id, name, texts[0]),
    )


def grouped(rows: Iterator[tuple[str, str, str]]) -> Mapping[str, Uses]:
    """The names that each text has for each thing, from rows of a thing, a text and a name."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for thing, text, name in rows:
        found[thing][text].append(name)
    return found
