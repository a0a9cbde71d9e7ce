"""What stands before every request: the Host it must have, and the headers that each answer gets."""

import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Answers are data: whoever opens one in a browser runs nothing in it, and loads nothing from anywhere.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": DATA_POLICY,
}


def hosts_of(host: str, port: int) -> frozenset[str] | None:
    """The Host headers that mean this server; None where it listens to other machines, whose names for it are unknown.

    >>> sorted(hosts_of("127.0.0.1", 7878))
    ['127.0.0.1:7878', '[::1]:7878', 'localhost:7878']
    >>> hosts_of("0.0.0.0", 7878)
    """
    if not is_loopback(host):
        return None
    names = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host.lower()}
    return frozenset(f"{name}:{port}" for name in names) | (names if port == 80 else frozenset())


def is_loopback(host: str) -> bool:
    """Whether an address is reachable from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Guard:
    """The application behind it, for requests that mean this server.

    A web page of another site can let its own name point to this machine and read what it likes (DNS rebinding); its
    requests then carry that name as Host. `shared` says that pages of other sites may read the answers.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None, shared: bool = False) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = _HEADERS | ({} if shared else {"Cross-Origin-Resource-Policy": "same-origin"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or says that it is meant for another server."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._chosen(scope)(scope, receive, with_headers)

    def _chosen(self, scope: Scope) -> ASGIApp:
        host = Headers(scope=scope).get("host", "").lower()
        if self._hosts is None or host in self._hosts:
            return self._app
        return PlainTextResponse(
            f"serve: found the Host {host!r}, {' or '.join(sorted(self._hosts))} is allowed\n", 421
        )
