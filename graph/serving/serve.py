"""`odagraph serve`: the real Oxigraph server behind a small front, read only, on the newest build of a graph.

The front gives the SPARQL endpoint, its YASGUI page with the named queries, and what the service says of itself; a
rebuild is followed without an error for anybody who asks meanwhile. `graph/serving/` has the parts.
"""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.store import read_manifest
from ontology.errors import GraphError, InputError

if TYPE_CHECKING:
    from graph.serving.front import Front

HOST = "127.0.0.1"
PORT = 7878
#: Seconds after which a query is given up.
QUERY_TIMEOUT = 10
_SIGNALS = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How a graph is served: where, how long a query may take, and whether pages of other sites may ask."""

    host: str = HOST
    port: int = PORT
    timeout: int = QUERY_TIMEOUT
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, and whether only this machine can reach it."""

    url: str
    private: bool = True

    @property
    def endpoint(self) -> str:
        """The address of its SPARQL endpoint."""
        return f"{self.url}query"


def serve_until_stopped(out: Path, *, announce: Callable[[Server], None], place: Place | None = None) -> None:
    """Serves the graph of a folder until Ctrl-C or a request to end comes; `announce` is told when it is ready.

    Raises:
        GraphError: no graph is there, the extra `serve` is missing, the port is taken, or the server does not start.
        InputError: the place is none of this machine.
    """
    with _listening(out, place or Place()) as (front, server):
        asyncio.run(_run(front, lambda: announce(server), signals=True))


@contextmanager
def serving(out: Path, place: Place | None = None) -> Iterator[Server]:
    """A running server on the graph of a folder, in a thread of its own; it ends with the block.

    Raises:
        OdagraphError: as `serve_until_stopped`.
    """
    ready: Future[None] = Future()
    with _listening(out, place or Place()) as (front, server):
        thread = threading.Thread(target=_in_thread, args=(front, ready), name="odagraph serve")
        thread.start()
        try:
            ready.result()
            yield server
        finally:
            front.stop()
            thread.join()


def _in_thread(front: "Front", ready: Future[None]) -> None:
    try:
        asyncio.run(_run(front, lambda: ready.set_result(None)))
    except BaseException as error:
        if ready.done():
            raise
        ready.set_exception(error)


async def _run(front: "Front", ready: Callable[[], None], *, signals: bool = False) -> None:
    if signals:
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` wants it
                loop.add_signal_handler(number, front.stop)
    await front.run(ready)


@contextmanager
def _listening(out: Path, place: Place) -> Iterator[tuple["Front", Server]]:
    """The front on a folder, not running yet, and the server that it will be."""
    read_manifest(out)
    front_type = _front_type()
    with _bound(place.host, place.port) as listener:
        port = int(listener.getsockname()[1])
        host = f"[{place.host}]" if ":" in place.host else place.host
        front = front_type(out, listener, host=place.host, timeout=place.timeout, shared=place.shared)
        yield front, Server(f"http://{host}:{port}/", private=front.private)


def _front_type() -> "type[Front]":
    """The front, which needs the packages of the extra."""
    try:
        from graph.serving.front import Front  # noqa: PLC0415 (whoever does not serve has no web server)
    except ImportError as error:
        raise GraphError(
            f'serve: found no package {error.name}, install the extra `serve` (pip install "odagraph[serve]")'
        ) from None
    return Front


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens at a place; a free port for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches off the wait for fuller packets, which costs 40 ms an answer.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        # A port that a former server has just left counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except (socket.gaierror, UnicodeError):
            raise InputError(f"--host: found {host!r}, an address of this machine is needed, such as {HOST}") from None
        except OverflowError:
            raise InputError(f"--port: found {port}, 0 to 65535 is allowed") from None
        except OSError as error:
            raise GraphError(
                f"serve: found that {host}:{port} cannot be used ({error.strerror}), choose another --port"
            ) from None
        yield listener
