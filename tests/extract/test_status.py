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


CLAUSES = (  # "Kenya joined the Forum; Peru plans not to."
    "*Kenya NNP nsubj 1",
    "joined/join VBD ccomp 5",
    "*Forum NNP dobj 1",
    "; : punct 5",
    "*Peru NNP nsubj 5",
    "plans/plan VBZ ROOT 5",
    "not RB neg 5",
)


@pytest.mark.parametrize(
    ("ends", "status"),
    [((0, 2), Status.STATED), ((2, 4), Status.NEGATED), ((0, -1), Status.STATED), ((4, -1), Status.NEGATED)],
    ids=["before", "across", "one-before", "one-after"],
)
def test_what_a_semicolon_divides_from_both_words_does_not_count(
    parse_of: ParseOf, ends: tuple[int, int], status: Status
) -> None:
    assert status_of(parse_of(*CLAUSES), ends) is status


def test_semicolons_in_a_list_keep_its_verb(parse_of: ParseOf) -> None:
    parse = parse_of(*clause("will MD aux"), "; : punct 3", "*FAO NNP conj 3")
    assert status_of(parse, (0, 5)) is Status.PLANNED


@pytest.mark.parametrize(
    ("marks", "status"),
    [("", Status.STATED), ("not RB neg 1", Status.NEGATED), ("not RB neg 4", Status.STATED)],
    ids=["plain", "between", "above"],
)
def test_of_a_word_below_the_other_only_the_verbs_between_count(parse_of: ParseOf, marks: str, status: Status) -> None:
    lines = ("*Forum NNP nsubjpass 4", "attended/attend VBN acl 0", "by IN agent 1", "*Laos NNP pobj 2")
    parse = parse_of(*lines, "convened/convene VBN ROOT 4", *([marks] if marks else []))
    assert status_of(parse, (0, 3)) is status_of(parse, (3, 0)) is status


@pytest.mark.parametrize(
    "other",
    [
        ("and CC cc 0", "*UNDP NNP conj 0"),
        ("with IN prep 0", "*UNDP NNP pobj 1"),
        ("with IN prep 0", "support NN pobj 1", "of IN prep 2", "*UNDP NNP pobj 3"),
        ("agencies NNS conj 0", "funded/fund VBN acl 1", "by IN agent 2", "*UNDP NNP pobj 3"),
    ],
    ids=["and", "with", "with-support", "and-agencies"],
)
def test_a_word_that_stands_beside_the_other_shares_its_verb(parse_of: ParseOf, other: tuple[str, ...]) -> None:
    verb = len(other) + 1
    parse = parse_of(f"*JICA NNP nsubj {verb}", *other, f"met/meet VBD ROOT {verb}", f"not RB neg {verb}")
    assert status_of(parse, (0, len(other))) is Status.NEGATED


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
        ("Since 2010 JICA had been joined by UNDP; Brazil had not.", Status.STATED),
        ("JICA funds UNDP; Brazil plans to do so.", Status.STATED),
        ("Brazil is no donor; JICA does not fund UNDP.", Status.NEGATED),
        ("JICA will fund Brazil; Peru; and UNDP.", Status.PLANNED),
        ("JICA, funded by UNDP, could not be reached.", Status.STATED),
        ("JICA, which UNDP does not fund, met in Brazil.", Status.NEGATED),
        ("JICA and UNDP did not cooperate.", Status.NEGATED),
        ("JICA, together with UNDP, will hold a meeting.", Status.PLANNED),
    ],
)
def test_the_model_shows_the_status_of_a_sentence(parser: Parser, sentence: str, status: Status) -> None:
    names = [(sentence.index(name), sentence.index(name) + 4, EntityType.GOVERNMENT_BODY) for name in ("JICA", "UNDP")]
    (parse,) = parser.parse([mask(sentence, 0, len(sentence), names)])
    assert status_of(parse, (parse.names.index(0), parse.names.index(1))) is status
