"""Numbers as a build writes them: stores keep a number's value, and write it in their own way."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from pyoxigraph import Literal, NamedNode, Triple

from graph.writing.terms import typed
from graph.writing.void import VOCABULARIES
from ontology.namespaces import OUTSIDE, Namespaces

_BOOLEAN = NamedNode(OUTSIDE["xsd"] + "boolean")

Spelling = Mapping[NamedNode, Callable[[str], Literal]]


def spelling(namespaces: Namespaces) -> Spelling:
    """How the values of those properties are written that stores write in another way.

    >>> confidence = NamedNode(Namespaces().term("confidence"))
    >>> spelling(Namespaces())[confidence]("0.9").value
    '0.90'
    """
    counts = (OUTSIDE["nif"] + "beginIndex", OUTSIDE["nif"] + "endIndex", VOCABULARIES["dcat"] + "byteSize")
    ours: dict[str, Callable[[str], Literal]] = {"confidence": _share, "page": partial(_whole, "positiveInteger")}
    return {NamedNode(namespaces.term(name)): write for name, write in ours.items()} | {
        NamedNode(iri): partial(_whole, "nonNegativeInteger") for iri in counts
    }


def as_written(triple: Triple, known: Spelling) -> Triple:
    """The triple as a build writes it."""
    if not isinstance(triple.object, Literal):
        return triple
    write = _truth if triple.object.datatype == _BOOLEAN else known.get(triple.predicate)
    return triple if write is None else Triple(triple.subject, triple.predicate, write(triple.object.value))


def _truth(text: str) -> Literal:
    return typed("true" if text in {"true", "1"} else "false", "boolean")


def _share(text: str) -> Literal:
    return typed(f"{Decimal(text):.2f}", "decimal")


def _whole(datatype: str, text: str) -> Literal:
    return typed(str(int(text)), datatype)
