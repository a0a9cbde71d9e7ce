"""The graph as it is now, and what follows a rebuild: a new process takes over while the old one ends its answers.

Each answer comes whole from one generation of the graph, which `lease` holds until the answer is out.
"""

import asyncio
import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
from pyoxigraph import Store

from graph.queries.parameters import Vocabulary
from graph.serving.backend import Backend
from graph.store import DESCRIPTION, MANIFEST, STORE, TRIG, Manifest, open_store, read_manifest
from ontology.errors import GraphError, OdagraphError

#: Seconds between two looks at the folder of the graph.
POLL = 0.2
#: Seconds that a process which is not needed any more may still take for answers under way.
DRAIN = 300.0
#: Seconds beyond the time-out after which a query counts as one that the engine does not stop.
GRACE = 1.0
#: How often a graph that changes while it is opened is opened anew.
_TRIES = 20
_WAIT = 5.0

#: What tells one build from the next: the manifest's inode, time and size.
Stamp = tuple[int, int, int]


@dataclass(slots=True, eq=False)
class Generation:
    """One build of the graph, opened: the process that answers from it, its version, and how many read it."""

    stamp: Stamp
    version: str
    manifest: Manifest
    store: Store
    backend: Backend
    client: httpx.AsyncClient
    vocabulary: Vocabulary
    readers: int = 0
    #: Whether a query runs in its process that the engine does not stop.
    stuck: bool = False
    idle: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def open(cls, out: Path, *, timeout: int) -> Self:
        """The generation that stands in a folder.

        Raises:
            GraphError: no graph is there, it changed meanwhile, or its process does not start.
        """
        stamp, manifest = stamp_of(out), read_manifest(out)
        version, store = version_of(out), _store_of(out)
        backend = await Backend.start((out / STORE).resolve(), timeout=timeout)
        if stamp is None or stamp_of(out) != stamp:
            await backend.stop()
            raise GraphError(f"{out}: found a graph that changes while it is opened, try again")
        vocabulary = Vocabulary(store, manifest.namespaces)
        return cls(stamp, version, manifest, store, backend, _client(backend, timeout), vocabulary)

    async def close(self) -> None:
        """Ends the process, whoever reads."""
        await self.backend.stop()
        await self.client.aclose()


def _store_of(out: Path) -> Store:
    try:
        return open_store(out)
    except RuntimeError as error:  # a file of it is broken, or has gone meanwhile
        raise GraphError(f"{out / STORE}: found no store that opens ({error}), build the graph again") from None


def _client(backend: Backend, timeout: int) -> httpx.AsyncClient:
    # The engine closes a connection that is idle for the time-out, so the client has to let go of it before.
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=min(5.0, timeout / 2))
    wait = httpx.Timeout(None, connect=_WAIT)
    # No certificates are read, which takes long: nothing but the process on this machine is ever asked.
    return httpx.AsyncClient(base_url=backend.url, limits=limits, timeout=wait, trust_env=False, verify=False)  # noqa: S501


def stamp_of(out: Path) -> Stamp | None:
    """What tells the build in a folder from another; None where there is none."""
    try:
        state = (out / MANIFEST).stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def version_of(out: Path) -> str:
    """A name for what the graph in a folder holds: the same quads, the same version.

    It is a digest of the graph's description, which has the checksum of all quads in it.
    """
    path = next((out / name for name in (DESCRIPTION, TRIG, MANIFEST) if (out / name).is_file()), out / MANIFEST)
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()[:16]
    except OSError as error:
        raise GraphError(f"{path}: found that it cannot be read ({error.strerror}), build the graph again") from None


