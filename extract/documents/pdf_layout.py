"""Stretches of text on a page → lines in reading order: columns one after another, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

_EDGE = 0.12
_PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?[-–—|\s]*")
_GUTTER = 6.0
_FILLED = 0.55
_LINES_OF_COLUMN = 4
_FEW_LINES = 2
_PROSE_LINE = 25
_DEEPEST = 5
_CELL_GAP = 4.0
_HEADING = 1.12
_ROOM = 0.3
_APART = 1.5
_BULLET = re.compile(r"[^\w\s]{1,2}|\(?(?:\d{1,3}|[a-z])[.)]|<sup>.{1,3}</sup>|\d{1,3}")
_Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some text on one line, its box in points from the lower left corner, and its page. `column` is from where to
    where the column reaches that it stands in.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int
    column: _Interval = (0.0, 0.0)

    @property
    def size(self) -> float:
        """The height of the line, which grows with the size of its letters."""
        return self.top - self.bottom


def without_running_heads(pages: Sequence[list[Segment]], heights: Sequence[float]) -> list[list[Segment]]:
    """The pages without page numbers and without what stands at the edge of several pages in the same words."""
    edges = [[s for s in page if _at_edge(s, height)] for page, height in zip(pages, heights, strict=True)]
    keys = Counter(key for edge in edges for key in {_key(segment) for segment in edge})
    often = 2 if len(pages) < 4 else 3
    repeated = [{id(s) for s in edge if keys[_key(s)] >= often} for edge in edges]
    dropped = [
        known | {id(s) for s in edge if _PAGE_NUMBER.fullmatch(s.text) and not _is_led(s, page, known)}
        for known, edge, page in zip(repeated, edges, pages, strict=True)
    ]
    return [[s for s in page if id(s) not in drop] for page, drop in zip(pages, dropped, strict=True)]


def _is_led(number: Segment, page: Sequence[Segment], heads: Set[int]) -> bool:
    """Whether a number leads a text that stands right behind it and is no running head: the number of a heading."""
    near = _CELL_GAP * number.size
    return any(
        id(s) not in heads and 0 < s.left - number.right < near and s.bottom < number.top and number.bottom < s.top
        for s in page
    )


def _at_edge(segment: Segment, height: float) -> bool:
    return segment.bottom > (1 - _EDGE) * height or segment.top < _EDGE * height


def _key(segment: Segment) -> str:
    return re.sub(r"\d+", "#", segment.text.casefold())


def in_reading_order(segments: Sequence[Segment], depth: int = 0) -> list[Segment]:
    """The lines of a page or of a part of it; what stands side by side in a table is one line."""
    lines: list[Segment] = []
    bands = [part for band in _with_first_lines(list(_bands(_rows(segments)))) for part in _cut_at_headings(band)]
    for band in bands:
        whole = [segment for row in band for segment in row]
        columns = _columns(band) if depth < _DEEPEST else []
        if columns:
            lines += [line for column in columns for line in in_reading_order(column, depth + 1)]
        else:
            reach = (min(s.left for s in segments), max(s.right for s in segments))
            lines += [replace(_joined(row), column=reach) for row in _rows(whole)]
    return lines


def _rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments of one height together, from top to bottom, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.top, s.left)):
        first = rows[-1][0] if rows else None
        if first and min(first.top, segment.top) - max(first.bottom, segment.bottom) > 0.5 * min(
            first.size, segment.size
        ):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _bands(rows: Sequence[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Yields: rows that one gutter runs through, or none."""
    band: list[list[Segment]] = []
    free: list[_Interval] = []
    for row in rows:
        own = _free([row])
        both = _common(free, own) if band else own
        divided = _inner(free, band) or _inner(own, [row]) if band else []
        if divided and not _inner(both, [*band, row]):
            yield band
            band, both = [], own
        band.append(row)
        free = both
    if band:
        yield band


def _with_first_lines(bands: Sequence[list[list[Segment]]]) -> list[list[list[Segment]]]:
    """The bands, each with the lines right of its gutter that stand a little higher than its first one on the left."""
    found = [list(band) for band in bands]
    for above, below in pairwise(found):
        gutters = _inner(_free(below), below)
        while len(above) > 1 and gutters and not _inner(_free(above), above) and above[-1][0].left >= gutters[0][1] - 1:
            below.insert(0, above.pop())
    return found


