"""Sentences ready for scoring: which are looked at, what they name, and what they lean on."""

from collections.abc import Callable, Mapping

import pytest

from extract.nlp import Parser
from extract.pairs import pairs_of
from extract.references import How
from extract.sentences import Named, Placed, place, stretches
from ontology.vocabulary import EntityType

NamedOf = Callable[..., Named]

TYPES: Mapping[str, EntityType] = {
    "JICA": EntityType.GOVERNMENT_BODY,
    "UNDP": EntityType.INTERNATIONAL_ORGANIZATION,
    "Kaiyo Co., Ltd. Japan Branch": EntityType.COMPANY,
    "Kenya": EntityType.COUNTRY,
    "Laos": EntityType.COUNTRY,
    "Blue Port Project": EntityType.PROJECT,
    "Japan-Germany Joint Committee": EntityType.GROUP,
    "Agreement between Japan and Kenya": EntityType.FRAMEWORK,
}


def placed(named: Named, parser: Parser) -> tuple[Placed, ...]:
    found = stretches(named)
    return place(named, found, list(parser.parse(stretch.masked for stretch in found)))


def leaned_on(named: Named, sentence: Placed) -> set[tuple[str, How]]:
    """What a sentence leans on without a word for it."""
    return {(named.entities[slot.entity].label, slot.how) for slot in sentence.sentence.context}


def quotes(named: Named) -> list[str]:
    return [named.text.blocks[found.block].text[found.start : found.end] for found in stretches(named)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("JICA grew. It rained. Kenya grew.", ["JICA grew.", "Kenya grew."]),
        ("It rained.", []),
        ("Kaiyo Co., Ltd. Japan Branch helped UNDP.", ["Kaiyo Co., Ltd. Japan Branch helped UNDP."]),
        ("JICA grew.\n\n- Kenya", ["JICA grew.", "Kenya"]),
    ],
    ids=["two", "none", "name-over-a-full-stop", "item"],
)
def test_sentences_that_name_something_are_looked_at(named_of: NamedOf, raw: str, expected: list[str]) -> None:
    assert quotes(named_of(raw, TYPES)) == expected


def test_a_name_is_never_cut_by_the_end_of_a_sentence(named_of: NamedOf) -> None:
    named = named_of("It met Green! Power today. Kenya grew.", {"Green! Power": EntityType.COMPANY})
    assert quotes(named) == ["It met Green! Power today."]


def test_each_name_has_its_entity(named_of: NamedOf) -> None:
    named = named_of("JICA helps Kenya. JICA grew.", TYPES)
    assert [named.text.surface(name) for name in named.names] == ["JICA", "Kenya", "JICA"]
    assert [named.entities[owner].label for owner in named.owner] == ["JICA", "Kenya", "JICA"]
    assert len(named.entities) == 2


@pytest.mark.parametrize(
    ("raw", "parties"),
    [
        ("The Japan-Germany Joint Committee met.", ["Japan", "Germany"]),
        ("The Agreement between Japan and Kenya holds.", ["Japan", "Kenya"]),
        ("The Blue Port Project grew.", []),
    ],
    ids=["hyphen", "between", "none"],
)
def test_parties_inside_a_name_are_entities(named_of: NamedOf, raw: str, parties: list[str]) -> None:
    named = named_of(raw, {name: type_ for name, type_ in TYPES.items() if type_ is not EntityType.COUNTRY})
    assert [named.entities[party].label for party in named.parties.get(0, ())] == parties


def test_a_party_that_is_named_alone_too_is_the_same_entity(named_of: NamedOf) -> None:
    types = {"Japan-Germany Joint Committee": EntityType.GROUP, "Japan": EntityType.COUNTRY}
    named = named_of("Japan is glad. The Japan-Germany Joint Committee met.", types)
    assert [entity.label for entity in named.entities] == ["Japan", "Japan-Germany Joint Committee", "Germany"]
    assert named.parties == {1: (0, 2)}


