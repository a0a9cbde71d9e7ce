"""From scored pairs to claims: which finding stands, what its evidence is, and which ends a claim may have."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from extract.confidence import Confidence
from extract.joining import claims_of
from extract.keeping import reading_of
from extract.model import Claim, Document
from extract.nlp import Parser
from extract.relations import choose, text_claims
from extract.scoring import SCORER_FILE, Finding, PairScorer
from extract.sentences import Named, Placed, place, stretches
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, Status

NamedOf = Callable[..., Named]

RAN = (
    "After long talks with all the people of the coast, JICA ran the Blue\n"
    "Port Project in FY2019 with \\$5 million for 40 trainees."
)
THANKED = "Kenya thanked JICA."
TEXT = f"# Ports\n\n{RAN} {THANKED}"
TYPES: Mapping[str, EntityType] = {
    "JICA": EntityType.GOVERNMENT_BODY,
    "Blue Port Project": EntityType.PROJECT,
    "Kenya": EntityType.COUNTRY,
}
DOCUMENT = Document(id="a", text=TEXT)
JICA, PROJECT, KENYA = range(3)
IDS = {JICA: "jica", PROJECT: "blue-port", KENYA: "kenya"}
ENDS = {"jica": EntityType.GOVERNMENT_BODY, "blue-port": EntityType.PROJECT, "kenya": EntityType.COUNTRY}


@pytest.fixture(scope="module")
def named(named_of: NamedOf) -> Named:
    return named_of(TEXT, TYPES)


@pytest.fixture(scope="module")
def placed(named: Named, parser: Parser) -> tuple[Placed, ...]:
    found = stretches(named)
    return place(named, found, list(parser.parse(stretch.masked for stretch in found)))


@pytest.fixture(scope="module")
def finding(placed: tuple[Placed, ...]) -> Finding:
    return Finding(JICA, Predicate.IMPLEMENTS, PROJECT, 0.8, "runs-it", Status.STATED, placed[0])


def claims(named: Named, *groups: list[Finding], **changed: str) -> tuple[Claim, ...]:
    """The claims of findings; `changed` gives other ids to the three things."""
    ids = [changed.get(id_.replace("-", "_"), id_) for _, id_ in sorted(IDS.items())]
    return claims_of(reading_of(DOCUMENT, named, groups, ()), ids, ENDS)


def test_a_claim_says_what_its_finding_says(named: Named, finding: Finding) -> None:
    (claim,) = claims(named, [finding])
    assert claim.key == ("jica", Predicate.IMPLEMENTS, "blue-port")
    assert (claim.confidence, claim.rule, claim.status) == (0.8, "runs-it", Status.STATED)
    assert (claim.year, claim.fiscal, claim.participants) == (2019, True, 40)


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        ("Under its Plan 2030, JICA ran the Blue Port Project.", None),
        ("Under its Plan 2030, JICA ran the Blue Port Project in 2019.", 2019),
    ],
)
def test_the_year_in_a_plan_s_name_is_no_fact_s(named_of: NamedOf, parser: Parser, raw: str, year: int | None) -> None:
    named = named_of(raw, {"Plan 2030": EntityType.FRAMEWORK} | {key: TYPES[key] for key in list(TYPES)[:2]})
    found = stretches(named)
    (at,) = place(named, found, list(parser.parse(stretch.masked for stretch in found)))
    (claim,) = text_claims(named, [[Finding(1, Predicate.IMPLEMENTS, 2, 0.8, "runs-it", Status.STATED, at)]])
    assert (claim.year, claim.fiscal) == (year, False)


def test_evidence_is_the_sentence_verbatim_with_its_heading(named: Named, finding: Finding) -> None:
    (evidence,) = claims(named, [finding])[0].evidence
    assert evidence.text == RAN
    assert evidence.text == TEXT[evidence.start : evidence.end]
    assert evidence.heading == "Ports"


@pytest.mark.parametrize(
    ("predicate", "amount", "currency"),
    [(Predicate.FUNDS, 5e6, "USD"), (Predicate.SUPPORTS, 5e6, "USD"), (Predicate.IMPLEMENTS, None, "")],
)
def test_only_funds_and_support_have_an_amount(
    named: Named, finding: Finding, predicate: Predicate, amount: float | None, currency: str
) -> None:
    (claim,) = claims(named, [replace(finding, predicate=predicate)])
    assert (claim.amount, claim.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("predicate", "participants"),
    [(Predicate.SUPPORTS, 40), (Predicate.FUNDS, 40), (Predicate.ESTABLISHED, None), (Predicate.COOPERATES_WITH, None)],
)
def test_only_what_is_done_with_people_has_participants(
    named: Named, finding: Finding, predicate: Predicate, participants: int | None
) -> None:
    other = KENYA if predicate is Predicate.COOPERATES_WITH else PROJECT
    (claim,) = claims(named, [replace(finding, predicate=predicate, object=other)])
    assert claim.participants == participants


def test_every_sentence_that_shows_a_claim_is_evidence(
    named: Named, finding: Finding, placed: tuple[Placed, ...]
) -> None:
    (claim,) = claims(named, [finding, replace(finding, place=placed[1], confidence=0.5), finding])
    assert [evidence.text for evidence in claim.evidence] == [RAN, THANKED]


def test_ends_that_do_not_fit_over_all_texts_give_no_claim(named: Named, finding: Finding) -> None:
    assert claims(named, [finding], blue_port="kenya") == ()


def test_two_names_of_one_thing_give_no_claim(named: Named, finding: Finding) -> None:
    support = replace(finding, predicate=Predicate.SUPPORTS, object=KENYA)
    assert claims(named, [support], kenya="jica") == ()


def test_claims_of_things_that_turned_out_one_are_united(
    named: Named, finding: Finding, placed: tuple[Placed, ...]
) -> None:
    other = replace(finding, subject=KENYA, confidence=0.9, place=placed[1], rule="pair")
    (claim,) = claims(named, [finding], [other], kenya="jica")
    assert (claim.confidence, claim.rule, len(claim.evidence)) == (0.9, "pair", 2)


def test_the_ends_of_a_symmetric_claim_stand_in_order(named: Named, finding: Finding) -> None:
    together = replace(finding, predicate=Predicate.COOPERATES_WITH, subject=KENYA, object=JICA)
    assert [claim.key for claim in claims(named, [together])] == [("jica", Predicate.COOPERATES_WITH, "kenya")]


def test_claims_are_sorted_by_what_they_say(named: Named, finding: Finding) -> None:
    support = replace(finding, predicate=Predicate.SUPPORTS, object=KENYA)
    funds = replace(finding, predicate=Predicate.FUNDS)
    keys = [claim.key for claim in claims(named, [support], [finding], [funds])]
    assert keys == sorted(keys)


def test_no_claim_is_fully_certain(named: Named, finding: Finding) -> None:
    assert [claim.confidence for claim in claims(named, [replace(finding, confidence=1.0)])] == [0.99]


def test_what_is_too_unlikely_is_not_chosen(finding: Finding) -> None:
    assert choose([replace(finding, confidence=0.39), replace(finding, confidence=0.4)], 0.4) == [
        [replace(finding, confidence=0.4)]
    ]


def test_the_surer_of_two_relations_between_two_things_stands(finding: Finding) -> None:
    back = replace(finding, subject=PROJECT, object=JICA, predicate=Predicate.SUPPORTS, confidence=0.9)
    for order in permutations([finding, back, replace(finding, predicate=Predicate.FUNDS, confidence=0.85)]):
        assert choose(order, 0.5) == [[back]]


def test_the_sentences_of_one_claim_stay_together_the_surest_first(finding: Finding) -> None:
    surer = replace(finding, confidence=0.95)
    assert choose([finding, surer], 0.5) == [[surer, finding]]


def test_a_symmetric_relation_is_one_claim_either_way(finding: Finding) -> None:
    there = replace(finding, predicate=Predicate.COOPERATES_WITH, object=KENYA)
    back = replace(there, subject=KENYA, object=JICA)
    assert choose([there, back], 0.5) == [[there, back]]


def test_a_denial_takes_nothing_from_what_another_sentence_states(finding: Finding) -> None:
    denied = replace(finding, status=Status.NEGATED, confidence=0.9)
    assert choose([finding, denied], 0.5) == [[finding], [denied]]


def test_nothing_found_chooses_nothing() -> None:
    assert choose([]) == []


def test_findings_fit_the_ontology_and_are_probabilities(named: Named, placed: tuple[Placed, ...]) -> None:
    found = list(PairScorer().findings(named, placed, Confidence.load()))
    assert found
    assert all(0.0 <= finding.confidence <= 1.0 for finding in found)
    assert all(len(choose([finding], 0.0)) == 1 for finding in found)


def test_a_plain_sentence_states_its_relation(named_of: NamedOf, parser: Parser) -> None:
    named = named_of("JICA implements the Blue Port Project in Kenya.", TYPES)
    found = stretches(named)
    sentences = place(named, found, list(parser.parse(stretch.masked for stretch in found)))
    keys = {
        (f.subject, f.predicate, f.object)
        for group in choose(list(PairScorer().findings(named, sentences, Confidence.load())))
        for f in group
    }
    assert {(JICA, Predicate.IMPLEMENTS, PROJECT), (PROJECT, Predicate.OPERATES_IN, KENYA)} <= keys


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"^{SCORER_FILE}: found no weights, run `make train` to make them$"):
        PairScorer(tmp_path)
