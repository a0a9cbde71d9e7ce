"""The conditional random field: its shares are those of all sequences of labels, and of the library that trained it."""

import io
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from extract.tagger import Tagger
from ontology.errors import InputError

LABELS = ("O", "B", "I")
#: A row a feature, a column a label.
WEIGHTS = np.array([[1, 0, -1], [0.25, 2, 0]], dtype=np.float32)
#: A row a label, a column the one after it.
TRANSITIONS = np.array([[0.5, 1, -3], [0, -1, 2], [0, 0, 1]], dtype=np.float32)
BLOCKS: tuple[list[list[str]], ...] = (
    [["wet"], ["dry", "never seen"], []],
    [],
    [["dry", "dry"], ["wet", "dry"]],
    [["wet"]],
    [["dry"], [], [], ["wet"]],
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(LABELS, ["wet", "dry"], WEIGHTS, TRANSITIONS)


def counted(block: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """The shares of a block by going through every sequence of labels."""
    rows = {"wet": WEIGHTS[0], "dry": WEIGHTS[1]}
    scores = [sum((rows[name] for name in token if name in rows), np.zeros(3)) for token in block]
    shares = np.zeros((len(block), len(LABELS)))
    for path in itertools.product(range(len(LABELS)), repeat=len(block)):
        own = sum(scores[at][label] for at, label in enumerate(path))
        weight = np.exp(own + sum(TRANSITIONS[pair] for pair in itertools.pairwise(path)))
        for at, label in enumerate(path):
            shares[at, label] += weight
    out: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
    return out


def test_shares_are_those_of_all_sequences(tagger: Tagger) -> None:
    for block, shares in zip(BLOCKS, tagger.shares(BLOCKS), strict=True):
        assert shares == pytest.approx(counted(block), abs=1e-9)


@pytest.mark.parametrize("blocks", [(), ([],), ([], [])], ids=["none", "one", "two"])
def test_what_has_no_tokens_has_no_shares(tagger: Tagger, blocks: Sequence[list[list[str]]]) -> None:
    assert [shares.shape for shares in tagger.shares(blocks)] == [(0, len(LABELS))] * len(blocks)


def test_no_length_is_too_long(tagger: Tagger) -> None:
    (shares,) = tagger.shares([[["wet"], ["dry"]] * 2_000])
    assert shares.sum(axis=1) == pytest.approx(np.ones(4_000))
    assert shares[1_000:1_002] == pytest.approx(shares[3_000:3_002])


def test_a_saved_tagger_tags_alike(tagger: Tagger, tmp_path: Path) -> None:
    stream, again = io.BytesIO(), io.BytesIO()
    tagger.save(stream)
    (tmp_path / "names.npz").write_bytes(stream.getvalue())
    loaded = Tagger.load(tmp_path / "names.npz")
    assert all(map(np.array_equal, loaded.shares(BLOCKS), tagger.shares(BLOCKS)))
    loaded.save(again)
    assert again.getvalue() == stream.getvalue()


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^names\.npz: found no weights, run `make train` to make them$"):
        Tagger.load(tmp_path / "names.npz")


def test_shares_are_those_of_the_library_that_learnt_the_weights(tmp_path: Path) -> None:
    pycrfsuite = pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
    from extract.training.crfsuite import read_tagger  # noqa: PLC0415

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 20, "feature.possible_transitions": True})
    for rows, labels in (([["é"], ["b"], ["a b"]], ["O", "B", "I"]), ([["a b"], ["b", "é"]], ["B", "I"])):
        trainer.append(rows, labels)
    trainer.train(str(tmp_path / "plain"))
    theirs = pycrfsuite.Tagger()
    theirs.open(str(tmp_path / "plain"))
    ours = read_tagger((tmp_path / "plain").read_bytes())
    blocks = [[["é"], ["a b", "b"], ["b"]], [["new"], ["é", "é"]]]
    assert ours.labels == tuple(theirs.labels())
    for block, shares in zip(blocks, ours.shares(blocks), strict=True):
        theirs.set(block)
        expected = [[theirs.marginal(label, at) for label in ours.labels] for at in range(len(block))]
        assert shares == pytest.approx(np.array(expected), abs=1e-6)
