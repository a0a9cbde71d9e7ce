"""What follows from the texts → the graph of it: each derived triple, and an `oda:Inference` that tells its rule.

The inferences are six sevenths of the graph and all of one form, so their statements are filled in as text.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from pyoxigraph import Literal, RdfFormat, parse

from graph.writing.counts import Counts
from graph.writing.dataset import section, statements
from graph.writing.terms import REIFICATION, TYPE
from graph.writing.things import by_iri, terms_in
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


#: Subject, predicate and object, as a line has them.
_Terms = Sequence[bytes]

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
    triples = [terms_in(line) for line in sorted(reasons, key=_order)]
    short = _shortened({*chain.from_iterable(triples)}, namespaces)
    beside = b"".join(sorted(_inferences(reasons, short, namespaces)))
    counts = _counts(triples, {*reasons.values()}, namespaces)
    return Inferred(b"".join((*_derived(triples, short, namespaces), beside, b"}\n")), counts, len(triples))


def _derived(triples: Iterable[_Terms], short: Mapping[bytes, bytes], namespaces: Namespaces) -> Iterator[bytes]:
    """Yields: the beginning of the section, with the sorted triples, as the engine would write them."""
    yield b"<%s> {" % namespaces.inferred_graph.encode()
    last: tuple[bytes, bytes] = (b"", b"")
    for subject, predicate, object_ in triples:
        verb = b"a" if predicate == _TYPE else short[predicate]
        if subject != last[0]:
            yield b"%s\n\t%s %s " % (b" ." if last[0] else b"", short[subject], verb)
        else:
            yield b" , " if predicate == last[1] else b" ;\n\t\t%s " % verb
        yield short[object_]
        last = subject, predicate
    yield b" .\n"


def _order(line: bytes) -> bytes:
    return line.replace(b" %s " % _TYPE, b" ! ", 1)


def _section(lines: Iterable[bytes], namespaces: Namespaces) -> bytes:
    graph = b"<%s> .\n" % namespaces.inferred_graph.encode()
    return section(parse(b"".join(line[:-2] + graph for line in lines), RdfFormat.N_QUADS, lenient=True), namespaces)


def _inferences(
    reasons: Mapping[bytes, Reason], short: Mapping[bytes, bytes], namespaces: Namespaces
) -> Iterator[bytes]:
    """Yields: the statement beside each triple; its IRI is named by what the triple says below the base."""
    base, graph = namespaces.base.encode(), namespaces.inferred_graph.encode()
    for line, (rule, status) in reasons.items():
        terms = terms_in(line)
        digest = hashlib.sha256(b"\n".join(terms).replace(base, b"")).hexdigest()[:16].encode()
        subject, predicate, object_ = map(short.__getitem__, terms)
        iri = b"<%s#%s>" % (graph, digest)
        yield _INFERENCE % (iri, object_, predicate, subject, _literal(rule), _literal(status))


@cache
def _literal(text: str) -> bytes:
    return f"{Literal(text)}".encode()


def _shortened(terms: Collection[bytes], namespaces: Namespaces) -> Mapping[bytes, bytes]:
    """Terms as a section has them. The engine is asked how it writes those that are no plain IRI of a thing."""
    begin = b"<%s" % namespaces.entity("").encode()
    plain = re.compile(re.escape(begin) + rb"(\w[\w-]*)>")
    short = {term: b"a:" + found[1] for term in terms if (found := plain.fullmatch(term))}
    others = sorted(terms - short.keys())
    graph = namespaces.inferred_graph.encode()
    about = b"".join(b"<urn:x-%d> <urn:x> %s <%s> .\n" % (at, term, graph) for at, term in enumerate(others))
    said = statements(section(parse(about, RdfFormat.N_QUADS, lenient=True), namespaces))
    return short | {term: each.strip().split(b" ", 2)[2] for term, each in zip(others, said, strict=True)}


def _counts(triples: Sequence[_Terms], reasons: Collection[Reason], namespaces: Namespaces) -> Counts:
    """What the graph holds: the derived triples, and six beside each."""
    subjects, predicates, objects = (set(terms) for terms in zip(*triples, strict=True))
    literals = {_literal(text) for reason in reasons for text in reason}
    inference, prefix = _iri(namespaces.term("Inference")), _iri(namespaces.entity(""))[:-1]
    classes = Counter(object_ for _, predicate, object_ in triples if predicate == _TYPE)
    properties = Counter(predicate for _, predicate, _ in triples)
    properties.update(dict.fromkeys(_six(namespaces), len(triples)))
    return Counts(
        subjects=len(subjects) + len(triples),
        entities=sum(subject.startswith(prefix) for subject in subjects),
        objects=len(subjects | predicates | objects | literals | {inference}),
        classes=by_iri(classes + Counter({inference: len(triples)})),
        properties=by_iri(properties),
    )


def _six(namespaces: Namespaces) -> Iterator[bytes]:
    """Yields: the properties of an inference."""
    yield from (_TYPE, *(f"{end}".encode() for end in REIFICATION))
    yield from (_iri(namespaces.term(name)) for name in ("rule", "status"))


def _iri(iri: str) -> bytes:
    return f"<{iri}>".encode()
