"""What stands beside the endpoint: the page, the named queries, the description of the dataset, and its IRIs."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from graph.serving import catalogue
from graph.serving.description import leads_to
from graph.serving.endpoint import answer, relayed
from graph.serving.generations import Generations, stamp_of
from graph.serving.questions import SPARQL, Question, RefusalError
from graph.serving.relay import VERSION, head_of
from graph.writing.description import description

#: The page loads from this server alone; its editor writes its looks into style attributes.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


async def start(_: Request) -> Response:
    """The start page."""
    return _file("index.html")


async def part(request: Request) -> Response:
    """A script or style sheet of the page.

    Raises:
        RefusalError: there is none of this name.
    """
    return _file(request.path_params["name"])


def _file(name: str) -> Response:
    content = _files().get(name)
    if content is None:
        raise RefusalError(404, f"page: found no file {name!r}, there is {', '.join(_files())}")
    kind = f"{_KINDS[PurePosixPath(name).suffix]}; charset=utf-8"
    return Response(content, headers={"Content-Type": kind, "Content-Security-Policy": PAGE_POLICY, **_FRESH})


_FRESH = {"Cache-Control": "no-cache"}
#: Ending of a named query's address → the formats that it means, of tables and of triples.
_ENDINGS: Mapping[str, str] = {
    "": "",
    "csv": "text/csv",
    "json": "application/json",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xml": "application/xml",
}


@cache
def _files() -> Mapping[str, bytes]:
    found = files("graph").joinpath("serving", "page").iterdir()
    return {item.name: item.read_bytes() for item in sorted(found, key=str) if item.name.endswith(tuple(_KINDS))}


async def yasgui(request: Request) -> Response:
    """YASGUI's script or style sheet, which the engine brings along."""
    return await relayed(request, request.url.path)


# -- what the graph offers ---------------------------------------------------------------------------------------------


async def about(request: Request) -> Response:
    """The graph in numbers, its prefixes and terms, and the named queries, as JSON."""
    with _generations(request).lease() as generation:
        return _json(await run_in_threadpool(catalogue.about, generation), generation.version)


async def names(request: Request) -> Response:
    """Names that a parameter of a type takes, as a JSON list."""
    with _generations(request).lease() as generation:
        return _json(
            await run_in_threadpool(catalogue.names, generation, request.path_params["type"]), generation.version
        )


async def queries(_: Request) -> Response:
    """The named queries with their parameters, as JSON."""
    return _json(catalogue.queries())


async def sparql(request: Request) -> Response:
    """A named query as SPARQL, parameters filled in from the URL.

    Raises:
        QueryError: there is no such query, or a value does not fit.
    """
    text, version = await _bound(request)
    return Response(text, headers={"Content-Type": f"{SPARQL}; charset=utf-8", VERSION: version, **_FRESH})


async def named(request: Request) -> Response:
    """The answer of a named query, parameters filled in from the URL.

    It comes in the format that the name's ending says, or that the request accepts where the name has none.

    Raises:
        QueryError: there is no such query or ending, or a value does not fit.
    """
    ending = request.path_params.get("ending", "")
    if ending not in _ENDINGS:
        raise RefusalError(404, f"queries: found the ending {ending!r}, {', '.join(filter(None, _ENDINGS))} is allowed")
    text, _ = await _bound(request)
    response = await answer(request, Question(sparql=text), accept=_ENDINGS[ending])
    return await head_of(response) if request.method == "HEAD" else response


async def _bound(request: Request) -> tuple[str, str]:
    values = dict(request.query_params)
    with _generations(request).lease() as generation:
        text = await run_in_threadpool(catalogue.bound, generation, request.path_params["name"], values)
        return text, generation.version


# -- what the graph is -------------------------------------------------------------------------------------------------


async def void(request: Request) -> Response:
    """The description of the dataset (VoID, DCAT) in Turtle, this endpoint named in it.

    Raises:
        GraphError: the folder has none.
    """
    generations = _generations(request)
    endpoint = str(request.url.replace(path="/query", query=""))
    while True:
        with generations.lease() as generation:
            content = await run_in_threadpool(description, generations.out, endpoint=endpoint)
            if stamp_of(generations.out) == generation.stamp:
                return Response(content, headers={"Content-Type": "text/turtle", VERSION: generation.version, **_FRESH})
        await generations.changed(generation)


async def thing(request: Request) -> Response:
    """Where an IRI of the graph leads, its base taken for this server's: browsers to the page, others to the data.

    Raises:
        RefusalError: the graph knows no such IRI.
    """
    path = request.path_params["path"]
    page = "text/html" in request.headers.get("accept", "")
    with _generations(request).lease() as generation:
        target = await run_in_threadpool(leads_to, generation, path, page=page)
    if target is None:
        raise RefusalError(
            404, f"serve: found no /{path}, there is /, /query, /store, /queries and what the graph names"
        )
    return RedirectResponse(target, 303, headers={"Vary": "Accept"})


def _json(value: Any, version: str = "") -> Response:
    return JSONResponse(value, headers={**_FRESH, **({VERSION: version} if version else {})})


def _generations(request: Request) -> Generations:
    found: Generations = request.app.state.generations
    return found
