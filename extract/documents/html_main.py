"""Which part of a page is its text: boilerplate by element, role, name and share of links; the main element."""

import re

from selectolax.lexbor import LexborNode

from extract.documents.converted import words

_NO_TEXT = words(
    "audio button canvas datalist embed frame frameset head iframe input map math meter noscript object progress script"
    " select style svg template textarea title video -comment !doctype"
)
_BESIDE = frozenset({"nav", "aside", "dialog", "footer", "menu"})
_ROLES = words(
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search toolbar tooltip"
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|gnav|lnav|menu|breadcrumbs?|topicpath|sidebar|side-?nav|footer|foot-?nav"
    r"|cookies?|consent|gdpr|banner|share|sharing|sns|social|related|recommend(?:ed|ations)?|subscribe|signup|comments"
    r"|advert(?:isement)?s?|ads?|promo|pop-?up|modal|skip(?:-?(?:link|nav|to-?content))?|pagination|pager|toolbar|widget"
    r"|masthead|site-?header|global-?header|copyright|noprint|print-?only|back-?to-?top|page-?top|mw-editsection)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST_MAIN = 0.3
_LINKED = 0.7
_MANY_LINKS = 3
_LONG_TEXT = 2000
_LISTS = frozenset({"ul", "ol", "div", "table", "p", "section"})


def has_text(node: LexborNode) -> bool:
    """Whether a node is text, or an element that may hold some."""
    return node.tag is not None and node.tag not in _NO_TEXT


def is_boilerplate(node: LexborNode) -> bool:
    """Whether an element is navigation, a banner, an advertisement, hidden or otherwise not the text of the page.

    An element that is only named like one is kept when it holds much text that is no link.
    """
    tag = node.tag or ""
    if tag.startswith("-") or tag in {"body", "main", "article", "html"}:
        return False
    told = node.attributes
    if tag in _BESIDE or (told.get("role") or "").lower() in _ROLES or _is_hidden(node):
        return True
    if tag == "header":
        return node.css_first("h1, h2") is None
    names = f"{told.get('class') or ''} {told.get('id') or ''}"
    return (bool(_NAMED.search(names)) and _plain_length(node) < _LONG_TEXT) or _is_link_list(node)


def _is_hidden(node: LexborNode) -> bool:
    told = node.attributes
    return "hidden" in told or told.get("aria-hidden") == "true" or bool(_HIDDEN.search(told.get("style") or ""))


def _plain_length(node: LexborNode) -> int:
    """How many characters of an element's text are in no link."""
    linked = sum(len(link.text()) for link in node.css("a"))
    return len(" ".join(node.text().split())) - linked


def _is_link_list(node: LexborNode) -> bool:
    """Whether an element is little else than links."""
    if node.tag not in _LISTS or len(links := node.css("a[href]")) < _MANY_LINKS:
        return False
    text = "".join(node.text().split())
    linked = sum(
        len("".join(link.text().split())) for link in links if not (link.attributes["href"] or "").startswith("#")
    )
    return linked > _LINKED * len(text)


def main_of(body: LexborNode) -> LexborNode:
    """The element that holds the main text: the largest marked so, if it holds a good part of all text."""
    marked = body.css("main, [role=main], article, [itemprop=articleBody]")
    if not marked:
        return body
    largest = max(marked, key=lambda node: len(node.text()))
    return largest if len(largest.text()) >= _LEAST_MAIN * len(body.text()) else body
