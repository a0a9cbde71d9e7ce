"""One entity for each real thing: what is joined within a text, what over all texts, and what stays apart."""

from collections.abc import Callable, Mapping

import pytest

from extract.entities import LocalEntity, resolve_text
from extract.gazetteer import Gazetteer
from extract.model import Merge
from extract.names import Name
from extract.seeds import AuthorityRow
from extract.texts import Text
from ontology.vocabulary import EntityType

T = EntityType
Resolve = Callable[..., tuple[LocalEntity, ...]]

JAPAN = AuthorityRow(id="japan", type=T.COUNTRY, name="Japan")
VIET_NAM = AuthorityRow(id="viet-nam", type=T.COUNTRY, name="Viet Nam", aliases=("Vietnam",))
JICA = AuthorityRow(id="jica", type=T.GOVERNMENT_BODY, name="Japan International Cooperation Agency", acronym="JICA")
TABLES = Gazetteer([JAPAN, VIET_NAM, JICA])


@pytest.fixture(scope="module")
def resolve(text_of: Callable[[str], Text], names_of: Callable[..., list[Name]]) -> Resolve:
    """The entities of a text whose names a table gives."""

    def entities(
        raw: str, types: Mapping[str, EntityType], tables: Gazetteer = TABLES, demonyms: Mapping[str, str] | None = None
    ) -> tuple[LocalEntity, ...]:
        text = text_of(raw)
        return resolve_text(text, names_of(text, types, tables), tables, demonyms or {})

    return entities


def spellings(entity: LocalEntity) -> list[str]:
    return [surface for surface, _ in entity.surfaces]


@pytest.mark.parametrize(
    ("raw", "types", "reason"),
    [
        ("The Blue Fund and the BLUE FUND", {"Blue Fund": T.FUND, "BLUE FUND": T.FUND}, None),
        ("Viet Nam, or Vietnam", {"Viet Nam": T.COUNTRY, "Vietnam": T.COUNTRY}, "table"),
        ("the Blue Water Centre (BWC)", {"Blue Water Centre": T.CENTRE, "BWC": T.CENTRE}, "acronym"),
        ("the Harbour Institute (IMH)", {"Harbour Institute": T.CENTRE, "IMH": T.COMPANY}, "acronym"),
        ("IMH (Harbour Institute), Lima", {"Harbour Institute": T.CENTRE, "IMH": T.CENTRE}, "acronym"),
        ("Giga grew. The Giga Initiative", {"Giga": T.PROGRAMME, "Giga Initiative": T.PROGRAMME}, "short-form"),
        (
            "A Plan for All. The UN Plan for All",
            {"Plan for All": T.FRAMEWORK, "UN Plan for All": T.FRAMEWORK},
            "short-form",
        ),
        ("Aiko Tanaka came. Tanaka spoke.", {"Aiko Tanaka": T.PERSON, "Tanaka": T.PERSON}, "family-name"),
        ("Aso Taro came. Aso spoke.", {"Aso Taro": T.PERSON, "Aso": T.PERSON}, "family-name"),
        ("Japan. The Government of Japan", {"Japan": T.COUNTRY, "Government of Japan": T.GOVERNMENT_BODY}, None),
    ],
    ids=[
        "case",
        "table",
        "acronym",
        "other-letters",
        "before-brackets",
        "kind",
        "body-before",
        "family-name",
        "family-name-first",
        "government",
    ],
)
def test_names_of_one_thing_are_one_entity(
    resolve: Resolve, raw: str, types: Mapping[str, EntityType], reason: str | None
) -> None:
    (entity,) = resolve(raw, types)
    assert len(entity.names) == 2
    assert [merge.reason for merge in entity.merges] == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("raw", "types"),
    [
        ("Giga Fund and Giga Centre", {"Giga Fund": T.FUND, "Giga Centre": T.CENTRE}),
        ("Project Phase 1 and Project Phase 2", {"Project Phase 1": T.PROJECT, "Project Phase 2": T.PROJECT}),
        ("Aiko Tanaka and Ben Tanaka came.", {"Aiko Tanaka": T.PERSON, "Ben Tanaka": T.PERSON}),
        ("Niger and Nigeria", {"Niger": T.COUNTRY, "Nigeria": T.COUNTRY}),
        ("the Harbour Plan (IMH)", {"Harbour Plan": T.FRAMEWORK, "IMH": T.CENTRE}),
        ("the Harbour Institute (Callao Port)", {"Harbour Institute": T.CENTRE, "Callao Port": T.CENTRE}),
    ],
    ids=["two-groups", "two-phases", "two-persons", "two-countries", "group-in-brackets", "name-in-brackets"],
)
def test_two_things_stay_apart(resolve: Resolve, raw: str, types: Mapping[str, EntityType]) -> None:
    assert len(resolve(raw, types)) == 2


