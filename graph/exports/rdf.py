"""The graph's quads from its TriG file, and the RDF 1.1 formats that Oxigraph writes.

The file is read and not the store, since Oxigraph's store writes every number in its own way. Formats without named
graphs hold the union of all graphs, each triple once.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph.opening import Place, opened
from graph.store import TRIG, read_manifest
from graph.writing.dataset import order, with_prefixes
from ontology.errors import GraphError
from ontology.namespaces import OUTSIDE, Namespaces

_TYPE = f" <{OUTSIDE['rdf']}type> "


def read_quads(out: Path, namespaces: Namespaces, *, inferred: bool = True) -> list[Quad]:
    """The quads of the graph in a folder, in the order of its file, without what was derived if so asked.

    Raises:
        GraphError: the folder has no such file, or it is no TriG.
    """
    try:
        quads = parse((out / TRIG).read_bytes(), RdfFormat.TRIG)
        return [quad for quad in quads if inferred or quad.graph_name.value != namespaces.inferred_graph]
    except OSError as error:
        raise GraphError(f"{out / TRIG}: found no file that opens ({error.strerror}), build the graph again") from None
    except SyntaxError as error:
        raise GraphError(f"{out / TRIG}: found no TriG of ours ({error}), build the graph again") from None


def dataset_of(place: Place, *, inferred: bool = True) -> tuple[Namespaces, list[Quad]]:
    """The IRIs of the graph at a place, and its quads: of a folder those of its file, else the same from the store.

    Raises:
        GraphError: the folder has no such file, or it is no TriG.
        EndpointError: there is no graph of ours at the address, or it does not come whole.
    """
    if isinstance(place, Path):
        namespaces = read_manifest(place).namespaces
        return namespaces, read_quads(place, namespaces, inferred=inferred)
    store, namespaces = opened(place).store_and_names
    graphs = sorted(graph.value for graph in store.named_graphs())
    wanted = (graph for graph in graphs if inferred or graph != namespaces.inferred_graph)
    quads = (store.quads_for_pattern(None, None, None, NamedNode(graph)) for graph in wanted)
    return namespaces, [quad for of_graph in quads for quad in sorted(of_graph, key=order)]


def union(quads: Iterable[Quad]) -> list[Triple]:
    """The triples of all graphs, each once, by subject and with its types first."""
    return sorted({quad.triple for quad in quads}, key=lambda triple: str(triple).replace(_TYPE, " ! ", 1))


def turtle(triples: Sequence[Triple], namespaces: Namespaces) -> bytes:
    """Triples as Turtle with our prefixes."""
    return with_prefixes(triples, RdfFormat.TURTLE, namespaces)


def trig(quads: Sequence[Quad], namespaces: Namespaces) -> bytes:
    """Quads as TriG with our prefixes."""
    return with_prefixes(quads, RdfFormat.TRIG, namespaces)


def ntriples(triples: Sequence[Triple]) -> bytes:
    """Triples as N-Triples, in UTF-8."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def nquads(quads: Sequence[Quad]) -> bytes:
    """Quads as N-Quads, in UTF-8."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
