"""The graph as JSON-LD that a person can read: plain names, one context for all, an object for each named graph.

The context is made from the graph: each property that the graph uses is a term, its local name (`implements`,
`prefLabel`), and what most of its values are (IRIs, English, years) stands there once and not at each value.

Source: JSON-LD 1.1, compacted document form. Our graphs have no blank nodes and no lists, so what the specification's
algorithm does for those is left out.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph.exports.terms import Names, Properties, Value, described
from graph.writing.dataset import prefixes
from ontology.namespaces import OUTSIDE, Namespaces

#: What a value is: its keyword in a context, and the datatype or language; ("@type", "") is a plain text.
_Kind = tuple[str, str]
_IRI, _PLAIN = ("@id", ""), ("@type", "")

_XSD = OUTSIDE["xsd"]
_TYPE = f"{OUTSIDE['rdf']}type"
#: Properties whose values are terms of vocabularies, so that ours go by their plain names.
_NAMING = frozenset({_TYPE, f"{OUTSIDE['rdf']}predicate"})

# Of two vocabularies with a property of the same name, the first keeps the plain name.
_FIRST = ("oda", "skos", "rdf", "rdfs", "prov", "dcterms", "oa", "nif", "owl")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_LOCAL = re.compile(r"(?!//).+")
# Whole numbers that every reader of JSON keeps exactly (RFC 8259, section 6), as RDF writes them.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NATIVE = {f"{_XSD}integer": int, f"{_XSD}nonNegativeInteger": int}


def jsonld(quads: Sequence[Quad], namespaces: Namespaces) -> bytes:
    """Quads, sorted by graph and subject, as JSON-LD with its context."""
    context = _Context(quads, namespaces)
    content: list[str] = []
    for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = [_object(context.node(*item)) for item in described(quad.triple for quad in group).items()]
        if isinstance(graph, DefaultGraph):
            content += nodes
        else:
            content.append(f'{{"id": {_dumped(context.id(graph.value))}, "@graph": {_list(nodes)}}}')
    return f'{{"@context": {_object(context.definitions())},\n"@graph": {_list(content)}}}\n'.encode()


def _object(pairs: Mapping[str, object]) -> str:
    """A JSON object with an entry a line."""
    return "{\n" + ",\n".join(f"  {_dumped(key)}: {_dumped(value)}" for key, value in pairs.items()) + "\n}"


def _list(items: Iterable[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Context:
    """The terms of one document, and how values are written under them."""

    def __init__(self, quads: Iterable[Quad], namespaces: Namespaces) -> None:
        places = {
            "claim": f"{namespaces.base}claim/",
            "inference": f"{namespaces.inferred_graph}#",
            "text": namespaces.source(""),
        }
        self._names = Names(prefixes(namespaces) | places, _LOCAL)
        self._reserved = {*self._names.prefixes, "id", "type"}
        self._vocabulary = namespaces.ontology
        self._kinds = _kinds(quads)
        self._terms = self._named()
        self._meanings = {term: predicate for predicate, term in self._terms.items()}

    def definitions(self) -> dict[str, object]:
        terms = {term: self._definition(predicate) for predicate, term in self._terms.items() if predicate != _TYPE}
        start = {"@version": 1.1, "@vocab": self._vocabulary, "id": "@id", "type": "@type"}
        return {**start, **self._names.prefixes, **terms}

    def node(self, subject: NamedNode, properties: Properties) -> dict[str, object]:
        node: dict[str, object] = {"id": self.id(subject.value)}
        for predicate, values in properties.items():
            written = [self._value(predicate.value, value) for value in values]
            node[self._terms[predicate.value]] = written if len(written) > 1 else written[0]
        return node

    def id(self, iri: str) -> str:
        return self._names.name(iri) or iri

    def _named(self) -> dict[str, str]:
        """Predicate → term, the plain name where it is free."""
        named = {_TYPE: "type"}
        taken = set(self._reserved)
        for predicate in sorted(self._kinds.keys() - named.keys(), key=self._rank):
            name = self.id(predicate)
            local = name.partition(":")[2]
            free = name != predicate and local not in taken and _TERM.fullmatch(local)
            named[predicate] = local if free else name
            taken.add(named[predicate])
        return named

    def _rank(self, predicate: str) -> tuple[int, str]:
        prefix = self.id(predicate).partition(":")[0]
        return (_FIRST.index(prefix) if prefix in _FIRST else len(_FIRST), predicate)

    def _definition(self, predicate: str) -> object:
        keyword, detail = self._kinds[predicate]
        if (keyword, detail) == _PLAIN:
            return self.id(predicate)
        if (keyword, detail) == _IRI:
            return {"@id": self.id(predicate), "@type": "@vocab" if predicate in _NAMING else "@id"}
        return {"@id": self.id(predicate), keyword: self.id(detail) if keyword == "@type" else detail}

    def _vocab(self, iri: str) -> str:
        """A class or property of ours by its plain name, unless another property has that."""
        local = iri.removeprefix(self._vocabulary)
        free = _TERM.fullmatch(local) and local not in self._reserved
        return local if free and self._meanings.get(local, iri) == iri else self.id(iri)

    def _value(self, predicate: str, value: Value) -> object:
        kind, coerced = _kind(value), self._kinds[predicate]
        if kind == _IRI and kind == coerced:
            return self._vocab(value.value) if predicate in _NAMING else self.id(value.value)
        if kind == _IRI:
            return {"id": self.id(value.value)}
        if kind == coerced:
            native = kind[1] in _NATIVE and _WHOLE.fullmatch(value.value)
            return _NATIVE[kind[1]](value.value) if native else value.value
        keyword, detail = kind
        said = {} if kind == _PLAIN else {keyword: self.id(detail) if keyword == "@type" else detail}
        return {"@value": value.value, **said}


def _kinds(quads: Iterable[Quad]) -> dict[str, _Kind]:
    """Predicate → what most of its values are."""
    counts: dict[str, Counter[_Kind]] = defaultdict(Counter)
    for quad in quads:
        if isinstance(quad.object, Value):
            counts[quad.predicate.value][_kind(quad.object)] += 1
    return {predicate: max(sorted(found), key=found.__getitem__) for predicate, found in counts.items()}


def _kind(value: Value) -> _Kind:
    if isinstance(value, NamedNode):
        return _IRI
    if value.language:
        return ("@language", value.language)
    datatype = value.datatype.value
    return _PLAIN if datatype == f"{_XSD}string" else ("@type", datatype)
