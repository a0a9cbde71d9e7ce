from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad

from extract.model import Extraction
from graph.comparing.diff import Change, EntityChange, FactChange, FieldChange, compare, diff
from graph.facts import from_quads, open_view
from graph.values import Edge, EdgeClaim, GraphView, Node, NodeSector, Quote
from graph.writing.build import BuildOptions, write
from ontology import EntityType, GraphError, Namespaces, Predicate, Status

_KEY = ("jica", Predicate.IMPLEMENTS, "blue-harbour")


@pytest.fixture(scope="module")
def view(small_out: Path) -> GraphView:
    return open_view(small_out)


def _without(view: GraphView, node_id: str) -> GraphView:
    return replace(
        view,
        nodes=tuple(node for node in view.nodes if node.id != node_id),
        edges=tuple(edge for edge in view.edges if node_id not in (edge.subject, edge.object)),
    )


def _with_node(view: GraphView, node_id: str, change: Callable[[Node], Node]) -> GraphView:
    return replace(view, nodes=tuple(change(node) if node.id == node_id else node for node in view.nodes))


def _with_claims(view: GraphView, change: Callable[[EdgeClaim], EdgeClaim], text: str = "north") -> GraphView:
    """The view with what a text says of one relation changed."""

    def changed(edge: Edge) -> Edge:
        return replace(edge, claims=tuple(change(one) if one.document == text else one for one in edge.claims))

    return replace(view, edges=tuple(changed(edge) if edge.key == _KEY else edge for edge in view.edges))


def test_a_graph_does_not_differ_from_itself(small_out: Path) -> None:
    assert not diff(small_out, small_out)


def test_what_came_and_what_went_is_named_with_its_sentence(view: GraphView) -> None:
    fewer = _without(view, "kenya")
    (sentence,) = (quote for edge in view.edges if edge.subject == "kenya" for quote in edge.claims[0].evidence)
    for change, found in ((Change.ADDED, compare(fewer, view)), (Change.REMOVED, compare(view, fewer))):
        assert found.entities == (
            EntityChange(change=change, id="kenya", name="Kenya", type=EntityType.COUNTRY, evidence=(sentence,)),
        )
        assert found.facts == (
            FactChange(
                change=change,
                subject="kenya",
                predicate=Predicate.PARTICIPATES_IN,
                object="ocean-summit",
                subject_name="Kenya",
                object_name="Ocean Summit",
                status=Status.STATED,
                evidence=(sentence,),
            ),
        )


