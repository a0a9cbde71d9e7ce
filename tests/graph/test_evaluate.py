import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyoxigraph import Store

from graph.evaluate import (
    Facts,
    Score,
    Thing,
    as_table,
    compare,
    evaluate,
    gold_files,
    match,
    read_gold,
    read_text,
    total,
)
from ontology import EntityType, InputError, Namespaces, Predicate

SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"


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
        {"s": "m", "p": "funds", "o": "p"},
        {"s": "a", "p": "supports", "o": "v"},
    ],
)


def _write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_compare_counts_right_found_and_wanted(small_store: Store, tmp_path: Path) -> None:
    gold = read_gold(_write(tmp_path, "north.json", NORTH))
    scores = compare(gold, read_text(small_store, Namespaces(), "north"))
    # Found: JICA, the project, Japan (optional, not counted), UNDP, Viet Nam, ASEAN. The type of UNDP is wrong.
    assert scores["entity"] == Score(4, 5, 5)
    assert scores["type"] == Score(3, 5, 5)
    assert scores["entity Actor"] == Score(2, 3, 2)
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
    ours = compare(read_gold(path), read_text(small_store, Namespaces(), name))
    assert {key: Score(*counts) for key, counts in theirs.items()} == {key: ours[key] for key in theirs}


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer beside the repository is not here")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_two_annotations_score_as_the_scorer_says() -> None:
    scorer, folder = _scorer(), SCORER.parents[1] / "corpus" / "d1"
    texts = sorted(folder.glob("*.json"))[:12]
    for gold, other in itertools.pairwise(texts):
        theirs = scorer.score(scorer.from_json(gold), scorer.from_json(other), scorer.optional(gold))
        ours = compare(read_gold(gold), read_gold(other))
        assert {key: Score(*counts) for key, counts in theirs.items()} == {key: ours[key] for key in theirs}


def _facts(**names: set[str]) -> Facts:
    things = {id_: Thing(type=EntityType.COMPANY, names=frozenset(all_)) for id_, all_ in names.items()}
    return Facts(things=things, relations=frozenset())


def test_match_gives_each_gold_thing_once_to_what_shares_most_names() -> None:
    gold = _facts(one={"a", "b"}, two={"c"})
    assert match(gold, _facts(x={"a"}, y={"a", "b"}, z={"c"})) == {"y": "one", "z": "two"}


def test_names_match_within_a_group_only() -> None:
    programme = Facts(things={"x": Thing(type=EntityType.FUND, names=frozenset("a"))}, relations=frozenset())
    assert match(_facts(one={"a"}), programme) == {}


def test_total_adds_counts() -> None:
    assert total([{"a": Score(1, 2, 3)}, {"a": Score(1, 1, 1), "b": Score(0, 0, 1)}]) == {
        "a": Score(2, 3, 4),
        "b": Score(0, 0, 1),
    }


def test_shares_of_nothing_are_zero() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_the_table_shows_totals_first_and_no_empty_rows() -> None:
    table = as_table(
        {"entity": Score(1, 2, 2), "relation funds": Score(), f"relation {Predicate.ADOPTED}": Score(0, 0, 1)}
    )
    assert [row[0] for row in table.rows] == ["entity", "relation adopted"]
    assert table.rows[0] == ("entity", 0.5, 0.5, 0.5, 1, 2, 2)


def test_evaluate_takes_files_and_folders(small_store: Store, tmp_path: Path) -> None:
    _write(tmp_path, "north.json", NORTH)
    south = _write(tmp_path, "south.json", NORTH)
    documents = ("north", "south")
    both = evaluate(small_store, Namespaces(), [tmp_path], documents=documents)
    one = evaluate(small_store, Namespaces(), [south], documents=documents)
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
        evaluate(small_store, Namespaces(), [_write(tmp_path, "west.json", NORTH)], documents=("north", "south"))
    with pytest.raises(InputError, match="found nothing there"):
        gold_files([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"found no \.json file"):
        gold_files([tmp_path / "empty"])
