"""Scored pairs → claims with evidence: what a text states between its entities, how sure, when, and for how much."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.figures import find_amount, find_participants, find_year, is_fiscal
from extract.model import Claim, Document, Evidence
from extract.pairs import possible
from extract.scoring import Finding
from extract.sentences import Named, Placed
from ontology.vocabulary import EntityType, Predicate, Status

#: A claim is made when it is at least this likely to be right. Chosen on held-out sets for the best F1
#: (precision above recall).
MIN_CONFIDENCE = 0.25
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


def claims_of(
    document: Document,
    named: Named,
    chosen: Sequence[Sequence[Finding]],
    ids: Mapping[int, str],
    types: Mapping[str, EntityType],
) -> tuple[Claim, ...]:
    """The claims of a text, sorted by what they say.

    `ids` maps an entity of the text to its id over all texts, `types` an id to its type there. A claim whose ends no
    longer fit once all texts had their say on types is dropped, as is one between two names of one thing.
    """
    claims: dict[tuple[tuple[str, Predicate, str], Status], Claim] = {}
    for group in chosen:
        claim = _claim(document, named, group, ids, types)
        if claim:
            key = (claim.key, claim.status)
            kept = claims.get(key)
            claims[key] = claim if kept is None else _united(kept, claim)
    return tuple(claims[key] for key in sorted(claims))


def _claim(
    document: Document, named: Named, group: Sequence[Finding], ids: Mapping[int, str], types: Mapping[str, EntityType]
) -> Claim | None:
    best = group[0]
    subject, object_ = ids[best.subject], ids[best.object]
    if best.predicate.symmetric:
        subject, object_ = sorted((subject, object_))
    if subject == object_ or f"{best.predicate}>" not in possible(types[subject], types[object_]):
        return None
    sentence = _sentence(named, best.place)
    amount = find_amount(sentence) if best.predicate in _PAID else None
    return Claim(
        subject=subject,
        predicate=best.predicate,
        object=object_,
        subject_type=types[subject],
        object_type=types[object_],
        evidence=tuple(sorted({_evidence(document, named, finding.place) for finding in group})),
        rule=best.rule,
        confidence=round(min(best.confidence, 0.99), 2),
        year=find_year(sentence),
        fiscal=is_fiscal(sentence),
        amount=amount.value if amount else None,
        currency=amount.currency if amount else "",
        participants=find_participants(sentence) if best.predicate in _ATTENDED else None,
        status=best.status,
    )


def _united(kept: Claim, other: Claim) -> Claim:
    """One claim of two that say the same once names were joined."""
    surer, weaker = (kept, other) if kept.confidence >= other.confidence else (other, kept)
    return replace(surer, evidence=tuple(sorted({*surer.evidence, *weaker.evidence})))


def _sentence(named: Named, place: Placed) -> str:
    return named.text.blocks[place.block].text[place.start : place.end]


def _evidence(document: Document, named: Named, place: Placed) -> Evidence:
    block = named.text.blocks[place.block]
    start, end = block.span(place.start, place.end)
    return Evidence(
        document_id=document.id, start=start, end=end, text=document.quote(start, end), heading=block.heading
    )
