"""An address or ``local[:N]`` → a client of a cluster, with every mistake in one line."""

import asyncio
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from ontology.errors import ClusterError, InputError

if TYPE_CHECKING:
    from distributed import Client

LOCAL: Final = re.compile(r"local(?::(\d+))?")
_ADDRESS: Final = re.compile(r"(?:\w+://)?[^\s/]+:\d+")
_PACKAGES: Final = ("distributed", "pyarrow", "fsspec", "cryptography")
#: In seconds: how long a cluster may take to answer, and to have a worker.
PATIENCE: Final = 30


def check_address(address: str) -> str:
    """An address as it is given, if it is one.

    Raises:
        InputError: it is none.

    >>> check_address("local:2"), check_address("tcp://10.0.0.5:8786")
    ('local:2', 'tcp://10.0.0.5:8786')
    """
    local = LOCAL.fullmatch(address)
    if (local and local[1] != "0") or (not local and _ADDRESS.fullmatch(address)):
        return address
    raise InputError(f"--cluster: found {address!r}, local, local:N or the address of a scheduler is allowed")


@contextmanager
def connected(address: str) -> Iterator["Client"]:
    """A client of the cluster at an address, or of one on this machine that ends with the block.

    Raises:
        InputError: it is no address, or a package is missing.
        ClusterError: nothing answers there, or it has no worker.
    """
    check_address(address)
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise InputError(f"--cluster: found no {package}, which it needs (pip install 'odagraph[scale]')")
    local = LOCAL.fullmatch(address)
    with _cluster_here(int(local[1] or 0) or _cores()) if local else _cluster_at(address) as client:
        yield client


@contextmanager
def _cluster_at(address: str) -> Iterator["Client"]:
    """A client of the cluster at an address."""
    from distributed import Client  # noqa: PLC0415

    # Of a scheduler that is lost it would log pages, some of them when we are through; one line tells it.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL + 1)
    try:
        asyncio.run(_greet(address))
    except (OSError, ValueError, TypeError) as error:
        said = (str(error).splitlines() or [""])[0]
        where = f"--cluster {address}"
        raise ClusterError(f"{where}: found no scheduler there ({said}), the address of one is needed") from error
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        _wait_for_a_worker(client, address)
        yield client


async def _greet(address: str) -> None:
    """Comes back when a scheduler has answered: a client that finds none leaves threads and complaints behind."""
    from distributed.comm.core import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    await comm.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _cluster_here(workers: int) -> Iterator["Client"]:
    """A client of so many workers on this machine. They take orders from nobody but us: each message is enciphered with
    a key that is made for this cluster.
    """
    from distributed import Client, LocalCluster  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory(prefix="odagraph-") as scratch,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=0,  # the process that reads is another
            local_directory=scratch,
            security=Security.temporary(),
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _wait_for_a_worker(client: "Client", address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise ClusterError(f"--cluster {address}: found no worker there, at least one is needed") from None
