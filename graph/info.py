"""What a graph holds, in numbers: things by type, relations by predicate, and both by text."""

from dataclasses import dataclass

from graph.query import run
from graph.readable import Readable
from graph.store import Manifest
from graph.tables import Cell, Format, Table, render
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType

_TYPES = """
SELECT ?group ?type (COUNT(DISTINCT ?thing) AS ?things) WHERE { VALUES (?class ?group) { $types } ?thing a ?class
  BIND(STRAFTER(STR(?class), "ontology#") AS ?type) } GROUP BY ?type ?group ORDER BY ?group DESC(?things) ?type
"""
_RELATIONS = """
SELECT ?relation (COUNT(*) AS ?relations) (SUM(?said) AS ?claims) WHERE {
  { SELECT ?s ?p ?o (COUNT(*) AS ?said) WHERE {
      ?claim a oda:Claim ; oda:status ?status ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
      FILTER(?status != "negated") } GROUP BY ?s ?p ?o }
  BIND(STRAFTER(STR(?p), "ontology#") AS ?relation) } GROUP BY ?relation ORDER BY DESC(?relations) ?relation
"""
_TEXTS = """
SELECT ?text ?title ?publisher ?year ?things ?claims WHERE {
  ?source a oda:Document .
  OPTIONAL { SELECT ?source (COUNT(DISTINCT ?thing) AS ?things) WHERE { GRAPH ?source { ?thing skos:altLabel ?any } }
             GROUP BY ?source }
  OPTIONAL { SELECT ?source (COUNT(?claim) AS ?claims) WHERE { GRAPH ?source { ?claim a oda:Claim } }
             GROUP BY ?source }
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:issued ?issued BIND(xsd:integer(SUBSTR(STR(?issued), 1, 4)) AS ?year) }
  BIND(STRAFTER(STR(?source), "/source/") AS ?text)
} ORDER BY ?text
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """A graph in numbers: its base, counts of the build by name, and a table each for types, relations and texts."""

    base: str
    version: str
    counts: tuple[tuple[str, int], ...]
    types: Table
    relations: Table
    texts: Table


def info(store: Readable, manifest: Manifest) -> Info:
    """The numbers of a graph, counted in the store; those of the build come from its manifest."""
    namespaces = manifest.namespaces
    return Info(
        base=manifest.base,
        version=manifest.version,
        counts=tuple(sorted(manifest.counts.items())),
        types=_count(store, namespaces, _TYPES.replace("$types", " ".join(map(_row, EntityType)))),
        relations=_count(store, namespaces, _RELATIONS),
        texts=_count(store, namespaces, _TEXTS),
    )


def _row(type_: EntityType) -> str:
    return f'(oda:{type_} "{type_.group}")'


def _count(store: Readable, namespaces: Namespaces, sparql: str) -> Table:
    answer = run(store, sparql, namespaces=namespaces, where="info")
    return answer if isinstance(answer, Table) else Table((), ())


def in_words(answer: Info, *, width: int | None = None) -> str:
    """The numbers for a reader, on a screen of that width."""
    said = ", ".join(f"{number:,} {name}" for name, number in answer.counts)
    tables = (answer.types, answer.relations, answer.texts)
    shown = "\n".join(render(table, Format.TABLE, width=width) for table in tables)
    return f"{answer.base} (odagraph {answer.version})\n{said}\n\n{shown}"


def as_values(answer: Info) -> dict[str, Cell | dict[str, int] | list[dict[str, Cell]]]:
    """The numbers for a program: plain values that JSON can hold."""
    return {
        "base": answer.base,
        "version": answer.version,
        "counts": dict(answer.counts),
        "types": _rows(answer.types),
        "relations": _rows(answer.relations),
        "texts": _rows(answer.texts),
    }


def _rows(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
