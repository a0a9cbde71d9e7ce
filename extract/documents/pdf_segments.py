"""A stretch of text on a page, and rows of such."""

from collections.abc import Sequence
from dataclasses import dataclass

Interval = tuple[float, float]
#: The least width of what may divide columns, in points.
GUTTER = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some text on one line, its box in points from the lower left corner, and its page. `column` is from where to
    where the column reaches that it stands in, `reach` the part of that which an inset leaves to the line; an `aside`
    is no part of the running text, and `cells` are a row of a table.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    page: int
    column: Interval = (0.0, 0.0)
    reach: Interval = (0.0, 0.0)
    aside: bool = False
    cells: bool = False

    @property
    def size(self) -> float:
        """The height of the line, which grows with the size of its letters."""
        return self.top - self.bottom


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
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


def free_of(rows: Sequence[list[Segment]]) -> list[Interval]:
    """Where no segment of some rows stands, from left to right."""
    taken = sorted((s.left, s.right) for row in rows for s in row)
    free, at = [], float("-inf")
    for left, right in taken:
        if left - at >= GUTTER:
            free.append((at, left))
        at = max(at, right)
    return [*free, (at, float("inf"))]


def gutters_of(free: Sequence[Interval], rows: Sequence[list[Segment]]) -> list[Interval]:
    """The gutters that have text on both sides."""
    left = min(s.left for row in rows for s in row)
    right = max(s.right for row in rows for s in row)
    return [(a, b) for a, b in free if a > left and b < right]


def reach_of(segments: Sequence[Segment]) -> Interval:
    """From where to where some segments reach."""
    return min(s.left for s in segments), max(s.right for s in segments)
