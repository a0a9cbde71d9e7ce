"""What the benchmark of the queries is made of, on the small graph; the figures themselves come from `make bench`."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from graph.bench.answers import answer_all
from graph.bench.queries import Measured, Outcome, measured, peer_answers
from graph.bench.runs import Run, Timed, timed
from graph.queries.named import load_named
from graph.query import Answer, Triples, run_all
from graph.store import open_store
from graph.tables import Cell
from ontology import Namespaces


@pytest.fixture(scope="module")
def small(small_out: Path) -> Measured:
    return measured(small_out)


def test_every_named_query_is_measured(small: Measured) -> None:
    assert list(small.queries) == list(load_named())
    assert small.together > sum(one.seconds for one in small.queries.values()) > 0


def test_the_answers_are_those_of_run_all(small_out: Path) -> None:
    expected = run_all(open_store(small_out), Namespaces())
    found = answer_all(small_out).queries
    assert {name: one.answer for name, one in found.items()} == {
        name: timed(0.0, _rows(answer)).answer for name, answer in expected.items()
    }


def _rows(answer: Answer) -> tuple[tuple[Cell, ...], ...]:
    if isinstance(answer, bool):
        return ((answer,),)
    return (answer.table() if isinstance(answer, Triples) else answer).rows


def test_an_answer_is_the_same_in_another_order_but_not_with_another_row() -> None:
    rows = [("Kenya", 2021, None), ("Peru", "0.50", True)]
    assert timed(1.0, rows).answer == timed(2.0, [("Peru", 0.5, "true"), ("Kenya", "2021", "")]).answer
    assert timed(1.0, rows).answer != timed(1.0, [*rows, rows[0]]).answer


def test_rdflib_gives_the_same_answers(small_out: Path, small: Measured) -> None:
    asked = {name: small.sparql[name] for name in ("programmes-of-actor", "top-actors", "members-of-body")}
    found = peer_answers(small_out, asked, limit=60)
    assert {name: one.answer if isinstance(one, Timed) else one for name, one in found.items()} == {
        name: small.queries[name].answer for name in asked
    }


def test_rdflib_has_no_longer_than_the_limit(small_out: Path) -> None:
    endless = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    assert peer_answers(small_out, {"long": f"SELECT * {{ {endless} }}"}, limit=0.5) == {"long": "not within 0.5 s"}


def test_where_rdflib_fails_its_message_stands(small_out: Path) -> None:
    assert str(peer_answers(small_out, {"wrong": "SELECT {"}, limit=60)["wrong"]).startswith("fails: ")


def test_a_query_alone_can_be_asked_of_rdflib(small_out: Path, tmp_path: Path) -> None:
    dump = tmp_path / "graph.nq"
    open_store(small_out).dump(dump, RdfFormat.N_QUADS)
    command = [sys.executable, "-m", "graph.bench.peer", str(dump), "60"]
    asked = "ASK { GRAPH ?g { a:jica oda:supports a:viet-nam } }"
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    assert timed(0.0, [(True,)]).answer in done.stdout


def test_a_differing_answer_is_named() -> None:
    one = Timed(0.5, 1, "aa")
    graph = Measured(
        quads=9, run=Run(1.0, 40.0), opening=0.1, names=0.2, sparql={}, queries={"x": one, "y": one, "z": one}
    )
    peer: dict[str, Timed | str] = {
        "x": replace(one, seconds=2.0),
        "y": replace(one, answer="bb"),
        "z": "not within 20 s",
    }
    outcome = Outcome(texts=graph, large=graph, written=Run(3.0, 50.0), peer=peer)
    assert outcome.differing == ("y",)
    assert [row[3:6] for row in outcome.table().rows] == [
        (2000.0, 4.0, "yes"),
        (500.0, 1.0, "no"),
        (None, None, "not within 20 s"),
    ]
    assert [row[:6] for row in outcome.summary().rows] == [
        ("texts", 9, 0.1, 0.2, 1.5, 1.8),
        ("made up", 9, 0.1, 0.2, 1.5, 1.8),
    ]
    assert outcome.as_values()["writing"] == {"seconds": 3.0, "peak_mb": 50}
    assert replace(outcome, written=None).as_values()["writing"] is None