def test_a_sentence_knows_its_names_in_text_order(named_of: NamedOf, parser: Parser) -> None:
    named = named_of("JICA helps UNDP and Kenya.", TYPES)
    (sentence,) = placed(named, parser)
    slots = sentence.sentence.slots
    assert [(named.entities[slot.entity].label, slot.how) for slot in slots] == [
        ("JICA", How.NAME),
        ("UNDP", How.NAME),
        ("Kenya", How.NAME),
    ]
    assert [slot.word for slot in slots] == sorted(slot.word for slot in slots)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("JICA runs the Blue Port Project. The project helps Kenya.", ("Blue Port Project", How.SHORT_FORM)),
        ("JICA works in Laos. It helps Kenya.", ("JICA", How.PRONOUN)),
    ],
    ids=["short-form", "pronoun"],
)
def test_what_stands_for_an_earlier_name_is_a_slot(
    named_of: NamedOf, parser: Parser, raw: str, expected: tuple[str, How]
) -> None:
    named = named_of(raw, TYPES)
    slots = placed(named, parser)[-1].sentence.slots
    assert expected in [(named.entities[slot.entity].label, slot.how) for slot in slots]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("# JICA in Kenya\n\nUNDP helps Laos.", {("JICA", How.HEADING), ("Kenya", How.HEADING)}),
        ("JICA works in the following countries:\n\n- Kenya\n- Laos", {("JICA", How.INTRODUCTION)}),
        ("The Blue Port Project grew.\n\nUNDP helps.", {("Blue Port Project", How.TOPIC)}),
        ("Kenya grew. Laos helps.", {("Kenya", How.PREVIOUS)}),
        ("Kenya grew.\n\nKenya rose.\n\nUNDP helps.", {("Kenya", How.HOME)}),
    ],
    ids=["heading", "introduction", "topic", "previous", "home"],
)
def test_a_sentence_leans_on_what_stands_above(
    named_of: NamedOf, parser: Parser, raw: str, expected: set[tuple[str, How]]
) -> None:
    named = named_of(raw, TYPES)
    assert expected <= leaned_on(named, placed(named, parser)[-1])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("JICA runs the Blue Port Project for two countries.Note 1 It ends.\n\nNote 1: In Kenya and Laos.", "BJ"),
        ("JICA runs the Blue Port Project[1] for UNDP.\n\n[1] In Kenya and Laos.", "BJU"),
        ("JICA grew. UNDP runs the Blue Port Project.<sup>1</sup>\n\n<sup>1</sup> In Kenya and Laos.", "BU"),
        ("JICA grew.¹ UNDP runs the Blue Port Project.\n\n¹ In Kenya and Laos.", "J"),
        ("JICA grew. <sup>1</sup> UNDP runs a port.\n\n<sup>1</sup> In Kenya and Laos.", "J"),
        ("It grew.Note 1 JICA helps.\n\nNote 1: In Kenya and Laos.", ""),
        ("JICA grew.\n\nNote 1: In Kenya and Laos.", ""),
        ("JICA grew.Note 2\n\nNote 1: In Kenya and Laos.", ""),
    ],
    ids=[
        "glued",
        "before-the-mark-first",
        "own-sentence",
        "behind-the-full-stop",
        "space",
        "no-name",
        "no-mark",
        "other",
    ],
)
def test_a_note_leans_on_the_sentence_of_its_mark(named_of: NamedOf, parser: Parser, raw: str, expected: str) -> None:
    named = named_of(raw, TYPES)
    sentence = placed(named, parser)[-1].sentence
    noted = [named.entities[slot.entity].label for slot in sentence.context if slot.how is How.NOTE]
    assert "".join(label[0] for label in noted) == expected


def test_a_note_leans_on_a_few_things_at_most(named_of: NamedOf, parser: Parser) -> None:
    types = {**TYPES, "Mali": EntityType.COUNTRY, "Niger": EntityType.COUNTRY}
    named = named_of("JICA and UNDP run a port in Mali, Niger and Laos[1].\n\n[1] And in Kenya.", types)
    noted = [slot for slot in placed(named, parser)[-1].sentence.context if slot.how is How.NOTE]
    assert [named.entities[slot.entity].label for slot in noted] == ["Laos", "JICA", "UNDP"]


def test_each_country_that_a_note_lists_is_paired_with_the_programme_it_is_about(
    named_of: NamedOf, parser: Parser
) -> None:
    raw = "The Blue Port Project covers two countries.Note 20 It ends.\n\nNote 20: The 2 countries are Kenya and Laos."
    named = named_of(raw, TYPES)
    found = [
        (named.entities[pair.first.entity].label, named.entities[pair.second.entity].label, "cnote" in pair.features)
        for pair in pairs_of(placed(named, parser)[-1].sentence, named.labels)
        if pair.first.how is How.NOTE
    ]
    assert found == [("Blue Port Project", "Kenya", True), ("Blue Port Project", "Laos", True)]


def test_two_notes_lean_each_on_their_own_sentence(named_of: NamedOf, parser: Parser) -> None:
    raw = "JICA helps.Note 1 UNDP helps, too.Note 2\n\nNote 1: In Kenya.\n\nNote 2: In Laos."
    named = named_of(raw, TYPES)
    assert [
        {label for label, how in leaned_on(named, sentence) if how is How.NOTE} for sentence in placed(named, parser)
    ] == [set(), set(), {"JICA"}, {"UNDP"}]


def test_each_thing_above_is_leaned_on_once(named_of: NamedOf, parser: Parser) -> None:
    named = named_of("# Kenya and the Blue Port Project\n\nKenya grew. Kenya rose. UNDP helps.", TYPES)
    context = placed(named, parser)[-1].sentence.context
    assert len({slot.entity for slot in context}) == len(context)


def test_parties_are_slots_inside_their_name(named_of: NamedOf, parser: Parser) -> None:
    named = named_of("The Japan-Germany Joint Committee met.", {"Japan-Germany Joint Committee": EntityType.GROUP})
    (sentence,) = placed(named, parser)
    assert {("Japan", How.INSIDE), ("Germany", How.INSIDE)} <= leaned_on(named, sentence)


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("Partner countries: Kenya, Laos", "partner countries"),
        ("Members – Kenya and Laos", "members"),
        ("Kenya: it grew.", "kenya"),
        ("Kenya grew.", ""),
        ("Kenya grew. Partners: Laos", ""),
    ],
    ids=["colon", "dash", "name", "none", "later"],
)
def test_what_stands_before_a_colon_is_the_label(named_of: NamedOf, parser: Parser, raw: str, label: str) -> None:
    assert placed(named_of(raw, TYPES), parser)[-1].sentence.label == label


def test_rules_that_fire_come_with_the_sentence(named_of: NamedOf, parser: Parser) -> None:
    (sentence,) = placed(named_of("JICA runs the Blue Port Project.", TYPES), parser)
    assert "runs-it" in {match.rule.id for match in sentence.sentence.matches}
