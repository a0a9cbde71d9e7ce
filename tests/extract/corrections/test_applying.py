"""What corrections do to two small texts, kind by kind and together."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from extract.corrections.applying import correct
from extract.corrections.parsing import parse_corrections
from extract.readings import Reading
from ontology import EntityType, InputError, Predicate, Status

Correct = Callable[..., Any]

RUNS = ("north", "JICA", "implements", "Blue Harbour Project")
RUNS_TOO = ("south", "JICA", "implements", "Blue Harbour Project")
IN_KENYA = ("north", "Blue Harbour Project", "operatesIn", "Kenya")
HELPS = ("north", "Blue Harbour Project", "supports", "Kenya")
IN_FIJI = ("north", "Harbour Works", "operatesIn", "Fiji")
FUNDS = ("north", "Improving", "funds", "Ocean Summit")
JOINED = ("south", "Kenya", "participatesIn", "Ocean Summit")
ALL = {RUNS, RUNS_TOO, IN_KENYA, HELPS, IN_FIJI, FUNDS, JOINED}

SAME = '[[same-as]]\nnames = ["Blue Harbour Project", "Harbour Works"]\n'
APART = '[[not-same]]\nname = "BHP"\nof = "Blue Harbour Project"\ntext = "north"\n'
RENAMED = '[[rename]]\nthing = "Harbour Works"\nname = "Works of the Harbour"\nby = "Ann"\nnote = "in full"\n'
RETYPED = '[[retype]]\nthing = "Improving"\ntype = "Person"\n'
GONE = '[[drop-thing]]\nthing = "Improving"\n'
DENIED = '[[drop-fact]]\nsubject = "JICA"\nrelation = "implements"\nobject = "Blue Harbour Project"\n'
ADDED = (
    '[[add-fact]]\ntext = "Southern report"\nquote = "Fiji took no part."\nsubject = "Fiji"\n'
    'relation = "participatesIn"\nobject = "Ocean Summit"\nstatus = "negated"\nyear = 2022\n'
)
UNNAMED = '[[drop-name]]\nthing = "Blue Harbour Project"\nname = "BHP"\n'


def test_nothing_changes_without_corrections(plain: Any) -> None:
    assert plain.facts == ALL
    assert plain.extraction.corrections == ()


def test_things_that_are_the_same_become_the_first(corrected: Correct) -> None:
    found = corrected(SAME)
    assert found.facts == (ALL - {IN_FIJI}) | {("north", "Blue Harbour Project", "operatesIn", "Fiji")}
    assert found.names["Blue Harbour Project"] == {"Blue Harbour Project", "BHP", "Harbour Works"}
    (project,) = (entity for entity in found.extraction.entities if entity.name == "Blue Harbour Project")
    assert [(merge.name, merge.reason) for merge in project.merges] == [("Harbour Works", "correction")]
    assert found.effects["same-as"].changed == (project.id,)


def test_a_parted_name_takes_its_sentences_along(corrected: Correct) -> None:
    found = corrected(APART)
    assert found.facts == (ALL - {HELPS}) | {("north", "BHP", "supports", "Kenya")}
    assert found.names["Blue Harbour Project"] == {"Blue Harbour Project", "BHP"}  # the other text still calls it so
    assert found.names["BHP"] == {"BHP"}


def test_a_parted_name_may_be_another_thing(corrected: Correct) -> None:
    found = corrected(APART + 'is = "Harbour Works"\n')
    assert found.facts == (ALL - {HELPS}) | {("north", "Harbour Works", "supports", "Kenya")}
    assert "BHP" not in found.names


def test_a_thing_whose_only_name_is_parted_takes_further_spellings_along(read_texts: list[Reading]) -> None:
    south, north = read_texts
    works = replace(north.entities[3], surfaces=(("Harbour Works", 1), ("Port Works", 0)))
    north = replace(north, entities=(*north.entities[:3], works, *north.entities[4:]))
    parted = b'[[not-same]]\nname = "Harbour Works"\nof = "Harbour Works"\nis = "Blue Harbour Project"\n'
    names = {entity.name: {*entity.aliases} for entity in correct([south, north], parse_corrections(parted)).entities}
    assert "Harbour Works" not in names
    assert names["Blue Harbour Project"] == {"BHP", "Harbour Works", "Port Works"}


def test_a_parted_name_may_have_a_type_and_be_named_by_other_entries(corrected: Correct) -> None:
    found = corrected(
        '[[not-same]]\nname = "BHP"\nof = "Blue Harbour Project"\ntype = "Company"\n'
        '[[rename]]\nthing = "BHP"\nname = "Bay Health Partners"\n'
    )
    assert found.names["Bay Health Partners"] == {"BHP"}
    assert {e.type for e in found.extraction.entities if e.name == "Bay Health Partners"} == {EntityType.COMPANY}


def test_a_rename_keeps_the_names_of_the_texts(corrected: Correct) -> None:
    found = corrected(RENAMED)
    assert found.names["Works of the Harbour"] == {"Harbour Works"}
    assert ("north", "Works of the Harbour", "operatesIn", "Fiji") in found.facts


def test_a_new_name_stands_for_the_thing_in_other_entries(corrected: Correct) -> None:
    found = corrected(RENAMED + '[[retype]]\nthing = "Works of the Harbour"\ntype = "Training"\n')
    assert {e.type for e in found.extraction.entities if e.name == "Works of the Harbour"} == {EntityType.TRAINING}


def test_what_fits_no_longer_is_a_mistake_or_goes(corrected: Correct) -> None:
    retyped = RETYPED.replace("Person", "Event")
    with pytest.raises(InputError, match=r"line 1 .*do not fit .*Improving funds Ocean Summit \(north\)"):
        corrected(retyped)
    for allowed in (retyped + "drop-facts = true\n", retyped + _denial("Improving", "funds", "Ocean Summit")):
        found = corrected(allowed)
        assert found.facts == ALL - {FUNDS}
        assert {e.type for e in found.extraction.entities if e.name == "Improving"} == {EntityType.EVENT}


def _denial(subject: str, relation: str, object_: str) -> str:
    return f'[[drop-fact]]\nsubject = "{subject}"\nrelation = "{relation}"\nobject = "{object_}"\n'


def test_a_dropped_thing_goes_with_its_facts_and_that_is_told(corrected: Correct) -> None:
    found = corrected(GONE)
    assert found.facts == ALL - {FUNDS}
    assert "Improving" not in found.names
    effect = found.effects["drop-thing"]
    assert [item.name for item in effect.dropped_things] == ["Improving"]
    assert [(item.subject, item.fact.predicate, item.object) for item in effect.dropped_facts] == [
        ("Improving", Predicate.FUNDS, "Ocean Summit")
    ]


def test_a_fact_is_dropped_everywhere_or_in_one_text(corrected: Correct) -> None:
    assert corrected(DENIED).facts == ALL - {RUNS, RUNS_TOO}
    found = corrected(DENIED + 'text = "north"\n')
    assert found.facts == ALL - {RUNS}
    assert [item.fact.document for item in found.effects["drop-fact"].dropped_facts] == ["north"]


def test_an_added_fact_has_its_sentence(corrected: Correct) -> None:
    found = corrected(ADDED)
    (claim,) = (c for f in found.extraction.documents for c in f.claims if c.status is Status.NEGATED)
    assert (claim.rule, claim.confidence, claim.year) == ("correction", 1.0, 2022)
    (evidence,) = claim.evidence
    (south,) = (f.document for f in found.extraction.documents if f.document.id == "south")
    assert evidence.text == south.quote(evidence.start, evidence.end) == "Fiji took no part."


def test_a_quote_may_break_its_lines_in_another_way(corrected: Correct) -> None:
    found = corrected(
        '[[add-fact]]\ntext = "north"\nquote = "BHP helps Kenya with hospitals."\n'
        'subject = "Blue Harbour Project"\nrelation = "supports"\nobject = "Kenya"\n'
    )
    (claim,) = (c for f in found.extraction.documents for c in f.claims if c.predicate is Predicate.SUPPORTS)
    assert [evidence.text for evidence in claim.evidence] == ["BHP helps Kenya with\nhospitals."]
    assert claim.evidence[0].heading == "Ports"


def test_a_fact_may_be_dropped_and_added_in_another_way(corrected: Correct) -> None:
    again = ADDED.replace("Fiji took no part.", "Kenya joined the Ocean Summit in 2022.").replace('"Fiji"', '"Kenya"')
    found = corrected(_denial("Kenya", "participatesIn", "Ocean Summit") + again.replace("negated", "stated"))
    assert found.facts == ALL
    (claim,) = (c for f in found.extraction.documents for c in f.claims if c.predicate is Predicate.PARTICIPATES_IN)
    assert (claim.rule, claim.year) == ("correction", 2022)


def test_a_dropped_name_leaves_what_is_said_under_it(corrected: Correct) -> None:
    found = corrected(UNNAMED)
    assert found.facts == ALL
    assert found.names["Blue Harbour Project"] == {"Blue Harbour Project"}
    assert corrected(UNNAMED + 'text = "north"\n').names["Blue Harbour Project"] == {"Blue Harbour Project", "BHP"}


def test_the_order_of_entries_does_not_matter(corrected: Correct) -> None:
    entries = [SAME, APART, RENAMED.replace('"Harbour Works"', '"Improving"'), DENIED, ADDED]
    first = corrected("\n".join(entries)).extraction
    said = [effect.correction.said for effect in first.corrections]
    for seed in range(8):
        shuffled = random.Random(seed).sample(entries, len(entries))  # noqa: S311 - no secret
        again = corrected("\n".join(shuffled)).extraction
        assert (again.documents, again.entities) == (first.documents, first.entities)
        assert [effect.correction.said for effect in again.corrections] == said


def test_a_fact_between_two_names_of_one_thing_goes_and_that_is_told(corrected: Correct) -> None:
    found = corrected('[[same-as]]\nnames = ["Kenya", "Fiji"]\n[[same-as]]\nnames = ["JICA", "Improving"]\n')
    assert ("north", "JICA", "funds", "Ocean Summit") in found.facts
    partner = corrected('[[same-as]]\nnames = ["Blue Harbour Project", "JICA"]\ndrop-facts = true\n')
    dropped = partner.effects["same-as"].dropped_facts
    assert {(item.subject, item.fact.document) for item in dropped} == {("JICA", "north"), ("JICA", "south")}


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ('[[same-as]]\nnames = ["BHP", "Blue Harbour Project"]', "one thing without it"),
        ('[[not-same]]\nname = "Port"\nof = "JICA"', "no text that has the name"),
        ('[[rename]]\nthing = "JICA"\nname = "JICA"', "called so without it"),
        ('[[retype]]\nthing = "Kenya"\ntype = "Country"', "of this type without it"),
        (_denial("Kenya", "supports", "Fiji"), "no text that states the fact"),
        ('[[drop-name]]\nthing = "Kenya"\nname = "KE"', "no text that spells the name so"),
        ('[[keep-name]]\nthing = "Kenya"\nname = "KE"', "no such name of the thing"),
        ('[[keep-apart]]\nnames = ["BHP", "Blue Harbour Project"]', "one thing, a [[not-same]] parts them"),
        (_denial("Kenya", "supports", "Fiji").replace("drop", "keep"), "no text that states the fact"),
    ],
)
def test_an_entry_that_does_nothing_tells_why(corrected: Correct, plain: Any, toml: str, reason: str) -> None:
    found = corrected(toml)
    (effect,) = found.extraction.corrections
    assert reason in effect.unused
    assert found.facts == plain.facts
    assert found.names == plain.names


def test_an_unknown_name_is_a_mistake_but_not_in_what_a_graph_has_kept(corrected: Correct, plain: Any) -> None:
    entry = '[[rename]]\nthing = "Harbor Works"\nname = "Port"'
    with pytest.raises(InputError, match="found no thing named 'Harbor Works', did you mean Harbour Works"):
        corrected(entry)
    found = corrected(entry, kept=True)
    assert "did you mean Harbour Works" in found.extraction.corrections[0].unused
    assert found.names == plain.names


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (RENAMED + RENAMED.replace("Works of the Harbour", "Port"), r"line 1 .* line 6 "),
        (RETYPED + RETYPED.replace("Person", "Group"), r"is of the type"),
        (SAME + '[[not-same]]\nname = "Harbour Works"\nof = "Blue Harbour Project"', "one of them is allowed"),
        (SAME + '[[not-same]]\nname = "BHP"\nof = "Blue Harbour Project"\nis = "Harbour Works"', "one of them"),
        (SAME + '[[same-as]]\nnames = ["Harbour Works", "Blue Harbour Project"]', "has to be the first in all"),
        (GONE + RETYPED, "is dropped"),
        (GONE + SAME.replace("Harbour Works", "Improving"), "is dropped"),
        (APART + APART + 'is = "Harbour Works"', "one of them is allowed"),
        (ADDED.replace("no part", "a part"), "after 'Fiji took' comes no 'a'"),
        (ADDED.replace("Fiji took", "Nobody took"), "no 'Nobody' is in it"),
        (ADDED.replace("participatesIn", "funds").replace("Ocean Summit", "Kenya"), "funds from Fiji .* it goes from"),
        (ADDED.replace('"Ocean Summit"', '"Fiji"'), "at both ends"),
        (ADDED.replace("Southern report", "Southern reports"), "no text named .* did you mean Southern report"),
        ('[[drop-name]]\nthing = "Kenya"\nname = "Kenya"', "rename the thing instead"),
        (GONE + '[[keep-thing]]\nthing = "Improving"', "is dropped"),
        (SAME + '[[keep-apart]]\nnames = ["Harbour Works", "Blue Harbour Project"]', "are not the same, but"),
    ],
)
def test_entries_that_contradict_each_other_or_the_texts_are_mistakes(
    corrected: Correct, toml: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        corrected(toml)


def test_a_fact_that_is_kept_is_as_sure_as_a_person_is_and_nothing_else_changes(corrected: Correct, plain: Any) -> None:
    kept = _denial("JICA", "implements", "Blue Harbour Project").replace("drop", "keep")
    everywhere, here = corrected(kept), corrected(f'{kept}text = "north"\n')
    assert everywhere.facts == here.facts == plain.facts
    assert [fact.document for fact in everywhere.effects["keep-fact"].confirmed] == ["north", "south"]
    assert [fact.document for fact in here.effects["keep-fact"].confirmed] == ["north"]
    sure = {
        (facts.document.id, claim.rule)
        for facts in here.extraction.documents
        for claim in facts.claims
        if claim.confidence == 1.0
    }
    assert sure == {("north", "correction")}


def test_a_name_that_is_kept_was_joined_by_a_person(corrected: Correct, plain: Any) -> None:
    found = corrected('[[keep-name]]\nthing = "Blue Harbour Project"\nname = "BHP"')
    (project,) = (entity for entity in found.extraction.entities if entity.name == "Blue Harbour Project")
    assert [(merge.name, merge.reason) for merge in project.merges] == [("BHP", "correction")]
    assert found.names == plain.names


def test_what_is_kept_and_what_is_kept_apart_is_told(corrected: Correct) -> None:
    found = corrected('[[keep-thing]]\nthing = "Improving"\n[[keep-apart]]\nnames = ["Harbour Works", "BHP"]')
    ids = {entity.name: entity.id for entity in found.extraction.entities}
    assert found.effects["keep-thing"].changed == (ids["Improving"],)
    assert found.effects["keep-apart"].changed == tuple(sorted((ids["Harbour Works"], ids["Blue Harbour Project"])))
