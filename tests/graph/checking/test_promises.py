import re

import pytest
from pyoxigraph import Store

from graph.checking.promises import PROMISES, Promise, broken_promises
from ontology import Namespaces


def test_promises_have_names_of_their_own() -> None:
    assert len({promise.id for promise in PROMISES}) == len(PROMISES)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_words_ask_for_a_value_only_where_the_query_finds_one(promise: Promise) -> None:
    assert promise.allowed
    assert "{}" not in promise.found or "?found" in promise.query.partition("{")[0]
    assert re.match(r"SELECT (DISTINCT )?\?focus", promise.query)


def test_a_sound_graph_keeps_every_promise(small_store: Store) -> None:
    assert list(broken_promises(small_store, Namespaces())) == []


def test_a_graph_without_what_follows_keeps_every_promise(small_store: Store) -> None:
    stated = Store()
    stated.extend(q for q in small_store if q.graph_name.value != Namespaces().inferred_graph)
    assert len(stated) < len(small_store)
    assert list(broken_promises(stated, Namespaces())) == []
