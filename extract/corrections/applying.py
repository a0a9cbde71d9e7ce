"""Readings and corrections → what the texts state together, and what each correction did."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.corrections.adding import claim_of, confirmed, with_claim
from extract.corrections.confirmations import KeepFact
from extract.corrections.entries import AddFact, Corrections, DropFact, DropName
from extract.corrections.identities import Identities, settle
from extract.corrections.log import Log
from extract.corrections.naming import Named, name_all
from extract.joining import entities_in, facts_of, ids_in, join
from extract.model import Claim, DocumentFacts, Entity, Extraction, Skipped
from extract.readings import Reading
from extract.resolution import resolve_all
from ontology.errors import InputError
from ontology.vocabulary import Status


def correct(readings: Iterable[Reading], corrections: Corrections, skipped: tuple[Skipped, ...] = ()) -> Extraction:
    """What texts state as corrected; without an entry the same as `join` gives.

    Raises:
        InputError: an entry names what is not there, does not fit the ontology or contradicts another.
    """
    read = sorted(readings, key=lambda reading: reading.document.id)
    if not corrections.entries:
        return join(read, skipped)
    entities, ids = resolve_all({reading.document.id: reading.entities for reading in read})
    entries = name_all(corrections, entities, [reading.document for reading in read])
    found = settle(read, entities, ids, entries)
    log = Log(found, entries)
    facts = [_stated(reading, found, log) for reading in found.parted.readings]
    facts = [_renamed(each, entries, found, log) for each in facts]
    facts = _without(facts, entries, found, log)
    facts = [_kept(each, entries, found, log) for each in facts]
    facts = _with(facts, entries, found, log)
    kept = entities_in(facts, sorted(found.entities.values(), key=lambda entity: entity.id))
    effects = log.effects({entity.id for entity in kept})
    return Extraction(documents=tuple(facts), entities=kept, skipped=skipped, corrections=effects)


def _stated(reading: Reading, found: Identities, log: Log) -> DocumentFacts:
    """What a text states between the things as they are in the end, without those that are dropped."""
    log.lost(reading)
    facts = facts_of(reading, ids_in(reading, found.ids), {id_: entity.type for id_, entity in found.entities.items()})
    return replace(
        facts,
        mentions=tuple(mention for mention in facts.mentions if mention.entity_id not in found.dropped),
        claims=tuple(claim for claim in facts.claims if not {claim.subject, claim.object} & found.dropped.keys()),
        sectors=tuple(sector for sector in facts.sectors if sector.entity not in found.dropped),
    )


def _renamed(facts: DocumentFacts, entries: Sequence[Named], found: Identities, log: Log) -> DocumentFacts:
    """What a text states without the names that entries drop.

    Raises:
        InputError: one of them is the preferred name of its thing.
    """
    for named in entries:
        if not isinstance(named.entry, DropName) or named.unused or named.text not in ("", facts.document.id):
            continue
        (thing,) = found.ends(named)
        if found.entities[thing].name == named.entry.name:
            raise InputError(f"{named.entry.where}: found the preferred name of a thing, rename the thing instead")
        mentions = tuple(m for m in facts.mentions if (m.entity_id, m.name) != (thing, named.entry.name))
        if len(mentions) < len(facts.mentions):
            log.use(named)
        facts = replace(facts, mentions=mentions)
    return facts


def _without(
    facts: Sequence[DocumentFacts], entries: Sequence[Named], found: Identities, log: Log
) -> list[DocumentFacts]:
    """What texts state without the facts that entries drop."""
    drops = [named for named in entries if isinstance(named.entry, DropFact) and not named.unused]
    return [
        replace(each, claims=tuple(claim for claim in each.claims if not _drops(drops, claim, each, found, log)))
        for each in facts
    ]


def _drops(drops: Sequence[Named], claim: Claim, facts: DocumentFacts, found: Identities, log: Log) -> bool:
    matching = [named for named in drops if _states(named, DropFact, claim, facts, found)]
    for named in matching:
        log.drop(named, facts.document.id, claim.key, claim.status)
    return bool(matching)


def _states(
    named: Named, kind: type[DropFact] | type[KeepFact], claim: Claim, facts: DocumentFacts, found: Identities
) -> bool:
    """Whether an entry of a kind speaks of a claim of a text."""
    return (
        isinstance(named.entry, kind)
        and not named.unused
        and named.entry.relation is claim.predicate
        and named.text in ("", facts.document.id)
        and _key(found.ends(named), claim) == (claim.subject, claim.object)
    )


def _kept(facts: DocumentFacts, entries: Sequence[Named], found: Identities, log: Log) -> DocumentFacts:
    """What a text states, as sure as a person is of what entries keep."""
    claims = list(facts.claims)
    for at, claim in enumerate(facts.claims):
        for named in entries:
            if claim.status is not Status.NEGATED and _states(named, KeepFact, claim, facts, found):
                claims[at] = confirmed(claim)
                log.confirm(named, facts.document.id, claim)
    return replace(facts, claims=tuple(claims))


def _key(ends: Sequence[str], claim: Claim) -> tuple[str, ...]:
    return tuple(sorted(ends)) if claim.predicate.symmetric else tuple(ends)


def _with(facts: Sequence[DocumentFacts], entries: Sequence[Named], found: Identities, log: Log) -> list[DocumentFacts]:
    """What texts state with the facts that entries add."""
    readings = {reading.document.id: reading for reading in found.parted.readings}
    by_id = {each.document.id: each for each in facts}
    for named in entries:
        if isinstance(named.entry, AddFact) and not named.unused:
            claim = claim_of(named.entry, readings[named.text], *_ends(named, found))
            before = by_id[named.text]
            by_id[named.text] = replace(before, claims=with_claim(before.claims, claim))
            log.add(named, claim)
    return list(by_id.values())


def _ends(named: Named, found: Identities) -> tuple[Entity, Entity]:
    """The two things of a fact that an entry adds."""
    subject, object_ = (found.entities.get(id_) for id_ in found.ends(named))
    if subject is None or object_ is None:
        raise InputError(
            f"{named.entry.where}: found a thing of which another entry takes all names, another is needed"
        )
    return subject, object_
