"""One process of the real Oxigraph server, read only, on one store: how it is found, started and ended."""

import asyncio
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from ontology.errors import GraphError

#: Seconds that the process has to answer after its start, and to end after it was asked to.
START_TIMEOUT = 15.0
STOP_TIMEOUT = 0.5
_PAUSE = 0.01


@dataclass(frozen=True, slots=True)
class Backend:
    """A running process, where it listens, and what it says on its error stream.

    It is for the front alone: it would follow SERVICE to other hosts, and writes into an answer that it gave up on it.
    """

    host: str
    port: int
    process: subprocess.Popen[bytes]
    log: IO[str]

    @classmethod
    async def start(cls, store: Path, *, timeout: int) -> Self:
        """A process that answers from the store in a folder.

        Raises:
            GraphError: the binary is missing, or it does not start.
        """
        backend = cls._launched(store, timeout)
        try:
            await backend._opened()
        except BaseException:
            await backend.stop()
            raise
        return backend

    @classmethod
    def _launched(cls, store: Path, timeout: int) -> Self:
        host = private_host()
        port = _free_port(host)
        command = [*_tied(), str(find_server()), "serve-read-only", "--location", str(store)]
        command += ["--bind", f"{host}:{port}", "--timeout-s", str(timeout)]
        # A file and not a pipe: nobody reads while the server runs, and a full pipe would stop it.
        log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (`stop` closes it)
        process = subprocess.Popen(  # noqa: S603 (our own arguments)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the front, which lets running answers end first
        )
        return cls(host, port, process, log)

    @property
    def url(self) -> str:
        """Where the front finds it."""
        return f"http://{self.host}:{self.port}"

    @property
    def runs(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    async def _opened(self) -> None:
        end = time.monotonic() + START_TIMEOUT
        while time.monotonic() < end:
            if not self.runs:
                raise GraphError(
                    f"serve: found that the server does not start{self._last_words()}, build the graph again"
                )
            try:
                _, writer = await asyncio.open_connection(self.host, self.port)
            except OSError:
                await asyncio.sleep(_PAUSE)
            else:
                writer.close()
                return
        raise GraphError(f"serve: found no answer within {START_TIMEOUT:.0f} s, try again")

    def _last_words(self) -> str:
        self.log.seek(0)
        lines = [line.strip() for line in self.log if line.strip()]
        return f" ({lines[-1]})" if lines else ""

    async def stop(self) -> None:
        """Ends the process, by force if it does not listen: it only reads, so nothing can be lost."""
        self.process.terminate()
        end = time.monotonic() + STOP_TIMEOUT
        while self.runs and time.monotonic() < end:
            await asyncio.sleep(_PAUSE)
        self.process.kill()
        self.process.wait()
        self.log.close()


def find_server() -> Path:
    """The server's binary: beside this Python, where pip puts it, or on the PATH.

    Raises:
        GraphError: it is nowhere.
    """
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if found is None:
        raise GraphError('serve: found no `oxigraph` server, install the extra `serve` (pip install "odagraph[serve]")')
    return Path(found)


def private_host() -> str:
    """An address of this machine alone that no web page can guess, where the system has more than one loopback address.

    The process behind the front has no guard of its own, and a page may ask any address whose name it controls.
    """
    if not sys.platform.startswith("linux"):
        return "127.0.0.1"
    return ".".join(("127", *(str(1 + secrets.randbelow(254)) for _ in range(3))))


def _free_port(host: str) -> int:
    with socket.socket() as trial:
        trial.bind((host, 0))
        return int(trial.getsockname()[1])


def _tied() -> list[str]:
    """What ties the process's life to ours where the system can: a front that is killed leaves nothing behind."""
    setpriv = shutil.which("setpriv") if sys.platform.startswith("linux") else None
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
