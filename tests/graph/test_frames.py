import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.frames import frame, measures_frame
from graph.network import measures
from graph.query import Triples
from graph.tables import Table
from ontology import QueryError


def test_frame_has_the_columns_and_rows_of_the_table() -> None:
    found = frame(Table(("country", "m49"), (("Albania", "008"), ("Kenya", None))))
    assert list(found.columns) == ["country", "m49"]
    assert found["m49"].fillna("-").to_list() == ["008", "-"]


def test_frame_of_an_answer_without_rows_keeps_its_columns() -> None:
    assert list(frame(Table(("country", "m49"), ())).columns) == ["country", "m49"]


def test_frame_of_triples_has_a_row_for_each() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))
    assert frame(Triples((triple,))).to_dict("records") == [{"subject": "urn:a", "predicate": "urn:b", "object": "c"}]


@pytest.mark.parametrize("answer", [True, False])
def test_yes_or_no_is_no_frame(answer: bool) -> None:
    with pytest.raises(QueryError, match="found the answer of an ASK query"):
        frame(answer)


def test_measures_frame_has_a_row_for_each_node() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node("kenya", name="Kenya", type="Country", group="Country", iri="id/kenya")
    found = measures_frame(measures(network))
    assert found[["id", "name", "degree"]].to_dict("records") == [{"id": "kenya", "name": "Kenya", "degree": 0}]


def test_measures_frame_without_rows_keeps_its_columns() -> None:
    assert list(measures_frame([]).columns)[:3] == ["id", "iri", "name"]
