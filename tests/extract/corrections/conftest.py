"""Two small texts as they were read, with a name that means two things and a thing that has two names."""

import re
from collections.abc import Callable, Sequence

import pytest

from extract.corrections.applying import correct
from extract.corrections.effects import Effect
from extract.corrections.parsing import parse_corrections
from extract.model import Document, Extraction, Source
from extract.readings import Reading, TextClaim, TextEntity, TextEvidence, TextMention
from ontology import EntityType, Predicate

NORTH = (
    "JICA runs the Blue Harbour Project in Kenya. BHP helps Kenya with\nhospitals. "
    "The Harbour Works reached Fiji. Improving funds the Ocean Summit."
)
SOUTH = "JICA carries out the Blue Harbour Project (BHP). Kenya joined the Ocean Summit in 2022. Fiji took no part."


def read(
    id_: str,
    text: str,
    things: Sequence[tuple[EntityType, tuple[str, ...]]],
    facts: Sequence[tuple[int, Predicate, int, str]],
    title: str = "",
) -> Reading:
    """A text as read: each thing with the names that the text has for it, each fact with words of its sentence."""
    places = [
        TextMention(match.start(), match.end(), name, at)
        for at, (_, names) in enumerate(things)
        for name in names
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    counts = [tuple((name, text.count(name)) for name in names) for _, names in things]
    return Reading(
        document=Document(id=id_, text=text, source=Source(title=title)),
        entities=tuple(
            TextEntity(type=type_, count=sum(count for _, count in surfaces), surfaces=surfaces)
            for (type_, _), surfaces in zip(things, counts, strict=True)
        ),
        mentions=tuple(places),
        claims=tuple(
            TextClaim(
                subject=subject,
                predicate=predicate,
                object=object_,
                evidence=(_sentence(text, words),),
                rule="by-hand",
                confidence=0.5,
            )
            for subject, predicate, object_, words in facts
        ),
    )


def _sentence(text: str, words: str) -> TextEvidence:
    at = text.index(words)
    return TextEvidence(text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0, text.index(".", at) + 1, "Ports")


def texts() -> list[Reading]:
    """The two texts."""
    north = read(
        "north",
        NORTH,
        (
            (EntityType.GOVERNMENT_BODY, ("JICA",)),
            (EntityType.PROJECT, ("Blue Harbour Project", "BHP")),
            (EntityType.COUNTRY, ("Kenya",)),
            (EntityType.PROJECT, ("Harbour Works",)),
            (EntityType.COUNTRY, ("Fiji",)),
            (EntityType.COMPANY, ("Improving",)),
            (EntityType.EVENT, ("Ocean Summit",)),
        ),
        (
            (0, Predicate.IMPLEMENTS, 1, "JICA runs"),
            (1, Predicate.OPERATES_IN, 2, "JICA runs"),
            (1, Predicate.SUPPORTS, 2, "BHP helps"),
            (3, Predicate.OPERATES_IN, 4, "reached"),
            (5, Predicate.FUNDS, 6, "Improving"),
        ),
    )
    south = read(
        "south",
        SOUTH,
        (
            (EntityType.GOVERNMENT_BODY, ("JICA",)),
            (EntityType.PROJECT, ("Blue Harbour Project", "BHP")),
            (EntityType.COUNTRY, ("Kenya",)),
            (EntityType.EVENT, ("Ocean Summit",)),
            (EntityType.COUNTRY, ("Fiji",)),
        ),
        ((0, Predicate.IMPLEMENTS, 1, "JICA carries"), (2, Predicate.PARTICIPATES_IN, 3, "joined")),
        title="Southern report",
    )
    return [south, north]


Facts = set[tuple[str, str, str, str]]


class Corrected:
    """The two texts as corrected, in a form that is easy to compare."""

    def __init__(self, toml: str, *, kept: bool = False) -> None:
        self.extraction: Extraction = correct(texts(), parse_corrections(toml.encode(), kept=kept))
        self.effects: dict[str, Effect] = {effect.correction.kind: effect for effect in self.extraction.corrections}

    @property
    def facts(self) -> Facts:
        """Text, subject, relation and object of each claim, by names."""
        names = {entity.id: entity.name for entity in self.extraction.entities}
        return {
            (facts.document.id, names[claim.subject], str(claim.predicate), names[claim.object])
            for facts in self.extraction.documents
            for claim in facts.claims
        }

    @property
    def names(self) -> dict[str, set[str]]:
        """What the texts call each thing, by its preferred name."""
        called = {entity.id: entity.name for entity in self.extraction.entities}
        found: dict[str, set[str]] = {name: set() for name in called.values()}
        for facts in self.extraction.documents:
            for mention in facts.mentions:
                found[called[mention.entity_id]].add(mention.name)
        return found


@pytest.fixture(scope="session")
def corrected() -> Callable[..., Corrected]:
    """The two texts as a file of corrections has them."""
    return Corrected


@pytest.fixture(scope="session")
def plain() -> Corrected:
    """The two texts without corrections."""
    return Corrected("")


@pytest.fixture
def read_texts() -> list[Reading]:
    """The two texts as read."""
    return texts()
