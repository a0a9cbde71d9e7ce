"""`sources.toml`: what it may tell of a text, and the one line that each mistake gets."""

import re
from pathlib import Path

import pytest

from extract.model import Source
from extract.sources import load_sources, read_sources
from ontology.errors import InputError, OntologyError


def test_sources_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[sources.b]\ntitle = "B"\nyear = 2023\nsha256 = "00"\n\n[sources.a]\nlicence = "CC0"\n', "utf-8")
    assert list(load_sources(path).items()) == [("b", Source(title="B", year=2023)), ("a", Source(licence="CC0"))]


@pytest.mark.parametrize("day", ["2020-09-25", "'2020-09-25'"], ids=["toml-date", "in-quotes"])
def test_a_date_also_gives_the_year(day: str) -> None:
    (source,) = read_sources(f"[sources.a]\ndate = {day}\n".encode(), "s").values()
    assert source == Source(date="2020-09-25", year=2020)


def test_a_language_is_written_in_its_usual_letters() -> None:
    assert read_sources(b"[sources.a]\nlanguage = 'EN_gb'\n", "s")["a"].language == "en-GB"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("year = 'now'", "year = 'now', allowed is a year of four digits"),
        ("year = true", "year = True, allowed is a year of four digits"),
        ("year = 20", "year = 20, allowed is a year of four digits"),
        ("title = 2020", "title = 2020, allowed is a text in quotes"),
        ("date = 2020", "date = 2020, allowed is a day like 2020-09-25"),
        ("date = 2020-09-25T10:00:00", "date = 2020-09-25 10:00:00, allowed is a day like 2020-09-25"),
        (
            "author = 'x'",
            "field 'author', allowed title, publisher, year, date, language, series, licence, sha256",
        ),
    ],
)
def test_a_bad_value_is_named(line: str, message: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(f'in/sources.toml [sources.a]: found {message}')}$"):
        read_sources(f"[sources.a]\n{line}\n".encode(), "in/sources.toml")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("date = '25.9.2020'", "date: found '25.9.2020', a day like 2020-09-25 is allowed"),
        ("date = '2021-02-29'", "date: found '2021-02-29', a day like 2020-09-25 is allowed"),
        (
            "date = 2020-09-25\nyear = 2021",
            "date: found 2020-09-25 beside the year 2021, a day of that year is allowed",
        ),
        ("language = 'English (UK)'", "language: found 'English (UK)', a tag of BCP 47 like en is allowed"),
    ],
)
def test_a_value_that_no_source_may_have_is_named(line: str, message: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(f's [sources.a]: {message}')}$"):
        read_sources(f"[sources.a]\n{line}\n".encode(), "s")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sources]\na = 1\n", "s [sources.a]: found 1, allowed is a table"),
        ("sources = 1\n", "s: found 1, allowed are tables [sources.<file name without ending>]"),
    ],
)
def test_what_is_no_table_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        read_sources(text.encode(), "s")


@pytest.mark.parametrize("data", [None, b"[sources\n", b"\xff"], ids=["missing", "no-toml", "no-utf-8"])
def test_sources_that_cannot_be_read_are_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "sources.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=r"sources\.toml: found a file that cannot be read"):
        load_sources(path)


def test_a_tag_in_other_letters_is_no_language_of_a_source() -> None:
    with pytest.raises(OntologyError, match=r"^language: found 'EN', en is allowed$"):
        Source(language="EN")
