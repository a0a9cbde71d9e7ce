"""A text as a list of blocks: headings, paragraphs, list items, captions and notes, each cleaned of what is no prose.

Cleaning takes out note marks, markup, credits and line breaks. Every character of a clean block knows its offset in the
text as read, so that what is found in the clean block can be quoted verbatim from the text.
"""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from extract.notes import MARK, MAYBE_MARK, NoteLine, label_of, note_lines, star_marks


class BlockKind(StrEnum):
    """What a block is in its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """A clean stretch of prose. `origin[i]` is the offset of character `i` in the text as read; `heading` is the text
    of the heading above.

    `marks` are the note marks that were taken out and have a note: the place in `text` that each stood before, and its
    label. `note` is the label of a note.
    """

    kind: BlockKind
    text: str
    origin: "array[int]"
    heading: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    note: str = ""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the text as read of a non-empty stretch of this block."""
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(slots=True)
class _Piece:
    """A block in the making: stretches of the text as read."""

    kind: BlockKind
    spans: list[tuple[int, int]]
    note: str = ""


_ITEM_LINE = re.compile(
    r"\s*(?:[-*•・–—]\s+|(?:-\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+|\d{1,2}\.\s+)(?:\(?[a-z0-9]\)\s+)?"
)
_HEADING_LINE = re.compile(
    r"\s*(?:#{1,6}\s+|[■●◆○□▶►▼◎※★]\s*|\d{1,2}(?:-\d)*\s+(?=[A-Z])|\(\d{1,2}\)\s+(?=[A-Z])|[A-Z]\.\s+(?=[A-Z]))"
)
_CAPTION_LINE = re.compile(
    r"\s*(?:Photo|Figure|Illustration|Caption|Picture)(?:\s+\d+)?\s*[.:]\s*(?:Details in caption\.)?\s*"
)
_CREDIT = re.compile(
    r"\(\s*(?:Photos?|Source|Illustration|Image|Picture|Credit|Courtesy)\s*(?:by|of|:)[^()]*(?:\([^()]*\)[^()]*)*\)"
)
_CREDIT_LINE = re.compile(r"\s*(?:Source|Photo credit|Credit)\s*:.*")
_TERMINAL = re.compile(r"[.!?:;][\"”’)\]]*\s*$")
_TITLE_END = re.compile(r"[:.(;–]")
_MAX_HEADING = 150
_MAX_HEADING_WORDS = 16
_WRAPPED = 160  # a text with longer lines holds a paragraph a line

