"""What corrections did → the quads of the corrections graph: who said what and why, what changed, and what went.

What a correction changed or added is attributed to whoever made it and tells the correction; what it took out stands
nowhere else in the graph, and tells here that it did. A fact that went is no `oda:Claim`: no text states it.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from extract.corrections.effects import DroppedFact, Effect, FactKey
from extract.corrections.entries import Correction
from graph.writing.terms import REIFICATION, TYPE, Value, claim_iri, english, node, outside, quads_about
from ontology.namespaces import Namespaces

#: Whoever signs no name.
UNNAMED = "somebody"

_Properties = list[tuple[NamedNode, Value]]


def correction_quads(effects: Sequence[Effect], namespaces: Namespaces) -> Iterator[Quad]:
    """Yields: all that the corrections graph says; nothing for a correction that did nothing."""
    graph = NamedNode(namespaces.corrections_graph)
    for effect in effects:
        if not effect.unused:
            for iri, properties in _said(effect, namespaces):
                yield from quads_about(iri, properties, graph)


def _said(effect: Effect, namespaces: Namespaces) -> Iterator[tuple[str, _Properties]]:
    entry = effect.correction
    iri = _below("\n".join(entry.key), namespaces)
    agent = namespaces.corrector(_slug(entry.by or UNNAMED))
    yield agent, [(TYPE, outside("prov", "Agent")), (outside("rdfs", "label"), english(entry.by or UNNAMED))]
    yield iri, _of_entry(entry, agent, namespaces)
    done: _Properties = [
        (outside("prov", "wasAttributedTo"), node(agent)),
        (outside("prov", "wasInfluencedBy"), node(iri)),
    ]
    for thing in effect.changed:
        yield namespaces.entity(thing), done
    for fact in (*effect.added, *effect.confirmed):
        yield _claim(fact, namespaces), done
    gone: _Properties = [(outside("prov", "wasInvalidatedBy"), node(iri))]
    for dropped in effect.dropped_things:
        yield namespaces.entity(dropped.id), [*gone, (outside("rdfs", "label"), english(dropped.name))]
    for fact_ in effect.dropped_facts:
        name = _claim(fact_.fact, namespaces).removeprefix(namespaces.base)
        yield _below(name, namespaces), [*gone, *_of_fact(fact_, namespaces)]


def _of_entry(entry: Correction, agent: str, namespaces: Namespaces) -> _Properties:
    note: _Properties = [(outside("rdfs", "comment"), english(entry.note))] if entry.note else []
    return [
        (TYPE, node(namespaces.term("Correction"))),
        (NamedNode(namespaces.term("rule")), Literal(entry.kind)),
        (outside("rdfs", "label"), english(entry.said)),
        (outside("prov", "wasAssociatedWith"), node(agent)),
        *note,
    ]


def _of_fact(dropped: DroppedFact, namespaces: Namespaces) -> _Properties:
    fact = dropped.fact
    said = f"{dropped.subject} {fact.predicate} {dropped.object}"
    return [
        (TYPE, node(namespaces.term("DroppedFact"))),
        *zip(REIFICATION, map(node, _triple(fact, namespaces)), strict=True),
        (outside("dcterms", "source"), node(namespaces.source(fact.document))),
        (outside("rdfs", "label"), english(said)),
    ]


def _triple(fact: FactKey, namespaces: Namespaces) -> tuple[str, str, str]:
    return namespaces.entity(fact.subject), namespaces.term(fact.predicate), namespaces.entity(fact.object)


def _claim(fact: FactKey, namespaces: Namespaces) -> str:
    return claim_iri((*_triple(fact, namespaces), fact.status), fact.document, namespaces)


def _below(said: str, namespaces: Namespaces) -> str:
    """An IRI below that of the corrections graph, from what is said."""
    return f"{namespaces.corrections_graph}#{_digest(said)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _slug(name: str) -> str:
    """A name as part of an IRI; a hash tells names apart that differ in what is left out."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    return slug if slug == name.casefold().replace(" ", "-") else f"{slug}-{_digest(name)[:8]}".strip("-")
