"""The description of a published graph, as `odagraph info --format turtle` gives it of a folder."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from graph.endpoint.reading import RemoteStore
from graph.writing.description import in_turtle
from ontology.namespaces import OUTSIDE

#: What the description says of a text as a publication.
_OF_TEXTS = tuple(
    NamedNode(OUTSIDE["dcterms"] + name) for name in ("title", "publisher", "isPartOf", "license", "language", "issued")
)


def published_description(url: str) -> bytes:
    """The description of the graph at an address, in VoID and DCAT, as Turtle.

    Raises:
        EndpointError: there is no published graph at the address.
    """
    store = RemoteStore(url)
    return in_turtle([*store.description(), *_of_texts(store)], store.manifest.namespaces)


def _of_texts(store: RemoteStore) -> Iterator[Triple]:
    """What the graphs of the texts say of these: the description leaves it out, so that it stands in the store once."""
    for document in store.manifest.documents:
        text = NamedNode(store.manifest.namespaces.source(document))
        for quad in store.quads_for_pattern(text, None, None, text):
            if quad.predicate in _OF_TEXTS:
                yield quad.triple
