"""Reliability, conformance and hallucination are counted: a graph that was tampered with shows it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.evaluation.checks import Bin, Checks, Judged, calibration_error, check, read_texts, reliability
from graph.evaluation.graph import read_text
from ontology import InputError, Namespaces
from ontology.namespaces import OUTSIDE

NAMES = Namespaces()
GRAPH = NamedNode(NAMES.source("north"))
#: The text of the small graph, as far as its entities and claims go.
TEXT = (
    "JICA runs the Blue Harbour Project in Viet Nam with 12 million dollars since 2021. "
    "Japan works with UNDP. Viet Nam is a member of ASEAN."
)


def _entity(name: str) -> NamedNode:
    return NamedNode(NAMES.entity(name))


def _term(name: str) -> NamedNode:
    return NamedNode(NAMES.term(name))


def _checked(quads: Iterable[Quad], text: str | None = TEXT) -> Checks:
    store = Store()
    store.extend(quads)
    return check(read_text(store, NAMES, "north"), text)


def _changed(quads: Iterable[Quad], predicate: str, change: Callable[[str], str]) -> list[Quad]:
    """The quads, the first value of the predicate in the text's graph changed."""
    changed = list(quads)
    places = [at for at, q in enumerate(changed) if (q.predicate.value, q.graph_name) == (predicate, GRAPH)]
    at = min(places, key=lambda place: str(changed[place]))
    old = changed[at]
    assert isinstance(old.object, Literal)
    value = Literal(change(old.object.value), datatype=old.object.datatype)
    changed[at] = Quad(old.subject, old.predicate, value, old.graph_name)
    return changed


def test_a_graph_as_built_keeps_all(small_store: Store) -> None:
    checks = _checked(small_store)
    assert checks == Checks(relations=4, fitting=4, entities=6, unnamed=0, claims=4, misquoted=0)
    assert (checks.conformance, checks.entity_hallucination, checks.claim_hallucination) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "triple",
    [
        (_entity("undp"), _term("affiliatedWith"), _entity("japan")),  # only persons are
        (_entity("viet-nam"), _term("implements"), _entity("japan")),
        (_entity("undp"), _term("likes"), _entity("japan")),  # no relation of the ontology
        (_entity("undp"), _term("supports"), _entity("nobody")),  # an end without a type
    ],
    ids=["domain", "range", "predicate", "untyped"],
)
def test_a_relation_that_does_not_fit_is_counted(
    small_store: Store, triple: tuple[NamedNode, NamedNode, NamedNode]
) -> None:
    assert _checked([*small_store, Quad(*triple, GRAPH)]).conformance == 4 / 5


def test_a_claim_that_does_not_fit_is_counted_without_a_direct_triple(small_store: Store) -> None:
    ends = (_entity("blue-harbour"), _term("funds"), _entity("japan"))
    claim = NamedNode(NAMES.claim("north", "0"))
    parts = zip(("subject", "predicate", "object"), ends, strict=True)
    stated = [Quad(claim, NamedNode(OUTSIDE["rdf"] + name), end, GRAPH) for name, end in parts]
    said = {"status": "planned", "rule": "by-hand", "confidence": "0.5"}
    stated += [Quad(claim, _term(name), Literal(value), GRAPH) for name, value in said.items()]
    stated.append(Quad(claim, NamedNode(OUTSIDE["rdf"] + "type"), _term("Claim"), GRAPH))
    checks = _checked([*small_store, *stated])
    assert checks.conformance == 4 / 5
    assert checks.claim_hallucination == 1 / 5  # it has no quote either


@pytest.mark.parametrize(
    ("predicate", "change"),
    [
        ("oa:exact", lambda quote: quote.upper()),
        ("oa:exact", lambda quote: quote[:-1]),
        ("oa:exact", lambda _: ""),
        ("nif:beginIndex", lambda begin: str(int(begin) + 1)),
        ("nif:endIndex", lambda end: str(int(end) + 500)),
    ],
)
def test_a_quote_that_is_not_its_slice_is_counted(
    small_store: Store, predicate: str, change: Callable[[str], str]
) -> None:
    prefix, _, name = predicate.partition(":")
    checks = _checked(_changed(small_store, OUTSIDE[prefix] + name, change))
    # The first sentence shows two claims, the others one each.
    assert checks.misquoted in {1, 2}
    assert checks.claim_hallucination == checks.misquoted / 4


