"""The RDF terms that quads are made from, and quads about one subject."""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import OUTSIDE, Namespaces

Value = NamedNode | Literal


def quads_about(subject: str, properties: Iterable[tuple[NamedNode, Value]], graph: NamedNode) -> Iterator[Quad]:
    """Yields: a quad for each property of one subject, in order."""
    node_ = NamedNode(subject)
    return (Quad(node_, predicate, value, graph) for predicate, value in properties)


@lru_cache(maxsize=256)
def outside(prefix: str, name: str) -> NamedNode:
    """A term of an outside vocabulary."""
    return NamedNode(OUTSIDE[prefix] + name)


def node(iri: str) -> Value:
    """An IRI as the value of a property."""
    return NamedNode(iri)


def claim_iri(says: Iterable[str], document_id: str, namespaces: Namespaces) -> str:
    """The IRI of a claim of a text, from what it says."""
    text = "\n".join(says).replace(namespaces.base, "")
    return namespaces.claim(document_id, hashlib.sha256(text.encode()).hexdigest()[:16])


def english(text: str) -> Value:
    """A text in English."""
    return Literal(text, language="en")


def typed(text: str, datatype: str) -> Literal:
    """A literal of a datatype of XML Schema."""
    return Literal(text, datatype=outside("xsd", datatype))


def issued(day: str, year: int | None) -> tuple[Literal, ...]:
    """When a text was published, as its values of dcterms:issued: the day, where none is known the year, or nothing.

    >>> [str(when) for when in issued("", 2020)], issued("", None)
    (['"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>'], ())
    """
    if day:
        return (typed(day, "date"),)
    return () if year is None else (typed(f"{year:04d}", "gYear"),)


def plain(number: float) -> str:
    """A number in the lexical form of xsd:decimal: never an exponent, no trailing zeros.

    >>> plain(2.9e9), plain(0.5)
    ('2900000000', '0.5')
    """
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


TYPE = outside("rdf", "type")
REIFICATION = tuple(outside("rdf", name) for name in ("subject", "predicate", "object"))
