"""What the reading side of the project asks of a store: Oxigraph's in a folder has it, and `graph.endpoint` has it."""

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Triple as _Triple

_Subject = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal | _Triple


class Readable(Protocol):
    """A dataset that answers SPARQL and patterns of quads in the terms of pyoxigraph."""

    def query(
        self,
        query: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The answer to a query.

        Raises:
            SyntaxError: the query has a mistake.
            OSError: it cannot be answered.
        """

    def quads_for_pattern(
        self,
        subject: _Subject | _Triple | None,
        predicate: NamedNode | None,
        object: _Term | None,  # noqa: A002 (pyoxigraph's name)
        graph_name: _Subject | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """The quads of a pattern, in which None stands for anything."""

    def named_graphs(self) -> Iterator[_Subject]:
        """The names of the graphs."""
