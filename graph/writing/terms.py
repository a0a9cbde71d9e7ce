"""The RDF terms that quads are made from, and quads about one subject."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from ontology.namespaces import OUTSIDE

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


def english(text: str) -> Value:
    """A text in English."""
    return Literal(text, language="en")


def typed(text: str, datatype: str) -> Literal:
    """A literal of a datatype of XML Schema."""
    return Literal(text, datatype=outside("xsd", datatype))


def plain(number: float) -> str:
    """A number in the lexical form of xsd:decimal: never an exponent, no trailing zeros.

    >>> plain(2.9e9), plain(0.5)
    ('2900000000', '0.5')
    """
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


TYPE = outside("rdf", "type")
REIFICATION = tuple(outside("rdf", name) for name in ("subject", "predicate", "object"))
