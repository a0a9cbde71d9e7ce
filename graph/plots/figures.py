"""The pictures of a whole network by name, each under a title that says what was found: those of `odagraph plot`."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from graph.network import AnyGraph, Network, actors_by_countries, between, bootstrapped_ranks, degrees, incidence
from graph.network.pathways import chains, dated, region_ties
from graph.page.appearance import WORDINGS
from graph.plots.alluvial import alluvial
from graph.plots.bars import intervals, ranking
from graph.plots.bipartite import bipartite
from graph.plots.chord import chord
from graph.plots.ego import ego
from graph.plots.maps import network_map
from graph.plots.matrices import reach_map
from graph.plots.style import left_out, short
from graph.plots.timeline import timeline
from graph.progress import Progress
from graph.telling import ahead, listed, many
from ontology.errors import InputError
from ontology.vocabulary import Group, Predicate

#: Samples of the bootstrap that the intervals of a picture come from.
SAMPLES = 200
#: Characters of a name in a title.
LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a figure may be told: how many items it shows, the id of the thing in the middle, years to mark, and what is
    told of the progress of samples.
    """

    top: int | None = None
    thing: str | None = None
    marks: Mapping[int, str] = field(default_factory=dict)
    progress: Progress | None = None


def figure(name: str, network: Network, wishes: Wishes | None = None) -> Axes:
    """The picture of this name, drawn.

    Raises:
        InputError: there is no such picture, or the network has nothing to show in it.
    """
    if name not in FIGURES:
        raise InputError(f"plot: found {name!r}, one of {', '.join(FIGURES)} is needed")
    return FIGURES[name](network, wishes or Wishes())


def _some(found: object, what: str) -> None:
    """Nothing, if there is anything.

    Raises:
        InputError: there is nothing.
    """
    if not found:
        raise InputError(f"plot: found {what} nowhere in the network, at least one is needed")


def _called(network: AnyGraph, node: str) -> str:
    """The name of a node as a title has room for it."""
    return short(str(network.nodes[node]["name"]), LONGEST)


def _most(counts: Mapping[str, int]) -> tuple[str, int]:
    """The first of those with the highest number, and that number."""
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _actors(network: Network, wishes: Wishes) -> Axes:
    hands = incidence(network, "actors")
    actors = {node: data for node, data in hands.nodes(data=True) if not data["bipartite"]}
    rows = sorted((-hands.degree(node), str(data["name"]), str(data["type"])) for node, data in actors.items())
    _some(rows, "an actor with a programme")
    shown = [(name, -number, type_) for number, name, type_ in rows[: wishes.top or 15]]
    (name, number, _), *others = shown
    title = f"{short(name, LONGEST)} has a hand in {many(number, 'programme')}"
    if others:
        title += f", {ahead(number, others[0][1], short(others[0][0], LONGEST))}"
    frame = pd.DataFrame(shown, columns=["name", "programmes", "type"])
    note = left_out("with the most programmes", actors=(len(shown), len(rows)))
    return ranking(frame, value="programmes", kind="type", title=title, note=note)


def _map(network: Network, wishes: Wishes) -> Axes:
    _some(network, "a relation")
    shares = between(network)
    broker = min(shares, key=lambda node: (-shares[node], node))
    title = f"{_called(network, broker)} lies on {shares[broker]:.0%} of the shortest paths between other things"
    if not shares[broker]:
        title = f"{many(len(network), 'thing')}, none of which lies on a path between others"
    return network_map(network, labels=wishes.top or 20, title=title)


