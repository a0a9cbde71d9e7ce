"""The formats that a graph can be exported to: name, ending and use of each, in one place.

This module is light: the command's help is made of it.
"""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from ontology.errors import InputError


class Format(StrEnum):
    """A format to export to."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    TURTLE12 = "turtle12"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    CSV = "csv"
    PARQUET = "parquet"
    NEO4J = "neo4j"

    @property
    def ending(self) -> str:
        """How the name of the file, or of the folder, ends."""
        return _ABOUT[self].ending

    @property
    def gloss(self) -> str:
        """What the format is for, in one line."""
        return _ABOUT[self].gloss

    @property
    def folder(self) -> bool:
        """Whether the format is a folder of files."""
        return not self.ending.startswith(".")


class _About(NamedTuple):
    ending: str
    gloss: str


_ABOUT: dict[Format, _About] = {
    Format.TURTLE: _About(".ttl", "RDF to read, the union of all graphs"),
    Format.TRIG: _About(".trig", "RDF to read, with its named graphs"),
    Format.NTRIPLES: _About(".nt", "RDF to stream, a triple a line, the union of all graphs"),
    Format.NQUADS: _About(".nq", "RDF to stream, a quad a line, with its named graphs"),
    Format.JSONLD: _About(".jsonld", "RDF as JSON with plain names, with its named graphs"),
    Format.RDFXML: _About(".rdf", "RDF for older tools, the union of all graphs"),
    Format.TURTLE12: _About(".rdf12.ttl", "RDF 1.2: each claim annotates its triple, the union of all graphs"),
    Format.GRAPHML: _About(".graphml", "network for Gephi, yEd, NetworkX, igraph"),
    Format.GEXF: _About(".gexf", "network for Gephi, with years as time"),
    Format.CYTOSCAPE: _About(".cyjs", "network for Cytoscape and cytoscape.js"),
    Format.CSV: _About("-csv", "tables for spreadsheets: a folder"),
    Format.PARQUET: _About("-parquet", "tables with types and lists: a folder (needs the extra `parquet`)"),
    Format.NEO4J: _About("-neo4j", "files for `neo4j-admin database import`: a folder"),
}


#: What the command takes for every format at once.
ALL = "all"


def named(name: str) -> Format:
    """The format of that name.

    Raises:
        InputError: there is none; the message lists them all.

    >>> named("gexf").ending
    '.gexf'
    """
    try:
        return Format(name)
    except ValueError:
        raise InputError(f"--format: found {name!r}, one of {', '.join(Format)} or {ALL} is needed") from None


def of_file(path: Path) -> Format:
    """The format that the ending of a file's name tells.

    Raises:
        InputError: no format of one file ends so.

    >>> of_file(Path("graph.nt")), of_file(Path("graph.rdf12.ttl"))
    (<Format.NTRIPLES: 'ntriples'>, <Format.TURTLE12: 'turtle12'>)
    """
    files = [format_ for format_ in Format if not format_.folder]
    found = [format_ for format_ in files if path.name.endswith(format_.ending)]
    if not found:
        known = ", ".join(format_.ending for format_ in files)
        raise InputError(f"{path}: found an ending that tells no format, {known} do; else --format is needed")
    return max(found, key=lambda format_: len(format_.ending))
