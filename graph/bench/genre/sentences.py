"""Statements → sentences with places for names: frames, relative clauses, joined verbs, openings."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graph.bench.genre.facts import Fact
from graph.bench.genre.frames import Kind, Slot, Spelled, frames_for
from graph.bench.genre.names import material
from graph.bench.genre.statements import Statement
from graph.bench.genre.things import Thing
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Predicate, fits

#: What several do together. Of annotated pairs of doers in one sentence about every fourth is said to cooperate.
_JOINT = frozenset({Predicate.IMPLEMENTS, Predicate.FUNDS, Predicate.ADOPTED, Predicate.ESTABLISHED})
_JOINED_VERBS, _CLAUSES, _OPENED = 0.3, 0.4, 0.18
#: A name that is followed by one of these is not parted from it.
_HOLDING = ("'s", ",", " (", ")", " in ", " of ", " on behalf ")
_OPENINGS = (
    "According to the report, ",
    "As mentioned above, ",
    "As is known, ",
    "In addition, ",
    "Moreover, ",
    "Also, ",
    "In fact, ",
    "On another note, ",
)


@dataclass(frozen=True, slots=True)
class Called:
    """A place where things are to be named; `doer` where they are the subject of a relation that takes an agent."""

    things: tuple[Thing, ...]
    bare: bool = False
    doer: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says: a relation, and the year and amount that it says of it.

    Careful readers differ on what is `optional`.
    """

    subject: Thing
    predicate: Predicate
    object: Thing
    year: int | None = None
    amount: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and places for names, and what the whole says; `topic` is what the sentence is about."""

    parts: tuple[str | Called, ...]
    told: tuple[Told, ...]
    topic: Thing | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    """A statement put into a frame."""

    parts: tuple[str | Called, ...]
    told: tuple[Told, ...]


class Speaker:
    """Makes sentences of one document, out of one source of chance; `countries` are all by their ids."""

    def __init__(self, rng: random.Random, countries: dict[str, Thing]) -> None:
        self.rng = rng
        self.countries = countries

    def say(self, queue: list[Statement], *, opening: bool = True) -> Sentence:
        """A sentence for the first of the statements, and for the second where both go into one; takes them out.

        Args:
            queue: what is to be said.
            opening: whether words like "in addition" may begin the sentence.
        """
        first = queue.pop(0)
        second = queue[0] if queue else None
        made = None
        if second and self.rng.random() < _JOINED_VERBS:
            made = self._joined(first, second)
        if second and made is None and self.rng.random() < _CLAUSES:
            made = self._with_clause(first, second)
        if made is not None:
            queue.pop(0)
        clause = made or self._clause(first, Kind.SENTENCE)
        if clause is None:
            return Sentence((), ())
        parts = clause.parts
        if opening and self.rng.random() < _OPENED and isinstance(parts[0], Called):
            parts = (self.rng.choice(_OPENINGS), *parts)
        return Sentence(parts, clause.told, _topic(parts))

    def field(self, statement: Statement) -> Sentence | None:
        """A line of an outline for a statement; None where no frame fits."""
        clause = self._clause(statement, Kind.FIELD)
        if clause is None:
            return None
        parts = (part if isinstance(part, str) else replace(part, bare=True) for part in clause.parts)
        return Sentence(tuple(parts), clause.told)

    def _joined(self, first: Statement, second: Statement) -> _Clause | None:
        """Two statements of one subject as two verbs."""
        if first.subjects != second.subjects or len(first.subjects) > 1:
            return None
        verbs = (self._clause(first, Kind.VERB), self._clause(second, Kind.VERB))
        if verbs[0] is None or verbs[1] is None:
            return None
        joint = self.rng.choice((" and ", " and also ", " and, moreover, "))
        parts = (Called(first.subjects, doer=True), " ", *verbs[0].parts, joint, *verbs[1].parts, ".")
        return _Clause(parts, (*verbs[0].told, *verbs[1].told))

    def _with_clause(self, first: Statement, second: Statement) -> _Clause | None:
        """The first statement, with the second as a clause after the name that both share."""
        fact = second.alone
        if fact is None:
            return None
        for kind, shared in ((Kind.OF_SUBJECT, fact.subject), (Kind.OF_OBJECT, fact.object)):
            if shared.type is T.PERSON and kind is Kind.OF_OBJECT:
                continue
            after = self._clause(second, kind)
            main = self._clause(first, Kind.SENTENCE) if after else None
            place = _place_of(main.parts, shared) if main else None
            if after and main and place is not None:
                parts = _inserted(main.parts, place, after.parts)
                return _Clause(parts, (*main.told, *after.told, *_further(main.told, fact)))
        return None

    def _clause(self, statement: Statement, kind: Kind) -> _Clause | None:
        frames = list(frames_for(statement.predicate, kind, statement.subjects[0].type, statement.objects[0].type))
        self.rng.shuffle(frames)
        many = [side for side, things in (("s", statement.subjects), ("o", statement.objects)) if len(things) > 1]
        for frame in frames:
            spelled = frame.spell(self.rng, self._available(statement), many)
            if spelled is not None:
                parts = tuple(self._part(statement, part) for part in spelled)
                return _Clause(parts, tuple(self._told(statement, spelled)))
        return None

    def _available(self, statement: Statement) -> list[str]:
        fact = statement.alone
        held = {
            "year": fact and fact.year,
            "amount": fact and fact.amount,
            "via": fact and fact.via and fact.via not in (fact.subject, fact.object),
            "country": fact and fact.object.home and fact.object.home != fact.subject.id,
        }
        return ["s", "o", "sector", *(name for name, value in held.items() if value)]

    def _part(self, statement: Statement, part: str | Slot) -> str | Called:
        if isinstance(part, str):
            return part
        fact = statement.facts[0]
        if part.name in ("s", "o"):
            things = statement.subjects if part.name == "s" else statement.objects
            return Called(things, bare=part.bare, doer=part.name == "s")
        if part.name == "sector":
            return self.rng.choice(material().words["sector"])
        if part.name == "country":
            return Called((self.countries[fact.object.home],))
        if part.name == "via" and fact.via:
            return Called((fact.via,))
        return str(fact.year) if part.name == "year" else fact.amount

    def _told(self, statement: Statement, spelled: Spelled) -> Iterator[Told]:
        """Yields: what the frame says, by the annotation guide: what goes through another is that one's doing too, and
        what is in a city with its country is in both.
        """
        said = {part.name for part in spelled if isinstance(part, Slot)}
        for fact in statement.facts:
            told = Told(
                fact.subject,
                fact.predicate,
                fact.object,
                year=fact.year if "year" in said else None,
                amount=fact.amount if "amount" in said else "",
            )
            yield told
            if "via" in said and fact.via:
                yield Told(fact.subject, Predicate.COOPERATES_WITH, fact.via)
                yield replace(told, subject=fact.via)
            if "country" in said:
                country = self.countries[fact.object.home]
                yield replace(told, object=country)
                yield Told(fact.object, Predicate.LOCATED_IN, country)
        if statement.predicate in _JOINT:
            for one, other in combinations(statement.subjects, 2):
                if fits(one.type, Predicate.COOPERATES_WITH, other.type):
                    yield Told(one, Predicate.COOPERATES_WITH, other, optional=True)


def _further(told: Sequence[Told], fact: Fact) -> Iterator[Told]:
    """Yields: what is in a place is in its country as well, where a clause about the place names that."""
    if fact.predicate is Predicate.LOCATED_IN and fact.subject.type is T.LOCALITY:
        yield from (replace(one, object=fact.object, optional=True) for one in told if one.object == fact.subject)


def _topic(parts: Sequence[str | Called]) -> Thing | None:
    """The one thing that is named first, if nothing but an opening stands before it."""
    place = next((part for part in parts[:2] if isinstance(part, Called)), None)
    return place.things[0] if place and len(place.things) == 1 else None


def _place_of(parts: Sequence[str | Called], shared: Thing) -> int | None:
    """Where a clause about the shared thing can follow its name: not inside a list, a bracket or a genitive."""
    for place, part in enumerate(parts):
        if isinstance(part, Called) and part.things == (shared,) and not part.bare:
            after = parts[place + 1] if place + 1 < len(parts) else "."
            if isinstance(after, str) and not after.startswith(_HOLDING):
                return place
    return None


def _inserted(
    parts: tuple[str | Called, ...], place: int, clause: tuple[str | Called, ...]
) -> tuple[str | Called, ...]:
    """The parts with a clause behind one of them, between commas."""
    rest = parts[place + 1 :]
    closed = isinstance(rest[0], str) and rest[0].startswith((".", ";")) if rest else True
    return (*parts[: place + 1], ", ", *clause, *(() if closed else (",",)), *rest)
