"""The SPARQL 1.1 Protocol and the reading half of the Graph Store Protocol, over HTTP."""

from collections.abc import Mapping
from functools import partial

from pyoxigraph import RdfFormat
from starlette.requests import Request
from starlette.responses import Response

from graph.serving.description import service, written
from graph.serving.generations import Generations
from graph.serving.questions import (
    LARGEST,
    SPARQL,
    Question,
    RefusalError,
    declare,
    read_only,
    read_question,
    undeclared,
)
from graph.serving.relay import VERSION, Outgoing, head_of, refused, relay
from graph.sparql_errors import explain_syntax
from graph.writing.dataset import prefixes

_TURTLE = "text/turtle"


async def query(request: Request) -> Response:
    """The answer to a query; without one, the description of the service.

    Raises:
        RefusalError: the request is none that is answered here.
    """
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
    body = await _body(request) if request.method == "POST" else b""
    question = read_question(request.method, request.url.query, request.headers.get("content-type", ""), body)
    response = await (answer(request, question) if question else _service(request))
    return await head_of(response) if request.method == "HEAD" else response


async def answer(request: Request, question: Question, *, accept: str = "") -> Response:
    """The engine's answer to a question, in a format or in what the request accepts; a mistake is explained.

    The project's prefixes need no declaration here either: a query that lacks some is asked again with them.
    """
    headers = _headers(request) | ({"accept": accept} if accept else {})
    response = await _asked(request, question, question.sparql, headers)
    if response.status_code != 400:
        return response
    known = prefixes(_generations(request).current.manifest.namespaces)
    said = bytes(response.body)
    if missing := undeclared(question.sparql, known):
        again = await _asked(request, question, declare(question.sparql, missing), headers)
        if again.status_code != 400:
            return again
    message = explain_syntax(question.sparql, said.decode(errors="replace"), known)
    return refused(RefusalError(400, f"query: {message}"), {VERSION: response.headers[VERSION]})


async def _asked(request: Request, question: Question, sparql: str, headers: Mapping[str, str]) -> Response:
    outgoing = Outgoing(
        path="/query",
        method="POST",
        parameters=question.parameters,
        headers={**headers, "Content-Type": SPARQL},
        body=sparql.encode(),
    )
    return await _relayed(request, outgoing)


async def store(request: Request) -> Response:
    """A named graph, or all of them: the Graph Store Protocol, for reading; no time-out counts."""
    parameters = tuple(request.query_params.multi_items())
    outgoing = Outgoing(path="/store", parameters=parameters, headers=_headers(request), limited=False)
    response = await _relayed(request, outgoing)
    return await head_of(response) if request.method == "HEAD" else response


async def refuse_change(_: Request) -> Response:
    """The answer to whatever would change the graph."""
    return refused(read_only())


async def _service(request: Request) -> Response:
    """What the endpoint can do, in the RDF format that the request accepts; Turtle if it accepts all."""
    accepted = request.headers.get("accept", "*/*")
    ask = partial(Outgoing, path="/query")
    chosen = await _relayed(request, ask(headers=_headers(request)))
    if chosen.status_code != 200:
        return chosen
    described = await _relayed(request, ask(headers=_headers(request) | {"accept": _TURTLE}))
    kind = _TURTLE if accepted == "*/*" else chosen.headers["content-type"]
    triples = service(bytes(described.body), _endpoint(request), _generations(request).current)
    content = written(triples, RdfFormat.from_media_type(kind) or RdfFormat.TURTLE)
    return Response(content, headers={"Content-Type": kind, "Vary": "Accept", VERSION: described.headers[VERSION]})


async def relayed(request: Request, path: str) -> Response:
    """A file of the engine's own, as it is."""
    return await _relayed(request, Outgoing(path=path, headers=_headers(request)))


async def _relayed(request: Request, outgoing: Outgoing) -> Response:
    response = await relay(_generations(request), outgoing, wanted=request.headers.get(VERSION, ""))
    response.headers["Link"] = '</.well-known/void>; rel="describedby"'
    return response


def _headers(request: Request) -> dict[str, str]:
    """What the engine has to know of the request: the formats accepted, and the Host, which relative IRIs go by."""
    return {name: request.headers[name] for name in ("accept", "host") if name in request.headers}


def _endpoint(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _generations(request: Request) -> Generations:
    found: Generations = request.app.state.generations
    return found


async def _body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        RefusalError: it is longer than is allowed.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusalError(413, f"query: found more than {LARGEST:,} bytes, less is allowed")
    return bytes(body)
