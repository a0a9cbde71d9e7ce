"""Stretches of text on a page → lines in reading order: columns one after another, running heads left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from extract.documents.pdf_insets import Band, inset_of, margin_of, texts_of, with_asides, with_short_lines
from extract.documents.pdf_segments import GUTTER, Interval, Segment, free_of, gutters_of, reach_of, rows_of

_EDGE = 0.12
_PAGE_NUMBER = re.compile(r"(?i)(?:page\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?[-–—|\s]*")
_FILLED = 0.55
_LINES_OF_COLUMN = 4
_FEW_LINES = 2
_PROSE_LINE = 25
_DEEPEST = 5
_CELL_GAP = 4.0
_HEADING = 1.12
_ROOM = 0.3
_APART = 1.5
_OVERLAP = 0.1
_ROWS = 3
_MOST = 0.5
_CELL_BREAK = " | "
_EDGES = 0.5
_EQUAL = 1.3
_NARROW = 25
_BULLET = re.compile(r"[^\w\s]{1,2}|\(?(?:\d{1,3}|[a-z])[.)]|<sup>.{1,3}</sup>|\d{1,3}")


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
    """The lines of a page or of a part of it; what stands side by side in a table is one line, what stands beside the
    text an aside.
    """
    if not segments:
        return []
    region = reach_of(segments)
    segments = list(_sewn(segments, region))
    bands = with_short_lines(_with_first_lines(list(_bands(rows_of(segments)))))
    parts = [part for band in bands if band for part in _cut_at_headings(band)]
    if len(parts) == 1:
        return _in_part(parts[0], region, depth)
    afters = [*(part[0] for part in parts[1:]), []]
    return [line for part, after in zip(parts, afters, strict=True) for line in _in_part(part, region, depth, after)]


def _sewn(segments: Sequence[Segment], region: Interval) -> Iterator[Segment]:
    """Yields: the segments, the words of a line that is stretched to both edges of its column as one: between them it
    has equal gaps, which may look like gutters.
    """
    for row in rows_of(segments):
        gaps = [other.left - one.right for one, other in pairwise(row)]
        words = len(row) > 1 and not any(" " in segment.text for segment in row)
        edges = (row[0].left - region[0]) + (region[1] - row[-1].right)
        if words and edges < _EDGES * row[0].size and max(gaps) < _EQUAL * min(gaps) and _is_narrow(row, region):
            yield replace(_joined(row), text=" ".join(segment.text for segment in row))
        else:
            yield from row


def _is_narrow(row: Sequence[Segment], region: Interval) -> bool:
    """Whether a column has so little room that a line of it may have a few words only."""
    return region[1] - region[0] < _NARROW * row[0].size


def _in_part(band: Band, region: Interval, depth: int, after: Sequence[Segment] | None = None) -> list[Segment]:
    """The lines of a band; `after` is the row below it in its region, and None where the band is all of that."""
    columns = _divided(band) if depth < _DEEPEST else []
    margin = margin_of(columns)
    inset = None if after is None else inset_of(columns, region, after)
    if inset is not None:
        text, beside = columns[1 - inset], columns[inset]
        lines = [replace(line, column=region) for line in in_reading_order(text, depth + 1)]
        return with_asides(lines, [in_reading_order(beside, depth + 1)])
    if margin is not None:
        texts = [in_reading_order(text, depth + 1) for text in texts_of(columns[margin])]
        return with_asides(in_reading_order(columns[1 - margin], depth + 1), texts)
    if columns and all(map(_is_text, columns)):
        return [line for column in columns for line in in_reading_order(column, depth + 1)]
    rows = rows_of([segment for row in band for segment in row])
    found = _of_table(rows, columns) if _is_table(rows, columns) else map(_joined, rows)
    return [replace(line, column=region, reach=region) for line in found]


def _is_table(rows: Sequence[list[Segment]], columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether most rows have cells in several columns, none of which is of the marks of items or notes."""
    marked = any(all(_BULLET.fullmatch(segment.text) for segment in column) for column in columns[:1])
    several = [row for row in rows if len(row) > 1]
    return len(columns) > 1 and not marked and len(several) >= _ROWS and len(several) > _MOST * len(rows)


