"""The figures of README: kept in a file, written between two marks."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.evaluation.blind import KEPT, main
from graph.evaluation.blind_figures import (
    BEGIN,
    END,
    Figures,
    Kept,
    Shares,
    keep,
    read_kept,
    readme_tables,
    write_readme,
)
from graph.evaluation.checks import Bin
from ontology import InputError

ROOT = Path(__file__).parents[3]


def _figures(f1: float, *, texts: int = 30, bins: tuple[Bin, ...] = ()) -> Figures:
    full = Shares(precision=f1, recall=f1, f1=f1, low=f1 - 0.1, high=f1 + 0.1)
    return Figures(texts=texts, shares=dict.fromkeys(("entity", "type", "relation", "pair"), full), bins=bins)


BINS = (Bin(0.2, 4, 1.0, 1), Bin(0.9, 2, 1.9, 2))


def test_the_readme_shows_the_figures_that_are_kept(tmp_path: Path) -> None:
    """Nothing is trained here: `make figures` writes the same table again from the committed file."""
    copy = tmp_path / "README.md"
    shutil.copy(ROOT / "README.md", copy)
    result = CliRunner().invoke(main, ["graphs", "--figures", str(ROOT / KEPT), "--readme", str(copy)])
    assert result.exit_code == 0, result.output
    assert copy.read_text(encoding="utf-8") == (ROOT / "README.md").read_text(encoding="utf-8"), "run `make figures`"


def test_figures_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "blind.json"
    keep(path, sets={"d1": _figures(0.5, bins=BINS)})
    assert read_kept(path) == Kept(graphs={}, sets={"d1": _figures(0.5, bins=BINS)})


def test_sets_are_kept_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "blind.json"
    keep(path, sets={"d2": _figures(0.5)}, graphs={"digests": _figures(0.6)})
    keep(path, sets={"d1": _figures(0.7)})
    before = path.read_bytes()
    keep(path, sets={"d2": _figures(0.5)})
    assert path.read_bytes() == before
    kept = read_kept(path)
    assert (list(kept.graphs), list(kept.sets)) == (["digests"], ["d1", "d2"])


def test_the_table_has_a_row_for_each_graph_and_set() -> None:
    kept = Kept(graphs={"digests": _figures(0.6, texts=5)}, sets={"d1": _figures(0.5), "q7": _figures(0.4)})
    rows = [row.strip("| ").split(" | ") for row in readme_tables(kept).splitlines()[2:]]
    assert [row[:2] for row in rows] == [
        ["seed digests, `odagraph evaluate tests/gold`", "5"],
        ["passages, set d1 (white papers)", "30"],
        ["passages, set q7", "30"],
    ]
    assert rows[1][2:] == ["0.50 (0.50 / 0.50)", "0.50", "0.50 (0.50 / 0.50)", "0.40 to 0.60", "0.50"]


def test_what_is_not_known_is_empty() -> None:
    shares = {"entity": Shares(f1=0.44), "type": Shares(), "relation": Shares(f1=0.0), "pair": Shares()}
    kept = Kept(graphs={"trial": Figures(texts=None, shares=shares)}, sets={})
    assert readme_tables(kept).splitlines()[-1].endswith("(a trial before the project) |  | 0.44 |  | 0.00 |  |  |")


def test_confidence_is_pooled_over_the_sets() -> None:
    sets = {"d1": _figures(0.5, bins=BINS), "d2": _figures(0.5, bins=BINS[:1])}
    shown = readme_tables(Kept(graphs={}, sets=sets))
    assert "the calibration error of confidence is 0.01:" in shown  # 0.1 over ten claims
    assert shown.splitlines()[-2:] == ["| 0.2 to 0.3 | 8 | 0.25 | 0.25 |", "| 0.9 to 1.0 | 2 | 0.95 | 1.00 |"]


def test_only_what_stands_between_the_marks_is_written(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n", encoding="utf-8")
    kept = Kept(graphs={}, sets={"d1": _figures(0.5)})
    for _ in range(2):
        write_readme(path, kept)
        assert path.read_text(encoding="utf-8") == f"before\n\n{BEGIN}\n\n{readme_tables(kept)}\n{END}\n\nafter\n"


@pytest.mark.parametrize("text", ["nothing", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_a_file_without_the_marks_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="the table stands between two such lines"):
        write_readme(path, Kept(graphs={}, sets={}))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["{", "[]", '{"graphs": {}}', '{"graphs": {}, "sets": {"d1": {"texts": 1}}}'])
def test_a_file_that_holds_something_else_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "blind.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"blind\.json: found no file of figures"):
        read_kept(path)
