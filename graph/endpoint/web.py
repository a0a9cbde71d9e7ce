"""Requests to a SPARQL store over HTTP: what fails for a while is tried again, what fails for good is said."""

import tempfile
import time
import weakref
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, Self
from urllib.parse import urlsplit

import httpx

from graph.endpoint.credentials import HELP, credentials
from graph.tables import clean
from ontology.errors import EndpointError, InputError

#: Seconds without a word of the server after which it is given up.
TIMEOUT = 120.0
_CONNECT = 10.0
#: Answers that say "not now"; beside them broken connections are tried again.
PASSING = frozenset({429, 502, 503, 504})
#: Seconds between one try and the next.
PAUSES = (0.2, 0.4, 0.8, 1.6)
#: The longest wait that a server may ask for.
_LONGEST = 30.0
#: Bytes of an answer that are kept in memory; beyond them it goes through a file.
_SPOOLED = 1 << 24
_SAID = 160
_NEEDED = "the address of a running SPARQL 1.1 store is needed"
_MEANINGS = {
    401: f"found no access (401), {HELP}",
    403: f"found that it is not allowed (403), {HELP}",
    404: f"found nothing at this address (404), {_NEEDED}",
    413: "found that the server takes less at once (413), a higher limit of the server is needed",
}

Form = Mapping[str, str | list[str]]
_NOTHING: Form = MappingProxyType({})


class Refused(EndpointError):  # noqa: N818 (what it is)
    """The server has answered with a status that means no; the status tells which."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Web:
    """A client of one server. All that it sends may be sent twice, so a broken connection is no harm."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        wait = httpx.Timeout(timeout, connect=min(timeout, _CONNECT))
        self._timeout = timeout
        self._client = httpx.Client(
            auth=credentials(checked(url)),
            timeout=wait,
            headers={"User-Agent": "odagraph"},
            verify=url.startswith("https"),  # to read the certificates takes a tenth of a second
        )
        # Whoever asks a store is no more bound to close it than one in a folder.
        self._closing = weakref.finalize(self, self._client.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._closing()

    def ask(self, url: str, form: Form, *, accept: str) -> httpx.Response:
        """The answer to a form, read whole."""
        return self._tried(self._client.build_request("POST", url, data=dict(form), headers={"Accept": accept}))

    def send(self, method: str, url: str, *, params: Form = _NOTHING, content: bytes = b"", kind: str = "") -> int:
        """The status of the answer to a request with this content."""
        headers = {"Content-Type": kind} if kind else {}
        return self._tried(
            self._client.build_request(method, url, params=dict(params) or None, content=content, headers=headers)
        ).status_code

    def download(self, url: str, form: Form, *, accept: str) -> IO[bytes]:
        """A file with the answer to a form: an answer of any size takes little memory."""
        request = self._client.build_request("POST", url, data=dict(form), headers={"Accept": accept})
        file = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 (the caller reads and closes it)
        self._tried(request, file)
        file.seek(0)
        return file

    def _tried(self, request: httpx.Request, file: IO[bytes] | None = None) -> httpx.Response:
        """The answer, after as many tries as it takes.

        Raises:
            EndpointError: the server is not there, does not answer or refuses.
        """
        for pause in (*PAUSES, None):
            try:
                response = self._once(request, file)
            except httpx.ReadTimeout:
                raise EndpointError(
                    f"{_place(request)}: found no answer within {self._timeout:g} seconds, a quicker server is needed"
                ) from None
            except httpx.TransportError as error:
                if pause is None:
                    reason = clean(str(error)) or type(error).__name__
                    raise EndpointError(f"{_place(request)}: found no connection ({reason}), {_NEEDED}") from None
                time.sleep(pause)
                continue
            if response.status_code not in PASSING or pause is None:
                break
            time.sleep(_wait(response, pause))
        if not response.is_success:
            raise _refusal(request, response)
        return response

    def _once(self, request: httpx.Request, file: IO[bytes] | None) -> httpx.Response:
        response = self._client.send(request, stream=True)
        try:
            if file is None or not response.is_success:
                response.read()
            else:
                file.seek(0)
                file.truncate()
                for chunk in response.iter_bytes():
                    file.write(chunk)
        finally:
            response.close()
        return response


def checked(url: str) -> str:
    """The host of an address.

    Raises:
        InputError: it is no address of the web, or it has a password in it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{url}: found no address that begins with http:// or https://, {_NEEDED}")
    if parts.username or parts.password:
        raise InputError(f"{parts.hostname}: found a user or password in the address, {HELP} instead")
    return parts.hostname


def _wait(response: httpx.Response, pause: float) -> float:
    said = response.headers.get("retry-after", "")
    return min(float(said), _LONGEST) if said.isdigit() else pause


def _place(request: httpx.Request) -> str:
    return str(request.url.copy_with(query=None))


def _refusal(request: httpx.Request, response: httpx.Response) -> Refused:
    status = response.status_code
    said = clean(response.text)[:_SAID]
    meaning = _MEANINGS.get(status, f"found that it is refused ({status} {said}), {_NEEDED}")
    return Refused(f"{_place(request)}: {meaning}", status)