def _of_table(rows: Sequence[list[Segment]], columns: Sequence[Sequence[Segment]]) -> list[Segment]:
    """The rows of a table, a line each; a row without a first cell goes on with the cells of the one above."""
    place = {id(segment): at for at, column in enumerate(columns) for segment in column}
    table: list[list[list[Segment]]] = []
    for row in rows:
        if not table or any(place[id(segment)] == 0 for segment in row):
            table.append([[] for _ in columns])
        for segment in row:
            table[-1][place[id(segment)]].append(segment)
    return [_row(cells) for cells in table]


def _row(cells: Sequence[Sequence[Segment]]) -> Segment:
    texts = [" ".join(segment.text for segment in cell) for cell in cells if cell]
    whole = [segment for cell in cells for segment in cell]
    return replace(_joined(whole), text=_CELL_BREAK.join(texts), cells=True)


def _bands(rows: Sequence[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Yields: rows that one gutter runs through, or none."""
    band: list[list[Segment]] = []
    free: list[Interval] = []
    for at, row in enumerate(rows):
        side_by_side = [row, *(other for other in rows[at + 1 : at + 2] if _are_beside(row, other))]
        own = free_of(side_by_side)
        both = _common(free, own) if band else own
        divided = gutters_of(free, band) or gutters_of(own, side_by_side) if band else []
        if divided and not gutters_of(both, [*band, row]):
            yield band
            band, both = [], own
        band.append(row)
        free = both
    if band:
        yield band


def _are_beside(row: Sequence[Segment], lower: Sequence[Segment]) -> bool:
    """Whether two rows are lines of two texts side by side, of which one stands a little lower."""
    one, other = reach_of(row), reach_of(lower)
    apart = one[1] <= other[0] or other[1] <= one[0]
    return apart and min(s.bottom for s in row) < max(s.top for s in lower) - _OVERLAP * row[0].size


def _with_first_lines(bands: Sequence[list[list[Segment]]]) -> list[list[list[Segment]]]:
    """The bands, each with the lines right of its gutter that stand a little higher than its first one on the left."""
    found = [list(band) for band in bands]
    for above, below in pairwise(found):
        gutters = gutters_of(free_of(below), below)
        while (
            len(above) > 1
            and gutters
            and not gutters_of(free_of(above), above)
            and above[-1][0].left >= gutters[0][1] - 1
        ):
            below.insert(0, above.pop())
    return found


def _cut_at_headings(band: list[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Yields: a band of columns in parts, divided by headings that run over all columns though they are short: they are
    larger than the text, and both columns leave room for them.
    """
    if not gutters_of(free_of(band), band):
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


def _common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [pair for pair in pairs if pair[1] - pair[0] >= GUTTER]


def _divided(rows: Sequence[list[Segment]]) -> list[list[Segment]]:
    """The segments as the gutters divide them, from left to right; none where there is no gutter."""
    gutters = gutters_of(free_of(rows), rows)
    if not gutters:
        return []
    segments = [segment for row in rows for segment in row]
    bounds = [float("-inf"), *((a + b) / 2 for a, b in gutters), float("inf")]
    return [[s for s in segments if low <= s.left < high] for low, high in pairwise(bounds)]


def _is_text(column: Sequence[Segment]) -> bool:
    """Whether a column is lines of prose: most of them fill it, and it is no narrow one of figures or bullets. Where
    there are few of them, they have to be long.
    """
    width = max(s.right for s in column) - min(s.left for s in column)
    rows = rows_of(column)
    full = rows[:-1] if len(rows) > 1 else rows  # the last line of a paragraph is as short as it may be
    filled = sum(s.right - s.left for row in full for s in row) / len(full)
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
