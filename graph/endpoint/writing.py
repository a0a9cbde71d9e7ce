"""Named graphs written into a store elsewhere: by the Graph Store Protocol, or else by SPARQL Update in batches.

Where a store takes these is no part of any standard, so the usual places beside the query address are tried: those of
Oxigraph (`/store`, `/update`), Fuseki (`/data`, `/update`), Virtuoso (`/sparql-graph-crud-auth`, `/sparql-auth`) and
RDF4J or GraphDB (`/rdf-graphs/service`, `/statements`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from graph.endpoint.asking import GRAPH
from graph.endpoint.web import Refused, Web
from ontology.errors import EndpointError

#: The last part of the query address → what may stand in its place.
_STORES = {"query": ("store", "data"), "sparql": ("sparql-graph-crud-auth", "data", "store")}
_UPDATES = {"query": ("update",), "sparql": ("sparql-auth", "update", "sparql")}
_BELOW_STORES, _BELOW_UPDATES = ("/rdf-graphs/service",), ("/statements", "")
#: What a server says of a request that it has no place for; its place is another one.
_WRONG_PLACE = frozenset({400, 404, 405, 415, 501})
_TOO_LARGE = 413
#: Bytes of N-Triples in one update; a server that takes less gets halves.
BATCH = 1 << 18


class Writer(Protocol):
    """Writes named graphs, each of which is an IRI of ours."""

    def replace(self, graph: str, content: bytes) -> None:
        """Puts these N-Triples in the place of what a graph holds."""

    def drop(self, graph: str) -> None:
        """Removes a graph."""


@dataclass(frozen=True, slots=True)
class GraphStore:
    """A store that speaks the Graph Store Protocol: one request a graph."""

    web: Web
    url: str

    def replace(self, graph: str, content: bytes) -> None:
        """Puts these N-Triples in the place of what a graph holds."""
        self.web.send("PUT", self.url, params={"graph": graph}, content=content, kind=GRAPH)

    def drop(self, graph: str) -> None:
        """Removes a graph; one that has gone already is no mistake."""
        try:
            self.web.send("DELETE", self.url, params={"graph": graph})
        except Refused as refused:
            if refused.status != 404:
                raise


@dataclass(frozen=True, slots=True)
class Updates:
    """A store that takes SPARQL Update: a graph is dropped and then filled, batch by batch."""

    web: Web
    url: str

    def replace(self, graph: str, content: bytes) -> None:
        """Puts these N-Triples in the place of what a graph holds."""
        self.drop(graph)
        for lines in batches(content, BATCH):
            self._insert(graph, lines)

    def drop(self, graph: str) -> None:
        """Removes a graph; one that has gone already is no mistake."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _insert(self, graph: str, lines: bytes) -> None:
        try:
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines.decode()}}} }}")
        except Refused as refused:
            if refused.status != _TOO_LARGE or lines.count(b"\n") < 2:
                raise
            for half in batches(lines, len(lines) // 2):
                self._insert(graph, half)

    def _update(self, update: str) -> None:
        self.web.ask(self.url, {"update": update}, accept="*/*")


def batches(content: bytes, size: int) -> Iterator[bytes]:
    r"""Yields: the lines in groups of about so many bytes, at least one line in each.

    >>> list(batches(b"one\ntwo\nthree\n", 8))
    [b'one\ntwo\n', b'three\n']
    """
    group: list[bytes] = []
    held = 0
    for line in content.splitlines(keepends=True):
        if group and held + len(line) > size:
            yield b"".join(group)
            group, held = [], 0
        group.append(line)
        held += len(line)
    if group:
        yield b"".join(group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a store takes graphs and updates, as a user says it; nothing is guessed where one of them is said."""

    graph_store: str | None = None
    update: str | None = None


def writers(web: Web, query: str, places: Places) -> Iterator[Writer]:
    """Yields: what may write into the store that takes queries at this address, the best first."""
    said = places.graph_store or places.update
    stores = [places.graph_store] if places.graph_store else [] if said else _beside(query, _STORES, _BELOW_STORES)
    updates = [places.update] if places.update else [] if said else _beside(query, _UPDATES, _BELOW_UPDATES)
    yield from (GraphStore(web, url) for url in stores)
    yield from (Updates(web, url) for url in updates)


def _beside(query: str, known: dict[str, tuple[str, ...]], below: tuple[str, ...]) -> list[str]:
    parent, _, last = query.rpartition("/")
    if last in known:
        return [f"{parent}/{name}" for name in known[last]]
    return [f"{query}{name}" for name in below]


def first_written(candidates: Iterator[Writer], graph: str, content: bytes) -> Writer:
    """The first of some writers whose server has written this graph.

    Raises:
        EndpointError: none has, or one was refused for another reason than its place.
    """
    said = ""
    for writer in candidates:
        try:
            writer.replace(graph, content)
        except Refused as refused:
            if refused.status not in _WRONG_PLACE:
                raise
            said = said or str(refused)
        else:
            return writer
    raise EndpointError(f"{said} (--graph-store or --update names where the store is written)")
