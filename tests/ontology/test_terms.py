import pytest

from ontology import Predicate, Role
from ontology.terms import Term, load_terms

TERMS = {term.name: term for term in load_terms()}


def test_terms_stand_in_the_order_of_the_file() -> None:
    names = list(TERMS)
    assert names[0] == "Entity"
    assert [name for name in names if name in set(Predicate)] == list(Predicate)


@pytest.mark.parametrize("predicate", Predicate)
def test_a_relation_knows_its_inverse_both_ways(predicate: Predicate) -> None:
    if not predicate.symmetric:
        assert TERMS[predicate].inverse == predicate.inverse
        assert TERMS[predicate.inverse].inverse == predicate


def test_only_roles_are_defined_by_relations() -> None:
    assert {name for name, term in TERMS.items() if term.defined} == set(Role)


def test_a_term_has_its_ends_marks_ties_and_checks() -> None:
    term = TERMS["locatedIn"]
    assert term.domain == ("NonCountryActor", "Event", "Locality")
    assert term.range == ("Place",)
    assert term.marks == ("transitive",)
    assert ("is a", "prov:atLocation") in {(tie.kind, tie.name) for tie in term.ties}
    assert "'located in' leads to a place" in term.checks
    assert term.iri == "https://w3id.org/odagraph/ontology#locatedIn"


def test_a_class_has_the_classes_above_it() -> None:
    country: Term = TERMS["Country"]
    assert country.is_class
    assert country.above == ("Actor", "Place")
