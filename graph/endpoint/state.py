"""What a store elsewhere remembers of a published graph, in a named graph of its own: `<base>published`.

It tells for each named graph what it holds, as a digest and a count, and of the graph as a whole the manifest. A graph
that is being written has no digest yet, and a publication under way has no manifest: so nothing local has to be
remembered, an interrupted publication goes on where it stopped, and no reader takes a half for the whole.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QuerySolution, RdfFormat, Triple, serialize

from graph.store import Manifest
from ontology.errors import EndpointError
from ontology.namespaces import DEFAULT_BASE, OUTSIDE, Namespaces

#: The terms of this graph; they are the same whatever the base of the published graph.
TERMS = f"{DEFAULT_BASE}published#"
MANIFEST, DIGEST, TRIPLES, WRITER = (NamedNode(TERMS + name) for name in ("manifest", "digest", "triples", "writer"))
#: The digest of a graph that may be half written.
UNFINISHED = "unfinished"
_INTEGER = NamedNode(OUTSIDE["xsd"] + "integer")

#: Asks for all that is known of published graphs.
QUESTION = (
    f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?p {{ {MANIFEST} {DIGEST} {TRIPLES} {WRITER} }} GRAPH ?g {{ ?s ?p ?o }} }}"
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a named graph holds: the digest of its triples, and how many they are."""

    digest: str
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a store says of the published graph of one base; `manifest` is empty while it is being published, and
    `writer` tells by which publication.
    """

    base: str
    manifest: str = ""
    graphs: Mapping[str, Content] = field(default_factory=dict)
    writer: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing of the graph is half written."""
        return bool(self.manifest) and all(content.digest != UNFINISHED for content in self.graphs.values())

    def triples(self) -> list[Triple]:
        """The state as triples, sorted."""
        return sorted(self._triples(), key=str)

    def _triples(self) -> Iterator[Triple]:
        yield Triple(NamedNode(f"{self.base}dataset"), MANIFEST, Literal(self.manifest))
        if self.writer:
            yield Triple(NamedNode(f"{self.base}dataset"), WRITER, Literal(self.writer))
        for iri, content in self.graphs.items():
            yield Triple(NamedNode(iri), DIGEST, Literal(content.digest))
            yield Triple(NamedNode(iri), TRIPLES, Literal(str(content.triples), datatype=_INTEGER))

    def known(self) -> Manifest:
        """The manifest of the published graph; its texts are those that have a named graph.

        Raises:
            EndpointError: the store has another kind of manifest.
        """
        prefix = Namespaces(self.base).source("")
        documents = sorted(unquote(iri.removeprefix(prefix)) for iri in self.graphs if iri.startswith(prefix))
        try:
            said = json.loads(self.manifest or "{}")
            counts, version = said.get("counts", {}), said.get("version", "")
        except (ValueError, AttributeError):
            graph = state_graph(self.base)
            raise EndpointError(f"{graph}: found no manifest of ours, publish the graph again") from None
        return Manifest(base=self.base, documents=tuple(documents), counts=counts, version=version)


def state_graph(base: str) -> str:
    """The named graph that holds the state."""
    return f"{base}published"


def description_graph(base: str) -> str:
    """The named graph that holds the description of the dataset (VoID and DCAT); queries do not see it."""
    return f"{base}description"


def manifest_text(manifest: Manifest) -> str:
    """What of a manifest is published: counts and version, as JSON."""
    said = {"counts": dict(manifest.counts), "version": manifest.version}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def content_of(triples: Iterable[Triple]) -> tuple[Content, bytes]:
    """What triples in their order are as the content of a graph, and the same as N-Triples.

    >>> content_of([])[0].triples
    0
    """
    held = list(triples)
    written = serialize(held, format=RdfFormat.N_TRIPLES) or b""
    return Content(hashlib.sha256(written).hexdigest(), len(held)), written


def states(answers: Iterable[QuerySolution]) -> list[State]:
    """The states that a store holds, sorted by base, from the answers to the question for them."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for answer in answers:
        subject, predicate, object_, graph = (str(getattr(answer[name], "value", "")) for name in "spog")
        if graph.endswith(state_graph("")):
            base = graph.removesuffix(state_graph(""))
            found.setdefault(base, {}).setdefault(predicate, {})[subject] = object_
    return [_state(base, found[base]) for base in sorted(found)]


def _state(base: str, said: Mapping[str, Mapping[str, str]]) -> State:
    counts = said.get(TRIPLES.value, {})
    digests = said.get(DIGEST.value, {})
    manifest = said.get(MANIFEST.value, {}).get(f"{base}dataset", "")
    graphs = {iri: Content(digests[iri], int(counts.get(iri, 0))) for iri in sorted(digests)}
    writer = said.get(WRITER.value, {}).get(f"{base}dataset", "")
    return State(base=base, manifest=manifest, graphs=graphs, writer=writer)
