"""One made-up document and its truth: a notice, an outline, a section of a report or an item of a newsletter.

Document `k` is a function of the seed and `k` alone: it is the same in a corpus of any size.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from graph.bench.genre.draft import Draft
from graph.bench.genre.facts import Fact, facts_of
from graph.bench.genre.names import material
from graph.bench.genre.sentences import Called, Sentence, Speaker
from graph.bench.genre.statements import Statement, statements
from graph.bench.genre.things import Thing, draw, real_things
from graph.names import normalise
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Group

#: What documents are about: types by their weight.
_MAIN: Mapping[T, int] = {
    T.PROJECT: 28,
    T.PROGRAMME: 14,
    T.EVENT: 16,
    T.TRAINING: 9,
    T.FUND: 6,
    T.FRAMEWORK: 8,
    T.TECHNOLOGY: 3,
    T.CENTRE: 7,
    T.GOVERNMENT_BODY: 7,
    T.INTERNATIONAL_ORGANIZATION: 6,
    T.CIVIL_SOCIETY_ORGANIZATION: 4,
    T.COMPANY: 2,
    T.ACADEMIC_INSTITUTION: 3,
    T.GROUP: 3,
    T.PERSON: 2,
    T.LOCALITY: 2,
}
#: Facts of what a document is about, and of each thing beside it.
_FACTS, _FACTS_BESIDE = 7, 3
#: Words after which no further sentence is begun.
_ENOUGH = (55, 95)
_DISTRACTED, _BULLETS, _CAPTION = 0.28, 0.25, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made-up document, and what it states in the form of the gold files."""

    id: str
    text: str
    gold: Mapping[str, object]


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, tuple[str, ...]]:
    held = tomllib.loads((files("graph.bench.genre") / "texts.toml").read_text(encoding="utf-8"))
    return {kind: tuple(texts) for kind, texts in held.items()}


def document_id(number: int) -> str:
    """The id of a document.

    >>> document_id(1234)
    'made-0001234'
    """
    return f"made-{number:07}"


def make_document(seed: int, number: int) -> Made:
    """The document of this number; the same seed and number give the same values."""
    rng = random.Random(f"{seed}/document/{number}")  # noqa: S311 (no secret hangs on it)
    main, facts = _plan(rng, seed, number)
    countries = dict(real_things(seed).countries)
    page = _Page(rng, Draft(rng, countries), Speaker(rng, countries), statements(rng, facts), main, seed, number)
    rng.choice((page.notice, page.outline, page.section, page.item))()
    id_, draft = document_id(number), page.draft
    return Made(id=id_, text=f"{draft.text.strip()}\n", gold=_gold(id_, draft))


def _plan(rng: random.Random, seed: int, number: int) -> tuple[Thing, list[Fact]]:
    """What a document is about, and the facts that it may tell, first those of what it is about."""
    (type_,) = rng.choices(tuple(_MAIN), weights=tuple(_MAIN.values()))
    main = draw(rng, seed, type_, number)
    chosen: dict[frozenset[str], Fact] = {}
    owners: dict[str, str] = {}
    _choose(rng, seed, main, _FACTS, chosen, owners)
    ends = (end for fact in chosen.values() for end in (fact.subject, fact.object))
    beside = [end for end in ends if end != main and _is_told_of(end)]
    (another,) = rng.choices(tuple(_MAIN), weights=tuple(_MAIN.values()))
    for thing in (*rng.sample(beside, min(1, len(beside))), draw(rng, seed, another, number)):
        _choose(rng, seed, thing, _FACTS_BESIDE, chosen, owners)
    return main, list(chosen.values())


def _is_told_of(thing: Thing) -> bool:
    return thing.type.group not in (Group.COUNTRY, Group.REGION)


def _choose(
    rng: random.Random,
    seed: int,
    thing: Thing,
    most: int,
    chosen: dict[frozenset[str], Fact],
    owners: dict[str, str],
) -> None:
    """Adds facts of a thing: no two about one pair, and no name that stands for two things."""
    facts = facts_of(seed, thing)
    kept = set(rng.sample(range(len(facts)), min(most, len(facts))))
    for place, fact in enumerate(facts):
        things = (fact.subject, fact.object, *((fact.via,) if fact.via else ()))
        pair = frozenset((fact.subject.id, fact.object.id))
        named = {normalise(name): one.id for one in things for name in (one.name, *one.also)}
        if place in kept and pair not in chosen and all(owners.get(name, id_) == id_ for name, id_ in named.items()):
            chosen[pair] = fact
            owners |= named


