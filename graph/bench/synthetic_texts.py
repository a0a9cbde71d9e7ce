"""One made-up text: sentences out of templates, and what extraction might have found in them."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from extract.model import Claim, Document, DocumentFacts, Entity, Evidence, Mention, SectorClaim, Source
from ontology.vocabulary import Group, Predicate, Status

#: Sentences of a text that claim something.
SENTENCES = 46
_YEARS = (1995, 2025)
#: Shares of all claims, as counted in the graph of the seed texts; that of fiscal years is of the dated ones.
_DATED, _FISCAL, _PAID, _COUNTED = 0.42, 0.09, 0.016, 0.009
_STATUSES, _STATUS_WEIGHTS = tuple(Status), (0.975, 0.012, 0.008, 0.005)
#: Shares of things that a text shows to work in a sector, and of things called by their other name.
_OF_A_SECTOR: Mapping[Group, float] = MappingProxyType({Group.PROGRAMME: 0.6, Group.COUNTRY: 0.15})
_OTHERWISE = 0.3
_CURRENCIES = ("USD", "JPY", "EUR")
_VERBS: Mapping[Predicate, str] = MappingProxyType(
    {
        Predicate.IMPLEMENTS: "carries out",
        Predicate.FUNDS: "pays for",
        Predicate.SUPPORTS: "helps",
        Predicate.COOPERATES_WITH: "works with",
        Predicate.PARTICIPATES_IN: "takes part in",
        Predicate.OPERATES_IN: "is at work in",
        Predicate.LOCATED_IN: "lies in",
        Predicate.PART_OF: "is part of",
        Predicate.MEMBER_OF: "is a member of",
        Predicate.ESTABLISHED: "set up",
        Predicate.ADOPTED: "agreed on",
        Predicate.AFFILIATED_WITH: "belongs to",
    }
)
_FRAMES = (
    "As the report has it, {claims}, and both sides looked back on what had been agreed before.",
    "In the period under review {claims}; talks on what comes next went on at the level of experts.",
    "All in all, {claims}, which the partners took note of at their meeting in the spring.",
)
_HEADINGS = ("Overview", "Main activities", "Partners", "Outlook", "Notes of the year", "In the regions")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One relation that a sentence is to claim."""

    predicate: Predicate
    subject: Entity
    object: Entity

    @property
    def ends(self) -> tuple[Entity, Entity]:
        """Subject and object; a symmetric relation runs from the smaller id, so that a text claims it once."""
        turned = self.predicate.symmetric and self.object.id < self.subject.id
        return (self.object, self.subject) if turned else (self.subject, self.object)


_Key = tuple[str, Predicate, str, Status]


@dataclass(slots=True)
class _Draft:
    """A text as it grows, and what was found in it so far: mentions and sentences by what they are of."""

    name: str
    text: str = ""
    mentions: dict[tuple[str, str], Mention] = field(default_factory=dict)
    sentences: dict[str, Evidence] = field(default_factory=dict)
    claims: dict[_Key, Claim] = field(default_factory=dict)
    things: dict[str, Entity] = field(default_factory=dict)


def write_text(
    rng: random.Random, name: str, sentence: Callable[[], Iterable[Drawn]], sectors: Sequence[str]
) -> DocumentFacts:
    """A text and what it states; `sentence` draws what each sentence claims, `sectors` are the codes to choose from."""
    draft = _Draft(name)
    for _ in range(SENTENCES):
        if drawn := tuple(sentence()):
            _add_sentence(rng, draft, drawn)
    return DocumentFacts(
        document=Document(id=name, text=draft.text, source=_source(rng, name)),
        mentions=tuple(sorted(draft.mentions.values())),
        claims=tuple(draft.claims[key] for key in sorted(draft.claims)),
        sectors=tuple(sorted(_sectors(rng, draft, sectors), key=lambda sector: sector.key)),
    )


