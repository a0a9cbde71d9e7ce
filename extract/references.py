"""What a sentence means besides the names in it: short forms ("the Centre"), pronouns, and what its heading or list
is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.features import head_class
from extract.gazetteer import normal
from extract.nlp import Parse
from ontology.vocabulary import EntityType, Group

T = EntityType


class How(StrEnum):
    """How an entity comes into a sentence."""

    NAME = "name"
    SHORT_FORM = "short"
    PRONOUN = "pronoun"
    PREVIOUS = "previous"
    HEADING = "heading"
    INTRODUCTION = "introduction"
    TOPIC = "topic"
    INSIDE = "inside"
    HOME = "home"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Slot:
    """An entity in a sentence: its index and type, the word of the parse that stands for it (-1: none does), and how
    it is meant.
    """

    entity: int
    type: EntityType
    word: int
    how: How


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that a text has named before: what short forms are looked up in, the latest last."""

    entity: int
    type: EntityType
    label: str


_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "said", "same"})
_COUNTRY_NOUNS = frozenset({"country", "government", "nation", "republic", "kingdom", "state"})
_WIDE_NOUNS: Mapping[str, frozenset[EntityType]] = {
    "body": frozenset({T.INTERNATIONAL_ORGANIZATION, T.GOVERNMENT_BODY}),
    "institution": frozenset({T.ACADEMIC_INSTITUTION, T.CENTRE, T.INTERNATIONAL_ORGANIZATION}),
    "organisation": frozenset({T.INTERNATIONAL_ORGANIZATION, T.CIVIL_SOCIETY_ORGANIZATION}),
    "organization": frozenset({T.INTERNATIONAL_ORGANIZATION, T.CIVIL_SOCIETY_ORGANIZATION}),
    "ngo": frozenset({T.CIVIL_SOCIETY_ORGANIZATION}),
    "firm": frozenset({T.COMPANY}),
    "company": frozenset({T.COMPANY}),
    "scheme": frozenset({T.PROGRAMME, T.FUND, T.PROJECT}),
    "programme": frozenset({T.PROGRAMME, T.PROJECT, T.TRAINING}),
    "program": frozenset({T.PROGRAMME, T.PROJECT, T.TRAINING}),
    "project": frozenset({T.PROJECT, T.PROGRAMME}),
    "initiative": frozenset({T.PROGRAMME, T.PROJECT, T.FRAMEWORK}),
    "course": frozenset({T.TRAINING}),
    "training": frozenset({T.TRAINING}),
    "seminar": frozenset({T.TRAINING, T.EVENT}),
    "meeting": frozenset({T.EVENT}),
    "conference": frozenset({T.EVENT}),
    "summit": frozenset({T.EVENT}),
    "event": frozenset({T.EVENT}),
    "agreement": frozenset({T.FRAMEWORK}),
    "system": frozenset({T.TECHNOLOGY}),
    "facility": frozenset({T.FUND, T.CENTRE, T.PROGRAMME}),
    "city": frozenset({T.LOCALITY}),
    "island": frozenset({T.LOCALITY}),
    "region": frozenset({T.REGION, T.LOCALITY}),
}
_BACK = 40


def short_forms(parse: Parse, before: Sequence[Known], own: Sequence[tuple[int, Known]]) -> Iterator[Slot]:
    """Yields: each definite noun that stands for something named earlier, in text order.

    `before` is what earlier sentences named; `own` the names of this one with the word that each is masked by.
    """
    for at, lemma in enumerate(parse.lemmas):
        if parse.names[at] >= 0 or not parse.tags[at].startswith("NN"):
            continue
        noun = lemma.lower()
        if not _is_head(noun) or not _definite(parse, at) or _is_modified(parse, at):
            continue
        earlier = [*before[-_BACK:], *(known for word, known in own if word < at)]
        found = _referent(noun, earlier)
        if found:
            yield Slot(found.entity, found.type, at, How.SHORT_FORM)


def _is_head(noun: str) -> bool:
    return noun in _WIDE_NOUNS or noun in _COUNTRY_NOUNS or bool(head_class(noun))


def _definite(parse: Parse, at: int) -> bool:
    return any(parse.heads[i] == at and parse.words[i].lower() in _DETERMINERS for i in range(max(0, at - 4), at))


def _is_modified(parse: Parse, at: int) -> bool:
    """Whether a name or a phrase narrows the noun down to something else ("the government of Kenya")."""
    return any(
        parse.heads[i] == at and (parse.deps[i] in {"poss", "compound"} or (i > at and parse.words[i] == "of"))
        for i in range(max(0, at - 6), min(len(parse.words), at + 2))
    )


def _referent(noun: str, earlier: Sequence[Known]) -> Known | None:
    """The latest thing whose name holds the noun, else the latest one of a type that the noun can mean."""
    if noun in _COUNTRY_NOUNS:
        return next((known for known in reversed(earlier) if known.type is T.COUNTRY), None)
    level = normal(noun)
    for known in reversed(earlier):
        if level in known.label.split() and known.type.group not in {Group.COUNTRY, Group.REGION}:
            return known
    allowed = _WIDE_NOUNS.get(noun)
    return next((known for known in reversed(earlier) if allowed and known.type in allowed), None)


def pronouns(parse: Parse, previous: Sequence[Slot], own: Sequence[tuple[int, Known]]) -> Iterator[Slot]:
    """Yields: "it" and "its" as the subject of this sentence so far, else of the one before."""
    for at, word in enumerate(parse.words):
        if word.lower() not in {"it", "its"} or parse.tags[at] not in {"PRP", "PRP$"}:
            continue
        mine = [(w, known) for w, known in own if w < at and parse.deps[w] in {"nsubj", "nsubjpass"}]
        if mine:
            yield Slot(mine[-1][1].entity, mine[-1][1].type, at, How.PRONOUN)
        elif previous:
            yield Slot(previous[0].entity, previous[0].type, at, How.PRONOUN)


def subject_first(parse: Parse, slots: Sequence[Slot]) -> list[Slot]:
    """The slots of a sentence with its grammatical subject first."""
    return sorted(slots, key=lambda slot: (slot.word < 0 or not parse.deps[slot.word].startswith("nsubj"), slot.word))
