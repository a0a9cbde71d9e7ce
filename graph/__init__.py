"""Values in, graph out: the RDF dataset, its store and queries, networks, the page, exports and the command."""

import os
import typing

if typing.TYPE_CHECKING:
    from graph.face import OpenGraph

__all__ = ["open_graph"]


def open_graph(out: "str | os.PathLike[str]" = "out") -> "OpenGraph":
    """The graph in an output folder, or at a store's address, as an rdflib `Dataset`, read only.

    It closes with its ``with`` block.

    Raises:
        GraphError: there is no graph in the folder, or it cannot be opened.
        EndpointError: there is no graph of ours at the address.

    >>> with open_graph("out") as graph:
    ...     print(graph)
    out: 8 entities, 7 relations, 2 documents
    """
    from graph.face import OpenGraph  # noqa: PLC0415 (`import graph` loads neither rdflib nor pandas)

    return OpenGraph(out)
