"""Blind scores: each set of passages is read with weights of the others."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.blind import main

PASSAGES = Path(__file__).parents[1] / "gold" / "passages"


@pytest.fixture
def two_sets(tmp_path: Path) -> Path:
    """Two sets of three passages each: enough to train and to score, not enough for a good score."""
    for name in ("d1", "d5"):
        folder = tmp_path / name
        folder.mkdir()
        for path in sorted((PASSAGES / name).iterdir())[:6]:
            shutil.copy(path, folder)
    return tmp_path


def test_one_set_is_scored_with_the_weights_of_the_other(two_sets: Path) -> None:
    result = CliRunner().invoke(main, [str(two_sets), "--set", "d5"])
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()]
    shares = [float(cell) for row in rows if row and row[0] == "d5" for cell in row[1:]]
    assert len(shares) == 12
    assert all(0 <= share <= 1 for share in shares)
    assert shares[2] > 0.3  # what a handful of passages teaches of names


def test_an_unknown_set_is_named(two_sets: Path) -> None:
    result = CliRunner().invoke(main, [str(two_sets), "--set", "d9"])
    assert result.exit_code == 2
    assert "d9" in result.output
    assert "d1, d5" in result.output
