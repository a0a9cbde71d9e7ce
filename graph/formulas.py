"""Rows of CSV, and texts that a spreadsheet would take for a formula made harmless: the one rule of every CSV that
people may open.

Source: OWASP, "CSV Injection". The page's download follows the same rule in `graph/page/browser/csv.js`.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

#: What starts a formula in some spreadsheet, full-width forms included, behind blanks and any number of apostrophes.
FORMULA: Final = re.compile(r"'*(?:[\s\u0000-\u001f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what could start one gets an apostrophe before it.

    >>> guarded("=1+1"), guarded("Japan")
    ("'=1+1", 'Japan')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What the text of a cell was before it was guarded.

    >>> unguarded(guarded("=1+1")), unguarded("Japan")
    ('=1+1', 'Japan')
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def csv_row(cells: Sequence[object]) -> str:
    r"""One row with its end, a line feed (RFC 4180 but for that).

    The writer thinks of CR LF as the end, so that it quotes a cell with either.

    >>> csv_row(["Fiji, Laos", None, 0.5, "a\rb"])
    '"Fiji, Laos",,0.5,"a\rb"\n'
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"
