import pytest

from ontology import InputError, Namespaces


def test_ids_that_no_iri_can_hold_are_escaped() -> None:
    assert Namespaces().entity("côte d'ivoire/coast") == "https://w3id.org/odagraph/id/c%C3%B4te%20d%27ivoire%2Fcoast"


def test_all_iris_lie_below_the_base() -> None:
    namespaces = Namespaces("https://example.org/aid/")
    iris = (
        namespaces.term("Actor"),
        namespaces.entity("jica"),
        namespaces.code("sector", "110"),
        namespaces.source("report"),
        namespaces.evidence("report", 0, 4),
        namespaces.claim("report", "0a1b"),
        namespaces.ontology_graph,
        namespaces.registry_graph,
        namespaces.inferred_graph,
    )
    assert all(iri.startswith("https://example.org/aid/") for iri in iris)
    assert len(set(iris)) == len(iris)


@pytest.mark.parametrize(
    "base",
    ["", "example.org/", "https://example.org", "https://exa mple.org/", "https://e.org/<x>/", "https://e.org/a#"],
)
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="--base: found"):
        Namespaces(base)
