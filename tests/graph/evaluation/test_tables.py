"""An evaluation as table, CSV, Markdown and JSON."""

import csv
import json
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.evaluation.evaluate import Evaluation, assess
from graph.evaluation.tables import Written, markdown, scores_table, write
from graph.tables import Table
from ontology import Namespaces

GOLD = {
    "entities": [
        {"id": "j", "type": "Country", "name": "Japan", "mentions": []},
        {"id": "u", "type": "Company", "name": "UNDP", "mentions": []},
        {"id": "v", "type": "Country", "name": "Vietnam", "mentions": ["Viet Nam"]},
        {"id": "a", "type": "GovernmentBody", "name": "JICA", "mentions": []},
    ],
    "relations": [
        {"s": "j", "p": "supports", "o": "u", "evidence": "Japan works with | UNDP."},
        {"s": "a", "p": "supports", "o": "v"},
    ],
}


@pytest.fixture
def found(small_store: Store, tmp_path: Path) -> Evaluation:
    for name in ("north", "south"):
        (tmp_path / f"{name}.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return assess(small_store, Namespaces(), [tmp_path], documents=("north", "south"))


def test_the_scores_show_totals_first_and_no_empty_rows(found: Evaluation) -> None:
    table = scores_table(found)
    names = [str(row[0]) for row in table.rows]
    assert names[:5] == ["entity", "type", "relation", "pair", "entity Actor"]
    assert "type Person" not in names
    assert all(row[-1] or row[-2] for row in table.rows)
    assert table.columns == ("what", "precision", "recall", "f1", "low", "high", "right", "found", "wanted")


def test_a_row_has_its_interval(found: Evaluation) -> None:
    _, _, _, f1, low, high, *_ = scores_table(found).rows[0]
    assert isinstance(f1, float)
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert low <= f1 <= high


def test_one_text_has_no_interval_and_says_so(found: Evaluation) -> None:
    one = Evaluation(found.texts[:1])
    assert scores_table(one).rows[0][4:6] == (None, None)
    assert "One text has no interval" in write(one, Written.TABLE)
    assert json.loads(write(one, Written.JSON))["scores"][0]["low"] is None
    assert "One text has no interval" not in write(found, Written.TABLE)


def test_the_table_has_all_parts_within_a_terminal(found: Evaluation) -> None:
    shown = write(found, Written.TABLE, most=3, width=100)
    for title in ("Scores", "Reliability of confidence", "Checks", "Errors"):
        assert f"{title}\n" in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_json_holds_everything(found: Evaluation) -> None:
    told = json.loads(write(found, Written.JSON, most=10))
    assert sorted(told) == ["checks", "error_counts", "errors", "reliability", "scores", "texts"]
    assert told["texts"] == ["north", "south"]
    (one,) = told["reliability"]["bins"]
    assert (one["from"], one["mean_confidence"], one["claims"]) == (0.9, 0.9, told["reliability"]["claims"])
    assert told["reliability"]["calibration_error"] == round(abs(0.9 - one["right"] / one["claims"]), 3)
    wrong = next(error for error in told["errors"] if error["error"] == "wrong predicate")
    assert wrong["found"] == {"subject": "Japan", "predicate": "cooperatesWith", "object": "UNDP"}
    assert wrong["wanted"] == {"subject": "Japan", "predicate": "supports", "object": "UNDP"}
    assert wrong["sentence"] == "Japan works with UNDP."
    assert json.loads(write(found, Written.JSON))["errors"] == []


def test_csv_holds_the_scores_or_the_errors(found: Evaluation) -> None:
    scores = list(csv.DictReader(write(found, Written.CSV).splitlines()))
    assert scores[0]["what"] == "entity"
    errors = list(csv.DictReader(write(found, Written.CSV, most=1).splitlines()))
    kinds = [(error["about"], error["error"]) for error in errors]
    assert len(kinds) == len(set(kinds)) > 3


def test_markdown_has_headings_and_tables(found: Evaluation) -> None:
    shown = write(found, Written.MARKDOWN, most=9)
    assert shown.startswith("## Scores\n\n| what | P | R | F1 | low | high |")
    assert "## Errors one by one\n" in shown
    assert r"Japan works with \| UNDP." in shown  # the gold evidence of what south misses


def test_markdown_keeps_cells_apart() -> None:
    assert markdown(Table(("a", "b"), (("x|y\nz", None),))) == "| a | b |\n| --- | --- |\n| x\\|y z |  |\n"


def test_the_same_evaluation_gives_the_same_bytes(found: Evaluation) -> None:
    assert write(found, Written.JSON, most=9) == write(found, Written.JSON, most=9)
