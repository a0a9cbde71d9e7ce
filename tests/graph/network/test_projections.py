from collections.abc import Iterable

import networkx as nx
import pytest

from graph.network import actors_by_countries, actors_by_programmes, countries_by_programmes, incidence, project, simple
from ontology import InputError
from ontology.vocabulary import EntityType

TYPES = {
    "jica": EntityType.GOVERNMENT_BODY,
    "undp": EntityType.INTERNATIONAL_ORGANIZATION,
    "care": EntityType.CIVIL_SOCIETY_ORGANIZATION,
    "japan": EntityType.COUNTRY,
    "kenya": EntityType.COUNTRY,
    "peru": EntityType.COUNTRY,
    "ports": EntityType.PROJECT,
    "roads": EntityType.PROGRAMME,
    "nurses": EntityType.TRAINING,
    "summit": EntityType.EVENT,
}
RELATIONS = [
    ("jica", "implements", "ports"),
    ("jica", "funds", "ports"),
    ("undp", "funds", "ports"),
    ("japan", "supports", "ports"),
    ("jica", "implements", "roads"),
    ("undp", "participatesIn", "roads"),
    ("care", "implements", "nurses"),
    ("undp", "participatesIn", "summit"),
    ("care", "participatesIn", "summit"),
    ("ports", "operatesIn", "kenya"),
    ("ports", "operatesIn", "peru"),
    ("kenya", "participatesIn", "nurses"),
    ("peru", "participatesIn", "nurses"),
    ("roads", "supports", "kenya"),
    ("undp", "supports", "peru"),
    ("peru", "cooperatesWith", "care"),
]


def network_of(relations: Iterable[tuple[str, str, str]]) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, type_ in TYPES.items():
        network.add_node(node, name=node, type=str(type_), group=str(type_.group), iri=f"id/{node}")
    for start, key, end in relations:
        network.add_edge(start, end, key)
    return network


NETWORK = network_of(RELATIONS)


def ties(graph: "nx.Graph[str]") -> dict[tuple[str, str], float]:
    return {(min(a, b), max(a, b)): weight for a, b, weight in graph.edges(data="weight")}  # type: ignore[var-annotated]


def test_actors_are_tied_by_the_programmes_that_they_share() -> None:
    found = actors_by_programmes(NETWORK)
    assert ties(found) == {("jica", "undp"): 2, ("japan", "jica"): 1, ("japan", "undp"): 1}
    assert found.edges["jica", "undp"]["shared"] == ("ports", "roads")


def test_who_shares_no_programme_stays_without_ties() -> None:
    assert actors_by_programmes(NETWORK).degree("care") == 0


def test_an_event_that_two_attend_ties_nobody() -> None:
    assert not actors_by_programmes(NETWORK).has_edge("undp", "care")


def test_newman_gives_each_programme_one_over_its_other_members() -> None:
    # Three share the ports (1/2 each), two the roads (1).
    found = ties(actors_by_programmes(NETWORK, weighting="newman"))
    assert found == pytest.approx({("jica", "undp"): 1.5, ("japan", "jica"): 0.5, ("japan", "undp"): 0.5})


def test_countries_are_tied_by_the_programmes_that_reach_them() -> None:
    found = countries_by_programmes(NETWORK)
    assert ties(found) == {("kenya", "peru"): 2}
    assert found.edges["kenya", "peru"]["shared"] == ("nurses", "ports")


def test_a_donor_is_not_reached_by_what_it_supports() -> None:
    assert "japan" not in countries_by_programmes(NETWORK)


def test_actors_reach_countries_through_programmes_and_directly() -> None:
    found = actors_by_countries(NETWORK)
    edges = {(a, b): (data["shared"], data["direct"], data["weight"]) for a, b, data in found.edges(data=True)}
    assert edges == {
        ("jica", "kenya"): (("ports", "roads"), (), 2),
        ("jica", "peru"): (("ports",), (), 1),
        ("undp", "kenya"): (("ports", "roads"), (), 2),
        ("undp", "peru"): (("ports",), ("supports",), 2),
        ("care", "kenya"): (("nurses",), (), 1),
        ("care", "peru"): (("nurses",), ("cooperatesWith",), 2),
    }
    sides = {node: data["bipartite"] for node, data in found.nodes(data=True)}
    assert sides == {"care": 0, "jica": 0, "undp": 0, "kenya": 1, "peru": 1}


def test_incidence_counts_the_relations_of_a_pair() -> None:
    found = incidence(NETWORK)
    assert found.edges["jica", "ports"] == {"weight": 2, "relations": ("funds", "implements")}


def davis() -> "nx.MultiDiGraph[str]":
    """Davis's southern women as actors that take part in programmes."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    women = nx.davis_southern_women_graph()
    for node, side in women.nodes(data="bipartite"):
        type_ = EntityType.PROJECT if side else EntityType.PERSON
        network.add_node(str(node), name=str(node), type=str(type_), group=str(type_.group), iri="")
    for woman, event in women.edges():
        network.add_edge(str(woman), str(event), "participatesIn")
    return network


def test_southern_women_are_projected_as_networkx_does() -> None:
    network, women = davis(), nx.davis_southern_women_graph()
    names = women.graph["top"]
    assert ties(actors_by_programmes(network)) == ties(nx.bipartite.weighted_projected_graph(women, names))


def test_southern_women_are_weighted_as_networkx_does() -> None:
    network, women = davis(), nx.davis_southern_women_graph()
    expected = nx.bipartite.collaboration_weighted_projected_graph(women, women.graph["top"])
    assert ties(actors_by_programmes(network, weighting="newman")) == pytest.approx(ties(expected))


def test_southern_women_meet_as_published() -> None:
    # Davis, Gardner and Gardner, Deep South, 1941: 18 women, 14 events, 89 attendances.
    found = incidence(davis())
    assert (len(found), found.number_of_edges()) == (32, 89)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("simple", 10),
        ("actors", 4),
        ("countries", 2),
        ("actor-country", 5),
        ("actor-programme", 7),
        ("country-programme", 5),
    ],
)
def test_each_projection_has_its_nodes(name: str, size: int) -> None:
    assert len(project(NETWORK, name)) == size


def test_projections_keep_what_is_known_of_nodes() -> None:
    for found in (simple(NETWORK), actors_by_programmes(NETWORK), actors_by_countries(NETWORK)):
        assert found.nodes["jica"]["iri"] == "id/jica"


@pytest.mark.parametrize(
    ("name", "weighting", "message"),
    [
        ("actor", "count", "projection: found 'actor', did you mean actors"),
        ("actors", "weight", "weighting: found 'weight', count, newman is allowed"),
    ],
)
def test_unknown_projection_is_refused(name: str, weighting: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        project(NETWORK, name, weighting=weighting)


def test_incidence_is_of_actors_or_countries() -> None:
    with pytest.raises(InputError, match="incidence: found 'actor', did you mean actors"):
        incidence(NETWORK, "actor")
