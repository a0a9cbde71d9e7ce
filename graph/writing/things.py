"""What the texts of a graph say of things, each triple once: the part of a graph that rules, counts and the choice of
the page's part go over.

A text's graph holds much more: of each claim what it says and how sure it is, of each sentence where it stands. That is
nine tenths of a graph, and no rule asks for it. So the rest of each text is kept with its part, as lines of N-Triples:
sets of lines are gathered, compared and given to the engine ten times as fast as values. What a text says in another
way than as a fact has its status behind it, as a comment.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from pyoxigraph import NamedNode, Quad

from graph.writing.lines import END, by_iri, by_property, columns_of, line
from graph.writing.terms import REIFICATION, TYPE
from ontology.namespaces import Namespaces
from ontology.vocabulary import Predicate, Status

#: A relation by the IRIs of its subject, predicate and object.
Fact = tuple[str, str, str]

_LESS_FIRM: tuple[Status, ...] = tuple(status for status in Status if status.affirms and status is not Status.STATED)
_DENIALS = frozenset(status for status in Status if not status.affirms)
_STATUS = b" . # %s\n"


@dataclass(frozen=True, kw_only=True)
class Things:
    """Triples about things as lines, each once: `stated` ones, and by status those relations that no text states."""

    stated: frozenset[bytes]
    others: Mapping[Status, frozenset[bytes]]

    @cached_property
    def by_property(self) -> Mapping[bytes, Sequence[bytes]]:
        """The stated triples by their properties."""
        return by_property(self.stated)

    def counts(self, *, relations: Iterable[str]) -> "ThingCounts":
        """How much is said of things; `relations` are the IRIs of the properties that count as such."""
        others = by_property(chain.from_iterable(self.others.values()))
        said = {
            name: (*self.by_property.get(name, ()), *others.get(name, ()))
            for name in self.by_property.keys() | others.keys()
        }
        things, _, classes = columns_of(said.get(f"{TYPE}".encode(), ()))
        related = chain.from_iterable(said.get(f"<{relation}>".encode(), ()) for relation in relations)
        subjects, _, objects = columns_of(related)
        return ThingCounts(
            things=frozenset(thing[1:-1].decode() for thing in things),
            properties=by_iri({name: len(lines) for name, lines in said.items()}),
            classes=by_iri(Counter(classes)),
            degrees=by_iri(Counter(chain(subjects, objects))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingCounts:
    """The IRIs of all things; triples about them by property, things by class, and by IRI the number of relations that
    a thing has.
    """

    things: frozenset[str]
    properties: Mapping[str, int]
    classes: Mapping[str, int]
    degrees: Mapping[str, int]


def about_things(quads: Iterable[Quad], namespaces: Namespaces) -> list[Quad]:
    """The quads of a text's graph that say something of a thing."""
    prefix = namespaces.entity("")
    return [quad for quad in quads if isinstance(at := quad.subject, NamedNode) and at.value.startswith(prefix)]


def said_of_things(quads: Sequence[Quad], namespaces: Namespaces) -> list[bytes]:
    """What the quads of a text's graph say of things: a line for each triple, and for each other way in which a claim
    puts one, sorted.
    """
    put: dict[bytes, set[str]] = defaultdict(set)
    for triple, status in _claims(quads, namespaces):
        put[line(triple)].add(status)
    stated = {line(quad.triple) for quad in about_things(quads, namespaces)}
    stated -= {said for said, how in put.items() if Status.STATED not in how and not how.isdisjoint(_LESS_FIRM)}
    others = (
        said[: -len(END)] + _STATUS % how.encode() for said, hows in put.items() for how in hows - {Status.STATED}
    )
    return sorted({*stated, *others})


def _claims(quads: Iterable[Quad], namespaces: Namespaces) -> Iterator[tuple[str, str]]:
    """Yields: what each claim says, and how it puts that."""
    said: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    status = NamedNode(namespaces.term("status"))
    parts = {status, *REIFICATION}
    for subject, predicate, object_, _ in quads:
        if predicate in parts:
            said[subject.value][predicate] = object_.value if predicate == status else str(object_)
    for claim in said.values():
        if claim.keys() == parts:
            yield " ".join(claim[end] for end in REIFICATION), claim[status]


def ways_in(lines: Iterable[bytes]) -> Iterator[tuple[bytes, str]]:
    """Yields: each line without its comment, and the status that this tells; where there is none, it is stated."""
    for said in lines:
        if said.endswith(END):
            yield said, Status.STATED
        else:
            triple, _, status = said[:-1].rpartition(b" # ")
            yield triple + b"\n", status.decode()


def things_in(lines: Iterable[bytes]) -> Things:
    """What the lines of all texts say of things, by the firmest way in which one puts it."""
    said_once = frozenset(lines)
    commented = {said for said in said_once if not said.endswith(END)}
    stated = said_once - commented if commented else said_once
    by_status: dict[str, set[bytes]] = defaultdict(set)
    for said, status in ways_in(commented):
        by_status[status].add(said)
    others: dict[Status, frozenset[bytes]] = {}
    for status in _LESS_FIRM:
        others[status] = frozenset(by_status[status]).difference(stated, *others.values())
    return Things(stated=stated, others={status: said for status, said in others.items() if said})


@dataclass(frozen=True, slots=True)
class FactsOfTexts(Mapping[str, tuple[set[Fact], list[Fact]]]):
    """The relations that texts state, plan or propose, and those that they deny, by graph: read from their lines when
    they are asked for.
    """

    texts: Collection[str]
    lines: Callable[[str], Iterable[bytes]]
    namespaces: Namespaces

    def __getitem__(self, text: str) -> tuple[set[Fact], list[Fact]]:
        return facts_in(self.lines(text), self.namespaces)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def facts_in(lines: Iterable[bytes], namespaces: Namespaces) -> tuple[set[Fact], list[Fact]]:
    """The relations that the lines of a text state, plan or propose, and those that they deny."""
    relations, stated, denied = _relations(namespaces), set[Fact](), list[Fact]()
    for said in lines:
        subject, property_, rest = said.decode().split(" ", 2)
        if property_ in relations:
            object_, _, status = rest[:-1].partition(" .")  # none in an IRI
            fact = (subject[1:-1], relations[property_], object_[1:-1])
            if status.removeprefix(" # ") in _DENIALS:
                denied.append(fact)
            else:
                stated.add(fact)
    return stated, denied


@cache
def _relations(namespaces: Namespaces) -> Mapping[str, str]:
    """The IRIs of relations, as a line has them and bare."""
    return {f"<{iri}>": iri for iri in map(namespaces.term, Predicate)}
