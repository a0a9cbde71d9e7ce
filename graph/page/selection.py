"""The part of a graph that its page holds: all of a small graph, the weightiest part of a large one.

A page has to open in any browser and to be written again whenever a text is added, so it takes the same time from a
certain size on. What is not in it is counted, and the page says so; `odagraph view` shows any other part.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import QuerySolutions

from graph.facts import GraphView, from_quads, load_graph
from graph.page.gathering import Wanted, gathered
from graph.page.tally import Fact, Said, Tally, tally
from graph.readable import Readable
from ontology.namespaces import OUTSIDE, Namespaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much a page holds at most: names, facts, and claims (a fact has one for each text that states it); and of how
    many texts it knows, or of how many claims, before it chooses.
    """

    names: int
    facts: int
    claims: int
    texts: int = 1000
    claims_read: int = 200_000

    def holding(self, names: int) -> "Bounds":
        """Bounds that so many names fit in, with as many facts as may go with them.

        >>> PART.holding(10_000).facts
        40000
        """
        return replace(
            self,
            names=max(self.names, names),
            facts=max(self.facts, 4 * names),
            claims=max(self.claims, 5 * names),
        )


#: Up to here a graph is shown whole. Measured on 4,118 names and 9,728 facts: 6 MB, which Chromium shows in a second.
WHOLE = Bounds(names=5000, facts=12_000, claims=15_000)
#: What the page of a larger graph holds. It is written anew whenever a text is added, so it has to cost little beside
#: reading that text. Measured on 1,000 texts: 3.6 MB; choosing and looking up take four times as long as drawing.
PART = Bounds(names=2000, facts=4000, claims=6000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a page holds of a graph, and how much is left out: `texts` that were not read or give nothing; of those
    read, `entities`, `facts`, and `repeats`, the claims of shown facts in further texts. What is nought may be missing.
    """

    view: GraphView
    left: Mapping[str, int] = field(default_factory=lambda: {"entities": 0, "facts": 0})

    @property
    def texts(self) -> int:
        """How many texts the whole graph has."""
        return len(self.view.documents) + self.left.get("texts", 0)

    def narrowed(self, view: GraphView) -> "Part":
        """The same with fewer nodes and edges."""
        entities = self.left["entities"] + len(self.view.nodes) - len(view.nodes)
        facts = self.left["facts"] + _facts_in(self.view) - _facts_in(view)
        return Part(view=view, left={**self.left, "entities": entities, "facts": facts})


def _facts_in(view: GraphView) -> int:
    return len(view.edges) + len(view.denied)


def part_of(
    store: Readable,
    namespaces: Namespaces,
    *,
    room: tuple[Bounds, Bounds] = (WHOLE, PART),
    limit: int | None = None,
    focus: str = "",
    said: Said | None = None,
) -> Part:
    """What a page holds of the graph in a store: a graph of some size whole, of a larger one the weightiest part.

    Weight is the number of relations. Time and memory hang on the bounds, not on the graph.

    Args:
        store: the graph.
        namespaces: its IRIs.
        room: up to where all is shown, and how much of a larger graph is.
        limit: another number of names than these bounds have.
        focus: the IRI of a thing; what is nearest to it comes first, and the texts that name it.
        said: what the texts state and deny; without it the store is asked, which takes eight times as long.

    Raises:
        GraphError: the store breaks the contract of the output.
    """
    whole, most = (bounds.holding(limit or 0) for bounds in room)
    read = tally(store, namespaces, texts=most.texts, claims=most.claims_read, about=focus, said=said)
    things = len(read.degrees) if read.unread else _count(store, namespaces)
    if not read.unread and things <= whole.names and _fits(read.facts, whole):
        return Part(view=load_graph(store, namespaces))
    facts = _facts(read, _names(read, limit or most.names, focus), most.facts)
    level = _level([read.facts[fact] for fact in facts], most.claims)
    wanted = Wanted({fact: read.texts_of(fact, level) for fact in facts}, focus=focus)
    view = from_quads(gathered(store, namespaces, wanted), namespaces)
    return Part(view=view, left=_left(read, things, wanted, view))


def _left(read: Tally, things: int, wanted: Wanted, view: GraphView) -> Mapping[str, int]:
    return {
        "entities": things - len(view.nodes),
        "facts": len(read.facts) - len(wanted.facts),
        "texts": read.unread + len(read.texts) - len(view.documents),
        "repeats": sum(read.facts[fact] - len(texts) for fact, texts in wanted.facts.items()),
    }


def _fits(facts: Mapping[Fact, int], bounds: Bounds) -> bool:
    return len(facts) <= bounds.facts and sum(facts.values()) <= bounds.claims


def _count(store: Readable, namespaces: Namespaces) -> int:
    """How many things the registry names."""
    named = f"GRAPH <{namespaces.registry_graph}> {{ ?thing <{OUTSIDE['skos']}prefLabel> ?name }}"
    found: QuerySolutions = store.query(f"SELECT (COUNT(*) AS ?count) {{ {named} }}")  # type: ignore[assignment]
    return int(next(found)[0].value)


def _names(read: Tally, most: int, focus: str) -> set[str]:
    """The things to show: those in most relations, or the nearest to the focus."""
    near = _steps(read.facts, focus) if focus else {}
    far = len(near)
    order = sorted(read.degrees, key=lambda thing: (near.get(thing, far), -read.degrees[thing], thing))
    return set(order[:most])


def _steps(facts: Iterable[Fact], start: str) -> Mapping[str, int]:
    """How many relations lie between a thing and each one that it is linked to."""
    beside: dict[str, set[str]] = defaultdict(set)
    for subject, _, object_ in facts:
        beside[subject].add(object_)
        beside[object_].add(subject)
    found, border, step = {start: 0}, {start}, 0
    while border:
        step += 1
        border = {other for thing in border for other in beside[thing]} - found.keys()
        found.update(dict.fromkeys(border, step))
    return found


def _facts(read: Tally, names: Collection[str], most: int) -> Sequence[Fact]:
    """The relations to show among some things: of each thing first its best, that is, what most texts state, then its
    second best, and so on; so no thing loses all of its relations to those of the hubs.
    """
    among = [fact for fact in read.facts if fact[0] in names and fact[2] in names]
    among.sort(key=lambda fact: (-read.facts[fact], fact))
    seen: Counter[str] = Counter()
    ranks = []
    for fact in among:
        ranks.append(min(seen[fact[0]], seen[fact[2]]))
        seen.update({fact[0], fact[2]})
    order = sorted(range(len(among)), key=lambda number: (ranks[number], number))
    return [among[number] for number in order[:most]]


def _level(counts: Sequence[int], most: int) -> int:
    """How many claims each fact may show, so that all together show no more than so many; at least one.

    >>> _level([1, 2, 5], 7), _level([1, 2, 5], 2)
    (4, 1)
    """
    order, level, shown = sorted(counts), 1, len(counts)
    while 0 < (more := len(order) - bisect_right(order, level)) <= most - shown:
        level, shown = level + 1, shown + more
    return level
