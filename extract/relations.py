"""Scored pairs → claims with evidence: what a text states between its entities, how sure, when, and for how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from extract.figures import find_amount, find_participants, find_year, is_fiscal
from extract.linear import LinearModel
from extract.model import Claim, Document, Evidence
from extract.pairs import Pair, pairs_of, possible
from extract.references import How
from extract.sentences import Named, Placed
from extract.status import status_of
from ontology.vocabulary import EntityType, Predicate, Status

SCORER_FILE = "relations.npz"
NONE = "none"

#: A claim is made when the scorer holds it at least this likely. Chosen on folds of the training corpus for the best
#: F1 with
#: precision above recall.
MIN_CONFIDENCE = 0.25
#: How far the scorer is believed where an end is only meant: what the sentence before, a heading or a list's
#: introduction
#: names, and a short form or pronoun as the second end. Measured as the share of right claims on folds, against named
#: ends.
TRUST = {How.PREVIOUS: 0.6, How.HEADING: 0.4, How.INTRODUCTION: 0.4}
TRUST_IN_REFERENCE = 0.4
#: How much doubt about a name weighs in the confidence of its relations: a power of the name's own.
NAME_WEIGHT = 1.0
#: Relations in which money moves, and those in which people are sent, trained or gathered.
_PAID = frozenset({Predicate.FUNDS, Predicate.SUPPORTS})
_ATTENDED = _PAID | {Predicate.IMPLEMENTS, Predicate.PARTICIPATES_IN, Predicate.OPERATES_IN}
#: How much a pair's own score weighs against the mean of the list that it stands in.
_OWN_SHARE = 0.5


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


class PairScorer:
    """Tells which relation, if any, a sentence states between two entities.

    Raises:
        InputError: the weights are missing.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        where = folder if folder is not None else files("extract") / "data"
        self._model = LinearModel.load(where / SCORER_FILE)
        classes = self._model.classes
        self._none = classes.index(NONE)
        self._masks = {
            (a, b): np.array([label in possible(a, b) for label in classes]) for a in EntityType for b in EntityType
        }

    def findings(self, named: Named, placed: Sequence[Placed]) -> Iterator[Finding]:
        """Yields: the likeliest relation of each pair of each sentence, in text order, however unlikely."""
        sure = [
            max((named.names[name].confidence for name in entity.names), default=1.0) ** NAME_WEIGHT
            for entity in named.entities
        ]
        for place in placed:
            pairs = list(pairs_of(place.sentence, named.labels))
            if not pairs:
                continue
            scores = np.exp(_smooth(pairs, self._model.log_probabilities([pair.features for pair in pairs])))
            for pair, row in zip(pairs, scores, strict=True):
                found = self._best(pair, row)
                if found:
                    label, confidence = found
                    confidence *= sure[pair.first.entity] * sure[pair.second.entity] * _trust(pair)
                    yield _finding(pair, label, confidence, place)

    def _best(self, pair: Pair, row: NDArray[np.float32]) -> tuple[str, float] | None:
        """The likeliest label that the ontology allows, and how sure it is: the geometric mean of "some relation" and
        "this".
        """
        allowed = np.where(self._masks[pair.first.type, pair.second.type], row, 0.0)
        some = float(allowed.sum())
        if some <= 0.0:
            return None
        total = some + float(row[self._none])
        best = int(allowed.argmax())
        return self._model.classes[best], float(np.sqrt(allowed[best] / total * some / total))


def _trust(pair: Pair) -> float:
    """How far to believe the scorer where an end is not named but meant."""
    referred = pair.first.how is How.NAME and pair.second.how in {How.SHORT_FORM, How.PRONOUN}
    return TRUST_IN_REFERENCE if referred else TRUST.get(pair.first.how, 1.0)


