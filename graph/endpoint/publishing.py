"""A graph's folder → a store elsewhere: what differs is sent, what has gone is dropped, all else stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from urllib.parse import urldefrag
from uuid import uuid4

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.endpoint.asking import Asker
from graph.endpoint.finding import find
from graph.endpoint.state import (
    QUESTION,
    UNFINISHED,
    Content,
    State,
    content_of,
    description_graph,
    manifest_text,
    state_graph,
    states,
)
from graph.endpoint.web import TIMEOUT, Web
from graph.endpoint.writing import Places, Writer, first_written, writers
from graph.progress import Progress
from graph.store import DESCRIPTION, TRIG, read_manifest
from ontology.errors import EndpointError, GraphError
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
        EndpointError: the store is not reached, refuses, or another publication of the graph has begun; what was sent
            stays, and the next call goes on from there.
        InputError: the address is none of the web.
    """
    wishes = wishes or Wishes()
    manifest = read_manifest(out)
    goal = State(base=manifest.base, manifest=manifest_text(manifest), graphs=_contents(out, manifest.namespaces))
    address = urldefrag(url).url
    with Web(address, timeout=wishes.timeout) as web:
        asker, found = find(web, address)
        there = next((state for state in found if state.base == goal.base), State(base=goal.base))
        turn = _Turn(asker, goal.base)
        job = _Job(out=out, there=there, goal=goal, turn=turn, everything=wishes.everything, progress=progress)
        return _brought(job, writers(web, asker.url, wishes.places))


class _Turn:
    """Whose turn it is to write into a store: a publication that begins takes it from one under way, which may have
    been cut off, and one that has lost it stops before its next graph.
    """

    def __init__(self, asker: Asker, base: str) -> None:
        self._asker = asker
        self._base = base
        #: What tells this publication from any other; it goes from the store when all is done.
        self.name = uuid4().hex

    def check(self) -> None:
        """Does nothing as long as no other publication has begun.

        Raises:
            EndpointError: one has.
        """
        found = (state.writer for state in states(self._asker.select(QUESTION)) if state.base == self._base)
        if next(found, "") != self.name:
            said = "found that another publication of this graph has begun, one at a time is needed"
            raise EndpointError(f"{self._asker.url}: {said} (when it has ended, --all sends every graph anew)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is to be done: a store is brought from what is there to the goal."""

    out: Path
    there: State
    goal: State
    turn: _Turn
    everything: bool
    progress: Progress | None


def _brought(job: _Job, candidates: Iterator[Writer]) -> Published:
    """Brings a store from what is there to the goal."""
    there, goal = job.there, job.goal
    changed = [iri for iri in goal.graphs if job.everything or there.graphs.get(iri) != goal.graphs[iri]]
    gone = sorted(there.graphs.keys() - goal.graphs.keys())
    if changed or gone or there != goal:
        marks = {iri: Content(UNFINISHED, 0) for iri in (*changed, *gone)}
        begun = State(base=goal.base, graphs={**there.graphs, **marks}, writer=job.turn.name)
        writer = first_written(candidates, state_graph(goal.base), _written(begun))
        for iri in gone:
            job.turn.check()
            writer.drop(iri)
        _send(job, writer, begun, changed)
        job.turn.check()
        writer.replace(state_graph(goal.base), _written(goal))
    kept = tuple(sorted(goal.graphs.keys() - set(changed)))
    triples = sum(goal.graphs[iri].triples for iri in changed)
    return Published(sent=tuple(changed), dropped=tuple(gone), kept=kept, triples=triples)


def _send(job: _Job, writer: Writer, begun: State, changed: list[str]) -> None:
    """Sends the graphs that differ, and notes in the store how far it has come."""
    wanted, every = set(changed), max(1, len(changed) // _NOTES)
    done: dict[str, Content] = {}
    for iri, triples in _graphs(job.out, Namespaces(job.goal.base)):
        if iri not in wanted:
            continue
        job.turn.check()
        writer.replace(iri, content_of(triples)[1])
        done[iri] = job.goal.graphs[iri]
        if len(done) % every == 0 and len(done) < len(changed):
            job.turn.check()
            writer.replace(state_graph(job.goal.base), _written(replace(begun, graphs={**begun.graphs, **done})))
        if job.progress is not None:
            job.progress("sending", len(done), len(changed))


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
