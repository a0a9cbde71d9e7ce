"""The graph as the page's scripts read it: plain values for JSON, with numbers in the place of ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote
from graph.page.appearance import CODES, FAMILIES, GROUPS, TYPES, WORDINGS, GroupStyle
from graph.region_names import region_names
from graph.values import NodeSector
from ontology.vocabulary import Predicate

Json = dict[str, Any]

#: A name longer than this is drawn by its acronym, where it has one.
LONG_NAME = 22

#: The order of quotes themselves, many times as fast.
_IN_ORDER = attrgetter("document", "start", "end", "text", "heading", "page")
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z0-9][A-Za-z0-9&/.-]{1,11}")


def facts_of(view: GraphView) -> list[Edge]:
    """Every edge of the page in its order: what texts state, plan or propose, and what they only deny."""
    return sorted((*view.edges, *view.denied), key=lambda edge: edge.key)


def payload(view: GraphView, title: str) -> Json:
    """All that the scripts of the page read, but the drawing. Entities, facts, texts and quotes go by their number."""
    numbers = _Numbers(view)
    return {
        "title": title,
        "groups": [_group(group, style) for group, style in GROUPS.items()],
        "families": [{"label": f.label, "colour": f.colour, "dashes": f.dashes} for f in FAMILIES],
        "relations": [_relation(predicate) for predicate in WORDINGS],
        "types": [{"name": t, "label": label, "group": numbers.groups[t.group]} for t, label in TYPES.items()],
        "sources": [{"id": d.id, "title": d.title, "publisher": d.publisher, "year": d.year} for d in view.documents],
        "regions": [{"code": code, "label": label} for code, label in numbers.regions.items()],
        "sectors": [{"code": code, "label": label} for code, label in numbers.sectors.items()],
        "entities": [_entity(node, numbers) for node in view.nodes],
        "facts": [_fact(edge, numbers) for edge in numbers.facts],
        "quotes": [_quote(quote, numbers) for quote in numbers.quotes],
    }


@dataclass(frozen=True)
class _Numbers:
    """Which number stands for which entity, text, quote, group, region and sector of a graph."""

    view: GraphView

    @cached_property
    def facts(self) -> list[Edge]:
        return facts_of(self.view)

    @cached_property
    def entities(self) -> Mapping[str, int]:
        return {node.id: number for number, node in enumerate(self.view.nodes)}

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {node.id: node.name for node in self.view.nodes}

    @cached_property
    def sources(self) -> Mapping[str, int]:
        return {document.id: number for number, document in enumerate(self.view.documents)}

    @cached_property
    def groups(self) -> Mapping[str, int]:
        return {group: number for number, group in enumerate(GROUPS)}

    @cached_property
    def quotes(self) -> Mapping[Quote, int]:
        claims = {quote for fact in self.facts for claim in fact.claims for quote in claim.evidence}
        sectors = {quote for node in self.view.nodes for sector in node.sectors for quote in sector.evidence}
        return {quote: number for number, quote in enumerate(sorted(claims | sectors, key=_IN_ORDER))}

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Code and name of each region that a country of the graph lies in, by name."""
        codes = {code for node in self.view.nodes for field, code in node.codes if field == "region"}
        known = region_names()
        return dict(sorted(((code, known.get(code, code)) for code in codes), key=lambda pair: (pair[1], pair[0])))

    @cached_property
    def sectors(self) -> Mapping[str, str]:
        """Code and label of each sector of the graph, by code."""
        return dict(sorted({(sector.code, sector.label) for node in self.view.nodes for sector in node.sectors}))

    @cached_property
    def sector_places(self) -> Mapping[str, int]:
        return {code: number for number, code in enumerate(self.sectors)}


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


def _quote(quote: Quote, numbers: _Numbers) -> Json:
    place_ = {"source": numbers.sources[quote.document], "start": quote.start, "end": quote.end}
    page = {} if quote.page is None else {"page": quote.page}
    return {**place_, "heading": quote.heading, **page, "text": quote.text}


def _entity(node: Node, numbers: _Numbers) -> Json:
    return {
        "id": node.id,
        "name": node.name,
        "short": _short(node),
        "names": [name for name in node.names if name != node.name],
        "type": node.type,
        "group": numbers.groups[node.group],
        "codes": _codes(node, numbers),
        "country": numbers.entities.get(node.country, -1),
        "parent": numbers.entities.get(node.parent, -1),
        "region": next((code for field, code in node.codes if field == "region"), ""),
        "sectors": [_sector(sector, numbers) for sector in node.sectors],
        "sources": [numbers.sources[source] for source in node.sources],
    }


def _codes(node: Node, numbers: _Numbers) -> list[tuple[str, str]]:
    """Codes as a reader knows them; a region goes by its name."""
    return [
        ("Region (UN M49)", f"{numbers.regions[code]} ({code})")
        if field == "region"
        else (CODES.get(field, field), code)
        for field, code in node.codes
    ]


def _sector(sector: NodeSector, numbers: _Numbers) -> Json:
    return {
        "sector": numbers.sector_places[sector.code],
        "confidence": sector.confidence,
        "source": numbers.sources[sector.document],
        "quotes": [numbers.quotes[quote] for quote in sector.evidence],
    }


def _short(node: Node) -> str:
    """The name to draw: the acronym of a long name where it has one."""
    acronyms = [name for name in node.names if _ACRONYM.fullmatch(name)]
    return min(acronyms, key=lambda name: (len(name), name)) if acronyms and len(node.name) > LONG_NAME else node.name


_ORDER = {predicate: number for number, predicate in enumerate(WORDINGS)}


def _fact(edge: Edge, numbers: _Numbers) -> Json:
    return {
        "subject": numbers.entities[edge.subject],
        "relation": _ORDER[edge.predicate],
        "object": numbers.entities[edge.object],
        "claims": [_claim(claim, numbers) for claim in edge.claims],
    }


def _claim(claim: EdgeClaim, numbers: _Numbers) -> Json:
    said = {
        "date": claim.year,
        "year": claim.year_said,
        "amount": "" if claim.amount is None else money(claim.amount, claim.currency),
        "participants": "" if claim.participants is None else f"{claim.participants:,}",
    }
    return {
        "source": numbers.sources[claim.document],
        "status": claim.status,
        "confidence": claim.confidence,
        "rule": claim.rule,
        **{name: value for name, value in said.items() if value},
        "quotes": [numbers.quotes[quote] for quote in claim.evidence],
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
