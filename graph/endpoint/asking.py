"""SPARQL queries over HTTP whose answers are in the same terms that Oxigraph gives, and whole."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph.endpoint.web import Form, Web
from ontology.errors import EndpointError

TABLE, GRAPH = "application/sparql-results+json", "application/n-triples"
#: What Virtuoso says when it has cut an answer: how many rows it gives at most.
_CUT = "x-sparql-maxrows"
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*)\s*:", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|(?:PREFIX\s+[^\s<:]*:\s*|BASE\s*)<[^>]*>)*", re.IGNORECASE)
_ORDERED = re.compile(r"\b(?:ORDER\s+BY|LIMIT|OFFSET)\b", re.IGNORECASE)
_EMPTY = Store()

Answered = QuerySolutions | QueryBoolean | QueryTriples


class NoAnswer(EndpointError):  # noqa: N818 (what it is)
    """What came back is no answer to a query."""


class Asker:
    """An address that takes queries, and the dataset that they are about, as the protocol names it."""

    def __init__(self, web: Web, url: str, dataset: Form | None = None) -> None:
        self._web = web
        self.url = url
        self.dataset: Form = dataset or {}
        #: What the server calls itself, as soon as it has answered.
        self.server = ""

    def answer(self, sparql: str, prefixes: Mapping[str, str], *, dataset: Form | None = None) -> Answered:
        """The answer to a query of any kind.

        Raises:
            SyntaxError: the query has a mistake; Oxigraph says which, whatever the server is.
            EndpointError: the server gives no answer.
        """
        kind = _EMPTY.query(sparql, prefixes=dict(prefixes), use_default_graph_as_union=True)
        declared = with_prefixes(sparql, prefixes)
        if isinstance(kind, QueryTriples):
            return _made(self.triples(declared, dataset=dataset))
        if isinstance(kind, QueryBoolean):
            return _YES if self.truth(declared, dataset=dataset) else _NO
        return self.select(declared, dataset=dataset)

    def triples(self, sparql: str, *, dataset: Form | None = None) -> Iterator[Triple]:
        """Yields: the triples that a query makes, as they come."""
        with self._web.download(self.url, self._form(sparql, dataset), accept=GRAPH) as file:
            yield from _parsed(file, self.url)

    def select(self, sparql: str, *, dataset: Form | None = None) -> QuerySolutions:
        """The solutions of a query, all of them: those of a server that cuts its answers come page by page."""
        response = self._web.ask(self.url, self._form(sparql, dataset), accept=TABLE)
        content, self.server = response.content, response.headers.get("server", "")
        if most := response.headers.get(_CUT):
            content = self._pages(sparql, int(most), dataset)
        found = _read(content, self.url)
        if isinstance(found, QueryBoolean):
            raise NoAnswer(f"{self.url}: found a truth value for a table, a SPARQL 1.1 store is needed")
        return found

    def truth(self, sparql: str, *, dataset: Form | None = None) -> bool:
        """The answer to ASK; Virtuoso gives it as a table of one number."""
        found = _read(self._web.ask(self.url, self._form(sparql, dataset), accept=TABLE).content, self.url)
        if isinstance(found, QueryBoolean):
            return bool(found)
        return any(getattr(value, "value", "") in {"1", "true"} for solution in found for value in solution)

    def _form(self, sparql: str, dataset: Form | None) -> Form:
        return {"query": sparql, **(self.dataset if dataset is None else dataset)}

    def _pages(self, sparql: str, most: int, dataset: Form | None) -> bytes:
        """The answer of a server that gives so many rows at most, put together from pages."""
        whole: dict[str, Any] = {}
        rows: list[object] = []
        while not whole or len(rows) % most == 0:
            form = self._form(_page(sparql, len(rows), most), dataset)
            whole = self._web.ask(self.url, form, accept=TABLE).json()
            found = whole["results"]["bindings"]
            rows += found
            if not found:
                break
        whole["results"]["bindings"] = rows
        return json.dumps(whole).encode()


def _page(sparql: str, start: int, most: int) -> str:
    """The same query for some of its rows; a query without an order gets one, or pages would not fit together.

    >>> _page("PREFIX a: <http://a/> SELECT ?x { ?x ?y ?z }", 5, 10)
    'PREFIX a: <http://a/> SELECT * { { SELECT ?x { ?x ?y ?z } ORDER BY ?x } } OFFSET 5 LIMIT 10'
    """
    start_of_query = _PROLOGUE.match(sparql)
    end = start_of_query.end() if start_of_query else 0
    order = ""
    if not _ORDERED.search(sparql):
        variables = _EMPTY.query(sparql).variables  # type: ignore[union-attr]  # a SELECT
        order = " ORDER BY " + " ".join(map(str, variables))
    return f"{sparql[:end]}SELECT * {{ {{ {sparql[end:]}{order} }} }} OFFSET {start} LIMIT {most}"


def with_prefixes(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The query with a declaration for each prefix that it uses and does not declare.

    >>> with_prefixes("ASK { a:b ?c ?d }", {"a": "http://a/", "b": "http://b/"})
    'PREFIX a: <http://a/> ASK { a:b ?c ?d }'
    """
    declared = set(_DECLARED.findall(sparql))
    used = (name for name in prefixes if name not in declared and re.search(rf"(?<![\w.-]){name}:", sparql))
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used) + sparql


def _read(content: bytes, url: str) -> QuerySolutions | QueryBoolean:
    try:
        return parse_query_results(content, format=QueryResultsFormat.JSON)
    except SyntaxError:
        raise NoAnswer(f"{url}: found an answer that is none to SPARQL, a SPARQL 1.1 store is needed") from None


def _parsed(file: IO[bytes], url: str) -> Iterator[Triple]:
    try:
        for quad in parse(file, format=RdfFormat.N_TRIPLES):
            yield quad.triple
    except SyntaxError as error:
        raise EndpointError(f"{url}: found what are no N-Triples ({error}), a SPARQL 1.1 store is needed") from None


def _made(triples: Iterable[Triple]) -> QueryTriples:
    """The same as Oxigraph's own answer to a CONSTRUCT."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")  # type: ignore[return-value]  # a CONSTRUCT


_YES, _NO = (_EMPTY.query(f"ASK {{ FILTER({truth}) }}") for truth in ("true", "false"))
