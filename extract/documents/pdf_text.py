"""Lines in reading order → paragraphs, headings and notes; words that a line end divides are mended."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.documents.converted import joined
from extract.documents.pdf_segments import Segment

_NOTE = re.compile(r"(?:<sup>(\d{1,3}|[*†‡]{1,2})</sup>|(\d{1,3})(?=\s)|([*†‡]{1,2}))\s*")
_BULLET = re.compile(r"[•▪◦‣·–—-]\s+")
_ITEM = re.compile(r"(?:[•●▪■◆○‣*·–—-]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)")
_TERMINAL = re.compile(r"[.!?:;][\"”’)\]]*(?:<sup>[^<]*</sup>)?$")
_STOPPED = re.compile(r"[.!?][\"”’)\]]*(?:<sup>[^<]*</sup>)?$")
_DIVIDED = re.compile(r"([^\W\d_]+)-$")
_NUMBER_CUT = re.compile(r"\d-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: What begins a compound far more often than a divided word.
_FIRSTS = frozenset({"cross", "high", "long", "low", "mid", "multi", "next", "non", "post", "self", "short", "well"})
_HEADING_SIZE = 1.12
_NOTE_SIZE = 0.93
_SAME_SIZE = 0.08
_LONGEST_HEADING = 200
_LOOSE = 1.25
_INDENT = 0.7
_MUCH_ROOM = 0.25


@dataclass(slots=True)
class _Block:
    lines: list[Segment] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Body:
    """The usual size of letters, and the usual distance of lines in sizes."""

    size: float
    pitch: float


def as_text(pages: Sequence[Sequence[Segment]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of pages, and where the text of each page begins in it. A paragraph that a page break cuts is whole;
    the notes of a page follow the paragraph that ends there.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return "", ()
    body = _body(lines)
    words = frozenset(word.casefold() for line in lines for word in _WORD.findall(line.text))
    parts: list[str] = []
    turns: list[list[tuple[int, int]]] = []
    for block in _blocks(lines, body):
        lead, skip = _lead(block, body)
        text, breaks = _joined(block.lines, words, skip)
        turns.append([(len(lead) + offset if offset else 0, page) for offset, page in breaks])
        parts.append(lead + text)
    text, begins = joined(parts)
    starts = [(at + offset, page) for at, turn in zip(begins, turns, strict=True) for offset, page in turn]
    kept = [now for before, now in pairwise([(0, 0), *starts]) if now[1] != before[1]]
    return text, tuple(kept)


def _body(lines: Sequence[Segment]) -> _Body:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = max(sizes, key=lambda found: (sizes[found], found))
    # Below a full line its paragraph goes on: there is no gap between paragraphs to be taken for one between lines.
    pitches = Counter(
        round((one.bottom - two.bottom) / size, 2)
        for one, two in pairwise(lines)
        if _same_place(one, two) and 0 < one.bottom - two.bottom < 3 * size and not _is_short(one, two)
    )
    return _Body(size, max(pitches, key=lambda found: (pitches[found], -found)) if pitches else 1.2)


def _same_place(one: Segment, two: Segment) -> bool:
    return one.page == two.page and one.column == two.column


def _blocks(lines: Sequence[Segment], body: _Body) -> list[_Block]:
    blocks: list[_Block] = []
    waiting: list[_Block] = []
    current: _Block | None = None
    note: _Block | None = None
    for before, line in zip([None, *lines], lines, strict=False):
        if line.aside:
            _wait(line, waiting, body)
        elif label := _note_label(line, body):
            note = _Block([line], label)
            waiting.append(note)
        elif note is not None and _is_of_note(note, line, body, last=note.lines[-1] is before):
            note.lines.append(line)
        elif current is not None and _goes_on(current.lines[-1], line, body):
            current.lines.append(line)
        else:
            blocks += [current] if current else []
            blocks += waiting
            current, waiting = _Block([line]), []
    return [*blocks, *([current] if current else []), *waiting]


def _is_of_note(note: _Block, line: Segment, body: _Body, *, last: bool) -> bool:
    """Whether a line of small print belongs to a note: the last one read, or one that goes on at the foot of the next
    page.
    """
    before = note.lines[-1]
    if line.size > _NOTE_SIZE * body.size or abs(line.size - before.size) > _SAME_SIZE * before.size:
        return False
    if before.page == line.page:
        return last and _same_place(before, line)
    return line.page == before.page + 1 and _TERMINAL.search(before.text) is None


def _wait(line: Segment, waiting: list[_Block], body: _Body) -> None:
    """Adds a line of an aside to what waits until the paragraph beside it ends."""
    before = waiting[-1].lines[-1] if waiting else None
    if before is not None and before.aside and before.column == line.column and _goes_on(before, line, body):
        waiting[-1].lines.append(line)
    else:
        waiting.append(_Block([line]))


def _note_label(line: Segment, body: _Body) -> str:
    """The label of the note that a line of small print begins."""
    found = _NOTE.match(line.text)
    if found is None or line.size > _NOTE_SIZE * body.size:
        return ""
    return found[1] or found[2] or found[3]


def _goes_on(before: Segment, line: Segment, body: _Body) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    ended = _TERMINAL.search(before.text) is not None
    if _is_unlike(before, line) or _begins_item(before, line, ended=ended):
        return False
    if not _same_place(before, line):
        return _goes_on_elsewhere(before, line, ended=ended)
    if before.bottom - line.bottom > _LOOSE * body.pitch * line.size:
        return False
    indented = _inset(line) > _inset(before) + _INDENT * line.size and _inset(before) < line.size
    if ended and indented and not _ITEM.match(before.text):
        return False
    if line.text[:1].islower() or not _is_short(before, line):
        return True
    return not ended and (line.size > _HEADING_SIZE * body.size or _leaves(before) < _MUCH_ROOM)


def _is_unlike(before: Segment, line: Segment) -> bool:
    """Whether two lines are of different sizes, or one of them is a row of a table."""
    return before.cells or line.cells or abs(line.size - before.size) > _SAME_SIZE * before.size


def _goes_on_elsewhere(before: Segment, line: Segment, *, ended: bool) -> bool:
    """The same where a column or a page begins with the line."""
    if line.text[:1].islower():
        return _STOPPED.search(before.text) is None
    return not ended and not _is_short(before, line)


def _begins_item(before: Segment, line: Segment, *, ended: bool) -> bool:
    """Whether a line begins an item; a number that only stands first on its line, amid a sentence, does not."""
    if not _ITEM.match(line.text):
        return False
    open_ = not ended or before.text.endswith(":")
    indented = abs(_inset(line) - _inset(before)) >= _INDENT * line.size
    amid = open_ and not indented and not _is_short(before, line)
    return _BULLET.match(line.text) is not None or not amid


def _is_short(before: Segment, line: Segment) -> bool:
    """Whether the first word of a line would have had room on the line before."""
    letter = (line.right - line.left) / max(len(line.text), 1)
    return before.reach[1] - before.right > letter * (len(line.text.split(" ", 1)[0]) + 3)


def _inset(line: Segment) -> float:
    """How far from the edge of its column a line begins."""
    return line.left - line.reach[0]


def _leaves(line: Segment) -> float:
    """The share of its column that a line leaves empty."""
    return (line.reach[1] - line.right) / max(line.reach[1] - line.reach[0], 1.0)


def _is_heading(block: _Block, body: _Body) -> bool:
    length = sum(len(line.text) for line in block.lines)
    quoted = block.lines[0].aside and _TERMINAL.search(block.lines[-1].text)
    return block.lines[0].size > _HEADING_SIZE * body.size and length <= _LONGEST_HEADING and not quoted


def _lead(block: _Block, body: _Body) -> tuple[str, int]:
    """What a block begins with in the text, and how many characters of its first line that stands for."""
    first = block.lines[0].text
    if block.note:
        label = _NOTE.match(first)
        return f"<sup>{block.note}</sup> ", label.end() if label else 0
    if bullet := _BULLET.match(first):
        return "- ", bullet.end()
    return "## " if _is_heading(block, body) else "", 0


def _joined(lines: Sequence[Segment], words: frozenset[str], skip: int) -> tuple[str, list[tuple[int, int]]]:
    """The lines as one, without what is skipped of the first, and where each page begins in it."""
    text = lines[0].text[skip:]
    breaks = [(0, lines[0].page)]
    for before, line in pairwise(lines):
        divided = _DIVIDED.search(text)
        if divided and line.text[:1].isalpha():
            text = text if _keeps_hyphen(divided[1], line.text, words) else text[:-1]
        elif not (_NUMBER_CUT.search(text) and line.text[:1].isdigit()):
            text += " "
        if line.page != before.page:
            breaks.append((len(text), line.page))
        text += line.text
    return text, breaks


def _keeps_hyphen(first: str, line: str, words: frozenset[str]) -> bool:
    """Whether a word that a line end divides at its hyphen is a compound: a name, one that the text also has within a
    line, or one of two words of the text that it never has in one.
    """
    rest = _WORD.match(line)
    first, second = first.casefold(), rest[0].casefold() if rest else ""
    if line[:1].isupper() or f"{first}-{second}" in words:
        return True
    return f"{first}{second}" not in words and (first in _FIRSTS or {first, second} <= words)
