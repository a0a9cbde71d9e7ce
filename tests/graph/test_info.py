import json
from pathlib import Path

from pyoxigraph import Store

from graph.info import as_values, in_words, info
from graph.store import open_store, read_manifest


def test_info_counts_each_thing_once_whatever_the_number_of_texts(small_out: Path) -> None:
    answer = info(open_store(small_out), read_manifest(small_out))
    assert ("Country", "Country", 3) in answer.types.rows
    assert ("Programme", "Project", 1) in answer.types.rows
    assert sum(int(row[2] or 0) for row in answer.types.rows) == 8


def test_info_counts_relations_and_the_claims_behind_them(small_out: Path) -> None:
    answer = info(open_store(small_out), read_manifest(small_out))
    assert ("implements", 1, 2) in answer.relations.rows
    assert ("funds", 1, 1) in answer.relations.rows  # it is only planned


def test_info_counts_no_denied_relation(small_out: Path, denied_store: Store) -> None:
    assert info(denied_store, read_manifest(small_out)).relations.rows == ()


def test_info_lists_the_texts(small_out: Path) -> None:
    answer = info(open_store(small_out), read_manifest(small_out))
    assert [row[:4] for row in answer.texts.rows] == [
        ("north", "Northern report", "A Ministry", 2023),
        ("south", None, None, None),
    ]
    assert [row[5] for row in answer.texts.rows] == [4, 4]


def test_info_goes_into_json_and_words(small_out: Path) -> None:
    answer = info(open_store(small_out), read_manifest(small_out))
    assert json.loads(json.dumps(as_values(answer)))["counts"]["documents"] == 2
    assert "2 documents" in in_words(answer)
