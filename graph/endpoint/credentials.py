"""Who we say we are: from the environment or from netrc, never from the command line, whose history keeps it."""

import netrc
import os
from collections.abc import Generator
from pathlib import Path

import httpx

from ontology.errors import InputError

TOKEN, USER, PASSWORD = "ODAGRAPH_TOKEN", "ODAGRAPH_USER", "ODAGRAPH_PASSWORD"
#: What a message says to whom a server does not let in.
HELP = f"{USER} and {PASSWORD}, {TOKEN} or a line of ~/.netrc with the right ones is needed"


class BearerAuth(httpx.Auth):
    """A token in each request (RFC 6750)."""

    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Yields: the request with the token."""
        request.headers["Authorization"] = self._value
        yield request


class PasswordAuth(httpx.Auth):
    """A user and a password in the way that the server asks for: Basic, or Digest, which Virtuoso wants."""

    def __init__(self, user: str, password: str) -> None:
        self._pair = (user, password)
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Yields: the request as it is, until the server has once asked who we are; from then on with what it wants."""
        if self._scheme is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
            self._scheme = httpx.DigestAuth(*self._pair) if digest else httpx.BasicAuth(*self._pair)
        yield from self._scheme.auth_flow(request)


def credentials(host: str) -> httpx.Auth | None:
    """What shows a host who we are; None where nothing is known.

    Raises:
        InputError: the netrc file cannot be read.
    """
    if token := os.environ.get(TOKEN):
        return BearerAuth(token)
    if user := os.environ.get(USER):
        return PasswordAuth(user, os.environ.get(PASSWORD, ""))
    known = _from_netrc(host)
    return PasswordAuth(*known) if known else None


def _from_netrc(host: str) -> tuple[str, str] | None:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).authenticators(host)
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as error:
        raise InputError(f"{path}: found no netrc file that can be read ({error})") from None
    return (found[0], found[2]) if found else None