# What is taken out of prose, and what stands in its place.
_NOISE = re.compile(
    r"""
      (?P<credit>\(\s*(?:Photos?|Source|Illustration|Image|Picture|Credit|Courtesy)\s*(?:by|of|:)[^()]*(?:\([^()]*\)[^()]*)*\))
    """
    rf"|(?P<mark>{MARK})|(?P<maybe>{MAYBE_MARK})"
    r"""
    | (?P<glossary>(?<=[\w”"’')])Glossary(?=\s))
    | (?P<tag></?[a-zA-Z][^<>\n]{0,60}>)
    | (?P<emphasis>\*{2,3}|(?<!\w)\*(?=\w)|(?<=[^\s*(\[])\*(?![\w*])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w))
    | (?P<escape>\\(?=[$%&#_*]))
    | (?P<page>[\[(](?:see|refer\ to|See|Refer\ to)\ (?:also\ )?(?:page|Part|p\.|Chapter|Figure)[^\])]{0,200}[\])])
    | (?P<space>\s+)
    """,
    re.VERBOSE,
)


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in text order.

    A paragraph that a page break, a figure or a caption cuts in two is one block again.
    """
    notes = note_lines(text, list(_lines(text)))
    noted = {label for label, _ in notes.values()}
    pieces = _join_cut(text, list(_pieces(text, notes)))
    blocks: list[Block] = []
    heading = ""
    for piece in pieces:
        clean, origin, marks = _clean(text, piece.spans, noted)
        if not clean:
            continue
        if piece.kind is BlockKind.HEADING:
            heading = clean
        blocks.append(Block(piece.kind, clean, origin, heading, marks, piece.note))
    return tuple(blocks)


def note_places(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """Where the mark of each note stands that has one above: note → block and place in it, notes and blocks by index.

    A note that begins with what its mark stands behind ("*Money laundering: …") goes with that mark. Figures start anew
    on a page, so the last mark is meant; stars do not, so the first one is that no note has yet.
    """
    places: dict[int, tuple[int, int]] = {}
    marks: dict[str, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        if above := marks.get(block.note):
            titled = [place for place in above if _is_title(blocks[place[0]].text[: place[1]], block.text)]
            figure = block.note[-1].isdigit()
            places[index] = titled[-1] if titled else above[-1] if figure else above[0]
            marks[block.note] = [] if figure else [place for place in above if place != places[index]]
        for at, label in block.marks:
            marks.setdefault(label, []).append((index, at))
    return places


def _is_title(before: str, note: str) -> bool:
    title = _TITLE_END.split(note, maxsplit=1)[0].strip().casefold()
    return bool(title) and before.casefold().endswith(title)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip())
        start += len(line)


def _pieces(text: str, notes: Mapping[int, NoteLine]) -> Iterator[_Piece]:
    """Lines gathered to blocks: a line goes on with the one before when nothing tells it apart and that one was
    full.
    """
    current: _Piece | None = None
    last = ""
    lines = list(_lines(text))
    full = 60 if max((end - start for start, end in lines), default=0) <= _WRAPPED else _WRAPPED
    for start, end in lines:
        line = text[start:end]
        if not line.strip() or _CREDIT_LINE.fullmatch(line):
            if current:
                yield current
            current = None
            continue
        label, skip = notes.get(start, ("", 0))
        kind = BlockKind.NOTE
        if start not in notes:
            kind, skip = _line_kind(line, _next_is_blank(text, end), follows=current is not None)
        goes_on = kind is BlockKind.PARAGRAPH and (full <= len(last) <= _WRAPPED or line.lstrip()[:1].islower())
        if current and goes_on and current.kind is not BlockKind.HEADING:
            current.spans.append((start, end))
        else:
            if current:
                yield current
            current = _Piece(kind, [(start + skip, end)], label)
        last = line
    if current:
        yield current


def _next_is_blank(text: str, end: int) -> bool:
    return re.match(r"[^\S\n]*(?:\n[^\S\n]*(?:\n|$)|$)", text[end : end + 200]) is not None


def _line_kind(line: str, alone: bool, *, follows: bool) -> tuple[BlockKind, int]:
    """What a line starts, and how many characters lead it."""
    short = len(line) <= _MAX_HEADING and not _TERMINAL.search(line)
    if (found := _HEADING_LINE.match(line)) and (short or line.lstrip().startswith("#")):
        return BlockKind.HEADING, found.end()
    for pattern, kind in ((_CAPTION_LINE, BlockKind.CAPTION), (_ITEM_LINE, BlockKind.ITEM)):
        if found := pattern.match(line):
            return kind, found.end()
    if _CREDIT.search(line) and line.rstrip().endswith((")", ").")):
        return BlockKind.CAPTION, 0
    heads = short and alone and not follows and line[:1].isupper() and not line.endswith(",")
    return (BlockKind.HEADING if heads and len(line.split()) <= _MAX_HEADING_WORDS else BlockKind.PARAGRAPH), 0


def _join_cut(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Joins a paragraph to its rest when it stops in mid-sentence and the rest starts with a small letter."""
    joined: list[_Piece] = []
    for piece in pieces:
        start, end = piece.spans[0]
        open_ = _last_open(text, joined)
        if piece.kind is BlockKind.PARAGRAPH and text[start:end].lstrip()[:1].islower() and open_ is not None:
            joined[open_].spans.extend(piece.spans)
        else:
            joined.append(piece)
    return joined