@pytest.mark.parametrize(
    ("changes", "field", "before", "after"),
    [
        ({"name": "Vietnam"}, "name", ("Viet Nam",), ("Vietnam",)),
        ({"type": EntityType.REGION}, "type", ("Country",), ("Region",)),
        ({"names": ("SRV", "Viet Nam", "Vietnam")}, "names", (), ("SRV",)),
        ({"sources": ("north",)}, "texts", ("south",), ()),
        ({"codes": (("alpha2", "VN"),)}, "codes", ("alpha3 VNM",), ()),
    ],
)
def test_an_entity_described_otherwise_is_changed(
    view: GraphView, changes: dict[str, object], field: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    found = compare(view, _with_node(view, "viet-nam", lambda node: replace(node, **changes)))  # type: ignore[arg-type]
    (entity,) = found.entities
    assert (entity.change, entity.id) == (Change.CHANGED, "viet-nam")
    assert entity.fields == (FieldChange(text="", field=field, before=before, after=after),)
    assert [quote.document for quote in entity.evidence] == ["north", "south"]
    assert not found.facts


def test_a_new_sector_is_a_change_with_its_sentence(view: GraphView) -> None:
    quote = view.edges[0].claims[0].evidence[0]
    sector = NodeSector(code="21040", label="Water transport", confidence=0.8, document="north", evidence=(quote,))
    found = compare(view, _with_node(view, "blue-harbour", lambda node: replace(node, sectors=(sector,))))
    (entity,) = found.entities
    assert entity.fields == (
        FieldChange(text="north", field="sector", before=(), after=("21040 Water transport (0.80)",)),
    )
    assert entity.evidence == (quote,)


@pytest.mark.parametrize(
    ("changes", "field", "before", "after"),
    [
        ({"status": Status.PLANNED}, "status", ("stated",), ("planned",)),
        ({"year": 2022}, "year", ("2021",), ("2022",)),
        ({"fiscal": True}, "year", ("2021",), ("FY2021",)),
        ({"amount": 5e6}, "amount", ("12000000 USD",), ("5000000 USD",)),
        ({"amount": None, "currency": ""}, "amount", ("12000000 USD",), ()),
        ({"confidence": 0.4}, "confidence", ("0.90",), ("0.40",)),
        ({"rule": "runs-it"}, "rule", ("by-hand",), ("runs-it",)),
        ({"participants": 7}, "participants", (), ("7",)),
    ],
)
def test_a_fact_put_otherwise_is_changed(
    view: GraphView, changes: dict[str, object], field: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    changed = _with_claims(view, lambda claim: replace(claim, **changes))  # type: ignore[arg-type]
    (fact,) = compare(view, changed).facts
    assert (fact.change, fact.subject, fact.predicate, fact.object) == (Change.CHANGED, *_KEY)
    assert fact.fields == (FieldChange(text="north", field=field, before=before, after=after),)
    assert fact.evidence == tuple(quote for edge in changed.edges if edge.key == _KEY for quote in _quotes(edge))


def _quotes(edge: Edge) -> list[Quote]:
    return sorted(quote for claim in edge.claims for quote in claim.evidence)


def test_another_sentence_is_a_change_and_is_shown(view: GraphView) -> None:
    def reworded(claim: EdgeClaim) -> EdgeClaim:
        return replace(claim, evidence=tuple(replace(quote, text="JICA leads it.") for quote in claim.evidence))

    (fact,) = compare(view, _with_claims(view, reworded)).facts
    (field,) = fact.fields
    assert (field.field, len(field.before), field.after) == ("evidence", 1, ("JICA leads it.",))
    assert [quote.text for quote in fact.evidence] == ["JICA leads it."]


def test_a_sentence_that_only_moved_is_no_change(view: GraphView) -> None:
    def moved(claim: EdgeClaim) -> EdgeClaim:
        quotes = (replace(quote, start=quote.start + 9, end=quote.end + 9) for quote in claim.evidence)
        return replace(claim, evidence=tuple(quotes))

    assert not compare(view, _with_claims(view, moved))


def test_a_text_that_no_longer_says_it_is_a_change(view: GraphView) -> None:
    def fewer(edge: Edge) -> Edge:
        return replace(edge, claims=tuple(claim for claim in edge.claims if claim.document == "north"))

    after = replace(view, edges=tuple(fewer(edge) if edge.key == _KEY else edge for edge in view.edges))
    (fact,) = compare(view, after).facts
    assert FieldChange(text="", field="texts", before=("south",), after=()) in fact.fields


def test_a_fact_that_is_now_denied_is_changed_not_removed(view: GraphView) -> None:
    edge = next(edge for edge in view.edges if edge.key == _KEY)
    denied = replace(edge, claims=tuple(replace(claim, status=Status.NEGATED) for claim in edge.claims))
    after = replace(view, edges=tuple(one for one in view.edges if one is not edge), denied=(denied,))
    (fact,) = compare(view, after).facts
    assert (fact.change, fact.status) == (Change.CHANGED, Status.NEGATED)


def test_changes_are_sorted(gold_quads: tuple[Quad, ...]) -> None:
    view = from_quads(gold_quads, Namespaces())
    found = compare(replace(view, nodes=(), edges=()), view)
    assert [one.id for one in found.entities] == [node.id for node in view.nodes]
    assert [(one.subject, one.predicate, one.object) for one in found.facts] == [edge.key for edge in view.edges]


def test_what_was_removed_is_told_before_what_was_added(view: GraphView) -> None:
    found = compare(_without(view, "japan"), _without(view, "kenya"))
    assert [one.change for one in found.entities] == [Change.REMOVED, Change.ADDED]
    assert [one.change for one in found.facts] == [Change.REMOVED, Change.ADDED, Change.ADDED]


def test_graphs_on_two_bases_compare_by_id(gold_extraction: Extraction, tmp_path: Path) -> None:
    short = min(gold_extraction.documents, key=lambda facts: len(facts.document.text))
    for name, base in (("one", "https://example.org/"), ("two", "https://example.com/")):
        write(replace(gold_extraction, documents=(short,)), tmp_path / name, options=BuildOptions(base=base))
    assert not diff(tmp_path / "one", tmp_path / "two")


def test_what_is_derived_is_no_fact(gold_extraction: Extraction, tmp_path: Path) -> None:
    short = min(gold_extraction.documents, key=lambda facts: len(facts.document.text))
    for name, inference in (("with", True), ("without", False)):
        write(replace(gold_extraction, documents=(short,)), tmp_path / name, options=BuildOptions(inference=inference))
    assert not diff(tmp_path / "with", tmp_path / "without")


def test_a_folder_without_graph_is_named(small_out: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=str(tmp_path)):
        diff(small_out, tmp_path)
