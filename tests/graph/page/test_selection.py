"""The part of a graph that its page holds: all of a small one, and of a large one its weightiest part, counted."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.bench.synthetic import make_extraction
from graph.facts import GraphView, load_graph
from graph.page import selection
from graph.page.selection import Bounds, Part, part_of
from graph.page.start import limited
from graph.page.tally import tally
from graph.page.view import page_html, page_of, title_of
from graph.writing.dataset import to_quads
from ontology import Namespaces
from ontology.errors import InputError

NAMES = Namespaces()
TEXTS = 12
#: No graph but an empty one is small enough to be shown whole.
NONE = Bounds(names=0, facts=0, claims=0)


def _room(**most: int) -> Bounds:
    """Room for everything but what a test bounds."""
    return Bounds(**dict.fromkeys(("names", "facts", "claims", "texts", "claims_read"), 10**6) | most)


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.extend(to_quads(make_extraction(TEXTS), NAMES))
    return found


@pytest.fixture(scope="module")
def whole(store: Store) -> GraphView:
    return load_graph(store, NAMES)


def _facts(view: GraphView) -> Counter[Any]:
    """Each relation with the number of its claims."""
    return Counter({edge.key: len(edge.claims) for edge in (*view.edges, *view.denied)})


def _degrees(view: GraphView) -> Counter[str]:
    return Counter(end for edge in view.edges for end in {edge.subject, edge.object})


def test_a_graph_within_the_bounds_is_shown_whole(gold_quads: tuple[Quad, ...]) -> None:
    store = Store()
    store.extend(gold_quads)
    part, view = part_of(store, NAMES), load_graph(store, NAMES)
    assert part == Part(view=view)
    assert page_html(part, title="Gold") == page_html(view, title="Gold")
    assert page_of(store, NAMES, limit=5) == page_html(view, title=title_of(view), limit=5)


@pytest.mark.parametrize("given", ["small_store", "denied_store", "disputed_store", "planned_store"])
def test_what_is_looked_up_is_what_the_whole_graph_says(given: str, request: pytest.FixtureRequest) -> None:
    store = request.getfixturevalue(given)
    view = load_graph(store, NAMES)
    part = part_of(store, NAMES, room=(NONE, _room(names=len(view.nodes) - 1))).view
    kept = {node.id for node in part.nodes}
    assert 0 < len(kept) < len(view.nodes)
    for shown, known in ((part.edges, view.edges), (part.denied, view.denied)):
        assert shown == tuple(edge for edge in known if {edge.subject, edge.object} <= kept)
    assert set(part.documents) <= set(view.documents)


def test_facts_claims_and_things_are_those_of_the_whole_graph(store: Store, whole: GraphView) -> None:
    part = part_of(store, NAMES, room=(NONE, _room(facts=len(_facts(whole)) - 1))).view
    known = {edge.key: edge for edge in (*whole.edges, *whole.denied)}
    assert len(part.edges) + len(part.denied) == len(known) - 1
    assert all(known[edge.key] == edge for edge in (*part.edges, *part.denied))
    nodes = {node.id: node for node in whole.nodes}
    for node in part.nodes:
        same = nodes[node.id]
        bare = replace(node, names=same.names, sources=same.sources, sectors=same.sectors)
        assert bare == same
        assert set(node.names) <= set(same.names)
        assert set(node.sectors) <= set(same.sectors)
        ends = [edge for edge in (*part.edges, *part.denied) if node.id in {edge.subject, edge.object}]
        assert set(node.sources) == {claim.document for edge in ends for claim in edge.claims}
    assert any(node.sectors for node in part.nodes)
    assert any(node.names for node in part.nodes)


def test_a_part_keeps_to_its_bounds_and_counts_the_rest(store: Store, whole: GraphView) -> None:
    bounds = Bounds(names=60, facts=80, claims=90, texts=100)
    part = part_of(store, NAMES, room=(NONE, bounds))
    shown, known = _facts(part.view), _facts(whole)
    assert part == part_of(store, NAMES, room=(NONE, bounds))
    assert len(part.view.nodes) <= 60
    assert len(shown) == 80
    assert sum(shown.values()) <= 90
    assert part.left["entities"] == len(whole.nodes) - len(part.view.nodes)
    assert part.left["facts"] == len(known) - 80
    assert part.left["repeats"] == sum(known[key] - count for key, count in shown.items())
    assert part.texts == TEXTS
    assert title_of(part) == f"Knowledge graph of {TEXTS} texts"


def test_the_weightiest_things_are_shown_each_with_its_best_fact(store: Store, whole: GraphView) -> None:
    part = part_of(store, NAMES, room=(NONE, _room(names=60, facts=70))).view
    chosen = limited(whole, 60)
    among = _facts(replace(whole, nodes=chosen.nodes, edges=chosen.edges, denied=chosen.denied))
    assert set(_facts(part)) <= set(among)
    assert {node.id for node in part.nodes} == {
        end for subject, _, object_ in _facts(part) for end in (subject, object_)
    }
    said_by_most = sorted(among, key=lambda key: (-among[key], key))
    for node in part.nodes:
        best = max(among[key] for key in said_by_most if node.id in {key[0], key[2]})
        assert best == max(count for key, count in _facts(part).items() if node.id in {key[0], key[2]})
    assert max(_degrees(part).values()) < max(_degrees(chosen).values())


def test_of_many_texts_some_are_read_and_the_others_counted(store: Store, whole: GraphView) -> None:
    part = part_of(store, NAMES, room=(NONE, _room(texts=5)))
    assert len(part.view.documents) + part.left["texts"] == TEXTS
    assert len(part.view.documents) <= 5
    texts = {document.id for document in part.view.documents}
    # What one text states another may deny: the whole graph shows both as one fact.
    claims = [edge for edge in (*whole.edges, *whole.denied) for claim in edge.claims if claim.document in texts]
    assert _facts(part.view).total() == len(claims)


def test_one_more_text_changes_one_of_those_read(store: Store) -> None:
    before = tally(store, NAMES, texts=5, claims=10**6)
    more = Store()
    more.extend(quad for quad in store if quad.graph_name != NamedNode(before.texts[0]))
    after = tally(more, NAMES, texts=5, claims=10**6)
    assert len(set(before.texts) - set(after.texts)) == 1
    assert before.unread == TEXTS - 5
    assert len(tally(store, NAMES, texts=100, claims=1).texts) == 1


def test_a_focus_is_shown_with_what_is_next_to_it(store: Store, whole: GraphView) -> None:
    degrees = _degrees(whole)
    light = next(node for node in whole.nodes if degrees[node.id] == 1)
    part = part_of(store, NAMES, limit=10, room=(NONE, _room(names=20, facts=40)), focus=light.iri).view
    assert light.id in {node.id for node in part.nodes}
    assert 1 < len(part.nodes) <= 10


def test_a_focus_without_a_relation_is_shown(store: Store, whole: GraphView) -> None:
    degrees = _degrees(whole)
    lone = next(node for node in whole.nodes if not degrees[node.id])
    part = part_of(store, NAMES, room=(NONE, _room(names=5, facts=10)), focus=lone.iri).view
    assert lone.id in {node.id for node in part.nodes}


def test_a_page_of_a_large_store_opens_at_any_thing(
    store: Store, whole: GraphView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "WHOLE", _room(names=20))
    degrees = _degrees(whole)
    lone = min(whole.nodes, key=lambda node: (degrees[node.id], node.id))
    page = page_of(store, NAMES, focus=lone.name, limit=20)
    assert f'"start":"node={lone.id}\\u0026focus={lone.id}"' in page
    left = json.loads(page.partition('"left":')[2].partition("}")[0] + "}")
    assert len(whole.nodes) - 20 <= left["entities"] < len(whole.nodes)
    with pytest.raises(InputError, match="found 'Atlantis'"):
        page_of(store, NAMES, focus="Atlantis", limit=20)
