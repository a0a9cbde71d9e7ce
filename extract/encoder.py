"""A small transformer that reads a text twice: word by word for its names, then name by name for what it says of them.

The first time each word gets the likelihood of every name label. The second time each name that was found is one row
with its type, so that a pair of names is seen in all that the text says around it. The encoder starts from the
published weights of MiniLM-L6 (Wang et al. 2020), is trained on annotated passages by `extract.training` and then made
smaller; it runs in onnxruntime with weights of eight bits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extract.reading import BlockKind
from extract.texts import Text
from extract.windows import Window, starts_of, windows
from extract.wordpieces import WordPieces
from ontology.errors import InputError
from ontology.vocabulary import EntityType

WEIGHTS_FILE = "encoder.npz"

#: What a word looks like: the encoder's vocabulary knows small letters only.
SHAPES = ("separator", "digits", "mark", "small", "capitals", "capital", "title", "mixed")
#: The name labels, and the tags of words in the authority tables.
LABELS = ("O", *(f"{place}-{type_}" for type_ in EntityType for place in "BI"))
HINTS = ("0", *(f"{place}{type_}" for type_ in EntityType for place in "BI"))
KINDS = tuple(BlockKind)
_HINT_AT = {hint: index for index, hint in enumerate(HINTS)}

Floats = NDArray[np.float32]
_EPSILON = 1e-12
#: However many there are, the numbers are the same. Several texts at once use other cores better than one text can.
_THREADS = 1
#: onnxruntime's addition and norm in one step take three times as long as one after the other.
_SLOWER = ("SkipLayerNormFusion",)
#: How many words are remembered with their rows, some ten megabytes; then the memory starts anew.
_REMEMBERED = 1 << 13


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as read for its names: of each block a row of label log-probabilities a token, and of each window a row
    a word, as it went in.
    """

    starts: tuple[int, ...]
    windows: tuple[Window, ...]
    labels: tuple[Floats, ...]
    words: tuple[NDArray[np.float16], ...]


def shape_of(word: str) -> int:
    """The place in `SHAPES` of what a word looks like.

    >>> SHAPES[shape_of("JICA")], SHAPES[shape_of("e")], SHAPES[shape_of("(")]
    ('capitals', 'small', 'mark')
    """
    if word.isdigit():
        return 1
    if not word[0].isalnum():
        return 2
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) > 1 else 5
    return 6 if word.istitle() else 7


class Encoder:
    """The loaded encoder.

    Raises:
        InputError: the weights are missing.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        where = folder if folder is not None else files("extract") / "data"
        self._tables = _load(where / WEIGHTS_FILE)
        self._pieces = WordPieces(self._tables["vocabulary"].tobytes().decode().split("\n"))
        self._names = _session(self._tables["name_layers"])
        self._pairs = _session(self._tables["pair_layers"])
        self._words: dict[str, Floats] = {}

    @property
    def tables(self) -> Mapping[str, NDArray[Any]]:
        """The weights that are no layers, by name."""
        return self._tables

    def read(self, text: Text, hints: Sequence[Sequence[str]]) -> Encoded:
        """A text read for its names; `hints` are the table tags of each block's tokens."""
        starts = starts_of(text.tokens)
        found = windows(starts)
        rows = self._rows(text, hints)
        scores = np.zeros((starts[-1], len(LABELS)), np.float32)
        words = []
        for window in found:
            own = slice(window.first, window.end)
            seen = self._normed(rows[own] + self._tables["positions"][: window.end - window.first])
            scores[own] = _run(self._names, seen)
            words.append(seen.astype(np.float16))
        logs = log_softmax(scores)
        labels = tuple(logs[start : start + len(tokens)] for start, tokens in zip(starts, text.tokens, strict=False))
        return Encoded(starts, tuple(found), labels, tuple(words))

    def relate(self, rows: Floats) -> Floats:
        """The words and names of a window, a row each, as the text around them has it."""
        return _run(self._pairs, rows)

    def _normed(self, rows: Floats) -> Floats:
        spread = rows.std(axis=1, keepdims=True)
        out: Floats = (rows - rows.mean(axis=1, keepdims=True)) / (spread + _EPSILON)
        scaled: Floats = out * self._tables["norm"] + self._tables["norm_bias"]
        return scaled

    def _rows(self, text: Text, hints: Sequence[Sequence[str]]) -> Floats:
        """What goes in: a row a word of the sequence."""
        shapes, tags, kinds = self._tables["shapes"], self._tables["hints"], self._tables["kinds"]
        rows = np.empty((sum(len(tokens) + 1 for tokens in text.tokens), shapes.shape[1]), np.float32)
        at = 0
        for block, tokens, known in zip(text.blocks, text.tokens, hints, strict=True):
            own = rows[at : at + len(tokens) + 1]
            np.stack([*map(self._word, tokens.texts), self._piece(self._pieces.separator)], out=own)
            own += shapes[[*map(shape_of, tokens.texts), 0]]
            own += tags[[*(_HINT_AT[hint] for hint in known), 0]]
            own += kinds[KINDS.index(block.kind)]
            at += len(own)
        return rows

    def _word(self, word: str) -> Floats:
        if word not in self._words:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            self._words[word] = np.mean([self._piece(piece) for piece in self._pieces(word)], axis=0)
        return self._words[word]

    def _piece(self, piece: int) -> Floats:
        row: Floats = self._tables["pieces"][piece] * self._tables["piece_scales"][piece]
        return row


def log_softmax(scores: Floats) -> Floats:
    """The logarithms of the probabilities that scores stand for, row by row."""
    moved = scores - scores.max(axis=-1, keepdims=True, initial=-np.inf) if len(scores) else scores
    logs: Floats = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return logs


def _load(file: Traversable) -> dict[str, NDArray[Any]]:
    if not file.is_file():
        raise InputError(f"{file.name}: found no weights, run `make train` to make them")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        loaded = {name: data[name] for name in data}
    return {name: rows.astype(np.float32) if rows.dtype == np.float16 else rows for name, rows in loaded.items()}


def _session(layers: NDArray[np.uint8]) -> "onnxruntime.InferenceSession":
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    return onnxruntime.InferenceSession(
        layers.tobytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOWER)
    )


def _run(session: "onnxruntime.InferenceSession", rows: Floats) -> Floats:
    out: Floats = session.run(None, {"words": rows[None]})[0][0]
    return out