@dataclass(slots=True)
class _Page:
    """A document being laid out."""

    rng: random.Random
    draft: Draft
    speaker: Speaker
    queue: list[Statement]
    main: Thing
    seed: int
    number: int

    def notice(self) -> None:
        """A press notice: a title, a place and day, two paragraphs."""
        self.draft.say(f"{self._filled('titles')}\n\n")
        place = draw(self.rng, self.seed, T.LOCALITY, self.number)
        day = f"{self.rng.randint(1, 28)} {self.rng.choice(_MONTHS)} {self.rng.randint(2005, 2025)}"
        if self.draft.fits(place):
            self.draft.add(Sentence((Called((place,), bare=True), f", {day} {self.rng.choice('–—-')} "), ()))
            self.draft.topic = None
        self._paragraphs(2)

    def outline(self) -> None:
        """An outline: lines about one thing, then a paragraph."""
        self.draft.say(f"{self._filled('outlines')}\n\n")
        label = self.rng.choice(("Title", "Name", self.main.type.group.value))
        self.draft.add(Sentence((f"{label}: ", Called((self.main,), bare=True)), ()), end="\n")
        own = [one for one in self.queue if (self.main,) in (one.subjects, one.objects)]
        for statement in own[: self.rng.randint(2, 4)]:
            line = self.speaker.field(statement)
            if line and all(self.main not in part.things for part in line.parts if isinstance(part, Called)):
                self.draft.add(line, end="\n")
                self.queue.remove(statement)
        self.draft.say("\n")
        self._paragraphs(1)

    def section(self) -> None:
        """A section of a report: a heading, which may name what the section is about; paragraphs, bullets."""
        if self.rng.random() < 0.4:
            self.draft.say(self.rng.choice(("## ", "", "■ ", f"{self.rng.randint(1, 9)}.{self.rng.randint(1, 9)} ")))
            self.draft.add(Sentence((Called((self.main,), bare=True),), (), self.main), end="\n\n")
        else:
            self.draft.say(f"{self._filled('headings')}\n\n")
        self._paragraphs(1 if self.rng.random() < _BULLETS else 2)
        while self.queue and self._has_room():
            self._sentence(start="• ", end="\n")

    def item(self) -> None:
        """An item of a newsletter: a title, a paragraph or two, a caption."""
        self.draft.say(f"{self._filled('newsletters')}\n\n")
        self._paragraphs(self.rng.randint(1, 2))
        if self.queue and self.rng.random() < _CAPTION:
            self._sentence(start=self._filled("captions"), end="\n")

    def _paragraphs(self, number: int) -> None:
        for left in range(number, 0, -1):
            share = max(2, -(-len(self.queue) // left))
            for _ in range(share):
                if self.queue and self._has_room():
                    self._sentence(end=" ")
                    self._distract()
            self.draft.text = self.draft.text.rstrip(" ")
            self.draft.say("\n\n")

    def _sentence(self, *, end: str, start: str = "") -> None:
        self.draft.text += start
        sentence = self.speaker.say(self.queue, opening=self.draft.text.endswith(". "))
        if sentence.parts:
            self.draft.add(sentence, end=end)

    def _has_room(self) -> bool:
        return len(self.draft.text.split()) < self.rng.randint(*_ENOUGH)

    def _distract(self) -> None:
        """Now and then a sentence that states no relation, of things or of none."""
        if self.rng.random() > _DISTRACTED:
            return
        kind = self.rng.choices(("plain", "named", "denied"), weights=(6, 2, 1))[0]
        if kind == "named":
            thing = self.rng.choice(real_things(self.seed).partners)
        else:
            thing = draw(self.rng, self.seed, T.GOVERNMENT_BODY, self.number)
        if kind == "plain" or not self._is_apart(thing):
            self.draft.say(f"{self._filled('plain')} ")
            return
        self.draft.add(Sentence(tuple(_placed(self._filled(kind), thing, self.main)), ()), end=" ")

    def _is_apart(self, thing: Thing) -> bool:
        """Whether nothing is said of a thing, so that a denial contradicts nothing."""
        told = {end.id for one in self.queue for end in (*one.subjects, *one.objects)}
        return thing.id not in self.draft.things and thing.id not in told and self.draft.fits(thing)

    def _filled(self, kind: str) -> str:
        """A text of a kind, its places for words filled."""
        words = material().words
        topic, other = self.rng.sample(words["Topic"], 2)
        return self.rng.choice(_texts()[kind]).format(
            Topic=topic,
            Other=other,
            sector=self.rng.choice(words["sector"]),
            number=f"{self.rng.randint(1, 9)}.{self.rng.randint(1, 9)}",
            digit=self.rng.randint(1, 9),
            letter=self.rng.choice("ABCDEF"),
            thing="{thing}",
            other="{other}",
        )


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _placed(text: str, thing: Thing, other: Thing) -> Iterator[str | Called]:
    """Yields: the text with places where the two are named."""
    for number, piece in enumerate(text.split("{thing}")):
        if number:
            yield Called((thing,))
        for place, part in enumerate(piece.split("{other}")):
            if place:
                yield Called((other,))
            yield part


def _also_type(thing: Thing) -> T | None:
    """A second type that a careful reader may give an invented thing by its name."""
    if thing.real:
        return None
    if thing.type is T.GROUP:
        return T.INTERNATIONAL_ORGANIZATION
    return T.PROGRAMME if thing.type is T.TRAINING and "Programme" in thing.name else None


def _gold(document: str, draft: Draft) -> dict[str, object]:
    """What a document states, in the form of the gold files."""
    entities = []
    for id_ in sorted(draft.names):
        thing, spellings = draft.things[id_], draft.names[id_]
        entity: dict[str, object] = {"id": id_, "type": str(thing.type), "name": thing.name, "mentions": spellings}
        entity |= {"alsoType": str(_also_type(thing))} if _also_type(thing) else {}
        entities.append(entity | ({"optional": True} if id_ in draft.optional else {}))
    relations = []
    for (subject, predicate, object_), (told, quote) in sorted(draft.relations.items()):
        said: dict[str, object] = {"year": told.year} if told.year else {}
        said |= {"amount": told.amount} if told.amount else {}
        said |= {"optional": True} if told.optional else {}
        relations.append({"s": subject, "p": predicate, "o": object_, "evidence": quote, **said})
    return {"doc": document, "entities": entities, "relations": relations}