def _cut_at_headings(band: list[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Yields: a band of columns in parts, divided by headings that run over all columns though they are short: they are
    larger than the text, and both columns leave room for them.
    """
    if not _inner(_free(band), band):
        yield band
        return
    whole = [segment for row in band for segment in row]
    usual = sorted(segment.size for segment in whole)[len(whole) // 2]
    part: list[list[Segment]] = []
    for row in band:
        if part and len(row) == 1 and row[0].size > _HEADING * usual and _is_alone(row[0], usual, whole):
            yield part
            yield [row]
            part = []
        else:
            part.append(row)
    if part:
        yield part


def _is_alone(heading: Segment, usual: float, others: Sequence[Segment]) -> bool:
    """Whether a line divides columns: nothing stands beside it, something to the right above it, and below it the
    columns begin anew at one height, or the page ends.
    """
    low, high = heading.bottom - _ROOM * heading.size, heading.top + _ROOM * heading.size
    left = [other for other in others if other.left <= heading.left + heading.size and other is not heading]
    right = [other for other in others if other.left > heading.left + heading.size]
    if not any(other.bottom > high for other in right) or any(low < s.top and s.bottom < high for s in right):
        return False
    below = [max((s for s in side if s.top < low), key=lambda s: s.top, default=None) for side in (left, right)]
    if below[0] is None or below[1] is None:
        return below[0] is below[1]
    return abs(below[0].top - below[1].top) < _APART * usual and below[1].size <= _HEADING * usual


def _free(rows: Sequence[list[Segment]]) -> list[_Interval]:
    """Where no segment of some rows stands, from left to right."""
    taken = sorted((s.left, s.right) for row in rows for s in row)
    free, at = [], float("-inf")
    for left, right in taken:
        if left - at >= _GUTTER:
            free.append((at, left))
        at = max(at, right)
    return [*free, (at, float("inf"))]


def _common(one: Sequence[_Interval], other: Sequence[_Interval]) -> list[_Interval]:
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [pair for pair in pairs if pair[1] - pair[0] >= _GUTTER]


def _inner(free: Sequence[_Interval], rows: Sequence[list[Segment]]) -> list[_Interval]:
    """The gutters that have text on both sides."""
    left = min(s.left for row in rows for s in row)
    right = max(s.right for row in rows for s in row)
    return [(a, b) for a, b in free if a > left and b < right]


def _columns(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """The segments column by column where the gutters divide running text; none where they divide a table."""
    gutters = _inner(_free(rows), rows)
    if not gutters:
        return []
    segments = [segment for row in rows for segment in row]
    bounds = [float("-inf"), *((a + b) / 2 for a, b in gutters), float("inf")]
    columns = [[s for s in segments if low <= s.left < high] for low, high in pairwise(bounds)]
    return columns if all(_is_text(column) for column in columns) else []


def _is_text(column: Sequence[Segment]) -> bool:
    """Whether a column is lines of prose: most of them fill it, and it is no narrow one of figures or bullets. Where
    there are few of them, they have to be long.
    """
    width = max(s.right for s in column) - min(s.left for s in column)
    rows = _rows(column)
    filled = sum(sum(s.right - s.left for s in row) for row in rows) / len(rows)
    length = sum(len(s.text) for s in column) / len(rows)
    enough = len(rows) >= _LINES_OF_COLUMN or (len(rows) >= _FEW_LINES and length >= _PROSE_LINE)
    return enough and filled > _FILLED * width and width > 8 * rows[0][0].size


def _joined(row: Sequence[Segment]) -> Segment:
    """A row as one segment; cells of a table are divided by bars."""
    text = row[0].text
    for before, segment in pairwise(row):
        wide = segment.left - before.right > _CELL_GAP * segment.size and not _BULLET.fullmatch(before.text)
        text += (" | " if wide else " ") + segment.text
    size = max(row, key=lambda s: len(s.text))
    return replace(size, text=text, left=row[0].left, right=max(s.right for s in row))
