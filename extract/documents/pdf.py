"""PDF → plain text with light Markdown. PDFium reads the characters; the layout is worked out from their places."""

import ctypes
import re
from collections.abc import Iterator
from itertools import islice, pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from extract.documents.converted import Converted, clean, title_of, year_of
from extract.documents.pdf_bullets import is_dot, with_bullets
from extract.documents.pdf_layout import in_reading_order, without_running_heads
from extract.documents.pdf_segments import Segment
from extract.documents.pdf_text import as_text
from extract.standards import language_tag
from ontology.errors import InputError

_MOST_PAGES = 3_000
_MOST_PATHS = 2_000
_END = b"%%EOF"
_TAIL = 4_096
_PASSWORD_ERROR = 4
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-", 0x2010: "-", 0x2011: "-", 0xA0: " "}
_GAP = 1.1
_BACK = 0.6
_RAISED_SIZE = 0.88
_RAISED_BY = 0.12
_LOOSE_MARK = re.compile(r"</sup> (?=[).,;:])")
#: Raised letters seem to stand apart.
_ORDINAL = re.compile(r"(?<=\d) ?(st|nd|rd|th)\b(?: (?=[.,;:)]))?")
_MARKS = frozenset("0123456789*†‡")
#: Programs that print a page of the web: their date is that of the print.
_PRINTERS = ("skia", "chrom", "quartz", "print to pdf", "wkhtml", "weasy", "firefox", "cairo")

_Char = tuple[str, float, float, float, float]


def convert_pdf(data: bytes) -> Converted:
    """The text of a PDF and what its properties say. Of the day on which the file was made only the year is believed:
    that is seldom the day of publication.

    Raises:
        InputError: it has a password, is cut off or damaged, has too many pages, or no text layer.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise InputError("found a file with a password, one that opens without is needed") from error
        raise InputError("found a damaged or truncated PDF, a whole one is needed") from error
    if _END not in data[-_TAIL:]:
        raise InputError("found a truncated PDF (its end is missing), a whole one is needed")
    count = len(document)
    if not 0 < count <= _MOST_PAGES:
        raise InputError(f"found {count} pages, 1 to {_MOST_PAGES:,} are allowed")
    sizes, pages = [], []
    for number in range(count):
        size, segments = _page(document, number)
        sizes.append(size)
        pages.append(segments)
    if not any(pages):
        what = "page" if count == 1 else "pages"
        raise InputError(f"found {count} {what} without a text layer (a scan?), run text recognition on it first")
    kept = without_running_heads(pages, [height for _, height in sizes])
    text, starts = as_text([in_reading_order(segments) for segments in kept])
    if not text:
        raise InputError("found nothing but running heads and page numbers, a PDF with a text is needed")
    told = document.get_metadata_dict()
    made = not any(name in (told.get("Producer", "") + told.get("Creator", "")).lower() for name in _PRINTERS)
    return Converted(
        text=text,
        title=title_of(told.get("Title")),
        year=year_of(told.get("CreationDate")) if made else None,
        language=language_tag(_language(document)),
        pages=starts,
    )


def _language(document: pdfium.PdfDocument) -> str:
    """The language that the catalogue of a PDF tells (ISO 32000-1, 14.9.2), or nothing."""
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * (length // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _page(document: pdfium.PdfDocument, number: int) -> tuple[tuple[float, float], list[Segment]]:
    """The size of a page and its stretches of text. A page that is damaged has none."""
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise InputError(f"found a damaged page {number + 1}, a whole PDF is needed") from error
    width, height = page.get_size()
    turn = page.get_rotation()
    textpage = page.get_textpage()
    chars = [_turned(char, turn, width, height) for char in _chars(textpage)]
    dots = [_turned(dot, turn, width, height)[1:] for dot in _dots(page)]
    textpage.close()
    page.close()
    segments = [segment for run in _runs(chars) if (segment := _segment(run, number + 1)) is not None]
    return (width, height), with_bullets(segments, dots)


def _dots(page: pdfium.PdfPage) -> Iterator[_Char]:
    """Yields: what is drawn and may be the bullet of an item, as a character would stand there."""
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)
    boxes = (path.get_bounds() for path in islice(paths, _MOST_PATHS))
    return (("•", *box) for box in boxes if is_dot(box))


def _chars(textpage: pdfium.PdfTextPage) -> Iterator[_Char]:
    """Yields: each character with its left, bottom, right and top; those of no size are blanks."""
    box = raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
        yield _HYPHENS.get(code) or chr(code), box.left, box.bottom, box.right, box.top


def _turned(char: _Char, turn: int, width: float, height: float) -> _Char:
    """A character of a page that is shown turned by 90, 180 or 270 degrees, where a reader sees it."""
    sign, left, bottom, right, top = char
    if turn == 90:
        return sign, bottom, height - right, top, height - left
    if turn == 180:
        return sign, width - right, height - top, width - left, height - bottom
    if turn == 270:
        return sign, width - top, left, width - bottom, right
    return char


def _runs(chars: list[_Char]) -> Iterator[list[_Char]]:
    """Yields: characters that stand behind one another on one line without a wide gap."""
    run: list[_Char] = []
    blank = False
    for char in chars:
        sign, left, bottom, right, top = char
        if sign.isspace() or sign == "\0":
            blank = bool(run)
            continue
        if run and not _follows(run, char):
            yield run
            run, blank = [], False
        if blank:
            run.append((" ", left, bottom, left, top))
            blank = False
        run.append((sign, left, bottom, right, top))
    if run:
        yield run


def _follows(run: list[_Char], char: _Char) -> bool:
    _, left, bottom, right, top = next(other for other in reversed(run) if other[0] != " ")
    if (left, right) == (char[1], char[3]):  # the letters of a ligature share its box
        return True
    size = max(top - bottom, char[4] - char[2], 1.0)
    middle = (char[2] + char[4]) / 2
    low, high = min(run[0][2], bottom), max(run[0][4], top)
    return low <= middle <= high and -_BACK * size <= char[1] - right <= _GAP * size


def _segment(run: list[_Char], page: int) -> Segment | None:
    """A run as text; raised figures and stars as note marks."""
    sizes = sorted(top - bottom for sign, _, bottom, _, top in run if sign != " ")
    size = sizes[len(sizes) // 2] if len(sizes) > 4 else sizes[-1]
    base = min(bottom for sign, _, bottom, _, top in run if top - bottom >= _RAISED_SIZE * size)
    raised = [
        sign in _MARKS and top - bottom < _RAISED_SIZE * size and bottom > base + _RAISED_BY * size
        for sign, _, bottom, _, top in run
    ]
    parts = []
    for (sign, *_), before, (here, after) in zip(run, [False, *raised], pairwise([*raised, False]), strict=False):
        parts.append(f"{'<sup>' if here and not before else ''}{sign}{'</sup>' if here and not after else ''}")
    text = " ".join(clean("".join(parts)).split()).replace(" <sup>", "<sup>")
    text = _ORDINAL.sub(r"\1", _LOOSE_MARK.sub("</sup>", text))
    if not text:
        return None
    return Segment(
        text=text,
        left=min(char[1] for char in run),
        bottom=base,
        right=max(char[3] for char in run),
        top=base + size,
        page=page,
    )
