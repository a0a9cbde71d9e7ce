"""The frames themselves: each can be used, each is about ends that the ontology joins, lists go with plurals."""

import itertools
import random
import re

import pytest

from graph.bench.genre.frames import SLOTS, Frame, Kind, Slot, Spelled, load_frames, parse
from ontology import EntityType, InputError, Predicate
from ontology.vocabulary import Group, fits

# ruff: noqa: S311 (no secret hangs on chance)

_FRAMES = [(predicate, kind, frame) for (predicate, kind), frames in load_frames().items() for frame in frames]
_NAMES = {*map(str, EntityType), *map(str, Group), "*"}


def _words(spelled: Spelled | None) -> str:
    return "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in spelled or ())


def _spelled(text: str, *, available: set[str], many: tuple[str, ...] = ()) -> set[str]:
    frame = Frame(text, parse(text), (("*", "*"),))
    return {_words(frame.spell(random.Random(seed), available, many)) for seed in range(60)}


@pytest.mark.parametrize("predicate", Predicate)
def test_each_relation_has_many_ways_to_be_said(predicate: Predicate) -> None:
    kinds = {kind: len(load_frames()[predicate, kind]) for kind in Kind}
    assert kinds[Kind.SENTENCE] >= 15
    assert min(kinds.values()) >= 1


def test_each_frame_names_ends_that_there_are_and_that_fit() -> None:
    for predicate, _, frame in _FRAMES:
        assert {name for ends in frame.fits for name in ends} <= _NAMES, frame.text
        pairs = itertools.product(EntityType, repeat=2)
        assert any(frame.takes(s, o) and fits(s, predicate, o) for s, o in pairs), frame.text


def test_each_frame_can_be_said_and_leaves_no_mark() -> None:
    for _, kind, frame in _FRAMES:
        words = [_words(frame.spell(random.Random(seed), SLOTS)) for seed in range(20)]
        assert not any(re.search(r"[<>|\[\]]|  | \.", one) for one in words), frame.text
        assert all(one.endswith(".") == (kind is Kind.SENTENCE) for one in words), frame.text


def test_a_list_never_takes_a_verb_for_one_thing() -> None:
    for (_, _, frame), side in itertools.product(_FRAMES, "so"):
        for seed in range(20):
            words = _words(frame.spell(random.Random(seed), SLOTS, (side,)))
            assert not re.search(rf"^{{{side}}} (is|was|has|finances|supports|covers|includes)\b", words), frame.text


def test_a_choice_takes_one_and_an_option_may_go() -> None:
    assert _spelled("{s} (funds|pays for) {o}[ in {year}].", available={"s", "o", "year"}) == {
        f"{{s}} {verb} {{o}}{year}." for verb in ("funds", "pays for") for year in ("", " in {year}")
    }


def test_what_is_not_known_is_not_said() -> None:
    assert _spelled("(In {year}, {s}|{s}) left {o}[ for {amount}].", available={"s", "o"}) == {"{s} left {o}."}
    assert _spelled("{s} gave {amount}.", available={"s", "o"}) == {""}


def test_number_follows_the_side() -> None:
    assert _spelled("{s} <s:is|are> {o}.", available={"s", "o"}, many=("s",)) == {"{s} are {o}."}
    assert _spelled("{s} <s:is|are> {o}.", available={"s", "o"}, many=("o",)) == {"{s} is {o}."}


def test_a_bracket_without_a_bar_stays() -> None:
    assert _spelled("{s} ({o})", available={"s", "o"}) == {"{s} ({o})"}


def test_a_slot_can_leave_out_the_article() -> None:
    assert parse("{o}'s {s.}") == (Slot("o"), "'s ", Slot("s", bare=True))


@pytest.mark.parametrize("text", ["{s} (a|b {o}", "{s} a|b) {o}", "{s} [a) {o}", "{s} <s:is> {o}", "{s} {who}"])
def test_what_is_written_wrongly_is_said(text: str) -> None:
    with pytest.raises(InputError, match=r"frames\.toml: found "):
        parse(text)
