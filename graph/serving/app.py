"""The front as one web application: what stands at which path, and how a mistake is said."""

from collections.abc import Collection
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.serving import endpoint, site
from graph.serving.generations import Generations
from graph.serving.guard import Guard
from graph.serving.questions import RefusalError
from graph.serving.relay import VERSION, refused
from ontology.errors import OdagraphError

_QUERY = ["GET", "POST", "OPTIONS"]
_WRITE = ["PUT", "POST", "DELETE", "PATCH"]

#: The first that fits answers.
ROUTES = (
    Route("/", site.start),
    Route("/query", endpoint.query, methods=_QUERY),
    Route("/sparql", endpoint.query, methods=_QUERY),
    Route("/store", endpoint.refuse_change, methods=_WRITE),
    Route("/store", endpoint.store),
    Route("/update", endpoint.refuse_change, methods=["GET", *_WRITE]),
    Route("/queries", site.queries),
    Route("/queries/{name}.rq", site.sparql),
    Route("/queries/{name}.{ending}", site.named),
    Route("/queries/{name}", site.named),
    Route("/names/{type}", site.names),
    Route("/about.json", site.about),
    Route("/page/{name}", site.part),
    Route("/yasgui.min.js", site.yasgui),
    Route("/yasgui.min.css", site.yasgui),
    Route("/.well-known/void", site.void),
    Route("/{path:path}", site.thing),
)


def application(generations: Generations, *, hosts: Collection[str] | None, shared: bool = False) -> Starlette:
    """The front on the newest generation of a graph.

    Args:
        generations: of the graph.
        hosts: the Host headers that are answered; None for all.
        shared: whether pages of other sites may read the answers (CORS).
    """
    guards = [Middleware(Guard, hosts=hosts, shared=shared)]
    if shared:
        methods = ["GET", "HEAD", "POST"]
        guards.append(
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=methods,
                allow_headers=["*"],
                expose_headers=[VERSION],
            )
        )
    app = Starlette(
        routes=ROUTES, middleware=guards, exception_handlers={OdagraphError: _mistake, HTTPException: _no_such}
    )
    app.state.generations = generations
    return app


async def _mistake(_: Request, error: Exception) -> Response:
    return refused(error if isinstance(error, RefusalError) else RefusalError(400, str(error)))


async def _no_such(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    allowed = ", ".join(sorted((headers or {}).get("Allow", "another address").split(", ")))
    found = f"{request.method} {request.url.path} ({HTTPStatus(status).phrase})"
    return refused(RefusalError(status, f"serve: found {found}, {allowed} is allowed"), headers)
