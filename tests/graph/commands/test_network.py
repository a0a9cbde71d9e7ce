import csv
import io
import json
from pathlib import Path

import pytest

from graph.cli import run
from graph.rankings import MEASURES


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = run(["network", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def _rows(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[dict[str, object]]:
    code, shown, _ = _run(capsys, *arguments, "--format", "json")
    assert code == 0
    rows: list[dict[str, object]] = json.loads(shown)
    return rows


def test_list_names_every_measure_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _run(capsys, "--list")[1].splitlines()
    assert len(lines) == len(MEASURES) + 2
    assert any(line.startswith("constraint") and line.endswith("Burt 1992") for line in lines)


def test_csv_has_labels_and_iris(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    shown = _run(capsys, "--measure", "constraint", "--format", "csv", "--out", small_out)[1]
    first = next(csv.DictReader(io.StringIO(shown)))
    assert first["iri"].endswith(f"/id/{first['id']}")
    assert float(first["constraint"]) < 1


def test_table_on_the_screen_leaves_iris_out(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    shown = _run(capsys, "--measure", "brokerage", "--by", "type", "--out", small_out)[1]
    assert "gatekeeper" in shown
    assert "iri" not in shown.split()
    assert "expected_gatekeeper" not in shown


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--relation", "supports"], {"jica", "viet-nam"}),
        (["--relation", "supports", "--relation", "member of"], {"jica", "viet-nam", "asean"}),
        (["--type", "Actor", "--type", "Programme"], {"jica", "blue-harbour"}),
        (["--years", "2021"], {"jica", "blue-harbour"}),
        (["--years", "2021-2022"], {"jica", "blue-harbour", "kenya", "ocean-summit"}),
        (["--status", "planned"], {"japan", "blue-harbour"}),
        (["--text", "Northern report", "--type", "Country", "--type", "Actor"], {"japan", "undp", "viet-nam", "asean"}),
        (["--min-confidence", "0.95"], set()),
        (["--relation", "supports", "--isolates", "--type", "Country"], {"japan", "kenya", "viet-nam"}),
    ],
    ids=lambda words: " ".join(sorted(words)) if isinstance(words, set) else " ".join(words),
)
def test_filters_choose_what_is_measured(
    capsys: pytest.CaptureFixture[str], small_out: Path, options: list[str], ids: set[str]
) -> None:
    assert {row["id"] for row in _rows(capsys, *options, "--out", small_out)} == ids


def test_projection_is_measured(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    rows = _rows(capsys, "--measure", "strength", "--projection", "actor-country", "--out", small_out)
    assert [(row["id"], row["strength"]) for row in rows] == [
        ("jica", 2),
        ("viet-nam", 2),
        ("japan", 1),
        ("undp", 1),
    ]


def test_slices_take_filters(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    rows = _rows(capsys, "--measure", "years", "--relation", "implements", "--out", small_out)
    assert [(row["name"], row["relations"]) for row in rows] == [("2021", 1), ("2022", 0)]


def test_estimates_are_said(
    capsys: pytest.CaptureFixture[str], small_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.rankings.tables.MANY_NODES", 4)
    code, shown, said = _run(capsys, "--out", small_out)
    assert code == 0
    assert "betweenness_estimated" in shown
    assert said.startswith("betweenness is estimated from ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--measure", "page rank"], "measure: found 'page rank', did you mean pagerank?"),
        (["--relation", "fund"], "predicate: found 'fund', did you mean funds?"),
        (["--text", "northern"], "document: found 'northern', did you mean north"),
        (["--years", "2020-1999"], "a year or a span like 2018-2023 is needed"),
        (["--years", "last"], "found 'last', a year or a span like 2018-2023 is needed"),
        (["--projection", "actor"], "projection: found 'actor', did you mean actors"),
        (["--by", "color", "--measure", "mixing"], "by: found 'color', group, region"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistake_is_one_line(
    capsys: pytest.CaptureFixture[str], small_out: Path, options: list[str], message: str
) -> None:
    code, shown, said = _run(capsys, *options, "--out", small_out)
    assert (code, shown) == (2, "")
    assert message in said
    assert said.count("\n") == 1
