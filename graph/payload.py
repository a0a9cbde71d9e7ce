"""The graph as the page's scripts read it: plain values for JSON, with numbers in the place of ids."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.appearance import CODES, FAMILIES, GROUPS, TYPES, WORDINGS, GroupStyle
from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote
from ontology.vocabulary import Predicate

Json = dict[str, Any]

#: A name longer than this is drawn by its acronym, where it has one.
LONG_NAME = 22

_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z0-9][A-Za-z0-9&/.-]{1,11}")


def facts_of(view: GraphView) -> list[Edge]:
    """Every edge of the page in its order: what texts state, plan or propose, and what they only deny."""
    return sorted((*view.edges, *view.denied), key=lambda edge: edge.key)


def payload(view: GraphView, title: str) -> Json:
    """All that the page's scripts read, but the drawing. Entities, facts, sources and quotes go by their number."""
    facts = facts_of(view)
    sources = {document.id: number for number, document in enumerate(view.documents)}
    quotes = {quote: number for number, quote in enumerate(_quotes(facts))}
    numbers = {node.id: number for number, node in enumerate(view.nodes)}
    groups = {group: number for number, group in enumerate(GROUPS)}
    names = {node.id: node.name for node in view.nodes}
    return {
        "title": title,
        "groups": [_group(group, style) for group, style in GROUPS.items()],
        "families": [{"label": f.label, "colour": f.colour, "dashes": f.dashes} for f in FAMILIES],
        "relations": [_relation(predicate) for predicate in WORDINGS],
        "types": [{"name": t, "label": label, "group": groups[t.group]} for t, label in TYPES.items()],
        "sources": [{"id": d.id, "title": d.title, "publisher": d.publisher, "year": d.year} for d in view.documents],
        "entities": [_entity(node, groups[node.group], sources, names) for node in view.nodes],
        "facts": [_fact(edge, numbers, sources, quotes) for edge in facts],
        "quotes": [_quote(quote, sources) for quote in quotes],
    }


def _group(group: str, style: GroupStyle) -> Json:
    return {
        "name": group,
        "label": style.plural,
        "shape": style.shape,
        "background": style.background,
        "border": style.border,
    }


def _relation(predicate: Predicate) -> Json:
    words = WORDINGS[predicate]
    family = FAMILIES.index(words.family)
    return {"name": predicate, "out": words.out, "back": words.back, "family": family, "symmetric": predicate.symmetric}


def _quotes(facts: Iterable[Edge]) -> list[Quote]:
    return sorted({quote for fact in facts for claim in fact.claims for quote in claim.evidence})


def _quote(quote: Quote, sources: Mapping[str, int]) -> Json:
    place_ = {"source": sources[quote.document], "start": quote.start, "end": quote.end}
    return {**place_, "heading": quote.heading, "text": quote.text}


def _entity(node: Node, group: int, sources: Mapping[str, int], names: Mapping[str, str]) -> Json:
    known = [("Parent body", names.get(node.parent, "")), ("Country", names.get(node.country, ""))]
    codes = [(CODES.get(field, field), code) for field, code in node.codes]
    return {
        "id": node.id,
        "name": node.name,
        "short": _short(node),
        "names": [name for name in node.names if name != node.name],
        "type": node.type,
        "group": group,
        "codes": [pair for pair in (*codes, *known) if pair[1]],
        "sources": [sources[source] for source in node.sources],
    }


def _short(node: Node) -> str:
    """The name to draw: the acronym of a long name where it has one."""
    acronyms = [name for name in node.names if _ACRONYM.fullmatch(name)]
    return min(acronyms, key=lambda name: (len(name), name)) if acronyms and len(node.name) > LONG_NAME else node.name


def _fact(edge: Edge, numbers: Mapping[str, int], sources: Mapping[str, int], quotes: Mapping[Quote, int]) -> Json:
    return {
        "subject": numbers[edge.subject],
        "relation": list(WORDINGS).index(edge.predicate),
        "object": numbers[edge.object],
        "claims": [_claim(claim, sources, quotes) for claim in edge.claims],
    }


def _claim(claim: EdgeClaim, sources: Mapping[str, int], quotes: Mapping[Quote, int]) -> Json:
    return {
        "source": sources[claim.document],
        "status": claim.status,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "year": claim.year_said,
        "amount": "" if claim.amount is None else money(claim.amount, claim.currency),
        "participants": "" if claim.participants is None else f"{claim.participants:,}",
        "quotes": [quotes[quote] for quote in claim.evidence],
    }


def money(amount: float, currency: str) -> str:
    """An amount as a reader says it.

    >>> money(2_900_000_000, "JPY"), money(1234.5, "")
    ('JPY 2.9 billion', '1,234.5')
    """
    unit, word = next(
        ((u, w) for u, w in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")) if amount >= u), (1.0, "")
    )
    figure = f"{amount / unit:,.3f}".rstrip("0").rstrip(".")
    return f"{currency} {figure}{word}".strip()