def _reach(network: Network, wishes: Wishes) -> Axes:
    top, reach = wishes.top or 16, actors_by_countries(network)
    return reach_map(reach, actors=top, countries=top * 3 // 2, title=reach_title(reach))


def _bipartite(network: Network, wishes: Wishes) -> Axes:
    top, reach = wishes.top or 18, actors_by_countries(network)
    return bipartite(reach, actors=top, countries=top * 3 // 2, title=reach_title(reach))


def reach_title(reach: "nx.Graph[str]") -> str:
    """Who reaches the most countries, and which country most actors reach, as a title says it.

    Raises:
        InputError: nobody reaches any.
    """
    _some(reach, "an actor that reaches a country")
    ties = [{node: reach.degree(node) for node, data in reach.nodes(data=True) if bool(data["bipartite"]) is side}
            for side in (False, True)]  # fmt: skip
    (widest, reached), (most, reaching) = (_most(side) for side in ties)
    return (
        f"{_called(reach, widest)} reaches {reached} of {many(len(ties[1]), 'country', 'countries')}; "
        f"{_called(reach, most)} is reached by {reaching} of {many(len(ties[0]), 'actor')}"
    )


def _relations(network: Network) -> dict[str, float]:
    return {node: float(found[0]) for node, found in degrees(network).items()}


def _ranks(network: Network, wishes: Wishes) -> Axes:
    _some(network.number_of_edges(), "a relation")
    rows = bootstrapped_ranks(network, _relations, samples=SAMPLES, progress=wishes.progress)
    shown = rows[: wishes.top or 15]
    names = [str(network.nodes[row.id]["name"]) for row in shown]
    frame = pd.DataFrame([(name, row.rank, row.low, row.high) for name, row in zip(names, shown, strict=True)])
    rivals = sum(row.low <= shown[0].high for row in rows[1:])
    title = f"{_called(network, shown[0].id)} has the most relations, " + (
        f"but {many(rivals, 'other thing')} may rank as high" if rivals else "whatever sentences are drawn"
    )
    told = f"Dot: rank by number of relations. Bar: where 95% of {SAMPLES} samples of the sentences put it."
    note = left_out("with the most relations", things=(len(shown), len(rows)))
    return intervals(
        frame.set_axis(["name", "rank", "low", "high"], axis=1), title=title, note=f"{told} {note}".strip()
    )


def _timeline(network: Network, wishes: Wishes) -> Axes:
    frame = dated(network)
    _some(len(frame), "a programme with a year")
    counts = Counter(frame["id"].tolist())
    shown = sorted(counts, key=lambda one: (-counts[one], one))[: wishes.top or 30]
    years = Counter(year for year, _ in set(zip(frame["year"].tolist(), frame["id"].tolist(), strict=True)))
    year, number = min(years.items(), key=lambda pair: (-pair[1], pair[0]))
    title = f"{many(len(counts), 'programme')} with a year, {min(years)} to {max(years)}; most in {year} ({number})"
    left = left_out("with the most dated relations", programmes=(len(shown), len(counts)))
    note = f"A dot: a year that a text gives; larger: for more relations. {left}".strip()
    return timeline(frame[frame["id"].isin(shown)], kind="type", marks=wishes.marks, title=title, note=note)


def _flows(network: Network, wishes: Wishes) -> Axes:
    frame = chains(network)
    _some(len(frame), "a programme with a giver and a place")
    (giver, ways), (programme, carried) = (_most(Counter(frame[one].tolist())) for one in ("giver", "programme"))
    begin = "begins" if ways == 1 else "begin"
    title = (
        f"Of {many(len(frame), 'path')} from giver to place, {ways} {begin} at {short(giver, LONGEST)}; "
        f"the most ({carried}) lead through {short(programme, LONGEST)}"
    )
    stages = {"giver": "Giver", "programme": "Programme", "place": "Country or region"}
    note = (
        "One path: somebody funds, supports, runs or set up a programme that works in a place or that a country joins. "
        "Colour: the giver."
    )
    return alluvial(
        frame.rename(columns=stages), stages=list(stages.values()), top=wishes.top or 12, title=title, note=note
    )


def _regions(network: Network, wishes: Wishes) -> Axes:
    frame = region_ties(network)
    names, values = [str(name) for name in frame.columns], frame.to_numpy()
    pairs = {(names[row], names[column]): int(values[row, column]) for row, column in np.argwhere(values > 0)}
    across = {pair: number for pair, number in pairs.items() if pair[0] != pair[1]}
    _some(across, "two regions in one programme or event")
    (one, other), number = min(across.items(), key=lambda pair: (-pair[1], pair[0]))
    title = f"{one} and {other} meet most: in {many(number, 'programme or event', 'programmes and events')}"
    if rivals := sum(value == number for value in across.values()) - 1:
        title += f", as {'does' if rivals == 1 else 'do'} {many(rivals, 'other pair')}"
    note = "Bands: programmes and events that reach countries of both regions; a bare stretch: of the region alone."
    return chord(frame, top=wishes.top or 8, title=title, note=note)


def _ego(network: Network, wishes: Wishes) -> Axes:
    _some(network, "a relation")
    actors = [node for node, data in network.nodes(data=True) if data["group"] == Group.ACTOR]
    thing = wishes.thing or _most({node: network.degree(node) for node in actors or network})[0]
    keys = [key for start, end, key in network.edges(keys=True) if thing in (start, end)]
    if not keys:
        raise InputError(f"plot: found no relation of {thing!r} in the network, at least one is needed")
    kinds = Counter(WORDINGS[Predicate(key)].family.label for key in keys)
    ranked = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    first = [label for label, number in ranked if number == ranked[0][1]]
    said = listed(f"“{label.lower()}”" for label in first)
    neighbours = {*network.successors(thing), *network.predecessors(thing)} - {thing}
    lead = f"the kind {said} comes first, with" if len(first) == 1 else f"the kinds {said} come first, each with"
    title = (
        f"{_called(network, thing)} has {many(len(neighbours), 'neighbour')}; "
        f"{lead} {ranked[0][1]} of {many(len(keys), 'relation')}"
    )
    return ego(network, thing, top=wishes.top or 32, title=title)


#: What draws each picture of `graph.commands.pictures`.
FIGURES: Mapping[str, Callable[[Network, Wishes], Axes]] = MappingProxyType(
    {
        "actors": _actors,
        "bipartite": _bipartite,
        "ego": _ego,
        "flows": _flows,
        "map": _map,
        "ranks": _ranks,
        "reach": _reach,
        "regions": _regions,
        "timeline": _timeline,
    }
)
