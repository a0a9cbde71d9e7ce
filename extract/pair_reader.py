"""What the encoder makes of pairs: where each pair stands in the text, and how likely each relation between them is."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.encoder import Encoded, Encoder, Floats, log_softmax
from extract.pairs import Pair, possible
from extract.references import How, Slot
from extract.sentences import Named, Placed
from extract.windows import Window
from ontology.vocabulary import EntityType

#: The relations and "none": ``predicate>`` from the first to the second, ``predicate<`` back.
NONE = "none"
RELATIONS = tuple(sorted({label for a in EntityType for b in EntityType for label in possible(a, b)} | {NONE}))
TYPES = tuple(EntityType)
HOWS = tuple(How)
#: Which of `RELATIONS` the ontology allows between two types.
ALLOWED = {
    (a, b): np.array([label in possible(a, b) or label == NONE for label in RELATIONS]) for a in TYPES for b in TYPES
}
#: Distances count by their power of two, up to this one.
MAX_DISTANCE = 9

_TYPE_AT = {type_: index for index, type_ in enumerate(TYPES)}
_HOW_AT = {how: index for index, how in enumerate(HOWS)}
#: `ALLOWED` as one table: first type, second type, relation.
_ALLOWED = np.array([[ALLOWED[a, b] for b in TYPES] for a in TYPES])
#: So many pairs are weighed at once; each takes some kilobytes.
_AT_ONCE = 1024

Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Folded:
    """A window with each name as one place: of each word its place, and of each place the type of its name, or 0."""

    places: Indexes
    types: Indexes


def spots(named: Named, place: Placed, pairs: Sequence[Pair], starts: Sequence[int]) -> Indexes:
    """Where the pairs of a sentence stand in the sequence of the text, a row each: the words of both ends, and of the
    sentence the first word and the last. An end that no word stands for is where the text last named it before the
    sentence, or first after it.
    """

    def word_at(char: int) -> int:
        return _word_at(named, place, char, starts)

    def name_at(name: int) -> int:
        return starts[named.names[name].block] + named.names[name].start

    begins, ends = word_at(place.start), word_at(place.end - 1)
    known: dict[Slot, int] = {}

    def spot(slot: Slot) -> int:
        if slot not in known:
            names = named.entities[slot.entity].names  # in text order
            before = bisect_right(names, begins, key=name_at) if slot.word < 0 else 0
            known[slot] = (
                word_at(place.sentence.parse.origins[slot.word][0])
                if slot.word >= 0
                else name_at(names[max(before - 1, 0)])
                if names
                else begins
            )
        return known[slot]

    rows = [(spot(pair.first), spot(pair.second), begins, ends) for pair in pairs]
    return np.array(rows, np.int64).reshape(len(rows), 4)


def fold(named: Named, window: Window, starts: Sequence[int]) -> Folded:
    """A window with each of its names as one place."""
    types = np.zeros(window.end - window.first, np.int64)
    continues = np.zeros(window.end - window.first, bool)
    first = bisect_left(named.names, window.first, key=lambda name: starts[name.block] + name.start)
    last = bisect_left(named.names, window.end, key=lambda name: starts[name.block] + name.start)
    for name in named.names[max(first - 1, 0) : last]:  # the one before may reach into the window
        begin, end = starts[name.block] + name.start - window.first, starts[name.block] + name.end - window.first
        types[max(begin, 0) : max(end, 0)] = _TYPE_AT[name.type] + 1
        continues[max(begin + 1, 1) : max(end, 0)] = True
    return Folded(np.cumsum(~continues) - 1, types[~continues])


class PairReader:
    """Tells how likely each relation is between the two ends of pairs, by all that the text says around them."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._tables = tables = encoder.tables
        size = tables["names"].shape[1]
        cuts = [size * number for number in range(1, 6)]
        first, second, self._both, self._between, self._sentence, self._rest = np.split(tables["hidden"], cuts)
        self._ends = np.hstack([first, second])

    def read(
        self, encoded: Encoded, named: Named, placed: Sequence[Placed], pairs: Sequence[Sequence[Pair]]
    ) -> list[Floats]:
        """Of each sentence the log-probabilities of `RELATIONS`, a row a pair."""
        found = [np.empty((len(those), len(RELATIONS)), np.float32) for those in pairs]
        begins = [_word_at(named, place, place.start, encoded.starts) for place in placed]
        for window, words in zip(encoded.windows, encoded.words, strict=True):
            inside = [i for i in range(bisect_left(begins, window.first), bisect_left(begins, window.end)) if pairs[i]]
            if not inside:
                continue
            folded = fold(named, window, encoded.starts)
            rows = self._encoder.relate(self._folded(words, folded))
            where = np.vstack([spots(named, placed[i], pairs[i], encoded.starts) for i in inside])
            scores = self._scores(rows, in_window(where, window, folded), [pair for i in inside for pair in pairs[i]])
            ends = np.cumsum([len(pairs[i]) for i in inside])
            for i, own in zip(inside, np.split(scores, ends[:-1]), strict=True):
                found[i] = own
        return found

    def _folded(self, words: NDArray[np.float16], folded: Folded) -> Floats:
        heads = np.flatnonzero(np.diff(folded.places, prepend=-1))
        sizes = np.diff(heads, append=len(words))
        means: Floats = words[heads].astype(np.float32)
        long = sizes > 1
        if long.any():
            parts = words[long[folded.places]].astype(np.float32)
            sums = np.add.reduceat(parts, np.cumsum(sizes[long]) - sizes[long], axis=0)
            means[long] = sums / sizes[long, None].astype(np.float32)
        named = folded.types > 0
        means[named] += self._tables["names"][folded.types[named]]
        return means

    def _scores(self, rows: Floats, where: Indexes, pairs: Sequence[Pair]) -> Floats:
        """The log-probabilities of `RELATIONS`, a row a pair of a window; `rows` are its words and names."""
        lots = (slice(at, at + _AT_ONCE) for at in range(0, len(pairs), _AT_ONCE))
        return np.vstack([self._lot(rows, where[lot], pairs[lot]) for lot in lots])

    def _lot(self, rows: Floats, where: Indexes, pairs: Sequence[Pair]) -> Floats:
        types = np.array([(_TYPE_AT[pair.first.type], _TYPE_AT[pair.second.type]) for pair in pairs])
        hows = np.array([(_HOW_AT[pair.first.how], _HOW_AT[pair.second.how]) for pair in pairs])
        first, second, begins, ends = where.T
        low, high = np.minimum(first, second), np.maximum(first, second)
        hidden = (
            self._of_ends(rows, where[:, :2])
            + self._of_sentences(rows, begins, ends)
            + _means(rows, low, np.maximum(high, low + 1)) @ self._between
            + (rows[first] * rows[second]) @ self._both
            + self._known(types, hows, high - low) @ self._rest
            + self._tables["hidden_bias"]
        )
        scores = _gelu(hidden) @ self._tables["out"] + self._tables["out_bias"]
        return log_softmax(np.where(_ALLOWED[types[:, 0], types[:, 1]], scores, np.float32(-1e4)))

    def _of_ends(self, rows: Floats, ends: Indexes) -> Floats:
        """What the ends of pairs add to the hidden layer; each place is weighed once."""
        used = np.unique(ends)
        shares = rows[used] @ self._ends
        first, second = np.searchsorted(used, ends).T
        half = shares.shape[1] // 2
        added: Floats = shares[first, :half] + shares[second, half:]
        return added

    def _of_sentences(self, rows: Floats, begins: Indexes, ends: Indexes) -> Floats:
        """What the sentences of pairs add; the pairs of one follow each other."""
        fresh = np.append(True, (np.diff(begins) != 0) | (np.diff(ends) != 0))
        added: Floats = (_means(rows, begins[fresh], ends[fresh]) @ self._sentence)[np.cumsum(fresh) - 1]
        return added

    def _known(self, types: Indexes, hows: Indexes, distances: Indexes) -> Floats:
        """What is known of the pairs besides the text: the types of their ends, how they come in, how far apart."""
        steps = np.minimum(np.log2(distances + 1).astype(np.int64), MAX_DISTANCE)
        of_types, of_hows, of_steps = (self._tables[name] for name in ("types", "hows", "distances"))
        size = len(types)
        return np.hstack([of_types[types].reshape(size, -1), of_hows[hows].reshape(size, -1), of_steps[steps]])


