"""Boxes, pull quotes, side notes and side heads: what stands beside the running text and is no part of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.documents.pdf_segments import Interval, Segment, free_of, gutters_of, reach_of, rows_of

_STOPPED = re.compile(r"[.!?:;][\"”’)\]]*$")
#: A number or sign before a line, as of a note.
_MARK = re.compile(r"\W{0,2}\w{0,3}\W{0,2}")
Band = list[list[Segment]]

_FILLED = 0.55
_NARROW = 0.6
_SPARSE = 0.7
_WORDED = 0.4
_LESS_ROOM = 0.85
_LINES = 4
_FEW = 2
_APART = 1.5
_FULL = 0.75
_PARTED = 1.0
_SAME_SIZE = 0.08


def with_short_lines(bands: Sequence[Band]) -> list[Band]:
    """The bands, each that one gutter runs through with the lines right above and below that an inset in it keeps
    short: its edge is further out than its text.
    """
    found = [list(band) for band in bands]
    region = reach_of([segment for band in found for row in band for segment in row]) if found else (0.0, 0.0)
    for at, band in enumerate(found):
        gutters = gutters_of(free_of(band), band)
        if len(gutters) == 1:
            gutter = gutters[0]
            room = (region[0], gutter[1]) if gutter[0] - region[0] > region[1] - gutter[1] else (gutter[0], region[1])
            _take(band, found[at - 1] if at else [], -1, room)
            _take(band, found[at + 1] if at + 1 < len(found) else [], 0, room)
    return found


def _take(band: Band, other: Band, end: int, room: Interval) -> None:
    """Moves the lines at one end of another band into a band that an inset keeps short."""
    while len(other) > 1 and _is_kept_short(other[end], band[0 if end else -1], room):
        band.insert(0 if end else len(band), other.pop(end))


def _is_kept_short(row: Sequence[Segment], beside: Sequence[Segment], room: Interval) -> bool:
    """Whether a row right above or below another is one line that fills the room that an inset leaves."""
    line = row[0]
    gap = max(line.bottom - max(s.top for s in beside), min(s.bottom for s in beside) - line.top)
    inside = room[0] <= line.left and line.right <= room[1]
    fills = line.right - line.left > _FULL * (room[1] - room[0])
    return len(row) == 1 and inside and fills and gap < _APART * line.size


def inset_of(columns: Sequence[Sequence[Segment]], region: Interval, after: Sequence[Segment]) -> int | None:
    """Which of two columns is an inset in a text that runs on above or below them over the width of the region, if one
    is: it leaves the text beside it more room than it takes, or that goes on in the row `after`, and both are prose.
    """
    if len(columns) != 2:
        return None
    left, right = (reach_of(column) for column in columns)
    rooms = (left[1] - region[0], region[1] - right[0])
    narrow = 0 if rooms[0] < rooms[1] else 1
    if rooms[narrow] > _LESS_ROOM * rooms[1 - narrow]:
        going_on = _going_on(columns, after)
        if going_on is None:
            return None
        narrow = 1 - going_on
    if not all(map(_is_worded, columns)):
        return None
    rows = [rows_of(column) for column in columns]
    filled = sum(s.right - s.left for s in columns[1 - narrow]) > _FILLED * rooms[1 - narrow] * len(rows[1 - narrow])
    return narrow if filled and len(rows[1 - narrow]) >= _FEW and len(rows[narrow]) >= _FEW else None


def _going_on(columns: Sequence[Sequence[Segment]], after: Sequence[Segment]) -> int | None:
    """Which of two columns breaks off and goes on right below them, and not in the other one, if one does."""
    lasts, firsts = [rows_of(c)[-1][-1] for c in columns], [rows_of(c)[0][0] for c in columns]
    open_ = [_STOPPED.search(last.text) is None for last in lasts]
    if open_[0] == open_[1] or len(after) != 1:
        return None
    at = open_.index(True)
    last, line = lasts[at], after[0]
    near = last.bottom - line.top < last.size and abs(last.size - line.size) <= _SAME_SIZE * line.size
    return at if near and not firsts[1 - at].text[:1].islower() else None


def _is_worded(column: Sequence[Segment]) -> bool:
    """Whether most stretches of a column are of several words: none are those of lines that are stretched to fill it,
    between whose words a gutter seems to run.
    """
    return sum(" " in segment.text for segment in column) > _WORDED * len(column)


def margin_of(columns: Sequence[Sequence[Segment]]) -> int | None:
    """Which of two columns is a margin with notes or headings beside the text in the other, if one is."""
    if len(columns) != 2:
        return None
    widths = [right - left for left, right in map(reach_of, columns)]
    narrow = 0 if widths[0] < widths[1] else 1
    wide = 1 - narrow
    text, margin = rows_of(columns[wide]), rows_of(columns[narrow])
    prose = len(text) >= _LINES and sum(s.right - s.left for s in columns[wide]) > _FILLED * widths[wide] * len(text)
    sparse = _is_worded(columns[wide]) and widths[narrow] < _NARROW * widths[wide] and len(margin) < _SPARSE * len(text)
    marks = all(_MARK.fullmatch(segment.text) for segment in columns[narrow])
    return narrow if prose and sparse and not marks else None


def texts_of(margin: Sequence[Segment]) -> list[list[Segment]]:
    """The texts in a margin, from top to bottom."""
    rows = [segment for row in rows_of(margin) for segment in row]
    cuts = [0, *(at for at, (one, other) in enumerate(pairwise(rows), 1) if _are_parted(one, other)), len(rows)]
    return [rows[start:end] for start, end in pairwise(cuts)]


def _are_parted(one: Segment, other: Segment) -> bool:
    size = max(one.size, other.size)
    return one.bottom - other.top > _PARTED * size or abs(one.size - other.size) > _SAME_SIZE * size


def with_asides(lines: Sequence[Segment], texts: Sequence[Sequence[Segment]]) -> list[Segment]:
    """Lines in reading order, each text beside them as an aside, before the line that stands a little below its top."""
    ordered = list(lines)
    for text in texts:
        top = text[0].top
        at = next(
            (i for i, line in enumerate(ordered) if not line.aside and line.bottom < top - line.size), len(ordered)
        )
        ordered[at:at] = [replace(line, aside=True) for line in text]
    return ordered
