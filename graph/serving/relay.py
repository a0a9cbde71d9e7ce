"""The engine's answers on their way to the client: none too late, none broken that looks whole, none held in memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.serving.generations import GRACE, Generation, Generations
from graph.serving.questions import RefusalError

#: Name of the header that says which build of the graph an answer comes from.
VERSION = "X-Graph-Version"
#: An answer is held back until it is complete, or has as many bytes: up to there, a late failure gets a clear status.
HELD_BACK = 65_536
#: What Oxigraph 0.5 writes at the end of an answer, under the status 200, when a query takes too long. No result
#: format can end so: each ends with a bracket, a full stop, a tag or a line's end.
_CANCELLED = b"The SPARQL operation has been cancelled"
#: Seconds after each attempt that met no process: one that is killed counts as running until it is quite gone.
_MOMENTS = (0.0, 0.5, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What the engine is asked: path, parameters, headers and body; `limited` is False where no time-out counts."""

    path: str
    method: str = "GET"
    parameters: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    limited: bool = True

    def for_(self, generation: Generation) -> httpx.Request:
        """The same as a request to one process."""
        return generation.client.build_request(
            self.method, self.path, params=httpx.QueryParams(self.parameters), headers=self.headers, content=self.body
        )


class CutOffError(Exception):
    """An answer that cannot be completed; the client sees its connection closed before the end."""


class Relayed(StreamingResponse):
    """An answer that is passed on as it comes; what it holds is let go however it ends."""

    def __init__(
        self, chunks: AsyncIterator[bytes], *, status: int, headers: Mapping[str, str], held: AsyncExitStack
    ) -> None:
        super().__init__(chunks, status_code=status, headers=headers)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the answer."""
        async with self._held:
            await super().__call__(scope, receive, send)

    async def without_body(self) -> Response:
        """The head of the answer; the rest is not fetched."""
        await self._held.aclose()
        return Response(status_code=self.status_code, headers=dict(self.headers))


async def head_of(response: Response) -> Response:
    """An answer without its body, as HEAD wants it."""
    if isinstance(response, Relayed):
        return await response.without_body()
    return Response(status_code=response.status_code, headers=dict(response.headers))


async def relay(generations: Generations, outgoing: Outgoing, *, wanted: str = "") -> Response:
    """The engine's answer to a request, asked twice more where the process has just gone.

    Args:
        generations: of the graph.
        outgoing: what is asked.
        wanted: the version of the graph that the client insists on, if it does.

    Raises:
        RefusalError: the graph has another version, or the query took too long.
    """
    for moment in _MOMENTS:
        try:
            return await _relay_once(generations, outgoing, wanted)
        except httpx.TransportError:
            await asyncio.sleep(moment)
            await generations.renewed()
    raise RefusalError(
        503, "serve: found that the engine gave no answer, try again in a moment, or ask something simpler"
    )


async def _relay_once(generations: Generations, outgoing: Outgoing, wanted: str) -> Response:
    async with AsyncExitStack() as held:
        generation = held.enter_context(generations.lease())
        if wanted not in {"", generation.version}:
            raise RefusalError(412, f"{VERSION}: found {wanted!r}, the graph is {generation.version} now: begin anew")
        patience = generations.timeout + GRACE if outgoing.limited else None
        deadline = None if patience is None else asyncio.get_running_loop().time() + patience
        try:
            async with asyncio.timeout_at(deadline):
                return await _begun(generation, outgoing, held, deadline)
        except TimeoutError:
            generation.stuck = True
            raise _too_late(generations.timeout) from None
        except CutOffError:
            raise _too_late(generations.timeout) from None


def _too_late(seconds: int) -> RefusalError:
    return RefusalError(
        504, f"query: found no complete answer within {seconds} s, ask for less or start with a longer --timeout"
    )


async def _begun(generation: Generation, outgoing: Outgoing, held: AsyncExitStack, deadline: float | None) -> Response:
    """The answer, complete if it is short; of a longer one the beginning has arrived."""
    upstream = await generation.client.send(outgoing.for_(generation), stream=True)
    held.push_async_callback(upstream.aclose)
    headers = {VERSION: generation.version, "Vary": "Accept", "Cache-Control": "no-cache"}
    if kind := upstream.headers.get("content-type"):
        headers["Content-Type"] = kind
    chunks = whole(upstream.aiter_raw(HELD_BACK))
    first = b""
    async for chunk in chunks:
        first += chunk
        if len(first) >= HELD_BACK:
            rest = _in_time(first, chunks, generation, deadline)
            return Relayed(rest, status=upstream.status_code, headers=headers, held=held.pop_all())
    return Response(first, upstream.status_code, headers)


async def whole(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks, a few bytes later than they come, so that the engine's last words are noticed before they are out."""
    kept = b""
    async for chunk in chunks:
        kept += chunk
        if len(kept) > len(_CANCELLED):
            yield kept[: -len(_CANCELLED)]
            kept = kept[-len(_CANCELLED) :]
    if kept.endswith(_CANCELLED):
        raise CutOffError
    yield kept


async def _in_time(
    first: bytes, chunks: AsyncIterator[bytes], generation: Generation, deadline: float | None
) -> AsyncIterator[bytes]:
    yield first
    clock = asyncio.get_running_loop().time
    while True:
        asked = clock()
        try:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except (TimeoutError, httpx.TransportError) as error:
            # Not so where the client alone was slow: the engine ends what it cannot send.
            generation.stuck |= clock() - asked > GRACE / 2
            raise CutOffError from error
        yield chunk


def refused(refusal: RefusalError, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as an answer: one line of text."""
    more = {"Retry-After": "1"} if refusal.status == 503 else {}
    return PlainTextResponse(f"{refusal}\n", refusal.status, {**more, **(headers or {})})
