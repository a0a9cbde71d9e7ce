"""What texts say of things, as lines: all but claims and sentences, each relation as firm as it is put."""

from itertools import chain

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.page.tally import tally
from graph.writing.counts import Counts
from graph.writing.dataset import quads_in
from graph.writing.inference import follows
from graph.writing.inferred import Reason, inferred
from graph.writing.lines import line, terms_in
from graph.writing.terms import REIFICATION, TYPE, outside
from graph.writing.things import about_things, facts_in, said_of_things, things_in
from ontology import Namespaces
from ontology.vocabulary import Status

NS = Namespaces()
TEXT = NamedNode(NS.source("a-text"))
SUPPORTS = (NS.entity("jica"), NS.term("supports"), NS.entity("kenya"))
STORES = ("small_store", "denied_store", "disputed_store", "planned_store")


def _claims(*statuses: Status) -> list[Quad]:
    """The quads of claims that JICA supports Kenya, and the direct triple where one of them affirms it."""
    ends = tuple(map(NamedNode, SUPPORTS))
    found = [Quad(*ends, TEXT)] if any(status.affirms for status in statuses) else []
    for status in statuses:
        claim = NamedNode(NS.claim("a-text", status))
        found += [Quad(claim, role, end, TEXT) for role, end in zip(REIFICATION, ends, strict=True)]
        found += [Quad(claim, NamedNode(NS.term("status")), Literal(status.value), TEXT)]
    return found


def _lines(store: Store) -> dict[str, list[bytes]]:
    """What each text in a store says of things."""
    texts = [graph for graph in store.named_graphs() if str(graph).startswith(f"<{NS.source('')}")]
    return {str(text)[1:-1]: said_of_things([*store.quads_for_pattern(None, None, None, text)], NS) for text in texts}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((), None),
        ((Status.STATED,), Status.STATED),
        ((Status.PLANNED, Status.STATED), Status.STATED),
        ((Status.PROPOSED, Status.PLANNED), Status.PLANNED),
        ((Status.PROPOSED, Status.NEGATED), Status.PROPOSED),
        ((Status.NEGATED,), None),
    ],
)
def test_a_relation_is_as_firm_as_it_is_put(statuses: tuple[Status, ...], expected: Status | None) -> None:
    said = said_of_things(_claims(*statuses), NS)
    things = things_in(said)
    found = {Status.STATED: things.stated, **things.others}
    assert [status for status, lines in found.items() if lines] == ([expected] if expected else [])
    stated, denied = facts_in(said, NS)
    assert stated == ({SUPPORTS} if expected else set())
    assert denied == ([SUPPORTS] if Status.NEGATED in statuses else [])


def test_over_all_texts_the_firmest_way_counts() -> None:
    planned, stated = (said_of_things(_claims(status), NS) for status in (Status.PLANNED, Status.STATED))
    assert planned != stated
    things = things_in([*planned, *stated])
    assert things == things_in(stated)


@pytest.mark.parametrize("name", ['a "b" # planned', "line\nend\r\t", "Côte d’Ivoire \u2028", "back\\slash . # stated"])
def test_a_line_holds_any_name(name: str) -> None:
    quad = Quad(NamedNode(NS.entity("x")), outside("skos", "altLabel"), Literal(name, language="en"), TEXT)
    said = said_of_things([quad], NS)
    assert [each.count(b"\n") for each in said] == [1]
    assert things_in(said).stated == {line(quad.triple)}
    assert [term.decode() for term in terms_in(said[0])] == [str(term) for term in quad.triple]


@pytest.mark.parametrize("given", STORES)
def test_lines_have_all_that_is_said_of_things(given: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(given)
    lines = _lines(store)
    things = things_in(chain.from_iterable(lines.values()))
    known = [quad for quad in store if quad.graph_name.value in lines]  # type: ignore[union-attr]
    said = {line(quad.triple) for quad in about_things(known, NS)}
    assert said == things.stated.union(*things.others.values())
    counts = things.counts(relations=())
    assert sum(counts.properties.values()) == len(said)
    assert sum(counts.classes.values()) == counts.properties[TYPE.value]
    assert counts.things == {quad.subject.value for quad in about_things(known, NS)}


@pytest.mark.parametrize("given", STORES)
def test_lines_tell_a_page_what_the_store_would(given: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(given)
    lines = _lines(store)
    asked = tally(store, NS, texts=100, claims=10**6)
    told = tally(store, NS, texts=100, claims=10**6, said={text: facts_in(said, NS) for text, said in lines.items()})
    assert told == asked
    assert told.facts


def test_what_follows_is_counted_as_it_is_written(gold_quads: tuple[Quad, ...]) -> None:
    texts, known, ontology = Store(), [], NamedNode(NS.ontology_graph)
    for quad in gold_quads:
        if str(quad.graph_name).startswith(f"<{NS.source('')}"):
            texts.add(quad)
        else:
            known.append(quad)
    things = things_in(chain.from_iterable(_lines(texts).values()))
    lines = {
        graph: {line(quad.triple) for quad in known if (quad.graph_name == ontology) is graph}
        for graph in (True, False)
    }
    found = inferred(follows(things, lines[True], lines[False], NS), NS)
    quads = list(quads_in(found.section, NS))
    assert len(quads) == len(set(quads)) == found.counts(NS).triples
    assert found.counts(NS) == Counts.of(quads, NS)
    assert len(found) == found.counts(NS).classes[NS.term("Inference")] > 100


def test_a_rule_may_derive_literals_that_are_counted_once() -> None:
    same = Reason("mine", Status.STATED)
    triples = [line(f"<{NS.entity(name)}> <{NS.term('rule')}> {Literal('mine')}") for name in ("x", "y")]
    found = inferred({same: {*triples}}, NS)
    assert found.counts(NS) == Counts.of(quads_in(found.section, NS), NS)
