"""A store of pyoxigraph as rdflib sees it, when nothing may change it."""

from typing import Any, NoReturn

import rdflib
from oxrdflib import OxigraphStore
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from graph.opening import Place
from graph.queries.elsewhere import asks_elsewhere
from graph.readable import Readable
from ontology.errors import GraphError, QueryError


class ReadOnlyStore(OxigraphStore):
    """Oxigraph's store for rdflib, without what writes; a use after `close` says so."""

    def __init__(self, opened: Readable, out: Place) -> None:
        super().__init__(store=opened)  # type: ignore[arg-type]  # it asks for what `Readable` has, no more
        self._opened: Readable | None = opened
        self._out = out

    @property
    def opened(self) -> Readable:
        """The store as pyoxigraph has it.

        Raises:
            GraphError: it has been closed.
        """
        if self._opened is None:
            raise GraphError(f"{self._out}: found that the graph has been closed, open it again")
        return self._opened

    # What all of oxrdflib's methods go through.
    _inner = opened  # type: ignore[assignment]  # see above

    def query(self, query: Query | str, *arguments: Any, **options: Any) -> Result:
        """The answer of the engine.

        Raises:
            QueryError: the query would ask another host.
        """
        if isinstance(query, str) and asks_elsewhere(query):
            raise QueryError("query: found SERVICE, no other host is asked: leave it out, in comments too")
        return super().query(query, *arguments, **options)

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002 (rdflib's signature)
        """Lets the store go; a second time does nothing."""
        self._opened = self._store = None

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise GraphError("graph: found a change, a graph is read only (copy what you need into a Dataset of your own)")

    add = addN = remove = update = remove_graph = destroy = _refuse  # noqa: N815 (rdflib's name)

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Does nothing: `Dataset.graph` calls it to name a graph that stands there already."""