def _word_at(named: Named, place: Placed, char: int, starts: Sequence[int]) -> int:
    """The word of the sequence that a character of a sentence's block belongs to."""
    return starts[place.block] + max(0, bisect_right(named.text.tokens[place.block].starts, char) - 1)


def in_window(where: Indexes, window: Window, folded: Folded) -> Indexes:
    """The places of spots in a folded window, a row each: first, second, and the half-open sentence. An end that lies
    outside is where the sentence begins.
    """
    inside = (window.first <= where) & (where < window.end)
    first, second, begins, _ = folded.places[np.where(inside, where - window.first, 0)].T
    begins = np.where(inside[:, 2], begins, 0)
    ends = folded.places[np.minimum(where[:, 3], window.end - 1) - window.first] + 1
    return np.column_stack(
        [np.where(inside[:, 0], first, begins), np.where(inside[:, 1], second, begins), begins, ends]
    )


def _means(rows: Floats, starts: Indexes, ends: Indexes) -> Floats:
    """The means of half-open stretches of rows; of an empty one zeros."""
    at = np.arange(len(rows))
    inside = ((starts[:, None] <= at) & (at < ends[:, None])).astype(np.float32)
    means: Floats = inside @ rows / np.maximum(ends - starts, 1)[:, None].astype(np.float32)
    return means


def _gelu(values: Floats) -> Floats:
    """The activation, by its usual approximation with tanh (Hendrycks and Gimpel 2016)."""
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values * values * values)
    out: Floats = np.float32(0.5) * values * (1 + np.tanh(inner))
    return out
