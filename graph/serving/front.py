"""The front as a process: the web application on a socket, and the watch over the graph's folder beside it."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from graph.serving.app import application
from graph.serving.backend import find_server
from graph.serving.generations import Generations, complain
from graph.serving.guard import hosts_of

#: Seconds that answers under way have when the server is asked to end.
STOP_TIMEOUT = 1
#: Seconds that a client may leave its connection idle; who asks in that moment finds it closed.
KEEP_ALIVE = 75


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Front:
    """A graph's folder, served on a socket that listens already."""

    def __init__(self, out: Path, listener: socket.socket, *, host: str, timeout: int, shared: bool) -> None:
        find_server()
        self._listener = listener
        self._generations = Generations(out, timeout=timeout, tell=complain)
        hosts = hosts_of(host, int(listener.getsockname()[1]))
        self.private = hosts is not None
        config = uvicorn.Config(
            application(self._generations, hosts=hosts, shared=shared),
            access_log=False,
            date_header=False,
            lifespan="off",
            log_config=None,
            log_level="critical",
            server_header=False,
            timeout_graceful_shutdown=STOP_TIMEOUT,
            timeout_keep_alive=KEEP_ALIVE,
        )
        self._server = _Server(config)

    def stop(self) -> None:
        """Asks the front to end; a second time, at once."""
        self._server.force_exit = self._server.should_exit
        self._server.should_exit = True

    async def run(self, ready: Callable[[], None]) -> None:
        """Serves until `stop`; `ready` is called when requests are answered.

        Raises:
            GraphError: the graph cannot be opened.
        """
        try:
            await self._generations.open()
            watch = asyncio.create_task(self._generations.watch())
            ready()
            await self._server.serve(sockets=[self._listener])
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
        finally:
            await self._generations.close()
