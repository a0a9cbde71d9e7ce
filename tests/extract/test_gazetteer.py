"""The authority tables as a matcher: which spellings are one name, and which known names stand in a block."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.gazetteer import Gazetteer, fold, normal
from extract.seeds import AuthorityRow
from extract.tokens import tokenize
from ontology.vocabulary import EntityType, Group

ROWS = (
    AuthorityRow(id="ivory-coast", type=EntityType.COUNTRY, name="Côte d’Ivoire", aliases=("Ivory Coast",)),
    AuthorityRow(id="guinea", type=EntityType.COUNTRY, name="Guinea"),
    AuthorityRow(id="guinea-bissau", type=EntityType.COUNTRY, name="Guinea-Bissau"),
    AuthorityRow(id="georgia", type=EntityType.COUNTRY, name="Georgia"),
    AuthorityRow(id="georgia-us", type=EntityType.LOCALITY, name="Georgia"),
    AuthorityRow(id="wfp", type=EntityType.INTERNATIONAL_ORGANIZATION, name="World Food Programme", acronym="WFP"),
)


@pytest.fixture(scope="module")
def small() -> Gazetteer:
    return Gazetteer(ROWS)


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    tokens = tokenize(text)
    return [(" ".join(tokens.texts[hit.start : hit.end]), hit.row.id) for hit in gazetteer.hits(tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Côte d’Ivoire", "Cote d'Ivoire"), ("São Tomé", "Sao Tome"), ("A–B", "A-B"), ("JICA", "JICA")],
    ids=["apostrophe", "accents", "dash", "plain"],
)
def test_fold_levels_accents_and_marks_but_not_case(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Viet Nam", "VIET NAM"),
        ("the World Food Programme", "World Food Program"),
        ("Research & Development Centre", "Research and Development Center"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        ("Guinea-Bissau", "Guinea Bissau"),
        ("International Labour Organisation", "International Labour Organization"),
    ],
    ids=["case", "article-and-programme", "ampersand-and-centre", "accent", "hyphen", "organisation"],
)
def test_two_spellings_of_one_name_are_levelled(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Niger", "Nigeria"), ("Theory Group", "ory Group"), ("A", "An"), ("Phase 1", "Phase 2")],
    ids=["near", "article-inside-a-word", "article-alone", "number"],
)
def test_two_names_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Experts of the WFP went to Guinea.", [("WFP", "wfp"), ("Guinea", "guinea")]),
        ("In Guinea-Bissau", [("Guinea - Bissau", "guinea-bissau")]),
        ("In Cote d'Ivoire and the Ivory Coast", [("Cote d ' Ivoire", "ivory-coast"), ("Ivory Coast", "ivory-coast")]),
        ("the guinea pig", []),
        ("Guineans", []),
    ],
    ids=["acronym", "longest-wins", "alias-and-apostrophe", "small-letters", "part-of-a-word"],
)
def test_known_names_are_found(small: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(small, text) == expected


def test_a_stretch_hides_what_stands_outside(small: Gazetteer) -> None:
    tokens = tokenize("Guinea Guinea-Bissau Guinea")
    assert [(hit.start, hit.end, hit.row.id) for hit in small.hits(tokens, 1, 3)] == [(1, 2, "guinea")]


@pytest.mark.parametrize(
    ("name", "group", "expected"),
    [
        ("GEORGIA", Group.COUNTRY, "georgia"),
        ("Georgia", Group.LOCALITY, "georgia-us"),
        ("the World Food Program", Group.ACTOR, "wfp"),
        ("wfp", Group.ACTOR, "wfp"),
        ("Georgia", Group.ACTOR, None),
    ],
    ids=["country", "locality", "other-spelling", "acronym", "other-group"],
)
def test_a_row_is_looked_up_in_its_group(small: Gazetteer, name: str, group: Group, expected: str | None) -> None:
    row = small.row(name, group)
    assert (row.id if row else None) == expected


@given(st.lists(st.sampled_from(["Guinea", "-", "Bissau", "Ivory", "Coast", "World", "Food", "Programme", "the"])))
def test_no_hit_lies_inside_another(words: list[str]) -> None:
    hits = Gazetteer(ROWS).hits(tokenize(" ".join(words)))
    assert all(before.end <= after.start for before, after in pairwise(hits))


def test_every_table_name_finds_a_row_of_its_group(gazetteer: Gazetteer, rows: tuple[AuthorityRow, ...]) -> None:
    lost = [(row.id, name) for row in rows for name in row.names if gazetteer.row(name, row.type.group) is None]
    assert lost == []
