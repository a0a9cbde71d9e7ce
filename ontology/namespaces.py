"""The IRIs of our terms, entities and graphs, and the outside vocabularies in use.

Source: the contract of the output in `DECISIONS.md`; outside namespaces are those of the named specifications.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from ontology.errors import InputError

DEFAULT_BASE = "https://w3id.org/odagraph/"

#: Prefix → namespace of the outside vocabularies that our graphs use.
OUTSIDE: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: What stands in an IRI as it is; most names are no more than that, and to look is ten times as fast as to quote.
_PLAIN = re.compile(r"[\w.~-]*", re.ASCII)
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#]+/")


def source_name(document_id: str) -> str:
    """The last part of a text's IRI, from its id; the graphs of texts are in the order of these."""
    return _quoted(document_id)


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else quote(name, safe="")


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The IRIs of one graph, all below one base.

    Raises:
        InputError: the base is no absolute IRI that ends with ``/`` and has no ``#``: its IRIs have their own.

    >>> Namespaces().entity("jica")
    'https://w3id.org/odagraph/id/jica'
    >>> Namespaces().evidence("report-2023", 10, 42)
    'https://w3id.org/odagraph/source/report-2023#char=10,42'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _ABSOLUTE_IRI.fullmatch(self.base):
            raise InputError(f"--base: found {self.base!r}, an absolute IRI that ends with / and has no # is needed")

    @property
    def ontology(self) -> str:
        """The namespace of classes and properties; its prefix is ``oda:``."""
        return f"{self.base}ontology#"

    @property
    def ontology_graph(self) -> str:
        """The named graph that holds the ontology and the code schemes."""
        return f"{self.base}ontology"

    @property
    def registry_graph(self) -> str:
        """The named graph of what is known of an entity over all texts."""
        return f"{self.base}registry"

    @property
    def inferred_graph(self) -> str:
        """The named graph of what follows from the texts by rules, and of the rule of each triple."""
        return f"{self.base}inferred"

    @property
    def corrections_graph(self) -> str:
        """The named graph of what people corrected, who said so, and what it took out."""
        return f"{self.base}corrections"

    def corrector(self, slug: str) -> str:
        """The IRI of somebody who corrected a graph."""
        return f"{self.base}corrector/{_quoted(slug)}"

    def term(self, name: str) -> str:
        """The IRI of a class or property of ours."""
        return self.ontology + name

    def entity(self, entity_id: str) -> str:
        """The IRI of an entity; its id is the local name."""
        return f"{self.base}id/{_quoted(entity_id)}"

    def code(self, scheme: str, notation: str) -> str:
        """The IRI of a concept in one of our code schemes."""
        return f"{self.base}code/{_quoted(scheme)}/{_quoted(notation)}"

    def source(self, document_id: str) -> str:
        """The IRI of a text, which is also the named graph of what it states."""
        return f"{self.base}source/{source_name(document_id)}"

    def evidence(self, document_id: str, start: int, end: int) -> str:
        """The IRI of a stretch of a text, in code points, half open (RFC 5147 fragment)."""
        return f"{self.source(document_id)}#char={start},{end}"

    def claim(self, document_id: str, digest: str) -> str:
        """The IRI of a claim of one text; the digest is of what it says."""
        return f"{self.base}claim/{_quoted(document_id)}/{digest}"
