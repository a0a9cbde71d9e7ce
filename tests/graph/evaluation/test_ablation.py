"""What each part of the extractor earns: a real run on two passages, and how it is written."""

import csv
import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from extract.parts import Part
from graph.cli import run
from graph.evaluation.ablation import Ablation, ablate, ablation_table, write
from graph.evaluation.checks import Checks
from graph.evaluation.evaluate import Evaluation, TextResult, assess
from graph.evaluation.facts import Facts
from graph.evaluation.scores import Score, compare
from graph.evaluation.tables import Written
from graph.store import open_store, read_manifest
from graph.writing.build import build
from ontology.errors import InputError

PASSAGES = Path(__file__).parents[2] / "gold" / "passages" / "d1"
NOTHING = Facts(things={}, relations=frozenset())
KEYS = ("entity", "type", "relation")


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("passages")
    for file in sorted(PASSAGES.glob("d1-00[12].*")):
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def run_once(passages: Path) -> tuple[tuple[Ablation, ...], str]:
    """What the command found and what it showed: every part left out loads a reader, so all tests look at one run."""
    found: list[Ablation] = []

    def seen(*texts: Any, **options: Any) -> tuple[Ablation, ...]:
        found.extend(ablate(*texts, **options))
        return tuple(found)

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as shown:
        patch.setattr("graph.evaluation.ablation.ablate", seen)
        assert run(["evaluate", str(passages), "--ablations", "--format", "csv"]) == 0
    return tuple(found), shown.getvalue()


@pytest.fixture(scope="module")
def ablations(run_once: tuple[tuple[Ablation, ...], str]) -> tuple[Ablation, ...]:
    return run_once[0]


def scores(ablations: tuple[Ablation, ...], part: Part | None) -> dict[str, Score]:
    (found,) = (one.evaluation.scores for one in ablations if one.part is part)
    return {key: found[key] for key in KEYS}


def test_the_texts_are_read_with_everything_and_without_each_part(ablations: tuple[Ablation, ...]) -> None:
    assert [one.part for one in ablations] == [None, *Part]
    assert {tuple(result.document for result in one.evaluation.texts) for one in ablations} == {("d1-001", "d1-002")}


def test_everything_is_what_a_graph_of_the_texts_scores(
    ablations: tuple[Ablation, ...], passages: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build([passages], out)
    manifest = read_manifest(out)
    whole = assess(open_store(out), manifest.namespaces, [passages], documents=manifest.documents)
    assert scores(ablations, None) == {key: whole.scores[key] for key in KEYS}


def test_the_tables_tell_something_of_entities(ablations: tuple[Ablation, ...]) -> None:
    assert scores(ablations, Part.AUTHORITY)["entity"].f1 != scores(ablations, None)["entity"].f1


@pytest.mark.parametrize("part", [Part.RULES, Part.REFERENCES, Part.SURROUNDINGS])
def test_what_only_relates_entities_changes_none(ablations: tuple[Ablation, ...], part: Part) -> None:
    whole, less = scores(ablations, None), scores(ablations, part)
    assert less["entity"].wanted == whole["entity"].wanted > 0
    # An entity that stands only inside a name of several parties is kept for its relations.
    assert abs(less["entity"].found - whole["entity"].found) <= 2


@pytest.mark.parametrize(
    ("texts", "message"), [((), "found no text 'moon' to read anew, --texts names it"), (("d1-001.txt",), "'moon'")]
)
def test_a_text_that_is_not_found_is_named(
    passages: Path, tmp_path: Path, texts: tuple[str, ...], message: str
) -> None:
    shutil.copy(passages / "d1-001.json", tmp_path / "moon.json")
    with pytest.raises(InputError, match=message):
        ablate([tmp_path / "moon.json"], texts=[passages / text for text in texts])


# -- in words ----------------------------------------------------------------------------------------------------------


def by_hand(part: Part | None, relation: Score) -> Ablation:
    counts = {"entity": Score(3, 4, 4), "type": Score(2, 4, 4), "relation": relation}
    result = TextResult(
        document="moon", comparison=compare(NOTHING, NOTHING), scores=counts, judged=(), checks=Checks()
    )
    return Ablation(part=part, evaluation=Evaluation((result,)))


BY_HAND = (
    by_hand(None, Score(2, 4, 4)),
    by_hand(Part.RULES, Score(1, 4, 4)),
    by_hand(Part.REFERENCES, Score(2, 4, 4)),
    by_hand(Part.ENCODER, Score(3, 4, 4)),
)
ROWS = [
    ("everything", 0.75, 0.5, 0.5, 0.5, 0.5, None),
    ("without rules", 0.75, 0.5, 0.25, 0.25, 0.25, -0.25),
    ("without references", 0.75, 0.5, 0.5, 0.5, 0.5, 0.0),
    ("without encoder", 0.75, 0.5, 0.75, 0.75, 0.75, 0.25),
]


def test_a_row_tells_the_difference_to_everything() -> None:
    assert list(ablation_table(BY_HAND).rows) == ROWS


def test_the_rows_are_the_same_in_every_form() -> None:
    columns = ["extractor", "entity_f1", "type_f1", "precision", "recall", "f1", "difference"]
    told = json.loads(write(BY_HAND, Written.JSON))
    assert told["texts"] == ["moon"]
    assert [tuple(row.values()) for row in told["ablations"]] == ROWS
    assert list(told["ablations"][0]) == columns
    lines = list(csv.reader(write(BY_HAND, Written.CSV).splitlines()))
    assert lines[0] == columns
    assert lines[2] == ["without rules", "0.75", "0.5", "0.25", "0.25", "0.25", "-0.25"]
    assert "| without rules | 0.75 | 0.5 | 0.25 | 0.25 | 0.25 | -0.25 |" in write(BY_HAND, Written.MARKDOWN)
    assert write(BY_HAND, Written.TABLE).splitlines()[0].split()[:3] == ["extractor", "entity", "F1"]


def test_the_command_shows_the_table(run_once: tuple[tuple[Ablation, ...], str]) -> None:
    ablations, shown = run_once
    assert shown == write(ablations, Written.CSV)


def test_the_command_lists_no_errors_of_ablations(capsys: pytest.CaptureFixture[str], passages: Path) -> None:
    assert run(["evaluate", str(passages), "--ablations", "--errors", "2"]) == 2
    assert "found --errors with --ablations, one of the two is allowed" in capsys.readouterr().err
