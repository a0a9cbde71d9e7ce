"""A graph's folder → a store elsewhere: what differs is sent, what has gone is dropped, all else stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from urllib.parse import urldefrag

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.endpoint.finding import find
from graph.endpoint.state import (
    UNFINISHED,
    Content,
    State,
    content_of,
    description_graph,
    manifest_text,
    state_graph,
)
from graph.endpoint.web import TIMEOUT, Web
from graph.endpoint.writing import Places, Writer, first_written, writers
from graph.progress import Progress
from graph.store import DESCRIPTION, TRIG, read_manifest
from ontology.errors import GraphError
from ontology.namespaces import Namespaces

#: How often at most a publication of many graphs notes how far it has come.
_NOTES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication did: the named graphs that were sent, dropped and found the same."""

    sent: tuple[str, ...]
    dropped: tuple[str, ...]
    kept: tuple[str, ...]
    triples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a graph is published: where the store is written, all graphs or those that differ, how long to wait."""

    places: Places = field(default_factory=Places)
    everything: bool = False
    timeout: float = TIMEOUT


def publish(out: Path, url: str, wishes: Wishes | None = None, *, progress: Progress | None = None) -> Published:
    """What was sent so that a store holds the graph of a folder; graphs that are not ours are never touched.

    Raises:
        GraphError: there is no graph in the folder.
        EndpointError: the store is not reached or refuses; what was sent stays, and the next call goes on from there.
        InputError: the address is none of the web.
    """
    wishes = wishes or Wishes()
    manifest = read_manifest(out)
    goal = State(base=manifest.base, manifest=manifest_text(manifest), graphs=_contents(out, manifest.namespaces))
    address = urldefrag(url).url
    with Web(address, timeout=wishes.timeout) as web:
        asker, found = find(web, address)
        there = next((state for state in found if state.base == goal.base), State(base=goal.base))
        candidates = writers(web, asker.url, wishes.places)
        return _brought(out, there, goal, candidates, everything=wishes.everything, progress=progress)


def _brought(
    out: Path, there: State, goal: State, candidates: Iterator[Writer], *, everything: bool, progress: Progress | None
) -> Published:
    """Brings a store from what is there to the goal."""
    changed = [iri for iri in goal.graphs if everything or there.graphs.get(iri) != goal.graphs[iri]]
    gone = sorted(there.graphs.keys() - goal.graphs.keys())
    if changed or gone or there != goal:
        marks = {iri: Content(UNFINISHED, 0) for iri in (*changed, *gone)}
        begun = State(base=goal.base, graphs={**there.graphs, **marks})
        writer = first_written(candidates, state_graph(goal.base), _written(begun))
        for iri in gone:
            writer.drop(iri)
        _send(out, writer, begun, goal, changed, progress)
        writer.replace(state_graph(goal.base), _written(goal))
    kept = tuple(sorted(goal.graphs.keys() - set(changed)))
    triples = sum(goal.graphs[iri].triples for iri in changed)
    return Published(sent=tuple(changed), dropped=tuple(gone), kept=kept, triples=triples)


def _send(out: Path, writer: Writer, begun: State, goal: State, changed: list[str], progress: Progress | None) -> None:
    """Sends the graphs that differ, and notes in the store how far it has come."""
    wanted, every = set(changed), max(1, len(changed) // _NOTES)
    done: dict[str, Content] = {}
    for iri, triples in _graphs(out, Namespaces(goal.base)):
        if iri not in wanted:
            continue
        writer.replace(iri, content_of(triples)[1])
        done[iri] = goal.graphs[iri]
        if len(done) % every == 0 and len(done) < len(changed):
            note = replace(begun, graphs={**begun.graphs, **done})
            writer.replace(state_graph(goal.base), _written(note))
        if progress is not None:
            progress("sending", len(done), len(changed))


def _written(state: State) -> bytes:
    return content_of(state.triples())[1]


def _contents(out: Path, namespaces: Namespaces) -> Mapping[str, Content]:
    return dict(sorted((iri, content_of(triples)[0]) for iri, triples in _graphs(out, namespaces)))


def _graphs(out: Path, namespaces: Namespaces) -> Iterator[tuple[str, list[Triple]]]:
    """Yields: each named graph with its triples, one graph at a time, at the end the description of the dataset.

    They come from the folder's files and not from its store, which writes every number in its own way.
    """
    try:
        quads = parse(path=str(out / TRIG), format=RdfFormat.TRIG)
        for graph, group in groupby(quads, key=lambda quad: quad.graph_name):
            if isinstance(graph, NamedNode):
                yield graph.value, [quad.triple for quad in group]
        described = (quad.triple for quad in parse(path=str(out / DESCRIPTION), format=RdfFormat.TURTLE))
        yield description_graph(namespaces.base), [triple for triple in described if not _of_text(triple, namespaces)]
    except (OSError, SyntaxError) as error:
        raise GraphError(f"{out}: found no files of a whole graph ({error}), build the graph again") from None


def _of_text(triple: Triple, namespaces: Namespaces) -> bool:
    """Whether a triple of the description is about a text; the graph of the text has the same, and once is enough."""
    return isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(namespaces.source(""))
