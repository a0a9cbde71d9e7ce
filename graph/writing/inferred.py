"""What follows from the texts → the graph of it: each derived triple, and an `oda:Inference` that tells its rule.

The inferences are six sevenths of the graph and all of one form, so their statements are filled in as text.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from pyoxigraph import Literal

from graph.writing.counts import Counts
from graph.writing.lines import LineGraph
from graph.writing.terms import REIFICATION, TYPE
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status


class Reason(NamedTuple):
    """The rule that derives a triple, and how firm the claims are on which it rests."""

    rule: str
    status: Status


@dataclass(frozen=True, slots=True)
class Inferred:
    """The inferred graph: its section of the TriG file, empty where nothing follows, what it holds, and how many
    triples are derived, the inferences beside them left out.
    """

    section: bytes
    counts: Counts
    derived: int


_TYPE: Final = str(TYPE).encode()
_INFERENCE: Final = b"""\
\t%s a oda:Inference ;
\t\trdf:object %s ;
\t\trdf:predicate %s ;
\t\trdf:subject %s ;
\t\toda:rule %s ;
\t\toda:status %s .
"""


def inferred(reasons: Mapping[bytes, Reason], namespaces: Namespaces) -> Inferred:
    """The graph of derived triples, given as lines, each with its reason."""
    if not reasons:
        return Inferred(b"", Counts(), 0)
    graph = LineGraph.of(reasons, namespaces)
    derived = graph.section(namespaces.inferred_graph)
    beside = b"".join(sorted(_inferences(graph, reasons, namespaces)))
    counts = _with_inferences(graph, {*reasons.values()}, namespaces)
    return Inferred(b"".join((derived.removesuffix(b"}\n"), beside, b"}\n")), counts, len(graph.lines))


def _inferences(graph: LineGraph, reasons: Mapping[bytes, Reason], namespaces: Namespaces) -> Iterator[bytes]:
    """Yields: the statement beside each triple; its IRI is named by what the triple says below the base."""
    base, below, short = namespaces.base.encode(), namespaces.inferred_graph.encode(), graph.short
    for line, terms in zip(graph.lines, graph.triples, strict=True):
        rule, status = reasons[line]
        subject, predicate, object_ = terms
        digest = hashlib.sha256(b"\n".join(terms).replace(base, b"")).hexdigest()[:16].encode()
        iri = b"<%s#%s>" % (below, digest)
        yield _INFERENCE % (iri, short[object_], short[predicate], short[subject], _literal(rule), _literal(status))


@cache
def _literal(text: str) -> bytes:
    return f"{Literal(text)}".encode()


def _with_inferences(graph: LineGraph, reasons: Collection[Reason], namespaces: Namespaces) -> Counts:
    """What the graph holds: the derived triples, and six beside each."""
    derived, number = graph.counts(namespaces), len(graph.lines)
    literals = {_literal(text) for reason in reasons for text in reason}
    inference = namespaces.term("Inference")
    return Counts(
        subjects=derived.subjects + number,
        entities=derived.entities,
        objects=len(graph.short.keys() | literals | {f"<{inference}>".encode()}),
        classes={**derived.classes, inference: number},
        properties=Counter(derived.properties) + Counter(dict.fromkeys(_six(namespaces), number)),
    )


def _six(namespaces: Namespaces) -> Iterator[str]:
    """Yields: the properties of an inference."""
    yield from (end.value for end in (TYPE, *REIFICATION))
    yield from (namespaces.term(name) for name in ("rule", "status"))
