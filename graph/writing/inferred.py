"""What follows from the texts → the graph of it: each derived triple, and an `oda:Inference` that tells its rule.

The inferences are six sevenths of the graph and all of one form, so their statements are filled in as text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Final, NamedTuple

from pyoxigraph import Literal

from graph.writing.counts import Counts
from graph.writing.lines import LineGraph, Terms, columns_of, counts_of, section_of, subject_in, terms_in
from graph.writing.terms import REIFICATION, TYPE
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status


class Reason(NamedTuple):
    """The rule that derives a triple, and how firm the claims are on which it rests."""

    rule: str
    status: Status


#: Derived triples as lines, by their reasons, of which each has one.
ByReason = Mapping[Reason, Set[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """The inferred graph: derived triples by their reasons, and the section of the TriG file, empty where nothing
    follows. Where it is made of an older one, `changes` are two sections: of what only that had, and of what only this
    one has.
    """

    by_reason: ByReason = field(default_factory=dict)
    section: bytes = b""
    changes: tuple[bytes, bytes] | None = None

    def __len__(self) -> int:
        """How many triples were derived."""
        return sum(map(len, self.by_reason.values()))

    def counts(self, namespaces: Namespaces) -> Counts:
        """What the graph holds: the derived triples, and six beside each."""
        if not self:
            return Counts()
        columns = columns_of(_lines(self.by_reason))
        derived, number = counts_of(columns, namespaces), len(self)
        literals = {_literal(text) for reason, lines in self.by_reason.items() if lines for text in reason}
        inference = namespaces.term("Inference")
        return Counts(
            subjects=derived.subjects + number,
            entities=derived.entities,
            objects=len({*chain.from_iterable(columns)} | literals | {f"<{inference}>".encode()}),
            classes={**derived.classes, inference: number},
            properties=Counter(derived.properties) + Counter(dict.fromkeys(_six(namespaces), number)),
        )


_INFERENCE: Final = b"""\
\t%s a oda:Inference ;
\t\trdf:object %s ;
\t\trdf:predicate %s ;
\t\trdf:subject %s ;
\t\toda:rule %s ;
\t\toda:status %s"""


def inferred(by_reason: ByReason, namespaces: Namespaces, before: Inferred | None = None) -> Inferred:
    """The graph of derived triples. It is the same, in less than half of the time, when it is made of the one that was
    there `before`, and most of that stays.
    """
    if not any(by_reason.values()):
        return Inferred()
    if before:
        return _inferred_since(before, by_reason, namespaces)
    graph = LineGraph.of(_lines(by_reason), namespaces)
    said = chain(graph.statements(), sorted(_inferences(graph, by_reason, namespaces)))
    return Inferred(by_reason=by_reason, section=section_of(namespaces.inferred_graph, said))


def _inferred_since(before: Inferred, by_reason: ByReason, namespaces: Namespaces) -> Inferred:
    gone, come = _less(before.by_reason, by_reason), _less(by_reason, before.by_reason)
    lines = [*_lines(by_reason)]
    subjects, _, _ = columns_of(lines)
    touched = {*map(subject_in, chain(_lines(gone), _lines(come)))}
    of_touched = {line for line, subject in zip(lines, subjects, strict=True) if subject in touched}
    had = of_touched.difference(*come.values()).union(*gone.values())
    about, beside = _statements(before.section, namespaces)
    by_subject = dict(zip(sorted({*subjects} - touched | {*map(subject_in, had)}), about, strict=True))
    anew = LineGraph.of(of_touched, namespaces)
    by_subject.update(zip(sorted({*map(subject_in, of_touched)}), anew.statements(), strict=True))
    new = LineGraph.of(_lines(come), namespaces)
    told = {_iri(terms_in(line), namespaces) for line in _lines(gone)}
    until = 1 + len(_iri((), namespaces))
    stay = (statement for statement in beside if statement[1:until] not in told)
    said = chain(
        (by_subject[subject] for subject in sorted({*subjects})),
        sorted(chain(stay, _inferences(new, come, namespaces))),
    )
    return Inferred(
        by_reason=by_reason,
        section=section_of(namespaces.inferred_graph, said),
        changes=(inferred(gone, namespaces).section, inferred(come, namespaces).section),
    )


def _lines(by_reason: ByReason) -> Iterator[bytes]:
    return chain.from_iterable(by_reason.values())


def _less(by_reason: ByReason, others: ByReason) -> ByReason:
    """What others do not have, or not for the same reason."""
    return {reason: lines - others.get(reason, frozenset()) for reason, lines in by_reason.items()}


def _statements(section: bytes, namespaces: Namespaces) -> tuple[list[bytes], list[bytes]]:
    """The statements of an inferred graph about each subject, and those of the inferences, both in order."""
    middle = section.index(b"\n\t<%s#" % namespaces.inferred_graph.encode()) + 1
    number = section.count(b" .\n", 0, middle)
    statements = section.split(b" .\n")
    statements[0] = statements[0].partition(b"{\n")[2]
    return statements[:number], statements[number:-1]


def _inferences(graph: LineGraph, by_reason: ByReason, namespaces: Namespaces) -> Iterator[bytes]:
    """Yields: the statement beside each triple."""
    short = graph.short
    reasons = {line: reason for reason, lines in by_reason.items() for line in lines}
    for line, terms in zip(graph.lines, graph.triples, strict=True):
        rule, status = reasons[line]
        subject, predicate, object_ = (short[term] for term in terms)
        iri = _iri(terms, namespaces)
        yield _INFERENCE % (iri, object_, predicate, subject, _literal(rule), _literal(status))


def _iri(terms: Terms, namespaces: Namespaces) -> bytes:
    """The IRI of the inference beside a triple: it is named by what that says below the base."""
    said = b"\n".join(terms).replace(namespaces.base.encode(), b"")
    return b"<%s#%s>" % (namespaces.inferred_graph.encode(), hashlib.sha256(said).hexdigest()[:16].encode())


@cache
def _literal(text: str) -> bytes:
    return f"{Literal(text)}".encode()


def _six(namespaces: Namespaces) -> Iterator[str]:
    """Yields: the properties of an inference."""
    yield from (end.value for end in (TYPE, *REIFICATION))
    yield from (namespaces.term(name) for name in ("rule", "status"))
