"""The graph as RDF 1.2 Turtle: a claim is the reifier of its triple and annotates it.

Instead of rdf:subject, rdf:predicate and rdf:object, a claim stands behind its triple with all that it says:

    a:jica oda:implements a:kccp ~ <…/claim/report/12ab> {| a oda:Claim ; oda:year "2021"^^xsd:gYear |} .

A claim whose triple the graph does not state, a denial, is written `<< a:jica oda:implements a:kccp ~ <…> >> … .`
So are other records of the same form: of derived triples, and of sectors.

Source: RDF 1.2 Turtle, on reifying triples and annotation syntax.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from graph.exports.terms import PLAIN, Names, Properties, Value, described
from graph.writing.dataset import prefixes
from ontology.namespaces import OUTSIDE, Namespaces

_Ends = tuple[Value, ...]

_TYPE = NamedNode(f"{OUTSIDE['rdf']}type")
_PARTS = tuple(NamedNode(OUTSIDE["rdf"] + part) for part in ("subject", "predicate", "object"))
# Numbers that Turtle writes bare, by their datatypes.
_BARE = {
    f"{OUTSIDE['xsd']}integer": re.compile(r"[+-]?[0-9]+"),
    f"{OUTSIDE['xsd']}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def turtle12(triples: Sequence[Triple], namespaces: Namespaces) -> bytes:
    """Triples, sorted by subject, as RDF 1.2 Turtle with our prefixes."""
    return "".join(_Writer(triples, namespaces).lines()).encode()


class _Writer:
    """Knows what is said of each subject, and which subjects are claims on which triple."""

    def __init__(self, triples: Sequence[Triple], namespaces: Namespaces) -> None:
        self._names = Names(prefixes(namespaces), PLAIN)
        self._described = described(triples)
        self._stated = {(triple.subject, triple.predicate, triple.object) for triple in triples}
        self._reified = _reified(self._described)
        self._reifiers: dict[_Ends, list[NamedNode]] = defaultdict(list)
        for subject, ends in self._reified.items():
            self._reifiers[ends].append(subject)

    def lines(self) -> Iterator[str]:
        yield 'VERSION "1.2"\n'
        yield from (f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in self._names.prefixes.items())
        for subject, properties in self._described.items():
            ends = self._reified.get(subject)
            if ends is None:
                said = " ;\n\t".join(self._properties(subject, properties, between=" ,\n\t\t"))
                yield f"{self._term(subject)} {said} .\n"
            elif ends not in self._stated:
                yield f"<< {self._triple(ends)} ~ {self._term(subject)} >> {self._claim(subject)} .\n"

    def _properties(self, subject: NamedNode, properties: Properties, *, between: str) -> Iterator[str]:
        for predicate, values in properties.items():
            said = between.join(self._annotated(subject, predicate, value) for value in values)
            yield f"{self._predicate(predicate)} {said}"

    def _annotated(self, subject: NamedNode, predicate: NamedNode, value: Value) -> str:
        reifiers = self._reifiers.get((subject, predicate, value), ())
        claims = (f"\n\t\t~ {self._term(claim)} {{| {self._claim(claim)} |}}" for claim in reifiers)
        return self._term(value) + "".join(claims)

    def _claim(self, claim: NamedNode) -> str:
        """What a claim says beside its ends, on one line."""
        beside = {part: values for part, values in self._described[claim].items() if part not in _PARTS}
        return " ; ".join(self._properties(claim, beside, between=" , "))

    def _triple(self, ends: _Ends) -> str:
        return " ".join(self._term(end) for end in ends)

    def _predicate(self, predicate: NamedNode) -> str:
        return "a" if predicate == _TYPE else self._term(predicate)

    def _term(self, term: Value) -> str:
        if isinstance(term, NamedNode):
            return self._names.name(term.value) or str(term)
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        written, suffix = str(term), f"^^{term.datatype}"
        name = self._names.name(datatype)
        return f"{written.removesuffix(suffix)}^^{name}" if name and written.endswith(suffix) else written


def _reified(subjects: dict[NamedNode, Properties]) -> dict[NamedNode, _Ends]:
    """The subjects that say one triple and something beside it, with that triple; none is about another one."""
    parts = {subject: [properties.get(part, []) for part in _PARTS] for subject, properties in subjects.items()}
    whole = {subject: tuple(part[0] for part in found) for subject, found in parts.items() if _single(found)}
    return {
        subject: ends for subject, ends in whole.items() if ends[0] not in whole and len(subjects[subject]) > len(ends)
    }


def _single(parts: Sequence[list[Value]]) -> bool:
    """Whether each part has one value, subject and predicate IRIs."""
    return all(len(part) == 1 for part in parts) and all(isinstance(part[0], NamedNode) for part in parts[:2])
