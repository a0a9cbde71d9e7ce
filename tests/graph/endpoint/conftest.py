"""Real SPARQL servers that take graphs, and a front that gets in the way of requests."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pyoxigraph import RdfFormat, parse, serialize

from graph.endpoint import credentials, web
from graph.serving.backend import find_server
from graph.store import DESCRIPTION, MANIFEST, TRIG
from ontology import Namespaces

#: What Virtuoso's administrator is called, with which password, on a database that is new.
DBA = "dba"
#: So few rows that the ontology does not come in one answer.
MOST_ROWS = 3000
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[str]:
    """The address of a server while it runs."""
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    try:
        end = time.monotonic() + 60
        while True:
            with suppress(httpx.TransportError):
                httpx.get(url)
                break
            assert time.monotonic() < end, (folder / "said").read_text()
            assert process.poll() is None, (folder / "said").read_text()
            time.sleep(0.05)
        yield url
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph_server(folder: Path, *options: str) -> Iterator[str]:
    port = _free_port()
    command = [str(find_server()), "serve", "--location", "store", "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder, f"http://127.0.0.1:{port}/") as url:
        yield url


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("needs Virtuoso (Debian's package virtuoso-opensource-7-bin)")
    port = _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=_free_port(), http=port, rows=MOST_ROWS))
    with _running([binary, "+foreground", "+configfile", "virtuoso.ini"], folder, f"http://127.0.0.1:{port}/") as url:
        yield f"{url}sparql"


@pytest.fixture
def free_port() -> int:
    """A port at which nobody listens."""
    return _free_port()


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of whoever runs the tests, and no long waits between tries."""
    for name in (credentials.TOKEN, credentials.USER, credentials.PASSWORD, "ODAGRAPH_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setattr(web, "PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of each kind of store, with the right to write."""
    url: str = request.getfixturevalue(request.param)
    if request.param == "virtuoso":
        monkeypatch.setenv(credentials.USER, DBA)
        monkeypatch.setenv(credentials.PASSWORD, DBA)
    return url


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    graph: str
    size: int
    authorization: str


#: What is said to a request instead of passing it on: a status and headers; a status of 0 breaks the connection.
Rule = Callable[[Asked], tuple[int, dict[str, str]] | None]


@dataclass(slots=True)
class Front:
    """A server before another one, which notes each request and may answer for itself."""

    url: str
    rule: Rule = lambda _: None
    seen: list[Asked] = field(default_factory=list)

    def graphs_put(self) -> list[str]:
        """The last parts of the names of the graphs that were written."""
        return [asked.graph.rpartition("/")[2] for asked in self.seen if asked.method == "PUT"]


def _handler(front: Front, behind: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            parts = urlsplit(self.path)
            graph = parse_qs(parts.query).get("graph", [""])[0]
            said = self.headers.get("authorization", "")
            asked = Asked(self.command, parts.path, graph, len(body), said)
            front.seen.append(asked)
            answer = front.rule(asked)
            if answer is None:
                kept = {name: self.headers[name] for name in ("content-type", "accept") if name in self.headers}
                passed = httpx.request(self.command, f"{behind}{self.path[1:]}", content=body, headers=kept, timeout=60)
                self._say(passed.status_code, {"content-type": passed.headers.get("content-type", "")}, passed.content)
            elif answer[0]:
                self._say(*answer, b"no")
            else:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 (the standard library's names)

        def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def front(oxigraph: str) -> Iterator[Front]:
    """A front of Oxigraph that lets all pass, until it gets another rule."""
    made = Front("")
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(made, oxigraph)) as server:
        made.url = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def empty(oxigraph: str) -> Iterator[str]:
    """Oxigraph, with nothing in it before and after."""
    for end in (False, True):
        httpx.post(f"{oxigraph}update", data={"update": "DROP ALL"}).raise_for_status()
        if not end:
            yield oxigraph


@pytest.fixture(scope="session")
def plain_out(small_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What of the small graph goes to stores, without its largest part, the ontology."""
    return _without_ontology(small_out, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def without_ontology() -> Callable[[Path, Path], Path]:
    """What leaves the ontology out of a copy of a graph's files."""
    return _without_ontology


def _without_ontology(out: Path, folder: Path) -> Path:
    for name in (MANIFEST, DESCRIPTION):
        shutil.copy(out / name, folder)
    quads = parse((out / TRIG).read_bytes(), RdfFormat.TRIG)
    kept = [quad for quad in quads if quad.graph_name.value != Namespaces().ontology_graph]
    (folder / TRIG).write_bytes(serialize(kept, format=RdfFormat.TRIG) or b"")
    return folder


@pytest.fixture(scope="session")
def oxigraph_with() -> Callable[..., AbstractContextManager[str]]:
    """What starts an Oxigraph server in a folder, with options."""
    return oxigraph_server