def _smooth(pairs: Sequence[Pair], logs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Members of one list stand or fall together: each score is drawn half-way to the mean of its list."""
    cells: dict[tuple[int, int, str, str], list[int]] = {}
    for index, pair in enumerate(pairs):
        cells.setdefault(pair.cell, []).append(index)
    for indexes in cells.values():
        if len(indexes) > 1:
            logs[indexes] = _OWN_SHARE * logs[indexes] + (1 - _OWN_SHARE) * logs[indexes].mean(axis=0)
    return logs


def _finding(pair: Pair, label: str, confidence: float, place: Placed) -> Finding:
    predicate = Predicate(label[:-1])
    first, second = pair.first, pair.second
    subject, object_ = (first, second) if label.endswith(">") else (second, first)
    fired = [
        match.rule.id
        for match in place.sentence.matches
        if match.rule.predicate is predicate and (match.subject, match.object) == (subject.word, object_.word)
    ]
    rule = fired[0] if fired else f"pair-{first.how}" if first.how != second.how else "pair"
    status = status_of(place.sentence.parse, (first.word, second.word))
    return Finding(subject.entity, predicate, object_.entity, confidence, rule, status, place)


def choose(findings: Sequence[Finding], min_confidence: float = MIN_CONFIDENCE) -> list[list[Finding]]:
    """The findings that a text's claims rest on, those of one claim together, the surest first.

    Of two relations between the same things the surer one stands; a claim is as sure as its best sentence.
    """
    by_claim: dict[tuple[int, Predicate, int], list[Finding]] = {}
    for finding in findings:
        if finding.confidence >= min_confidence:
            by_claim.setdefault(_key(finding), []).append(finding)
    by_pair: dict[frozenset[int], list[list[Finding]]] = {}
    for group in by_claim.values():
        group.sort(key=lambda finding: -finding.confidence)
        by_pair.setdefault(frozenset((group[0].subject, group[0].object)), []).append(group)
    return [max(groups, key=lambda group: group[0].confidence) for groups in by_pair.values()]


def _key(finding: Finding) -> tuple[int, Predicate, int]:
    if finding.predicate.symmetric and finding.object < finding.subject:
        return finding.object, finding.predicate, finding.subject
    return finding.subject, finding.predicate, finding.object


def claims_of(
    document: Document,
    named: Named,
    chosen: Sequence[Sequence[Finding]],
    ids: Mapping[int, str],
    types: Mapping[str, EntityType],
) -> tuple[Claim, ...]:
    """The claims of a text, sorted by what they say.

    `ids` maps an entity of the text to its id over all texts, `types` an id to its type there. A claim whose ends no
    longer fit once all texts had their say on types is dropped, as is one between two names of one thing.
    """
    claims: dict[tuple[str, Predicate, str], Claim] = {}
    for group in chosen:
        claim = _claim(document, named, group, ids, types)
        if claim:
            kept = claims.get(claim.key)
            claims[claim.key] = claim if kept is None else _united(kept, claim)
    return tuple(claims[key] for key in sorted(claims))


def _claim(
    document: Document, named: Named, group: Sequence[Finding], ids: Mapping[int, str], types: Mapping[str, EntityType]
) -> Claim | None:
    best = group[0]
    subject, object_ = ids[best.subject], ids[best.object]
    if best.predicate.symmetric:
        subject, object_ = sorted((subject, object_))
    if subject == object_ or f"{best.predicate}>" not in possible(types[subject], types[object_]):
        return None
    sentence = _sentence(named, best.place)
    amount = find_amount(sentence) if best.predicate in _PAID else None
    return Claim(
        subject=subject,
        predicate=best.predicate,
        object=object_,
        subject_type=types[subject],
        object_type=types[object_],
        evidence=tuple(sorted({_evidence(document, named, finding.place) for finding in group})),
        rule=best.rule,
        confidence=round(min(best.confidence, 0.99), 2),
        year=find_year(sentence),
        fiscal=is_fiscal(sentence),
        amount=amount.value if amount else None,
        currency=amount.currency if amount else "",
        participants=find_participants(sentence) if best.predicate in _ATTENDED else None,
        status=best.status,
    )


def _united(kept: Claim, other: Claim) -> Claim:
    """One claim of two that say the same once names were joined."""
    surer, weaker = (kept, other) if kept.confidence >= other.confidence else (other, kept)
    return replace(surer, evidence=tuple(sorted({*surer.evidence, *weaker.evidence})))


def _sentence(named: Named, place: Placed) -> str:
    return named.text.blocks[place.block].text[place.start : place.end]


def _evidence(document: Document, named: Named, place: Placed) -> Evidence:
    block = named.text.blocks[place.block]
    start, end = block.span(place.start, place.end)
    return Evidence(
        document_id=document.id, start=start, end=end, text=document.quote(start, end), heading=block.heading
    )
