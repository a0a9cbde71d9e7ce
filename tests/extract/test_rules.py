"""Each relation rule shows what it is for: its example gives its subject and object, its look-alikes give nothing."""

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from extract.matching import Clauses, find_matches
from extract.nlp import Parser, mask
from extract.rules import RULES, RelationRule
from ontology.vocabulary import EntityType, Predicate, fits

#: The names in the examples, with their types.
TYPES: Mapping[str, EntityType] = {
    "JICA": EntityType.GOVERNMENT_BODY,
    **dict.fromkeys(("UNDP", "UNICEF", "UNIDO", "IOC", "UNESCO", "IMO"), EntityType.INTERNATIONAL_ORGANIZATION),
    **dict.fromkeys(("Japan", "Kenya", "Somalia"), EntityType.COUNTRY),
    **dict.fromkeys(("Vienna", "Tunis"), EntityType.LOCALITY),
    **dict.fromkeys(("SATREPS", "KCCP"), EntityType.PROGRAMME),
    "TICAD": EntityType.EVENT,
    "CBD": EntityType.FRAMEWORK,
    "Mohamud": EntityType.PERSON,
}
_NAME = re.compile(rf"\b(?:{'|'.join(TYPES)})\b")

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def ends(rule: RelationRule) -> tuple[str, str]:
    """The names that an example marks as subject and as object."""
    subject, object_ = re.search(r"\[(\w+)\]", rule.example), re.search(r"\{(\w+)\}", rule.example)
    assert subject is not None
    assert object_ is not None
    return subject[1], object_[1]


def shown(rule: RelationRule, sentence: str, parser: Parser) -> set[tuple[str, str]]:
    """The pairs of names between which a rule holds in a sentence."""
    found = list(_NAME.finditer(sentence))
    names = [(name.start(), name.end(), TYPES[name[0]]) for name in found]
    (parse,) = parser.parse([mask(sentence, 0, len(sentence), names)])
    matches = find_matches(Clauses(parse), [rule])
    return {(found[parse.names[match.subject]][0], found[parse.names[match.object]][0]) for match in matches}


@every_rule
def test_example_shows_its_rule(rule: RelationRule, parser: Parser) -> None:
    assert shown(rule, re.sub(r"[\[\]{}]", "", rule.example), parser) == {ends(rule)}


@every_rule
def test_look_alike_gives_nothing(rule: RelationRule, parser: Parser) -> None:
    assert {sentence: found for sentence in rule.not_in if (found := shown(rule, sentence, parser))} == {}


@every_rule
def test_rule_has_a_look_alike(rule: RelationRule) -> None:
    assert rule.not_in


@every_rule
def test_marked_ends_fit_the_predicate(rule: RelationRule) -> None:
    subject, object_ = ends(rule)
    assert fits(TYPES[subject], rule.predicate, TYPES[object_])


def test_ids_are_unique() -> None:
    assert [id_ for id_, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


@pytest.mark.parametrize("predicate", Predicate)
def test_each_predicate_has_a_rule(predicate: Predicate) -> None:
    assert [rule for rule in RULES if rule.predicate is predicate]


def test_no_rule_names_a_thing() -> None:
    words = {word for rule in RULES for word in rule.trigger}
    assert [word for word in words if word != word.lower()] == []
