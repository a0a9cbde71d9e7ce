"""Graphs that go to real stores: what is sent, what is not, what an interruption leaves, and what refusals say."""

import runpy
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.model import Extraction
from graph.cli import run
from graph.endpoint import web
from graph.endpoint.finding import find
from graph.endpoint.publishing import Wishes, publish
from graph.endpoint.reading import RemoteStore
from graph.endpoint.writing import Places, writers
from graph.exports.rdf import dataset_of
from graph.writing.build import BuildOptions, write
from ontology import EndpointError, InputError

GRAPHS = ("description", "inferred", "registry", "north", "south")
OTHERS = "http://example.org/others"


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    found: Extraction = runpy.run_path(str(Path(__file__).parents[1] / "conftest.py"))["small_extraction"]()
    return found


@pytest.fixture(scope="module")
def changed_out(
    tmp_path_factory: pytest.TempPathFactory, extraction: Extraction, without_ontology: Callable[[Path, Path], Path]
) -> Path:
    """The small graph with less sure claims in its second text."""
    out = tmp_path_factory.mktemp("changed") / "out"
    north, south = extraction.documents
    claims = tuple(replace(claim, confidence=0.6) for claim in south.claims)
    write(replace(extraction, documents=(north, replace(south, claims=claims))), out)
    return without_ontology(out, tmp_path_factory.mktemp("changed"))


@pytest.fixture(scope="module")
def north_out(
    tmp_path_factory: pytest.TempPathFactory, extraction: Extraction, without_ontology: Callable[[Path, Path], Path]
) -> Path:
    """The small graph without its second text."""
    out = tmp_path_factory.mktemp("north") / "out"
    write(replace(extraction, documents=extraction.documents[:1]), out)
    return without_ontology(out, tmp_path_factory.mktemp("north"))


def _named(graphs: tuple[str, ...]) -> set[str]:
    return {graph.rpartition("/")[2] for graph in graphs}


# -- what is sent ------------------------------------------------------------------------------------------------------


def test_all_is_sent_once_and_only_what_differs_after_that(store: str, plain_out: Path, changed_out: Path) -> None:
    publish(plain_out, store, Wishes(everything=True))
    again = publish(plain_out, store)
    assert (again.sent, again.dropped, _named(again.kept)) == ((), (), set(GRAPHS))
    after = publish(changed_out, store)
    assert _named(after.sent) >= {"south"}
    assert _named(after.kept) >= {"north"}
    assert dataset_of(store) == dataset_of(changed_out)


