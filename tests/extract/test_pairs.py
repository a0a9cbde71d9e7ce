"""Pairs that a sentence may relate: which are worth a look, and what the ontology lets them mean."""

from collections.abc import Callable, Sequence

import pytest

from extract.matching import Clauses, find_matches
from extract.nlp import Parse
from extract.pairs import Pair, pairs_of, possible
from extract.reading import BlockKind
from extract.references import How, Slot
from extract.rules import RULES
from extract.sentence_view import Sentence
from ontology.vocabulary import EntityType, Predicate, fits

T = EntityType
ParseOf = Callable[..., Parse]

LABELS = ("jica", "blue port project", "kenya", "tanaka", "japan germany joint committee")
JICA = Slot(0, T.GOVERNMENT_BODY, 0, How.NAME)
PROJECT = Slot(1, T.PROJECT, 2, How.NAME)
KENYA = Slot(2, T.COUNTRY, 4, How.NAME)


@pytest.fixture(scope="module")
def parse(parse_of: ParseOf) -> Parse:
    return parse_of(
        "*JICA NNP nsubj 1", "runs/run VBZ ROOT 1", "*Medicare NNP dobj 1", "in IN prep 1", "*Japan NNP pobj 3"
    )


def pairs(parse: Parse, slots: Sequence[Slot], context: Sequence[Slot] = (), label: str = "") -> list[Pair]:
    return list(pairs_of(Sentence(parse, BlockKind.PARAGRAPH, label, tuple(slots), tuple(context), ()), LABELS))


def ends(found: Sequence[Pair]) -> list[tuple[int, int]]:
    return [(pair.first.entity, pair.second.entity) for pair in found]


@pytest.mark.parametrize("first", T)
def test_what_is_possible_is_what_fits(first: EntityType) -> None:
    for second in T:
        labels = possible(first, second)
        assert {f"{predicate}>" for predicate in Predicate if fits(first, predicate, second)} <= labels
        assert all(
            fits(
                *(
                    (first, Predicate(label[:-1]), second)
                    if label[-1] == ">"
                    else (second, Predicate(label[:-1]), first)
                )
            )
            for label in labels
        )


def test_a_symmetric_relation_has_one_direction() -> None:
    assert "cooperatesWith<" not in possible(T.COUNTRY, T.COUNTRY)


def test_each_two_names_are_a_pair_in_text_order(parse: Parse) -> None:
    assert ends(pairs(parse, [JICA, PROJECT, KENYA])) == [(0, 1), (0, 2), (1, 2)]


def test_a_thing_is_no_pair_with_itself(parse: Parse) -> None:
    again = Slot(0, T.GOVERNMENT_BODY, 4, How.PRONOUN)
    assert ends(pairs(parse, [JICA, PROJECT, again])) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("outer", "expected"),
    [
        (Slot(1, T.PROJECT, -1, How.TOPIC), [(1, 0), (1, 2)]),
        (Slot(0, T.GOVERNMENT_BODY, -1, How.HEADING), []),
        (Slot(1, T.COUNTRY, -1, How.HOME), []),
        (Slot(1, T.COUNTRY, 4, How.INSIDE), [(1, 2)]),
        (Slot(0, T.GOVERNMENT_BODY, 4, How.INSIDE), [(0, 2)]),
    ],
    ids=["topic", "named-in-the-sentence", "home-of-no-person", "inside", "inside-and-named"],
)
def test_what_stands_above_pairs_with_what_it_may_concern(
    parse: Parse, outer: Slot, expected: list[tuple[int, int]]
) -> None:
    found = pairs(parse, [JICA, KENYA], [outer])
    assert ends([pair for pair in found if pair.first is outer]) == expected


def test_the_home_country_pairs_with_persons_alone(parse: Parse) -> None:
    person = Slot(3, T.PERSON, 0, How.NAME)
    home = Slot(2, T.COUNTRY, -1, How.HOME)
    assert ends(pairs(parse, [person, PROJECT], [home])) == [(3, 1), (2, 3)]


def test_names_that_stand_far_apart_are_no_pair(parse_of: ParseOf) -> None:
    parse = parse_of("*A NNP ROOT 0", *["*B NNP conj 0"] * 50)
    slots = [Slot(at % 5, T.COUNTRY, at, How.NAME) for at in range(51)]
    found = pairs(parse, slots)
    assert max(pair.second.word - pair.first.word for pair in found) == 41


def test_members_of_one_list_share_a_cell(parse_of: ParseOf) -> None:
    parse = parse_of("*JICA NNP nsubj 1", "helps VBZ ROOT 1", "*Kenya NNP dobj 1", "and CC cc 2", "*Laos NNP conj 2")
    first, second = Slot(2, T.COUNTRY, 2, How.NAME), Slot(3, T.COUNTRY, 4, How.NAME)
    found = {(pair.first.entity, pair.second.entity): pair.cell for pair in pairs(parse, [JICA, first, second])}
    assert found[0, 2] == found[0, 3]
    assert found[2, 3] != found[0, 2]


def test_features_are_single_lines(parse: Parse) -> None:
    """The weights file divides its feature names by line ends."""
    topic = Slot(4, T.GROUP, -1, How.TOPIC)
    for pair in pairs(parse, [JICA, PROJECT, KENYA], [topic], label="partner countries"):
        assert pair.features
        assert all(feature and "\n" not in feature for feature in pair.features)


def test_a_rule_that_fires_is_seen_where_its_ends_fit(parse: Parse) -> None:
    matches = tuple(find_matches(Clauses(parse), RULES))
    sentence = Sentence(parse, BlockKind.PARAGRAPH, "", (JICA, PROJECT, KENYA), (), matches)
    fired = {
        (pair.first.entity, pair.second.entity): [feature for feature in pair.features if feature.startswith("R=")]
        for pair in pairs_of(sentence, LABELS)
    }
    assert "R=runs-it>" in fired[0, 1]
    assert "R=is-carried-out-in>" in fired[1, 2]
    assert "R=runs-it>" not in fired[0, 2]


def test_the_same_sentence_gives_the_same_pairs(parse: Parse) -> None:
    assert pairs(parse, [JICA, PROJECT, KENYA]) == pairs(parse, [JICA, PROJECT, KENYA])
