"""What a token tells of the names around it: the features that the name tagger weighs.

Every feature is a short string. All of them are local (the token, its neighbours, its run of capitalised words),
lexical (`lexicon`, the authority tables) or tell what the rest of the text knows (acronyms that it spells out).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.abbreviations import find_abbreviations
from extract.gazetteer import Gazetteer, fold
from extract.lexicon import CALENDAR, CONNECTORS, HEADS, OFFICES
from extract.reading import Block
from extract.tokens import Tokens

_TITLED = 0.7
_OPENING = frozenset('“‘"')
_CLOSING = frozenset('”’"')


@dataclass(frozen=True, slots=True)
class TextKnowledge:
    """What the whole text tells: its acronyms with the class of their long form, and its words in small letters."""

    acronyms: Mapping[str, str]
    small_words: frozenset[str]


@lru_cache(maxsize=1 << 13)
def head_class(word: str) -> str:
    """The types that a head noun allows, as one label; empty for no head noun.

    >>> head_class("university")
    'AcademicInstitution'
    """
    types = HEADS.get(word) or HEADS.get(word.removesuffix("s"))
    return "+".join(types) if types else ""


@lru_cache(maxsize=1 << 13)
def shape(word: str) -> str:
    """The outline of a word: capitals, small letters, digits, each run once or (for short words) as often as it stands.

    >>> shape("FY2022"), shape("Japan"), shape("JICA")
    ('XXd', 'Xx', 'XX')
    """
    if word.islower():
        return "x"
    if word.istitle() and word.isalpha():
        return "Xx" if len(word) > 1 else "X"
    if word.isupper() and word.isalpha():
        return "XX" if len(word) > 1 else "X"
    if word.isdigit():
        return f"d{min(len(word), 5)}"
    if not word[0].isalnum():
        return word
    outline = ""
    for char in word:
        kind = "X" if char.isupper() else "x" if char.islower() else "d" if char.isdigit() else "-"
        if outline[-2:] != kind * 2 and (not outline.endswith(kind) or kind == "X"):
            outline += kind
    return outline


@dataclass(frozen=True, slots=True)
class Resources:
    """What is known of words beforehand: the authority tables, the adjectives of countries, and the words that texts
    of the genre write in small letters.
    """

    gazetteer: Gazetteer
    demonyms: Mapping[str, str]
    common: frozenset[str]


def token_features(tokens: Tokens, block: Block, resources: Resources, known: TextKnowledge) -> list[list[str]]:
    """One list of features a token, in text order; the third feature of each is its table tag."""
    view = _TokenView(tokens, block, resources, known)
    return [[*view.outline(at), *view.lexical(at), *view.before(at), *view.after(at)] for at in range(len(tokens))]


class _TokenView:
    """The tokens of a block with what their features share looked up once."""

    def __init__(self, tokens: Tokens, block: Block, resources: Resources, known: TextKnowledge) -> None:
        self.tokens, self.block, self.resources, self.known = tokens, block, resources, known
        self.shapes = [shape(word) for word in tokens.texts]
        self.heads = [
            head_class(word) if outline != "x" or len(word) > 3 else ""
            for word, outline in zip(tokens.lower, self.shapes, strict=True)
        ]
        self.words = [
            word if not word.isdigit() else outline for word, outline in zip(tokens.lower, self.shapes, strict=True)
        ]
        self.rare = [
            outline != "x" and word.isalpha() and len(word) > 3 and word not in resources.common
            for word, outline in zip(tokens.lower, self.shapes, strict=True)
        ]
        self.table = table_tags(tokens, resources.gazetteer)
        self.runs = _run_features(tokens, self.shapes, self.heads)
        self.quotes = _quote_features(tokens, self.shapes)
        self.pairs = _pair_tags(tokens, block.text)
        # In a title every word has a capital, so that a capital tells little of a name.
        long_words = [
            outline for word, outline in zip(tokens.texts, self.shapes, strict=True) if len(word) > 3 and word.isalpha()
        ]
        titled = len(long_words) > 2 and sum(outline != "x" for outline in long_words) >= _TITLED * len(long_words)
        self.kind = f"k={block.kind}{'-titled' if titled else ''}"

    def outline(self, at: int) -> Iterator[str]:
        """Yields: the token itself, its shape, its table tag, and the quotation and run that it stands in."""
        word, outline = self.words[at], self.shapes[at]
        yield from (f"w={word}", f"s={outline}", f"t={self.table[at]}", self.quotes[at], *self.runs[at])
        if self.pairs[at]:
            yield self.pairs[at]
        if outline != "x" and self.heads[at]:
            yield f"h={self.heads[at]}"
        if outline != "x" and len(word) > 3:
            common = word in self.resources.common
            yield from (f"e={word[-3:]}", f"b={word[:3]}", self.kind, f"{self.kind}|{common}|{self.table[at][:1]}")
            yield "small" if word in self.known.small_words else "nosmall"
            yield from ("common" if common else "uncommon", f"common|{outline}|{common}")

    def lexical(self, at: int) -> Iterator[str]:
        """Yields: the word lists that hold the token."""
        text, word = self.tokens.texts[at], self.words[at]
        if text in self.known.acronyms:
            yield f"acr={self.known.acronyms[text]}"
        if text in self.resources.demonyms:
            yield "demonym"
        for label, listed in (("office", OFFICES), ("calendar", CALENDAR), ("connector", CONNECTORS)):
            if word in listed:
                yield label

    def before(self, at: int) -> Iterator[str]:
        """Yields: what stands on the left."""
        words, shapes = self.words, self.shapes
        starts = shapes[at] == "Xx" and (at == 0 or self.tokens.texts[at - 1] in ".!?:;•")
        if starts:
            yield "start"
        if at == 0:
            yield f"first={self.block.kind}"
            return
        yield from (f"-w={words[at - 1]}", f"-s={shapes[at - 1]}", f"-ss={shapes[at - 1]}|{shapes[at]}")
        yield f"-t={self.table[at - 1]}"
        if words[at - 1] in OFFICES:
            yield "-office"
        if self.rare[at - 1]:
            yield "-uncommon"
        if at > 1:
            yield f"--w={words[at - 2]}"
            yield f"--ww={words[at - 2]}|{words[at - 1]}"
            yield f"--s={shapes[at - 2]}|{shapes[at - 1]}"

    def after(self, at: int) -> Iterator[str]:
        """Yields: what stands on the right."""
        words, shapes = self.words, self.shapes
        if at + 1 == len(words):
            yield "last"
            return
        yield from (f"+w={words[at + 1]}", f"+s={shapes[at + 1]}", f"+ss={shapes[at]}|{shapes[at + 1]}")
        yield f"+t={self.table[at + 1]}"
        if self.heads[at + 1]:
            yield f"+h={self.heads[at + 1]}"
        if self.rare[at + 1]:
            yield "+uncommon"
        if at + 2 < len(words):
            yield from (f"++w={words[at + 2]}", f"++s={shapes[at + 1]}|{shapes[at + 2]}")


def table_tags(tokens: Tokens, gazetteer: Gazetteer) -> list[str]:
    """Of each token whether it begins or continues a name of the tables, with the type of that: ``BCountry``, or 0."""
    tags = ["0"] * len(tokens)
    for hit in gazetteer.hits(tokens):
        for at in range(hit.start, hit.end):
            tags[at] = f"{'B' if at == hit.start else 'I'}{hit.row.type}"
    return tags


def _pair_tags(tokens: Tokens, text: str) -> list[str]:
    """Where a block spells an acronym out: the tokens of the long form, of the acronym, and the bracket between."""
    tags = [""] * len(tokens)
    for pair in find_abbreviations(text):
        for (start, end), label in ((pair.long, "long"), (pair.short, "short")):
            inside = range(bisect_left(tokens.starts, start), bisect_left(tokens.starts, end))
            for i in inside:
                tags[i] = f"p{label}{'B' if i == inside[0] else 'I'}{'L' if i == inside[-1] else ''}"
    return tags


def _quote_features(tokens: Tokens, shapes: Sequence[str]) -> list[str]:
    """Whether a token stands in quotation marks, and how title-like what they hold is."""
    tags = ["q0"] * len(tokens)
    start: int | None = None
    for i, text in enumerate(tokens.texts):
        if start is None and text in _OPENING and (text != "‘" or i == 0 or tokens.starts[i] > tokens.ends[i - 1]):
            start = i
        elif start is not None and text in _CLOSING and text != "’":
            inside = range(start + 1, i)
            long_words = [j for j in inside if len(tokens.texts[j]) > 3 and tokens.texts[j].isalpha()]
            titled = sum(shapes[j] != "x" for j in long_words)
            label = "title" if long_words and titled >= 0.7 * len(long_words) else "phrase" if titled else "low"
            for j in inside:
                tags[j] = f"q{label}{'B' if j == start + 1 else 'L' if j == i - 1 else 'I'}"
            start = None
        if start is not None and i - start > 40:
            start = None
    return tags


def _run_features(tokens: Tokens, shapes: Sequence[str], heads: Sequence[str]) -> list[list[str]]:
    """Of each token: the run of capitalised words (with connectors between) that it stands in, and the head nouns in
    it.
    """
    features: list[list[str]] = [[] for _ in shapes]
    at = 0
    size = len(shapes)
    while at < size:
        if not _capital(shapes[at]):
            at += 1
            continue
        end = _run_end(tokens, shapes, at)
        _describe_run(tokens, heads, shapes, at, end, features)
        at = end
    return features


def _capital(outline: str) -> bool:
    return outline[0] in "Xd" or "X" in outline


def _run_end(tokens: Tokens, shapes: Sequence[str], start: int) -> int:
    """Where a run ends: small words carry it on only when a capital follows within three of them."""
    end = start + 1
    while end < len(shapes):
        look = end
        while (
            look < len(shapes)
            and look - end < 3
            and (tokens.lower[look] in CONNECTORS or tokens.texts[look] in "-&’'/")
        ):
            look += 1
        if look < len(shapes) and _capital(shapes[look]):
            end = look + 1
        else:
            break
    return end


def _describe_run(
    tokens: Tokens, heads: Sequence[str], shapes: Sequence[str], start: int, end: int, features: list[list[str]]
) -> None:
    segment_last = _segment_lasts(tokens, shapes, start, end)
    following = f"rf={tokens.lower[end]}" if end < len(tokens) else "rf=$"
    before = f"rb={tokens.lower[start - 1]}" if start else "rb=^"
    length = f"rl={min(end - start, 8)}"
    first = f"r1={tokens.lower[start]}"
    for i in range(start, end):
        last = segment_last[i - start]
        # The head of a noun phrase is its last word before "of", "for", "on" …: what types the whole name.
        features[i] += (
            f"rh={heads[last] or tokens.lower[last]}",
            f"ri={min(i - start, 3)}{'L' if i == end - 1 else ''}",
            length,
            first,
            f"r1h={heads[segment_last[0]]}",
            f"rz={heads[end - 1] or '-'}",
            before if i == start else f"rc={'of' if last != end - 1 else 'end'}",
            following if i == end - 1 else "rin",
        )


def _segment_lasts(tokens: Tokens, shapes: Sequence[str], start: int, end: int) -> list[int]:
    """For each token of a run the last capitalised token of its segment; segments are divided by connectors."""
    lasts: list[int] = [0] * (end - start)
    last = end - 1
    for i in range(end - 1, start - 1, -1):
        if tokens.lower[i] in CONNECTORS and not _capital(shapes[i]):
            last = max(i - 1, start)
            lasts[i - start] = last
        else:
            lasts[i - start] = last
    return lasts


def text_knowledge(tokens: Sequence[Tokens], pairs: Mapping[str, str]) -> TextKnowledge:
    """What the blocks of a text tell together; `pairs` maps an acronym to its long form."""
    small = frozenset(word for block in tokens for word in block.texts if len(word) > 3 and word.islower())
    acronyms: dict[str, str] = {}
    for short, long in pairs.items():
        words = [fold(word).lower() for word in long.split()]
        cut = next((i for i, word in enumerate(words) if i and word in CONNECTORS), len(words))
        acronyms[short] = head_class(words[cut - 1].strip(",.")) or head_class(words[-1].strip(",.")) or "?"
    return TextKnowledge(acronyms, small)
