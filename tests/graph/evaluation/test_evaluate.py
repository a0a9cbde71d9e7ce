"""A whole evaluation: the small graph against a gold file that differs in every way, and gold against itself."""

import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from extract.model import Extraction
from graph.cli import run
from graph.evaluation.errors import About, Kind, counts
from graph.evaluation.evaluate import Evaluation, assess, evaluate
from graph.evaluation.facts import gold_files, read_gold
from graph.evaluation.graph import read_text
from graph.evaluation.scores import Score, compare, scores_of
from ontology import EntityType, InputError, Namespaces, Predicate
from ontology.vocabulary import Group

GOLD = Path(__file__).parents[2] / "gold"
SCORER = Path(__file__).parents[4] / "shared" / "gold" / "score.py"
DOCUMENTS = ("north", "south")


def _gold(entities: list[dict[str, Any]], relations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"doc": "north", "entities": [{"mentions": []} | entity for entity in entities], "relations": relations}


#: Right, missed, optional, of another type, and in the wrong direction: all that a score tells apart.
NORTH = _gold(
    [
        {"id": "a", "type": "GovernmentBody", "name": "JICA"},
        {"id": "p", "type": "Programme", "name": "the Blue Harbour Project", "alsoType": "Project"},
        {"id": "v", "type": "Country", "name": "Viet Nam"},
        {"id": "j", "type": "Country", "name": "Japan", "optional": True},
        {"id": "u", "type": "Company", "name": "undp"},
        {"id": "m", "type": "Fund", "name": "Missing Fund"},
        {"id": "n", "type": "Region", "name": "Nowhere", "optional": True},
    ],
    [
        {"s": "a", "p": "implements", "o": "p"},
        {"s": "p", "p": "operatesIn", "o": "v", "optional": True},
        {"s": "u", "p": "cooperatesWith", "o": "j"},
        {"s": "m", "p": "funds", "o": "p", "evidence": "Missing Fund pays for the project."},
        {"s": "a", "p": "supports", "o": "v"},
    ],
)


def _write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _north(store: Store, folder: Path, gold: dict[str, Any] = NORTH) -> Evaluation:
    return assess(store, Namespaces(), [_write(folder, "north.json", gold)], documents=DOCUMENTS)


def test_scores_count_right_found_and_wanted(small_store: Store, tmp_path: Path) -> None:
    scores = _north(small_store, tmp_path).scores
    # Found: JICA, the project, Japan (optional, not counted), UNDP, Viet Nam, ASEAN. The type of UNDP is wrong.
    assert scores["entity"] == Score(4, 5, 5)
    assert scores["type"] == Score(3, 5, 5)
    assert scores["entity Actor"] == Score(2, 3, 2)
    # The second type of a thing is right, and what is found as that counts there.
    assert (scores["type Project"], scores["type Programme"]) == (Score(1, 1, 1), Score())
    assert (scores["type Company"], scores["type InternationalOrganization"]) == (Score(0, 0, 1), Score(0, 2, 0))
    # Found: implements, cooperatesWith, memberOf; operatesIn is optional. Missed: funds, supports.
    assert scores["relation"] == Score(2, 3, 4)
    assert scores["relation memberOf"] == Score(0, 1, 0)
    assert scores["pair"] == Score(2, 3, 4)


def _scorer() -> ModuleType:
    specification = importlib.util.spec_from_file_location("score", SCORER)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer beside the repository is not here")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["north", "south"])
def test_scores_agree_with_the_scorer(small_out: Path, small_store: Store, tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, f"{name}.json", NORTH)
    scorer = _scorer()
    found = scorer.read_graphs(str(small_out / "graph.trig"))[name]
    theirs = scorer.score(scorer.from_json(path), found, scorer.optional(path))
    ours = evaluate(small_store, Namespaces(), [path], documents=DOCUMENTS)
    assert {key: Score(*numbers) for key, numbers in theirs.items()} == {key: ours[key] for key in theirs}


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer beside the repository is not here")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_two_annotations_score_as_the_scorer_says() -> None:
    scorer, folder = _scorer(), SCORER.parents[1] / "corpus" / "d1"
    texts = sorted(folder.glob("*.json"))[:12]
    for gold, other in itertools.pairwise(texts):
        theirs = scorer.score(scorer.from_json(gold), scorer.from_json(other), scorer.optional(gold))
        ours = scores_of(compare(read_gold(gold), read_gold(other)))
        assert {key: Score(*numbers) for key, numbers in theirs.items()} == {key: ours[key] for key in theirs}


def _sum(scores: dict[str, Score], keys: list[str]) -> Score:
    parts = [scores[key] for key in keys]
    return Score(sum(s.right for s in parts), sum(s.found for s in parts), sum(s.wanted for s in parts))


