"""Scored pairs → claims with evidence: what a text states between its entities, how sure, when, and for how much."""

from bisect import bisect_left
from collections.abc import Sequence

from extract.figures import find_amount, find_participants, find_year, is_fiscal
from extract.options import MIN_CONFIDENCE
from extract.readings import TextClaim
from extract.scoring import Finding
from extract.sentences import Named
from ontology.vocabulary import EntityType, Predicate, Status

#: Relations in which money moves, and those in which people are sent, trained or gathered.
_PAID = frozenset({Predicate.FUNDS, Predicate.SUPPORTS})
_ATTENDED = _PAID | {Predicate.IMPLEMENTS, Predicate.PARTICIPATES_IN, Predicate.OPERATES_IN}


def choose(findings: Sequence[Finding], min_confidence: float = MIN_CONFIDENCE) -> list[list[Finding]]:
    """The findings that a text's claims rest on, those of one claim together, the surest first.

    Of two relations between the same things the surer one stands, with a claim for each status that its sentences
    give it; a claim is as sure as its best sentence.
    """
    by_claim: dict[tuple[tuple[int, Predicate, int], Status], list[Finding]] = {}
    for finding in findings:
        if finding.confidence >= min_confidence:
            by_claim.setdefault((_key(finding), finding.status), []).append(finding)
    by_pair: dict[frozenset[int], list[list[Finding]]] = {}
    for group in by_claim.values():
        group.sort(key=lambda finding: -finding.confidence)
        by_pair.setdefault(frozenset((group[0].subject, group[0].object)), []).append(group)
    return [group for groups in by_pair.values() for group in _surest(groups)]


def _surest(groups: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Of what may join two things, all that says the surest relation."""
    best = max(groups, key=lambda group: group[0].confidence)
    return [group for group in groups if _key(group[0]) == _key(best[0])]


def _key(finding: Finding) -> tuple[int, Predicate, int]:
    if finding.predicate.symmetric and finding.object < finding.subject:
        return finding.object, finding.predicate, finding.subject
    return finding.subject, finding.predicate, finding.object


def text_claims(named: Named, chosen: Sequence[Sequence[Finding]]) -> tuple[TextClaim, ...]:
    """The claims of a text between its own entities, as `choose` gave their findings."""
    frameworks: dict[int, list[tuple[int, int]]] = {}
    for index, name in enumerate(named.names):
        if name.type is EntityType.FRAMEWORK:
            frameworks.setdefault(name.block, []).append(named.span(index))
    return tuple(_claim(named, group, frameworks.get(group[0].place.block, ())) for group in chosen)


def _claim(named: Named, group: Sequence[Finding], frameworks: Sequence[tuple[int, int]]) -> TextClaim:
    """A claim; `frameworks` are the stretches of its block whose years are no fact's, as in "2030 Agenda"."""
    best = group[0]
    sentence = named.text.blocks[best.place.block].text[best.place.start : best.place.end]
    dated = _without(sentence, best.place.start, frameworks)
    amount = find_amount(sentence) if best.predicate in _PAID else None
    return TextClaim(
        subject=best.subject,
        predicate=best.predicate,
        object=best.object,
        evidence=tuple(sorted({named.evidence(finding.place) for finding in group})),
        rule=best.rule,
        confidence=round(min(best.confidence, 0.99), 2),
        status=best.status,
        year=find_year(dated),
        fiscal=is_fiscal(dated),
        amount=amount.value if amount else None,
        currency=amount.currency if amount else "",
        participants=find_participants(sentence) if best.predicate in _ATTENDED else None,
    )


def _without(sentence: str, start: int, names: Sequence[tuple[int, int]]) -> str:
    """A sentence that starts at an offset of its block, with names of the block, in order, blanked out."""
    end = start + len(sentence)
    for first, last in names[bisect_left(names, (start, start)) : bisect_left(names, (end, end))]:
        sentence = sentence[: first - start] + "@" * (last - first) + sentence[last - start :]
    return sentence
