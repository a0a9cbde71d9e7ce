"""What is wrong with a graph, in words for readers who know no RDF: names for IRIs, kinds for types, node by node."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from graph.tables import Table, clean
from graph.writing.dataset import prefixes
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import Role

#: More values than this are counted, not listed.
_MOST_VALUES = 3
_LONGEST_QUOTE = 60
_UNCOUNTED = {"evidence"}
_QUOTE = rdflib.URIRef(OUTSIDE["oa"] + "exact")
_NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title, SKOS.altLabel)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing that is wrong with a node: with which of its properties, what was found and what is allowed.

    `focus` and `property` are IRIs (`property` is empty where the fault is in none), `label` and `name` what a reader
    calls them; `checks` are the constraints of `ontology/shapes.ttl` and the promises that say so, sorted.
    """

    focus: str
    property: str
    found: str
    allowed: str
    label: str
    name: str
    checks: tuple[str, ...]


class Short:
    """Writes an IRI with the prefix of the longest of our namespaces that it begins with."""

    def __init__(self, namespaces: Namespaces) -> None:
        known = ((namespace, prefix) for prefix, namespace in prefixes(namespaces).items())
        self._prefixes = sorted(known, key=lambda pair: (-len(pair[0]), pair))

    def __call__(self, iri: str) -> str:
        """The short form, or the IRI as it is.

        >>> Short(Namespaces())("http://www.w3.org/2004/02/skos/core#prefLabel")
        'skos:prefLabel'
        """
        fits = (f"{prefix}:{iri[len(name) :]}" for name, prefix in self._prefixes if iri.startswith(name))
        return next(fits, iri)


class Words:
    """Says in words what stands in one graph."""

    def __init__(self, data: rdflib.Graph, namespaces: Namespaces) -> None:
        self._data = data
        self._oda = rdflib.Namespace(namespaces.ontology)
        self._short = Short(namespaces)
        self._roles = {self._oda[role] for role in Role}

    def thing(self, node: Node) -> str:
        """What a node is called, and what it is: "Kenya, a country"."""
        kind = self.kind(node)
        if (node, _QUOTE, None) in self._data:
            return f"{kind} “{self._shortened(self._data.value(node, _QUOTE))}”"
        if (node, RDF.predicate, None) in self._data:
            return f"{kind} “{self._statement(node)}”"
        return f"{self.name(node)}, {kind}" if kind else self.name(node)

    def kind(self, node: Node) -> str:
        """The types of a node with an article: "a country and a partner country"; empty if it has none of ours."""
        types = sorted(self._data.objects(node, RDF.type), key=lambda type_: (type_ in self._roles, str(type_)))
        labels = [str(label).lower() for type_ in types if (label := self._data.value(type_, RDFS.label))]
        *first, last = map(_with_article, labels or [""])
        return f"{', '.join(first)} and {last}" if first else last

    def name(self, node: Node) -> str:
        """What a node is called; its IRI, shortened, where the graph does not tell."""
        if isinstance(node, rdflib.BNode):
            return "a node without an IRI"
        found = (min(map(str, names)) for name in _NAMES if (names := list(self._data.objects(node, name))))
        return next(found, None) or self._short(str(node))

    def value(self, value: Node) -> str:
        """A value of a property, and what kind of value it is."""
        if not isinstance(value, rdflib.Literal):
            known = (value, None, None) in self._data
            return self.thing(value) if known else f"{self._short(str(value))}, of which nothing is known"
        if value.language:
            return f"“{self._shortened(value)}” in the language {value.language}"
        plain = value.datatype in {None, XSD.string}
        kind = "as plain text" if plain else f"of the type {self._short(str(value.datatype))}"
        return f"“{self._shortened(value)}” {kind}"

    def values(self, values: Iterable[Node]) -> str:
        """All values of a property: "none", the one, or how many and which."""
        listed = sorted(map(self.value, values))
        if len(listed) < 2:
            return "".join(listed) or "none"
        more = f"; and {len(listed) - _MOST_VALUES} more" if len(listed) > _MOST_VALUES else ""
        return f"{len(listed)}: {'; '.join(listed[:_MOST_VALUES])}{more}"

    def ends(self, node: Node, relation: Node) -> str:
        """What a relation starts at and what it leads to."""
        return (
            f"{self.kind(node) or 'a thing without a type'}; it leads to {self.values(self._objects(node, relation))}"
        )

    def of(self, node: Node, property_: Node) -> str:
        """All values of a property of a node."""
        return self.values(self._objects(node, property_))

    def _objects(self, node: Node, property_: Node) -> list[Node]:
        return list(self._data.objects(node, property_))

    def _statement(self, node: Node) -> str:
        ends = (self._data.value(node, end) for end in (RDF.subject, RDF.predicate, RDF.object))
        return " ".join("?" if end is None else self.name(end) for end in ends)

    def _shortened(self, text: object) -> str:
        return textwrap.shorten(clean(str(text)), _LONGEST_QUOTE, placeholder=" …") or clean(str(text))[:_LONGEST_QUOTE]


def _with_article(label: str) -> str:
    """A noun with "a" or "an", where it can have one; nothing stays nothing.

    >>> _with_article("event"), _with_article("country"), _with_article("evidence")
    ('an event', 'a country', 'evidence')
    """
    return label if label in {"", *_UNCOUNTED} else f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def as_table(faults: Sequence[Fault]) -> Table:
    """The faults as rows for programs and spreadsheets, in their order."""
    columns = ("node", "label", "property", "name", "found", "allowed", "checks")
    rows = ((f.focus, f.label, f.property, f.name, f.found, f.allowed, ", ".join(f.checks)) for f in faults)
    return Table(columns, tuple(rows))


def as_text(faults: Sequence[Fault], namespaces: Namespaces, *, width: int | None = None) -> str:
    """The faults for readers, node by node, with their number at the end; `width` is that of the screen."""
    short = Short(namespaces)
    groups = [list(group) for _, group in groupby(faults, key=lambda fault: fault.focus)]
    counts = _counted(len(faults), "fault"), _counted(len(groups), "thing")
    return "\n".join((*(_paragraph(group, short, width) for group in groups), f"{counts[0]} in {counts[1]}\n"))


def _paragraph(faults: Sequence[Fault], short: "Short", width: int | None) -> str:
    """What is wrong with one node: its name, its IRI, and for each fault the property, what was found and allowed."""
    lines = [*_wrapped(clean(faults[0].label), "", width), faults[0].focus]
    for fault in faults:
        lines += _wrapped(f"{fault.name} ({short(fault.property)})" if fault.property else "as a whole", "  ", width)
        lines += _wrapped(f"found: {fault.found}", "    ", width)
        lines += _wrapped(f"allowed: {fault.allowed}", "    ", width)
    return "".join(f"{line}\n" for line in lines)


def _wrapped(text: str, indent: str, width: int | None) -> list[str]:
    if width is None:
        return [indent + text]
    # On a screen of no columns each word would stand alone.
    room = max(width, 40)
    return textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False)


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
