"""Readings as JSON: they come back equal, equal ones give equal bytes, and nothing else is taken for one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Codes, Document, Evidence, Merge, Source
from extract.readings import (
    FORMAT,
    Known,
    Reading,
    TextClaim,
    TextEntity,
    TextEvidence,
    TextMention,
    TextSector,
)
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, Status

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
small = st.integers(min_value=0, max_value=99)
shares = st.floats(min_value=0, max_value=1)
evidence = st.builds(TextEvidence, small, small, words)
sources = st.builds(Source, title=words, publisher=words, year=st.none() | small, series=words, licence=words)
known = st.builds(
    Known, id=words, type=st.sampled_from(EntityType), name=words, codes=st.builds(Codes, alpha3=words, m49=words)
)
entities = st.builds(
    TextEntity,
    type=st.sampled_from(EntityType),
    count=small,
    surfaces=st.lists(st.tuples(words, small), min_size=1, max_size=3).map(tuple),
    row=st.none() | known,
    merges=st.lists(st.builds(Merge, name=words, reason=words), max_size=2).map(tuple),
)
claims = st.builds(
    TextClaim,
    subject=small,
    predicate=st.sampled_from(Predicate),
    object=small,
    evidence=st.lists(evidence, max_size=2).map(tuple),
    rule=words,
    confidence=shares,
    status=st.sampled_from(Status),
    year=st.none() | small,
    fiscal=st.booleans(),
    amount=st.none() | st.floats(min_value=0, max_value=1e15),
    currency=st.text(string.ascii_uppercase, max_size=3),
    participants=st.none() | small,
)
readings = st.builds(
    Reading,
    document=st.builds(
        Document,
        id=words,
        text=words,
        source=sources,
        kept=st.booleans(),
        pages=st.lists(st.tuples(small, small), max_size=2).map(tuple),
    ),
    entities=st.lists(entities, max_size=3).map(tuple),
    mentions=st.lists(st.builds(TextMention, small, small, words, small), max_size=3).map(tuple),
    claims=st.lists(claims, max_size=3).map(tuple),
    sectors=st.lists(
        st.builds(TextSector, entity=small, code=words, evidence=evidence, rule=words, confidence=shares), max_size=2
    ).map(tuple),
)


@given(readings)
def test_a_reading_comes_back_equal(reading: Reading) -> None:
    again = Reading.from_json(reading.to_json())
    assert again == reading
    assert again.to_json() == reading.to_json()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "found no reading of ours"),
        (b"{}", "found no reading of ours"),
        (b"\xff\xfe", "found no reading of ours"),
        (Reading(document=Document(id="a", text="b")).to_json()[:-2], "found no reading of ours"),
        (b'{"format":%d,"reading":{"document":{"id":"a","text":"b"}}}' % (FORMAT + 1), f"found format {FORMAT + 1}"),
    ],
)
def test_what_is_no_reading_is_said_in_one_line(data: bytes, found: str) -> None:
    with pytest.raises(InputError, match=f"^reading: {found}[^\n]*$"):
        Reading.from_json(data)


def test_evidence_is_of_the_document_in_text_order_and_each_once() -> None:
    reading = Reading(document=Document(id="report", text="Ports. Quays."))
    quays, ports = TextEvidence(7, 13, "Sea"), TextEvidence(0, 6)
    assert reading.evidence([quays, ports, quays]) == (
        Evidence(document_id="report", start=0, end=6, text="Ports."),
        Evidence(document_id="report", start=7, end=13, text="Quays.", heading="Sea"),
    )
