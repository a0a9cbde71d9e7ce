from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.facts import GraphView, load_graph, open_view
from graph.listing import Wanted, claim_table, entity_table, neighbour_table, source_table, types_of
from graph.tables import Cell, Table
from ontology import EntityType, InputError, Namespaces, Predicate, Status


@pytest.fixture
def view(small_out: Path) -> GraphView:
    return open_view(small_out)


@pytest.fixture
def denied(denied_store: Store) -> GraphView:
    return load_graph(denied_store, Namespaces())


def _rows(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_no_type_means_every_type() -> None:
    assert types_of(None) == set(EntityType)


def test_a_group_means_its_types() -> None:
    assert EntityType.PERSON in types_of("ACTOR")
    assert types_of("person") == {EntityType.PERSON}


def test_an_unknown_type_is_said() -> None:
    with pytest.raises(InputError, match="type: found 'Town', one of AcademicInstitution, Actor"):
        types_of("Town")


def test_entities_have_a_column_for_each_code_in_use(view: GraphView) -> None:
    table = entity_table(view, types_of("country"))
    found = {row["id"]: row["alpha3"] for row in _rows(table)}
    assert found == {"japan": "JPN", "kenya": None, "viet-nam": "VNM"}
    assert "crs_channel" not in table.columns


def test_a_claim_has_its_numbers_and_first_sentence(view: GraphView) -> None:
    (row,) = _rows(claim_table(view, Wanted(subject="jica", predicate=Predicate.IMPLEMENTS, source="north")))
    assert (row["year"], row["fiscal"], row["amount"], row["currency"]) == (2021, False, 12_000_000.0, "USD")
    assert row["sentences"] == 1
    assert str(row["sentence"]).startswith("JICA runs the Blue Harbour Project")


@pytest.mark.parametrize("ends", [("japan", "undp"), ("undp", "japan")])
def test_a_symmetric_relation_is_found_from_either_end(view: GraphView, ends: tuple[str, str]) -> None:
    assert len(claim_table(view, Wanted(subject=ends[0], object=ends[1])).rows) == 1


def test_a_directed_relation_is_found_one_way(view: GraphView) -> None:
    assert len(claim_table(view, Wanted(subject="jica", object="viet-nam")).rows) == 1
    assert claim_table(view, Wanted(subject="viet-nam", object="jica")).rows == ()


def test_denials_show_only_when_asked_for(denied: GraphView) -> None:
    assert claim_table(denied, Wanted()).rows == ()
    assert {row["status"] for row in _rows(claim_table(denied, Wanted(status=Status.NEGATED)))} == {"negated"}


def test_what_texts_only_deny_joins_nobody(denied: GraphView) -> None:
    assert neighbour_table(denied, "jica").rows == ()
    assert {row["relations"] for row in _rows(entity_table(denied, types_of(None)))} == {0}


def test_neighbours_come_by_name_with_their_evidence(view: GraphView) -> None:
    rows = _rows(neighbour_table(view, "blue-harbour"))
    assert [row["neighbour"] for row in rows] == sorted(str(row["neighbour"]) for row in rows)
    runs = next(row for row in rows if row["predicate"] == "implements")
    assert (runs["direction"], runs["sentences"], runs["confidence"]) == ("from", 2, 0.9)


def test_a_text_without_a_title_has_none(view: GraphView) -> None:
    bare = replace(view, documents=tuple(replace(text, title="", year=None) for text in view.documents))
    assert {(row["title"], row["year"]) for row in _rows(source_table(bare))} == {(None, None)}
