"""The names of a text and their types: a sequence tagger finds them, the authority tables add theirs, a classifier types them.

Names are found before the parse, so that the parse can work on a text in which each name is one word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import pycrfsuite  # type: ignore[import-untyped]  # the package ships no types
from numpy.typing import NDArray

from extract.abbreviations import find_abbreviations
from extract.features import Resources, TextKnowledge, head_class, shape, text_knowledge, token_features
from extract.gazetteer import Gazetteer, fold, normal
from extract.lexicon import CONNECTORS
from extract.linear import LinearModel
from extract.reading import Block
from extract.seeds import AuthorityRow
from extract.tokens import Tokens, tokenize
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

TAGGER_FILE = "names.crfsuite"
TYPER_FILE = "types.npz"
COMMON_FILE = "common.txt"

#: What the tagger's label adds to a type's log-probability.
TAGGER_VOTE = 1.0

#: A name less likely than this is none. Chosen on folds of the training passages.
MIN_LIKELIHOOD = 0.5

_TRIM = frozenset("\"“”‘’'.,;:()[]-–— *")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a block: half-open token offsets, its type, the authority row whose name it is, if one has it, and how likely
    it is that these words are a name, whole, and of this type."""

    block: int
    start: int
    end: int
    type: EntityType
    row: AuthorityRow | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Tagged:
    """The type that the tagger gave a stretch, if it gave one, and how likely the stretch is a name."""

    label: str
    likelihood: float


_UNTAGGED = _Tagged("", 0.0)
#: How likely a known name is one where the tagger saw none.
_UNTAGGED_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Text:
    """The blocks of a text with their tokens, and what the whole text tells of its acronyms."""

    blocks: tuple[Block, ...]
    tokens: tuple[Tokens, ...]
    pairs: Mapping[str, str]
    known: TextKnowledge = field(repr=False)

    def surface(self, name: Name) -> str:
        """The name as the clean block has it."""
        tokens = self.tokens[name.block]
        return self.blocks[name.block].text[tokens.starts[name.start] : tokens.ends[name.end - 1]]


def load_common(folder: Traversable) -> frozenset[str]:
    """The words that texts of the genre write in small letters.

    Raises:
        InputError: there is no such file.
    """
    file = folder / COMMON_FILE
    if not file.is_file():
        raise InputError(f"{file.name}: found no word list, run `make train` to make it")
    return frozenset(file.read_text(encoding="utf-8").split())


def prepare(blocks: Sequence[Block]) -> Text:
    """The blocks of a text made ready for finding names."""
    tokens = tuple(tokenize(block.text) for block in blocks)
    pairs: dict[str, str] = {}
    for block in blocks:
        for pair in find_abbreviations(block.text):
            pairs.setdefault(block.text[slice(*pair.short)], block.text[slice(*pair.long)])
    return Text(tuple(blocks), tokens, pairs, text_knowledge([b.text for b in blocks], tokens, pairs))


