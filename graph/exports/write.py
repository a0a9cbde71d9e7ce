"""A graph written in a format, into a file or a folder; the same graph gives the same bytes."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Quad, Triple

from graph.exports import rdf
from graph.exports.cytoscape import cytoscape
from graph.exports.formats import Format
from graph.exports.gexf import gexf
from graph.exports.graphml import graphml
from graph.exports.jsonld import jsonld
from graph.exports.neo4j import neo4j_files
from graph.exports.parquet import parquet_file
from graph.exports.rdfxml import rdfxml
from graph.exports.sheets import sheets
from graph.exports.spreadsheet import csv_file
from graph.exports.turtle12 import turtle12
from graph.facts import open_view
from graph.opening import Place, opened
from graph.values import GraphView
from ontology.errors import InputError
from ontology.namespaces import Namespaces

_DATASETS: Mapping[Format, Callable[[Sequence[Quad], Namespaces], bytes]] = {
    Format.TRIG: rdf.trig,
    Format.NQUADS: lambda quads, _: rdf.nquads(quads),
    Format.JSONLD: jsonld,
}
_UNIONS: Mapping[Format, Callable[[Sequence[Triple], Namespaces], bytes]] = {
    Format.TURTLE: rdf.turtle,
    Format.NTRIPLES: lambda triples, _: rdf.ntriples(triples),
    Format.RDFXML: rdfxml,
    Format.TURTLE12: turtle12,
}
_NETWORKS: Mapping[Format, Callable[[GraphView], bytes]] = {
    Format.GRAPHML: graphml,
    Format.GEXF: gexf,
    Format.CYTOSCAPE: cytoscape,
}


def export(out: Place, format_: Format, path: Path, *, inferred: bool = True) -> tuple[Path, ...]:
    """The files that were written: `path`, or those in the folder `path`. Each is there whole or not at all.

    Without `inferred` RDF leaves out what was derived; networks and tables never have it.

    Raises:
        GraphError: there is no graph in `out`.
        InputError: the files cannot be written there, or the format needs a package that is not installed.
    """
    if isinstance(out, Path) and out.resolve() in (path.resolve(), *path.resolve().parents):
        raise InputError(
            f"{path}: found a place in the graph's own folder, which builds replace; another one is needed"
        )
    if format_.folder:
        contents = {path / name: content for name, content in _files(out, format_).items()}
    else:
        contents = {path: content_of(out, format_, inferred=inferred)}
    for file, content in contents.items():
        _write(file, content)
    return tuple(contents)


def content_of(out: Place, format_: Format, *, inferred: bool = True) -> bytes:
    """The graph in a format of one file.

    Raises:
        GraphError: there is no graph in `out`.
        InputError: the format is a folder of files.
    """
    if format_ in _NETWORKS:
        return _NETWORKS[format_](open_view(out))
    if format_.folder:
        raise InputError(f"--format {format_}: found one file to write to, a folder is needed")
    namespaces, quads = rdf.dataset_of(out, inferred=inferred)
    if format_ in _DATASETS:
        return _DATASETS[format_](quads, namespaces)
    return _UNIONS[format_](rdf.union(quads), namespaces)


def _files(out: Place, format_: Format) -> dict[str, bytes]:
    """Name in the folder → content."""
    view = open_view(out)
    if format_ is Format.NEO4J:
        return neo4j_files(view, opened(out).namespaces)
    writer = csv_file if format_ is Format.CSV else parquet_file
    return {f"{sheet.name}.{format_}": writer(sheet) for sheet in sheets(view)}


def _write(file: Path, content: bytes) -> None:
    """Writes beside a file's place and then puts it there, so that nobody reads a half; a pipe is written as it is."""
    place = file.resolve()
    new = place.with_name(f".{place.name}.new-{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and not place.is_file():
            place.write_bytes(content)
        else:
            new.write_bytes(content)
            new.replace(place)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise InputError(f"{file}: found that it cannot be written ({error.strerror})") from None
