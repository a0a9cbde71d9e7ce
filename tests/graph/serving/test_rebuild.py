"""Clients that ask while the graph is built anew: each answer is whole, of the old graph or of the new one."""

import csv
import http.client
import runpy
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import cycle, takewhile
from pathlib import Path
from typing import Self

import pytest

from extract.model import Extraction
from graph.serving.relay import HELD_BACK, VERSION
from graph.writing.build import write

CLIENTS = 10
SWAPS = 3
#: Seconds between an answer and the next question of a client, so that ten of them leave the build some of the machine.
PAUSE = 0.02
#: The two graphs differ in every claim's confidence, so an answer with both of them in it would be a mix.
CONFIDENCES = ("0.9", "0.6")
SHORT = "SELECT ?v { ?claim a oda:Claim ; oda:confidence ?v }"
#: Long enough to be on its way while the graph changes.
LONG = "SELECT ?v ?a ?b { ?claim a oda:Claim ; oda:confidence ?v . ?a skos:prefLabel|rdfs:label|skos:notation ?b }"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    version: str
    rows: int
    confidences: frozenset[str]


class _Client:
    """A client that keeps its connection, as most do."""

    def __init__(self, url: str) -> None:
        place = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def begin(self, sparql: str, **headers: str) -> http.client.HTTPResponse:
        wanted = {"Accept": "text/csv", "Content-Type": "application/sparql-query", **headers}
        self.connection.request("POST", "/query", sparql.encode(), wanted)
        return self.connection.getresponse()

    def ask(self, sparql: str, **headers: str) -> _Answer:
        response = self.begin(sparql, **headers)
        rows = list(csv.reader(response.read().decode().splitlines()))
        values = frozenset(row[0] for row in rows[1:])
        return _Answer(response.status, response.headers.get(VERSION, ""), len(rows) - 1, values)

    def ask_until_not(self, version: str) -> _Answer:
        """The first answer from another version."""
        end = time.monotonic() + 60
        while (answer := self.ask(SHORT)).version == version:
            assert time.monotonic() < end, "the new graph is not served"
            time.sleep(0.02)
        return answer


@pytest.fixture(scope="module")
def graphs() -> tuple[Extraction, ...]:
    """The small graph, and the same with another confidence."""
    extraction: Extraction = runpy.run_path(str(Path(__file__).parents[1] / "conftest.py"))["small_extraction"]()
    return tuple(_with(extraction, float(confidence)) for confidence in CONFIDENCES)


def _with(extraction: Extraction, confidence: float) -> Extraction:
    documents = tuple(
        replace(facts, claims=tuple(replace(claim, confidence=confidence) for claim in facts.claims))
        for facts in extraction.documents
    )
    return replace(extraction, documents=documents)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, graphs: tuple[Extraction, ...]) -> Path:
    out = tmp_path_factory.mktemp("rebuilt") / "out"
    write(graphs[0], out)
    return out


@pytest.fixture(scope="module")
def process(out: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "graph.cli", "serve", "--port", "0", "--timeout", "60", "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


@pytest.fixture(scope="module")
def url(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().split()[0]


@pytest.fixture
def client(url: str) -> Iterator[_Client]:
    with _Client(url) as client:
        yield client


def _rebuild(graphs: tuple[Extraction, ...], out: Path, client: _Client) -> _Answer:
    """Puts the graph there that is not served now; what its first answer is."""
    before = client.ask(SHORT)
    write(graphs[before.confidences == {CONFIDENCES[0]}], out)
    return client.ask_until_not(before.version)


def test_ten_clients_see_the_old_graph_or_the_new_one(
    graphs: tuple[Extraction, ...], out: Path, url: str, client: _Client
) -> None:
    done = threading.Event()

    def ask_on(_: int) -> set[tuple[str, _Answer]]:
        with _Client(url) as own:
            queries = takewhile(lambda _: not done.wait(PAUSE), cycle((SHORT, LONG, SHORT)))
            return {(query, own.ask(query)) for query in queries}

    def served() -> set[tuple[str, _Answer]]:
        return {(query, client.ask(query)) for query in (SHORT, LONG)}

    with ThreadPoolExecutor(CLIENTS) as pool:
        asked = pool.map(ask_on, range(CLIENTS))
        try:
            whole = served()
            for _ in range(SWAPS):
                _rebuild(graphs, out, client)
                whole |= served()
        finally:
            done.set()
        answers = list(asked)
    assert {answer.status for _, answer in whole} == {200}
    # One content goes with one version, and no answer has values of both in it: two answers to each query, in all.
    assert len({answer.version for _, answer in whole}) == len(CONFIDENCES)
    assert {answer.confidences for _, answer in whole} == {frozenset({value}) for value in CONFIDENCES}
    assert len(whole) == 2 * len(CONFIDENCES)
    assert all(answers)
    assert set[tuple[str, _Answer]]().union(*answers) <= whole


def test_an_answer_under_way_ends_on_the_graph_that_it_began_on(
    graphs: tuple[Extraction, ...], out: Path, url: str, client: _Client
) -> None:
    before = client.ask(SHORT)
    with _Client(url) as slow:
        begun = slow.begin(LONG)
        beginning = begun.read(HELD_BACK // 2)
        assert _rebuild(graphs, out, client).confidences != before.confidences
        lines = (beginning + begun.read()).decode().splitlines()
    assert begun.headers[VERSION] == before.version
    assert {line.split(",")[0] for line in lines[1:]} == before.confidences


def test_a_client_that_insists_on_a_version_is_told_when_it_has_gone(
    graphs: tuple[Extraction, ...], out: Path, client: _Client
) -> None:
    version = client.ask(SHORT).version
    assert client.ask(SHORT, **{VERSION: version}).status == 200
    _rebuild(graphs, out, client)
    assert client.ask(SHORT, **{VERSION: version}).status == 412


def test_the_same_graph_has_the_same_version(graphs: tuple[Extraction, ...], out: Path, client: _Client) -> None:
    first = client.ask(SHORT)
    assert _rebuild(graphs, out, client).version != first.version
    assert _rebuild(graphs, out, client) == first


def test_a_graph_that_is_taken_away_is_served_on(out: Path, client: _Client) -> None:
    before = client.ask(SHORT)
    elsewhere = out.rename(out.with_name("elsewhere"))
    time.sleep(0.5)  # for the server to look; it has nothing to show that it did
    assert client.ask(SHORT) == before
    elsewhere.rename(out)


def test_a_graph_that_does_not_open_leaves_the_one_before_and_says_so(
    out: Path, process: "subprocess.Popen[str]", client: _Client
) -> None:
    before = client.ask(SHORT)
    (out / "odagraph.json").write_text("{}")
    assert process.stderr
    said = process.stderr.readline()
    assert said.startswith(f"odagraph: {out / 'odagraph.json'}: found another format")
    assert said.endswith("; the graph before it is served on\n")
    assert client.ask(SHORT) == before
