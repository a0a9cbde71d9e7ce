"""A published graph as the reading side of the project sees any graph: SPARQL and patterns of quads."""

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urldefrag

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph.endpoint.asking import Answered
from graph.endpoint.finding import chosen, find
from graph.endpoint.spelling import as_written, spelling
from graph.endpoint.state import MANIFEST, description_graph
from graph.endpoint.web import TIMEOUT, Form, Web
from ontology.errors import EndpointError, GraphError

#: Up to so many named graphs a query names them, so that nothing else in the store is asked; engines are slow with more
#: of them, so then the server's own union of all graphs is asked.
NAMED = 32
#: Servers whose engine gives wrong answers, or none, to queries of ours.
_UNRELIABLE = ("Virtuoso",)
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


class RemoteStore:
    """The published graph at an address; a fragment of the address is its base, where the store has several graphs.

    Queries are answered by the server, where that does as a folder does; else by Oxigraph here, from a copy that is
    fetched graph by graph. Whole graphs are counted, so that no server can cut them in silence.

    Raises:
        EndpointError: there is no store, no graph of ours in it, several, or one that is being published.
    """

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        address, self._base = urldefrag(url)
        self._web = Web(address, timeout=timeout)
        self._asker, found = find(self._web, address)
        self.state = chosen(found, self._base, address)
        self.manifest = self.state.known()
        self._spelling = spelling(self.manifest.namespaces)
        self._graphs = sorted(self.state.graphs.keys() - {description_graph(self.state.base)})
        self._asker.dataset = self._dataset()

    def _dataset(self) -> Form:
        if len(self._graphs) > NAMED:
            return {}
        return {"default-graph-uri": self._graphs, "named-graph-uri": self._graphs}

    @cached_property
    def _fetched(self) -> Store | None:
        """A copy of the graph to ask here, where the server's engine is unreliable or has no union; else None."""
        if self._asker.server.startswith(_UNRELIABLE) or not (self._asker.dataset or self._united()):
            store = Store()
            store.extend(quad for graph in self._graphs for quad in self._whole(graph))
            return store
        return None

    @property
    def copied(self) -> bool:
        """Whether queries are answered here, from a copy of the graph, and not by the server."""
        return self._fetched is not None

    def _united(self) -> bool:
        """Whether the server's default graph is the union of its named graphs."""
        return self._asker.truth(f"ASK {{ <{self.state.base}dataset> {MANIFEST} ?manifest }}")

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = True,  # noqa: ARG002 (it always is)
        default_graph: NamedNode | None = None,
        substitutions: dict[object, object] | None = None,
    ) -> Answered:
        """The answer to a query; its default graph is the union of the named graphs, or the one that is given.

        Raises:
            SyntaxError: the query has a mistake.
            EndpointError: the server gives no answer.
        """
        if substitutions:
            raise GraphError("initBindings: found values for variables, a store elsewhere takes them in the query only")
        if self._fetched is not None:
            return self._fetched.query(
                query, prefixes=prefixes, use_default_graph_as_union=default_graph is None, default_graph=default_graph
            )
        dataset: Form | None = {"default-graph-uri": default_graph.value} if default_graph else None
        return self._asker.answer(query, prefixes or {}, dataset=dataset)

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002 (pyoxigraph's name)
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yields: the quads of a pattern, in which None stands for anything; whole graphs come one after the other."""
        pattern = (subject, predicate, object, graph_name)
        if any(isinstance(term, BlankNode | DefaultGraph) for term in pattern):
            return
        if any(pattern[:3]):
            held = self._fetched
            yield from held.quads_for_pattern(*pattern) if held is not None else self._matching(pattern)
            return
        for graph in [graph_name.value] if isinstance(graph_name, NamedNode) else self._graphs:
            yield from self._whole(graph)

    def _matching(self, pattern: tuple[object, ...]) -> Iterator[Quad]:
        places = list(zip(("?s", "?p", "?o", "?g"), pattern, strict=True))
        asked = " ".join(name if term is None else f"({term} AS {name})" for name, term in places)
        s, p, o, g = (term or name for name, term in places)
        for solution in self._asker.select(f"SELECT {asked} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
            graph = solution["g"]
            if isinstance(graph, NamedNode) and graph.value in self._graphs:
                yield Quad(*solution)

    def _whole(self, graph: str) -> Iterator[Quad]:
        """All quads of one graph; a server that has cut its answer is asked again, page by page."""
        name = NamedNode(graph)
        one: Form = {"default-graph-uri": graph}
        triples = list(self._asker.triples(_ALL, dataset=one))
        expected = self.state.graphs[graph].triples if graph in self.state.graphs else len(triples)
        if len(triples) != expected:
            triples = list({Triple(*solution): None for solution in self._asker.select(_ROWS, dataset=one)})
        if len(triples) != expected:
            raise EndpointError(
                f"{graph}: found {len(triples):,} triples, {expected:,} are needed: the server cuts its answers, or "
                "the graph was changed by other hands (`odagraph publish --all` sends it again)"
            )
        for triple in triples:
            written = as_written(triple, self._spelling)
            yield Quad(written.subject, written.predicate, written.object, name)

    def named_graphs(self) -> Iterator[NamedNode]:
        """The names of the graphs that are read; the description and the state are none of them."""
        return (NamedNode(graph) for graph in self._graphs)

    def description(self) -> Iterator[Triple]:
        """The triples of the description of the dataset."""
        return (quad.triple for quad in self._whole(description_graph(self.state.base)))

    def close(self) -> None:
        """Closes the connections."""
        self._web.close()
