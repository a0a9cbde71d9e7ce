"""Blind scores: each set of passages is read with weights of the others, and its figures are kept."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.evaluation.blind import main

PASSAGES = Path(__file__).parents[2] / "gold" / "passages"


@pytest.fixture
def three_sets(tmp_path: Path) -> Path:
    """Three sets of three passages each: enough to train and to score, not enough for a good score."""
    for name in ("d1", "d3", "d5"):
        folder = tmp_path / "passages" / name
        folder.mkdir(parents=True)
        for path in sorted((PASSAGES / name).iterdir())[:6]:
            shutil.copy(path, folder)
    return tmp_path / "passages"


def test_sets_are_scored_with_the_weights_of_the_others(three_sets: Path, tmp_path: Path) -> None:
    kept = tmp_path / "blind.json"
    arguments = ["sets", str(three_sets), "--set", "d3", "--set", "d5", "--without", "encoder", "--figures", str(kept)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith("d5 ")]
    assert [row[1:3] for row in rows] == [["3", what] for what in ("entity", "type", "relation", "pair")]
    assert float(rows[0][5]) > 0.3  # what a handful of passages teaches of names
    assert [line.split()[1] for line in result.stdout.splitlines() if line.startswith("all ")] == ["6"] * 4
    assert not kept.exists()  # a part was left out: these are not the extractor's figures


def test_an_unknown_set_is_named(three_sets: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["sets", str(three_sets), "--set", "d9", "--figures", str(tmp_path / "blind.json")]
    )
    assert result.exit_code == 2
    assert "d9" in result.output
    assert "d1, d3, d5" in result.output
    assert not (tmp_path / "blind.json").exists()


@pytest.mark.parametrize("names", [("d5",), ("d1", "d3", "d5")], ids=["one", "all"])
def test_two_sets_or_more_are_left_out_and_not_all(three_sets: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    arguments = ["sets", str(three_sets), "--figures", str(tmp_path / "blind.json")]
    result = CliRunner().invoke(main, [*arguments, *(part for name in names for part in ("--set", name))])
    assert result.exit_code == 2
    assert f"found {len(names)} of 3 sets, two or more but not all" in result.output


def test_a_graph_is_scored_and_its_figures_are_kept(gold_out: Path, tmp_path: Path) -> None:
    kept = tmp_path / "blind.json"
    arguments = ["graphs", "--figures", str(kept), "--graph", "digests", str(gold_out), str(PASSAGES.parent)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    figures = json.loads(kept.read_text(encoding="utf-8"))["graphs"]["digests"]
    assert (figures["texts"], figures["relation"]["f1"]) == (5, 1.0)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["graphs"], 2, "found nothing to do, --graph or --readme is needed"),
        (["graphs", "--graph", "moon", ".", "."], 2, "'moon' is not one of 'founding'"),
        (["graphs", "--graph", "digests", ".", "."], 1, "found no graph, run `odagraph build` first"),
    ],
)
def test_a_mistake_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code
    assert message in result.output
