"""A named graph as lines of N-Triples, which Python sorts, counts and joins ten times as fast as values, and as the
section of a TriG file that the engine would write of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from pyoxigraph import RdfFormat, parse

from graph.writing.counts import Counts
from graph.writing.dataset import section, statements
from graph.writing.terms import TYPE
from ontology.namespaces import Namespaces

#: How a line ends.
END: Final = b" .\n"
#: Subject, predicate and object, as a line has them.
Terms = Sequence[bytes]
#: All subjects, all predicates and all objects of triples, in their order.
Columns = tuple[Terms, Terms, Terms]

_TYPE: Final = f"{TYPE}".encode()
#: What N-Triples and Turtle write alike: texts, with a language or without.
_TEXT = re.compile(rb'".*"(?:@[a-z-]+)?', re.DOTALL)


def line(triple: object) -> bytes:
    """A triple, or a quad of the default graph, as a line."""
    return f"{triple}".encode() + END


def terms_in(line: bytes) -> Terms:
    """Subject, predicate and object of a line, as they are written there."""
    return line[: -len(END)].split(b" ", 2)


def columns_of(lines: Iterable[bytes]) -> Columns:
    """The columns of lines."""
    said = b"".join(lines)
    if b'"' in said:  # a text may have spaces
        return transposed(map(terms_in, said.splitlines(keepends=True)))
    terms = said.split()
    return terms[::4], terms[1::4], terms[2::4]


def transposed(triples: Iterable[Terms]) -> Columns:
    """The columns of triples."""
    subjects, predicates, objects = [*zip(*triples, strict=True)] or ((), (), ())
    return subjects, predicates, objects


def by_iri(numbers: Mapping[bytes, int]) -> dict[str, int]:
    """Numbers of IRIs, which were counted as lines have them."""
    return {term[1:-1].decode(): number for term, number in numbers.items()}


@dataclass(frozen=True, slots=True)
class LineGraph:
    """The lines of a named graph, sorted, each once; their terms, and how a section has each of these."""

    lines: Sequence[bytes]
    triples: Sequence[Terms]
    short: Mapping[bytes, bytes]

    @classmethod
    def of(cls, lines: Iterable[bytes], namespaces: Namespaces) -> Self:
        """The graph of lines in any order."""
        in_order = sorted(set(lines), key=_order)
        triples = [terms_in(each) for each in in_order]
        return cls(in_order, triples, shortened(set(chain.from_iterable(triples)), namespaces))

    def section(self, graph: str) -> bytes:
        """The section of the TriG file under the IRI of the graph; empty where there are no lines."""
        return section_of(graph, self.statements())

    def statements(self) -> Iterator[bytes]:
        """Yields: what the section says of each subject, in order."""
        pieces: list[bytes] = []
        last: tuple[bytes, bytes] = (b"", b"")
        for subject, predicate, object_ in self.triples:
            verb = b"a" if predicate == _TYPE else self.short[predicate]
            if subject != last[0]:
                if pieces:
                    yield b"".join(pieces)
                pieces = [b"\t%s %s " % (self.short[subject], verb)]
            else:
                pieces.append(b" , " if predicate == last[1] else b" ;\n\t\t%s " % verb)
            pieces.append(self.short[object_])
            last = subject, predicate
        if pieces:
            yield b"".join(pieces)

    def counts(self, namespaces: Namespaces) -> Counts:
        """What the graph holds."""
        return counts_of(transposed(self.triples), namespaces)


def section_of(graph: str, statements: Iterable[bytes]) -> bytes:
    """The section of the TriG file that has these statements under the IRI of a graph; empty where there are none."""
    said = [*statements]
    if not said:
        return b""
    said[0] = b"<%s> {\n%s" % (graph.encode(), said[0])
    said.append(b"}\n")
    return b" .\n".join(said)  # once: the section of a large graph has some hundred megabytes


def counts_of(columns: Columns, namespaces: Namespaces) -> Counts:
    """What the graph of distinct triples holds."""
    subjects, predicates, objects = columns
    types = (object_ for predicate, object_ in zip(predicates, objects, strict=True) if predicate == _TYPE)
    prefix = b"<%s" % namespaces.entity("").encode()
    return Counts(
        subjects=len({*subjects}),
        entities=sum(subject.startswith(prefix) for subject in {*subjects}),
        objects=len({*objects}),
        classes=by_iri(Counter(type_ for type_ in types if type_.startswith(b"<"))),
        properties=by_iri(Counter(predicates)),
    )


def by_property(lines: Iterable[bytes]) -> Mapping[bytes, list[bytes]]:
    """Lines by their properties."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for line in lines:
        found[line.split(b" ", 2)[1]].append(line)
    return found


def subject_in(line: bytes) -> bytes:
    """The subject of a line."""
    return line[: line.index(b" ")]


def _order(line: bytes) -> bytes:
    """The place of a line in its graph: that of `graph.writing.dataset.order`."""
    return line.replace(b" %s " % _TYPE, b" ! ", 1)


def shortened(terms: Set[bytes], namespaces: Namespaces) -> Mapping[bytes, bytes]:
    """Terms as a section has them. The engine is asked how it writes those that are neither a text nor the plain IRI of
    a thing.
    """
    thing = re.compile(rb"<%s(\w[\w-]*)>" % re.escape(namespaces.entity("").encode()))
    short = {term: b"a:" + found[1] for term in terms if (found := thing.fullmatch(term))}
    short |= {term: term for term in terms if _TEXT.fullmatch(term)}
    return short | _written(sorted(terms - short.keys()), namespaces)


def _written(terms: Collection[bytes], namespaces: Namespaces) -> dict[bytes, bytes]:
    """Terms as the engine writes them: each as the object of a statement of its own."""
    about = b"".join(b"<urn:x-%d> <urn:x> %s <urn:x> .\n" % item for item in enumerate(terms))
    said = statements(section(parse(about, RdfFormat.N_QUADS, lenient=True), namespaces))
    return {term: each.strip().split(b" ", 2)[2] for term, each in zip(terms, said, strict=True)}
