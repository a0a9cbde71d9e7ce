"""Sectors of programmes and places: what shows them, what does not, and how often they are right."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from extract.documents import read_documents
from extract.joining import join, sector_claims_of
from extract.keeping import reading_of
from extract.model import Document, Evidence, Extraction, SectorClaim
from extract.pipeline import Reader
from extract.readings import Reading
from extract.scoring import Finding
from extract.sector_terms import SectorTerms, load_sector_terms
from extract.sectors import CONFIDENCE, RULE_NAME, RULE_PROGRAMME, RULE_SENTENCE, find_sectors
from extract.sentences import Named, Placed, stretches
from ontology.errors import OntologyError
from ontology.vocabulary import EntityType, Group, Predicate, Status

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "gold" / "sectors" / "sample.json"
LEAST_PRECISION = 0.85

BASE: Mapping[str, EntityType] = {
    "Kenya": EntityType.COUNTRY,
    "Laos": EntityType.COUNTRY,
    "JICA": EntityType.GOVERNMENT_BODY,
    "Norway": EntityType.COUNTRY,
    "Tana Irrigation Project": EntityType.PROJECT,
    "Blue Scheme": EntityType.PROJECT,
    "Ocean Facility": EntityType.FUND,
    "Rice Course": EntityType.TRAINING,
}
Relation = tuple[str, Predicate, str]


@pytest.fixture(scope="module")
def terms() -> SectorTerms:
    return load_sector_terms()


@pytest.fixture(scope="module")
def claims_of_text(
    named_of: Callable[..., Named], terms: SectorTerms
) -> Callable[..., dict[tuple[str, str], SectorClaim]]:
    """The sector claims of a text with the relations that a test says it states, by entity and code."""

    def claims(
        raw: str, *relations: Relation, confidence: float = 0.9, status: Status = Status.STATED
    ) -> dict[tuple[str, str], SectorClaim]:
        named = named_of(raw, BASE)
        found = stretches(named)
        ids = [entity.label for entity in named.entities]
        by_label = {label: index for index, label in enumerate(ids)}
        chosen = []
        for subject, predicate, object_ in relations:
            ends = by_label[subject], by_label[object_]
            stretch = next(s for s in found if set(ends) <= {named.owner[name] for name in s.names})
            place = cast("Placed", SimpleNamespace(block=stretch.block, start=stretch.start, end=stretch.end))
            chosen.append([Finding(ends[0], predicate, ends[1], confidence, "by-hand", status, place)])
        types = {entity.label: entity.type for entity in named.entities}
        sectors = find_sectors(named, found, chosen, terms)
        told = sector_claims_of(reading_of(Document(id="text", text=raw), named, (), sectors), ids, types)
        assert list(told) == sorted(told, key=lambda claim: claim.key)
        return {claim.key: claim for claim in told}

    return claims


Claims = Callable[..., dict[tuple[str, str], SectorClaim]]


def test_the_name_of_a_programme_tells_its_sector(claims_of_text: Claims) -> None:
    found = claims_of_text(
        "In 2020, JICA began. It runs the Tana Irrigation Project. The Tana Irrigation Project grew."
    )
    claim = found["Tana Irrigation Project", "31140"]
    assert (claim.rule, claim.confidence) == (RULE_NAME, CONFIDENCE[RULE_NAME])
    assert [evidence.text for evidence in claim.evidence] == ["It runs the Tana Irrigation Project."]
    assert len(found) == 1


def test_a_place_has_the_sectors_of_the_programmes_run_for_it(claims_of_text: Claims) -> None:
    text = "The Tana Irrigation Project is old. It began with seeds. Kenya hosts the Tana Irrigation Project."
    found = claims_of_text(text, ("Tana Irrigation Project", Predicate.OPERATES_IN, "Kenya"))
    claim = found["Kenya", "31140"]
    assert claim.rule == RULE_PROGRAMME
    assert [evidence.text for evidence in claim.evidence] == [
        "The Tana Irrigation Project is old.",
        "Kenya hosts the Tana Irrigation Project.",
    ]


def test_a_course_is_held_somewhere_for_others(claims_of_text: Claims) -> None:
    found = claims_of_text("The Rice Course was held in Laos.", ("Rice Course", Predicate.OPERATES_IN, "Laos"))
    assert set(found) == {("Rice Course", "31161")}


def test_a_giver_is_not_helped(claims_of_text: Claims) -> None:
    text = "Norway funds the Tana Irrigation Project. The Tana Irrigation Project has an office in Norway."
    relations = (
        ("Norway", Predicate.FUNDS, "Tana Irrigation Project"),
        ("Tana Irrigation Project", Predicate.OPERATES_IN, "Norway"),
    )
    assert set(claims_of_text(text, *relations)) == {("Tana Irrigation Project", "31140")}


def test_a_sentence_about_support_tells_the_sector_of_a_place(claims_of_text: Claims) -> None:
    found = claims_of_text("JICA sent school textbooks to Laos.", ("JICA", Predicate.SUPPORTS, "Laos"))
    assert {key: claim.rule for key, claim in found.items()} == {("Laos", "11110"): RULE_SENTENCE}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("JICA sent malaria drugs; Laos sent thanks.", "another part of the sentence"),
        ("JICA helped Laos and hospitals elsewhere.", "said of something beside it"),
        (f"JICA sent malaria drugs {'very ' * 9}far to Laos.", "too far away"),
        ("JICA helped Laos with roads, malaria drugs and rice.", "a list of many"),
        ("JICA helped Laos.", "nothing is said"),
    ],
)
def test_a_sentence_may_tell_nothing_of_a_place(claims_of_text: Claims, text: str, why: str) -> None:
    assert claims_of_text(text, ("JICA", Predicate.SUPPORTS, "Laos")) == {}, why


def test_what_is_given_in_an_emergency_is_emergency_response(claims_of_text: Claims) -> None:
    found = claims_of_text("JICA sent tents and rice to Laos.", ("JICA", Predicate.SUPPORTS, "Laos"))
    assert set(found) == {("Laos", "72010")}


def test_a_sentence_speaks_where_the_name_is_silent(claims_of_text: Claims) -> None:
    found = claims_of_text("JICA built clinics under the Blue Scheme.", ("JICA", Predicate.IMPLEMENTS, "Blue Scheme"))
    assert set(found) == {("Blue Scheme", "12230")}


def test_of_a_fund_only_an_explanation_speaks(claims_of_text: Claims) -> None:
    relation = ("Norway", Predicate.FUNDS, "Ocean Facility")
    said = claims_of_text("The Ocean Facility, a fund for malaria control, is paid by Norway.", relation)
    assert set(said) == {("Ocean Facility", "12262")}
    assert claims_of_text("The Ocean Facility built a clinic for Norway.", relation) == {}


def test_a_denial_and_a_doubtful_relation_tell_nothing(claims_of_text: Claims) -> None:
    text, relation = "JICA sent no school textbooks to Laos.", ("JICA", Predicate.SUPPORTS, "Laos")
    assert claims_of_text(text, relation, status=Status.NEGATED) == {}
    assert claims_of_text(text, relation, confidence=0.4) == {}


QUOTE = Evidence(document_id="text", start=0, end=1, text="a")


@pytest.mark.parametrize(
    ("code", "evidence", "confidence", "message"),
    [
        ("12", (QUOTE,), 0.9, "found code '12', three or five digits are allowed"),
        ("12220", (), 0.9, "found no evidence, at least one sentence is needed"),
        ("12220", (QUOTE,), 1.5, "found confidence 1.5, 0 to 1 is allowed"),
    ],
)
def test_a_sector_claim_keeps_its_promises(
    code: str, evidence: tuple[Evidence, ...], confidence: float, message: str
) -> None:
    with pytest.raises(OntologyError, match=f"sector of x: {message}"):
        SectorClaim(entity="x", code=code, evidence=evidence, rule=RULE_NAME, confidence=confidence)


def test_sectors_of_the_digests_are_of_programmes_and_places_that_they_name(digests: Extraction) -> None:
    groups = {entity.id: entity.type.group for entity in digests.entities}
    for facts in digests.documents:
        named = {mention.entity_id for mention in facts.mentions}
        assert {claim.entity for claim in facts.sectors} <= named
        assert all(
            evidence.text == facts.document.quote(evidence.start, evidence.end)
            for claim in facts.sectors
            for evidence in claim.evidence
        )
    coded = {groups[claim.entity] for facts in digests.documents for claim in facts.sectors}
    assert Group.PROGRAMME in coded
    assert coded <= {Group.PROGRAMME, Group.COUNTRY, Group.REGION, Group.LOCALITY}


@pytest.fixture(scope="module")
def sample() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return rows


def passage(text: str) -> Path:
    """The file of a text of the sample: a digest, or a passage that is trained on or kept apart."""
    folder = text.partition("-")[0]
    places = (ROOT / "tests/gold/passages" / folder, ROOT / "tests/gold/unseen" / folder, ROOT / "seeds/texts")
    return next(place / f"{text}.txt" for place in places if (place / f"{text}.txt").is_file())


def test_sectors_are_right_in_the_sample(
    reader: Reader, digest_readings: Mapping[str, Reading], sample: list[dict[str, Any]]
) -> None:
    documents, _ = read_documents([passage(text) for text in sorted({row["text"] for row in sample})])
    found = {
        (facts.document.id, claim.entity, claim.code)
        for document in documents
        for facts in join([digest_readings.get(document.id) or reader.read_one(document)]).documents
        for claim in facts.sectors
    }
    verdicts = [row["right"] for row in sample if (row["text"], row["entity"], row["code"]) in found]
    assert len(verdicts) >= 80  # of an extractor that finds something else the sample says nothing
    assert sum(verdicts) / len(verdicts) >= LEAST_PRECISION


def test_the_sample_is_a_hundred_sectors_with_their_sentences(sample: list[dict[str, Any]]) -> None:
    assert len({(row["text"], row["entity"], row["code"]) for row in sample}) == 100
    for row in sample:
        text = passage(row["text"]).read_text(encoding="utf-8")
        assert all(sentence in text for sentence in row["sentences"])
        assert row["right"] is not bool(row.get("reason")), f"{row['name']} {row['code']}: what is wrong says why"
