"""Where a SPARQL store takes queries, and which published graph in it is meant."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from graph.endpoint.asking import Asker, NoAnswer
from graph.endpoint.state import QUESTION, State, states
from graph.endpoint.web import Refused, Web
from ontology.errors import EndpointError

#: Where the query address is, seen from what a user names: there, or below it.
_BELOW = ("", "/query", "/sparql")
_WRONG_PLACE = frozenset({400, 404, 405, 406, 415, 501})


def find(web: Web, url: str) -> tuple[Asker, list[State]]:
    """What takes queries at or below an address, and what is published there.

    Raises:
        EndpointError: no server is there, it refuses, or it is no SPARQL store.
    """
    said = ""
    for address in _addresses(url):
        asker = Asker(web, address)
        try:
            return asker, states(asker.select(QUESTION))
        except Refused as refused:
            if refused.status not in _WRONG_PLACE:
                raise
            said = said or str(refused)
        except NoAnswer as error:
            said = said or str(error)
    raise EndpointError(said)


def _addresses(url: str) -> list[str]:
    stem = url.rstrip("/")
    found = [f"{stem}{name}" for name in _BELOW]
    # A server's root is a page more often than not, so it is asked last.
    return found if urlsplit(stem).path else [*found[1:], f"{stem}/"]


def chosen(found: Sequence[State], base: str, url: str) -> State:
    """The one published graph that is meant: that of the base, or where none is said the only one.

    Raises:
        EndpointError: there is none, there are several, or it is being published.
    """
    fitting = [state for state in found if not base or state.base == base]
    if not fitting:
        needed = f"{url}: found no published graph{f' of {base}' if base else ''}, `odagraph publish {url}` sends one"
        raise EndpointError(needed)
    if len(fitting) > 1:
        listed = ", ".join(f"{url}#{state.base}" for state in fitting)
        raise EndpointError(f"{url}: found {len(fitting)} published graphs, one of {listed} is needed")
    if not fitting[0].whole:
        raise EndpointError(
            f"{url}: found a graph that is being published, wait for its end (or `odagraph publish {url}` again)"
        )
    return fitting[0]
