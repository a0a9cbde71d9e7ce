"""The one rule of every CSV that a spreadsheet may open: no text runs as a formula, and each reads back as it was."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.exports.sheets import Kind, Sheet
from graph.exports.spreadsheet import csv_file
from graph.formulas import FORMULA, guarded, unguarded
from graph.tables import Format, Table, render

#: What starts a formula, as OWASP lists it.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXTS = st.text(alphabet=st.one_of(st.sampled_from("'\" ,=+-@\t\r\n＝＋－＠"), st.characters(codec="utf-8")))
CSV_OF_THE_PAGE = Path(__file__).parents[2] / "graph" / "page" / "browser" / "csv.js"


@given(TEXTS)
def test_guarding_is_undone(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(STARTS)
    assert unguarded(guarded(text)) == text
    assert guarded(text) in {text, f"'{text}"}


@given(TEXTS)
def test_a_cell_reads_back_from_both_writers_of_csv(text: str) -> None:
    sheet = Sheet(name="x", columns={"x": Kind.TEXT, "y": Kind.TEXT}, rows=({"x": text, "y": "end"},))
    for written in (
        render(Table(("x", "y"), ((text, "end"),)), Format.CSV),
        csv_file(sheet).decode(),
    ):
        _, (cell, end) = csv.reader(io.StringIO(written, newline=""))
        assert (unguarded(cell), end) == (text, "end")
        assert not cell.lstrip(" ").startswith(STARTS)


@pytest.mark.parametrize("number", [-1, -0.5, 3])
def test_numbers_stay_numbers(number: float) -> None:
    assert render(Table(("x",), ((number,),)), Format.CSV) == f"x\n{number}\n"
    sheet = Sheet(name="x", columns={"x": Kind.NUMBER}, rows=({"x": number},))
    assert csv_file(sheet) == f"x\n{number}\n".encode()


def test_the_page_has_the_same_rule() -> None:
    assert f"const FORMULA = /^{FORMULA.pattern}/u;" in CSV_OF_THE_PAGE.read_text(encoding="utf-8")
