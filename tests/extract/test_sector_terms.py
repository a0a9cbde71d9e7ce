"""The sector vocabulary: it loads, its codes are public ones, and what it says of names."""

import csv
import io
from pathlib import Path

import pytest

from extract.sector_terms import SectorTerms, Term, Weight, load_sector_terms, most_specific, stem
from extract.seeds import CODES, SECTORS, read_table, seeds_folder
from ontology.errors import InputError


@pytest.fixture(scope="module")
def terms() -> SectorTerms:
    return load_sector_terms()


def table(folder: Path, *lines: tuple[str, str, str, str]) -> Path:
    """A folder with a vocabulary of a few lines."""
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([("code", "terms", "name_terms", "weak_terms"), *lines])
    (folder / SECTORS).write_text(content.getvalue(), encoding="utf-8")
    return folder


def test_every_code_is_one_that_is_in_use() -> None:
    known = {
        line.cells["code"]
        for line in read_table(seeds_folder(), CODES)
        if line.cells["scheme"] == "sector" and not line.cells["withdrawn"]
    }
    used = {line.cells["code"] for line in read_table(seeds_folder(), SECTORS)}
    assert used - {""} <= known
    assert len(used) > 180


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Rural Water Supply Project", ("14031",)),
        ("Project for Agriculture and Tourism", ("311", "332")),
        ("Training Course on Health", ("121",)),
        ("Maternal and Child Health Project", ("13020",)),
        ("Global Fund to Fight AIDS, Tuberculosis and Malaria", ("13040", "12263", "12262")),
        ("Joint Research on Rice", ("31161",)),
        ("Joint Research Programme", ("43082",)),
        ("Silk Road Forum", ()),
        ("General Course", ()),
        ("Women’s Handicrafts Programme", ("32140",)),
    ],
)
def test_a_name_tells_its_most_specific_codes(terms: SectorTerms, name: str, codes: tuple[str, ...]) -> None:
    assert terms.of_name(name) == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Direct Aid Program", ()),  # not AIDS
        ("J-BIRD", ()),  # no bird
        ("Bird Conservation", ("41030",)),
        ("SPORT FOR TOMORROW", ("16065",)),  # all in capitals: words
        ("ICT for Schools", ("22040", "111")),
    ],
)
def test_an_acronym_is_no_word(terms: SectorTerms, name: str, codes: tuple[str, ...]) -> None:
    assert terms.of_name(name) == codes


def test_the_longest_term_hides_those_inside_it() -> None:
    terms = SectorTerms([Term(("road",), "21020", Weight.STRONG), Term(("silk", "road"), "", Weight.HIDES)])
    assert [hit.start for hit in terms.hits("The road, the Silk Road, the roads")] == [4, 29]


def test_offsets_are_those_of_the_text(terms: SectorTerms) -> None:
    text = "It built an irrigation scheme."
    assert [text[hit.start : hit.end] for hit in terms.hits(text)] == ["irrigation scheme"]


def test_a_stretch_of_a_text_is_searched_alone(terms: SectorTerms) -> None:
    text = "malaria in schools, malaria at home"
    assert [hit.start for hit in terms.hits(text, 12)] == [20]


def test_a_weak_term_speaks_where_no_other_does() -> None:
    terms = SectorTerms([Term(("rural",), "43042", Weight.WEAK), Term(("water",), "140", Weight.NAMES)])
    assert terms.of_name("Rural Water") == ("140",)
    assert terms.of_name("Rural Life") == ("43042",)


@pytest.mark.parametrize(
    ("word", "stemmed"), [("Boxes", "box"), ("mosquitoes", "mosquitoe"), ("news", "news"), ("Class", "class")]
)
def test_stems_level_plurals_and_case(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_of_a_category_and_its_code_the_code_stays() -> None:
    assert most_specific(["311", "31163", "43082"]) == ("31163",)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("31", "rice", "", ""), r"sectors.csv line 2: found code '31', allowed three or five digits, or nothing"),
        (("31161", "rice|rice", "", ""), r"sectors.csv line 2: found term 'rice' again"),
        (("31161", "rice", "Rice", ""), r"sectors.csv line 2: found term 'rice' again"),
    ],
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, line: tuple[str, str, str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_sector_terms(table(tmp_path, line))
