"""Rows and columns → text for a reader (table), a spreadsheet (CSV) or a program (JSON)."""

import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.formulas import csv_row, guarded

Cell = str | int | float | bool | None

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: A column never gets narrower than this, however many there are.
_NARROWEST = 12


class Format(StrEnum):
    """How a table is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and the rows below them; None where a row has no value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def render(table: Table, format_: Format, *, width: int | None = None) -> str:
    """The table as text that ends with a line break.

    Args:
        table: what to write.
        format_: for readers, for a spreadsheet (RFC 4180, no cell runs as a formula) or as a JSON list of objects.
        width: columns of the screen; long cells of a readers' table are wrapped to fit. None wraps nothing.
    """
    match format_:
        case Format.CSV:
            return _csv(table)
        case Format.JSON:
            rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
        case Format.TABLE:
            return _table(table, width)


def clean(text: str) -> str:
    r"""The text on one line, without control characters: nothing in a graph can move the cursor of a terminal.

    >>> clean("one\ntwo\x1b[31m")
    'one two [31m'
    """
    return _CONTROL.sub(" ", text).strip()


def _csv(table: Table) -> str:
    """The table as CSV; numbers stay numbers, whatever their sign."""
    return "".join(
        csv_row([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        for row in (table.columns, *table.rows)
    )


def _table(table: Table, width: int | None) -> str:
    if not table.rows:
        return "no rows\n"
    from tabulate import tabulate  # noqa: PLC0415 (half of the start-up time of CSV and JSON answers)

    rows = [["" if cell is None else clean(_plain(cell)) for cell in row] for row in table.rows]
    if width:
        widths = _widths([table.columns, *rows], width)
        rows = [[_wrapped(*pair) for pair in zip(row, widths, strict=True)] for row in rows]
    aligned = ["right" if _is_number_column(table, place) else "left" for place in range(len(table.columns))]
    return tabulate(rows, table.columns, disable_numparse=True, colalign=aligned) + "\n"


def _wrapped(text: str, width: int) -> str:
    """The text in lines of at most so many characters; tabulate's own wrapping fails on numbers such as 1,000."""
    return "\n".join(textwrap.wrap(text, width)) if len(text) > width else text


def _plain(cell: Cell) -> str:
    return f"{cell:,.0f}" if isinstance(cell, float) and cell >= 1000 and cell.is_integer() else str(cell)


def _is_number_column(table: Table, place: int) -> bool:
    return all(isinstance(row[place], int | float | None) for row in table.rows)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column: as wide as its longest cell, and what is too much taken from the widest columns.

    tabulate gives a heading two blanks more than it needs.
    """
    widths = [max(len(column[0]) + 2, *map(len, column)) for column in zip(*rows, strict=True)]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths
