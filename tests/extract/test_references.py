"""Short forms and pronouns: which earlier thing they stand for, and when they stand for none."""

from collections.abc import Callable, Sequence

import pytest

from extract.nlp import Parse
from extract.references import How, Known, Slot, pronouns, short_forms, subject_first
from ontology.vocabulary import EntityType

ParseOf = Callable[..., Parse]

KENYA = Known(0, EntityType.COUNTRY, "kenya")
CENTRE = Known(1, EntityType.CENTRE, "nairobi water center")
PROJECT = Known(2, EntityType.PROJECT, "blue port project")
COURSE = Known(3, EntityType.TRAINING, "safe harbours")
UNDP = Known(4, EntityType.INTERNATIONAL_ORGANIZATION, "undp")
OLDER = Known(5, EntityType.PROJECT, "red port project")
BEFORE = (OLDER, KENYA, CENTRE, PROJECT, COURSE, UNDP)


def meant(parse: Parse, before: Sequence[Known] = BEFORE, own: Sequence[tuple[int, Known]] = ()) -> list[int]:
    return [slot.entity for slot in short_forms(parse, before, own)]


def the(noun: str, determiner: str = "The") -> tuple[str, ...]:
    return (f"{determiner} DT det 1", f"{noun} NN nsubj 2", "grew VBD ROOT 2")


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("Centre/centre", [1]),
        ("project", [2]),
        ("course", [3]),
        ("country", [0]),
        ("government", [0]),
        ("body", [4]),
        ("treaty", []),
        ("water", []),
    ],
    ids=[
        "in-its-name",
        "latest-of-two",
        "by-type",
        "country",
        "government",
        "wide-noun",
        "nothing-fits",
        "no-head-noun",
    ],
)
def test_a_definite_noun_stands_for_the_latest_that_fits(parse_of: ParseOf, noun: str, expected: list[int]) -> None:
    assert meant(parse_of(*the(noun))) == expected


@pytest.mark.parametrize(
    "words",
    [
        the("project", "A"),
        ("projects/project NNS nsubj 1", "grew VBD ROOT 1"),
        ("The DT det 1", "government NN nsubj 4", "of IN prep 1", "Chad NNP pobj 2", "grew VBD ROOT 4"),
        ("The DT det 2", "water NN compound 2", "project NN nsubj 3", "grew VBD ROOT 3"),
        ("The DT det 1", "*Project NN nsubj 2", "grew VBD ROOT 2"),
    ],
    ids=["indefinite", "bare", "of-another", "another-kind", "a-name"],
)
def test_other_nouns_stand_for_nothing(parse_of: ParseOf, words: tuple[str, ...]) -> None:
    assert meant(parse_of(*words)) == []


def test_a_short_form_knows_its_word(parse_of: ParseOf) -> None:
    parse = parse_of(*the("Centre/centre"))
    assert list(short_forms(parse, BEFORE, ())) == [Slot(1, EntityType.CENTRE, 1, How.SHORT_FORM)]


def test_names_of_the_sentence_count_when_they_stand_before(parse_of: ParseOf) -> None:
    words = ("*Blue NNP nsubj 1", "grew VBD ROOT 1", "in IN prep 1", "the DT det 4", "project NN pobj 2")
    assert meant(parse_of(*words), (), [(0, PROJECT)]) == [2]
    assert meant(parse_of(*words), (), [(5, PROJECT)]) == []


def test_only_what_was_named_lately_is_meant(parse_of: ParseOf) -> None:
    assert meant(parse_of(*the("project")), (PROJECT, *[KENYA] * 50)) == []


@pytest.mark.parametrize("tag", ["PRP", "PRP$"])
def test_it_stands_for_the_subject_of_the_sentence_before(parse_of: ParseOf, tag: str) -> None:
    previous = [Slot(4, EntityType.INTERNATIONAL_ORGANIZATION, 0, How.NAME), Slot(0, EntityType.COUNTRY, 2, How.NAME)]
    word = "It" if tag == "PRP" else "Its"
    found = pronouns(parse_of(f"{word} {tag} nsubj 1", "grew VBD ROOT 1"), previous, [])
    assert [(slot.entity, slot.word, slot.how) for slot in found] == [(4, 0, How.PRONOUN)]


def test_its_stands_first_for_the_subject_of_its_own_sentence(parse_of: ParseOf) -> None:
    parse = parse_of("*JICA NNP nsubj 1", "praised VBD ROOT 1", "its PRP$ poss 3", "staff NN dobj 1")
    previous = [Slot(4, EntityType.INTERNATIONAL_ORGANIZATION, 0, How.NAME)]
    assert [slot.entity for slot in pronouns(parse, previous, [(0, KENYA)])] == [0]


@pytest.mark.parametrize("word", ["they PRP", "this DT", "It NN"])
def test_other_words_are_no_pronouns(parse_of: ParseOf, word: str) -> None:
    previous = [Slot(4, EntityType.INTERNATIONAL_ORGANIZATION, 0, How.NAME)]
    assert list(pronouns(parse_of(f"{word} nsubj 1", "grew VBD ROOT 1"), previous, [])) == []


def test_the_first_sentence_has_nothing_to_point_back_to(parse_of: ParseOf) -> None:
    assert list(pronouns(parse_of("It PRP nsubj 1", "grew VBD ROOT 1"), [], [])) == []


def test_the_subject_comes_first(parse_of: ParseOf) -> None:
    parse = parse_of("*A NNP pobj 2", "*B NNP nsubj 2", "grew VBD ROOT 2", "*C NNP dobj 2")
    slots = [Slot(at, EntityType.COUNTRY, word, How.NAME) for at, word in enumerate((0, 1, 3))]
    assert [slot.entity for slot in subject_first(parse, slots)] == [1, 0, 2]
