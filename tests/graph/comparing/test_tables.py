import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph.comparing.diff import Change, Difference, compare
from graph.comparing.tables import COLUMNS, in_words, summary, table, values
from graph.facts import open_view
from graph.values import Edge
from ontology import Status


@pytest.fixture(scope="module")
def found(small_out: Path) -> Difference:
    """Kenya is new, Viet Nam has another name, and Japan now funds what it had only planned to."""
    after = open_view(small_out)
    before = replace(
        after,
        nodes=tuple(replace(n, name="Vietnam") if n.id == "viet-nam" else n for n in after.nodes if n.id != "kenya"),
        edges=tuple(edge for edge in after.edges if edge.subject != "kenya"),
    )
    return compare(before, replace(after, edges=tuple(map(_done, after.edges))))


def _done(edge: Edge) -> Edge:
    planned = edge.claims[0].status is Status.PLANNED
    return replace(edge, claims=(replace(edge.claims[0], status=Status.STATED),)) if planned else edge


def test_summary_counts_each_kind(found: Difference) -> None:
    assert summary(found) == "entities: 1 added, 1 changed; facts: 1 added, 1 changed"


def test_a_row_for_each_change_says_what_differs_and_shows_a_sentence(found: Difference) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table(found).rows]
    assert [(row["change"], row["subject"], row["what"]) for row in rows] == [
        ("added", "Kenya", None),
        ("changed", "Viet Nam", "name Vietnam → Viet Nam"),
        ("added", "Kenya", None),
        ("changed", "Japan", "status planned → stated (south)"),
    ]
    assert rows[3]["sentence"] == "Japan plans to fund the Blue Harbour Project."
    assert rows[3]["id"] == "japan funds blue-harbour"
    assert all(row["sentence"] for row in rows)


def test_values_hold_every_change_once_with_all_sentences(found: Difference) -> None:
    read = json.loads(json.dumps(values(found)))
    assert {kind: {change: len(read[kind][change]) for change in Change} for kind in read} == {
        "entities": {"removed": 0, "added": 1, "changed": 1},
        "facts": {"removed": 0, "added": 1, "changed": 1},
    }
    (fact,) = read["facts"]["changed"]
    assert fact["changes"] == [{"text": "south", "field": "status", "before": ["planned"], "after": ["stated"]}]
    assert fact["evidence"][0]["sentence"] == "Japan plans to fund the Blue Harbour Project."
    assert (fact["subject"], fact["predicate"], fact["object"]) == ("japan", "funds", "blue-harbour")


def test_what_a_text_says_for_the_first_time_is_not_told_field_by_field(small_out: Path) -> None:
    after = open_view(small_out)
    before = replace(after, edges=tuple(replace(edge, claims=edge.claims[:1]) for edge in after.edges))
    (fact,) = compare(before, after).facts
    assert in_words(fact.fields) == "texts – → south"
    assert {field.field for field in fact.fields} > {"texts", "status", "confidence", "evidence"}
