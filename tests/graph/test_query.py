import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from graph.query import Triples, bind, find_query, load_named, parse_named, run
from graph.tables import Table
from ontology import Namespaces, QueryError

NAMED = load_named()


def _ask(store: Store, sparql: str) -> Table:
    answer = run(store, sparql)
    assert isinstance(answer, Table)
    return answer


def test_all_texts_are_asked_at_once(small_store: Store) -> None:
    answer = _ask(
        small_store, "SELECT DISTINCT ?o { a:jica ?p ?o . FILTER(?p IN (oda:implements, oda:supports)) } ORDER BY ?o"
    )
    assert [str(row[0]).rpartition("/")[2] for row in answer.rows] == ["blue-harbour", "viet-nam"]


def test_values_come_as_numbers_texts_and_gaps(small_store: Store) -> None:
    sparql = (
        "SELECT ?year ?amount (true AS ?yes) (1+1 AS ?two) ?none { ?c oda:year ?year ; oda:amount ?amount } LIMIT 1"
    )
    assert _ask(small_store, sparql).rows == ((2021, 12e6, True, 2, None),)


def test_ask_gives_a_truth_value(small_store: Store) -> None:
    assert run(small_store, "ASK { ?x a oda:Project }") is True
    assert run(small_store, "ASK { ?x a oda:Nothing }") is False


def test_construct_gives_sorted_triples(small_store: Store) -> None:
    answer = run(small_store, "CONSTRUCT { ?a oda:implements ?b } WHERE { ?a oda:implements ?b }")
    assert isinstance(answer, Triples)
    assert "a:jica oda:implements a:blue-harbour ." in answer.turtle(Namespaces())
    assert answer.table().columns == ("subject", "predicate", "object")


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x WHERE { ?x a }", "query: 1:25: found the end, FILTER, SELECT or VALUES is expected"),
        ("SELEC ?x", "query: 1:1: found 'SELEC', SELECT, ASK, CONSTRUCT or DESCRIBE is expected"),
        ("", "query: 1:1: found the end, SELECT, ASK, CONSTRUCT or DESCRIBE is expected"),
        (
            "SELECT * {\n  ?s odx:x ?o }",
            "query: 2:11: found '?', an undeclared prefix stands before it; declared already: a,",
        ),
        ("SELECT ?x {?x ?p ?o} GROUP BY ?p", "each variable of SELECT has to be grouped or aggregated"),
        ("PREFIX q: <a b>\nASK {}", "query: 1:16: found 'ASK', an absolute IRI between < and > is expected"),
        ("PREFIX q <x:y>\nASK {}", "`PREFIX name: <IRI>` is expected"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "query: 1:1: found INSERT, the graph is read only"),
        ("PREFIX x: <x:y#z>\n# why not\ndelete where { ?s ?p ?o }", "query: 3:1: found DELETE, the graph is read only"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "query: found SERVICE, no other host is asked"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "query: found SERVICE, no other host is"),
        ("LOAD <file:///etc/hostname>", "query: 1:1: found LOAD, the graph is read only"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(small_store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        run(small_store, sparql)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@given(st.text(max_size=60))
def test_any_text_gives_an_answer_or_a_query_error(text: str) -> None:
    with contextlib.suppress(QueryError):
        run(Store(), text)


@pytest.mark.parametrize("nasty", ['" } UNION { ?thing ?p ?o', "\\", "a\nb", "$text", "'''", "‘’🌊"])
def test_a_value_never_becomes_grammar(small_store: Store, nasty: str) -> None:
    sparql = bind(NAMED["find"], {"text": nasty}, store=small_store, namespaces=Namespaces())
    assert str(Literal(nasty)) in sparql
    assert _ask(small_store, sparql).rows == ()


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("top-actors", {"limit": "ten"}, "top-actors, limit: found 'ten', a whole number is needed"),
        ("top-actors", {"limit": "1; DROP ALL"}, "a whole number is needed"),
        ("top-actors", {"many": "1"}, "top-actors: found parameter 'many', allowed: limit (integer)"),
        ("disagreements", {"x": "1"}, "disagreements: found parameter 'x', allowed: limit (integer)"),
        ("started-in-year", {"from": "22"}, "started-in-year, from: found '22', a year of four digits is needed"),
        ("programmes-of-sector", {"sector": "educaton"}, "did you mean education"),
        ("organizations-in-region", {"region": "Afrika"}, "did you mean Africa"),
        ("things-of-type", {"type": "trainngs"}, "did you mean Training"),
        ("facts-of-relation", {"relation": "fnuds"}, "did you mean funds"),
        ("partners-of-actor", {"actor": "UNPD"}, "did you mean UNDP"),
        ("supporters-of-country", {"country": "JICA"}, "found nothing named 'JICA'"),
        ("what-a-text-says", {}, "what-a-text-says, source: found no value, a source is needed (--param source=VALUE)"),
        ("what-a-text-says", {"source": "nort"}, "did you mean Northern report"),
    ],
)
def test_a_bad_parameter_says_what_is_allowed(
    small_store: Store, name: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError) as error:
        bind(NAMED[name], values, store=small_store, namespaces=Namespaces())
    assert message in str(error.value)


def test_a_parameter_line_of_another_form_is_refused() -> None:
    with pytest.raises(QueryError, match=r"entity, country, source, .*, text is allowed"):
        parse_named("x", "# parameter: year (date) — when\nASK {}")


def test_a_variable_that_is_no_parameter_stays(small_store: Store) -> None:
    query = parse_named("x", "# parameter: one (integer) default 1\nSELECT $two { BIND($one AS $two) }")
    assert _ask(small_store, bind(query, {}, store=small_store, namespaces=Namespaces())).rows == ((1,),)


def test_find_query_knows_strings_files_and_names(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("# parameter: n (integer)\nASK {}", encoding="utf-8")
    assert find_query("ASK {}").text == "ASK {}"
    assert find_query(str(tmp_path / "mine.rq")).parameters[0].name == "n"
    assert find_query("find") is NAMED["find"]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("programmes-of-actors", "there is programmes-of-actor"),
        ("nothing-like-it.rq", "nothing-like-it.rq: found that it cannot be read (No such file or directory)"),
        ("bytes.rq", "found no UTF-8 at byte 5"),
    ],
)
def test_find_query_says_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bytes.rq").write_bytes(b"ASK {\xff}")
    with pytest.raises(QueryError) as error:
        find_query(question)
    assert message in str(error.value)
