"""pandas and pyarrow read the tables back, as CSV and as Parquet, with every cell of the graph."""

import csv
import sys
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from graph.exports.formats import Format
from graph.exports.parquet import parquet_file
from graph.exports.sheets import Kind, Sheet, edges_sheet, numeral, sheets
from graph.exports.spreadsheet import csv_file, joined, parted
from graph.exports.write import export
from graph.formulas import unguarded
from graph.values import Edge, EdgeClaim, GraphView, Node, Quote
from ontology import EntityType, InputError, Predicate, Status

Row = dict[str, Any]
Rebuild = Callable[..., GraphView]

TABLES = {"nodes", "edges", "claims", "evidence", "sectors", "texts"}
OF_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _cell(text: str, kind: Kind) -> object:
    """A cell of CSV as its column's kind says; empty is what is not known."""
    if kind in {Kind.TEXTS, Kind.WHOLES}:
        return parted(unguarded(text))
    if text == "":
        return None
    if kind is Kind.WHOLE:
        return int(text)
    return float(text) if kind is Kind.NUMBER else unguarded(text)


def _from_csv(sheet: Sheet) -> list[Row]:
    frame = pd.read_csv(BytesIO(csv_file(sheet)), dtype=str, keep_default_na=False, encoding="utf-8")
    assert list(frame.columns) == list(sheet.columns)
    return [
        {column: _cell(row[column], kind) for column, kind in sheet.columns.items()}
        for row in frame.to_dict(orient="records")
    ]


def _from_parquet(sheet: Sheet) -> list[Row]:
    table = parquet.read_table(pa.BufferReader(parquet_file(sheet)))
    assert table.column_names == list(sheet.columns)
    rows: list[Row] = table.to_pylist()
    return rows


@pytest.mark.parametrize("read", [_from_csv, _from_parquet])
def test_the_tables_hold_the_whole_graph(view: GraphView, rebuilt: Rebuild, read: Callable[[Sheet], list[Row]]) -> None:
    rows = {sheet.name: read(sheet) for sheet in sheets(view)}
    assert set(rows) == TABLES
    del rows["edges"]
    assert rebuilt(**rows) == view


@pytest.mark.parametrize("read", [_from_csv, _from_parquet])
def test_every_cell_reads_back(view: GraphView, read: Callable[[Sheet], list[Row]]) -> None:
    for sheet in sheets(view):
        # The years in a list are texts in CSV.
        item = str if read is _from_csv else (lambda cell: cell)
        as_lists = [
            {column: list(map(item, cell)) if isinstance(cell, tuple) else cell for column, cell in row.items()}
            for row in sheet.rows
        ]
        assert read(sheet) == as_lists


def test_parquet_has_types_and_pandas_reads_them(nasty_view: GraphView) -> None:
    claims = next(sheet for sheet in sheets(nasty_view) if sheet.name == "claims")
    frame = pd.read_parquet(BytesIO(parquet_file(claims)))
    assert len(frame) == 5
    assert frame["confidence"].dtype == "float64"
    assert sorted(frame["year"].dropna()) == [2020, 2021, 2024]
    schema = parquet.read_schema(pa.BufferReader(parquet_file(edges_sheet(nasty_view))))
    assert (schema.field("year").type, schema.field("years").type) == (pa.int64(), pa.list_(pa.int64()))
    assert schema.field("texts").type == pa.list_(pa.string())


def test_no_cell_of_csv_is_a_formula(nasty_out: Path, tmp_path: Path) -> None:
    paths = export(nasty_out, Format.CSV, tmp_path / "tables")
    assert {path.name for path in paths} == {f"{name}.csv" for name in TABLES}
    rows = [row for path in paths for row in csv.reader(StringIO(path.read_text(encoding="utf-8"), newline=""))]
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(OF_SPREADSHEETS)]
    assert "'-Fiji" in cells
    assert '\'=HYPERLINK("x"),\n\f<b>Norway</b> & Fiji' in cells


@given(st.lists(st.text(alphabet=st.one_of(st.sampled_from("| \\"), st.characters(codec="utf-8")), min_size=1)))
def test_joining_is_undone(items: list[str]) -> None:
    assert parted(joined(items)) == items


@given(st.floats(min_value=0, max_value=1e18))
def test_a_numeral_is_the_number_without_exponent(number: float) -> None:
    assert float(numeral(number)) == number
    assert set(numeral(number)) <= set("0123456789.")


def _claim(status: Status, confidence: float, year: int, *, fiscal: bool = False) -> EdgeClaim:
    quote = Quote(document=f"text-{status}", start=0, end=1, text=status.value)
    return EdgeClaim(
        iri=f"claim-{status}-{confidence}",
        document=quote.document,
        confidence=confidence,
        rule="r",
        status=status,
        evidence=(quote,),
        year=year,
        fiscal=fiscal,
    )


def test_a_row_speaks_for_the_surest_of_the_firmest_claims_and_for_no_denial() -> None:
    claims = (
        _claim(Status.STATED, 0.4, 2020),
        _claim(Status.STATED, 0.6, 2021),
        _claim(Status.PLANNED, 0.9, 2019, fiscal=True),
        _claim(Status.NEGATED, 1.0, 1990),
    )
    nodes = tuple(Node(id=id_, iri=id_, type=EntityType.COUNTRY, name=id_) for id_ in ("fiji", "norway"))
    edge = Edge(subject="fiji", predicate=Predicate.COOPERATES_WITH, object="norway", claims=claims)
    (row,) = edges_sheet(GraphView(nodes=nodes, edges=(edge,), documents=())).rows
    assert (row["status"], row["confidence"], row["quote"]) == ("stated", 0.6, "stated")
    assert (row["year"], row["fiscal_year"], row["years"]) == (2019, 2019, (2019, 2020, 2021))
    assert row["texts"] == ("text-stated", "text-planned")
    assert (row["claims"], row["sentences"]) == (3, 2)


def test_denials_are_claims_with_their_status_and_no_edges(nasty_view: GraphView) -> None:
    tables = {sheet.name: sheet.rows for sheet in sheets(nasty_view)}
    assert [row["status"] for row in tables["claims"]].count("negated") == 2
    assert len(tables["edges"]) == 2


def test_without_pyarrow_the_extra_is_named(small_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"--format parquet: found no pyarrow.*pip install 'odagraph\[parquet\]'"):
        export(small_out, Format.PARQUET, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
