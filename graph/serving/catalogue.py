"""What the page knows of the graph: the named queries with their parameters, names to choose from, terms, prefixes."""

from collections.abc import Mapping
from typing import Any

from graph.queries.parameters import fill, terms
from graph.query import ParameterType, load_named, run
from graph.serving.generations import Generation
from graph.serving.questions import RefusalError, declare, undeclared
from graph.tables import Table
from graph.writing.dataset import prefixes
from ontology.errors import QueryError
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType

#: The most names that a field of the page offers.
MOST_NAMES = 2000

_TERMS = """
SELECT ?kind ?iri (MIN(?said) AS ?label) WHERE {
  VALUES (?type ?kind) {
    (owl:Class "class") (rdfs:Class "class")
    (owl:ObjectProperty "property") (owl:DatatypeProperty "property") (rdf:Property "property")
  }
  ?iri a ?type . OPTIONAL { ?iri rdfs:label ?said } FILTER(isIRI(?iri))
} GROUP BY ?kind ?iri ORDER BY ?kind ?iri
"""


def about(generation: Generation) -> dict[str, Any]:
    """The graph in numbers, and all that the page offers."""
    manifest = generation.manifest
    return {
        "version": generation.version,
        "counts": dict(manifest.counts),
        "documents": list(manifest.documents),
        "base": manifest.base,
        "prefixes": prefixes(manifest.namespaces),
        "queries": queries(),
        "terms": _rows(generation, _TERMS),
    }


def queries() -> list[dict[str, Any]]:
    """The named queries, by name, sorted."""
    return [
        {
            "name": named.name,
            "title": named.title or named.name,
            "description": named.description,
            "parameters": [
                {"name": p.name, "type": str(p.type), "default": p.default, "description": p.description}
                for p in named.parameters
            ],
        }
        for named in load_named().values()
    ]


def _rows(generation: Generation, sparql: str) -> list[dict[str, Any]]:
    table = run(generation.store, sparql, namespaces=generation.manifest.namespaces)
    if not isinstance(table, Table):
        raise QueryError("catalogue: found no table, a SELECT query is needed")
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def names(generation: Generation, type_: str) -> list[str]:
    """What a parameter of this type can name, sorted; nothing where it takes a number or a text."""
    known = generation.vocabulary.names(ParameterType(type_)) if type_ in tuple(ParameterType) else None
    if known is None:
        return []
    fits = EntityType.COUNTRY if type_ == ParameterType.COUNTRY else None
    found = {thing.name for thing in known.things.values() if fits in {None, thing.type}}
    return sorted(found, key=str.casefold)[:MOST_NAMES]


def bound(generation: Generation, name: str, values: Mapping[str, str]) -> str:
    """A named query as SPARQL that any endpoint takes: its parameters filled in, the prefixes it uses declared.

    Raises:
        RefusalError: there is no such query.
        QueryError: a value is unknown, missing or names nothing in the graph; the nearest names are said.
    """
    named = load_named().get(name)
    if named is None:
        raise RefusalError(404, f"{name}: found no named query of this name, /queries lists them")
    return declared(fill(named, terms(named, values, generation.vocabulary)), generation.manifest.namespaces)


def declared(sparql: str, namespaces: Namespaces) -> str:
    """The query with those of our prefixes declared that it uses, a line each."""
    used = undeclared(sparql, prefixes(namespaces))
    lines = "".join(f"{declare('', {name: iri}).rstrip()}\n" for name, iri in used.items())
    return f"{lines}\n{sparql}"