def _last_open(text: str, pieces: list[_Piece]) -> int | None:
    """The nearest paragraph above that stops in mid-sentence, at most three blocks back."""
    for index in range(len(pieces) - 1, max(-1, len(pieces) - 4), -1):
        piece = pieces[index]
        if piece.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            start, end = piece.spans[-1]
            return None if _TERMINAL.search(text[start:end]) else index
    return None


def _clean(
    text: str, spans: list[tuple[int, int]], noted: Set[str]
) -> tuple[str, "array[int]", tuple[tuple[int, str], ...]]:
    """The prose of some stretches, where each of its characters stood, and the note marks; `noted` are the labels of
    all notes.
    """
    parts: list[str] = []
    origin = array("I")
    marks: list[tuple[int, str]] = []
    stars = star_marks(text, spans)

    def keep(start: int, end: int) -> None:
        if start < end:
            parts.append(text[start:end])
            origin.extend(range(start, end))

    def space(at: int) -> None:
        if parts and not parts[-1].endswith(" "):
            parts.append(" ")
            origin.append(at)

    for start, end in spans:
        at = start
        for noise, label in _noises(text, start, end, noted, stars):
            keep(at, noise.start())
            if label:
                marks.append((len(origin), label))
            if noise.lastgroup == "space":
                space(noise.start())
            at = noise.end()
        keep(at, end)
        space(end)
    clean = "".join(parts)
    stripped = clean.rstrip()
    return stripped, origin[: len(stripped)], tuple((min(at, len(stripped)), label) for at, label in marks)


def _noises(
    text: str, start: int, end: int, noted: Set[str], stars: Mapping[int, str]
) -> Iterator[tuple[re.Match[str], str]]:
    """Yields: what is taken out, in text order, each with the label of the note that it is a mark of, or none."""
    for noise in _NOISE.finditer(text, start, end):
        label = label_of(noise[0]) if noise.lastgroup in {"mark", "maybe"} else stars.get(noise.start(), "")
        if noise.lastgroup != "maybe" or label in noted:
            yield noise, label if label in noted else ""


_ABBREVIATION = re.compile(
    r"(?:\b(?:Co|Ltd|Inc|Corp|Mr|Mrs|Ms|Dr|Prof|No|Nos|St|Art|Fig|Vol|vs|approx|cf|Gen|Gov|Sen|Hon|Jr|Sr|[A-Z]|e\.g|i\.e|etc|a\.m|p\.m)|\b[A-Z](?:\.[A-Z])+)\.$"
)
_SENTENCE_END = re.compile(r"(?P<stop>[.!?][\"”’)\]]*)\s+(?=[\"“‘(\[]*[A-Z0-9])")
#: No prose has longer sentences: a table without full stops, or a file made to hurt. Reading one takes time that grows
#: with the square of its length.
_LONGEST_SENTENCE = 1_000


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The offsets of the sentences of a clean block, without the white space between them; one that is longer than any
    prose is cut, behind a comma or a word where it has some.

    >>> sentences("Kaiyo Co., Ltd. built it. It opened in 2020.")
    ((0, 25), (26, 44))
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if found[0][0] == "." and _ABBREVIATION.search(text, max(start, found.start() - 12), found.start() + 1):
            continue
        spans.append((start, found.end("stop")))
        start = found.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(part for span in spans for part in _bearable(text, *span))


def _bearable(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields: a sentence in parts that are short enough to be read."""
    while end - start > _LONGEST_SENTENCE:
        half, last = start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE
        cuts = (text.rfind(mark, half, last) + 1 for mark in (";", ",", " "))
        cut = next(filter(None, cuts), last)
        yield start, cut - (text[cut - 1] == " ")
        start = cut + (text[cut] == " ")
    yield start, end
