"""Matching, counts and intervals, with literals."""

from graph.evaluation.facts import Facts, Thing
from graph.evaluation.scores import ROWS, Interval, Score, intervals, match, total
from ontology import EntityType


def _facts(**names: set[str]) -> Facts:
    things = {id_: Thing(type=EntityType.COMPANY, names=frozenset(all_)) for id_, all_ in names.items()}
    return Facts(things=things, relations=frozenset())


def test_match_gives_each_gold_thing_once_to_what_shares_most_names() -> None:
    gold = _facts(one={"a", "b"}, two={"c"})
    assert match(gold, _facts(x={"a"}, y={"a", "b"}, z={"c"})) == {"y": "one", "z": "two"}


def test_names_match_within_a_group_only() -> None:
    programme = Facts(things={"x": Thing(type=EntityType.FUND, names=frozenset("a"))}, relations=frozenset())
    assert match(_facts(one={"a"}), programme) == {}


def test_total_adds_counts() -> None:
    assert total([{"a": Score(1, 2, 3)}, {"a": Score(1, 1, 1), "b": Score(0, 0, 1)}]) == {
        "a": Score(2, 3, 4),
        "b": Score(0, 0, 1),
    }


def test_shares_of_nothing_are_zero() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_rows_name_each_thing_once() -> None:
    assert len(set(ROWS)) == len(ROWS) == 4 + 8 + 18 + 12


def test_an_interval_needs_two_texts() -> None:
    assert intervals([]) == intervals([{"a": Score(1, 2, 2)}]) == {}


def test_equal_texts_have_an_interval_of_no_width() -> None:
    assert intervals([{"a": Score(1, 2, 2)}] * 3) == {"a": Interval(0.5, 0.5)}


def test_an_interval_spans_what_texts_differ_by() -> None:
    found = intervals([{"a": Score(2, 2, 2)}, {"a": Score(0, 2, 2)}])
    assert found == {"a": Interval(0.0, 1.0)}  # a quarter of the draws has one text only, for either


def test_many_texts_have_the_interval_of_a_share() -> None:
    """Of 400 coins the standard error is 0.025, and the interval 1.96 of that to either side."""
    (found,) = intervals([{"a": Score(place % 2, 1, 1)} for place in range(400)]).values()
    assert abs(found.low - 0.451) < 0.01
    assert abs(found.high - 0.549) < 0.01


def test_texts_with_nothing_to_count_are_left_out() -> None:
    found = intervals([{"a": Score(1, 1, 1), "b": Score()}, {"b": Score()}])
    assert found == {"a": Interval(1.0, 1.0)}


def test_the_same_texts_give_the_same_intervals() -> None:
    texts = [{"a": Score(place % 3, 4, 5)} for place in range(20)]
    assert intervals(texts) == intervals(texts)
