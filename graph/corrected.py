"""What a graph tells of corrections: what they changed, what they took out, who made them and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.names import Known, Names, normalise
from graph.query import run
from graph.readable import Readable
from graph.tables import Table, clean
from ontology.errors import QueryError
from ontology.namespaces import Namespaces
from ontology.vocabulary import Predicate

_SAID = """
  ?correction rdfs:label ?said ; prov:wasAssociatedWith/rdfs:label ?by .
  OPTIONAL { ?correction rdfs:comment ?note }
"""
_CHANGED = f"""
SELECT DISTINCT ?item ?by ?said ?note {{ ?item prov:wasInfluencedBy ?correction . {_SAID} }}
ORDER BY ?item ?said ?by ?note
"""
_GONE = f"""
SELECT DISTINCT ?item ?name ?subject ?relation ?object ?by ?said ?note {{
  ?item prov:wasInvalidatedBy ?correction ; rdfs:label ?name . {_SAID}
  OPTIONAL {{ ?item rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object }}
}} ORDER BY ?item ?said ?by ?note
"""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Told:
    """One correction as the graph tells it."""

    by: str
    said: str
    note: str = ""

    @property
    def words(self) -> str:
        """Who says what, and why."""
        return f"corrected by {clean(self.by)}: {self.reason}"

    @property
    def reason(self) -> str:
        """What is said, and why."""
        return clean(self.said) + (f" ({clean(self.note)})" if self.note else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What a correction took out: its name in words; for a fact, the IRIs of its ends, and its relation."""

    name: str
    ends: tuple[str, str] | None
    relation: Predicate | None
    told: Told


def changed(store: Readable, namespaces: Namespaces) -> Mapping[str, tuple[Told, ...]]:
    """The corrections of each thing and each claim that has some, by IRI."""
    found: dict[str, list[Told]] = defaultdict(list)
    for row in _rows(store, namespaces, _CHANGED):
        found[str(row["item"])].append(_told(row))
    return {iri: tuple(each) for iri, each in found.items()}


def gone(store: Readable, namespaces: Namespaces) -> tuple[Gone, ...]:
    """All things and facts that corrections took out."""
    return tuple(_gone(row, namespaces) for row in _rows(store, namespaces, _GONE))


def resolve(names: Names, text: str, store: Readable, namespaces: Namespaces) -> Known:
    """The one thing that a text names.

    Raises:
        QueryError: nothing, or several things have the name; of what a correction took out, the message tells that.
    """
    try:
        return names.resolve(text)
    except QueryError as error:
        wanted = normalise(text)
        found = [item for item in gone(store, namespaces) if item.ends is None and normalise(item.name) == wanted]
        raise QueryError(f"{error}{_in_brackets(found)}") from None


def dropped_between(
    things: Iterable[Known | None], relation: Predicate | None, store: Readable, namespaces: Namespaces
) -> str:
    """The facts between things that corrections took out, in words and brackets; empty where they took none."""
    wanted = {thing.iri for thing in things if thing}
    every = (item for item in gone(store, namespaces) if item.ends and wanted <= set(item.ends))
    return _in_brackets(item for item in every if relation in (None, item.relation))


def _in_brackets(found: Iterable[Gone]) -> str:
    told = (f"{clean(item.name)} was dropped: {clean(item.told.by)} says that {item.told.reason}" for item in found)
    said = "; ".join(dict.fromkeys(told))
    return f" ({said})" if said else ""


def _rows(store: Readable, namespaces: Namespaces, sparql: str) -> Iterator[Mapping[str, object]]:
    answer = run(store, sparql, namespaces=namespaces, where="why")
    if isinstance(answer, Table):
        yield from (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)


def _told(row: Mapping[str, object]) -> Told:
    return Told(by=str(row["by"]), said=str(row["said"]), note=str(row["note"] or ""))


def _gone(row: Mapping[str, object], namespaces: Namespaces) -> Gone:
    is_fact = row["relation"] is not None
    return Gone(
        name=str(row["name"]),
        ends=(str(row["subject"]), str(row["object"])) if is_fact else None,
        relation=Predicate(str(row["relation"]).removeprefix(namespaces.ontology)) if is_fact else None,
        told=_told(row),
    )
