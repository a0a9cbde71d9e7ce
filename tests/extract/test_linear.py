"""The linear classifier: what it scores, and that it comes back from its file."""

import io
from pathlib import Path

import numpy as np
import pytest

from extract.linear import LinearModel
from ontology.errors import InputError

#: Two features and the intercept, three classes.
WEIGHTS = np.array([[1, 0, -1], [0, 2, 0], [0.5, 0, 0]], dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return LinearModel(["a", "b", "c"], ["wet", "dry"], WEIGHTS)


def saved(model: LinearModel) -> bytes:
    stream = io.BytesIO()
    model.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("row", "scores"),
    [
        ((), (0.5, 0, 0)),
        (("wet",), (1.5, 0, -1)),
        (("wet", "dry"), (1.5, 2, -1)),
        (("never seen", "dry"), (0.5, 2, 0)),
    ],
    ids=["intercept", "one", "two", "unknown"],
)
def test_weights_of_features_add_up(model: LinearModel, row: tuple[str, ...], scores: tuple[float, ...]) -> None:
    expected = np.array(scores) - np.log(np.exp(scores).sum())
    assert model.log_probabilities([row])[0] == pytest.approx(expected, abs=1e-5)


def test_the_order_of_features_does_not_count(model: LinearModel) -> None:
    one, other = model.log_probabilities([("wet", "dry"), ("dry", "wet")])
    assert one == pytest.approx(other)


def test_probabilities_add_up_to_one(model: LinearModel) -> None:
    logs = model.log_probabilities([(), ("wet",), ("dry", "wet")])
    assert np.exp(logs).sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_no_rows_give_no_scores(model: LinearModel) -> None:
    assert model.log_probabilities([]).shape == (0, 3)


def test_a_saved_model_scores_alike(model: LinearModel, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(saved(model))
    loaded = LinearModel.load(path)
    rows = [(), ("wet",), ("dry", "never seen")]
    assert loaded.classes == model.classes
    assert loaded.log_probabilities(rows) == pytest.approx(model.log_probabilities(rows), abs=1e-2)  # 8 bits


def test_the_same_weights_give_the_same_bytes(model: LinearModel) -> None:
    assert saved(model) == saved(LinearModel(["a", "b", "c"], ["wet", "dry"], WEIGHTS.copy()))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^types\.npz: found no weights, run `make train` to make them$"):
        LinearModel.load(tmp_path / "types.npz")
