"""The real Oxigraph server on a graph, read only: a SPARQL endpoint and its YASGUI page."""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from graph.store import STORE, read_manifest
from ontology.errors import GraphError, InputError

HOST = "127.0.0.1"
PORT = 7878
#: Seconds after which the server gives up on a query.
QUERY_TIMEOUT = 10
#: Seconds that the server has to answer after its start, and to end after it was asked to.
START_TIMEOUT = 15.0
STOP_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its process, and what it says on its error stream."""

    url: str
    process: subprocess.Popen[bytes]
    log: IO[str]


def find_server() -> Path:
    """The server's binary: beside this Python, where pip puts it, or on the PATH.

    Raises:
        GraphError: it is nowhere.
    """
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if found is None:
        raise GraphError("serve: found no `oxigraph` server, install the extra `serve` (pip install 'odagraph[serve]')")
    return Path(found)


@contextmanager
def serving(out: Path, *, host: str = HOST, port: int = PORT, timeout: int = QUERY_TIMEOUT) -> Iterator[Server]:
    """A running server on the graph of a folder; it ends with the block.

    Args:
        out: folder of the graph.
        host: address to listen at; the usual one is reachable from this machine only.
        port: port to listen at; 0 takes a free one.
        timeout: seconds after which a query is given up.

    Raises:
        GraphError: no graph is there, the binary is missing, the port is taken, or the server does not start.
        InputError: the host is no address of this machine.
    """
    read_manifest(out)
    binary, number = find_server(), _free_port(host, port)
    place = f"[{host}]:{number}" if ":" in host else f"{host}:{number}"
    command = [str(binary), "serve-read-only", "--location", str(out / STORE), "--bind", place]
    command += ["--union-default-graph", "--timeout-s", str(timeout)]
    # A file and not a pipe: nobody reads while the server runs, and a full pipe would stop it.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)  # noqa: S603 (our own arguments)
        server = Server(f"http://{place}/", process, said)
        try:
            _wait_until_open(server, host, number)
            yield server
        finally:
            _end(process)


def serve_until_stopped(
    out: Path,
    *,
    announce: Callable[[Server], None],
    host: str = HOST,
    port: int = PORT,
    timeout: int = QUERY_TIMEOUT,
) -> None:
    """Runs the server until Ctrl-C or a request to end comes; `announce` is told when it is ready.

    Raises:
        OdagraphError: as `serving`, or the server ended by itself.
    """
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with serving(out, host=host, port=port, timeout=timeout) as server:
            announce(server)
            server.process.wait()
            raise GraphError(f"serve: found that the server ended by itself{_last_words(server)}, start it again")
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free_port(host: str, port: int) -> int:
    """The port, when nobody listens there; a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # As the server does: a port that a former server has just left counts as free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (socket.gaierror, UnicodeError):
            raise InputError(f"--host: found {host!r}, an address of this machine is needed, such as {HOST}") from None
        except OverflowError:
            raise InputError(f"--port: found {port}, 0 to 65535 is allowed") from None
        except OSError as error:
            raise GraphError(
                f"serve: found that {host}:{port} cannot be used ({error.strerror}), choose another --port"
            ) from None
        return int(trial.getsockname()[1])


def _wait_until_open(server: Server, host: str, port: int) -> None:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise GraphError(f"serve: found that the server does not start{_last_words(server)}, build the graph again")
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise GraphError(f"serve: found no answer within {START_TIMEOUT:.0f} s, try again or choose another --port")


def _last_words(server: Server) -> str:
    server.log.seek(0)
    lines = [line.strip() for line in server.log if line.strip()]
    return f" ({lines[-1]})" if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
