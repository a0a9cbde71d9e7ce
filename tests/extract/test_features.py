"""What tokens tell: outlines, head nouns, and the promises that the tagger's weights rest on."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.features import Resources, head_class, shape, token_features
from extract.gazetteer import Gazetteer
from extract.reading import read_blocks
from extract.seeds import AuthorityRow
from extract.texts import Text, prepare
from ontology.vocabulary import EntityType

KENYA = AuthorityRow(id="kenya", type=EntityType.COUNTRY, name="Kenya")
RESOURCES = Resources(Gazetteer([KENYA]), {"Kenyan": "kenya"}, frozenset({"water"}))


def features(text: Text, block: int = 0) -> list[list[str]]:
    return token_features(text.tokens[block], text.blocks[block], RESOURCES, text.known)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("water", "x"),
        ("Water", "Xx"),
        ("A", "X"),
        ("UNDP", "XX"),
        ("FY2022", "XXd"),
        ("2022", "d4"),
        ("e", "x"),
        ("eGov", "xXx"),
        ("(", "("),
        ("½", "-"),
    ],
)
def test_shape_is_the_outline_of_a_word(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.mark.parametrize(
    ("word", "types"),
    [
        ("university", {"AcademicInstitution"}),
        ("universities", {"AcademicInstitution"}),
        ("projects", {"Project"}),
        ("water", set()),
    ],
)
def test_head_class_names_the_types_that_a_noun_allows(word: str, types: set[str]) -> None:
    assert set(filter(None, head_class(word).split("+"))) == types


def test_each_token_has_a_row(text_of: Callable[[str], Text]) -> None:
    text = text_of("The Kenyan Water Project (KWP) began in Nairobi.")
    assert len(features(text)) == len(text.tokens[0])


def test_the_third_feature_is_the_table_tag(text_of: Callable[[str], Text]) -> None:
    text = text_of("He left Kenya.")
    assert [row[2] for row in features(text)] == ["t=0", "t=0", "t=BCountry", "t=0"]


@pytest.mark.parametrize(
    ("word", "feature"),
    [("Kenyan", "demonym"), ("KWP", "acr=Project"), ("president", "office"), ("May", "calendar")],
)
def test_lexical_knowledge_shows(text_of: Callable[[str], Text], word: str, feature: str) -> None:
    text = text_of("In May the Kenyan president opened the Kenya Water Project (KWP).")
    shown = {token for token, row in zip(text.tokens[0].texts, features(text), strict=True) if feature in row}
    assert shown == {word}


def test_the_whole_text_tells_what_an_acronym_stands_for(text_of: Callable[[str], Text]) -> None:
    text = text_of("KWP grows in water.\n\nThe Kenya Water Project (KWP) began.")
    assert text.known.acronyms == {"KWP": "Project"}
    assert "acr=Project" in features(text, 0)[0]


def test_a_title_in_quotes_is_told_from_a_quoted_phrase(text_of: Callable[[str], Text]) -> None:
    text = text_of("The “Blue Water Project” is “very good news” here.")
    tags = dict(zip(text.tokens[0].texts, (row[3] for row in features(text)), strict=True))
    assert (tags["Blue"], tags["Project"], tags["very"], tags["here"]) == ("qtitleB", "qtitleL", "qlowB", "q0")


@given(st.text())
def test_features_are_single_lines_whatever_the_text(raw: str) -> None:
    """The weights file divides its feature names by line ends."""
    text = prepare(read_blocks(raw))
    for block in range(len(text.blocks)):
        assert all(feature and "\n" not in feature for row in features(text, block) for feature in row)
