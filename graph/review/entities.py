"""The things of a graph that may be none, or one with another: odd names, lone acronyms, names nearly alike."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from extract.gazetteer import normal
from graph.review.items import Entry, Item, Kind, Quotes
from graph.review.settled import Settled
from graph.values import GraphView, Node

#: How sure it is that nothing is wrong.
_ODD = 0.1
_SAME = 0.2
_TAIL = 0.3
_INITIALS = 0.4
_LONE = 0.45
_ALIKE = 0.5

_ACRONYM = re.compile(r"[A-Z][A-Z&+-]{1,5}")
_KINDS = re.compile(r" (?:program|project|initiative|region|process|committee|meeting|forum|scheme)$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a"})
#: Ends the note on a name that a person joined.
_ASKED = "correction"
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_MARKS = "".join(mark for pair in _PAIRS for mark in pair)
#: How alike two words must be to be one word in two spellings (difflib's ratio), and how long.
_LIKENESS = 0.8
_LONG = 5
_FEW = 3
_MANY = 20


def entities(view: GraphView, known: Settled) -> Iterator[Item]:
    """Yields: every thing, or pair of things, that may be wrong and is not settled, in no order."""
    quotes = Quotes(view)
    counts = _counts(view)
    asked = [node for node in view.nodes if node.id not in known.things]
    yield from (item for node in asked for item in _odd(node, quotes))
    yield from (item for node in asked for item in _alone(node, counts, quotes))
    told = set(known.pairs)
    for sure, doubt, pair in _near(view.nodes):
        first, second = sorted(pair, key=lambda node: (not node.codes, -counts[node.id], -len(node.name), node.id))
        both = frozenset((first.id, second.id))
        if first.id != second.id and both not in told:
            told.add(both)
            yield _pair(first, second, sure, doubt, quotes)


def _counts(view: GraphView) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for edge in view.edges:
        for end in (edge.subject, edge.object):
            counts[end] += len(edge.claims)
    return counts


# -- one thing ---------------------------------------------------------------------------------------------------------


def _odd(node: Node, quotes: Quotes) -> Iterator[Item]:
    """Yields: each name of a thing with half of a pair of brackets or quotation marks."""
    for name in node.names:
        if f"{name} — {_ASKED}" not in node.notes and any(
            name.count(left) != name.count(right) for left, right in _PAIRS
        ):
            plain = " ".join(re.sub(f"[{re.escape(_MARKS)}]", " ", name).split())
            renamed = (("rename", {"thing": node.id, "name": plain}),) if name == node.name and plain else ()
            yield Item(
                kind=Kind.ENTITIES,
                sure=_ODD,
                what=f"{name} is a name of {node.name}" if name != node.name else f"a thing is called {name}",
                doubt="a bracket or quotation mark without its other half",
                entries=(*renamed, ("drop-name", {"thing": node.id, "name": name})),
                right=("keep-name", {"thing": node.id, "name": name}) if name != node.name else _kept(node),
                quote=quotes.of(node.id, name),
            )


def _alone(node: Node, counts: Mapping[str, int], quotes: Quotes) -> Iterator[Item]:
    """Yields: a thing of which no text and no table tells more than an acronym, and texts say little."""
    if _ACRONYM.fullmatch(node.name) and not node.codes and counts[node.id] <= _FEW:
        yield Item(
            kind=Kind.ENTITIES,
            sure=_LONE + 0.01 * len(node.name),
            what=f"{node.name} ({node.type})",
            doubt="an acronym that no text spells out",
            entries=(("drop-thing", {"thing": node.id}),),
            right=_kept(node),
            quote=quotes.of(node.id, node.name),
        )


def _kept(node: Node) -> Entry:
    return "keep-thing", {"thing": node.id}


# -- two things --------------------------------------------------------------------------------------------------------


def _near(nodes: Sequence[Node]) -> Iterator[tuple[float, str, tuple[Node, Node]]]:
    """Yields: how sure it is that two things are two, why that is a question, and the two."""
    by_key = _gathered(nodes, lambda name: [_key(name)])
    yield from ((_SAME, "names that differ in spelling alone", pair) for pair in _pairs(by_key))
    for key, holders in by_key.items():
        others = by_key.get(_KINDS.sub("", key), ()) if _KINDS.search(key) else ()
        yield from ((_TAIL, "the same name without its kind", pair) for pair in product(holders, others))
    initials = _gathered(nodes, _initials)
    for node in nodes:
        others = initials.get(node.name, ()) if _ACRONYM.fullmatch(node.name) else ()
        yield from ((_INITIALS, "the initials of the other", (other, node)) for other in others if _kin(other, node))
    # Of two things that a table knows it is settled that they are two.
    for pair in _pairs(_gathered([node for node in nodes if not node.codes], _gaps)):
        if _kin(*pair) and _alike(*(_key(node.name).split() for node in pair)):
            yield _ALIKE, "names that differ in the spelling of one word", pair


def _gathered(nodes: Iterable[Node], keys: Callable[[str], Iterable[str]]) -> Mapping[str, list[Node]]:
    """The things that share a key of one of their names."""
    found: dict[str, dict[str, Node]] = defaultdict(dict)
    for node in nodes:
        for name in (node.name, *node.names):
            for key in keys(name):
                found[key][node.id] = node
    return {key: list(holders.values()) for key, holders in found.items()}


def _pairs(gathered: Mapping[str, Sequence[Node]]) -> Iterator[tuple[Node, Node]]:
    """Yields: each two things of one key; where many share one, they are a series and no spelling of each other."""
    for holders in gathered.values():
        if len(holders) <= _MANY:
            yield from combinations(holders, 2)


def _kin(one: Node, other: Node) -> bool:
    return one.group is other.group


def _key(name: str) -> str:
    """A name without case, accents, marks, spellings of British and American English, and the s of plurals."""
    words = normal(name).split()
    return " ".join(re.sub(r"(?<=[a-z]{3}[^s])s$", "", word) for word in words)


def _initials(name: str) -> Iterator[str]:
    words = [word for word in re.split(r"[\s-]+", name) if word and word not in _SMALL]
    if len(words) > 1:
        yield "".join(word[0] for word in words).upper()


def _gaps(name: str) -> Iterator[str]:
    """Yields: a name with a gap for each of its words, in turn."""
    words = _key(name).split()
    if len(words) > 1:
        yield from (" ".join((*words[:at], "_", *words[at + 1 :])) for at in range(len(words)))


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ in one word that may be misspelled; numbers and short words are different."""
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and all(
        min(len(a), len(b)) >= _LONG and (a + b).isalpha() and difflib.SequenceMatcher(None, a, b).ratio() >= _LIKENESS
        for a, b in differing
    )


def _pair(first: Node, second: Node, sure: float, doubt: str, quotes: Quotes) -> Item:
    """Two things that may be one; the better known stays."""
    fields: dict[str, bool | Sequence[str]] = {"names": [first.id, second.id]}
    if first.type is not second.type:
        doubt += f", of the types {first.type} and {second.type}"
        fields["drop-facts"] = True
    return Item(
        kind=Kind.ENTITIES,
        sure=sure,
        what=f"{second.name} may be {first.name}" if first.name != second.name else f"there are two {first.name}",
        doubt=doubt,
        entries=(("same-as", fields),),
        right=("keep-apart", {"names": [first.id, second.id]}),
        quote=quotes.of(second.id, second.name) or quotes.of(first.id, first.name),
    )
