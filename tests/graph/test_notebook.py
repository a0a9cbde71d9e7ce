from pathlib import Path

import pandas as pd
import pytest

from graph import open_graph
from graph.notebook import VARIABLE, open_or_build, quotations, quote, say
from ontology.errors import GraphError


def test_the_graph_of_the_environment_is_opened(small_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(small_out))
    with open_or_build() as graph:
        assert len(graph.entities()) == 8


def test_a_folder_without_a_graph_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(GraphError, match="found no graph"):
        open_or_build()


def rows(**changed: object) -> list[dict[object, object]]:
    row: dict[object, object] = {
        "subject": "JICA",
        "relation": "supports",
        "object": "Peru",
        "status": "stated",
        "sentence": "JICA *supports* Peru.",
        "title": "Report",
        "text": "r",
        "begin": 0,
        "end": 21,
    }
    row.update(changed)
    return [row]


def test_quotations_mask_markup_and_show_the_place() -> None:
    (text,) = quotations(rows(), most=3)
    assert text == "> JICA \\*supports\\* Peru.\n>\n> — *Report*, characters 0 to 21 (JICA supports Peru)"


def test_quotations_leave_denials_out_and_mark_plans() -> None:
    assert quotations(rows(status="negated"), most=3) == []
    assert quotations(rows(status="planned"), most=3)[0].endswith("(JICA supports Peru, planned)")


def test_quotations_show_each_sentence_once_and_no_more_than_asked_for() -> None:
    assert len(quotations([*rows(), *rows(relation="funds")], most=3)) == 1
    assert len(quotations([*rows(), *rows(sentence="Other.")], most=1)) == 1


def test_a_text_without_a_title_is_named_by_its_id() -> None:
    assert "— *r*, characters" in quotations(rows(title=None), most=1)[0]


def test_quote_begins_with_the_surest(small_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("IPython")
    with open_graph(small_out) as graph:
        found = graph.why("JICA", "implements")
    quote(pd.concat([found.assign(confidence=0.1), found.tail(1).assign(sentence="The surest.")]), most=1)
    # Outside a notebook IPython writes what an object is called.
    assert capsys.readouterr().out.count("Markdown") == 1


def test_say_joins_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("IPython")
    say("One.", "", "Two.")
    assert capsys.readouterr().out.count("Markdown") == 1
