"""Matching: what the steps of a path reach in a parse, and which names a rule joins."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from extract.matching import Clauses, Match, find_matches
from extract.nlp import Parse
from extract.rules import RelationRule
from ontology.vocabulary import Predicate

ParseOf = Callable[..., Parse]

#: Sentences by what they show; a line is ``word tag dep head``, a star marks a name.
SENTENCES: dict[str, tuple[str, ...]] = {
    "active": ("*JICA NNP nsubj 1", "runs/run VBZ ROOT 1", "*KCCP NNP dobj 1", "in IN prep 1", "*Kenya NNP pobj 3"),
    "passive": (
        "*KCCP NNP nsubjpass 2",
        "is/be VBZ auxpass 2",
        "run/run VBN ROOT 2",
        "by IN agent 2",
        "*JICA NNP pobj 3",
        "in IN prep 2",
        "*Kenya NNP pobj 5",
    ),
    "participle": ("*KCCP NNP nsubj 4", "run/run VBN acl 0", "by IN agent 1", "*JICA NNP pobj 2", "grew VBD ROOT 4"),
    "relative": ("*KCCP NNP ROOT 0", "which WDT dobj 3", "*JICA NNP nsubj 3", "runs/run VBZ relcl 0"),
    "relative-subject": ("*JICA NNP ROOT 0", "which WDT nsubj 2", "runs/run VBZ relcl 0", "*KCCP NNP dobj 2"),
    "bare-relative": ("*KCCP NNP ROOT 0", "*JICA NNP nsubj 2", "runs/run VBZ relcl 0"),
    "gerund": ("*JICA NNP nsubj 3", "running/run VBG acl 0", "*KCCP NNP dobj 1", "grew VBD ROOT 3"),
    "second-verb": (
        "*JICA NNP nsubj 1",
        "came/come VBD ROOT 1",
        "and CC cc 1",
        "runs/run VBZ conj 1",
        "*KCCP NNP dobj 3",
    ),
    "infinitive": ("*JICA NNP nsubj 1", "hopes VBZ ROOT 1", "to TO aux 3", "run/run VB xcomp 1", "*KCCP NNP dobj 3"),
    "second-passive": (
        "*KCCP NNP nsubjpass 2",
        "was VBD auxpass 2",
        "planned VBN ROOT 2",
        "and CC cc 2",
        "run/run VBN conj 2",
        "by IN agent 4",
        "*JICA NNP pobj 5",
    ),
    "perfect": ("*JICA NNP nsubj 2", "has VBZ aux 2", "run/run VBN ROOT 2", "*KCCP NNP dobj 2"),
    "lists": (
        "*JICA NNP nsubj 3",
        "and CC cc 0",
        "*UNDP NNP conj 0",
        "run/run VBP ROOT 3",
        "*KCCP NNP dobj 3",
        ", , punct 4",
        "*SATREPS NNP appos 4",
    ),
    "coordinated-within": (
        "*UNDP NNP nsubj 1",
        "said VBD ROOT 1",
        "*JICA NNP nsubj 3",
        "came VBD ccomp 1",
        "and CC cc 3",
        "runs/run VBZ conj 3",
        "*KCCP NNP dobj 5",
    ),
    "infinitive-within": (
        "*UNDP NNP nsubj 1",
        "said VBD ROOT 1",
        "*JICA NNP nsubj 3",
        "hopes VBZ ccomp 1",
        "to TO aux 5",
        "run/run VB xcomp 3",
        "*KCCP NNP dobj 5",
    ),
    "by-doing": (
        "*JICA NNP nsubj 1",
        "grew VBD ROOT 1",
        "by IN prep 1",
        "running/run VBG pcomp 2",
        "*KCCP NNP dobj 3",
    ),
    "clause-first": ("running/run VBG advcl 3", "*KCCP NNP dobj 0", "*JICA NNP nsubj 3", "grew VBD ROOT 3"),
    "particle": (
        "*JICA NNP nsubj 1",
        "runs/run VBZ ROOT 1",
        "out RP prt 1",
        "*Kenya NNP advmod 2",
        "*KCCP NNP pobj 2",
    ),
    "agent-with-more": (
        "*KCCP NNP nsubjpass 2",
        "was VBD auxpass 2",
        "run/run VBN ROOT 2",
        "by IN agent 2",
        "*Kenya NNP advmod 3",
        "*JICA NNP pobj 3",
    ),
    "third-verb-on": (
        "*JICA NNP nsubj 1",
        "came VBD ROOT 1",
        "saw VBD conj 1",
        "stayed VBD conj 2",
        "runs/run VBZ conj 3",
        "*KCCP NNP dobj 4",
    ),
    "asked-to": (
        "*JICA NNP nsubjpass 2",
        "was VBD auxpass 2",
        "asked VBN ROOT 2",
        "to TO aux 4",
        "run/run VB xcomp 2",
        "*KCCP NNP dobj 4",
    ),
    "no-subject": ("run/run VB ROOT 0", "*KCCP NNP dobj 0"),
    "fourth-verb-on": (
        "*JICA NNP nsubj 1",
        "came VBD ROOT 1",
        "saw VBD conj 1",
        "stayed VBD conj 2",
        "paid VBD conj 3",
        "runs/run VBZ conj 4",
        "*KCCP NNP dobj 5",
    ),
    "noun-to-do": ("*JICA NNP ROOT 0", "to TO aux 2", "run/run VB acl 0", "*KCCP NNP dobj 2"),
    "no-object": ("*JICA NNP ROOT 0", "running/run VBG acl 0"),
    "passive-within": (
        "*SATREPS NNP ROOT 0",
        "under IN prep 5",
        "which WDT pobj 1",
        "*KCCP NNP nsubjpass 5",
        "is/be VBZ auxpass 5",
        "run/run VBN relcl 0",
    ),
    "coordinated-passive": (
        "*KCCP NNP nsubjpass 2",
        "was VBD auxpass 2",
        "planned VBN ROOT 2",
        "and CC cc 2",
        "run/run VBN conj 2",
    ),
    "passive-then-perfect": (
        "*KCCP NNP nsubjpass 2",
        "was VBD auxpass 2",
        "planned VBN ROOT 2",
        "*JICA NNP nsubj 5",
        "has VBZ aux 5",
        "run/run VBN conj 2",
    ),
}
#: Those in which nobody does a thing that is named.
WITHOUT = frozenset({"no-subject", "fourth-verb-on", "noun-to-do", "no-object", "passive-within"})
WITHOUT |= {"coordinated-passive", "passive-then-perfect"}
RUNS = RelationRule(
    id="runs",
    predicate=Predicate.IMPLEMENTS,
    trigger=frozenset({"run"}),
    subject="doer",
    object="done",
    example="[JICA] runs {KCCP}.",
)


def matched(parse: Parse, *rules: RelationRule) -> list[tuple[str, str, str]]:
    found = find_matches(Clauses(parse), rules)
    return [(match.rule.id, parse.words[match.subject], parse.words[match.object]) for match in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *((name, {("JICA", "KCCP")}) for name in SENTENCES if name not in {"lists", *WITHOUT}),
        ("lists", {("JICA", "KCCP"), ("JICA", "SATREPS"), ("UNDP", "KCCP"), ("UNDP", "SATREPS")}),
        *((name, set()) for name in sorted(WITHOUT)),
    ],
)
def test_doer_and_done_of_a_clause(parse_of: ParseOf, sentence: str, expected: set[tuple[str, str]]) -> None:
    assert {match[1:] for match in matched(parse_of(*SENTENCES[sentence]), RUNS)} == expected


@pytest.mark.parametrize(
    ("path", "sentence", "start", "expected"),
    [
        ("nsubj", "active", 1, {"JICA"}),
        ("prep/pobj", "active", 1, {"Kenya"}),
        ("prep:in/pobj", "active", 1, {"Kenya"}),
        ("prep:at/pobj", "active", 1, set()),
        ("prep:on/pobj", "active", 1, set()),
        ("in:in", "active", 1, {"Kenya"}),
        ("in:at|in", "active", 1, {"Kenya"}),
        ("in:at|to", "active", 1, set()),
        ("^nsubj/in:at|in", "active", 0, {"Kenya"}),
        ("in:by", "passive", 2, {"JICA"}),
        ("in:at|dobj", "active", 1, {"KCCP"}),
        ("dobj|in:at|in", "active", 1, {"KCCP", "Kenya"}),
        ("^nsubj", "active", 0, {"runs"}),
        ("^dobj", "active", 0, set()),
        ("^pobj", "active", 0, set()),
        ("done", "relative-subject", 2, {"KCCP"}),
        ("done", "passive-within", 5, {"KCCP"}),
        ("done", "no-object", 1, set()),
        ("done", "coordinated-passive", 4, {"KCCP"}),
        ("^pobj/^prep/doer", "active", 4, {"JICA"}),
        ("nsubj|dobj", "active", 1, {"JICA", "KCCP"}),
        ("nsubj", "lists", 3, {"JICA", "UNDP"}),
        ("dobj", "lists", 3, {"KCCP", "SATREPS"}),
    ],
)
def test_a_path_reaches_words(parse_of: ParseOf, path: str, sentence: str, start: int, expected: set[str]) -> None:
    parse = parse_of(*SENTENCES[sentence])
    assert {parse.words[at] for at in Clauses(parse).walk(start, path)} == expected


#: A passive clause; its verb is the word 2.
PLANNED = ("*KCCP NNP nsubjpass 2", "was VBD auxpass 2", "planned VBN ROOT 2")


@pytest.mark.parametrize(
    ("path", "start", "words", "expected"),
    [
        ("doer", 2, (*PLANNED, "near RB advmod 2", "*Kenya NNP pobj 3"), set()),
        ("doer", 2, (*PLANNED, "by IN agent 2", "*JICA NNP pobj 3", "*Kenya NNP prep 3"), {"JICA"}),
        ("doer", 4, (*PLANNED, "by IN prep 2", "running VBG pcomp 3"), set()),
        ("doer", 1, ("*KCCP NNP ROOT 0", "runs VBZ relcl 0"), set()),
        ("doer", 1, ("*JICA NNP ROOT 0", "running VBG ccomp 0"), set()),
        ("doer", 2, ("*JICA NNP nsubj 1", "said VBD ROOT 1", "run VB ccomp 1"), set()),
        ("doer", 1, ("that DT nsubj 1", "runs VBZ ROOT 1"), {"that"}),
        ("doer", 2, ("hopes VBZ ROOT 0", "that DT nsubj 2", "runs VBZ xcomp 0"), {"that"}),
        ("done", 3, (*PLANNED, "run VBN advcl 2", "by IN agent 3"), set()),
        ("done", 4, (*PLANNED, "be VB auxpass 4", "run VBN xcomp 2"), set()),
        ("done", 0, ("run VBD ROOT 0", "*Kenya NNP dative 0", "*KCCP NNP dobj 0"), {"KCCP"}),
        ("done", 2, ("*KCCP NNP ROOT 0", "*JICA NNP nsubj 2", "run VBD relcl 0", "*Kenya NNP dative 2"), {"KCCP"}),
        ("done", 0, ("run VBZ ROOT 0", "near RB xcomp 0", "*Kenya NNP pobj 1"), set()),
        ("done", 0, ("run VBZ ROOT 0", "out RP prt 0", "*Kenya NNP prep 1"), set()),
        ("done", 2, ("hopes VBZ ROOT 0", "to TO aux 2", "run VB xcomp 0"), set()),
    ],
)
def test_doer_and_done_are_told_from_what_stands_near(
    parse_of: ParseOf, path: str, start: int, words: tuple[str, ...], expected: set[str]
) -> None:
    parse = parse_of(*words)
    assert {parse.words[at] for at in Clauses(parse).walk(start, path)} == expected


def test_a_stacked_preposition_is_stepped_over(parse_of: ParseOf) -> None:
    parse = parse_of("chosen VBN ROOT 0", "from IN prep 0", "among IN prep 1", "*Kenya NNP pobj 2")
    assert Clauses(parse).walk(0, "in:among") == {3}


@pytest.mark.parametrize(
    ("sentence", "verb", "passive"),
    [
        ("active", 1, False),
        ("passive", 2, True),
        ("participle", 1, True),
        ("second-passive", 4, True),
        ("coordinated-passive", 4, True),
        ("passive-then-perfect", 5, False),
        ("perfect", 2, False),
    ],
)
def test_a_passive_is_told_from_an_active_verb(parse_of: ParseOf, sentence: str, verb: int, passive: bool) -> None:
    assert Clauses(parse_of(*SENTENCES[sentence])).is_passive(verb) is passive


@pytest.mark.parametrize("label", ["xcomp", "ccomp"])
def test_a_participle_is_passive_by_its_head_only_beside_it(parse_of: ParseOf, label: str) -> None:
    assert not Clauses(parse_of(*PLANNED, f"run VBN {label} 2")).is_passive(3)


def test_a_verb_that_is_no_participle_is_not_passive(parse_of: ParseOf) -> None:
    assert not Clauses(parse_of("runs VBZ ROOT 0", "by IN agent 0")).is_passive(0)


def test_nothing_is_related_to_itself_late_in_a_text(parse_of: ParseOf) -> None:
    before = 300  # beyond the numbers that Python keeps one object of
    clause = (f"runs/run VBZ ROOT {before}", f"*JICA NNP nsubj {before}", f"the DT det {before + 1}")
    parse = parse_of(*(f"well UH ROOT {at}" for at in range(before)), *clause)
    assert before not in Clauses(parse).children[before]
    assert matched(parse, replace(RUNS, subject="nsubj", object="nsubj/det/^det")) == []


def test_only_names_are_ends(parse_of: ParseOf) -> None:
    assert matched(parse_of("they PRP nsubj 1", "run VBP ROOT 1", "*KCCP NNP dobj 1"), RUNS) == []


def test_a_past_participle_without_a_mark_of_the_passive_is_none(parse_of: ParseOf) -> None:
    assert not Clauses(parse_of("*JICA NNP nsubj 1", "run/run VBN ROOT 1", "*KCCP NNP dobj 1")).is_passive(1)


@pytest.mark.parametrize(
    "words",
    [
        ("*JICA NNP nsubj 1", "*Run NNP ROOT 1", "*KCCP NNP dobj 1"),
        ("*Run NNP ROOT 0", "*JICA NNP nsubj 0", "*KCCP NNP dobj 0"),
    ],
    ids=["second", "first"],
)
def test_a_name_triggers_nothing(parse_of: ParseOf, words: tuple[str, ...]) -> None:
    assert matched(parse_of(*words), RUNS) == []


def test_matches_come_in_the_order_of_the_rules(parse_of: ParseOf) -> None:
    other = RelationRule(
        id="other",
        predicate=Predicate.OPERATES_IN,
        trigger=frozenset({"run"}),
        subject="done",
        object="in:in",
        example="JICA runs [KCCP] in {Kenya}.",
    )
    parse = parse_of(*SENTENCES["active"])
    assert matched(parse, other, RUNS) == [("other", "KCCP", "Kenya"), ("runs", "JICA", "KCCP")]
    assert matched(parse, RUNS, other) == [("runs", "JICA", "KCCP"), ("other", "KCCP", "Kenya")]


def test_a_match_names_the_word_that_triggered_it(parse_of: ParseOf) -> None:
    matches = set(find_matches(Clauses(parse_of(*SENTENCES["active"])), [RUNS]))
    assert matches == {Match(RUNS, trigger=1, subject=0, object=2)}


LENGTH = 1500
DEEP: dict[str, tuple[str, ...]] = {
    # Each member of a list hangs on the one before.
    "list": (
        "*JICA NNP nsubj 1",
        "run VBP ROOT 1",
        "*K NNP dobj 1",
        *(f"*K NNP conj {at + 2}" for at in range(LENGTH)),
    ),
    "prepositions": ("*JICA NNP nsubj 1", "run VBP ROOT 1", *(f"of IN prep {at + 1}" for at in range(LENGTH))),
    "passives": (
        "*KCCP NNP nsubjpass 2",
        "was VBD auxpass 2",
        "run VBN ROOT 2",
        *(f"run VBN conj {at + 2}" for at in range(LENGTH)),
    ),
}


@pytest.mark.parametrize(("sentence", "count"), [("list", LENGTH + 1), ("prepositions", 0), ("passives", 0)])
def test_a_long_list_is_walked_to_its_end(parse_of: ParseOf, sentence: str, count: int) -> None:
    rules = [RUNS, RelationRule(
        id="of",
        predicate=Predicate.PART_OF,
        trigger=frozenset({"run"}),
        subject="in:of|from",
        object="done",
        example="[KCCP] {SATREPS}",
    )]  # fmt: skip
    assert len(matched(parse_of(*DEEP[sentence]), *rules)) == count