class NameFinder:
    """Finds and types the names of texts.

    Raises:
        InputError: the weights are missing.
    """

    def __init__(self, gazetteer: Gazetteer, demonyms: Mapping[str, str], *, folder: Traversable | None = None) -> None:
        where = folder if folder is not None else files("extract") / "data"
        self._gazetteer = gazetteer
        self._resources = Resources(gazetteer, demonyms, load_common(where))
        self._typer = LinearModel.load(where / TYPER_FILE)
        if not (where / TAGGER_FILE).is_file():
            raise InputError(f"{TAGGER_FILE}: found no weights, run `make train` to make them")
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(where / TAGGER_FILE))

    def find(self, text: Text) -> list[Name]:
        """The names of a text in text order, none inside another, each typed."""
        rows = [
            token_features(tokens, block, self._resources, text.known)
            for tokens, block in zip(text.tokens, text.blocks, strict=True)
        ]
        spans: dict[tuple[int, int, int], _Tagged] = {
            (index, start, end): tagged
            for index, tokens in enumerate(text.tokens)
            for start, end, tagged in self._spans(tokens, text.blocks[index], rows[index])
        }
        spans |= dict.fromkeys(set(self._repeats(text, spans)), _UNTAGGED)
        return self._typed(text, spans, rows)

    def _spans(self, tokens: Tokens, block: Block, rows: list[list[str]]) -> Iterator[tuple[int, int, "_Tagged"]]:
        labels = self._tagger.tag(rows)
        tagged = list(_tidy(tokens, block, _decode(labels)))
        for start, end in tagged:
            label = labels[start].partition("-")[2]
            yield start, end, _Tagged(label, self._likelihood(label, start, end, len(rows)))
        taken = {at for start, end in tagged for at in range(start, end)}
        for hit in self._gazetteer.hits(tokens):
            if taken.isdisjoint(range(hit.start, hit.end)) and _stands_alone(tokens, hit.start, hit.end):
                yield hit.start, hit.end, _Tagged("", _UNTAGGED_KNOWN)

    def _likelihood(self, label: str, start: int, end: int, size: int) -> float:
        """How likely a tagged stretch is a name, and one that starts and ends here: its weakest place tells."""
        inside = f"I-{label}"
        weakest = min(1.0 - self._tagger.marginal("O", at) for at in range(start, end))
        begins = 1.0 - self._tagger.marginal(inside, start)
        stops = 1.0 - self._tagger.marginal(inside, end) if end < size else 1.0
        return float(min(weakest, begins, stops))

    def _repeats(self, text: Text, spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Further places of names that were found elsewhere in the text: of several words, or acronyms."""
        taken: dict[int, set[int]] = {}
        sought: dict[str, set[tuple[str, ...]]] = {}
        for block, start, end in spans:
            taken.setdefault(block, set()).update(range(start, end))
            words = text.tokens[block].texts[start:end]
            if len(words) > 1 or (words[0].isupper() and len(words[0]) > 2) or words[0] in text.pairs:
                sought.setdefault(words[0], set()).add(words)
        for index, tokens in enumerate(text.tokens):
            used = taken.setdefault(index, set())
            for at, word in enumerate(tokens.texts):
                for words in sorted(sought.get(word, ()), key=len, reverse=True):
                    end = at + len(words)
                    if tokens.texts[at:end] == words and used.isdisjoint(range(at, end)):
                        used.update(range(at, end))
                        yield index, at, end

    def _typed(
        self, text: Text, tagged: Mapping[tuple[int, int, int], "_Tagged"], rows: list[list[list[str]]]
    ) -> list[Name]:
        """Each span with the type that all places of the same name, and of its long form, speak for together.

        The tagger's own label counts as one more vote.
        """
        if not tagged:
            return []
        spans = sorted(tagged)
        scores = self._typer.log_probabilities(
            [span_features(text, block, start, end, rows[block]) for block, start, end in spans]
        )
        keys = [self._key(text, *span) for span in spans]
        votes: dict[str, NDArray[np.float32]] = {}
        likely: dict[str, float] = {}
        for span, key, score in zip(spans, keys, scores, strict=True):
            if tagged[span].label in self._typer.classes:
                score[self._typer.classes.index(tagged[span].label)] += TAGGER_VOTE
            votes[key] = votes[key] + score if key in votes else score
            likely[key] = max(likely.get(key, 0.0), tagged[span].likelihood)
        names = []
        for (block, start, end), key in zip(spans, keys, strict=True):
            if likely[key] >= MIN_LIKELIHOOD:
                best = int(votes[key].argmax())
                share = 1.0 / float(np.exp(votes[key] - votes[key][best]).sum())
                type_ = EntityType(self._typer.classes[best])
                names.append(self._settled(text, Name(block, start, end, type_, confidence=likely[key] * share)))
        return names

    def _key(self, text: Text, block: int, start: int, end: int) -> str:
        words = text.tokens[block].texts[start:end]
        surface = " ".join(words)
        return " ".join(tokenize(text.pairs[surface]).texts) if surface in text.pairs else surface

    def _settled(self, text: Text, name: Name) -> Name:
        """The name with its authority row; what the tables know of its type counts more than the classifier."""
        surface = text.surface(name)
        row = self._gazetteer.row(surface, name.type.group)
        if row is None:
            rows = [found for group in Group if (found := self._gazetteer.row(surface, group))]
            spelled_out = surface in text.pairs and self._gazetteer.row(text.pairs[surface], name.type.group) is None
            row = rows[0] if len(rows) == 1 and not spelled_out else None
        elif surface in text.pairs and not _same_row(self._gazetteer, text.pairs[surface], row):
            row = None  # the text itself spells this acronym out as something else
        return replace(name, row=row, type=row.type, confidence=1.0) if row else name


def _same_row(gazetteer: Gazetteer, name: str, row: AuthorityRow) -> bool:
    """Whether a long form can be a row's: the tables say so, or it shares a word with one of the row's long names."""
    other = gazetteer.row(name, row.type.group)
    if other is not None:
        return other.id == row.id
    words = set(normal(name).split()) - CONNECTORS
    known = [set(normal(long).split()) for long in row.names if " " in long]
    return not known or any(words & those for those in known)


def _decode(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, label in enumerate((*labels, "O")):
        if start is not None and not label.startswith("I"):
            yield start, at
            start = None
        if label != "O" and start is None:
            start = at


def _tidy(tokens: Tokens, block: Block, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans without marks at their ends, and cut where they run over a bracket that spells an acronym out."""
    shorts = {
        tokens_at(tokens, *pair.short)[0]: tokens_at(tokens, *pair.short) for pair in find_abbreviations(block.text)
    }
    for start, end in spans:
        bracket = next((at for at in range(start + 1, end) if tokens.texts[at] == "("), None)
        closing = bracket is not None and ")" in tokens.texts[bracket : end - 1]
        if bracket is not None and not closing:
            yield from _trimmed(tokens, start, bracket)
            if bracket + 1 in shorts:
                yield shorts[bracket + 1]
        else:
            yield from _trimmed(tokens, start, end)


def tokens_at(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The half-open token offsets that cover a stretch of the block."""
    inside = [i for i in range(len(tokens)) if tokens.starts[i] < end and tokens.ends[i] > start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _trimmed(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (tokens.texts[start] in _TRIM or tokens.lower[start] in {"the", "of", "and", "in"}):
        start += 1
    while end > start and (
        (tokens.texts[end - 1] in _TRIM and not _ends_abbreviation(tokens, end) and not _closes(tokens, start, end))
        or tokens.texts[end - 1] in CONNECTORS
    ):
        end -= 1
    if end > start and any(char.isalnum() for char in tokens.texts[start]):
        yield start, end


def _closes(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the last mark is a bracket that was opened inside the name."""
    return tokens.texts[end - 1] == ")" and "(" in tokens.texts[start:end]


def _ends_abbreviation(tokens: Tokens, end: int) -> bool:
    """Whether the full stop before `end` belongs to the name: "Ltd.", "Inc.", "U.S."."""
    return (
        tokens.texts[end - 1] == "."
        and end > 1
        and (tokens.lower[end - 2] in {"ltd", "inc", "co", "corp"} or len(tokens.texts[end - 2]) == 1)
    )


def _stands_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a table name is no part of a longer word, an amount of money or a longer name."""
    after = tokens.lower[end] if end < len(tokens) else ""
    before = tokens.texts[start - 1] if start else ""
    if after in {"$", "dollar", "dollars"} or before in {"$", "'", "’"}:
        return False
    glued = before in {"-", "/"} and start > 1 and tokens.ends[start - 1] == tokens.starts[start]
    return not (glued and shape(tokens.texts[start - 2]) == "x")


def _table_features(rows: Sequence[Sequence[str]], start: int, end: int) -> list[str]:
    """Which table a name stands in: as a whole, or a word of it at its start, its end or in between."""
    tags = [row[2][2:] for row in rows[start:end]]  # the third feature of a token is its table tag
    if tags[0].startswith("B") and all(tag == f"I{tags[0][1:]}" for tag in tags[1:]):
        closed = end >= len(rows) or not rows[end][2].startswith("t=I")
        return [f"whole={tags[0][1:]}"] if closed else [f"opens={tags[0][1:]}"]
    found = [f"has={tag[1:]}" for tag in tags if tag != "0"]
    if tags[0] != "0":
        found.append(f"opens={tags[0][1:]}")
    if tags[-1] != "0":
        found.append(f"ends={tags[-1][1:]}")
    return list(dict.fromkeys(found)) or ["untabled"]


def span_features(text: Text, block: int, start: int, end: int, rows: list[list[str]]) -> list[str]:
    """What the words of a name and those around it tell of its type."""
    tokens = text.tokens[block]
    lower, size = tokens.lower, len(tokens)
    words = lower[start:end]
    heads = [label for word in words if (label := head_class(word))]
    cut = next((i for i in range(start + 1, end) if lower[i] in CONNECTORS or lower[i] == "("), end)
    features = [
        f"first={words[0]}",
        f"last={words[-1]}",
        f"n={min(end - start, 8)}",
        f"head={lower[cut - 1]}",
        f"headc={head_class(lower[cut - 1])}",
        f"lastc={head_class(words[-1])}",
        f"firstc={head_class(words[0])}",
        f"anyc={heads[-1] if heads else ''}",
        f"shape={'|'.join(shape(word) for word in tokens.texts[start:end][:4])}",
        f"suf={words[-1][-3:]}",
        f"suf4={words[-1][-4:]}",
        f"-2g={' '.join(lower[max(0, start - 2) : start])}",
        f"+2g={' '.join(lower[end : end + 2])}",
        f"kind={text.blocks[block].kind}",
    ]
    features += [f"in={word}" for word in words]
    features.append(f"uncommon={min(sum('uncommon' in row for row in rows[start:end]), 3)}")
    if "uncommon" in rows[start]:
        features.append("uncommon-first")
    if "uncommon" in rows[end - 1]:
        features.append("uncommon-last")
    features += [f"hasc={label}" for label in heads]
    features += [f"-{k}={lower[start - k] if start >= k else '^'}" for k in (1, 2, 3)]
    features += [f"+{k}={lower[end + k - 1] if end + k - 1 < size else '$'}" for k in (1, 2, 3)]
    features += [f"L={lower[i]}" for i in range(max(0, start - 6), start)]
    features += [f"R={lower[i]}" for i in range(end, min(size, end + 6))]
    features += _table_features(rows, start, end)
    lexical = ("q", "acr=", "demonym", "s=")
    features += sorted({f"x{feature}" for i in range(start, end) for feature in rows[i] if feature.startswith(lexical)})
    long_form = text.pairs.get(" ".join(tokens.texts[start:end]))
    if long_form:
        features += [f"long={head_class(word)}" for word in fold(long_form).lower().split()[-1:]]
    if end + 2 < size and tokens.texts[end] == "(" and tokens.texts[end + 2] == ")":
        features.append("introduces")
    if start and tokens.texts[start - 1] == "(":
        features.append("bracketed")
    return features
