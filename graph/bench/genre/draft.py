"""A document as it grows: names are chosen in reading order, and what is said is kept with the place that says it."""

import random
import re
from dataclasses import dataclass, field

from graph.bench.genre.sentences import Called, Sentence, Told
from graph.bench.genre.things import Thing
from graph.names import normalise
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Predicate

#: How often a name comes with its acronym, and the acronym alone stands later, or at once where readers know it.
_INTRODUCED, _ACRONYM_LATER, _LEFT_OUT = 0.6, 0.75, 0.25
#: How often a thing just spoken of is "it" or "the Centre"; a name is in quotes, a country its government or an alias.
_PRONOUN, _SHORT, _QUOTED, _GOVERNMENT, _ALIAS = 0.1, 0.35, 0.1, 0.12, 0.07
_QUOTABLE = frozenset({T.PROJECT, T.PROGRAMME, T.TRAINING, T.EVENT, T.FRAMEWORK})
_NEVER_SHORT = frozenset({T.COUNTRY, T.REGION, T.LOCALITY, T.PERSON})
#: Full names of states, and spellings that sentences do not have.
_OFFICIAL = re.compile(r"\b(of|Republic|Kingdom|State|States|Union|Government)\b|[(,.]|^[A-Z]+$")
_ACTIVE = frozenset(
    {Predicate.IMPLEMENTS, Predicate.FUNDS, Predicate.SUPPORTS, Predicate.ESTABLISHED, Predicate.ADOPTED}
)


@dataclass(slots=True)
class Draft:
    """A document's text so far, what it has named, and what it has said.

    `names` are the spellings of each thing by id, `acronyms` the ids of the things whose acronym is introduced;
    `owners` tells whose a name is, so that no name stands for two; `topic` is what the last sentence was about.
    """

    rng: random.Random
    countries: dict[str, Thing]
    text: str = ""
    things: dict[str, Thing] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    acronyms: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)
    relations: dict[tuple[str, str, str], tuple[Told, str]] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    topic: Thing | None = None

    def fits(self, thing: Thing) -> bool:
        """Whether the document may name this thing: none of its names is another's here."""
        return all(self.owners.get(normalise(name), thing.id) == thing.id for name in (thing.name, *thing.also))

    def add(self, sentence: Sentence, *, end: str = "") -> None:
        """Writes a sentence, what `end` says behind it, and keeps what it says."""
        text, named = self._write(sentence)
        self.text += text + end
        self.topic = sentence.topic
        for told in (*sentence.told, *self._parties(named)):
            self._keep(told, text)

    def say(self, text: str) -> None:
        """Writes words that name nothing; what comes next is not about what came before."""
        self.text += text
        self.topic = None

    def _write(self, sentence: Sentence) -> tuple[str, list[Thing]]:
        text, named = "", list[Thing]()
        active = any(told.predicate in _ACTIVE for told in sentence.told)
        for part, after in zip(sentence.parts, (*sentence.parts[1:], "."), strict=True):
            if isinstance(part, str):
                text += part
                continue
            # What a clause or a genitive follows is named in full.
            full = isinstance(after, str) and after.startswith((",", "'s", " ("))
            names = [
                self._call(thing, part, first=not text, full=full, doer=active and part.doer) for thing in part.things
            ]
            named += part.things
            text += _listed(names)
        text = text[:1].upper() + text[1:] if text.startswith("the ") else text
        return re.sub(r"\.\.$", ".", text), named

    def _parties(self, named: list[Thing]) -> list[Told]:
        """What the names of events tell of their parties."""
        found = []
        for thing in dict.fromkeys(named):
            for id_ in thing.parties:
                country = self.countries[id_]
                self._note(country, country.name)
                found.append(Told(country, Predicate.PARTICIPATES_IN, thing))
        return found

    def _keep(self, told: Told, quote: str) -> None:
        subject, object_ = told.subject.id, told.object.id
        if told.predicate.symmetric:
            subject, object_ = sorted((subject, object_))
        key = (subject, str(told.predicate), object_)
        if subject != object_ and (key not in self.relations or self.relations[key][0].optional):
            self.relations[key] = (told, quote.strip())

    def _call(self, thing: Thing, place: Called, *, first: bool, full: bool, doer: bool) -> str:
        """The name of a thing at this place, with its article."""
        alone = len(place.things) == 1 and not place.bare
        short = self._short_form(thing, first=first) if alone and not full else ""
        if short:
            return short
        if doer and alone and thing.type is T.COUNTRY and self.rng.random() < _GOVERNMENT:
            name = f"Government of {'the ' if thing.article else ''}{thing.name}"
            self._note(thing, name)
            return f"the {name}"
        return self._name(thing, bare=place.bare)

    def _name(self, thing: Thing, *, bare: bool) -> str:
        if thing.acronym and self._may_use(thing, thing.acronym):
            if thing.id in self.acronyms and self.rng.random() < _ACRONYM_LATER:
                return self._note(thing, thing.acronym)
            # A reader knows the acronym of a real thing without being told.
            if thing.id not in self.names and thing.real and self.rng.random() < _LEFT_OUT:
                self.acronyms.add(thing.id)
                return self._note(thing, thing.acronym)
        article = "the " if thing.article and not bare else ""
        fresh = thing.id not in self.names
        name = self._note(thing, self._spelling(thing))
        quoted = fresh and thing.type in _QUOTABLE and not bare and self.rng.random() < _QUOTED
        said = f"{article}“{name}”" if quoted else f"{article}{name}"
        if thing.acronym and fresh and self._may_use(thing, thing.acronym) and self.rng.random() < _INTRODUCED:
            self.acronyms.add(thing.id)
            return f"{said} ({self._note(thing, thing.acronym)})"
        return said

    def _spelling(self, thing: Thing) -> str:
        spoken = [name for name in thing.aliases if not _OFFICIAL.search(name)]
        return spoken[0] if spoken and self.rng.random() < _ALIAS else thing.name

    def _may_use(self, thing: Thing, name: str) -> bool:
        return self.owners.get(normalise(name), thing.id) == thing.id

    def _note(self, thing: Thing, name: str) -> str:
        """The name, kept as one that the text has for the thing."""
        self.things.setdefault(thing.id, thing)
        spellings = self.names.setdefault(thing.id, [])
        self.optional.discard(thing.id)
        for spelling in (name, *(thing.also if name == thing.name else ())):
            self.owners.setdefault(normalise(spelling), thing.id)
            if spelling not in spellings:
                spellings.append(spelling)
        if thing.inside and name == thing.name:
            country = self.countries[thing.inside]
            if country.id not in self.names:
                # Readers differ on whether the name goes as far as "of Ghana".
                self.names[country.id] = [country.name]
                self.things[country.id] = country
                self.optional.add(country.id)
        return name

    def _short_form(self, thing: Thing, *, first: bool) -> str:
        """What a text calls the thing that it has just spoken of; empty where its name is needed."""
        if self.topic != thing or thing.type in _NEVER_SHORT:
            return ""
        chance = self.rng.random()
        if first and chance < _PRONOUN:
            return "It"
        rivals = [other for other in self.things.values() if other.noun == thing.noun and other != thing]
        if thing.noun and not rivals and chance < _PRONOUN + _SHORT:
            return f"{'The' if first else 'the'} {thing.noun if self.rng.random() < 0.5 else thing.noun.lower()}"
        return ""


def _listed(names: list[str]) -> str:
    """Names as a list in words.

    >>> _listed(["Kenya", "the Gambia", "Peru"])
    'Kenya, the Gambia and Peru'
    """
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
