"""Whether a sentence states a relation as done, planned, proposed or denied."""

from collections.abc import Callable

import pytest

from extract.nlp import Parse, Parser, mask
from extract.status import status_of
from ontology.vocabulary import EntityType, Status

ParseOf = Callable[..., Parse]


def clause(*marks: str, verb: str = "funds/fund VBZ ROOT") -> tuple[str, ...]:
    """JICA, marks on the verb, the verb, UNDP; a mark is ``word tag dep``."""
    at = len(marks) + 1
    return (f"*JICA NNP nsubj {at}", *(f"{mark} {at}" for mark in marks), f"{verb} {at}", f"*UNDP NNP dobj {at}")


@pytest.mark.parametrize(
    ("marks", "status"),
    [
        ((), Status.STATED),
        (("not RB neg",), Status.NEGATED),
        (("n't RB neg",), Status.NEGATED),
        (("will MD aux",), Status.PLANNED),
        (("would MD aux",), Status.PROPOSED),
        (("may MD aux",), Status.PROPOSED),
        (("will MD aux", "not RB neg"), Status.NEGATED),
        (("has VBZ aux",), Status.STATED),
        (("not RB neg", "only RB advmod"), Status.NEGATED),
        (("only RB neg",), Status.STATED),
    ],
    ids=["plain", "not", "n't", "will", "would", "may", "will-not", "perfect", "not-and-only", "only"],
)
def test_marks_on_the_verb_tell_the_status(parse_of: ParseOf, marks: tuple[str, ...], status: Status) -> None:
    parse = parse_of(*clause(*marks))
    assert status_of(parse, (0, len(parse.words) - 1)) is status


@pytest.mark.parametrize(
    ("verb", "status"),
    [("plans/plan", Status.PLANNED), ("considers/consider", Status.PROPOSED), ("began/begin", Status.STATED)],
)
def test_the_verb_above_tells_the_status(parse_of: ParseOf, verb: str, status: Status) -> None:
    parse = parse_of(
        "*JICA NNP nsubj 3", "to TO aux 2", "fund/fund VB xcomp 3", f"{verb} VBZ ROOT 3", "*UNDP NNP dobj 2"
    )
    assert status_of(parse, (4, 4)) is status


def test_a_mark_on_another_verb_does_not_count(parse_of: ParseOf) -> None:
    parse = parse_of(
        *clause(), "but CC cc 1", "it PRP nsubj 6", "will MD aux 6", "stop/stop VB conj 1", "Kenya NNP dobj 6"
    )
    assert status_of(parse, (0, 2)) is Status.STATED


def test_an_end_outside_the_sentence_leaves_the_other_to_tell(parse_of: ParseOf) -> None:
    assert status_of(parse_of(*clause("not RB neg")), (-1, 3)) is Status.NEGATED


@pytest.mark.parametrize("ends", [(), (-1, -1), (0, 0)], ids=["none", "outside", "no-verb"])
def test_without_a_verb_all_is_stated(parse_of: ParseOf, ends: tuple[int, ...]) -> None:
    assert status_of(parse_of("*JICA NNP ROOT 0"), ends) is Status.STATED


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("JICA runs UNDP.", Status.STATED),
        ("JICA did not fund UNDP.", Status.NEGATED),
        ("JICA will fund UNDP next year.", Status.PLANNED),
        ("JICA plans to fund UNDP.", Status.PLANNED),
        ("JICA could fund UNDP.", Status.PROPOSED),
    ],
)
def test_the_model_shows_the_status_of_a_plain_sentence(parser: Parser, sentence: str, status: Status) -> None:
    names = [(sentence.index(name), sentence.index(name) + 4, EntityType.GOVERNMENT_BODY) for name in ("JICA", "UNDP")]
    (parse,) = parser.parse([mask(sentence, 0, len(sentence), names)])
    assert status_of(parse, (parse.names.index(0), parse.names.index(1))) is status