def _source(rng: random.Random, name: str) -> Source:
    year = rng.randint(*_YEARS)
    return Source(title=f"Report {name} of {year}", publisher="Nobody", year=year, series="Made up", licence="None")


def _add_sentence(rng: random.Random, draft: _Draft, drawn: Sequence[Drawn]) -> None:
    year = rng.randint(*_YEARS) if rng.random() < _DATED else None
    called = [(_called(rng, one.subject), _called(rng, one.object)) for one in drawn]
    words = (
        f"{subject} {_VERBS[one.predicate]} {object_}" for one, (subject, object_) in zip(drawn, called, strict=True)
    )
    text = rng.choice(_FRAMES).format(claims=", while ".join(words)) + (f" So it was in {year}." if year else "")
    start = len(draft.text)
    draft.text += f"{text}\n"
    heading = _HEADINGS[len(draft.sentences) * len(_HEADINGS) // SENTENCES % len(_HEADINGS)]
    evidence = Evidence(document_id=draft.name, start=start, end=start + len(text), text=text, heading=heading)
    for one, names in zip(drawn, called, strict=True):
        for thing, name in zip((one.subject, one.object), names, strict=True):
            _add_mention(draft, thing, name, start + text.index(name))
            draft.sentences.setdefault(thing.id, evidence)
        _add_claim(rng, draft, one, evidence, year)


def _called(rng: random.Random, thing: Entity) -> str:
    """What a sentence calls a thing."""
    return rng.choice(thing.aliases) if thing.aliases and rng.random() < _OTHERWISE else thing.name


def _add_mention(draft: _Draft, thing: Entity, name: str, start: int) -> None:
    draft.things[thing.id] = thing
    end = start + len(name)
    mention = Mention(
        document_id=draft.name, start=start, end=end, text=name, name=name, type=thing.type, entity_id=thing.id
    )
    draft.mentions.setdefault((thing.id, name), mention)


def _add_claim(rng: random.Random, draft: _Draft, drawn: Drawn, evidence: Evidence, year: int | None) -> None:
    (status,) = rng.choices(_STATUSES, weights=_STATUS_WEIGHTS)
    subject, object_ = drawn.ends
    key = (subject.id, drawn.predicate, object_.id, status)
    before = draft.claims.get(key)
    if before is not None:
        draft.claims[key] = _shown_again(before, evidence)
        return
    paid, counted = rng.random() < _PAID, rng.random() < _COUNTED
    draft.claims[key] = Claim(
        subject=subject.id,
        predicate=drawn.predicate,
        object=object_.id,
        subject_type=subject.type,
        object_type=object_.type,
        evidence=(evidence,),
        rule="made-up",
        confidence=round(rng.triangular(0.2, 0.99, 0.5), 2),
        year=year,
        fiscal=year is not None and rng.random() < _FISCAL,
        amount=rng.randint(1, 900) * 1e5 if paid else None,
        currency=rng.choice(_CURRENCIES) if paid else "",
        participants=rng.randint(5, 3000) if counted else None,
        status=status,
    )


def _shown_again(claim: Claim, evidence: Evidence) -> Claim:
    return claim if evidence in claim.evidence else replace(claim, evidence=(*claim.evidence, evidence))


def _sectors(rng: random.Random, draft: _Draft, codes: Sequence[str]) -> Iterator[SectorClaim]:
    for id_, thing in sorted(draft.things.items()):
        if rng.random() < _OF_A_SECTOR.get(thing.type.group, 0.0):
            rule = rng.choice(("sector-name", "sector-sentence"))
            # Few codes stand for most of what is said: the square of a share falls towards the first ones.
            code = codes[int(rng.random() ** 2 * len(codes))]
            confidence = round(rng.uniform(0.5, 0.95), 2)
            yield SectorClaim(entity=id_, code=code, evidence=(draft.sentences[id_],), rule=rule, confidence=confidence)
