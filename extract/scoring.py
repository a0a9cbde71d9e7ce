"""What a sentence states between two entities: the linear scorer and the encoder weigh each pair together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from extract.confidence import Confidence, signals_of
from extract.encoder import Encoded, Encoder, Floats
from extract.linear import LinearModel
from extract.pair_reader import NONE, RELATIONS, PairReader
from extract.pairs import Pair, pairs_of, possible
from extract.sentences import Named, Placed
from extract.status import status_of
from ontology.vocabulary import EntityType, Predicate, Status

SCORER_FILE = "relations.npz"

#: How much the encoder weighs against the linear scorer.
ENCODER_SHARE = 0.5
#: How much a pair's own score weighs against the mean of the list that it stands in.
_OWN_SHARE = 0.5
#: A pair that the encoder gives less than this for all relations together is not weighed by the linear scorer: together
#: they would not come to a claim.
_LEAST = 0.02
_NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation between two entities of a text, by index, as one sentence shows it."""

    subject: int
    predicate: Predicate
    object: int
    confidence: float
    rule: str
    status: Status
    place: Placed


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair of a sentence with the likeliest relation that the ontology allows it, the rule that says so too, if one
    does, and the signals that speak for it.
    """

    pair: Pair
    label: str
    rule: str
    signals: list[float]
    place: Placed


_Placed = tuple[int, Pair]  # a pair and the place of its sentence


class PairScorer:
    """Tells which relation, if any, a sentence states between two entities.

    Raises:
        InputError: the weights are missing.
    """

    def __init__(self, folder: Traversable | None = None, *, encoder: Encoder | None = None) -> None:
        where = folder if folder is not None else files("extract") / "data"
        self._model = LinearModel.load(where / SCORER_FILE)
        self._reader = PairReader(encoder) if encoder else None
        self._columns = [RELATIONS.index(label) for label in self._model.classes]
        self._none = self._model.classes.index(NONE)
        self._masks = {
            (a, b): np.array([label in possible(a, b) or label == NONE for label in self._model.classes])
            for a in EntityType
            for b in EntityType
        }

    def findings(
        self, named: Named, placed: Sequence[Placed], confidence: Confidence, encoded: Encoded | None = None
    ) -> Iterator[Finding]:
        """Yields: the likeliest relation of each pair of each sentence, in text order, however unlikely.

        With an encoder, `encoded` is the text as it read it.
        """
        for lot in _lots(placed):
            weighed = list(self.weighed(named, lot, encoded))
            for each, sure in zip(weighed, confidence([each.signals for each in weighed]), strict=True):
                yield _finding(each, sure)

    def weighed(self, named: Named, placed: Sequence[Placed], encoded: Encoded | None = None) -> Iterator[Weighed]:
        """Yields: each pair of each sentence with its likeliest relation, in text order."""
        sure = [max((named.names[name].confidence for name in entity.names), default=1.0) for entity in named.entities]
        of_places = [list(pairs_of(place.sentence, named.labels)) for place in placed]
        pairs = [(at, pair) for at, those in enumerate(of_places) for pair in those]
        if not pairs:
            return
        reads = np.vstack(self._reader.read(encoded, named, placed, of_places)) if self._reader and encoded else None
        if reads is not None:
            pairs, reads = self._doubtful(pairs, reads)
        if not pairs:
            return
        both, alone = self._shares(pairs, reads)
        both[:, self._none] = 0.0
        rules = [_rules(place) for place in placed]
        for row, ((at, pair), best, any_) in enumerate(
            zip(pairs, both.argmax(axis=1).tolist(), both.sum(axis=1).tolist(), strict=True)
        ):
            if both[row, best] <= 0.0:
                continue
            label = self._model.classes[best]
            rule = _rule(rules[at], pair, label)
            signals = signals_of(
                (float(both[row, best]), any_, float(alone[0][row, best]), float(alone[1][row, best])),
                (sure[pair.first.entity], sure[pair.second.entity]),
                (pair.first.how, pair.second.how),
                Predicate(label[:-1]),
                rule=bool(rule),
            )
            yield Weighed(pair, label, rule, signals, placed[at])

    def _doubtful(self, pairs: Sequence[_Placed], reads: Floats) -> tuple[list[_Placed], Floats]:
        """The pairs of which the encoder is not sure that they have no relation, and what it reads of them; the members
        of one list stay together.
        """
        shares = _shares(reads[:, self._columns], self._masks_of(pairs))
        likely = {
            (at, pair.cell) for (at, pair), none in zip(pairs, shares[:, self._none], strict=True) if none < 1 - _LEAST
        }
        kept = [index for index, (at, pair) in enumerate(pairs) if (at, pair.cell) in likely]
        return [pairs[index] for index in kept], reads[kept]

    def _masks_of(self, pairs: Sequence[_Placed]) -> "np.typing.NDArray[np.bool_]":
        return np.array([self._masks[pair.first.type, pair.second.type] for _, pair in pairs])

    def _shares(self, pairs: Sequence[_Placed], reads: Floats | None) -> tuple[Floats, tuple[Floats, Floats]]:
        """Of pairs and the places of their sentences the probabilities of what the ontology allows, a row a pair: by
        both scorers, and by each.
        """
        linear = _smooth(pairs, self._model.log_probabilities([pair.features for _, pair in pairs]))
        encoder = linear if reads is None else reads[:, self._columns]
        masks = self._masks_of(pairs)
        both = _shares((1 - ENCODER_SHARE) * linear + ENCODER_SHARE * encoder, masks)
        return both, (_shares(linear, masks), _shares(encoder, masks))


def _shares(logs: Floats, masks: "np.typing.NDArray[np.bool_]") -> Floats:
    """Probabilities of what is allowed, a row a pair."""
    shares = np.where(masks, np.exp(logs), np.float32(0.0))
    out: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), np.float32(1e-9))
    return out


def _smooth(pairs: Sequence[_Placed], logs: Floats) -> Floats:
    """Members of one list stand or fall together: each score is drawn half-way to the mean of its list."""
    cells: dict[tuple[int, tuple[int, int, str, str]], list[int]] = {}
    for index, (at, pair) in enumerate(pairs):
        cells.setdefault((at, pair.cell), []).append(index)
    for indexes in cells.values():
        if len(indexes) > 1:
            logs[indexes] = _OWN_SHARE * logs[indexes] + (1 - _OWN_SHARE) * logs[indexes].mean(axis=0)
    return logs


def _lots(placed: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """Yields: the sentences in lots of some hundred names, since the features of a pair take thousands of bytes."""
    start = names = 0
    for at, place in enumerate(placed, 1):
        names += len(place.sentence.slots)
        if names >= _NAMES_AT_ONCE or at == len(placed):
            yield placed[start:at]
            start, names = at, 0


_Rules = Mapping[tuple[str, int, int], str]


def _rules(place: Placed) -> _Rules:
    """What the rules state in a sentence: predicate, subject and object → the first rule that says so."""
    found: dict[tuple[str, int, int], str] = {}
    for match in place.sentence.matches:
        found.setdefault((match.rule.predicate, match.subject, match.object), match.rule.id)
    return found


def _rule(rules: _Rules, pair: Pair, label: str) -> str:
    """The first rule that states the relation, if one does."""
    ends = (pair.first.word, pair.second.word) if label.endswith(">") else (pair.second.word, pair.first.word)
    return rules.get((label[:-1], *ends), "")


def _finding(weighed: Weighed, confidence: float) -> Finding:
    first, second = weighed.pair.first, weighed.pair.second
    subject, object_ = (first, second) if weighed.label.endswith(">") else (second, first)
    unruled = f"pair-{first.how}" if first.how != second.how else "pair"
    status = status_of(weighed.place.sentence.parse, (first.word, second.word))
    predicate = Predicate(weighed.label[:-1])
    return Finding(
        subject.entity, predicate, object_.entity, confidence, weighed.rule or unruled, status, weighed.place
    )
