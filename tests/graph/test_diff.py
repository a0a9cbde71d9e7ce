from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad

from extract.model import Extraction
from graph.build import BuildOptions, write
from graph.diff import EntityChange, RelationChange, compare, diff
from graph.facts import GraphView, from_quads, open_graph
from ontology import EntityType, GraphError, Namespaces, Predicate


def _without(view: GraphView, node_id: str) -> GraphView:
    return replace(
        view,
        nodes=tuple(node for node in view.nodes if node.id != node_id),
        edges=tuple(edge for edge in view.edges if node_id not in (edge.subject, edge.object)),
    )


def test_a_graph_does_not_differ_from_itself(small_out: Path) -> None:
    assert not diff(small_out, small_out)


def test_what_came_and_what_went_is_named(small_out: Path) -> None:
    view = open_graph(small_out)
    fewer = _without(view, "kenya")
    came, went = compare(fewer, view), compare(view, fewer)
    assert came.entities_added == went.entities_removed
    assert came.entities_added == (EntityChange(id="kenya", name="Kenya", type=EntityType.COUNTRY),)
    assert came.relations_added == went.relations_removed
    assert came.relations_added == (
        RelationChange(
            subject="kenya",
            predicate=Predicate.PARTICIPATES_IN,
            object="ocean-summit",
            subject_name="Kenya",
            object_name="Ocean Summit",
        ),
    )
    assert (came.entities_removed, came.relations_removed, went.entities_added, went.relations_added) == (
        (),
        (),
        (),
        (),
    )
    assert came


def test_a_new_name_is_a_change_of_the_entity_alone(small_out: Path) -> None:
    view = open_graph(small_out)
    renamed = tuple(
        replace(node, name="Socialist Republic of Viet Nam") if node.id == "viet-nam" else node for node in view.nodes
    )
    found = compare(view, replace(view, nodes=renamed))
    assert [change.name for change in found.entities_removed] == ["Viet Nam"]
    assert [change.name for change in found.entities_added] == ["Socialist Republic of Viet Nam"]
    assert (found.relations_added, found.relations_removed) == ((), ())


def test_changes_are_sorted(gold_quads: tuple[Quad, ...]) -> None:
    view = from_quads(gold_quads, Namespaces())
    found = compare(replace(view, nodes=(), edges=()), view)
    assert list(found.entities_added) == sorted(found.entities_added)
    assert list(found.relations_added) == sorted(found.relations_added)
    assert (len(found.entities_added), len(found.relations_added)) == (len(view.nodes), len(view.edges))


def test_graphs_on_two_bases_compare_by_id(gold_extraction: Extraction, tmp_path: Path) -> None:
    short = min(gold_extraction.documents, key=lambda facts: len(facts.document.text))
    for name, base in (("one", "https://example.org/"), ("two", "https://example.com/")):
        write(replace(gold_extraction, documents=(short,)), tmp_path / name, options=BuildOptions(base=base))
    assert not diff(tmp_path / "one", tmp_path / "two")


def test_a_folder_without_graph_is_named(small_out: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=str(tmp_path)):
        diff(small_out, tmp_path)
