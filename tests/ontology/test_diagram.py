import re

from ontology import EntityType, Group, Predicate, Role, fits
from ontology.diagram import GROUPS, between, class_tree, relation_map, relations
from ontology.terms import load_terms

TERMS = load_terms()
#: In the picture a country stands with the places, and as an actor with the actors.
BOXES = {
    Group.COUNTRY: {"Place", "Actor"},
    Group.REGION: {"Place"},
    Group.LOCALITY: {"Place"},
}


def _boxes(type_: EntityType) -> set[str]:
    return BOXES.get(type_.group, {str(type_.group)})


def test_relations_are_the_twelve_of_the_vocabulary() -> None:
    assert [term.name for term in relations(TERMS)] == list(Predicate)


def test_what_goes_from_group_to_group_is_what_fits() -> None:
    for (start, end), names in between(TERMS).items():
        for name in names:
            assert any(
                fits(one, Predicate(name), other)
                for one in EntityType
                for other in EntityType
                if start in _boxes(one) and end in _boxes(other)
            ), (start, name, end)


def test_every_relation_that_fits_goes_between_groups_of_its_ends() -> None:
    pairs = between(TERMS)
    for predicate in Predicate:
        for one in EntityType:
            for other in EntityType:
                drawn = [pairs.get((start, end), []) for start in _boxes(one) for end in _boxes(other)]
                assert not fits(one, predicate, other) or any(predicate in names for names in drawn)


def test_the_map_draws_every_relation() -> None:
    assert all(re.search(rf"\b{predicate}\b", relation_map(TERMS)) for predicate in Predicate)
    assert all(f"<b>{group}</b>" in relation_map(TERMS) for group in GROUPS)


def test_the_tree_hangs_each_class_of_entities_below_its_own() -> None:
    arrows = set(re.findall(r"(\w+) (-->|-\.->) (\w+)", class_tree(TERMS)))
    for term in TERMS:
        if term.is_class and term.name in {*EntityType, *Role}:
            for above in term.above:
                assert (above, "-.->" if term.defined else "-->", term.name) in arrows
