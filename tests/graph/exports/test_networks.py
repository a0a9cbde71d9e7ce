"""NetworkX reads each network format back, with all that the format can hold of the graph."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph.exports.cytoscape import cytoscape
from graph.exports.gexf import gexf
from graph.exports.graphml import graphml
from graph.exports.networks import EDGE_KINDS, NODE_KINDS
from graph.exports.sheets import Kind, edges_sheet
from graph.exports.spreadsheet import parted
from graph.values import GraphView

Row = dict[str, Any]
Rebuild = Callable[..., GraphView]

NESTED = ("evidence", "sector_evidence")


def _graphml(view: GraphView) -> "nx.MultiDiGraph[str]":
    return nx.MultiDiGraph(nx.read_graphml(BytesIO(graphml(view)), force_multigraph=True))


def _gexf(view: GraphView) -> "nx.MultiDiGraph[str]":
    # Without parallel edges, NetworkX makes a simple graph of it.
    return nx.MultiDiGraph(nx.read_gexf(BytesIO(gexf(view)), version="1.3"))


def _cytoscape(view: GraphView) -> "nx.MultiDiGraph[str]":
    return nx.MultiDiGraph(nx.cytoscape_graph(json.loads(cytoscape(view))))


def _whole(row: Row, kinds: Mapping[str, Kind]) -> Row:
    """Attributes of an XML format with lists and records as such again."""
    lists = {key: parted(value) for key, value in row.items() if kinds.get(key) in {Kind.TEXTS, Kind.WHOLES}}
    return {**row, **lists, **{key: json.loads(row[key]) for key in NESTED if key in row}}


def _back(nodes: Iterable[Row], edges: Iterable[Row], texts: Iterable[Row], rebuilt: Rebuild) -> GraphView:
    """The graph from the records of its nodes and edges."""
    nodes = list(nodes)
    claims = [{**edge, **_CLEAR, **claim} for edge in edges for claim in edge["evidence"]]
    sectors = [{**sector, "node": node["id"]} for node in nodes for sector in node.get("sector_evidence", [])]
    evidence = [
        {**quote, "claim": claim["claim"], "text": claim["text"]}
        for claim in (*claims, *sectors)
        for quote in claim["sentences"]
    ]
    return rebuilt(nodes=nodes, claims=claims, evidence=evidence, sectors=sectors, texts=texts)


#: What an edge says in all is not what each claim says.
_CLEAR = dict.fromkeys(("year", "fiscal_year", "amount", "currency", "participants"))


def _held(view: GraphView) -> GraphView:
    """Networks leave out what is only denied."""
    return replace(view, denied=())


def test_graphml_holds_every_claim_and_its_sentences(view: GraphView, rebuilt: Rebuild) -> None:
    network = _graphml(view)
    nodes = [_whole({**data, "id": node}, NODE_KINDS) for node, data in network.nodes(data=True)]
    edges = [
        _whole({**data, "source": source, "target": target}, EDGE_KINDS)
        for source, target, data in network.edges(data=True)
    ]
    assert _back(nodes, edges, json.loads(network.graph["texts"]), rebuilt) == _held(view)


def test_gexf_holds_every_claim_and_its_sentences(view: GraphView, rebuilt: Rebuild) -> None:
    network = _gexf(view)
    nodes = [_whole({**data, "id": node}, NODE_KINDS) for node, data in network.nodes(data=True)]
    edges = [
        _whole({**data, "source": source, "target": target, "predicate": data["label"]}, EDGE_KINDS)
        for source, target, data in network.edges(data=True)
    ]
    # Its attributes are of nodes and edges only.
    assert _back(nodes, edges, [], rebuilt) == replace(_held(view), documents=())


def test_cytoscape_json_holds_every_claim_and_its_sentences(view: GraphView, rebuilt: Rebuild) -> None:
    network = _cytoscape(view)
    nodes = [data for _, data in network.nodes(data=True)]
    edges = [data for _, _, data in network.edges(data=True)]
    assert _back(nodes, edges, network.graph["texts"], rebuilt) == _held(view)


@pytest.mark.parametrize("read", [_graphml, _gexf, _cytoscape])
def test_every_attribute_of_an_edge_reads_back_with_its_type(
    small_view: GraphView, read: Callable[[GraphView], "nx.MultiDiGraph[str]"]
) -> None:
    found = {
        (source, data.get("predicate", data.get("label")), target): data
        for source, target, data in read(small_view).edges(data=True)
    }
    assert set(found) == {edge.key for edge in small_view.edges}
    for row in edges_sheet(small_view).rows:
        data = found[row["source"], row["predicate"], row["target"]]  # type: ignore[index]
        known = {key: value for key, value in row.items() if not isinstance(value, tuple) and value is not None}
        held = {key: value for key, value in known.items() if key not in {"source", "target", "predicate"}}
        assert {key: data[key] for key in held} == held
        assert {key for key in _CLEAR if key in data} == {key for key in _CLEAR if row[key] is not None}


def test_the_awkward_text_is_whole_but_for_what_xml_does_not_allow(nasty_view: GraphView) -> None:
    text = nasty_view.edges[0].affirmed[0].evidence[0].text
    assert "\f" in text
    for read in (_graphml, _gexf):
        (data,) = [data for _, _, data in read(nasty_view).edges(data=True) if data.get("years") == "2021"]
        assert data["quote"] == text.replace("\f", " ")
        assert json.loads(data["evidence"])[0]["sentences"][0]["quote"] == text


def test_gexf_has_the_years_of_an_edge_as_its_time(nasty_view: GraphView) -> None:
    network = _gexf(nasty_view)
    assert network.graph["mode"] == "dynamic"
    spells = {(source, target): data["spells"] for source, target, data in network.edges(data=True)}
    assert spells == {("fiji", "norway"): [(2021, 2021)], ("fiji", "reef"): [(2020, 2020), (2024, 2024)]}


def test_a_gexf_edge_without_year_has_no_time(small_view: GraphView) -> None:
    dated = {(edge.subject, edge.object) for edge in small_view.edges if any(claim.year for claim in edge.affirmed)}
    network = _gexf(small_view)
    assert {(source, target) for source, target, data in network.edges(data=True) if "spells" in data} == dated
    assert not [node for node, data in network.nodes(data=True) if "spells" in data or "start" in data]


def test_graphml_declares_each_key_once_and_each_edge_has_its_own_id(view: GraphView) -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.fromstring(graphml(view))  # noqa: S314 (our own file)
    keys = [key.attrib["id"] for key in root.iter(f"{space}key")]
    assert len(keys) == len(set(keys))
    assert {data.attrib["key"] for data in root.iter(f"{space}data")} <= set(keys)
    edges = [edge.attrib for edge in root.iter(f"{space}edge")]
    assert len({edge["id"] for edge in edges}) == len(view.edges)
    nodes = {node.attrib["id"] for node in root.iter(f"{space}node")}
    assert {edge[end] for edge in edges for end in ("source", "target")} <= nodes


def test_ids_of_cytoscape_elements_are_their_own(view: GraphView) -> None:
    elements = json.loads(cytoscape(view))["elements"]
    ids = [part["data"]["id"] for kind in ("nodes", "edges") for part in elements[kind]]
    assert len(ids) == len(set(ids)) == len(view.nodes) + len(view.edges)


def test_parallel_edges_stay_apart_in_gexf(small_view: GraphView) -> None:
    twice = [edge for edge in small_view.edges if edge.subject == "jica"]
    more = replace(twice[0], predicate=twice[-1].predicate)
    network = nx.read_gexf(BytesIO(gexf(replace(small_view, edges=(*small_view.edges, more)))), version="1.3")
    assert network.number_of_edges(more.subject, more.object) == 2