def test_a_family_name_that_two_persons_bear_is_neither(resolve: Resolve) -> None:
    types = {"Aiko Tanaka": T.PERSON, "Ben Tanaka": T.PERSON, "Tanaka": T.PERSON}
    assert len(resolve("Aiko Tanaka and Ben Tanaka came. Tanaka spoke.", types)) == 3


def test_each_name_belongs_to_one_entity(resolve: Resolve) -> None:
    types = {"Japan": T.COUNTRY, "Blue Water Centre": T.CENTRE, "BWC": T.CENTRE, "JICA": T.GOVERNMENT_BODY}
    entities = resolve("Japan and JICA run the Blue Water Centre (BWC). JICA helps BWC. Japan grew.", types)
    assert sorted(index for entity in entities for index in entity.names) == list(range(7))


def test_entities_stand_in_the_order_of_their_first_names(resolve: Resolve) -> None:
    entities = resolve(
        "Japan, JICA, Japan, Vietnam", {"Japan": T.COUNTRY, "JICA": T.GOVERNMENT_BODY, "Vietnam": T.COUNTRY}
    )
    assert [entity.names[0] for entity in entities] == sorted(entity.names[0] for entity in entities)


def test_the_label_is_the_fullest_spelling(resolve: Resolve) -> None:
    (entity,) = resolve("BWC, BWC, the Blue Water Centre (BWC)", {"Blue Water Centre": T.CENTRE, "BWC": T.CENTRE})
    assert entity.label == "Blue Water Centre"
    assert spellings(entity) == ["BWC", "Blue Water Centre"]


def test_the_table_decides_the_type(resolve: Resolve) -> None:
    (entity,) = resolve("The Government of Japan", {"Government of Japan": T.GOVERNMENT_BODY})
    assert (entity.type, entity.row) == (T.COUNTRY, JAPAN)


def test_a_government_is_known_by_its_adjective(resolve: Resolve) -> None:
    (entity,) = resolve(
        "the Japanese Government", {"Japanese Government": T.GOVERNMENT_BODY}, demonyms={"Japanese": "japan"}
    )
    assert entity.row == JAPAN


def test_a_join_has_its_reason_on_record(resolve: Resolve) -> None:
    (entity,) = resolve("the Blue Water Centre (BWC)", {"Blue Water Centre": T.CENTRE, "BWC": T.CENTRE})
    assert entity.merges == (Merge(name="BWC", reason="acronym"),)


def test_a_text_without_names_has_no_entities(resolve: Resolve) -> None:
    assert resolve("It rained.", {}) == ()


def test_a_name_of_marks_alone_does_no_harm(resolve: Resolve) -> None:
    """U+037A is a letter, and nothing once accents are levelled."""
    entities = resolve("\u037a \u037a came. Tanaka spoke.", {"\u037a \u037a": T.PERSON, "Tanaka": T.PERSON})
    assert len(entities) == 2


def test_an_acronym_means_what_it_stands_beside_not_what_the_tables_know(resolve: Resolve) -> None:
    (entity,) = resolve("the Harbour Institute (JICA)", {"Harbour Institute": T.CENTRE, "JICA": T.GOVERNMENT_BODY})
    assert entity.row is None
    assert entity.label == "Harbour Institute"