@pytest.mark.parametrize("store", ["small", "gold"])
def test_rows_of_the_parts_sum_up(store: str, small_store: Store, tmp_path: Path, on_gold: Evaluation) -> None:
    scores = (_north(small_store, tmp_path) if store == "small" else on_gold).scores
    assert _sum(scores, [f"entity {group}" for group in Group]) == scores["entity"]
    assert _sum(scores, [f"type {type_}" for type_ in EntityType]) == scores["type"]
    assert _sum(scores, [f"relation {predicate}" for predicate in Predicate]) == scores["relation"]


# -- the gold annotations as a graph ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold_documents(gold_extraction: Extraction) -> tuple[str, ...]:
    return tuple(item.document.id for item in gold_extraction.documents)


@pytest.fixture(scope="module")
def on_gold(gold_quads: tuple[Quad, ...], gold_documents: tuple[str, ...]) -> Evaluation:
    store = Store()
    store.extend(gold_quads)
    return assess(store, Namespaces(), [GOLD], documents=gold_documents)


def test_the_graph_of_the_gold_files_has_all_that_they_say(on_gold: Evaluation) -> None:
    scores = on_gold.scores
    assert (scores["entity"].recall, scores["relation"].recall) == (1.0, 1.0)
    assert scores["relation"].precision == 1.0
    assert {kind for _, kind in counts(on_gold.errors)} <= {Kind.WRONG_TYPE}  # a thing has one type over all texts


def test_intervals_enclose_f1_and_need_two_texts(on_gold: Evaluation, small_store: Store, tmp_path: Path) -> None:
    found = on_gold.intervals
    assert found["entity"].low <= on_gold.scores["entity"].f1 <= found["entity"].high
    assert _north(small_store, tmp_path).intervals == {}


def test_conformance_is_whole_and_nothing_is_made_up(on_gold: Evaluation) -> None:
    checks = on_gold.checks
    assert on_gold.unread == ()
    assert min(checks.relations, checks.entities, checks.claims) > 100
    assert (checks.conformance, checks.entity_hallucination, checks.claim_hallucination) == (1.0, 0.0, 0.0)


def test_evaluations_add_up(on_gold: Evaluation) -> None:
    both = on_gold + on_gold
    assert both.scores["pair"].wanted == 2 * on_gold.scores["pair"].wanted
    assert both.checks.claims == 2 * on_gold.checks.claims
    assert len(both.texts) == 2 * len(on_gold.texts)


# -- errors -----------------------------------------------------------------------------------------------------------


def test_errors_are_listed_with_their_sentences(small_store: Store, tmp_path: Path) -> None:
    listed = [(e.about, e.kind, e.found, e.wanted, e.sentence) for e in _north(small_store, tmp_path).errors]
    said = "Missing Fund pays for the project."
    member = "Viet Nam is a member of ASEAN."
    undp = ("UNDP", "InternationalOrganization")
    assert listed == [
        (About.ENTITY, Kind.MISSED, (), ("Missing Fund", "Fund"), said),
        (About.ENTITY, Kind.WRONG, ("ASEAN", "InternationalOrganization"), (), member),
        (About.ENTITY, Kind.WRONG_TYPE, undp, ("undp", "Company"), "Japan works with UNDP."),
        (About.RELATION, Kind.MISSED, (), ("JICA", "supports", "Viet Nam"), ""),
        (About.RELATION, Kind.MISSED, (), ("Missing Fund", "funds", "the Blue Harbour Project"), said),
        (About.RELATION, Kind.WRONG, ("Viet Nam", "memberOf", "ASEAN"), (), member),
    ]


@pytest.mark.parametrize(
    ("change", "kind", "wanted"),
    [
        ({"s": "p", "p": "implements", "o": "a"}, Kind.WRONG_DIRECTION, ("Blue Harbour", "implements", "JICA")),
        ({"s": "a", "p": "funds", "o": "p"}, Kind.WRONG_PREDICATE, ("JICA", "funds", "Blue Harbour")),
        ({"s": "p", "p": "partOf", "o": "a"}, Kind.WRONG_PREDICATE, ("Blue Harbour", "partOf", "JICA")),
        ({"s": "a", "p": "implements", "o": "v"}, Kind.WRONG, ()),
    ],
)
def test_a_wrong_relation_tells_what_is_wrong_in_it(
    small_store: Store, tmp_path: Path, change: dict[str, str], kind: Kind, wanted: tuple[str, ...]
) -> None:
    names = {"a": "JICA", "p": "Blue Harbour", "v": "Viet Nam"}
    types = {"a": "GovernmentBody", "p": "Project", "v": "Country"}
    things = [
        {"id": i, "type": types[i], "name": n, "mentions": ["Blue Harbour Project"] * (i == "p")}
        for i, n in names.items()
    ]
    errors = _north(small_store, tmp_path, _gold(things, [change])).errors
    (error,) = [e for e in errors if e.found[1:2] == ("implements",)]
    assert (error.kind, error.wanted) == (kind, wanted)
    assert error.sentence.startswith("JICA runs the Blue Harbour Project")


