"""The pictures of a whole network by name, each under a title that says what was found: those of `odagraph plot`."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd
from matplotlib.axes import Axes

from graph.appearance import WORDINGS
from graph.network import Network, actors_by_countries, between, bootstrapped_ranks, degrees, incidence
from graph.pathways import chains, dated, region_ties
from graph.plots.alluvial import alluvial
from graph.plots.bars import intervals, ranking
from graph.plots.bipartite import bipartite
from graph.plots.chord import chord
from graph.plots.ego import ego
from graph.plots.maps import network_map
from graph.plots.matrices import reach_map
from graph.plots.style import left_out
from graph.plots.timeline import timeline
from graph.telling import ahead, listed, many
from ontology.errors import InputError
from ontology.vocabulary import Group, Predicate

#: Samples of the bootstrap that the intervals of a picture come from.
SAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a figure may be told: how many items it shows, the id of the thing in the middle, and years to mark."""

    top: int | None = None
    thing: str | None = None
    marks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of a whole network: its name, what it shows, and what draws it."""

    name: str
    gloss: str
    draw: Callable[[Network, Wishes], Axes]


def figure(name: str, network: Network, wishes: Wishes | None = None) -> Axes:
    """The picture of this name, drawn.

    Raises:
        InputError: there is no such picture, or the network has nothing to show in it.
    """
    if name not in FIGURES:
        raise InputError(f"plot: found {name!r}, one of {', '.join(FIGURES)} is needed")
    return FIGURES[name].draw(network, wishes or Wishes())


def _some(found: object, what: str) -> None:
    """Nothing, if there is anything.

    Raises:
        InputError: there is nothing.
    """
    if not found:
        raise InputError(f"plot: found {what} nowhere in the network, at least one is needed")


def _actors(network: Network, wishes: Wishes) -> Axes:
    hands = incidence(network, "actors")
    rows = sorted((-hands.degree(node), str(data["name"]), str(data["type"])) for node, data in hands.nodes(data=True)
                  if not data["bipartite"])  # fmt: skip
    _some(rows, "an actor with a programme")
    shown = rows[: wishes.top or 15]
    frame = pd.DataFrame(
        [(name, -number, type_) for number, name, type_ in shown], columns=["name", "programmes", "type"]
    )
    title = f"{rows[0][1]} has a hand in {many(-rows[0][0], 'programme')}"
    if len(rows) > 1:
        title += f", {ahead(-rows[0][0], -rows[1][0], rows[1][1])}"
    return ranking(frame, value="programmes", kind="type", title=title,
                   note=left_out("with the most programmes", actors=(len(shown), len(rows))))  # fmt: skip


def _map(network: Network, wishes: Wishes) -> Axes:
    _some(network, "a relation")
    shares = between(network)
    broker = max(sorted(shares), key=lambda node: shares[node])
    title = f"{network.nodes[broker]['name']} lies on {shares[broker]:.0%} of the shortest paths between other things"
    return network_map(network, labels=wishes.top or 20, title=title)


def _reach(network: Network, wishes: Wishes) -> Axes:
    top = wishes.top or 16
    return reach_map(actors_by_countries(network), actors=top, countries=top * 3 // 2, title=_reach_title(network))


def _bipartite(network: Network, wishes: Wishes) -> Axes:
    top = wishes.top or 18
    return bipartite(actors_by_countries(network), actors=top, countries=top * 3 // 2, title=_reach_title(network))


def _reach_title(network: Network) -> str:
    reach = actors_by_countries(network)
    _some(reach, "an actor that reaches a country")
    sides = [[node for node, side in reach.nodes(data="bipartite") if side == one] for one in (0, 1)]
    widest, most = (max(sorted(side), key=reach.degree) for side in sides)
    return (
        f"{reach.nodes[widest]['name']} reaches {reach.degree(widest)} of {many(len(sides[1]), 'country', 'countries')}; "
        f"{reach.nodes[most]['name']} is reached by {reach.degree(most)} of {many(len(sides[0]), 'actor')}"
    )


def _ranks(network: Network, wishes: Wishes) -> Axes:
    _some(network, "a relation")
    rows = bootstrapped_ranks(network, lambda one: {node: float(found[0]) for node, found in degrees(one).items()},
                              samples=SAMPLES)  # fmt: skip
    shown = rows[: wishes.top or 15]
    frame = pd.DataFrame([(network.nodes[row.id]["name"], row.rank, row.low, row.high) for row in shown],
                         columns=["name", "rank", "low", "high"])  # fmt: skip
    first = shown[0]
    sure = sum(row.low <= first.high for row in rows[1:])
    title = f"{network.nodes[first.id]['name']} has the most relations, " + (
        f"but {many(sure, 'other thing')} may be as high" if sure else "whatever sentences are drawn"
    )
    note = (f"Rank by number of relations; bar: 95 % of {SAMPLES} samples of the sentences. "
            + left_out("with the most relations", things=(len(shown), len(rows))))  # fmt: skip
    return intervals(frame, title=title, note=note.strip())


def _timeline(network: Network, wishes: Wishes) -> Axes:
    frame = dated(network)
    _some(len(frame), "a programme with a year")
    counts = Counter(frame["id"])
    shown = sorted(counts, key=lambda one: (-counts[one], one))[: wishes.top or 30]
    years = Counter({int(year): len(group.id.unique()) for year, group in frame.groupby("year")})
    year, number = max(years.items(), key=lambda pair: (pair[1], -pair[0]))
    title = f"{many(len(counts), 'programme')} with a year, {frame.year.min()} to {frame.year.max()}; most in {year} ({number})"
    return timeline(frame[frame.id.isin(shown)], kind="type", marks=wishes.marks, title=title,
                    note=left_out("with the most dated relations", programmes=(len(shown), len(counts))))  # fmt: skip


def _flows(network: Network, wishes: Wishes) -> Axes:
    frame = chains(network)
    _some(len(frame), "a programme with a giver and a place")
    givers, programmes = Counter(frame["giver"]), Counter(frame["programme"])
    giver, programme = (max(sorted(one), key=lambda name, one=one: one[name]) for one in (givers, programmes))
    title = (
        f"{giver} stands at the head of {givers[giver]} of {many(len(frame), 'way')} from giver to place; "
        f"{programme} carries {programmes[programme]}, the most"
    )
    named = frame.rename(columns={"giver": "Giver", "programme": "Programme", "place": "Country or region"})
    note = (
        "One way: somebody funds, supports, runs or set up a programme that works in a place, or that a country joins."
    )
    return alluvial(
        named, stages=["Giver", "Programme", "Country or region"], top=wishes.top or 12, title=title, note=note
    )


def _regions(network: Network, wishes: Wishes) -> Axes:
    frame = region_ties(network)
    pairs = [(int(frame.loc[one, other]), one, other) for one in frame for other in frame if one < other]
    _some(any(number for number, *_ in pairs), "two regions in one programme or event")
    number, one, other = max(pairs, key=lambda pair: (pair[0], pair[1:]))
    title = f"{one} and {other} meet most: in {many(number, 'programme or event', 'programmes and events')}"
    note = "Bands: programmes and events that reach countries of both regions; a bare stretch: of the region alone."
    return chord(frame, top=wishes.top or 8, title=title, note=note)


def _ego(network: Network, wishes: Wishes) -> Axes:
    _some(network, "a relation")
    actors = [node for node, data in sorted(network.nodes(data=True)) if data["group"] == Group.ACTOR]
    thing = wishes.thing or max(actors or sorted(network), key=network.degree)
    if thing not in network:
        raise InputError(f"plot: found no relation of {thing!r} in the network")
    kinds = Counter(WORDINGS[Predicate(key)].family.label for *_, key in (*network.out_edges(thing, keys=True),
                                                                          *network.in_edges(thing, keys=True)))  # fmt: skip
    neighbours = {*network.successors(thing), *network.predecessors(thing)} - {thing}
    said = listed(
        f"{label.lower()} ({number})" for label, number in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    title = f"{network.nodes[thing]['name']} and {many(len(neighbours), 'neighbour')}: {said}"
    return ego(network, thing, top=wishes.top or 32, title=title)


_ALL = (
    Figure(name="actors", gloss="who has a hand in the most programmes", draw=_actors),
    Figure(name="bipartite", gloss="actors and the countries that they reach, as two columns", draw=_bipartite),
    Figure(name="ego", gloss="one thing (--thing, else the best connected actor) and its neighbours", draw=_ego),
    Figure(name="flows", gloss="from giver through programme to country or region", draw=_flows),
    Figure(name="map", gloss="all things and relations, the best connected named", draw=_map),
    Figure(name="ranks", gloss="who has the most relations, with bootstrapped intervals", draw=_ranks),
    Figure(name="reach", gloss="which actor reaches which country, by community", draw=_reach),
    Figure(name="regions", gloss="regions that meet in programmes and events", draw=_regions),
    Figure(name="timeline", gloss="programmes by the years that the texts give for them", draw=_timeline),
)
FIGURES: Mapping[str, Figure] = MappingProxyType({one.name: one for one in _ALL})
