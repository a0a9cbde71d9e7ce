"""Who is tied to whom through programmes: a network → undirected networks of one or two kinds of things.

An edge of a projection says by `shared` (sorted ids of programmes) where its `weight` comes from.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

import networkx as nx

from graph.network.conversion import Network, Projection, simple
from graph.network.filters import one_of
from ontology.vocabulary import Group, Predicate

#: How a country acts in a programme, as the subject of these; an actor may take part in it, too.
GIVING = frozenset({Predicate.IMPLEMENTS, Predicate.FUNDS, Predicate.SUPPORTS, Predicate.ESTABLISHED})
ACTING = GIVING | {Predicate.PARTICIPATES_IN}
#: How a programme reaches a country: as the subject of these, or by the country's taking part in it.
REACHING = frozenset({Predicate.OPERATES_IN, Predicate.SUPPORTS})
#: How an actor deals with a country directly.
DIRECT = frozenset({Predicate.SUPPORTS, Predicate.OPERATES_IN, Predicate.COOPERATES_WITH, Predicate.FUNDS})

_BY_GROUP = {Group.ACTOR: ACTING, Group.COUNTRY: GIVING}


class Weighting(StrEnum):
    """What a tie weighs: the programmes that two things share, or Newman's sum of 1/(k - 1) over these programmes, of
    which k things are part: a programme of few makes a stronger tie than one of many.

    Source: Newman, Physical Review E 64, 016132, 2001.
    """

    COUNT = "count"
    NEWMAN = "newman"


def actors_by_programmes(network: Network, *, weighting: str = Weighting.COUNT) -> "nx.Graph[str]":
    """Actors, and countries that act as such, tied where both have a hand in a programme: they implement, fund,
    support, join or have set it up (a country that only takes part is reached by it: `countries_by_programmes`).

    `weight` is the number of programmes that they share, or Newman's sum over them (see `Weighting`). Whoever shares
    a programme with nobody stays, without ties.
    """
    return _tied(incidence(network, "actors"), "actors", Weighting(one_of("weighting", weighting, Weighting)))


def countries_by_programmes(network: Network, *, weighting: str = Weighting.COUNT) -> "nx.Graph[str]":
    """Countries tied where one programme reaches both: it operates in them, supports them, or they take part in it.

    Weights are those of `actors_by_programmes`.
    """
    return _tied(incidence(network, "countries"), "countries", Weighting(one_of("weighting", weighting, Weighting)))


def incidence(network: Network, things: str = "actors") -> "nx.Graph[str]":
    """The bipartite network behind the two: actors (or countries) and programmes; `weight` is the number of relations.

    The node attribute `bipartite` is 0 for actors and countries and 1 for programmes, `relations` of an edge are the
    sorted predicates.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, programme, predicate in _JOINED[one_of("incidence", things, _JOINED)](network):
        found[thing, programme].add(predicate)
    bipartite: nx.Graph[str] = nx.Graph(name=f"{things} and programmes", weighting="relations between the two")
    for side, ends in enumerate((sorted({one for one, _ in found}), sorted({two for _, two in found}))):
        bipartite.add_nodes_from((node, {**network.nodes[node], "bipartite": side}) for node in ends)
    for (thing, programme), relations in sorted(found.items()):
        bipartite.add_edge(thing, programme, weight=len(relations), relations=tuple(sorted(relations)))
    return bipartite


def _by_actors(network: Network) -> Iterator[tuple[str, str, str]]:
    """(actor, programme, predicate) of each relation by which an actor is part of a programme."""
    for start, end, key in network.edges(keys=True):
        acting = _BY_GROUP.get(Group(_group(network, start)), frozenset())
        if key in acting and _group(network, end) == Group.PROGRAMME:
            yield start, end, key


def _by_countries(network: Network) -> Iterator[tuple[str, str, str]]:
    """(country, programme, predicate) of each relation by which a programme reaches a country."""
    for start, end, key in network.edges(keys=True):
        groups = (_group(network, start), _group(network, end))
        if key in REACHING and groups == (Group.PROGRAMME, Group.COUNTRY):
            yield end, start, key
        elif key == Predicate.PARTICIPATES_IN and groups == (Group.COUNTRY, Group.PROGRAMME):
            yield start, end, key


_JOINED: Mapping[str, Callable[[Network], Iterator[tuple[str, str, str]]]] = MappingProxyType(
    {"actors": _by_actors, "countries": _by_countries}
)


