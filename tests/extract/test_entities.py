"""One entity for each real thing: what is joined within a text, what over all texts, and what stays apart."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.entities import LocalEntity, resolve_all, resolve_text
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
    ids=["case", "table", "acronym", "kind", "body-before", "family-name", "family-name-first", "government"],
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
    ],
    ids=["two-groups", "two-phases", "two-persons", "two-countries"],
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


def local(name: str, type_: EntityType = T.PROJECT, row: AuthorityRow | None = None, *other: str) -> LocalEntity:
    return LocalEntity(type_, (0,), tuple((surface, 1) for surface in sorted((name, *other))), row, ())


def ids_of(**texts: Sequence[LocalEntity]) -> dict[str, list[str]]:
    _, ids = resolve_all(texts)
    return {text: [ids[text, at] for at in range(len(entities))] for text, entities in texts.items()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (local("Vietnam", T.COUNTRY, VIET_NAM), local("Viet Nam", T.COUNTRY, VIET_NAM)),
        (local("Blue Port Project"), local("the BLUE PORT Project")),
        (local("BWC", T.CENTRE), local("Blue Water Centre", T.CENTRE, None, "BWC")),
        (local("BWC", T.CENTRE), local("BWC", T.CENTRE)),
        (local("Nairobi", T.LOCALITY), local("Nairobi", T.LOCALITY)),
        (local("JICA", T.GOVERNMENT_BODY), local("JICA", T.GOVERNMENT_BODY, JICA)),
    ],
    ids=["row", "spelling", "acronym-spelled-out-there", "lone-acronyms", "place", "acronym-of-the-tables"],
)
def test_one_thing_of_two_texts_is_one(one: LocalEntity, other: LocalEntity) -> None:
    ids = ids_of(a=[one], b=[other])
    assert ids["a"] == ids["b"]


LONG = "Project for Enhancing the Capacity of Coastal Communities to Adapt to Climate Change in the Island, Phase"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (local("Ministry of Health", T.GOVERNMENT_BODY), local("Ministry of Health", T.GOVERNMENT_BODY)),
        (local("Tanaka", T.PERSON), local("Tanaka", T.PERSON)),
        (local("Blue Port"), local("Blue Port", T.EVENT)),
        (local(f"{LONG} 1"), local(f"{LONG} 2")),
        (local("日本 財団", T.FUND), local("中国 基金", T.FUND)),
        (local("Ørsted Fund", T.FUND), local("Årsted Fund", T.FUND)),
    ],
    ids=["body-of-every-country", "family-name", "two-groups", "ends-of-long-names", "other-letters", "other-vowels"],
)
def test_two_things_of_two_texts_stay_two(one: LocalEntity, other: LocalEntity) -> None:
    ids = ids_of(a=[one], b=[other])
    assert ids["a"] != ids["b"]


def test_bodies_of_every_country_stay_apart_in_texts_of_like_names() -> None:
    ministry = local("Ministry of Health", T.GOVERNMENT_BODY)
    ids = ids_of(**{"report-1": [ministry], "report_1": [ministry], "Report-1": [ministry]})
    assert len({id_ for those in ids.values() for id_ in those}) == 3


def test_an_acronym_that_two_things_have_is_neither() -> None:
    spelled = [local("Blue Water Centre", T.CENTRE, None, "BWC"), local("Big Wheat Company", T.COMPANY, None, "BWC")]
    ids = ids_of(a=spelled[:1], b=spelled[1:], c=[local("BWC", T.CENTRE)])
    assert len({ids["a"][0], ids["b"][0], ids["c"][0]}) == 3


@pytest.mark.parametrize(
    "name",
    ["Blue Port Project", "日本 財団", "Ørsted/Fund", "“Q” ?#%", LONG * 2],
    ids=["plain", "letters", "slash", "marks", "long"],
)
def test_ids_are_short_and_of_plain_letters(name: str) -> None:
    (id_,) = ids_of(a=[local(name)])["a"]
    assert set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(id_) <= 120


def test_an_entity_has_the_table_s_name_and_codes_and_the_texts_spellings() -> None:
    (entity,), _ = resolve_all(
        {"a": [local("Vietnam", T.COUNTRY, VIET_NAM)], "b": [local("Viet Nam", T.COUNTRY, VIET_NAM)]}
    )
    assert (entity.id, entity.name, entity.aliases, entity.codes) == (
        "viet-nam",
        "Viet Nam",
        ("Vietnam",),
        VIET_NAM.codes,
    )


NAMES = st.sampled_from(
    (
        "Blue Port Project",
        "blue port project",
        "BWC",
        "Blue Water Centre",
        "Vietnam",
        "JICA",
        "日本",
        "Ministry of Health",
    )
)
ROWS = {"Vietnam": VIET_NAM, "JICA": JICA}


@st.composite
def locals_(draw: st.DrawFn) -> LocalEntity:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    row = next((ROWS[name] for name in names if name in ROWS), None)
    type_ = row.type if row else draw(st.sampled_from([T.PROJECT, T.CENTRE, T.COMPANY, T.PERSON, T.EVENT]))
    return local(names[0], type_, row, *names[1:])


TEXTS = st.dictionaries(st.sampled_from("abcd"), st.lists(locals_(), max_size=4), max_size=4)


@given(TEXTS.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(list(texts)))))
def test_the_order_of_texts_does_not_count(
    drawn: tuple[Mapping[str, Sequence[LocalEntity]], Sequence[str]],
) -> None:
    texts, order = drawn
    assert resolve_all({name: texts[name] for name in order}) == resolve_all(texts)


@given(TEXTS)
def test_resolving_again_gives_the_same(texts: Mapping[str, Sequence[LocalEntity]]) -> None:
    assert resolve_all(texts) == resolve_all(texts)


@given(TEXTS)
def test_each_entity_of_a_text_has_an_id_among_the_entities(texts: Mapping[str, Sequence[LocalEntity]]) -> None:
    entities, ids = resolve_all(texts)
    assert set(ids) == {(text, at) for text, those in texts.items() for at in range(len(those))}
    assert set(ids.values()) == {entity.id for entity in entities}
    assert [entity.id for entity in entities] == sorted({entity.id for entity in entities})


@given(TEXTS)
def test_every_spelling_is_a_name_of_its_entity(texts: Mapping[str, Sequence[LocalEntity]]) -> None:
    entities, ids = resolve_all(texts)
    names = {entity.id: {entity.name, *entity.aliases} for entity in entities}
    for (text, at), id_ in ids.items():
        assert set(spellings(texts[text][at])) <= names[id_]


def unscoped(entity: LocalEntity) -> bool:
    """Whether an entity is known by its name alone, whatever text it stands in."""
    return entity.type is not T.PERSON and "Ministry of Health" not in spellings(entity)


@given(TEXTS)
def test_a_copy_of_a_text_adds_no_entity(texts: Mapping[str, Sequence[LocalEntity]]) -> None:
    known = {name: [entity for entity in those if unscoped(entity)] for name, those in texts.items()}
    copies = {f"{name}-copy": those for name, those in known.items()}
    assert resolve_all({**known, **copies})[0] == resolve_all(known)[0]
