"""The values that the page's scripts read: numbers that lead to the right things."""

from graph.facts import GraphView, Node, Quote, SourceText
from graph.page.payload import payload
from graph.region_names import region_names
from graph.values import NodeSector
from ontology import EntityType

_QUOTE = Quote(document="r", start=3, end=9, text="clinic", heading="Health")
_PAGED = Quote(document="r", start=9, end=12, text="bed", heading="Health", page=12)
_SECTOR = NodeSector(code="12220", label="Basic health care", confidence=0.9, document="r", evidence=(_QUOTE, _PAGED))
VIEW = GraphView(
    nodes=(
        Node(id="clinic", iri="c", type=EntityType.PROJECT, name="Clinic", country="kenya", sectors=(_SECTOR,)),
        Node(
            id="kenya",
            iri="k",
            type=EntityType.COUNTRY,
            name="Kenya",
            codes=(("alpha3", "KEN"), ("region", "014"), ("house", "7")),
        ),
    ),
    edges=(),
    documents=(SourceText(id="q", iri="q"), SourceText(id="r", iri="r")),
)


def test_sectors_lead_to_their_sentence() -> None:
    data = payload(VIEW, "x")
    claim = data["entities"][0]["sectors"][0]
    assert data["sectors"][claim["sector"]] == {"code": "12220", "label": "Basic health care"}
    assert data["quotes"][claim["quotes"][0]]["text"] == "clinic"
    assert data["sources"][claim["source"]]["id"] == "r"


def test_a_quote_has_its_page_where_its_text_has_pages() -> None:
    first, second = payload(VIEW, "x")["quotes"]
    assert "page" not in first
    assert (second["text"], second["page"]) == ("bed", 12)


def test_regions_go_by_their_name() -> None:
    data = payload(VIEW, "x")
    assert data["regions"] == [{"code": "014", "label": "Eastern Africa"}]
    assert data["entities"][1]["region"] == "014"
    codes = [("ISO 3166 alpha-3", "KEN"), ("Region (UN M49)", "Eastern Africa (014)"), ("house", "7")]
    assert data["entities"][1]["codes"] == codes


def test_country_and_parent_are_numbers_of_entities() -> None:
    entities = payload(VIEW, "x")["entities"]
    assert [entity["country"] for entity in entities] == [1, -1]
    assert [entity["parent"] for entity in entities] == [-1, -1]


def test_every_region_has_a_name() -> None:
    assert {"001", "014", "419"} <= set(region_names())
    assert all(region_names().values())
