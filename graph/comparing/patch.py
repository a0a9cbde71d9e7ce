"""The difference between two graphs quad by quad, as a patch: a SPARQL 1.1 Update that makes the first the second.

Every RDF store runs it. Without blank nodes ``DELETE DATA`` and ``INSERT DATA`` say exactly which quads go and come;
what stands between their braces is Turtle.

Source: W3C "SPARQL 1.1 Update", sections 3.1.1 and 3.1.2.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat

from graph.exports.rdf import read_quads
from graph.store import read_manifest
from graph.writing.dataset import order, prefixes, with_prefixes
from ontology.namespaces import Namespaces

_HEADER = "# SPARQL 1.1 Update: {gone:,} quads go, {new:,} come. It makes the first graph the second.\n"


@dataclass(frozen=True, slots=True)
class Patch:
    """The quads that go and those that come, sorted by graph, and the IRIs of the graph that comes."""

    gone: tuple[Quad, ...]
    new: tuple[Quad, ...]
    namespaces: Namespaces

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.gone or self.new)

    def update(self) -> str:
        """The patch as a SPARQL Update; it changes nothing where the graphs are the same."""
        known = prefixes(self.namespaces)
        declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in known.items())
        parts = (("DELETE", self.gone), ("INSERT", self.new))
        blocks = [f"{word} DATA {{\n{self._graphs(quads)}}}\n" for word, quads in parts if quads]
        header = _HEADER.format(gone=len(self.gone), new=len(self.new))
        return f"{header}{declared}\n" + ";\n".join(blocks)

    def _graphs(self, quads: Iterable[Quad]) -> str:
        by_graph = groupby(quads, key=lambda quad: str(quad.graph_name))
        return "".join(f"GRAPH {graph} {{\n{self._turtle(group)}}}\n" for graph, group in by_graph)

    def _turtle(self, quads: Iterator[Quad]) -> str:
        """The triples without the prefixes, which a query declares in its own way."""
        turtle = with_prefixes([quad.triple for quad in quads], RdfFormat.TURTLE, self.namespaces)
        return "".join(turtle.decode().splitlines(keepends=True)[len(prefixes(self.namespaces)) :])


def patch(before: Path, after: Path) -> Patch:
    """What makes the graph of one output folder that of another.

    Raises:
        GraphError: a folder holds no graph.
    """
    old, new = (set(read_quads(out, read_manifest(out).namespaces)) for out in (before, after))
    return Patch(_sorted(old - new), _sorted(new - old), read_manifest(after).namespaces)


def _sorted(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(sorted(quads, key=lambda quad: (str(quad.graph_name), order(quad))))
