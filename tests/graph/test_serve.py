import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import serve
from graph.serve import Server, find_server, serving
from ontology import GraphError, InputError, OdagraphError


@pytest.fixture(scope="module")
def server(small_out: Path) -> Iterator[Server]:
    with serving(small_out, port=0) as running:
        yield running


def _get(url: str, **headers: str) -> tuple[str, str]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:  # noqa: S310 (ours)
        return answer.headers.get_content_type(), answer.read().decode()


def test_it_answers_sparql_over_the_union_of_all_texts(server: Server) -> None:
    sparql = "SELECT DISTINCT ?p { ?a <https://w3id.org/odagraph/ontology#implements> ?p }"
    url = f"{server.url}query?{urllib.parse.urlencode({'query': sparql})}"
    kind, body = _get(url, Accept="application/sparql-results+json")
    assert kind == "application/sparql-results+json"
    (row,) = json.loads(body)["results"]["bindings"]
    assert row["p"]["value"] == "https://w3id.org/odagraph/id/blue-harbour"


def test_it_has_the_yasgui_page(server: Server) -> None:
    kind, body = _get(server.url)
    assert kind == "text/html"
    assert "yasgui" in body.lower()


def test_it_refuses_updates(server: Server) -> None:
    request = urllib.request.Request(  # noqa: S310 (ours)
        f"{server.url}update",
        data=b"DROP ALL",
        headers={"Content-Type": "application/sparql-update"},
        method="POST",
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 (ours)
    assert error.value.code in {403, 404, 405}
    error.value.close()


def test_a_taken_port_is_said(server: Server, small_out: Path) -> None:
    port = int(server.url.rstrip("/").rpartition(":")[2])
    with (
        pytest.raises(GraphError, match=rf"127.0.0.1:{port} cannot be used .*choose another --port"),
        serving(small_out, port=port),
    ):
        pass


@pytest.mark.parametrize(
    ("host", "port", "kind", "message"),
    [
        ("no such host", 0, InputError, "--host: found 'no such host'"),
        ("127.0.0.1", 70000, InputError, "--port: found 70000, 0 to 65535 is allowed"),
        ("192.0.2.1", 0, GraphError, "192.0.2.1:0 cannot be used"),
    ],
)
def test_a_place_that_cannot_be_listened_at_is_said(
    small_out: Path, host: str, port: int, kind: type[OdagraphError], message: str
) -> None:
    with pytest.raises(kind, match=message), serving(small_out, host=host, port=port):
        pass


def test_a_folder_without_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="found no graph, run `odagraph build` first"), serving(tmp_path, port=0):
        pass


def test_a_missing_binary_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraphError, match="install the extra `serve`"):
        find_server()


def test_a_server_that_does_not_start_says_why(small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "odagraph.json").write_bytes((small_out / "odagraph.json").read_bytes())
    with pytest.raises(GraphError, match="the server does not start"), serving(tmp_path, port=0):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_command_and_server_cleanly(small_out: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "graph.cli", "serve", "--port", "0", "--out", str(small_out)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        url = process.stdout.readline().split()[0]
        port = int(url.rstrip("/").rpartition(":")[2])
        process.send_signal(number)
        assert process.wait(serve.STOP_TIMEOUT + 5) == 0
        assert process.stderr.read() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