@pytest.mark.parametrize("name", ["north", "south"])
def test_each_wrong_and_each_missed_thing_is_in_one_error(small_store: Store, tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, f"{name}.json", NORTH)
    found = assess(small_store, Namespaces(), [path], documents=DOCUMENTS)
    number = counts(found.errors)
    relations, entities = found.scores["relation"], found.scores["type"]
    mixed = number.get((About.RELATION, Kind.WRONG_PREDICATE), 0) + number.get(
        (About.RELATION, Kind.WRONG_DIRECTION), 0
    )
    assert relations.found - relations.right == number.get((About.RELATION, Kind.WRONG), 0) + mixed
    assert relations.wanted - relations.right == number.get((About.RELATION, Kind.MISSED), 0) + mixed
    typed = number.get((About.ENTITY, Kind.WRONG_TYPE), 0)
    assert entities.found - entities.right == number.get((About.ENTITY, Kind.WRONG), 0) + typed
    assert entities.wanted - entities.right == number.get((About.ENTITY, Kind.MISSED), 0) + typed


# -- files ------------------------------------------------------------------------------------------------------------


def test_evaluate_takes_files_and_folders(small_store: Store, tmp_path: Path) -> None:
    _write(tmp_path, "north.json", NORTH)
    south = _write(tmp_path, "south.json", NORTH)
    both = evaluate(small_store, Namespaces(), [tmp_path], documents=DOCUMENTS)
    one = evaluate(small_store, Namespaces(), [south], documents=DOCUMENTS)
    assert both["entity"].wanted == 2 * one["entity"].wanted


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "found no annotation file"),
        ("{", "found what cannot be read"),
        (
            '{"entities": [{"id": "a", "type": "Thing", "name": "x", "mentions": []}], "relations": []}',
            "'Thing' is not a valid",
        ),
        ('{"entities": []}', "`entities` and `relations` are needed"),
        ('{"entities": [], "relations": [{"s": "a", "p": "eats", "o": "b"}]}', "'eats' is not a valid"),
        ('{"entities": [], "relations": [{"s": "a", "p": "funds", "o": "b"}]}', "found 'a' at an end of funds"),
    ],
)
def test_a_file_that_is_no_gold_file_is_said(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "north.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"north\.json: found") as error:
        read_gold(path)
    assert message in str(error.value)


def test_missing_texts_and_files_are_said(small_store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found no text 'west' in the graph, it holds north, south"):
        evaluate(small_store, Namespaces(), [_write(tmp_path, "west.json", NORTH)], documents=DOCUMENTS)
    with pytest.raises(InputError, match="found nothing there"):
        gold_files([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"found no \.json file"):
        gold_files([tmp_path / "empty"])


def test_names_of_a_text_are_kept_for_readers(small_store: Store) -> None:
    things = read_text(small_store, Namespaces(), "south").facts.things
    jica = things[Namespaces().entity("jica")]
    assert (jica.name, jica.spellings) == ("Japan International Cooperation Agency", ("JICA",))


# -- the command ------------------------------------------------------------------------------------------------------


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run([str(argument) for argument in arguments]) == 0
    shown, said = capsys.readouterr()
    assert said == ""
    return shown


def test_the_command_lists_errors_where_asked(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    command = ("evaluate", _write(tmp_path, "north.json", NORTH), "--out", small_out)
    assert "“Viet Nam is a member of ASEAN.”" not in _run(capsys, *command)
    shown = _run(capsys, *command, "--errors")
    assert "north: relation, wrong\n  Viet Nam memberOf ASEAN\n      “Viet Nam is a member of ASEAN.”\n" in shown
    assert "UNDP (InternationalOrganization) — wanted: undp (Company)" in shown
    assert [line for line in shown.splitlines() if len(line) > 100] == []
    told = json.loads(_run(capsys, *command, "--format", "json", "--errors", "1"))
    assert [error["error"] for error in told["errors"]] == ["missed", "wrong", "wrong type", "missed", "wrong"]
    assert {"about": "relation", "error": "missed", "number": 2} in told["error_counts"]


def test_the_command_reads_texts_where_told(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    command = ("evaluate", _write(tmp_path, "north.json", NORTH), "--out", small_out)
    shown = " ".join(_run(capsys, *command).split())
    assert "so that no quote of them is checked (--texts names them): north" in shown
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "north.txt").write_text("JICA wrote something else.", encoding="utf-8")
    told = json.loads(_run(capsys, *command, "--format", "json", "--texts", tmp_path / "other"))["checks"]
    assert (told["unread"], told["claim_hallucination"]) == ([], 1.0)
    assert told["entity_hallucination"] == pytest.approx(5 / 6)  # all but JICA
    assert told["conformance"] == 1.0