def test_a_text_that_is_gone_is_dropped_and_other_graphs_are_left_alone(
    store: str, plain_out: Path, north_out: Path
) -> None:
    with web.Web(store) as client:
        asker, _ = find(client, store)
        next(writers(client, asker.url, Places())).replace(OTHERS, b"<a:a> <a:b> <a:c> .\n")
        publish(plain_out, store)
        done = publish(north_out, store)
        graphs = {str(row["g"]) for row in asker.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")}
    assert _named(done.dropped) == {"south"}
    assert f"<{OTHERS}>" in graphs
    assert not [graph for graph in graphs if "source/south" in graph]
    assert dataset_of(store) == dataset_of(north_out)


def test_a_store_without_the_graph_store_protocol_gets_updates(empty: str, plain_out: Path) -> None:
    done = publish(plain_out, empty, Wishes(places=Places(update=f"{empty}update")))
    assert _named(done.sent) == set(GRAPHS)
    assert dataset_of(empty) == dataset_of(plain_out)


def test_updates_that_are_too_large_are_sent_in_halves(empty: str, front: Any, plain_out: Path) -> None:
    front.rule = lambda asked: (413, {}) if asked.size > 20_000 else (404, {}) if asked.method == "PUT" else None
    publish(plain_out, front.url)
    assert dataset_of(empty) == dataset_of(plain_out)


# -- interruptions and refusals ----------------------------------------------------------------------------------------


def test_an_interrupted_publication_goes_on_where_it_stopped(empty: str, front: Any, plain_out: Path) -> None:
    front.rule = lambda asked: (0, {}) if asked.graph.endswith("registry") else None
    with pytest.raises(EndpointError, match="found no connection"):
        publish(plain_out, front.url)
    sent = set(front.graphs_put()) & set(GRAPHS)
    with pytest.raises(EndpointError, match="found a graph that is being published"):
        RemoteStore(empty)
    front.rule = lambda _: None
    again = publish(plain_out, front.url)
    assert _named(again.sent) == set(GRAPHS) - (sent - {"registry"})
    assert {"inferred"} <= _named(again.kept)
    assert dataset_of(empty) == dataset_of(plain_out)


def test_of_two_publications_at_once_the_first_stops(
    empty: str, front: Any, plain_out: Path, changed_out: Path
) -> None:
    begun: list[bool] = []

    def rule(asked: Any) -> None:
        if asked.graph.endswith("registry") and not begun:
            begun.append(True)
            publish(changed_out, empty)

    front.rule = rule
    with pytest.raises(EndpointError, match="found that another publication of this graph has begun"):
        publish(plain_out, front.url)
    publish(changed_out, empty, Wishes(everything=True))
    assert dataset_of(empty) == dataset_of(changed_out)


def test_what_fails_for_a_while_is_tried_again(empty: str, front: Any, plain_out: Path) -> None:
    # Every second request fails, each time in another way; 0 breaks the connection.
    failures = [status for failure in (429, 502, 503, 504, 0) for status in (failure, None)]

    def rule(_: Any) -> tuple[int, dict[str, str]] | None:
        status = failures.pop(0) if failures else None
        return None if status is None else (status, {"Retry-After": "0"})

    front.rule = rule
    publish(plain_out, front.url)
    assert failures == []
    assert dataset_of(empty) == dataset_of(plain_out)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "found no access (401), ODAGRAPH_USER"),
        (403, "found that it is not allowed (403)"),
        (404, "found nothing at this address (404)"),
        (413, "found that the server takes less at once (413)"),
        (503, "found that it is refused (503 no)"),
    ],
)
def test_a_refusal_is_one_clear_line(
    empty: str, front: Any, plain_out: Path, capsys: pytest.CaptureFixture[str], status: int, said: str
) -> None:
    front.rule = lambda asked: (status, {}) if asked.method == "PUT" or asked.path == "/update" else None
    assert run(["publish", front.url, "--out", str(plain_out)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_what_is_no_store_is_said(front: Any, plain_out: Path) -> None:
    front.rule = lambda _: (200, {"content-type": "text/html"})
    with pytest.raises(EndpointError, match="found an answer that is none to SPARQL"):
        publish(plain_out, front.url)


def test_no_server_is_said(plain_out: Path, free_port: int) -> None:
    with pytest.raises(EndpointError, match="found no connection"):
        publish(plain_out, f"http://127.0.0.1:{free_port}/")


def test_a_server_that_does_not_answer_is_given_up(plain_out: Path, front: Any) -> None:
    given_up = threading.Event()

    def rule(_: Any) -> tuple[int, dict[str, str]]:
        given_up.wait(60)
        return 0, {}  # nobody is there to answer

    front.rule = rule
    try:
        with pytest.raises(EndpointError, match=r"found no answer within 0.1 seconds"):
            publish(plain_out, front.url, Wishes(timeout=0.1))
    finally:
        given_up.set()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("out", "begins with http"),
        ("ftp://example.org/", "begins with http"),
        ("http://me:secret@example.org/", "found a user"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(plain_out: Path, url: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        publish(plain_out, url)
    assert "secret" not in str(caught.value)


# -- who we are --------------------------------------------------------------------------------------------------------

_BASIC = "Basic bWU6c2VjcmV0"  # me:secret


def _guarded(value: str) -> Callable[[Any], tuple[int, dict[str, str]] | None]:
    challenge = {"WWW-Authenticate": 'Basic realm="store"'}
    return lambda asked: None if asked.authorization == value else (401, challenge)


def test_a_password_comes_from_the_environment(
    empty: str, front: Any, plain_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.rule = _guarded(_BASIC)
    monkeypatch.setenv("ODAGRAPH_USER", "me")
    monkeypatch.setenv("ODAGRAPH_PASSWORD", "wrong")
    with pytest.raises(EndpointError, match="found no access"):
        publish(plain_out, front.url)
    monkeypatch.setenv("ODAGRAPH_PASSWORD", "secret")
    publish(plain_out, front.url)
    assert dataset_of(front.url) == dataset_of(plain_out)


def test_a_token_comes_from_the_environment(
    empty: str, front: Any, plain_out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.rule = _guarded("Bearer of-good-news")
    monkeypatch.setenv("ODAGRAPH_TOKEN", "of-good-news")
    assert publish(plain_out, front.url).sent


def test_a_password_comes_from_netrc(empty: str, front: Any, plain_out: Path, tmp_path: Path) -> None:
    front.rule = _guarded(_BASIC)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    assert publish(plain_out, front.url).sent


def test_a_graph_with_another_base_stands_beside(
    empty: str, plain_out: Path, tmp_path: Path, extraction: Extraction
) -> None:
    base = "https://example.org/aid/"
    write(extraction, tmp_path / "aid", options=BuildOptions(base=base))
    publish(plain_out, empty)
    publish(tmp_path / "aid", empty)
    with pytest.raises(EndpointError, match="found 2 published graphs"):
        RemoteStore(empty)
    assert RemoteStore(f"{empty}#{base}").manifest.base == base
    assert dataset_of(f"{empty}#{base}") == dataset_of(tmp_path / "aid")
