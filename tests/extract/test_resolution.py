"""Readings of texts joined: what is one thing over all of them, and that no order of theirs counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Codes
from extract.readings import Known, TextEntity
from extract.resolution import Resolution, resolve_all, resolved
from ontology.vocabulary import EntityType

T = EntityType

VIET_NAM = Known(id="viet-nam", type=T.COUNTRY, name="Viet Nam", codes=Codes(alpha3="VNM"))
JICA = Known(id="jica", type=T.GOVERNMENT_BODY, name="Japan International Cooperation Agency", codes=Codes())


def spellings(entity: TextEntity) -> list[str]:
    return [surface for surface, _ in entity.surfaces]


def local(name: str, type_: EntityType = T.PROJECT, row: Known | None = None, *other: str) -> TextEntity:
    return TextEntity(type=type_, count=1, surfaces=tuple((surface, 1) for surface in sorted((name, *other))), row=row)


def ids_of(**texts: Sequence[TextEntity]) -> dict[str, list[str]]:
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
def test_one_thing_of_two_texts_is_one(one: TextEntity, other: TextEntity) -> None:
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
def test_two_things_of_two_texts_stay_two(one: TextEntity, other: TextEntity) -> None:
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
def locals_(draw: st.DrawFn) -> TextEntity:
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    row = next((ROWS[name] for name in names if name in ROWS), None)
    type_ = row.type if row else draw(st.sampled_from([T.PROJECT, T.CENTRE, T.COMPANY, T.PERSON, T.EVENT]))
    return local(names[0], type_, row, *names[1:])


TEXTS = st.dictionaries(st.sampled_from("abcd"), st.lists(locals_(), max_size=4), max_size=4)


@given(TEXTS.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(list(texts)))))
def test_the_order_of_texts_does_not_count(
    drawn: tuple[Mapping[str, Sequence[TextEntity]], Sequence[str]],
) -> None:
    texts, order = drawn
    assert resolve_all({name: texts[name] for name in order}) == resolve_all(texts)


def told(resolution: Resolution, texts: Mapping[str, Sequence[TextEntity]]) -> object:
    """All that a resolution tells of texts."""
    return [*resolution.things()], [resolution.of_text(text) for text in texts], resolution.digests()


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_the_way_to_a_set_of_texts_does_not_show(ways: Sequence[Mapping[str, Sequence[TextEntity]]]) -> None:
    with TemporaryDirectory() as folder:
        for texts in ways:
            made_of = {text: repr(entities) for text, entities in texts.items()}
            with resolved(made_of, texts.__getitem__, Path(folder) / "kept") as kept:
                here = told(kept, texts)
            with resolved(made_of, texts.__getitem__) as anew:
                assert here == told(anew, texts)


def test_only_texts_that_are_new_or_changed_are_asked_for(tmp_path: Path) -> None:
    asked: list[str] = []

    def named(text: str) -> list[TextEntity]:
        asked.append(text)
        return [local(f"Blue {text} Project")]

    for made_of in ({"a": "1", "b": "1"}, {"b": "2", "c": "1"}, {"c": "1"}):
        with resolved(made_of, named, tmp_path / "kept") as resolution:
            assert len([*resolution.things()]) == len(made_of)
    assert asked == ["a", "b", "b", "c"]


@given(TEXTS)
def test_resolving_again_gives_the_same(texts: Mapping[str, Sequence[TextEntity]]) -> None:
    assert resolve_all(texts) == resolve_all(texts)


@given(TEXTS)
def test_each_entity_of_a_text_has_an_id_among_the_entities(texts: Mapping[str, Sequence[TextEntity]]) -> None:
    entities, ids = resolve_all(texts)
    assert set(ids) == {(text, at) for text, those in texts.items() for at in range(len(those))}
    assert set(ids.values()) == {entity.id for entity in entities}
    assert [entity.id for entity in entities] == sorted({entity.id for entity in entities})


@given(TEXTS)
def test_every_spelling_is_a_name_of_its_entity(texts: Mapping[str, Sequence[TextEntity]]) -> None:
    entities, ids = resolve_all(texts)
    names = {entity.id: {entity.name, *entity.aliases} for entity in entities}
    for (text, at), id_ in ids.items():
        assert set(spellings(texts[text][at])) <= names[id_]


def unscoped(entity: TextEntity) -> bool:
    """Whether an entity is known by its name alone, whatever text it stands in."""
    return entity.type is not T.PERSON and "Ministry of Health" not in spellings(entity)


@given(TEXTS)
def test_a_copy_of_a_text_adds_no_entity(texts: Mapping[str, Sequence[TextEntity]]) -> None:
    known = {name: [entity for entity in those if unscoped(entity)] for name, those in texts.items()}
    copies = {f"{name}-copy": those for name, those in known.items()}
    assert resolve_all({**known, **copies})[0] == resolve_all(known)[0]
