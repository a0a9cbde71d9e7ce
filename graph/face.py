"""A graph for Python: an rdflib `Dataset` over the store on disk, with helpers that return pandas frames.

`from graph import open_graph` opens one. Query strings run in Oxigraph's engine; the default graph is the union of all
graphs, so a triple that two texts state stands there twice: ask with ``DISTINCT``.
"""

import html
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

import rdflib

from graph.facts import GraphView, load_graph
from graph.listing import Wanted, claim_table, entity_table, neighbour_table, source_table, types_of
from graph.names import Names, load_names, load_sources
from graph.opening import is_address, opened, title_of_place
from graph.query import Answer, bind, find_query, run
from graph.read_only import ReadOnlyStore
from graph.readable import Readable
from graph.store import Manifest
from graph.why import predicate_of, why
from graph.writing.dataset import prefixes
from ontology.errors import InputError
from ontology.vocabulary import Status

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.network.filters import Filters as NetworkFilters

#: The height of the page in a notebook, in pixels.
HEIGHT = 720


class Filters(TypedDict, total=False):
    """What `OpenGraph.relations` takes as keywords; names may be acronyms, codes or ids."""

    subject: str
    predicate: str
    object: str
    source: str
    year: int | Collection[int]
    min_confidence: float
    status: str


class PageChoices(TypedDict, total=False):
    """What `OpenGraph.show` takes as keywords; see `graph.page.view.page_html`."""

    steps: int
    filters: Sequence[str]
    limit: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """The interactive page as a notebook shows it, in a frame of its own.

    The page is the frame's `srcdoc`. The frame is a sandbox that lets scripts and downloads through: an origin of its
    own, from which the page reaches nothing of the notebook.
    """

    html: str
    height: int = HEIGHT

    def _repr_html_(self) -> str:
        style = f"width:100%;height:{self.height}px;border:1px solid #ccc"
        rights = 'sandbox="allow-scripts allow-downloads"'
        return f'<iframe srcdoc="{html.escape(self.html)}" {rights} style="{style}" title="odagraph"></iframe>'


