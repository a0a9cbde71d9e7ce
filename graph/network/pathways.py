"""What flows through a network, as pandas frames: chains from giver to country, dated programmes, ties of regions.

Each row is a path in the network that `to_networkx` gives, so filters of the network are filters of these.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

import networkx as nx
import pandas as pd

from ontology.vocabulary import Group, Predicate

#: How somebody gives to a programme, in the order in which one is named where several hold.
GIVING = (Predicate.FUNDS, Predicate.SUPPORTS, Predicate.IMPLEMENTS, Predicate.ESTABLISHED)
#: How a programme, or an event, reaches a place; a country also by taking part.
REACHING = (Predicate.OPERATES_IN, Predicate.SUPPORTS, Predicate.LOCATED_IN)

_CHAINS = ("giver", "gives", "programme", "place", "giver_id", "programme_id", "place_id")


def chains(network: "nx.MultiDiGraph[str]", *, gives: Collection[str] = GIVING) -> pd.DataFrame:
    """One row for each way from a giver through a programme to a country or region, sorted by names.

    A giver is an actor or a country that funds, supports, runs or set up the programme (`gives`); a place is where it
    works, what it supports, or a country that takes part. Nobody gives to himself.
    """
    wanted = [predicate for predicate in GIVING if predicate in tuple(gives)]
    rows = [
        _chain(network, giver, relation, programme, place)
        for programme in _things(network, Group.PROGRAMME)
        for giver, relation in sorted(_givers(network, programme, wanted).items())
        for place in sorted(places_of(network, programme, (Group.COUNTRY, Group.REGION)))
        if giver != place
    ]
    return pd.DataFrame(sorted(rows), columns=list(_CHAINS))


def _things(network: "nx.MultiDiGraph[str]", *groups: Group) -> list[str]:
    return sorted(node for node, data in network.nodes(data=True) if data["group"] in tuple(groups))


def _givers(network: "nx.MultiDiGraph[str]", programme: str, wanted: Collection[Predicate]) -> dict[str, str]:
    """Who gives to a programme, and how: the first of the wanted relations."""
    found: dict[str, str] = {}
    for predicate in wanted:
        for giver, _, key in network.in_edges(programme, keys=True):
            if key == predicate and network.nodes[giver]["group"] in (Group.ACTOR, Group.COUNTRY):
                found.setdefault(giver, str(predicate))
    return found


def places_of(
    network: "nx.MultiDiGraph[str]", thing: str, groups: Collection[str] = (Group.COUNTRY,)
) -> frozenset[str]:
    """The countries, or other places, that a programme or an event reaches: at work there, in support, or with them."""
    there = {end for _, end, key in network.out_edges(thing, keys=True) if key in REACHING}
    with_it = {start for start, _, key in network.in_edges(thing, keys=True) if key == Predicate.PARTICIPATES_IN}
    return frozenset(place for place in there | with_it if network.nodes[place]["group"] in tuple(groups))


def _chain(network: "nx.MultiDiGraph[str]", giver: str, relation: str, programme: str, place: str) -> tuple[str, ...]:
    names = [str(network.nodes[node]["name"]) for node in (giver, programme, place)]
    return names[0], relation, names[1], names[2], giver, programme, place


def dated(network: "nx.MultiDiGraph[str]", *, groups: Collection[str] = (Group.PROGRAMME,)) -> pd.DataFrame:
    """One row for each year that a relation of a thing of these groups has, sorted by name and year."""
    wanted = tuple(groups)
    rows: set[tuple[str, str, int, str, str, str]] = set()
    for start, end, key, data in network.edges(keys=True, data=True):
        for thing in {start, end}:
            if network.nodes[thing]["group"] in wanted:
                said = (str(network.nodes[thing]["name"]), str(network.nodes[thing]["type"]))
                rows |= {(*said, int(year), key, end if thing == start else start, thing) for year in data["years"]}
    return pd.DataFrame(sorted(rows), columns=["name", "type", "year", "relation", "other_id", "id"])


def region_ties(
    network: "nx.MultiDiGraph[str]", *, through: Collection[str] = (Group.PROGRAMME, Group.EVENT)
) -> pd.DataFrame:
    """How many programmes and events reach countries of both regions, the regions down and across, sorted.

    Regions are the sub-regions of the UN's M49. Only the upper half is filled; on the diagonal stand those that reach
    two countries of the region.
    """
    counts = Counter(pair for thing in _things(network, *map(Group, through)) for pair in _pairs(network, thing))
    regions = sorted({region for pair in counts for region in pair})
    return pd.DataFrame([[counts[one, other] for other in regions] for one in regions], index=regions, columns=regions)


def _pairs(network: "nx.MultiDiGraph[str]", thing: str) -> Iterator[tuple[str, str]]:
    """Yields: each pair of regions that a thing ties together, once, in order."""
    found = [str(network.nodes[place]["region_name"]) for place in places_of(network, thing)]
    yield from sorted({(min(pair), max(pair)) for pair in combinations(filter(None, found), 2)})
