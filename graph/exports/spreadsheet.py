"""Tables as CSV: RFC 4180 in UTF-8, lists joined, and no cell that a spreadsheet takes for a formula."""

import csv
import re
from io import StringIO

from graph.exports.sheets import Cell, Sheet, numeral

_BETWEEN = " | "
#: What starts a formula in some spreadsheet, full-width forms included, behind any number of apostrophes.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def csv_file(sheet: Sheet) -> bytes:
    """A table as CSV, its columns' names first."""
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([_written(row[column]) for column in sheet.columns] for row in sheet.rows)
    return table.getvalue().encode()


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


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what could start one gets an apostrophe before it.

    Source: OWASP, "CSV Injection".

    >>> guarded("=1+1"), guarded("Japan")
    ("'=1+1", 'Japan')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What the text of a cell was before it was guarded.

    >>> unguarded(guarded("=1+1")), unguarded("Japan")
    ('=1+1', 'Japan')
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
