"""Why the graph says something: the sentences behind the relations of one thing, or of two."""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import NamedNode

from graph.corrected import Told, changed, dropped_between, resolve
from graph.facts import EdgeClaim, Quote
from graph.names import Known, Names, load_names, load_sources, normalise
from graph.query import run
from graph.readable import Readable
from graph.tables import Cell, Table, clean
from ontology.errors import QueryError
from ontology.namespaces import Namespaces
from ontology.vocabulary import Predicate, Status

_CLAIMS = """
SELECT ?claim ?s ?p ?o ?source ?status ?confidence ?rule ?year ?fiscal_year ?amount ?currency ?participants
       ?begin ?end ?quote ?heading ?page WHERE {
  { ?claim rdf:subject $thing } UNION { ?claim rdf:object $thing }
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; oda:status ?status ; oda:confidence ?confidence ;
         oda:rule ?rule ; prov:wasDerivedFrom ?evidence .
  ?evidence oa:exact ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; prov:wasQuotedFrom ?source .
  OPTIONAL { ?claim oda:year ?year }
  OPTIONAL { ?claim oda:fiscalYear ?fiscal_year }
  OPTIONAL { ?claim oda:amount ?amount }
  OPTIONAL { ?claim oda:currency ?currency }
  OPTIONAL { ?claim oda:participants ?participants }
  OPTIONAL { ?evidence oda:heading ?heading }
  OPTIONAL { ?evidence oda:page ?page }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One relation and what each text says of it, the firmest status first, then in the order of the texts."""

    subject: Known
    predicate: Predicate
    object: Known
    claims: tuple[EdgeClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The facts of a thing, relation by relation, what it does before what is done to it; titles of texts by id.

    `whole` says that everything about the thing was asked for; `corrections` are those of things and claims, by IRI.
    """

    subject: Known
    facts: tuple[Fact, ...]
    titles: Mapping[str, str]
    whole: bool
    corrections: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)

    def table(self) -> Table:
        """One row for each sentence of each fact."""
        columns = (
            "subject relation object status confidence rule year fiscal_year amount currency participants"
            " text title heading page begin end sentence"
        )
        rows = (
            self._row(fact, claim, quote) for fact in self.facts for claim in fact.claims for quote in claim.evidence
        )
        return Table(tuple(columns.split()), tuple(rows))

    def _row(self, fact: Fact, claim: EdgeClaim, quote: Quote) -> tuple[Cell, ...]:
        ends = (fact.subject.name, str(fact.predicate), fact.object.name)
        said = (str(claim.status), claim.confidence, claim.rule, claim.year, claim.year if claim.fiscal else None)
        counted = (claim.amount, claim.currency or None, claim.participants)
        place = (claim.document, self.titles.get(claim.document), quote.heading or None)
        return (*ends, *said, *counted, *place, quote.page, quote.start, quote.end, quote.text)


def why(
    store: Readable, namespaces: Namespaces, subject: str, predicate: str | None = None, object_: str | None = None
) -> Why:
    """The sentences behind the relations of a thing: all, those of one relation, or those that join it to another.

    Args:
        store: the graph.
        namespaces: its IRIs.
        subject: name, acronym or id of the thing.
        predicate: a relation; what is none is taken for the other thing, if no other is given.
        object_: name, acronym or id of the other thing.

    Raises:
        QueryError: a name is unknown or stands for several things, or no text says what is asked for.
    """
    names = load_names(store, namespaces)
    thing = resolve(names, subject, store, namespaces)
    if predicate is not None and object_ is None and _predicate(predicate) is None:
        predicate, object_ = None, predicate
    relation = predicate_of(predicate)
    other = None if object_ is None else resolve(names, object_, store, namespaces)
    facts = _facts(store, namespaces, thing, names)
    found = tuple(fact for fact in facts if _fits(fact, thing, relation, other))
    if not found:
        dropped = dropped_between((thing, other), relation, store, namespaces)
        raise QueryError(_nothing(thing, relation, other, facts) + dropped)
    titles = {known.id: known.name for known in load_sources(store, namespaces).things.values()}
    return Why(
        subject=thing,
        facts=found,
        titles=titles,
        whole=relation is None and other is None,
        corrections=changed(store, namespaces),
    )


_MERGES = "SELECT DISTINCT ?note WHERE { $thing skos:editorialNote ?note } ORDER BY ?note"

#: The reason codes of the graph, in words.
_REASONS = {
    "acronym": "a text spells the acronym out",
    "table": "the authority tables know both names",
    "short-form": "the same name without its kind or its body",
    "spelling": "where it stands, with or without its kind, its country, its body or a title",
    "family-name": "the family name of the one person so named",
    "correction": "a correction says so",
}


def merges(store: Readable, namespaces: Namespaces, subject: str) -> Table:
    """Each name that was joined to a thing, and why; spellings that differ in case, accents or marks alone need no
    reason.

    Raises:
        QueryError: the name is unknown or stands for several things.
    """
    thing = load_names(store, namespaces).resolve(subject)
    table = run(store, _MERGES.replace("$thing", str(NamedNode(thing.iri))), namespaces=namespaces, where="why")
    notes = [str(row[0]).rpartition(" — ") for row in table.rows] if isinstance(table, Table) else []
    rows = tuple((thing.name, name, _REASONS.get(reason, reason)) for name, _, reason in notes)
    return Table(("thing", "joined name", "reason"), rows)


def _predicate(text: str) -> Predicate | None:
    """The relation that a user means, whatever the case, blanks or prefix."""
    wanted = normalise(text.removeprefix("oda:")).replace(" ", "")
    return next((predicate for predicate in Predicate if predicate.lower() == wanted), None)


def predicate_of(text: str | None, *, where: str = "why") -> Predicate | None:
    """The relation that a user means, whatever the case, blanks or prefix; None when none is asked for.

    Raises:
        QueryError: there is no such relation.

    >>> predicate_of("oda:cooperates with")
    <Predicate.COOPERATES_WITH: 'cooperatesWith'>
    """
    predicate = None if text is None else _predicate(text)
    if text is not None and predicate is None:
        raise QueryError(f"{where}: found relation {text!r}, one of {', '.join(Predicate)} is needed")
    return predicate


def _fits(fact: Fact, thing: Known, relation: Predicate | None, other: Known | None) -> bool:
    """Whether a fact is asked for. Between two things direction counts when the relation is named and has one."""
    if relation is not None and fact.predicate is not relation:
        return False
    if other is None:
        return True
    forwards = (fact.subject, fact.object) == (thing, other)
    both_ways = relation is None or relation.symmetric
    return forwards or (both_ways and (fact.subject, fact.object) == (other, thing))


def _nothing(thing: Known, relation: Predicate | None, other: Known | None, facts: Iterable[Fact]) -> str:
    asked = " ".join(filter(None, (thing.name, relation or ("and" if other else None), other.name if other else None)))
    counts = Counter(fact.predicate for fact in facts)
    listed = ", ".join(f"{predicate} ({count})" for predicate, count in sorted(counts.items()))
    joined = [fact for fact in facts if other in (fact.subject, fact.object)] if other else []
    if joined:
        said = "; ".join(f"{fact.subject.name} {fact.predicate} {fact.object.name}" for fact in joined)
        return f"{asked}: found no text that says so, said is: {said}"
    return f"{asked}: found no text that says so, the relations of {thing.name} are: {listed or 'none'}"


def _facts(store: Readable, namespaces: Namespaces, thing: Known, names: Names) -> tuple[Fact, ...]:
    table = run(store, _CLAIMS.replace("$thing", str(NamedNode(thing.iri))), namespaces=namespaces, where="why")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows] if isinstance(table, Table) else []
    claims: dict[tuple[str, str, str], dict[str, list[dict[str, Cell]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        claims[str(row["s"]), str(row["p"]), str(row["o"])][str(row["claim"])].append(row)
    facts = (
        Fact(
            subject=names.things[subject],
            predicate=Predicate(predicate.removeprefix(namespaces.ontology)),
            object=names.things[object_],
            claims=tuple(sorted((_claim(rows, namespaces) for rows in by_claim.values()), key=_place)),
        )
        for (subject, predicate, object_), by_claim in claims.items()
    )
    return tuple(sorted(facts, key=lambda fact: _order(fact, thing)))


def _order(fact: Fact, thing: Known) -> tuple[bool, str, str, str]:
    other = fact.object if fact.subject == thing else fact.subject
    return (not _done_by(fact, thing), fact.predicate, other.name, other.id)


def _place(claim: EdgeClaim) -> tuple[int, str, int, str]:
    return (claim.status.rank, claim.document, claim.evidence[0].start, claim.iri)


def _claim(rows: list[dict[str, Cell]], namespaces: Namespaces) -> EdgeClaim:
    """One claim from its rows, one for each sentence."""
    first = rows[0]
    document = str(first["source"]).removeprefix(namespaces.source(""))
    return EdgeClaim(
        iri=str(first["claim"]),
        document=document,
        confidence=float(first["confidence"] or 0),
        rule=str(first["rule"]),
        status=Status(str(first["status"])),
        evidence=tuple(sorted({_quote(row, document) for row in rows})),
        year=None if first["year"] is None else int(first["year"]),
        fiscal=first["fiscal_year"] is not None,
        amount=None if first["amount"] is None else float(first["amount"]),
        currency=str(first["currency"] or ""),
        participants=None if first["participants"] is None else int(first["participants"]),
    )


def _quote(row: Mapping[str, Cell], document: str) -> Quote:
    return Quote(
        document=document,
        start=int(row["begin"] or 0),
        end=int(row["end"] or 0),
        text=str(row["quote"]),
        heading=str(row["heading"] or ""),
        page=None if row["page"] is None else int(row["page"]),
    )


def in_words(answer: Why, *, width: int | None = None) -> str:
    """The answer for a reader: a heading for each relation, below it each fact with its sentences.

    Of a whole thing each fact shows its first sentence and says how many more there are. `width` is that of the screen.
    """
    lines = [str(answer.subject), *_corrections(answer.subject.iri, answer, 2, width)]
    for (done, _), facts in groupby(answer.facts, key=lambda fact: (_done_by(fact, answer.subject), fact.predicate)):
        group = list(facts)
        lines += ["", f"{_heading(group[0].predicate, answer.subject.name, done=done)} ({len(group)})"]
        for fact in group:
            other = fact.object if fact.subject == answer.subject else fact.subject
            lines += [f"  {other.name}", *_sentences(fact, answer, width)]
    return "\n".join(lines) + "\n"


def _heading(predicate: Predicate, name: str, *, done: bool) -> str:
    if predicate.symmetric:
        return str(predicate)
    return f"{name} {predicate} …" if done else f"… {predicate} {name}"


def _done_by(fact: Fact, thing: Known) -> bool:
    return fact.predicate.symmetric or fact.subject == thing


def _sentences(fact: Fact, answer: Why, width: int | None) -> list[str]:
    pairs = [(claim, quote) for claim in fact.claims for quote in claim.evidence]
    shown = pairs[:1] if answer.whole else pairs
    lines = []
    for claim, quote in shown:
        lines += [_indented(f"“{clean(quote.text)}”", 4, width), _indented(_where(claim, quote, answer), 6, width)]
        lines += _corrections(claim.iri, answer, 6, width)
    return lines + ([f"      and {len(pairs) - len(shown)} more"] if len(pairs) > len(shown) else [])


def _corrections(iri: str, answer: Why, by: int, width: int | None) -> list[str]:
    return [_indented(told.words, by, width) for told in answer.corrections.get(iri, ())]


def _indented(text: str, by: int, width: int | None) -> str:
    indent = " " * by
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent) if width else indent + text


def _where(claim: EdgeClaim, quote: Quote, answer: Why) -> str:
    title = answer.titles.get(claim.document, claim.document)
    parts = (
        claim.document if title == claim.document else f"{claim.document}: {clean(title)}",
        f"under “{clean(quote.heading)}”" if quote.heading else "",
        "" if quote.page is None else f"p. {quote.page}",
        "" if claim.status is Status.STATED else str(claim.status),
        claim.year_said,
        "" if claim.amount is None else f"{claim.amount:,.0f} {claim.currency}".strip(),
        "" if claim.participants is None else f"{claim.participants:,} participants",
        f"rule {claim.rule}, confidence {claim.confidence:.2f}",
    )
    return " · ".join(filter(None, parts))
