"""HTML → plain text with light Markdown: the main text with its headings, lists, tables, captions and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.documents.converted import Converted, clean, date_of, joined, title_of, words, year_of
from extract.documents.encoding import decode
from extract.documents.html_main import has_text, is_boilerplate, main_of
from extract.standards import language_tag
from ontology.errors import InputError

_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_HEAD = 4096
_DEEPEST = 250
_BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2"
    " h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = {f"h{level}": f"{'#' * level} " for level in range(1, 7)}
_CELLS = frozenset({"td", "th"})
_MARK = re.compile(r"[\[(]?(\d{1,3}|[*†‡]{1,2})[\])]?")
_BACK = re.compile(r"[\s↑↩⤴^\ufe0e\ufe0f]*(?:back(?: to (?:text|top|content))?|return(?: to text)?)?\s*", re.IGNORECASE)
_CAPTION = re.compile(r"(?:Photo|Figure|Illustration|Caption|Picture)(?:\s+\d+)?\s*[.:]", re.IGNORECASE)
_POWER = re.compile(r"(?:\d|\b[ckmd]?m)\s*$")
_CELL_BREAK = " | "
_BACKWARD = "↑"

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "og:site_name")
_DATES = (
    "citation_publication_date", "citation_date", "article:published_time", "dcterms.issued", "dc.date.issued",
    "dc.date", "dcterms.date", "datepublished", "date",
)  # fmt: skip
_LANGUAGES = ("content-language", "language", "citation_language", "dc.language", "dcterms.language", "og:locale")


def convert_html(data: bytes) -> Converted:
    """The main text of a page and what its head says.

    Raises:
        InputError: it is in no known encoding, or has no text.
    """
    declared = _DECLARED.search(data[:_HEAD])
    return from_html(decode(data, declared[1].decode("ascii") if declared else ""), page=True)


def from_html(markup: str, *, page: bool) -> Converted:
    """The text of some markup; of a page, navigation and other boilerplate is left out.

    Raises:
        InputError: there is no text.
    """
    tree = LexborHTMLParser(markup)
    metas = _metas(tree)
    title = _told(metas, _TITLES) or _text_of(tree.css_first("title"))
    date = _told(metas, _DATES)
    body = tree.body
    text = ""
    if body is not None:
        _check_depth(body)
        text = _Writer(*_labels(body)).write(main_of(body) if page else body, page=page)
    if not text:
        raise InputError("found a page without text (does a script fill it?), a page with its text is needed")
    return Converted(
        text=text,
        title=title_of(title),
        publisher=title_of(_told(metas, _PUBLISHERS)),
        year=year_of(date),
        date=date_of(date),
        language=language_tag(_language(tree) or _told(metas, _LANGUAGES)),
    )


def _language(tree: LexborHTMLParser) -> str:
    told = tree.root.attributes if tree.root is not None else {}
    return told.get("lang") or told.get("xml:lang") or ""


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        told = node.attributes
        name = told.get("name") or told.get("property") or told.get("itemprop") or told.get("http-equiv")
        if name and (content := node.attributes.get("content")):
            found.setdefault(name.lower(), content)
    return found


def _told(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas and "://" not in metas[name]), "")


def _text_of(node: LexborNode | None) -> str:
    return (node.text() or "") if node is not None else ""


def _labels(body: LexborNode) -> tuple[dict[str, str], frozenset[str]]:
    """The ids of notes, each with the label of the mark that points to it, and the ids of the marks."""
    marks = frozenset(node.attributes.get("id") or "" for node in body.css("a[id], sup[id]"))
    found: dict[str, str] = {}
    for link in body.css("a[href^='#']"):
        target = (link.attributes.get("href") or "#")[1:]
        mark = _MARK.fullmatch(_text_of(link).strip())
        if target and mark and target not in marks:
            found.setdefault(target, mark[1])
    return found, marks


def _check_depth(body: LexborNode) -> None:
    stack = [(body, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > _DEEPEST:
            raise InputError(f"found elements nested more than {_DEEPEST} deep, a page that people write is needed")
        child = node.first_child
        while child is not None:
            stack.append((child, depth + 1))
            child = child.next


@dataclass(slots=True)
class _Writer:
    """Walks markup without recursion, so that no depth of nesting can break it, and gathers blocks of text."""

    labels: dict[str, str]
    marks: frozenset[str]
    blocks: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    row: list[str] | None = None
    lead: str = ""

    def write(self, top: LexborNode, *, page: bool) -> str:
        """The text of an element: blocks with an empty line between them."""
        stack = [(top, False)]
        while stack:
            node, ends = stack.pop()
            if ends:
                self._end(node.tag or "")
            elif mark := self._mark(node):
                self.inline.append("" if mark == _BACKWARD else f"<sup>{mark}</sup>")
            else:
                self._start(node)
                stack.append((node, True))
                stack += [(child, False) for child in _children(node) if not (page and is_boilerplate(child))]
        self._flush()
        return joined(self.blocks)[0]

    def _mark(self, node: LexborNode) -> str:
        """The label of a note mark; the sign for a link from a note back to its mark; empty for all else."""
        if node.tag not in {"a", "sup"}:
            return ""
        text = _text_of(node).strip()
        mark = _MARK.fullmatch(text)
        target = (node.attributes.get("href") or "")[1:]
        if target in self.marks and (mark or _BACK.fullmatch(text)):
            return _BACKWARD
        is_note = target in self.labels or (node.tag == "sup" and _is_mark(node, text, "".join(self.inline[-2:])))
        return mark[1] if mark and is_note else ""

    def _start(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.inline.append(node.text_content or "")
        elif tag == "br":
            self.inline.append(" " if self.row is not None else "\n")
        elif tag in _BLOCKS:
            self._open(node, tag)

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag == "tr" and not _is_layout(node):
            self._flush()
            self.row = []
        elif self.row is None:
            self._flush()
            self.lead = _HEADINGS.get(tag, "- " if tag == "li" else self.lead if tag in {"p", "div"} else "")
            if tag in {"figcaption", "caption"}:
                self.lead = "Caption: "
        else:
            self.inline.append(" ")
        if label := self.labels.get(node.attributes.get("id") or ""):
            self.lead = f"<sup>{label}</sup> "

    def _end(self, tag: str) -> None:
        if tag in _CELLS and self.row is not None:
            self.row.append(self._taken())
        elif tag == "tr" and self.row is not None:
            cells = [cell for cell in self.row if cell]
            self.row = None
            self._block(_CELL_BREAK.join(cells))
        elif tag in _BLOCKS and self.row is None:
            self._flush()
            self.lead = ""

    def _taken(self) -> str:
        text = "".join(self.inline)
        self.inline.clear()
        return " ".join(clean(text).split())

    def _flush(self) -> None:
        if self.row is None and (text := self._taken()):
            self._block(text)

    def _block(self, text: str) -> None:
        lead = "" if self.lead == "Caption: " and _CAPTION.match(text) else self.lead
        if lead.startswith("<sup>"):
            text = text.removeprefix(lead.strip()).lstrip()
        if text:
            self.blocks.append(lead + text)
            self.lead = ""


def _children(node: LexborNode) -> Iterator[LexborNode]:
    """Yields: what is below an element and may hold text, the last one first."""
    child = node.last_child
    while child is not None:
        if has_text(child):
            yield child
        child = child.prev


def _is_mark(node: LexborNode, text: str, before: str) -> bool:
    """Whether what is raised is a note mark: a link, no bare figure, or one that is no power; not the 2 of m²."""
    return not text.isdigit() or node.css_first("a") is not None or not _POWER.search(before)


def _is_layout(row: LexborNode) -> bool:
    """Whether a row of a table only places blocks of text on the page."""
    return row.css_first("p + p, table, h1, h2, h3, ul, ol") is not None