def _group(network: Network, node: str) -> str:
    group: str = network.nodes[node]["group"]
    return group


def _tied(bipartite: Projection, name: str, weighting: Weighting) -> "nx.Graph[str]":
    """The things of a bipartite network, tied by the programmes that they share."""
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for programme in (node for node, side in bipartite.nodes(data="bipartite") if side):
        for pair in combinations(sorted(bipartite[programme]), 2):
            shared[pair].append(programme)
    words = {Weighting.COUNT: "programmes shared", Weighting.NEWMAN: "sum of 1/(k - 1) over programmes of k shared"}
    projection: nx.Graph[str] = nx.Graph(name=name, weighting=words[weighting])
    for node, attributes in bipartite.nodes(data=True):
        if not attributes["bipartite"]:
            projection.add_node(node, **{key: value for key, value in attributes.items() if key != "bipartite"})
    for (one, two), programmes in sorted(shared.items()):
        shares = (1 / (len(bipartite[programme]) - 1) for programme in programmes)
        weight = len(programmes) if weighting is Weighting.COUNT else sum(shares)
        projection.add_edge(one, two, weight=weight, shared=tuple(sorted(programmes)))
    return projection


def actors_by_countries(network: Network) -> "nx.Graph[str]":
    """Actors and the countries that they deal with, directly or through a programme: a bipartite network.

    The node attribute `bipartite` is 0 for actors and 1 for countries; a country that acts as a donor is no actor
    here. `weight` is the number of programmes through which the actor reaches the country (`shared`) and of direct
    relations between the two (`direct`, sorted predicates).
    """
    shared = _through_programmes(network)
    direct = _directly(network)
    bipartite: nx.Graph[str] = nx.Graph(name="actors and countries", weighting="programmes and direct relations")
    pairs = sorted({*shared, *direct})
    for side in (0, 1):
        ends = sorted({pair[side] for pair in pairs})
        bipartite.add_nodes_from((node, {**network.nodes[node], "bipartite": side}) for node in ends)
    for pair in pairs:
        programmes, relations = sorted(shared.get(pair, ())), sorted(direct.get(pair, ()))
        weight = len(programmes) + len(relations)
        bipartite.add_edge(*pair, weight=weight, shared=tuple(programmes), direct=tuple(relations))
    return bipartite


def _through_programmes(network: Network) -> dict[tuple[str, str], set[str]]:
    """The programmes through which an actor reaches a country, by (actor, country)."""
    actors, countries = incidence(network, "actors"), incidence(network, "countries")
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for programme in (node for node, side in actors.nodes(data="bipartite") if side and node in countries):
        for actor in actors[programme]:
            if _group(network, actor) == Group.ACTOR:
                for country in countries[programme]:
                    found[actor, country].add(programme)
    return found


def _directly(network: Network) -> dict[tuple[str, str], set[str]]:
    """The predicates between an actor and a country, by (actor, country); cooperation counts from both ends."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for start, end, key in network.edges(keys=True):
        ways = [(start, end), (end, start)] if Predicate(key).symmetric else [(start, end)]
        for actor, country in ways:
            if key in DIRECT and (_group(network, actor), _group(network, country)) == (Group.ACTOR, Group.COUNTRY):
                found[actor, country].add(key)
    return found


def project(network: Network, name: str, *, weighting: str = Weighting.COUNT) -> "nx.Graph[str]":
    """The projection of one name of `PROJECTIONS`; the weighting counts where things are tied by programmes."""
    match Projected(one_of("projection", name, Projected)):
        case Projected.SIMPLE:
            return simple(network)
        case Projected.ACTORS:
            return actors_by_programmes(network, weighting=weighting)
        case Projected.COUNTRIES:
            return countries_by_programmes(network, weighting=weighting)
        case Projected.ACTOR_COUNTRY:
            return actors_by_countries(network)
        case Projected.ACTOR_PROGRAMME:
            return incidence(network, "actors")
        case Projected.COUNTRY_PROGRAMME:
            return incidence(network, "countries")


class Projected(StrEnum):
    """The projections by name; those with two words are bipartite."""

    SIMPLE = "simple"
    ACTORS = "actors"
    COUNTRIES = "countries"
    ACTOR_COUNTRY = "actor-country"
    ACTOR_PROGRAMME = "actor-programme"
    COUNTRY_PROGRAMME = "country-programme"
