"""The marks of list items joined to their lines, so that no gap between the two looks like one between columns."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.documents.pdf_segments import Segment

#: A box in points: left, bottom, right, top.
Box = tuple[float, float, float, float]

_BULLET = "•"
#: A sign, a picture of a symbol font, or the small o that a word processor takes for a ring.
_SIGN = re.compile(r"[^\w\s]|o")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
_KEPT = frozenset("■◆●○★▶*†‡")
_SMALLEST, _LARGEST = 0.15, 0.7
_LONGER = 1.4
_AWAY = 2.5
_ROOM = 1.2


def is_dot(box: Box) -> bool:
    """Whether something drawn may be the bullet of an item: a small disc, square or diamond.

    >>> is_dot((60.75, 660, 64.5, 663.75)), is_dot((60, 660, 300, 660.5))
    (True, False)
    """
    width, height = box[2] - box[0], box[3] - box[1]
    return 0.5 <= height <= 12 and height / _LONGER <= width <= height * _LONGER


def with_bullets(segments: Sequence[Segment], dots: Sequence[Box]) -> list[Segment]:
    """The segments of a page, those that are marks of items before their lines; `dots` are marks that are drawn."""
    marks = [segment for segment in segments if _SIGN.fullmatch(segment.text) or _NUMBER.fullmatch(segment.text)]
    lines = [segment for segment in segments if segment not in marks]
    drawn = [(box, _BULLET) for box in dots]
    written = [((mark.left, mark.bottom, mark.right, mark.top), _sign(mark.text)) for mark in marks]
    joined: set[int] = set()
    for number, (box, sign) in enumerate([*written, *drawn]):
        at = _line_of(box, lines, drawn=number >= len(written))
        if at is not None:
            lines[at] = replace(lines[at], text=f"{sign} {lines[at].text}", left=box[0])
            joined.add(number)
    return [*lines, *(mark for number, mark in enumerate(marks) if number not in joined)]


def _sign(text: str) -> str:
    return text if text in _KEPT or _NUMBER.fullmatch(text) else _BULLET


def _line_of(box: Box, lines: Sequence[Segment], *, drawn: bool) -> int | None:
    """The index of the line that a mark stands right before, if there is one and nothing stands as near before it."""
    left, bottom, right, top = box
    middle = (bottom + top) / 2
    row = [(line.left - right, at) for at, line in enumerate(lines) if line.bottom < middle < line.top]
    after = min(((gap, at) for gap, at in row if gap > -1), default=None)
    if after is None:
        return None
    line = lines[after[1]]
    room = max(_ROOM * line.size, _ROOM * after[0])
    if any(0 <= left - lines[at].right < room for _, at in row):
        return None
    fits = not drawn or _SMALLEST * line.size <= top - bottom <= _LARGEST * line.size
    return after[1] if fits and after[0] <= _AWAY * line.size else None
