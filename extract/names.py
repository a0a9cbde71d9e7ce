"""The names of a text and their types: a sequence tagger finds them, the authority tables add theirs, a classifier
types them.

Names are found before the parse, so that the parse can work on a text in which each name is one word.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import pycrfsuite  # type: ignore[import-untyped]  # the package ships no types
from numpy.typing import NDArray

from extract.features import Resources, token_features
from extract.gazetteer import Gazetteer, normal
from extract.lexicon import CONNECTORS
from extract.linear import LinearModel
from extract.reading import Block
from extract.seeds import AuthorityRow
from extract.spans import decode, stands_alone, tidy
from extract.texts import Text
from extract.tokens import Tokens, tokenize
from extract.type_features import span_features
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

TAGGER_FILE = "names.crfsuite"
TYPER_FILE = "types.npz"
COMMON_FILE = "common.txt"

#: What the tagger's label adds to a type's log-probability.
TAGGER_VOTE = 1.0

#: A name less likely than this is none. Chosen on folds of the training passages.
MIN_LIKELIHOOD = 0.7


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
    """The type that the tagger gave a stretch, if it gave one, and how likely the stretch is a name."""

    label: str
    likelihood: float


_UNTAGGED = _Tagged("", 0.0)
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
        tagged = list(tidy(tokens, block, decode(labels)))
        for start, end in tagged:
            label = labels[start].partition("-")[2]
            yield start, end, _Tagged(label, self._likelihood(label, start, end, len(rows)))
        taken = {at for start, end in tagged for at in range(start, end)}
        for hit in self._gazetteer.hits(tokens):
            if taken.isdisjoint(range(hit.start, hit.end)) and stands_alone(tokens, hit.start, hit.end):
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
