"""The names of a text and their types: a sequence tagger finds them, the authority tables add theirs, a classifier
types them.

Names are found before the parse, so that the parse can work on a text in which each name is one word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from extract.encoder import LABELS, Floats, log_softmax
from extract.features import Resources, token_features
from extract.gazetteer import Gazetteer, normal
from extract.lexicon import CONNECTORS, HEADS
from extract.linear import LinearModel
from extract.reading import Block
from extract.seeds import AuthorityRow
from extract.spans import best_labels, decode, stands_alone, tidy
from extract.tagger import Shares, Tagger
from extract.texts import Text
from extract.tokens import Tokens, tokenize
from extract.type_features import span_features
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

TAGGER_FILE = "names.npz"
TYPER_FILE = "types.npz"
COMMON_FILE = "common.txt"

#: How much the tagger's types weigh beside the typer's.
TAGGER_VOTE = 1.0
#: How much the encoder weighs against the tagger.
ENCODER_SHARE = 0.5
#: The share of a label that the tagger rules out.
_UNSEEN = 1e-6
_BEGIN = [LABELS.index(f"B-{type_}") for type_ in EntityType]
_INSIDE = [LABELS.index(f"I-{type_}") for type_ in EntityType]
_OUTSIDE = LABELS.index("O")

#: A name less likely than this is none. Chosen on folds of the training passages.
MIN_LIKELIHOOD = 0.5
_BRACKETS = frozenset("()")
#: No name has more words and marks than this.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a block: half-open token offsets, its type, the authority row whose name it is, if one has it, and
    how likely it is that these words are a name, whole, and of this type.
    """

    block: int
    start: int
    end: int
    type: EntityType
    row: AuthorityRow | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Tagged:
    """The log-probabilities of the types of a stretch, if it was tagged, and how likely the stretch is a name."""

    types: Floats | None
    likelihood: float


_UNTAGGED = _Tagged(None, 0.0)
#: How likely a known name is one where the tagger saw none.
_UNTAGGED_KNOWN = 0.8


