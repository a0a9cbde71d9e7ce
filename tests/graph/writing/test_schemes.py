"""The code schemes: written from the tables, whole, and equal to the public lists where those are at hand."""

import csv
import io
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from extract.seeds import CODES, COLUMNS, COUNTRIES, REGIONS, seeds_folder
from graph.writing.schemes import NOTATIONS, SCHEMES, scheme_files, write_schemes
from ontology.errors import InputError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE

CODE_LISTS = Path(__file__).parents[3].parent / "shared" / "data" / "iati"
CODE = f"{DEFAULT_BASE}code/"
SKOS = OUTSIDE["skos"]


@pytest.fixture(scope="module")
def store() -> Store:
    """All schemes, as they stand in the project."""
    loaded = Store()
    for name in scheme_files():
        loaded.load((files("ontology") / name).read_bytes(), RdfFormat.TURTLE)
    return loaded


def values(store: Store, subject: str, term: str) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(SKOS + term), None, None)
    return sorted(quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal))


def concepts(store: Store, scheme: str) -> dict[str, str]:
    """Code → preferred label of a scheme."""
    members = store.quads_for_pattern(None, NamedNode(f"{SKOS}inScheme"), NamedNode(CODE + scheme), None)
    iris = [quad.subject.value for quad in members if isinstance(quad.subject, NamedNode)]
    return {iri.removeprefix(f"{CODE}{scheme}/"): " ".join(values(store, iri, "prefLabel")) for iri in iris}


def public(*names: str) -> dict[str, tuple[str, str, bool]]:
    """Code → name, broader code and whether it is withdrawn, in lists of the IATI Standard."""
    found = {}
    for name in names:
        path = CODE_LISTS / f"{name}.xml"
        if not path.is_file():
            pytest.skip(f"the IATI code lists are not beside this repository ({name}.xml)")
        for item in ET.parse(path).getroot().iter("codelist-item"):  # noqa: S314 (our own copy of a public list)
            label = " ".join(item.findtext("name/narrative", "").split())
            is_withdrawn = item.get("status") == "withdrawn"
            found[item.findtext("code", "")] = (label, item.findtext("category", ""), is_withdrawn)
    return found


@pytest.mark.parametrize("name", sorted(f"codes-{scheme}.ttl" for scheme in SCHEMES))
def test_files_are_those_that_the_tables_give(name: str) -> None:
    assert (files("ontology") / name).read_text(encoding="utf-8") == scheme_files()[name], "run `make codes`"


@pytest.mark.parametrize(
    ("scheme", "lists"),
    [
        ("channel", ("CRSChannelCode",)),
        ("dac-region", ("Region",)),
        ("organisation-type", ("OrganisationType",)),
        ("sector", ("Sector", "SectorCategory")),
    ],
)
def test_a_scheme_is_the_public_list(store: Store, scheme: str, lists: tuple[str, ...]) -> None:
    theirs = public(*lists)
    assert concepts(store, scheme) == {code: label for code, (label, _, _) in theirs.items()}
    for code, (_, broader, is_withdrawn) in theirs.items():
        iri = f"{CODE}{scheme}/{code}"
        assert values(store, iri, "broader") == ([f"{CODE}{scheme}/{broader}"] if broader else [])
        withdrawn = store.quads_for_pattern(NamedNode(iri), NamedNode(OUTSIDE["owl"] + "deprecated"), None, None)
        assert bool(list(withdrawn)) is is_withdrawn


def test_countries_are_those_of_the_public_list(store: Store) -> None:
    theirs = set(public("Country"))
    assert theirs - {"AN"} <= set(concepts(store, "country"))  # AN: the former Netherlands Antilles


def test_roles_are_the_four_of_the_standard(store: Store) -> None:
    roles = {"1": "Funding", "2": "Accountable", "3": "Extending", "4": "Implementing"}
    assert concepts(store, "organisation-role") == roles
    assert values(store, f"{CODE}organisation-role/1", "relatedMatch") == [f"{DEFAULT_BASE}ontology#funds"]


def test_a_country_has_four_notations_and_lies_in_a_region(store: Store) -> None:
    kenya = f"{CODE}country/KE"
    notations = store.quads_for_pattern(NamedNode(kenya), NamedNode(f"{SKOS}notation"), None, None)
    found = {
        quad.object.datatype.value.rpartition("#")[2]: quad.object.value
        for quad in notations
        if isinstance(quad.object, Literal)
    }
    assert found == {"alpha2": "KE", "alpha3": "KEN", "m49": "404", "dac": "248"}
    assert found.keys() == NOTATIONS.keys()
    assert values(store, kenya, "broader") == [f"{CODE}region/014"]


def test_every_country_reaches_the_world(store: Store) -> None:
    reached = store.query(f"SELECT ?c {{ ?c <{SKOS}inScheme> <{CODE}country> ; <{SKOS}broader>+ <{CODE}region/001> }}")
    without = set(concepts(store, "country")) - {row["c"].value.removeprefix(f"{CODE}country/") for row in reached}
    assert without == {"AQ"}  # M49 has Antarctica in no region


def test_every_broader_concept_stands_in_a_scheme(store: Store) -> None:
    query = f"SELECT ?b {{ ?c <{SKOS}broader> ?b FILTER NOT EXISTS {{ ?b <{SKOS}inScheme> ?s }} }}"
    assert [row["b"].value for row in store.query(query)] == []


def test_a_region_of_the_dac_tells_the_region_that_is_near(store: Store) -> None:
    assert values(store, f"{CODE}dac-region/298", "closeMatch") == [f"{CODE}region/002"]


def test_schemes_are_written_into_a_folder(tmp_path: Path) -> None:
    written = write_schemes(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == scheme_files()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"codes-channel\.ttl: found that it cannot be written"):
        write_schemes(tmp_path / "none")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("colour", "1", "", "Red", "", ""), "codes.csv line 2: found scheme 'colour', allowed channel, dac-region"),
        (
            ("sector", "11220", "112", "x", "", ""),
            "codes.csv line 2: found broader '112', allowed a code of the scheme",
        ),
    ],
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, line: tuple[str, ...], message: str) -> None:
    for table in (COUNTRIES, REGIONS):
        (tmp_path / table).write_text((seeds_folder() / table).read_text(encoding="utf-8"), encoding="utf-8")
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([COLUMNS[CODES], line])
    (tmp_path / CODES).write_text(content.getvalue(), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        scheme_files(tmp_path)
