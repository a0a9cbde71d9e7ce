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

Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a pair stands in the sequence of the text: the words of its ends, and of its sentence the first and the
    last.
    """

    first: int
    second: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A window with each name as one place: of each word its place, and of each place the type of its name, or 0."""

    places: Indexes
    types: Indexes

    def at(self, window: Window, position: int) -> int | None:
        """The place of a word of the sequence, if the window has it."""
        inside = window.first <= position < window.end
        return int(self.places[position - window.first]) if inside else None


def spots(named: Named, place: Placed, pairs: Sequence[Pair], starts: Sequence[int]) -> list[Spot]:
    """Where the pairs of a sentence stand. An end that no word stands for is where the text last named it before the
    sentence, or first after it.
    """
    tokens = named.text.tokens[place.block]
    base = starts[place.block]

    def word_at(char: int) -> int:
        return base + max(0, bisect_right(tokens.starts, char) - 1)

    begins, ends = word_at(place.start), word_at(place.end - 1)

    def spot(slot: Slot) -> int:
        if slot.word >= 0:
            return word_at(place.sentence.parse.origins[slot.word][0])
        known = [starts[named.names[i].block] + named.names[i].start for i in named.entities[slot.entity].names]
        before = [at for at in known if at <= begins]
        return max(before) if before else min(known, default=begins)

    return [Spot(spot(pair.first), spot(pair.second), begins, ends) for pair in pairs]


def fold(named: Named, window: Window, starts: Sequence[int]) -> Folded:
    """A window with each of its names as one place."""
    types = np.zeros(window.end - window.first, np.int64)
    continues = np.zeros(window.end - window.first, bool)
    first = bisect_left(named.names, window.first, key=lambda name: starts[name.block] + name.start)
    last = bisect_left(named.names, window.end, key=lambda name: starts[name.block] + name.start)
    for name in named.names[max(first - 1, 0) : last]:  # the one before may reach into the window
        begin, end = starts[name.block] + name.start - window.first, starts[name.block] + name.end - window.first
        types[max(begin, 0) : max(end, 0)] = TYPES.index(name.type) + 1
        continues[max(begin + 1, 1) : max(end, 0)] = True
    return Folded(np.cumsum(~continues) - 1, types[~continues])


class PairReader:
    """Tells how likely each relation is between the two ends of pairs, by all that the text says around them."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        tables = encoder.tables
        size = tables["names"].shape[1]
        first, second, both, between, sentence, rest = np.split(
            tables["hidden"], [size, 2 * size, 3 * size, 4 * size, 5 * size]
        )
        self._ends, self._stretches = np.hstack([first, second]), np.hstack([between, sentence])
        self._both, self._rest = both, rest
        self._tables = tables

    def read(
        self, encoded: Encoded, named: Named, placed: Sequence[Placed], pairs: Sequence[Sequence[Pair]]
    ) -> list[Floats]:
        """Of each sentence the log-probabilities of `RELATIONS`, a row a pair."""
        found = [np.empty((len(those), len(RELATIONS)), np.float32) for those in pairs]
        firsts = [encoded.starts[place.block] for place in placed]
        begins = [
            base + max(0, bisect_right(named.text.tokens[place.block].starts, place.start) - 1)
            for base, place in zip(firsts, placed, strict=True)
        ]
        for window, words in zip(encoded.windows, encoded.words, strict=True):
            inside = [i for i in range(bisect_left(begins, window.own), bisect_left(begins, window.end)) if pairs[i]]
            if not inside:
                continue
            folded = fold(named, window, encoded.starts)
            rows = self._encoder.relate(self._folded(words, folded))
            ends, sums = rows @ self._ends, _running_sums(rows @ self._stretches)
            for i in inside:
                where = spots(named, placed[i], pairs[i], encoded.starts)
                found[i][:] = self._score(rows, (ends, sums), in_window(where, window, folded), pairs[i])
        return found

    def _folded(self, words: NDArray[np.float16], folded: Folded) -> Floats:
        heads = np.flatnonzero(np.diff(folded.places, prepend=-1))
        sums: Floats = np.add.reduceat(words.astype(np.float32), heads, axis=0)
        sizes = np.bincount(folded.places).astype(np.float32)
        means: Floats = sums / sizes[:, None]
        named = folded.types > 0
        means[named] += self._tables["names"][folded.types[named]]
        return means

    def _score(self, rows: Floats, shares: tuple[Floats, Floats], where: Indexes, pairs: Sequence[Pair]) -> Floats:
        """The log-probabilities of pairs of a window; `shares` are what each place adds to the hidden layer as a first
        and as a second end, and the running sums of what it adds in between and as a word of the sentence.
        """
        first, second, begins, ends = where.T
        low, high = np.minimum(first, second), np.maximum(first, second)
        width = rows.shape[1]
        of_ends, sums = shares
        half = sums.shape[1] // 2

        def mean(start: Indexes, end: Indexes, part: slice) -> Floats:
            size = np.maximum(end - start, 1)[:, None].astype(np.float32)
            means: Floats = (sums[end, part] - sums[start, part]) / size
            return means

        hidden = (
            of_ends[first, :half]
            + of_ends[second, half:]
            + mean(low, np.maximum(high, low + 1), slice(half))
            + mean(begins, ends, slice(half, None))
            + (rows[first] * rows[second]).reshape(-1, width) @ self._both
            + self._known(pairs, high - low) @ self._rest
            + self._tables["hidden_bias"]
        )
        scores = _gelu(hidden) @ self._tables["out"] + self._tables["out_bias"]
        allowed = np.array([ALLOWED[pair.first.type, pair.second.type] for pair in pairs])
        return log_softmax(np.where(allowed, scores, np.float32(-1e4)))

    def _known(self, pairs: Sequence[Pair], distances: Indexes) -> Floats:
        """What is known of the pairs besides the text: the types of their ends, how they come in, how far apart."""
        types, hows, steps = self._tables["types"], self._tables["hows"], self._tables["distances"]
        step = np.minimum(np.log2(distances + 1).astype(np.int64), MAX_DISTANCE)
        columns = [
            types[[TYPES.index(pair.first.type) for pair in pairs]],
            types[[TYPES.index(pair.second.type) for pair in pairs]],
            hows[[HOWS.index(pair.first.how) for pair in pairs]],
            hows[[HOWS.index(pair.second.how) for pair in pairs]],
            steps[step],
        ]
        return np.hstack(columns)


def in_window(where: Sequence[Spot], window: Window, folded: Folded) -> Indexes:
    """The places of spots in a folded window, a row each: first, second, and the half-open sentence. An end that lies
    outside is where the sentence begins.
    """
    rows = []
    for spot in where:
        begins = folded.at(window, spot.begins) or 0
        ends = int(folded.places[min(spot.ends, window.end - 1) - window.first]) + 1
        first, second = folded.at(window, spot.first), folded.at(window, spot.second)
        rows.append((begins if first is None else first, begins if second is None else second, begins, ends))
    return np.array(rows, np.int64)


def _running_sums(rows: Floats) -> Floats:
    """Row `i` is the sum of the rows before `i`."""
    sums: Floats = np.vstack([np.zeros((1, rows.shape[1]), np.float32), np.cumsum(rows, axis=0, dtype=np.float32)])
    return sums


def _gelu(values: Floats) -> Floats:
    """The activation, by its usual approximation with tanh (Hendrycks and Gimpel 2016)."""
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values**3)
    out: Floats = np.float32(0.5) * values * (1 + np.tanh(inner))
    return out
