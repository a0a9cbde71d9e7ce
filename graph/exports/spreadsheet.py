"""Tables as CSV: RFC 4180 in UTF-8, lists joined, and no cell that a spreadsheet takes for a formula."""

import re

from graph.exports.sheets import Cell, Sheet, numeral
from graph.formulas import csv_row, guarded

_BETWEEN = " | "


def csv_file(sheet: Sheet) -> bytes:
    """A table as CSV, its columns' names first."""
    rows = ([_written(row[column]) for column in sheet.columns] for row in sheet.rows)
    return "".join(map(csv_row, ([*sheet.columns], *rows))).encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, int | float):
        return numeral(cell)
    if isinstance(cell, tuple):
        return guarded(joined([str(item) for item in cell]))
    return guarded(cell or "")


def joined(items: list[str]) -> str:
    r"""Several texts as one, with bars between; a bar within one has a backslash before it.

    >>> print(joined(["Japan", "a|b"]))
    Japan | a\|b
    """
    return _BETWEEN.join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def parted(text: str) -> list[str]:
    r"""What `joined` made one text of; nothing for an empty text.

    >>> parted(joined(["Japan", "a|b"]))
    ['Japan', 'a|b']
    """
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in text.split(_BETWEEN)] if text else []
