"""The frozen values: what their constructors refuse."""

import dataclasses

import pytest

from extract.model import Claim, Document, Evidence
from ontology.errors import OntologyError
from ontology.vocabulary import EntityType, Predicate

DOCUMENT = Document(id="a", text="JICA helps Kenya.")
EVIDENCE = Evidence(document_id="a", start=0, end=17, text="JICA helps Kenya.")
CLAIM = Claim(
    subject="jica",
    predicate=Predicate.SUPPORTS,
    object="kenya",
    subject_type=EntityType.GOVERNMENT_BODY,
    object_type=EntityType.COUNTRY,
    evidence=(EVIDENCE,),
    rule="by-hand",
    confidence=0.5,
)


def test_a_quote_is_verbatim() -> None:
    assert DOCUMENT.quote(5, 10) == "helps"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, 18), (17, 18)])
def test_offsets_outside_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(OntologyError, match=f"^a: found offsets {start} to {end}, the text has 0 to 17$"):
        DOCUMENT.quote(start, end)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"object_type": EntityType.FRAMEWORK}, "supports cannot go from GovernmentBody to Framework: it goes"),
        ({"evidence": ()}, "found no evidence, at least one sentence is needed"),
        ({"confidence": 1.01}, "found confidence 1.01, 0 to 1 is allowed"),
        ({"confidence": -0.1}, "found confidence -0.1, 0 to 1 is allowed"),
        ({"confidence": float("nan")}, "found confidence nan, 0 to 1 is allowed"),
        ({"fiscal": True}, "found a fiscal year without a year, its number is needed"),
        ({"participants": 0}, "found 0 participants, 1 or more is allowed"),
    ],
    ids=["ends", "no-evidence", "too-sure", "below-zero", "not-a-number", "no-year", "nobody"],
)
def test_a_claim_that_breaks_a_promise_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        dataclasses.replace(CLAIM, **changes)  # type: ignore[arg-type]  # wrong on purpose


def test_a_claim_is_known_by_its_ends_and_predicate() -> None:
    assert CLAIM.key == ("jica", Predicate.SUPPORTS, "kenya")


def test_values_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CLAIM.rule = "other"  # type: ignore[misc]  # wrong on purpose
