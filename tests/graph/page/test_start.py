"""What a page opens with: addresses for a focus and filters, and the part of a graph that a limit leaves."""

import tempfile
from pathlib import Path

import pytest

from graph.cli import run
from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText
from graph.page.start import limited, node_named, start_address
from graph.values import NodeSector
from ontology import EntityType, Predicate, Status
from ontology.errors import InputError

_QUOTE = Quote(document="r", start=0, end=1, text="x")
_CLAIM = EdgeClaim(iri="c", document="r", confidence=0.9, rule="r", status=Status.STATED, evidence=(_QUOTE,))
_SECTOR = NodeSector(code="12220", label="Basic health care", confidence=0.9, document="r", evidence=(_QUOTE,))


def _node(id_: str, type_: EntityType, *names: str) -> Node:
    codes = (("region", "014"),) if id_ == "kenya" else ()
    sectors = (_SECTOR,) if id_ == "clinics" else ()
    return Node(id=id_, iri=id_, type=type_, name=names[0], names=names, codes=codes, sectors=sectors)


def _edge(subject: str, object_: str) -> Edge:
    return Edge(subject=subject, predicate=Predicate.SUPPORTS, object=object_, claims=(_CLAIM,))


VIEW = GraphView(
    nodes=(
        _node("clinics", EntityType.PROJECT, "Clinics Project"),
        _node("jica", EntityType.GOVERNMENT_BODY, "Japan International Cooperation Agency", "JICA"),
        _node("kenya", EntityType.COUNTRY, "Kenya"),
        _node("mali", EntityType.COUNTRY, "Mali"),
        _node("un", EntityType.INTERNATIONAL_ORGANIZATION, "United Nations"),
    ),
    edges=(_edge("clinics", "kenya"), _edge("jica", "clinics"), _edge("jica", "kenya"), _edge("un", "mali")),
    documents=(SourceText(id="r", iri="r", title="A Report"), SourceText(id="s", iri="s")),
)


@pytest.mark.parametrize(
    ("filters", "address"),
    [
        ((), ""),
        (("country=KENYA",), "country=kenya"),
        (("region=Eastern Africa", "sector=12220"), "region=014&sector=12220"),
        (("sector=basic health care",), "sector=12220"),
        (("text=a report",), "without-text=s"),
        (("year=2019",), "from=2019&to=2019&undated=no"),
        (("year=2019-2021", "confidence=0.6"), "confidence=60&from=2019&to=2021&undated=no"),
    ],
)
def test_filters_become_an_address(filters: tuple[str, ...], address: str) -> None:
    assert start_address(VIEW, filters=filters) == address


def test_named_types_and_relations_alone_are_left() -> None:
    address = start_address(VIEW, filters=("type=Country", "type=project", "relation=supports"))
    assert "without-type=Person" in address
    assert "without-type=Country" not in address
    assert "without-type=Project" not in address
    assert "without-relation=funds" in address
    assert "without-relation=supports" not in address


def test_focus_is_found_by_any_name() -> None:
    assert start_address(VIEW, focus="jica") == "node=jica&focus=jica"
    assert start_address(VIEW, focus="japan international cooperation agency", steps=2).endswith("focus=jica&steps=2")
    assert node_named(VIEW.nodes, "Kenya").id == "kenya"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (("colour=red",), "KEY=VALUE with type, relation"),
        (("type",), "found 'type'"),
        (("type=Ship",), "filter type: found 'Ship', AcademicInstitution"),
        (("country=France",), "found 'France'"),
        (("year=soon",), "2019-2021 are allowed"),
        (("confidence=2",), "from 0 to 1"),
    ],
)
def test_unknown_filters_are_named(filters: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        start_address(VIEW, filters=filters)


def test_unknown_focus_is_named() -> None:
    with pytest.raises(InputError, match="focus: found 'Atlantis'"):
        start_address(VIEW, focus="Atlantis")


def test_limit_keeps_the_nearest_or_the_weightiest() -> None:
    assert [node.id for node in limited(VIEW, 2).nodes] == ["clinics", "jica"]
    near = limited(VIEW, 2, focus="Mali")
    assert [node.id for node in near.nodes] == ["mali", "un"]
    assert [edge.key[2] for edge in near.edges] == ["mali"]
    assert limited(VIEW, 99) == VIEW


def test_view_writes_a_page_of_its_own_for_a_focus(
    small_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked = ("--focus", "JICA", "--steps", "2", "--filter", "confidence=0.5", "--limit", "3", "--no-open")
    assert run(("view", "--out", str(small_out), *asked)) == 0
    page = Path(capsys.readouterr().out.strip())
    assert page.parent.parent == tmp_path
    text = page.read_text(encoding="utf-8")
    assert r'"start":"node=jica\u0026focus=jica\u0026steps=2\u0026confidence=50"' in text
    assert '"left":{"entities":5,' in text
    assert run(("view", "--out", str(small_out), "--filter", "hue=1", "--no-open")) != 0