def test_a_quote_of_another_text_is_counted(small_store: Store) -> None:
    assert _checked(small_store, f" {TEXT}").claim_hallucination == 1.0


def test_an_entity_that_the_text_does_not_name_is_counted(small_store: Store) -> None:
    made_up = Quad(_entity("atlantis"), NamedNode(OUTSIDE["rdf"] + "type"), _term("Country"), GRAPH)
    label = NamedNode(OUTSIDE["skos"] + "altLabel")
    assert _checked([*small_store, made_up]).entity_hallucination == 1 / 7
    named = Quad(_entity("atlantis"), label, Literal("Atlantis", language="en"), GRAPH)
    assert _checked([*small_store, made_up, named]).entity_hallucination == 1 / 7
    part_of_a_word = Quad(_entity("atlantis"), label, Literal("arbour", language="en"), GRAPH)
    assert _checked([*small_store, made_up, part_of_a_word]).entity_hallucination == 1 / 7
    there = Quad(_entity("atlantis"), label, Literal("Harbour", language="en"), GRAPH)
    assert _checked([*small_store, made_up, there]).entity_hallucination == 0.0


def test_blanks_and_markup_in_a_name_do_not_count(small_store: Store) -> None:
    marked = TEXT.replace("the Blue Harbour", "the Blue  **Harbour**")
    assert _checked(small_store, marked).entity_hallucination == 0.0


def test_without_the_text_nothing_is_said_of_quotes(small_store: Store) -> None:
    checks = _checked(small_store, None)
    assert (checks.conformance, checks.entity_hallucination, checks.claim_hallucination) == (1.0, None, None)
    assert Checks().conformance is None


def test_checks_add_up() -> None:
    assert Checks(relations=1, unnamed=2) + Checks(relations=3, misquoted=1) == Checks(
        relations=4, unnamed=2, misquoted=1
    )


# -- reliability ------------------------------------------------------------------------------------------------------


def test_claims_are_binned_by_confidence() -> None:
    claims = [(0.29, False), (0.3, True), (0.39, False), (0.7, True), (1.0, True), (0.95, True)]
    bins = reliability(Judged(*claim) for claim in claims)
    assert [(one.start, one.end, one.claims, one.right) for one in bins] == [
        (0.2, 0.3, 1, 0),
        (0.3, 0.4, 2, 1),
        (0.7, 0.8, 1, 1),
        (0.9, 1.0, 2, 2),
    ]
    assert bins[1].mean_confidence == pytest.approx(0.345)
    assert bins[1].share_right == 0.5


def test_the_calibration_error_weighs_bins_by_claims() -> None:
    bins = (Bin(0.2, 3, 0.75, 0), Bin(0.8, 1, 0.85, 1))
    assert calibration_error(bins) == pytest.approx((3 * 0.25 + 1 * 0.15) / 4)
    assert calibration_error(()) is None


def test_confidence_that_tells_the_truth_has_no_error() -> None:
    bins = reliability(Judged(0.75, place % 4 > 0) for place in range(40))
    assert calibration_error(bins) == pytest.approx(0)


# -- texts ------------------------------------------------------------------------------------------------------------


def test_texts_are_found_beside_their_gold_files_and_among_the_seeds(tmp_path: Path) -> None:
    golds = [tmp_path / f"{name}.json" for name in ("north", "south", "mic-newsletter-2020")]
    (tmp_path / "north.md").write_text("Beside it.", encoding="utf-8")
    found = read_texts(golds)
    assert found["north"] == "Beside it."
    assert sorted(found) == ["mic-newsletter-2020", "north"]


def test_texts_are_taken_from_where_they_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "north.md").write_text("Beside it.", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "north.txt").write_text("In a folder.", encoding="utf-8")
    (tmp_path / "more" / "east.txt").write_text("Not asked for.", encoding="utf-8")
    assert read_texts([tmp_path / "north.json"], [tmp_path / "more"]) == {"north": "In a folder."}
    with pytest.raises(InputError, match="found nothing there"):
        read_texts([tmp_path / "north.json"], [tmp_path / "none"])
