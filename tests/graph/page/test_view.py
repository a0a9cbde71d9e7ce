"""The page as a file: what stands in it, that it is the same every time, and that nothing in it can break out."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText, from_quads
from graph.page.appearance import GROUPS, TYPES, WORDINGS
from graph.page.drawing import drawing
from graph.page.groups import MANY_NODES
from graph.page.payload import payload
from graph.page.view import MODULES, page_html, title_of, write_page
from ontology import EntityType, Group, Namespaces, Predicate, Status

HOSTILE = "<img src=x onerror=alert(1)> </script><!-- {{vis}} \u2028 &amp;"


def _claim(status: Status = Status.STATED, **said: Any) -> EdgeClaim:
    quote = Quote(document="a", start=0, end=5, text=HOSTILE, heading=HOSTILE)
    return EdgeClaim(
        iri="c", document="a", confidence=0.9, rule="funds-passive", status=status, evidence=(quote,), **said
    )


def _node(id_: str, type_: EntityType, name: str, *names: str) -> Node:
    return Node(id=id_, iri=id_, type=type_, name=name, names=tuple(sorted((name, *names))), sources=("a",))


NODES = (
    _node("bad", EntityType.PROJECT, HOSTILE),
    _node("jica", EntityType.GOVERNMENT_BODY, "Japan International Cooperation Agency", "JICA", "the Agency"),
    _node("lone", EntityType.LOCALITY, "Nowhere"),
)
VIEW = GraphView(
    nodes=NODES,
    edges=(
        Edge(
            subject="jica",
            predicate=Predicate.FUNDS,
            object="bad",
            claims=(_claim(amount=2.9e9, currency="JPY", year=2021, fiscal=True, participants=2653),),
        ),
        Edge(subject="jica", predicate=Predicate.IMPLEMENTS, object="bad", claims=(_claim(Status.PLANNED),)),
    ),
    documents=(SourceText(id="a", iri="a", title=HOSTILE, year=2021),),
    denied=(Edge(subject="jica", predicate=Predicate.SUPPORTS, object="bad", claims=(_claim(Status.NEGATED),)),),
)


@pytest.fixture(scope="module")
def page() -> str:
    return page_html(VIEW, title=HOSTILE)


def _raw_data(page: str) -> str:
    return page.split('<script type="application/json" id="data">')[1].split("</script>", maxsplit=1)[0]


def _data(page: str) -> Any:
    return json.loads(_raw_data(page))


def test_page_is_written_as_utf8_and_twice_the_same(tmp_path: Path, gold_quads: tuple[Quad, ...]) -> None:
    view = from_quads(gold_quads, Namespaces())
    for name in ("one.html", "two.html"):
        write_page(view, tmp_path / name, title="Côte d’Ivoire")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert "Côte d’Ivoire" in (tmp_path / "one.html").read_text(encoding="utf-8")
    assert (tmp_path / "one.html").stat().st_size < 1_500_000


def test_page_loads_nothing_from_outside(page: str) -> None:
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", page)
    assert not re.search(r"<(?:link|iframe|object|embed|base|form[^>]*action)\b", page)
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert set(re.findall(r"url\(\s*[\"']?(?!#)([a-z]*)", page)) <= {"data"}


def test_only_addresses_are_names_in_the_notices_of_vis_network(page: str) -> None:
    known = {"almende.com", "github.com", "opensource.org", "visjs.github.io", "www.apache.org", "www.w3.org"}
    assert set(re.findall(r"https?://([\w.-]+)", page)) == known
    assert "@license" in page


def test_policy_names_every_script_and_style_and_no_network(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    assert "connect-src" not in policy[1]
    for text in re.findall(r"<(?:script|script type=\"module\"|style)>(.*?)</(?:script|style)>", page, re.DOTALL):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy[1]


def test_hostile_text_stays_data(page: str) -> None:
    assert "<img" not in page
    assert page.count("</script>") == 3
    assert not set("<>&\u2028\u2029") & set(_raw_data(page))
    data = _data(page)
    assert data["entities"][0]["name"] == HOSTILE
    assert data["quotes"][0]["text"] == data["quotes"][0]["heading"] == HOSTILE


def test_network_comes_from_pyvis_with_our_places_and_shapes(page: str) -> None:
    network = _data(page)["network"]
    assert [node["id"] for node in network["nodes"]] == [0, 1, 2]
    assert len({(node["x"], node["y"]) for node in network["nodes"]}) == 3
    assert network["nodes"][1]["shape"] == "dot"
    assert all("title" not in thing for thing in (*network["nodes"], *network["edges"]))
    assert network["options"]["physics"] == {"enabled": False}
    assert [edge["arrows"] for edge in network["edges"]] == ["to", "to", "to"]


def test_nodes_have_a_radius_by_each_measure(page: str) -> None:
    network = _data(page)["network"]
    assert [measure["name"] for measure in network["measures"]] == ["degree", "pagerank", "betweenness"]
    assert network["weights"][1][0] == 2
    assert all(5 <= radius <= 36 for row in network["radii"] for radius in row)
    assert network["radii"][1][0] > network["radii"][2][0]


def test_edges_between_the_same_nodes_bow_apart(page: str) -> None:
    smooth = [json.dumps(edge.get("smooth")) for edge in _data(page)["network"]["edges"]]
    assert len(set(smooth)) == 3


def test_nothing_is_left_out(gold_quads: tuple[Quad, ...]) -> None:
    view = from_quads(gold_quads, Namespaces())
    data = payload(view, "gold")
    assert len(data["entities"]) == len(view.nodes)
    assert len(data["facts"]) == len(view.edges) + len(view.denied)
    assert sum(len(fact["claims"]) for fact in data["facts"]) == sum(
        len(edge.claims) for edge in (*view.edges, *view.denied)
    )


def test_facts_keep_what_the_text_says_of_them(page: str) -> None:
    claims = [fact["claims"][0] for fact in _data(page)["facts"]]
    assert [claim["status"] for claim in claims] == ["stated", "planned", "negated"]
    figures = (claims[0]["amount"], claims[0]["year"], claims[0]["participants"])
    assert figures == ("JPY 2.9 billion", "FY2021", "2,653")


def test_long_name_is_drawn_by_its_acronym(page: str) -> None:
    assert [entity["short"] for entity in _data(page)["entities"]][1:] == ["JICA", "Nowhere"]


def test_every_term_has_a_look() -> None:
    assert set(GROUPS) == set(Group)
    assert set(TYPES) == set(EntityType)
    assert set(WORDINGS) == set(Predicate)
    assert len({(style.shape, style.background) for style in GROUPS.values()}) == len(GROUPS)


def test_every_script_of_the_page_is_bundled_after_what_it_imports() -> None:
    folder = Path(__file__).parents[3] / "graph" / "page" / "browser"
    assert sorted(MODULES) == sorted(path.name for path in folder.glob("*.js"))
    for number, name in enumerate(MODULES):
        source = (folder / name).read_text(encoding="utf-8")
        imported = set(re.findall(r'^import [^;]*"\./([\w.]+)";', source, re.MULTILINE))
        assert imported <= set(MODULES[:number]), name


def test_large_graph_comes_in_groups_that_hold_every_node_once() -> None:
    count = MANY_NODES + 1
    nodes = tuple(_node(f"n{number:05}", EntityType.COMPANY, f"Name {number}") for number in range(count))
    pairs = [(number // 200 * 200, number) for number in range(1, count - 3) if number % 200]
    edges = tuple(
        Edge(subject=f"n{a:05}", predicate=Predicate.FUNDS, object=f"n{b:05}", claims=(_claim(),)) for a, b in pairs
    )
    network = drawing(GraphView(nodes=nodes, edges=edges, documents=VIEW.documents))
    members = [member for community in network["communities"] for member in community["members"]]
    assert sorted(members) == list(range(count))
    assert [community["loose"] for community in network["communities"]] == [False] * 8 + [True]
    for community in network["communities"]:
        inside = [network["nodes"][member] for member in community["members"]]
        reach = max(((node["x"] - community["x"]) ** 2 + (node["y"] - community["y"]) ** 2) ** 0.5 for node in inside)
        assert reach <= community["radius"]


def test_title_is_that_of_the_one_text() -> None:
    assert title_of(VIEW) == HOSTILE
    assert title_of(GraphView(nodes=(), edges=(), documents=())) == "Knowledge graph of 0 texts"
