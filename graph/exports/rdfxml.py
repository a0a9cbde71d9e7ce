"""The graph as RDF/XML, written here because a literal may hold what XML does not: see `markup`."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from graph.exports.markup import HEAD, attributes, content
from graph.exports.terms import Value, described
from graph.writing.dataset import prefixes
from ontology.errors import GraphError
from ontology.namespaces import OUTSIDE, Namespaces

# The end of an IRI that XML takes for a name.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_STRING = f"{OUTSIDE['xsd']}string"


def rdfxml(triples: Sequence[Triple], namespaces: Namespaces) -> bytes:
    """Triples, sorted by subject, as RDF/XML.

    Raises:
        GraphError: a property's IRI does not end with a name, so that XML has no tag for it.
    """
    return "".join(_lines(triples, prefixes(namespaces))).encode()


def _lines(triples: Sequence[Triple], known: dict[str, str]) -> Iterator[str]:
    by_namespace = {namespace: prefix for prefix, namespace in known.items()}
    tags: dict[NamedNode, tuple[str, str]] = {}
    yield f"{HEAD}<rdf:RDF{attributes(**{f'xmlns:{prefix}': iri for prefix, iri in known.items()})}>\n"
    for subject, properties in described(triples).items():
        yield f"<rdf:Description{attributes(**{'rdf:about': subject.value})}>\n"
        for predicate, values in properties.items():
            if predicate not in tags:
                tags[predicate] = _tag(predicate.value, by_namespace)
            yield from (_element(*tags[predicate], value) for value in values)
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _element(tag: str, declared: str, value: Value) -> str:
    if isinstance(value, NamedNode):
        return f"  <{tag}{declared}{attributes(**{'rdf:resource': value.value})}/>\n"
    datatype = None if value.language or value.datatype.value == _STRING else value.datatype.value
    kind = attributes(**{"xml:lang": value.language, "rdf:datatype": datatype})
    return f"  <{tag}{declared}{kind}>{content(value.value)}</{tag}>\n"


def _tag(predicate: str, by_namespace: dict[str, str]) -> tuple[str, str]:
    """The tag of a property, and the declaration it needs where its namespace has no prefix of ours."""
    match = _NAME.search(predicate)
    if match is None:
        raise GraphError(f"{predicate}: found a property that ends with no name, XML has no tag for it")
    namespace, local = predicate[: match.start()], match.group()
    if namespace in by_namespace:
        return f"{by_namespace[namespace]}:{local}", ""
    return f"p:{local}", attributes(**{"xmlns:p": namespace})