def load_common(folder: Traversable) -> frozenset[str]:
    """The words that texts of the genre write in small letters.

    Raises:
        InputError: there is no such file.
    """
    file = folder / COMMON_FILE
    if not file.is_file():
        raise InputError(f"{file.name}: found no word list, run `make train` to make it")
    return frozenset(file.read_text(encoding="utf-8").split())


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
        self._tagger = Tagger.load(where / TAGGER_FILE)
        self._order = [tuple(EntityType).index(EntityType(name)) for name in self._typer.classes]
        self._columns = [LABELS.index(label) for label in self._tagger.labels]

    def find(self, text: Text, encoded: Sequence[Floats] | None = None) -> list[Name]:
        """The names of a text in text order, none inside another, each typed.

        `encoded` are each block's label log-probabilities from the encoder, a row a token; the tagger's own are drawn
        half-way to them.
        """
        rows = [
            token_features(tokens, block, self._resources, text.known)
            for tokens, block in zip(text.tokens, text.blocks, strict=True)
        ]
        logs = self._logs(rows, encoded)
        spans: dict[tuple[int, int, int], _Tagged] = {
            (index, start, end): tagged
            for index, tokens in enumerate(text.tokens)
            for start, end, tagged in self._spans(tokens, text.blocks[index], logs[index])
        }
        spans |= dict.fromkeys(set(self._repeats(text, spans)), _UNTAGGED)
        return self._typed(text, spans, rows)

    def _logs(self, rows: Sequence[list[list[str]]], encoded: Sequence[Floats] | None) -> list[Floats]:
        """Of each block the log-probabilities of `LABELS`, a row a token."""
        tagged = self._tagger.shares(rows)
        return [self._blended(each, encoded[index] if encoded else None) for index, each in enumerate(tagged)]

    def _blended(self, tagged: Shares, encoded: Floats | None) -> Floats:
        shares = np.full((len(tagged), len(LABELS)), _UNSEEN, np.float32)
        shares[:, self._columns] += tagged
        logs: Floats = np.log(shares)
        return logs if encoded is None else log_softmax((1 - ENCODER_SHARE) * logs + ENCODER_SHARE * encoded)

    def _spans(self, tokens: Tokens, block: Block, logs: Floats) -> Iterator[tuple[int, int, "_Tagged"]]:
        shares = np.exp(logs)
        tagged: list[tuple[int, int]] = []
        for whole, names in tidy(tokens, block, decode(best_labels(logs, LABELS))):
            likelihood = _likelihood(shares, tokens, *whole)
            for start, end in names:
                if end - start <= _LONGEST:
                    tagged.append((start, end))
                    yield start, end, _Tagged(_types_of(logs, start, end), likelihood)
        taken = {at for start, end in tagged for at in range(start, end)}
        for hit in self._gazetteer.hits(tokens):
            if taken.isdisjoint(range(hit.start, hit.end)) and stands_alone(tokens, hit.start, hit.end):
                yield hit.start, hit.end, _Tagged(None, _UNTAGGED_KNOWN)

    def _repeats(self, text: Text, spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Further places of names that were found elsewhere in the text: of several words, or acronyms."""
        taken: dict[int, set[int]] = {}
        sought: dict[str, set[tuple[str, ...]]] = {}
        for block, start, end in spans:
            taken.setdefault(block, set()).update(range(start, end))
            words = text.tokens[block].texts[start:end]
            if len(words) > 1 or (words[0].isupper() and len(words[0]) > 2) or words[0] in text.pairs:
                sought.setdefault(words[0], set()).add(words)
        lengths = {first: sorted({len(words) for words in those}, reverse=True) for first, those in sought.items()}
        for index, tokens in enumerate(text.tokens):
            used = taken.setdefault(index, set())
            for at, word in enumerate(tokens.texts):
                for length in lengths.get(word, ()):
                    end = at + length
                    words = tokens.texts[at:end]
                    if len(words) == length and words in sought[word] and used.isdisjoint(range(at, end)):
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
            types = tagged[span].types
            vote = score if types is None else score + TAGGER_VOTE * types[self._order]
            votes[key] = votes[key] + vote if key in votes else vote
            likely[key] = max(likely.get(key, 0.0), tagged[span].likelihood)
        names = []
        for (block, start, end), key in zip(spans, keys, strict=True):
            best = int(votes[key].argmax())
            share = 1.0 / float(np.exp(votes[key] - votes[key][best]).sum())
            type_ = EntityType(self._typer.classes[best])
            name = self._settled(text, Name(block, start, end, type_, confidence=likely[key] * share))
            if name.row or likely[key] >= MIN_LIKELIHOOD:
                names.append(name)
        return names

    def _key(self, text: Text, block: int, start: int, end: int) -> str:
        words = text.tokens[block].texts[start:end]
        surface = " ".join(words)
        return " ".join(tokenize(text.pairs[surface]).texts) if surface in text.pairs else surface

    def _settled(self, text: Text, name: Name) -> Name:
        """The name with its authority row; what the tables know of its type counts more than the classifier."""
        surface = text.surface(name)
        row = self._gazetteer.row(surface, name.type.group) or self._without_kind(surface)
        if row is None:
            rows = [found for group in Group if (found := self._gazetteer.row(surface, group))]
            spelled_out = surface in text.pairs and self._gazetteer.row(text.pairs[surface], name.type.group) is None
            row = rows[0] if len(rows) == 1 and not spelled_out else None
        elif surface in text.pairs and not same_row(self._gazetteer, text.pairs[surface], row):
            row = None  # the text itself spells this acronym out as something else
        return replace(name, row=row, type=row.type, confidence=1.0) if row else name

    def _without_kind(self, surface: str) -> AuthorityRow | None:
        """The row of "Giga" for "Giga initiative": what such a thing is called may follow its name."""
        stem, _, kind = surface.rpartition(" ")
        row = next((found for type_ in HEADS.get(kind, ()) if (found := self._gazetteer.row(stem, type_.group))), None)
        return row if row and row.type in HEADS[kind] and row.type.group is not Group.ACTOR else None


def same_row(gazetteer: Gazetteer, name: str, row: AuthorityRow) -> bool:
    """Whether a long form can be a row's: the tables say so, or it shares a word with one of the row's long names."""
    other = gazetteer.row(name, row.type.group)
    if other is not None:
        return other.id == row.id
    words = set(normal(name).split()) - CONNECTORS
    known = [set(normal(long).split()) for long in row.names if " " in long]
    return not known or any(words & those for those in known)


def _types_of(logs: Floats, start: int, end: int) -> Floats:
    """The log-probabilities of the types of a tagged stretch: what its words say on average."""
    said = logs[start, _BEGIN] + logs[start + 1 : end][:, _INSIDE].sum(axis=0)
    found: Floats = log_softmax(said[None] / (end - start))[0]
    return found


def _likelihood(shares: Floats, tokens: Tokens, start: int, end: int) -> float:
    """How likely a tagged stretch is a name, and one that starts and ends here: its weakest word tells."""
    words = [at for at in range(start, end) if tokens.texts[at] not in _BRACKETS]
    weakest = float((1.0 - shares[words, _OUTSIDE]).min(initial=1.0))
    begins = float(1.0 - shares[start, _INSIDE].sum())
    stops = float(1.0 - shares[end, _INSIDE].sum()) if end < len(shares) else 1.0
    return min(weakest, begins, stops)
