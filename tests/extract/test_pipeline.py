"""The whole way from texts to facts: what holds of every claim, whatever the text, and a floor under its quality."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from extract.documents import read_documents
from extract.gazetteer import Gazetteer
from extract.joining import join
from extract.model import Document, DocumentFacts, Extraction
from extract.pipeline import Reader, extract, extract_documents
from extract.readings import Reading
from graph.evaluation.evaluate import evaluate
from graph.writing.dataset import to_quads
from ontology import Namespaces
from ontology.errors import InputError
from ontology.vocabulary import fits

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "seeds" / "texts"
DIGESTS = sorted(path.stem for path in TEXTS.iterdir())

Step = tuple[str, int, int]

each_digest = pytest.mark.parametrize("name", DIGESTS)


def facts(extraction: Extraction, name: str) -> DocumentFacts:
    return next(item for item in extraction.documents if item.document.id == name)


def test_every_text_is_read(digests: Extraction) -> None:
    assert [item.document.id for item in digests.documents] == DIGESTS
    assert digests.skipped == ()


@each_digest
def test_every_text_gives_claims(digests: Extraction, name: str) -> None:
    assert facts(digests, name).claims


@each_digest
def test_evidence_is_a_slice_of_the_text(digests: Extraction, name: str) -> None:
    item = facts(digests, name)
    for claim in item.claims:
        for evidence in claim.evidence:
            assert evidence.document_id == name
            assert evidence.text == item.document.text[evidence.start : evidence.end]


@each_digest
def test_mentions_are_slices_of_the_text_in_text_order(digests: Extraction, name: str) -> None:
    item = facts(digests, name)
    assert list(item.mentions) == sorted(item.mentions)
    assert all(mention.text == item.document.text[mention.start : mention.end] for mention in item.mentions)


@each_digest
def test_claims_fit_the_ontology(digests: Extraction, name: str) -> None:
    types = {entity.id: entity.type for entity in digests.entities}
    for claim in facts(digests, name).claims:
        assert fits(claim.subject_type, claim.predicate, claim.object_type)
        assert (types[claim.subject], types[claim.object]) == (claim.subject_type, claim.object_type)
        assert claim.subject != claim.object


@each_digest
def test_the_ends_of_a_claim_are_named_in_its_text(digests: Extraction, name: str) -> None:
    item = facts(digests, name)
    named = {mention.entity_id for mention in item.mentions}
    assert {end for claim in item.claims for end in (claim.subject, claim.object)} <= named


@each_digest
def test_claims_are_sorted_and_each_says_something_else(digests: Extraction, name: str) -> None:
    keys = [(claim.key, claim.status) for claim in facts(digests, name).claims]
    assert keys == sorted(set(keys))


def test_every_entity_is_mentioned_and_every_mention_has_its_entity(digests: Extraction) -> None:
    types = {entity.id: entity.type for entity in digests.entities}
    mentions = [mention for item in digests.documents for mention in item.mentions]
    assert {mention.entity_id for mention in mentions} == set(types)
    assert all(types[mention.entity_id] is mention.type for mention in mentions)


def test_entities_are_sorted_and_named_by_the_texts(digests: Extraction) -> None:
    ids = [entity.id for entity in digests.entities]
    assert ids == sorted(set(ids))
    spelled = {(mention.entity_id, mention.name) for item in digests.documents for mention in item.mentions}
    spelled |= {spelling for item in digests.documents for spelling in item.spellings}
    for entity in digests.entities:
        assert {(entity.id, alias) for alias in entity.aliases} <= spelled


def test_what_else_a_thing_is_called_stands_in_its_text(digests: Extraction) -> None:
    found = [(facts.document, surface) for facts in digests.documents for _, surface in facts.spellings]
    assert found
    assert [surface for document, surface in found if surface not in " ".join(document.text.split())] == []


def test_two_runs_give_the_same_values_whatever_the_order_of_the_texts(digest_readings: Mapping[str, Reading]) -> None:
    """The shorter texts are enough: what could depend on their order is what they share."""
    texts = sorted(TEXTS.iterdir(), key=lambda path: path.stat().st_size)[:3]
    assert extract(sorted(texts, reverse=True)) == join([digest_readings[path.stem] for path in sorted(texts)])


def test_a_text_reads_the_same_alone(digests: Extraction, reader: Reader) -> None:
    """The sentences of a text are found and weighed alike whatever stands beside it; only ids are settled over all."""
    name = "mic-newsletter-2020"
    (alone,) = extract_documents(read_documents([TEXTS / f"{name}.txt"])[0], reader).documents
    spans = [(mention.start, mention.end, mention.type.group) for mention in alone.mentions]
    assert spans == [(mention.start, mention.end, mention.type.group) for mention in facts(digests, name).mentions]
    shown = {(claim.predicate, claim.evidence, claim.confidence) for claim in alone.claims}
    assert shown == {(claim.predicate, claim.evidence, claim.confidence) for claim in facts(digests, name).claims}


@pytest.fixture(scope="module")
def unhelped() -> tuple[Extraction, list[Step]]:
    """The newsletter as read without the tables, and the progress that was told meanwhile."""
    told: list[Step] = []
    found = extract([TEXTS / "mic-newsletter-2020.txt"], authority=False, progress=lambda *step: told.append(step))
    return found, told


def test_without_the_tables_no_entity_has_codes(unhelped: tuple[Extraction, list[Step]]) -> None:
    extraction, _ = unhelped
    assert extraction.entities
    assert [entity.id for entity in extraction.entities if entity.codes is not None] == []


def test_progress_is_told_for_each_text(unhelped: tuple[Extraction, list[Step]]) -> None:
    _, told = unhelped
    assert told == [("reading the texts", 0, 1)]


def test_fewer_claims_stand_the_surer_they_must_be(digests: Extraction) -> None:
    text = TEXTS / "mic-newsletter-2020.txt"
    surest = extract([text], min_confidence=0.8).documents[0].claims
    assert all(claim.confidence >= 0.8 for claim in surest)
    assert len(surest) < len(facts(digests, text.stem).claims)


def test_a_model_that_is_not_installed_gets_one_line() -> None:
    with pytest.raises(
        InputError, match=r"^--model: found no installed model 'no_such', an English spaCy pipeline is needed$"
    ):
        extract([TEXTS / "mic-newsletter-2020.txt"], model="no_such")


@pytest.fixture(scope="module")
def eager(gazetteer: Gazetteer, demonyms: Mapping[str, str]) -> Reader:
    """A reader that believes every pair: whatever can go wrong with a claim goes wrong here."""
    return Reader(gazetteer, demonyms, min_confidence=0.0)


def test_a_party_that_two_names_spell_in_two_ways_is_mentioned_where_it_stands(eager: Reader) -> None:
    content = "The Vietnam-Japan Joint Committee met. The Viet Nam-Japan Joint Committee works with UNDP and JICA."
    (item,) = extract_documents([Document(id="a", text=content)], eager).documents
    assert {mention.name for mention in item.mentions if mention.entity_id == "viet-nam"} <= {"Vietnam", "Viet Nam"}
    ends = {end for claim in item.claims for end in (claim.subject, claim.object)}
    assert ends <= {mention.entity_id for mention in item.mentions}


PIECES = st.sampled_from(
    [
        "Japan", "Kenya", "JICA", "the", "Project", "for", "Ports", "funds", "with", "in", "and", ",", ".", "(", ")",
        "“", "”", "-", "\n", "\n\n", "# ", "- ", "Note 3:", "<sup>2</sup>", "\x00", "\x1b[0m", "\u202e",
        "\u2066", "\ufeff", "\u200b", "\u0301", "日本", "🛰", "\r", "\u2028", "\x0c", "a" * 300, "($5m)", "It", "its",
        "UN (United Nations)", "the project", "http://x.y/z", "__", "**", "\\",
    ]
)  # fmt: skip
JUNK = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(JUNK)
def test_any_text_can_be_read_and_is_quoted_verbatim(eager: Reader, raw: str) -> None:
    (item,) = extract_documents([Document(id="a", text=raw)], eager).documents
    assert all(mention.text == raw[mention.start : mention.end] for mention in item.mentions)
    assert all(quote.text == raw[quote.start : quote.end] for claim in item.claims for quote in claim.evidence)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n" * 5000,
        "x" * 5000,
        "word " * 1000,
        "Japan, " * 700,
        "Japan is " + "of " * 1600 + "Kenya",
        "Japan " + "(" * 3000,
        "Japan gave $" + "9" * 5000 + " to Kenya.",
        "Japan " + "\u202e\u2066" * 2400 + " Kenya",
        "\x00\x01\x1b" * 1700,
        "**" * 2500,
        "#" * 5000,
        "¹" * 5000,
        "“" * 1000 + "Kenya" + "”" * 1000,
        "Note " * 1000,
        "A. " * 1700,
    ],
    ids=[
        "empty", "empty-lines", "one-word", "words", "names", "prepositions", "brackets", "digits", "bidi", "control",
        "emphasis", "hashes", "marks", "quotes", "notes", "initials",
    ],
)  # fmt: skip
def test_a_line_without_end_can_be_read(reader: Reader, raw: str) -> None:
    assert len(list(reader.read([Document(id="a", text=raw)]))) == 1


def test_odd_characters_stay_in_the_quotes(eager: Reader) -> None:
    """Control characters, marks of direction and odd line ends stay out of nobody's way, and quotes are verbatim."""
    content = (
        "\u202eJICA\u202c runs the \x1bBlue Project\x1b in Chad.\r\n\r\n\x0cIt\u200b helps UNDP.\u2028- Laos\n- Chad"
    )
    (item,) = extract_documents([Document(id="a", text=content)], eager).documents
    assert item.claims
    assert all(mention.text == content[mention.start : mention.end] for mention in item.mentions)
    assert all(quote.text == content[quote.start : quote.end] for claim in item.claims for quote in claim.evidence)


@pytest.mark.parametrize(("what", "floor"), [("entity", 0.7), ("relation", 0.3)])
def test_quality_stays_above_a_floor(digests: Extraction, what: str, floor: float) -> None:
    """A floor that tells when the extractor breaks, not the measure: the weights have seen texts like these."""
    store = Store()
    store.extend(to_quads(digests, Namespaces()))
    names = [item.document.id for item in digests.documents]
    scores = evaluate(store, Namespaces(), [ROOT / "tests" / "gold"], documents=names)
    assert scores[what].f1 >= floor