class Generations:
    """The newest generation of the graph in a folder, for as long as `watch` runs; `tell` is told what goes wrong."""

    def __init__(self, out: Path, *, timeout: int, tell: Callable[[str], None]) -> None:
        self.out = out
        self.timeout = timeout
        self._tell = tell
        self._current: Generation | None = None
        self._refused: Stamp | None = None
        self._said = ""
        self._ending: set[asyncio.Task[None]] = set()
        self._retired: set[Generation] = set()
        self._renewed = asyncio.Condition()

    @property
    def current(self) -> Generation:
        """The newest generation; `open` comes first."""
        if self._current is None:
            raise GraphError("serve: found no open graph, open it first")
        return self._current

    async def open(self) -> None:
        """Opens the graph that stands in the folder.

        Raises:
            GraphError: no graph is there, or its process does not start.
        """
        for _ in range(_TRIES):
            before = stamp_of(self.out)
            try:
                await self._switch()
            except GraphError:
                # Whoever looks between the two renames of a swap finds nothing there, and then another graph.
                if (before is not None and before == stamp_of(self.out)) or await self._stays_away():
                    raise
            else:
                return
        raise GraphError(f"{self.out}: found a graph that changes all the time, try again when it is built")

    async def _stays_away(self) -> bool:
        if stamp_of(self.out) is None:
            await asyncio.sleep(POLL)
        return stamp_of(self.out) is None

    async def _switch(self) -> None:
        """Lets new requests go to a fresh process on the graph as it is now, and the old one end its answers."""
        fresh = await Generation.open(self.out, timeout=self.timeout)
        old, self._current = self._current, fresh
        if old is not None:
            self._retired.add(old)
            task = asyncio.create_task(self._end(old))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        async with self._renewed:
            self._renewed.notify_all()

    async def _end(self, old: Generation) -> None:
        """Ends a process when nobody reads from it any more."""
        try:
            async with asyncio.timeout(self.timeout + GRACE if old.stuck else DRAIN):
                while old.readers:
                    old.idle.clear()
                    await old.idle.wait()
        except TimeoutError:
            pass  # who still reads after so long gets a broken answer
        finally:
            await old.close()
            self._retired.discard(old)

    async def watch(self) -> None:
        """Follows the folder for ever: a new build, a process that has died or one that is stuck is replaced."""
        while True:
            await asyncio.sleep(POLL)
            stamp = stamp_of(self.out)
            if self._due(stamp):
                try:
                    await self._switch()
                except (OdagraphError, OSError) as error:
                    self._complain(stamp, error)

    def _due(self, stamp: Stamp | None) -> bool:
        if stamp is None or stamp == self._refused:
            return False  # mid-swap, or a graph that has not opened: the one before goes on
        current = self.current
        return stamp != current.stamp or current.stuck or not current.backend.runs

    def _complain(self, stamp: Stamp | None, error: Exception) -> None:
        if stamp is not None and stamp == stamp_of(self.out):
            self._refused = stamp if self.current.backend.runs else None
            if str(error) != self._said:
                self._tell(f"{error}; the graph before it is served on")
            self._said = str(error)

    async def renewed(self) -> None:
        """Comes back when a process runs again, or after some seconds."""
        try:
            async with asyncio.timeout(_WAIT), self._renewed:
                await self._renewed.wait_for(lambda: self.current.backend.runs)
        except TimeoutError:
            return

    async def changed(self, from_: Generation) -> None:
        """Comes back when another generation than this is the newest, or after some seconds."""
        try:
            async with asyncio.timeout(_WAIT), self._renewed:
                await self._renewed.wait_for(lambda: self.current is not from_)
        except TimeoutError:
            return

    @contextmanager
    def lease(self) -> Iterator[Generation]:
        """The newest generation, which stays as long as the block lasts, whatever is built meanwhile."""
        held = self.current
        held.readers += 1
        try:
            yield held
        finally:
            held.readers -= 1
            if not held.readers:
                held.idle.set()

    async def close(self) -> None:
        """Ends all processes at once."""
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)
        left = {*self._retired, *([self._current] if self._current else [])}
        await asyncio.gather(*(generation.close() for generation in left))


def complain(message: str) -> None:
    """Says on the error stream what went wrong while the server goes on."""
    print(f"odagraph: {message}", file=sys.stderr, flush=True)  # noqa: T201 (a server has no other way to say it)
