"""A store of pyoxigraph as rdflib sees it, when nothing may change it."""

from pathlib import Path
from typing import NoReturn

import pyoxigraph
import rdflib
from oxrdflib import OxigraphStore

from ontology.errors import GraphError


class ReadOnlyStore(OxigraphStore):
    """Oxigraph's store for rdflib, without what writes; a use after `close` says so."""

    def __init__(self, opened: pyoxigraph.Store, out: Path) -> None:
        super().__init__(store=opened)
        self._opened: pyoxigraph.Store | None = opened
        self._out = out

    @property
    def opened(self) -> pyoxigraph.Store:
        """The store of pyoxigraph.

        Raises:
            GraphError: it has been closed.
        """
        if self._opened is None:
            raise GraphError(f"{self._out}: found that the graph has been closed, open it again")
        return self._opened

    # What all of oxrdflib's methods go through.
    _inner = opened

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002 (rdflib's signature)
        """Lets the store go; a second time does nothing."""
        self._opened = self._store = None

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise GraphError("graph: found a change, a graph is read only (copy what you need into a Dataset of your own)")

    add = addN = remove = update = remove_graph = destroy = _refuse  # noqa: N815 (rdflib's name)

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Does nothing: `Dataset.graph` calls it to name a graph that stands there already."""
