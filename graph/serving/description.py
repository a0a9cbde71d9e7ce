"""What the service says of itself: its SPARQL service description, and what an IRI of the graph leads to."""

from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from graph.serving.generations import Generation
from graph.writing.void import dataset_iri

SD = "http://www.w3.org/ns/sparql-service-description#"
#: What stays as it is when a path, its escapes resolved, becomes part of an IRI again.
_IN_IRI = "/:@!$&'()*+,;=~#"
#: What the engine says of itself and this endpoint does not do.
_NOT_HERE = NamedNode(f"{SD}BasicFederatedQuery")


def service(said: bytes, endpoint: str, generation: Generation) -> list[Triple]:
    """The service description of an endpoint, made of what the engine says of itself in Turtle.

    Source: W3C "SPARQL 1.1 Service Description". The service has an IRI, the endpoint's own; federation is left out,
    the dataset that the graph's description tells of is named.
    """
    here = NamedNode(endpoint)
    triples = [
        Triple(here, quad.predicate, here if isinstance(quad.object, BlankNode) else quad.object)
        for quad in parse(said, RdfFormat.TURTLE, base_iri=endpoint)
        if quad.object != _NOT_HERE and quad.predicate.value != f"{SD}endpoint"
    ]
    dataset = NamedNode(dataset_iri(generation.manifest.namespaces))
    triples += [
        Triple(here, NamedNode(f"{SD}endpoint"), here),
        Triple(here, NamedNode(f"{SD}feature"), NamedNode(f"{SD}UnionDefaultGraph")),
        Triple(here, NamedNode(f"{SD}defaultDataset"), dataset),
    ]
    return sorted(set(triples), key=str)


def written(triples: list[Triple], format_: RdfFormat) -> bytes:
    """Triples in a format."""
    content = serialize(triples, format=format_, prefixes={"sd": SD} if format_ == RdfFormat.TURTLE else None)
    return content or b""


def leads_to(generation: Generation, path: str, *, page: bool) -> str | None:
    """Where a path below the base of all IRIs leads: to the page, the thing's description or the graph of that name.

    None where the graph knows no such IRI.
    """
    try:
        iri = NamedNode(generation.manifest.base + quote(path, safe=_IN_IRI))
    except ValueError:
        return None
    graph = generation.store.contains_named_graph(iri)
    if not graph and next(generation.store.quads_for_pattern(iri, None, None), None) is None:
        return None
    if page:
        return f"/#{urlencode({'iri': iri.value})}"
    return f"/store?{urlencode({'graph': iri.value})}" if graph else f"/query?{urlencode({'query': f'DESCRIBE {iri}'})}"
