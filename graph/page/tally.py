"""What texts state, counted: which relations stand in which texts, as far as a page has to know before it chooses.

It is read text by text from the store, so that a page never needs the whole graph as values.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from graph.readable import Readable
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import Predicate, Status

#: A relation by the IRIs of its subject, predicate and object.
Fact = tuple[str, str, str]
#: By the IRI of its graph what each text states, each relation once, and what it denies.
Said = Mapping[str, tuple[Iterable[Fact], Iterable[Fact]]]

TYPE, SUBJECT, PREDICATE, OBJECT = (
    NamedNode(OUTSIDE["rdf"] + name) for name in ("type", "subject", "predicate", "object")
)
DENIALS = tuple(Literal(status.value) for status in Status if not status.affirms)


@dataclass(frozen=True)
class Tally:
    """The texts that were read, in order; for each relation the texts that state it, and those that deny it; how many
    texts were not read.
    """

    texts: Sequence[str]
    stated: Mapping[Fact, Sequence[str]]
    denied: Mapping[Fact, Sequence[str]]
    unread: int = 0

    @cached_property
    def facts(self) -> Mapping[Fact, int]:
        """In how many texts each relation stands, stated or denied."""
        found = {fact: len(texts) for fact, texts in self.stated.items()}
        return found | {fact: len(texts) + found.get(fact, 0) for fact, texts in self.denied.items()}

    @cached_property
    def degrees(self) -> Mapping[str, int]:
        """How many relations that some text states each thing is in; nought for those in denied ones only."""
        found = dict.fromkeys((end for subject, _, object_ in self.denied for end in (subject, object_)), 0)
        for subject, _, object_ in self.stated:
            found[subject] = found.get(subject, 0) + 1
            if object_ != subject:
                found[object_] = found.get(object_, 0) + 1
        return found

    def texts_of(self, fact: Fact, most: int) -> Sequence[str]:
        """The first texts that state a relation, and the first that deny it: a denial is not passed over."""
        return [*self.stated.get(fact, ())[:most], *self.denied.get(fact, ())[:most]]


def tally(
    store: Readable,
    namespaces: Namespaces,
    *,
    texts: int,
    claims: int,
    about: str = "",
    said: Said | None = None,
) -> Tally:
    """What the texts of a graph state: of at most so many texts, and of no further one once so many claims are read.

    Which of many are read hangs on their names only, so that one more text changes little; those about a thing come
    before all others. What the texts say is asked of the store where nobody has it at hand.
    """
    known = _InStore(store, namespaces) if said is None else said
    near = texts_about(store, namespaces, about) if about else frozenset()
    first = nsmallest(texts, known, key=lambda text: (text not in near, sha256(text.encode()).digest()))
    stated: dict[Fact, list[str]] = defaultdict(list)
    denied: dict[Fact, list[str]] = defaultdict(list)
    read: list[str] = []
    for text in first:
        put, denials = known[text]
        for fact in put:
            stated[fact].append(text)
            claims -= 1
        for fact in denials:
            denied[fact].append(text)
        read.append(text)
        if claims <= 0:
            break
    return Tally(texts=read, stated=stated, denied=denied, unread=len(known) - len(read))


def texts_about(store: Readable, namespaces: Namespaces, thing: str) -> frozenset[str]:
    """The graphs of the texts that name a thing."""
    found = (graph.value for *_, graph in store.quads_for_pattern(NamedNode(thing), TYPE, None, None))
    return frozenset(graph for graph in found if graph.startswith(namespaces.source("")))


@dataclass(frozen=True)
class _InStore(Said):
    """What each text says, asked of a store."""

    store: Readable
    namespaces: Namespaces

    def __getitem__(self, text: str) -> tuple[Iterable[Fact], Iterable[Fact]]:
        return _stated(self.store, self.namespaces, text), _denied(self.store, self.namespaces, text)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @cached_property
    def _texts(self) -> Sequence[str]:
        graphs = {graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode)}
        return [graph for graph in graphs if graph.startswith(self.namespaces.source(""))]


def _stated(store: Readable, namespaces: Namespaces, text: str) -> Iterator[Fact]:
    relations = " ".join(f"<{namespaces.term(predicate)}>" for predicate in Predicate)
    asked = f"SELECT ?s ?p ?o {{ VALUES ?p {{ {relations} }} GRAPH <{text}> {{ ?s ?p ?o }} }}"
    found: QuerySolutions = store.query(asked)  # type: ignore[assignment]  # SELECT
    return ((subject.value, predicate.value, object_.value) for subject, predicate, object_ in found)


def _denied(store: Readable, namespaces: Namespaces, text: str) -> Iterator[Fact]:
    status, graph = NamedNode(namespaces.term("status")), NamedNode(text)
    claims = {claim for put in DENIALS for claim, *_ in store.quads_for_pattern(None, status, put, graph)}
    for claim in sorted(claims, key=str):
        yield fact_of(store.quads_for_pattern(claim, None, None, graph))


def fact_of(claim: Iterable[Quad]) -> Fact:
    """The relation that a claim speaks of, from its quads."""
    ends = {predicate: object_.value for _, predicate, object_, _ in claim}
    return ends.get(SUBJECT, ""), ends.get(PREDICATE, ""), ends.get(OBJECT, "")
