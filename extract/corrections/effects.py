"""What corrections did to a graph, so that nothing changes or vanishes in silence."""

from dataclasses import dataclass

from extract.corrections.entries import Correction
from ontology.vocabulary import Predicate, Status


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FactKey:
    """A fact of one text, its ends by id."""

    document: str
    subject: str
    predicate: Predicate
    object: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DroppedFact:
    """A fact that a graph would have without a correction; its ends may have gone too, so their names are told."""

    fact: FactKey
    subject: str
    object: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DroppedThing:
    """A thing that a graph would have without a correction."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one correction did: things of the graph that it changed or confirmed, facts that it added or confirmed, and
    what it took out; all sorted. `unused` tells why it did nothing.
    """

    correction: Correction
    changed: tuple[str, ...] = ()
    added: tuple[FactKey, ...] = ()
    confirmed: tuple[FactKey, ...] = ()
    dropped_things: tuple[DroppedThing, ...] = ()
    dropped_facts: tuple[DroppedFact, ...] = ()
    unused: str = ""
