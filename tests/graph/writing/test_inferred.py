"""The inferred graph is written as text: it is what the engine would write of the same triples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from graph.writing.counts import Counts
from graph.writing.dataset import in_order, quads_in, section
from graph.writing.inferred import ByReason, Inferred, Reason, inferred
from graph.writing.lines import line
from graph.writing.terms import TYPE
from ontology import Namespaces, Status

NS = Namespaces()
THINGS = tuple(
    NamedNode(NS.entity(id_)) for id_ in ("japan", "2030-agenda", "actor-x-in-a.b", "côte", "-x", "a/b", "x.", "a b%2F")
)
TERMS = tuple(map(NamedNode, (NS.term("Donor"), NS.code("sector", "140/20"), "https://example.org/?a=b&c", TYPE.value)))
LITERALS = (Literal("x y"), Literal('a "b" \\ .', language="en"), Literal(5), Literal(0.5), Literal(True), Literal(""))
PROPERTIES = (TYPE, NamedNode(NS.term("partOf")), NamedNode(NS.term("funds")), NamedNode("https://example.org/p"))
REASONS = st.builds(Reason, st.sampled_from(["closure", 'a "rule"']), st.sampled_from([Status.STATED, Status.PLANNED]))


TRIPLES = st.one_of(
    st.builds(Triple, st.sampled_from(THINGS), st.sampled_from(PROPERTIES), st.sampled_from(THINGS + TERMS)),
    st.builds(Triple, st.sampled_from(THINGS), st.sampled_from(PROPERTIES[1:]), st.sampled_from(LITERALS)),
)


def _by_reason(reasons: dict[bytes, Reason]) -> ByReason:
    return {wanted: {said for said, reason in reasons.items() if reason == wanted} for wanted in reasons.values()}


@given(st.dictionaries(TRIPLES, REASONS, min_size=1))
def test_the_section_is_what_the_engine_writes(reasons: dict[Triple, Reason]) -> None:
    found = inferred(_by_reason({line(triple): reason for triple, reason in reasons.items()}), NS)
    quads = in_order(quads_in(found.section, NS))
    assert found.section == section(quads, NS)
    assert {quad.triple for quad in quads} >= reasons.keys()
    assert len(found) == len(reasons)
    assert found.counts(NS) == Counts.of(quads, NS)


@pytest.mark.parametrize("base", ["https://w3id.org/odagraph/", "https://example.org/aid/"])
def test_nothing_gives_nothing(base: str) -> None:
    assert inferred({}, Namespaces(base)) == Inferred()


PLAIN = st.builds(Triple, st.sampled_from(THINGS[:3]), st.sampled_from(PROPERTIES[1:]), st.sampled_from(THINGS[:3]))
DERIVED = st.dictionaries(st.one_of(PLAIN, TRIPLES).map(line), REASONS)


@given(DERIVED, DERIVED, DERIVED)
def test_a_graph_made_of_an_older_one_is_the_same(
    stay: dict[bytes, Reason], gone: dict[bytes, Reason], come: dict[bytes, Reason]
) -> None:
    before, expected = inferred(_by_reason(stay | gone), NS), inferred(_by_reason(stay | come), NS)
    found = inferred(_by_reason(stay | come), NS, before)
    assert found.section == expected.section
    assert found.counts(NS) == expected.counts(NS)
    if found.changes:
        left, new = ({*quads_in(section, NS)} for section in found.changes)
        old = {*quads_in(before.section, NS)}
        assert old - left | new == {*quads_in(expected.section, NS)}
        assert left - new == old - {*quads_in(expected.section, NS)}
