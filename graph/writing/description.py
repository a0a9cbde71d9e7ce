"""What a graph is, for catalogues and crawlers: VoID and DCAT in Turtle, as a file of the output folder.

The description stands beside the store and in none of its graphs, so no count has to count itself. The build writes
what it knows; no date and no address is among that. What is known only later is added when somebody asks: the exports
that stand beside the graph, and the endpoint that serves it.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph.store import DESCRIPTION, PAGE, TRIG, read_manifest
from graph.writing.dataset import with_prefixes
from graph.writing.files import Digests, sha256_of
from graph.writing.void import VOCABULARIES, Summary, Value, about, dataset, dataset_iri, term
from ontology.errors import GraphError
from ontology.namespaces import Namespaces

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
#: How a file's name ends → its media type; what is not registered has none.
_MEDIA: dict[str, str] = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".parquet": "application/vnd.apache.parquet",
    ".rdf": "application/rdf+xml",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
}
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"


def description(out: Path, *, endpoint: str = "") -> bytes:
    """The description of the graph in a folder as Turtle, with the exports that stand beside it.

    Args:
        out: the output folder.
        endpoint: the address of the SPARQL endpoint that serves the graph; none is named where it is empty.

    Raises:
        GraphError: there is no graph in the folder, or one without description.
    """
    namespaces = read_manifest(out).namespaces
    try:
        known = [quad.triple for quad in parse(path=str(out / DESCRIPTION), format=RdfFormat.TURTLE)]
    except (OSError, SyntaxError) as error:
        raise GraphError(f"{out / DESCRIPTION}: found none that opens ({error}), build the graph again") from None
    files = exports(out)
    digests = {name: sha256_of(path) for name, path in files.items()}
    more = [*_distributions(files, digests, namespaces), *(_service(endpoint, namespaces) if endpoint else ())]
    return in_turtle([*known, *more], namespaces)


def exports(out: Path) -> dict[str, Path]:
    """The files that `odagraph export` wrote beside a graph since it was built, by name, sorted."""
    out = out.resolve()
    built = (out / TRIG).stat().st_mtime_ns
    found = (item for item in out.parent.iterdir() if item.name.startswith(f"{out.name}-export"))
    files = (path for item in found for path in (item.rglob("*") if item.is_dir() else (item,)) if path.is_file())
    written = sorted(path for path in files if path.stat().st_mtime_ns >= built)
    return {path.relative_to(out.parent).as_posix(): path for path in written}


def write_description(summary: Summary, digests: Digests, namespaces: Namespaces, *, title: str) -> None:
    """Writes the description of a graph into the folder of the digests, beside its other files, of which it tells size
    and checksum.
    """
    folder, names = digests.folder, (TRIG, PAGE)
    files = {name: folder / name for name in names}
    told = _distributions(files, {name: digests[name] for name in names}, namespaces)
    (folder / DESCRIPTION).write_bytes(in_turtle([*dataset(summary, namespaces, title=title), *told], namespaces))


def in_turtle(triples: Iterable[Triple], namespaces: Namespaces) -> bytes:
    """A description in its order: the dataset, its graphs, their details."""
    return with_prefixes(sorted(set(triples), key=_order), RdfFormat.TURTLE, namespaces, more=VOCABULARIES)


def _order(triple: Triple) -> tuple[bool, str, bool, str]:
    # The dataset before its graphs before their details, and of each thing its types before all else.
    subject = getattr(triple.subject, "value", "")
    return "#" in subject, subject, triple.predicate != term("rdf:type"), str(triple)


# -- files and the endpoint --------------------------------------------------------------------------------------------


def _distributions(files: Mapping[str, Path], digests: Mapping[str, str], namespaces: Namespaces) -> Iterator[Triple]:
    whole = dataset_iri(namespaces)
    for name, path in files.items():
        iri = f"{whole}#file-{quote(name, safe='')}"
        checksum = f"{iri}-checksum"
        yield from about(whole, (("dcat:distribution", NamedNode(iri)),))
        yield from about(iri, _file(name, path))
        yield from about(iri, (("spdx:checksum", NamedNode(checksum)),))
        digest = Literal(digests[name], datatype=term("xsd:hexBinary"))
        algorithm = ("spdx:algorithm", term("spdx:checksumAlgorithm_sha256"))
        yield from about(checksum, (("rdf:type", term("spdx:Checksum")), algorithm, ("spdx:checksumValue", digest)))


def _file(name: str, path: Path) -> Iterator[tuple[str, Value]]:
    yield "rdf:type", term("dcat:Distribution")
    yield "dcterms:title", Literal(name)
    yield "dcat:byteSize", Literal(str(path.stat().st_size), datatype=term("xsd:nonNegativeInteger"))
    if media := _MEDIA.get(path.suffix):
        yield "dcat:mediaType", NamedNode(_MEDIA_TYPES + media)


def _service(endpoint: str, namespaces: Namespaces) -> Iterator[Triple]:
    whole = dataset_iri(namespaces)
    yield from about(whole, (("void:sparqlEndpoint", NamedNode(endpoint)),))
    said: tuple[tuple[str, Value], ...] = (
        ("rdf:type", term("dcat:DataService")),
        ("dcterms:conformsTo", NamedNode(_PROTOCOL)),
        ("dcat:endpointURL", NamedNode(endpoint)),
        ("dcat:servesDataset", NamedNode(whole)),
    )
    yield from about(f"{whole}#sparql", said)
