from pathlib import Path

import networkx as nx
import pytest

from graph.facts import open_view
from graph.network import to_networkx
from graph.network.pathways import chains, dated, places_of, region_ties
from ontology import Group, Predicate


def network_of(
    nodes: dict[str, tuple[Group, str]], *edges: tuple[str, Predicate, str], years: tuple[int, ...] = ()
) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, (group, region) in nodes.items():
        network.add_node(node, name=node.title(), type=str(group), group=str(group), region_name=region)
    for start, predicate, end in edges:
        network.add_edge(start, end, str(predicate), predicate=str(predicate), years=years)
    return network


NODES = {
    "agency": (Group.ACTOR, ""),
    "chile": (Group.COUNTRY, "South America"),
    "japan": (Group.COUNTRY, "Eastern Asia"),
    "peru": (Group.COUNTRY, "South America"),
    "blue": (Group.PROGRAMME, ""),
    "summit": (Group.EVENT, ""),
    "asia": (Group.REGION, ""),
}


BY_JAPAN = ("japan", Predicate.FUNDS, "blue")
BY_AGENCY = ("agency", Predicate.IMPLEMENTS, "blue")
IN_PERU = ("blue", Predicate.OPERATES_IN, "peru")


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ([BY_JAPAN, IN_PERU], [("Japan", "funds", "Blue", "Peru")]),
        ([BY_AGENCY, ("peru", Predicate.PARTICIPATES_IN, "blue")], [("Agency", "implements", "Blue", "Peru")]),
        (
            [("agency", Predicate.ESTABLISHED, "blue"), ("blue", Predicate.SUPPORTS, "asia")],
            [("Agency", "established", "Blue", "Asia")],
        ),
        (
            [("japan", Predicate.IMPLEMENTS, "blue"), BY_JAPAN, ("blue", Predicate.OPERATES_IN, "japan"), IN_PERU],
            [("Japan", "funds", "Blue", "Peru")],
        ),
        ([("agency", Predicate.PARTICIPATES_IN, "blue"), IN_PERU], []),
        ([("agency", Predicate.SUPPORTS, "peru")], []),
    ],
    ids=["works there", "takes part", "region", "never to himself, funds first", "taking part is no giving", "direct"],
)
def test_chains_go_from_giver_to_place(
    edges: list[tuple[str, Predicate, str]], found: list[tuple[str, str, str, str]]
) -> None:
    frame = chains(network_of(NODES, *edges))
    assert [tuple(row) for row in frame[["giver", "gives", "programme", "place"]].to_numpy()] == found


def test_chains_of_chosen_relations_only() -> None:
    network = network_of(
        NODES,
        ("japan", Predicate.FUNDS, "blue"),
        ("agency", Predicate.IMPLEMENTS, "blue"),
        ("blue", Predicate.OPERATES_IN, "peru"),
    )
    assert chains(network, gives=["funds"]).giver.tolist() == ["Japan"]


def test_dated_programmes_have_a_row_for_each_year() -> None:
    network = network_of(NODES, ("agency", Predicate.IMPLEMENTS, "blue"), years=(2015, 2018))
    frame = dated(network)
    assert frame[["name", "year", "relation", "other_id"]].to_numpy().tolist() == [
        ["Blue", 2015, "implements", "agency"],
        ["Blue", 2018, "implements", "agency"],
    ]


def test_dated_things_of_other_groups_when_asked_for(small_out: Path) -> None:
    network = to_networkx(open_view(small_out))
    assert dated(network).name.unique().tolist() == ["Blue Harbour Project"]
    assert dated(network, groups=["Event"]).year.tolist() == [2022]


def test_places_of_an_event_are_those_who_come_and_where_it_is() -> None:
    network = network_of(
        NODES, ("peru", Predicate.PARTICIPATES_IN, "summit"), ("summit", Predicate.LOCATED_IN, "japan")
    )
    assert places_of(network, "summit") == {"peru", "japan"}


def test_regions_meet_once_for_each_programme_and_event() -> None:
    network = network_of(
        NODES,
        ("peru", Predicate.PARTICIPATES_IN, "summit"),
        ("chile", Predicate.PARTICIPATES_IN, "summit"),
        ("japan", Predicate.PARTICIPATES_IN, "summit"),
        ("blue", Predicate.OPERATES_IN, "japan"),
        ("blue", Predicate.OPERATES_IN, "peru"),
    )
    frame = region_ties(network)
    assert frame.index.tolist() == frame.columns.tolist() == ["Eastern Asia", "South America"]
    assert frame.to_numpy().tolist() == [[0, 2], [0, 1]]


def test_regions_meet_through_what_is_asked_for() -> None:
    network = network_of(
        NODES, ("peru", Predicate.PARTICIPATES_IN, "summit"), ("japan", Predicate.PARTICIPATES_IN, "summit")
    )
    assert region_ties(network, through=["Programme"]).empty
