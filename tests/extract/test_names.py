"""The names of a text: where they stand, what the tables and the text itself say of their types."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import names as module
from extract.gazetteer import Gazetteer
from extract.names import Name, NameFinder
from extract.reading import read_blocks
from extract.spans import tokens_at
from extract.texts import Text, prepare
from extract.tokens import tokenize
from ontology.errors import InputError
from ontology.vocabulary import EntityType


@pytest.fixture(scope="module")
def finder(gazetteer: Gazetteer, demonyms: Mapping[str, str]) -> NameFinder:
    return NameFinder(gazetteer, demonyms)


def found(finder: NameFinder, text: Text) -> dict[str, EntityType]:
    return {text.surface(name): name.type for name in finder.find(text)}


def apart(names: list[Name]) -> bool:
    """Whether names stand in text order and none inside another."""
    return all(
        (before.block, before.end) <= (after.block, after.start) or before.block < after.block
        for before, after in pairwise(names)
    )


@pytest.mark.parametrize(
    ("sentence", "name", "type_"),
    [
        ("Japan helps Kenya.", "Kenya", EntityType.COUNTRY),
        ("It was funded by UNDP in 2019.", "UNDP", EntityType.INTERNATIONAL_ORGANIZATION),
        ("The Japan International Cooperation Agency (JICA) came.", "JICA", EntityType.GOVERNMENT_BODY),
        ("Experts flew to Nairobi.", "Nairobi", EntityType.LOCALITY),
        ("JICA helps the University of Hargeisa.", "University of Hargeisa", EntityType.ACADEMIC_INSTITUTION),
        (
            "JICA runs the “Port Safety Improvement Project” there.",
            "Port Safety Improvement Project",
            EntityType.PROJECT,
        ),
    ],
    ids=["country", "organisation", "acronym", "city", "head-noun", "quoted-title"],
)
def test_names_are_found_and_typed(
    finder: NameFinder, text_of: Callable[[str], Text], sentence: str, name: str, type_: EntityType
) -> None:
    assert found(finder, text_of(sentence)).get(name) is type_


@pytest.mark.parametrize(
    "raw", ["", "It rained all day.", "\n\n", "...", "The experts said that the project would end."]
)
def test_a_text_without_names_has_none(finder: NameFinder, text_of: Callable[[str], Text], raw: str) -> None:
    assert finder.find(text_of(raw)) == []


def test_all_places_of_a_name_have_one_type(finder: NameFinder, text_of: Callable[[str], Text]) -> None:
    raw = "The Hamdi Centre for Peace was opened. Kenya helps the Hamdi Centre for Peace. Hamdi Centre for Peace won."
    text = text_of(raw)
    types = {name.type for name in finder.find(text) if text.surface(name) == "Hamdi Centre for Peace"}
    assert len(types) == 1


@pytest.mark.parametrize(
    ("long_form", "id_"),
    [
        ("United Nations Development Programme", "undp"),
        ("UN Development Program", "undp"),
        ("Upper Nile Dairy Partnership", None),
    ],
    ids=["same", "other-spelling", "other-thing"],
)
def test_an_acronym_is_the_table_s_unless_the_text_spells_out_another_thing(
    finder: NameFinder, text_of: Callable[[str], Text], long_form: str, id_: str | None
) -> None:
    text = text_of(f"The {long_form} (UNDP) came. UNDP grew.")
    assert {name.row.id if name.row else None for name in finder.find(text) if text.surface(name) == "UNDP"} == {id_}


def test_a_known_name_has_its_row(finder: NameFinder, text_of: Callable[[str], Text]) -> None:
    text = text_of("Experts came from Viet Nam.")
    assert [name.row.id for name in finder.find(text) if name.row] == ["viet-nam"]


def test_a_known_name_stays_however_unsure_the_tagger_is(
    finder: NameFinder, text_of: Callable[[str], Text], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of("JICA helps the University of Hargeisa in Viet Nam.")
    assert len(finder.find(text)) == 3
    monkeypatch.setattr(module, "MIN_LIKELIHOOD", 1.1)  # more than any name can have
    assert list(found(finder, text)) == ["JICA", "Viet Nam"]


def test_a_name_that_is_cut_at_its_acronym_is_as_likely_as_the_whole(
    finder: NameFinder, text_of: Callable[[str], Text]
) -> None:
    name = "Project for Capacity Building on Storm Drain Upkeep in Port Cities"
    names = found(finder, text_of(f"JICA began the {name} (SDU-PC) in 2021."))
    assert names[name] is EntityType.PROJECT


def test_a_known_name_keeps_its_row_with_its_kind_behind_it(finder: NameFinder, text_of: Callable[[str], Text]) -> None:
    text = text_of("ITU runs the Connect2Recover initiative in Malawi.")
    rows = {text.surface(name): name.row.id for name in finder.find(text) if name.row}
    assert "itu-connect2recover" in {rows.get("Connect2Recover initiative"), rows.get("Connect2Recover")}


def test_the_same_text_gives_the_same_names(finder: NameFinder, digest: str) -> None:
    text = prepare(read_blocks(digest))
    assert finder.find(text) == finder.find(prepare(read_blocks(digest)))


def test_no_name_of_a_digest_lies_inside_another(finder: NameFinder, digest: str) -> None:
    assert apart(finder.find(prepare(read_blocks(digest))))


def test_names_of_a_digest_start_and_end_with_a_word(finder: NameFinder, digest: str) -> None:
    text = prepare(read_blocks(digest))
    surfaces = {text.surface(name) for name in finder.find(text)}
    assert {
        surface
        for surface in surfaces
        if not surface[0].isalnum() or not (surface[-1].isalnum() or surface[-1] in ".)")
    } == set()


PIECES = st.sampled_from(
    [
        "Japan", "Kenya", "UN", "-", "HABITAT", "(", ")", "“", "”", "Project", "for", "the", "Water", "Co", ".", ",",
        "Ltd", "$", "of", "/", "'s", "Asian", "Development", "Bank", "ADB", "\n\n", "Côte", "日本",
        "\u202e", "\u0301", "\u037a",
    ]
)  # fmt: skip


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=30).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)])))
def test_names_lie_apart_in_any_text(finder: NameFinder, raw: str) -> None:
    text = prepare(read_blocks(raw))
    names = finder.find(text)
    assert apart(names)
    assert all(text.surface(name).strip() for name in names)


def test_a_text_knows_its_acronyms(text_of: Callable[[str], Text]) -> None:
    text = text_of("ADB lends.\n\nThe Asian Development Bank (ADB) grew. The African Dance Board (ADB) too.")
    assert text.pairs == {"ADB": "Asian Development Bank"}


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 5, (0, 1)), (6, 14, (1, 4)), (7, 8, (1, 2)), (5, 6, (0, 0)), (14, 15, (4, 5))]
)
def test_tokens_that_cover_a_stretch(start: int, end: int, expected: tuple[int, int]) -> None:
    assert tokens_at(tokenize("Kenya Hi-world."), start, end) == expected


@pytest.mark.parametrize("missing", [module.TAGGER_FILE, module.TYPER_FILE, module.COMMON_FILE])
def test_missing_weights_are_named(gazetteer: Gazetteer, tmp_path: Path, missing: str) -> None:
    for file in (Path(module.__file__).parent / "data").iterdir():
        if file.name != missing:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(InputError, match=f"^{missing}: found no .*, run `make train` to make (?:them|it)$"):
        NameFinder(gazetteer, {}, folder=tmp_path)
