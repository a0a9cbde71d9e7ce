"""What a request asks, read from its parts alone, and which queries could leave this machine."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from graph.queries.elsewhere import asks_elsewhere
from graph.query import load_named
from graph.serving.questions import (
    FORM,
    SPARQL,
    Question,
    RefusalError,
    names_graphs,
    read_question,
    undeclared,
)
from graph.serving.relay import CutOffError, whole

HOST = "<http://192.0.2.1/>"


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ SERVICE {HOST} {{}} }}",
        f"SELECT * {{ service silent {HOST} {{}} }}",
        f"SELECT * {{ ?a ?b 1SERVICE{HOST}{{}} }}",
        f"SELECT * {{ ?a ?b ?c.SERVICE{HOST}{{}} }}",
        f"PREFIX x: {HOST} SELECT * {{ ?a ?b x:.SERVICE x:{{}} }}",
        f"PREFIX x: {HOST} SELECT * {{ SERVICE x:a\\#b{{}} }}",
        "SELECT * { SERVICE :{} }",
        f"SELECT * {{ VALUES ?v {{ {HOST} }} SERVICE ?v {{}} }}",
        f"SELECT * {{ SERVICE # a note {{\n {HOST} # another '\n {{}} }}",
        # What a reader that knows only IRIs, or only comparisons, would take for something else:
        "SELECT * { ?a ?b ?c FILTER(?a<?b)SERVICE?c#>\n{} }",
        f"SELECT * {{ ?a ?b ?c FILTER(?a<'>')SERVICE{HOST}{{}} FILTER('' = '') }}",
        f"SELECT * {{ ?a ?b <http://x/\\u0041#>.SERVICE{HOST}{{}} }}",
        f"SELECT * {{ SERVICE #{'x' * 3000}\n{HOST} {{}} }}",
        f"SELECT * {{ SERVICE {HOST} #{'x' * 3000}\n{{}} }}",
    ],
)
def test_a_query_that_could_ask_another_host_is_noticed(sparql: str) -> None:
    with pytest.raises(RefusalError, match="found SERVICE"):
        Question(sparql=sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service ?name { ?service skos:prefLabel ?name }",
        "SELECT ?my_service ?x { ?x ?my_service ?service }",
        "SELECT $service $x { GRAPH ?service { ?s ?p ?x } }",
        'SELECT * { ?s ?p "Civil Service" FILTER(CONTAINS(?p, "service")) } # service: who gives it?',
        "SELECT * { ?s schema:service ?o ; schema:serviceType <http://example.org/service/> }",
        "PREFIX s: <http://example.org/service> SELECT * { ?s s:service ?x . ?x ?service ?y { ?a ?b ?c } }",
        "DESCRIBE <https://w3id.org/odagraph/id/international-social-service>",
    ],
)
def test_the_word_alone_is_no_question_to_another_host(sparql: str) -> None:
    assert not asks_elsewhere(sparql)


def test_no_named_query_is_refused() -> None:
    assert [named.name for named in load_named().values() if asks_elsewhere(named.text)] == []


@pytest.mark.parametrize(
    ("part", "asks"),
    [
        ("SERVICE#", True),
        *((part, False) for part in ("SERVICE ", "SERVICE<", "SERVICE a:", "<", "'", '"""', "?service")),
    ],
)
def test_a_long_query_is_judged_at_once(part: str, asks: bool) -> None:
    # Quadratic work on a million characters would take hours.
    sparql = part * (1_000_000 // len(part)) + "\n"
    assert asks_elsewhere(sparql) is asks
    assert not names_graphs(sparql)


@pytest.mark.parametrize(
    ("method", "url", "kind", "body"),
    [
        ("GET", "query=ASK+%7B%7D&default-graph-uri=a&named-graph-uri=b&other=c", "", b""),
        ("HEAD", "named-graph-uri=b&default-graph-uri=a&query=ASK%20{}", "", b""),
        ("POST", "", FORM, b"query=ASK+%7B%7D&default-graph-uri=a&named-graph-uri=b"),
        ("POST", "default-graph-uri=a", f"{FORM}; charset=utf-8", b"query=ASK+%7B%7D&named-graph-uri=b"),
        ("POST", "default-graph-uri=a&named-graph-uri=b", SPARQL.upper(), b"ASK {}"),
    ],
)
def test_a_question_is_read_in_each_way_of_the_protocol(method: str, url: str, kind: str, body: bytes) -> None:
    question = read_question(method, url, kind, body)
    assert question
    assert question.sparql == "ASK {}"
    assert sorted(question.graphs) == [("default-graph-uri", "a"), ("named-graph-uri", "b")]


@pytest.mark.parametrize(
    ("sparql", "union"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * FROM <a:b> { ?s ?p ?o }", False),
        ("PREFIX x: <http://x/>SELECT*from named x:y{?s ?p ?o}", False),
        ("SELECT ?from { ?from x:from 'FROM' } # FROM", True),
        ('SELECT * { ?s ?p <http://example.org/from> , """a "FROM" <b>"""@from }', True),
    ],
)
def test_the_union_is_asked_where_no_graph_is_named(sparql: str, union: bool) -> None:
    assert Question(sparql=sparql).parameters == ((("union-default-graph", ""),) if union else ())
    assert Question(sparql=sparql, graphs=(("default-graph-uri", "a"),)).parameters == (("default-graph-uri", "a"),)


def test_only_what_a_query_lacks_is_declared() -> None:
    known = {"a": "A", "oa": "OA", "oda": "ODA"}
    assert undeclared("SELECT * { ?s oda:x ?a }", known) == {"oda": "ODA"}
    assert undeclared("prefix  oda: <x> SELECT * { a:x oda:y ?a }", known) == {"a": "A"}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_answer_that_the_engine_broke_off_is_noticed(size: int) -> None:
    said = b"n\r\n1\r\nThe SPARQL operation has been cancelled"
    assert _through(said[:-1], size) == said[:-1]
    assert _through(said + b"\r\n", size) == said + b"\r\n"
    with pytest.raises(CutOffError):
        _through(said, size)


def _through(content: bytes, size: int) -> bytes:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    async def collected() -> bytes:
        return b"".join([piece async for piece in whole(pieces())])

    return asyncio.run(collected())
