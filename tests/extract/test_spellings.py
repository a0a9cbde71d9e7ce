"""What else a name is called where it stands: with or without its kind, its country, its body, its title."""

from collections.abc import Callable, Mapping

import pytest

from extract.entities import resolve_text
from extract.gazetteer import Gazetteer
from extract.names import Name
from extract.seeds import AuthorityRow
from extract.spellings import spellings
from extract.texts import Text
from ontology.vocabulary import EntityType

T = EntityType

KENYA = AuthorityRow(id="kenya", type=T.COUNTRY, name="Kenya")
GIGA = AuthorityRow(id="giga", type=T.PROGRAMME, name="Giga")
TABLES = Gazetteer([KENYA, GIGA])
BUREAU = {"Harbour Bureau": T.GOVERNMENT_BODY, "Kenya": T.COUNTRY, "Harbour Bureau of Kenya": T.GOVERNMENT_BODY}


@pytest.mark.parametrize(
    ("raw", "types", "expected"),
    [
        ("the BlueNet initiative", {"BlueNet initiative": T.PROGRAMME}, {"BlueNet"}),
        ("the BlueNet initiative", {"BlueNet": T.PROGRAMME}, {"BlueNet initiative"}),
        ("the Blue Net Initiative", {"Blue Net Initiative": T.PROGRAMME}, set()),
        ("the BlueNet committee", {"BlueNet": T.PROGRAMME}, set()),
        ("a training course", {"training course": T.TRAINING}, set()),
        ("the Harbour Bureau of Kenya", {"Harbour Bureau of Kenya": T.GOVERNMENT_BODY}, {"Harbour Bureau"}),
        (
            "the Harbour Bureau of Kenya",
            {k: BUREAU[k] for k in ("Harbour Bureau", "Kenya")},
            {"Harbour Bureau of Kenya"},
        ),
        ("the Harbour Bureau in Kenya", {k: BUREAU[k] for k in ("Harbour Bureau", "Kenya")}, set()),
        ("the HB of Kenya", {"HB": T.GOVERNMENT_BODY, "Kenya": T.COUNTRY}, set()),
        ("the Bureau of Pesticides", {"Bureau of Pesticides": T.GOVERNMENT_BODY}, set()),
        ("its sixth meeting of the Port Council", {"sixth meeting of the Port Council": T.EVENT}, {"sixth meeting"}),
        (
            "its sixth meeting of the Port Council",
            {"sixth meeting": T.EVENT, "Port Council": T.GOVERNMENT_BODY},
            {"sixth meeting of the Port Council"},
        ),
        (
            "Project for Safer Ports in Kenya",
            {"Project for Safer Ports": T.PROJECT, "Kenya": T.COUNTRY},
            {"Project for Safer Ports in Kenya"},
        ),
        ("Safer Ports in Kenya", {"Safer Ports": T.PROJECT, "Kenya": T.COUNTRY}, set()),
        ("Safer Ports Project (Phase 2)", {"Safer Ports Project (Phase 2)": T.PROJECT}, {"Safer Ports Project"}),
        ("Ms. Aiko Tanaka", {"Ms. Aiko Tanaka": T.PERSON}, {"Aiko Tanaka"}),
        ("Aiko Ueda Tanaka", {"Aiko Ueda Tanaka": T.PERSON}, set()),
    ],
)
def test_what_else_a_name_is_called(
    text_of: Callable[[str], Text],
    names_of: Callable[..., list[Name]],
    raw: str,
    types: Mapping[str, EntityType],
    expected: set[str],
) -> None:
    text = text_of(raw)
    names = names_of(text, types, TABLES)
    assert set(spellings(text, names, 0, TABLES)) == expected


@pytest.mark.parametrize(
    ("raw", "types", "surfaces"),
    [
        ("the BlueNet initiative", {"BlueNet initiative": T.PROGRAMME}, (("BlueNet", 0), ("BlueNet initiative", 1))),
        ("the Giga scheme", {"Giga scheme": T.PROGRAMME}, (("Giga scheme", 1),)),  # a thing of the tables
        (
            "the BlueNet fund and the BlueNet facility",  # two things
            {"BlueNet fund": T.FUND, "BlueNet facility": T.FUND},
            (("BlueNet fund", 1),),
        ),
    ],
)
def test_a_thing_has_what_else_it_is_called_but_no_other_thing_s_name(
    text_of: Callable[[str], Text],
    names_of: Callable[..., list[Name]],
    raw: str,
    types: Mapping[str, EntityType],
    surfaces: tuple[tuple[str, int], ...],
) -> None:
    text = text_of(raw)
    first, *_ = resolve_text(text, names_of(text, types, TABLES), TABLES, {})
    assert first.surfaces == surfaces
    assert [merge.name for merge in first.merges] == [surface for surface, count in surfaces if not count]