class OpenGraph(rdflib.Dataset):
    """The graph of a folder or at an address: a `Dataset` of rdflib, read only, that speaks SPARQL through its store.

    A name in a call is what people write: a name, an acronym, a country's code or an id; of a near miss the message
    says what may be meant.

    SPARQL, with our prefixes bound:

    >>> from graph import open_graph
    >>> graph = open_graph("out")
    >>> for row in graph.query("SELECT DISTINCT ?name { a:jica oda:implements / skos:prefLabel ?name }"):
    ...     print(row.name)
    Blue Harbour Project

    The sentences behind a relation:

    >>> frame = graph.why("JICA", "supports", "Viet Nam")
    >>> frame.sentence.to_list()
    ['In Vietnam, JICA supports the coast guards.']

    What is next to a thing:

    >>> for row in graph.neighbours("JICA").itertuples():
    ...     print(row.predicate, row.direction, row.neighbour)
    implements to Blue Harbour Project
    supports to Viet Nam

    The same as a NetworkX network:

    >>> network = graph.network(min_confidence=0.5)
    >>> sorted(network.successors("jica"))
    ['blue-harbour', 'viet-nam']
    >>> graph.close()
    """

    def __init__(self, out: str | os.PathLike[str]) -> None:
        self._out = out if isinstance(out, str) and is_address(out) else Path(out)
        found = opened(self._out)
        self.manifest: Manifest = found.manifest
        self._held = ReadOnlyStore(found.store, self._out)
        super().__init__(store=self._held, default_union=True)
        for prefix, namespace in prefixes(self.manifest.namespaces).items():
            self.bind(prefix, namespace, replace=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __str__(self) -> str:
        return f"{self._out}: {', '.join(_counts(self.manifest))}"

    def __repr__(self) -> str:
        return f"<OpenGraph {self}>"

    def _repr_html_(self) -> str:
        counts = "".join(f"<li>{html.escape(count)}</li>" for count in _counts(self.manifest))
        return f"<p><b>{html.escape(str(self._out))}</b> {html.escape(self.manifest.base)}</p><ul>{counts}</ul>"

    @property
    def oxigraph(self) -> Readable:
        """The store itself, for what pyoxigraph can and rdflib cannot; that of an address only reads.

        Raises:
            GraphError: the graph has been closed.
        """
        return self._held.opened

    @cached_property
    def view(self) -> GraphView:
        """The whole graph as frozen values, read at the first use."""
        return load_graph(self.oxigraph, self.manifest.namespaces)

    @cached_property
    def names(self) -> Names:
        """What finds an entity by what people call it."""
        return load_names(self.oxigraph, self.manifest.namespaces)

    def frame(self, question: str, /, **parameters: object) -> "pd.DataFrame":
        """The answer to SPARQL, to a file with it, or to a named query with its parameters.

        Raises:
            QueryError: the query has a mistake, there is none of this name, or a parameter does not fit.
        """
        query, said = find_query(question), {name: str(value) for name, value in parameters.items()}
        sparql = bind(query, said, store=self.oxigraph, namespaces=self.manifest.namespaces)
        return _frame(run(self.oxigraph, sparql, namespaces=self.manifest.namespaces, where=query.name))

    def entities(self, type: str | None = None) -> "pd.DataFrame":  # noqa: A002 (the word of the ontology)
        """One row for each entity; `type` is a type or a group ("Project", "Programme"), whatever its case.

        Raises:
            InputError: there is no such type or group.
        """
        return _frame(entity_table(self.view, types_of(type)))

    def relations(self, **filters: Unpack[Filters]) -> "pd.DataFrame":
        """One row for each claim that passes every filter; denials show only for ``status="negated"``.

        `year` takes one or several, such as ``range(2015, 2020)``. A symmetric relation has no first end, so
        `subject` and `object` mean either.

        Raises:
            QueryError: a name or a relation is unknown, or a name stands for several things.
            InputError: there is no such status.
        """
        return _frame(claim_table(self.view, self._wanted(filters)))

    def _wanted(self, filters: Filters) -> Wanted:
        year, status = filters.get("year"), filters.get("status")
        return Wanted(
            subject=self._id(filters.get("subject")),
            predicate=predicate_of(filters.get("predicate"), where="relations"),
            object=self._id(filters.get("object")),
            source=self._source(filters.get("source")),
            years=(year,) if isinstance(year, int) else year,
            min_confidence=filters.get("min_confidence", 0.0),
            status=None if status is None else _status(status),
        )

    def _id(self, name: str | None) -> str | None:
        return None if name is None else self.names.resolve(name).id

    def _source(self, name: str | None) -> str | None:
        return None if name is None else load_sources(self.oxigraph, self.manifest.namespaces).resolve(name).id

    def why(self, subject: str, predicate: str | None = None, object: str | None = None) -> "pd.DataFrame":  # noqa: A002
        """One row for each sentence behind the relations of a thing: all, those of one relation, or with another thing.

        Raises:
            QueryError: a name is unknown or stands for several things, or no text says what is asked for.
        """
        return _frame(why(self.oxigraph, self.manifest.namespaces, subject, predicate, object).table())

    def neighbours(self, name: str) -> "pd.DataFrame":
        """One row for each relation of a thing, with the thing at its other end.

        Raises:
            QueryError: the name is unknown or stands for several things.
        """
        return _frame(neighbour_table(self.view, self.names.resolve(name).id))

    def sources(self) -> "pd.DataFrame":
        """One row for each text."""
        return _frame(source_table(self.view))

    def network(self, **filters: "Unpack[NetworkFilters]") -> "nx.MultiDiGraph[str]":
        """The graph as a NetworkX network, keyed by predicate; see `graph.network.to_networkx`.

        Raises:
            InputError: a filter names what neither the ontology nor the graph knows.
        """
        from graph.network import to_networkx  # noqa: PLC0415 (NetworkX takes a fifth of a second)

        return to_networkx(self.view, **filters)

    def show(self, name: str | None = None, *, height: int = HEIGHT, **choices: Unpack[PageChoices]) -> Page:
        """The interactive page, which a notebook shows in place; with a name it opens at that thing.

        Raises:
            QueryError: the name is unknown or stands for several things.
            InputError: a filter is none that the page knows.
        """
        from graph.page.view import page_html  # noqa: PLC0415 (a page has much to load)

        return Page(page_html(self.view, title=title_of_place(self._out), focus=self._id(name), **choices), height)


def _counts(manifest: Manifest) -> list[str]:
    return [f"{manifest.counts.get(what, 0):,} {what}" for what in ("entities", "relations", "documents")]


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise InputError(f"status: found {text!r}, one of {', '.join(Status)} is needed") from None


def _frame(answer: Answer) -> "pd.DataFrame":
    try:
        from graph.frames import frame  # noqa: PLC0415 (only who wants frames needs pandas)
    except ModuleNotFoundError as error:
        if error.name != "pandas":
            raise
        raise InputError("frame: found no pandas, which frames need (pip install 'odagraph[notebooks]')") from None
    return frame(answer)
