"""Confidence: a probability that rises with what speaks for a claim, and is kept byte for byte."""

from io import BytesIO
from pathlib import Path

import pytest

from extract.confidence import CONFIDENCE_FILE, SIGNALS, Confidence, signals_of
from extract.references import How
from ontology.errors import InputError
from ontology.vocabulary import Predicate


def row(share: float, *, name: float = 0.9, rule: bool = False, first: How = How.NAME) -> list[float]:
    return signals_of((share, share, share, share), (name, 0.9), (first, How.NAME), Predicate.FUNDS, rule=rule)


def test_a_row_has_a_number_for_each_signal() -> None:
    assert len(row(0.5)) == len(SIGNALS)
    signals = dict(zip(SIGNALS, row(0.5, rule=True, first=How.PRONOUN), strict=True))
    assert [signals[name] for name in ("rule", "first pronoun", "second name", "funds")] == [1.0] * 4
    assert [signals[name] for name in ("this", "first name", "implements")] == [0.0] * 3


def test_what_speaks_for_a_claim_makes_it_surer() -> None:
    sure = Confidence.load()
    low, high, ruled, doubtful = sure([row(0.2), row(0.9), row(0.9, rule=True), row(0.9, name=0.2)])
    assert 0.0 < low < high < ruled < 1.0
    assert doubtful < high


def test_certainty_and_impossibility_stay_numbers() -> None:
    assert all(0.0 <= share <= 1.0 for share in Confidence.load()([row(0.0), row(1.0), row(0.5, name=0.0)]))
    assert Confidence.load()([]) == []


def test_weights_are_kept(tmp_path: Path) -> None:
    kept = BytesIO()
    Confidence.load().save(kept)
    (tmp_path / CONFIDENCE_FILE).write_bytes(kept.getvalue())
    assert Confidence.load(tmp_path)([row(0.4)]) == Confidence.load()([row(0.4)])


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=CONFIDENCE_FILE):
        Confidence.load(tmp_path)
