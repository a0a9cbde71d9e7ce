import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.tables import Format, Table, clean, render

_TABLE = Table(("name", "number"), (("Viet Nam", 3), ('a, "b"', None)))


def test_csv_quotes_what_needs_it() -> None:
    assert render(_TABLE, Format.CSV) == 'name,number\nViet Nam,3\n"a, ""b""",\n'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_csv_cell_runs_as_a_formula(start: str) -> None:
    written = render(Table(("x",), ((f"{start}1+1",),)), Format.CSV)
    assert next(csv.reader(io.StringIO(written.removeprefix("x\n"), newline=""))) == [f"'{start}1+1"]


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert render(Table(("x",), ((-1,),)), Format.CSV) == "x\n-1\n"


def test_json_is_a_list_of_objects() -> None:
    assert json.loads(render(_TABLE, Format.JSON)) == [
        {"name": "Viet Nam", "number": 3},
        {"name": 'a, "b"', "number": None},
    ]


def test_a_readers_table_aligns_and_groups_numbers() -> None:
    shown = render(Table(("who", "amount"), (("JICA", 12000000.0), ("UNDP", 5.0))), Format.TABLE)
    assert shown.splitlines()[2:] == ["JICA   12,000,000", "UNDP          5.0"]


def test_a_table_without_rows_says_so() -> None:
    assert render(Table(("x",), ()), Format.TABLE) == "no rows\n"


def test_a_readers_table_shows_truth_values() -> None:
    assert "True" in render(Table(("x",), ((True,),)), Format.TABLE)


@given(st.lists(st.text(st.characters(max_codepoint=126), max_size=300), min_size=1), st.integers(40, 200))
def test_a_readers_table_fits_the_screen(texts: list[str], width: int) -> None:
    shown = render(Table(("a", "b"), tuple((text, 1) for text in texts)), Format.TABLE, width=width)
    assert max(map(len, shown.splitlines())) <= width


def test_clean_leaves_no_control_character() -> None:
    assert clean("\x1b]0;owned\x07 name\r\n") == "]0;owned  name"
