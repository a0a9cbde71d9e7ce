"""Stretches of text on a page → lines in reading order: columns one after another, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_EDGE = 0.12
_PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?[-–—|\s]*")
_GUTTER = 6.0
_FILLED = 0.55
_LINES_OF_COLUMN = 4
_DEEPEST = 5
_CELL_GAP = 4.0
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
    dropped = [{id(s) for s in edge if keys[_key(s)] >= often or _PAGE_NUMBER.fullmatch(s.text)} for edge in edges]
    return [[s for s in page if id(s) not in drop] for page, drop in zip(pages, dropped, strict=True)]


def _at_edge(segment: Segment, height: float) -> bool:
    return segment.bottom > (1 - _EDGE) * height or segment.top < _EDGE * height


def _key(segment: Segment) -> str:
    return re.sub(r"\d+", "#", segment.text.casefold())


def in_reading_order(segments: Sequence[Segment], depth: int = 0) -> list[Segment]:
    """The lines of a page or of a part of it; what stands side by side in a table is one line."""
    lines: list[Segment] = []
    for band in _bands(_rows(segments)):
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
    """Whether a column is lines of prose: most of them fill it, and it is no narrow one of figures or bullets."""
    width = max(s.right for s in column) - min(s.left for s in column)
    rows = _rows(column)
    filled = sum(sum(s.right - s.left for s in row) for row in rows) / len(rows)
    return len(rows) >= _LINES_OF_COLUMN and filled > _FILLED * width and width > 8 * rows[0][0].size


def _joined(row: Sequence[Segment]) -> Segment:
    """A row as one segment; cells of a table are divided by bars."""
    text = row[0].text
    for before, segment in pairwise(row):
        wide = segment.left - before.right > _CELL_GAP * segment.size and not _BULLET.fullmatch(before.text)
        text += (" | " if wide else " ") + segment.text
    size = max(row, key=lambda s: len(s.text))
    return replace(size, text=text, left=row[0].left, right=max(s.right for s in row))
