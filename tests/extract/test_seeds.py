"""The authority tables: they load, their codes hold against the public lists, and mistakes in them are named."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from extract.seeds import (
    ACTORS,
    COLUMNS,
    COUNTRIES,
    DEMONYMS,
    LOCALITIES,
    PROGRAMMES,
    REGIONS,
    AuthorityRow,
    load_authority,
    load_demonyms,
    seeds_folder,
)
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

ROOT = Path(__file__).parents[2]
CODE_LISTS = ROOT.parent / "shared" / "data" / "iati"

#: ISO 3166-1 entries, and Kosovo under its user-assigned code.
ISO_ENTRIES = 249

#: Table → lines below the header; each table of a tiny, sound set.
SOUND: dict[str, tuple[str, ...]] = {
    COUNTRIES: ("japan,Japan,JP,JPN,392,701,030,", "kenya,Kenya,KE,KEN,404,248,,Republic of Kenya"),
    REGIONS: ("east-asia,East Asia,030,,Eastern Asia",),
    LOCALITIES: ("nairobi,Nairobi,kenya,",),
    ACTORS: (
        "mofa,GovernmentBody,Ministry of Foreign Affairs of Japan,MOFA,,japan,,,10",
        "jica,GovernmentBody,Japan International Cooperation Agency,JICA,,japan,mofa,,10",
    ),
    PROGRAMMES: ("kccp,Programme,Knowledge Co-Creation Program,KCCP,",),
    DEMONYMS: ("japan,Japanese", "kenya,Kenyan"),
}


@pytest.fixture(scope="module")
def rows() -> tuple[AuthorityRow, ...]:
    return load_authority()


def tables(folder: Path, **changed: tuple[str, ...]) -> Path:
    """A folder of tables: the sound ones, with the lines of some changed (keys without the ending)."""
    for table, lines in SOUND.items():
        text = "\n".join((",".join(COLUMNS[table]), *changed.get(table.removesuffix(".csv"), lines)))
        (folder / table).write_text(text + "\n", encoding="utf-8")
    return folder


def of(rows: tuple[AuthorityRow, ...], type_: EntityType) -> list[AuthorityRow]:
    return [row for row in rows if row.type is type_]


def code_list(name: str) -> dict[str, str]:
    """Code → name of a list of the IATI Standard."""
    path = CODE_LISTS / f"{name}.xml"
    if not path.is_file():
        pytest.skip(f"the IATI code lists are not beside this repository ({name}.xml)")
    items = ET.parse(path).getroot().iter("codelist-item")  # noqa: S314 (our own copy of a public list)
    return {item.findtext("code", ""): item.findtext("name/narrative", "") for item in items}


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(filter(None, values)).items() if count > 1]


def test_rows_are_sorted_by_id(rows: tuple[AuthorityRow, ...]) -> None:
    ids = [row.id for row in rows]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("group", "least"),
    [(Group.COUNTRY, 250), (Group.REGION, 60), (Group.LOCALITY, 600), (Group.ACTOR, 550), (Group.FRAMEWORK, 50)],
)
def test_tables_hold_enough(rows: tuple[AuthorityRow, ...], group: Group, least: int) -> None:
    assert sum(row.type.group is group for row in rows) >= least


def test_ids_are_slugs(rows: tuple[AuthorityRow, ...]) -> None:
    assert [row.id for row in rows if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)] == []


def test_names_are_trimmed_and_said_once(rows: tuple[AuthorityRow, ...]) -> None:
    wrong = [row.id for row in rows if any(not name or name != " ".join(name.split()) for name in row.names)]
    assert wrong == []
    assert [row.id for row in rows if len(set(row.names)) < len(row.names)] == []


def test_a_name_stands_for_one_row_of_a_group(rows: tuple[AuthorityRow, ...]) -> None:
    owners = Counter((row.type.group, name) for row in rows for name in {name.casefold() for name in row.names})
    assert [name for name, count in owners.items() if count > 1] == []


def test_no_country_region_and_locality_share_a_name(rows: tuple[AuthorityRow, ...]) -> None:
    places = {Group.COUNTRY, Group.REGION, Group.LOCALITY}
    owners = Counter(n for row in rows if row.type.group in places for n in {n.casefold() for n in row.names})
    assert [name for name, count in owners.items() if count > 1] == []


def test_country_codes_are_well_formed_and_unique(rows: tuple[AuthorityRow, ...]) -> None:
    countries = of(rows, EntityType.COUNTRY)
    codes = [row.codes for row in countries]
    assert all(re.fullmatch(r"[A-Z]{2}", code.alpha2) for code in codes)
    assert all(re.fullmatch(r"[A-Z]{3}", code.alpha3) for code in codes)
    assert [row.id for row in countries if not re.fullmatch(r"\d{3}", row.codes.m49)] == ["kosovo"]
    assert all(re.fullmatch(r"[1-9]\d{0,2}|", code.dac) for code in codes)
    for column in ("alpha2", "alpha3", "m49", "dac"):
        assert repeated([getattr(code, column) for code in codes]) == []


def test_every_iso_entry_is_a_country(rows: tuple[AuthorityRow, ...]) -> None:
    assert len({row.codes.alpha2 for row in of(rows, EntityType.COUNTRY)} - {"XK"}) == ISO_ENTRIES


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("viet-nam", ("VN", "VNM", "704", "769", "035")),
        ("kenya", ("KE", "KEN", "404", "248", "014")),
        ("japan", ("JP", "JPN", "392", "701", "030")),
        ("cote-d-ivoire", ("CI", "CIV", "384", "247", "011")),
    ],
)
def test_codes_of_a_country(rows: tuple[AuthorityRow, ...], country: str, codes: tuple[str, ...]) -> None:
    row = next(row for row in rows if row.id == country)
    assert (row.codes.alpha2, row.codes.alpha3, row.codes.m49, row.codes.dac, row.region) == codes


def test_countries_agree_with_the_public_list(rows: tuple[AuthorityRow, ...]) -> None:
    assert set(code_list("Country")) - {row.codes.alpha2 for row in of(rows, EntityType.COUNTRY)} <= {"AN"}


def test_region_codes_agree_with_the_public_list(rows: tuple[AuthorityRow, ...]) -> None:
    regions = of(rows, EntityType.REGION)
    assert {row.codes.dac for row in regions if row.codes.dac} <= set(code_list("Region"))
    assert all(re.fullmatch(r"\d{3}|", row.codes.m49) for row in regions)
    assert repeated([row.codes.m49 for row in regions]) == []
    assert repeated([row.codes.dac for row in regions]) == []


def test_channels_agree_with_the_public_list(rows: tuple[AuthorityRow, ...]) -> None:
    channels = [row.codes.crs_channel for row in rows if row.codes.crs_channel]
    assert set(channels) <= set(code_list("CRSChannelCode"))
    assert repeated(channels) == []


@pytest.mark.parametrize(
    ("channel", "actor"),
    [("41114", "undp"), ("41140", "wfp"), ("46004", "adb"), ("44002", "ida"), ("21016", "icrc"), ("47122", "gavi")],
)
def test_channel_of_an_actor(rows: tuple[AuthorityRow, ...], channel: str, actor: str) -> None:
    assert [row.id for row in rows if row.codes.crs_channel == channel] == [actor]


def test_organisation_types_agree_with_the_public_list(rows: tuple[AuthorityRow, ...]) -> None:
    types = {row.codes.iati_organisation_type for row in rows if row.codes.iati_organisation_type}
    assert types <= set(code_list("OrganisationType"))


def test_no_acronym_is_one_that_many_ministries_share(rows: tuple[AuthorityRow, ...]) -> None:
    shared = {"MOH", "MOE", "MOF", "MOJ", "MOD", "DRC", "IOC", "CSTP"}
    assert [row.id for row in rows if row.type.group is Group.ACTOR and shared & set(row.names)] == []


@pytest.mark.parametrize("name", ["Ministry of Health", "Ministry of Finance", "Ministry of Justice", "Ministry"])
def test_no_row_claims_a_name_that_many_countries_share(rows: tuple[AuthorityRow, ...], name: str) -> None:
    assert [row.id for row in rows if name in row.names] == []


def test_demonyms_lead_to_countries(rows: tuple[AuthorityRow, ...]) -> None:
    demonyms = load_demonyms()
    assert demonyms["Japanese"] == "japan"
    assert demonyms["Vietnamese"] == "viet-nam"
    assert set(demonyms.values()) <= {row.id for row in of(rows, EntityType.COUNTRY)}


def test_the_tables_hold_no_address() -> None:
    for table in COLUMNS:
        assert "://" not in seeds_folder().joinpath(table).read_text(encoding="utf-8")


def test_a_row_carries_its_codes_and_names(tmp_path: Path) -> None:
    jica = next(row for row in load_authority(tables(tmp_path)) if row.id == "jica")
    assert jica.type is EntityType.GOVERNMENT_BODY
    assert jica.names == ("Japan International Cooperation Agency", "JICA")
    assert (jica.codes.country, jica.codes.parent, jica.codes.iati_organisation_type) == ("japan", "mofa", "10")


def test_aliases_are_divided_by_bars(tmp_path: Path) -> None:
    folder = tables(tmp_path, programmes=("mdgs,Framework,Goals,,MDG|Millennium Goals",))
    assert next(row for row in load_authority(folder) if row.id == "mdgs").aliases == ("MDG", "Millennium Goals")


def test_one_name_may_stand_in_two_groups(tmp_path: Path) -> None:
    folder = tables(tmp_path, localities=("amazon,Amazon,,",), actors=("amazon-firm,Company,Amazon,,,,,,70",))
    assert {row.id for row in load_authority(folder)} >= {"amazon", "amazon-firm"}


@pytest.mark.parametrize(
    ("table", "lines", "message"),
    [
        (
            "programmes",
            ("jica,Programme,Another,,",),
            (
                "programmes.csv line 2: found id 'jica' again, allowed an id that no other row has "
                "(actors.csv line 3 has it)"
            ),
        ),
        (
            "localities",
            ("nairobi,Nairobi,kenya,", "lagos,NAIROBI,,"),
            (
                "localities.csv line 3: found name 'NAIROBI' again, allowed a name that no other Locality has "
                "(localities.csv line 2 has it)"
            ),
        ),
        (
            "programmes",
            ("kccp,Programme,KCCP,KCCP,",),
            "programmes.csv line 2: found a name twice in 'KCCP|KCCP', allowed each spelling once",
        ),
        (
            "programmes",
            ("kccp,Company,KCCP,,",),
            (
                "programmes.csv line 2: found type 'Company', allowed Event, Framework, Fund, Programme, Project, "
                "Technology, Training"
            ),
        ),
        (
            "localities",
            ("oslo,Oslo,norway,",),
            "localities.csv line 2: found country 'norway', allowed an id of countries.csv",
        ),
        (
            "actors",
            ("jica,GovernmentBody,JICA,,,japan,mofa,,10",),
            "actors.csv line 2: found parent 'mofa', allowed an id of another row of actors.csv",
        ),
        (
            "countries",
            ("japan,Japan,JP,JPN,392,701,999,",),
            "countries.csv line 2: found region '999', allowed an m49 of regions.csv",
        ),
        ("regions", ("asia,Asia,142,",), "regions.csv line 2: found 4 fields, allowed 5"),
        ("regions", (",Asia,142,,",), "regions.csv line 2: found no id, allowed one that no other row has"),
    ],
    ids=["id", "name", "spelling", "type", "country", "parent", "region", "fields", "no-id"],
)
def test_a_mistake_in_a_table_is_named(tmp_path: Path, table: str, lines: tuple[str, ...], message: str) -> None:
    if table == "countries":
        lines = (*lines, SOUND[COUNTRIES][1])
    folder = tables(tmp_path, **{table: lines})
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        load_authority(folder)


def test_other_columns_are_named(tmp_path: Path) -> None:
    folder = tables(tmp_path)
    (folder / REGIONS).write_text("id,name\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"regions\.csv line 1: found id,name, allowed id,name,m49,dac_region,aliases"):
        load_authority(folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = tables(tmp_path)
    (folder / ACTORS).unlink()
    with pytest.raises(InputError, match=r"actors\.csv: found no readable table"):
        load_authority(folder)


def test_blank_lines_and_quoted_commas_are_read(tmp_path: Path) -> None:
    folder = tables(tmp_path, localities=("", '"washington-dc","Washington, D.C.",,'))
    assert "Washington, D.C." in {row.name for row in load_authority(folder)}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("norway,Norwegian", "demonyms.csv line 3: found country 'norway', allowed an id of countries.csv"),
        ("kenya,Japanese", "demonyms.csv line 3: found 'Japanese' again, allowed one country for it (japan has it)"),
    ],
)
def test_a_mistake_in_the_demonyms_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        load_demonyms(tables(tmp_path, demonyms=("japan,Japanese", line)))
