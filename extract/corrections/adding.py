"""A fact that an entry adds → a claim with the sentence that shows it, found in its text word for word."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.corrections.entries import AddFact
from extract.model import Claim, Document, Entity, Evidence
from extract.readings import Reading
from ontology.errors import InputError
from ontology.vocabulary import describe_ends, fits

#: What found a claim that a correction states.
RULE = "correction"
#: A person has looked.
CONFIDENCE = 1.0


def claim_of(entry: AddFact, reading: Reading, subject: Entity, object_: Entity) -> Claim:
    """The claim that an entry adds to a text.

    Raises:
        InputError: the quote does not stand in the text, or the ends do not fit the relation.
    """
    if entry.relation.symmetric:
        subject, object_ = sorted((subject, object_), key=lambda entity: entity.id)
    if subject.id == object_.id:
        raise InputError(f"{entry.where}: found {subject.name} at both ends, two things are needed")
    if not fits(subject.type, entry.relation, object_.type):
        found = f"{entry.relation} from {subject.name} ({subject.type}) to {object_.name} ({object_.type})"
        raise InputError(f"{entry.where}: found {found}, {describe_ends(entry.relation)}")
    return Claim(
        subject=subject.id,
        predicate=entry.relation,
        object=object_.id,
        subject_type=subject.type,
        object_type=object_.type,
        evidence=(_evidence(entry, reading),),
        rule=RULE,
        confidence=CONFIDENCE,
        year=entry.year,
        fiscal=entry.fiscal,
        amount=entry.amount,
        currency=entry.currency,
        participants=entry.participants,
        status=entry.status,
    )


def confirmed(claim: Claim) -> Claim:
    """A claim that a person has looked at and found right."""
    return replace(claim, rule=RULE, confidence=CONFIDENCE)


def with_claim(claims: Sequence[Claim], added: Claim) -> tuple[Claim, ...]:
    """The claims of a text with one more, sorted; one that says the same goes into it with its sentences."""
    same = [claim for claim in claims if (claim.key, claim.status) == (added.key, added.status)]
    others = [claim for claim in claims if claim not in same]
    for claim in same:
        added = _united(claim, added)
    return tuple(sorted((*others, added), key=lambda claim: (claim.key, claim.status)))


def _united(claim: Claim, added: Claim) -> Claim:
    """The added claim with the sentences of one that says the same, and with its figures where it has none."""
    return replace(
        added,
        evidence=tuple(sorted({*claim.evidence, *added.evidence})),
        year=claim.year if added.year is None else added.year,
        fiscal=claim.fiscal if added.year is None else added.fiscal,
        amount=claim.amount if added.amount is None else added.amount,
        currency=claim.currency if added.amount is None else added.currency,
        participants=claim.participants if added.participants is None else added.participants,
    )


def _evidence(entry: AddFact, reading: Reading) -> Evidence:
    start, end = _find(entry, reading.document)
    known = (evidence for claim in reading.claims for evidence in claim.evidence)
    headings = {evidence.heading for evidence in known if evidence.start < end and start < evidence.end}
    return reading.document.evidence(start, end, min(headings, default=""))


def _find(entry: AddFact, document: Document) -> tuple[int, int]:
    """Where the words of a quote stand in a text first, however their lines break."""
    words = entry.quote.split()
    if found := _search(words, document.text):
        return found.span()
    hint = _where_it_differs(words, document.text)
    raise InputError(
        f"{entry.where}: found a quote that does not stand in {document.id} ({hint}), the words of the text are needed"
    )


def _where_it_differs(words: Sequence[str], text: str) -> str:
    """How far a text has the words of a quote, as a hint."""
    count = next((number for number in range(len(words) - 1, 0, -1) if _search(words[:number], text)), 0)
    return f"after {' '.join(words[:count][-4:])!r} comes no {words[count]!r}" if count else f"no {words[0]!r} is in it"


def _search(words: Sequence[str], text: str) -> "re.Match[str] | None":
    return re.search(r"\s+".join(map(re.escape, words)), text)
