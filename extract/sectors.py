"""Which sectors a text shows its programmes, and the places that are helped, to work in.

A programme's own name speaks first: what it is called is what it is for. Where no name of it tells, a sentence that
relates it to something may. A place has the sectors of the programmes that are run for it, and those that a sentence
about support for it names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.readings import TextSector
from extract.scoring import Finding
from extract.sector_terms import SectorTerms, TermHit, Weight, most_specific
from extract.sentences import Named, Stretch
from ontology.vocabulary import EntityType, Group, Predicate

RULE_NAME = "sector-name"
RULE_PROGRAMME = "sector-programme"
RULE_SENTENCE = "sector-sentence"

#: The share of right claims of each rule, as counted by hand (`tests/gold/sectors/sample.json`).
CONFIDENCE: Mapping[str, float] = {RULE_NAME: 0.9, RULE_PROGRAMME: 0.85, RULE_SENTENCE: 0.75}
#: A sentence speaks of a sector only where it is at least this sure of the relation.
MIN_RELATION = 0.5
#: A sentence that names more sectors than this lists them for several things; which is whose it does not tell.
MAX_CODES = 2
#: A term farther from a name than this, in words, is hardly said of it.
MAX_WORDS = 9

_PLACES = frozenset({Group.COUNTRY, Group.REGION, Group.LOCALITY})
_HELPING = frozenset({Predicate.SUPPORTS, Predicate.OPERATES_IN})
_GIVING = frozenset({Predicate.FUNDS, Predicate.SUPPORTS, Predicate.IMPLEMENTS})
#: What runs many kinds of work: only what explains its name speaks of it, not what one sentence has it do.
_UMBRELLAS = frozenset({EntityType.PROGRAMME, EntityType.FUND})
#: How the codes of emergencies begin: what is given in one is emergency response, whatever it is.
_EMERGENCY = ("72", "73", "74")
_NAME_SIGN = "N"
_EXPLAINS = re.compile(r"[^\w;]*(?:[–—:(]|(?:, |is |was |are )(?:an?|the|its|their|our)\b)[^;]*$")
_BESIDE = re.compile(r"\s*,?\s*and\b")
_TURN = re.compile(r"[;:]|\b(?:while|whereas|but)\b")

#: Where something has its seat or people came together, nobody is helped for it.
_SEAT = re.compile(r"\b(?:secretariat|headquarter\w*|seat|(?:has|have|had) its home|originated|attended|took part)\b")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SectorFinding:
    """A sector of an entity of a text, by index, as one sentence shows it: its block and half-open stretch of it."""

    entity: int
    code: str
    rule: str
    block: int
    start: int
    end: int


def find_sectors(
    named: Named, stretches: Sequence[Stretch], chosen: Sequence[Sequence[Finding]], terms: SectorTerms
) -> tuple[SectorFinding, ...]:
    """The sectors that a text shows, in text order; `chosen` are the findings that its claims rest on."""
    finder = _Finder(named, terms)
    own: dict[int, list[SectorFinding]] = {}
    for found in finder.from_names(stretches):
        own.setdefault(found.entity, []).append(found)
    sure = [each for group in chosen for each in group if each.status.affirms and each.confidence >= MIN_RELATION]
    told = finder.from_sentences(stretches, sure, own)
    every = {*(found for those in own.values() for found in those), *told}
    return tuple(sorted(every, key=lambda found: (found.block, found.start, found.entity, found.code)))


class _Finder:
    """Reads the names and sentences of one text; holds nothing but what it was given."""

    def __init__(self, named: Named, terms: SectorTerms) -> None:
        self._named = named
        self._terms = terms

    def _type(self, entity: int) -> EntityType:
        return self._named.entities[entity].type

    def from_names(self, stretches: Sequence[Stretch]) -> Iterator[SectorFinding]:
        """Yields: each sector that a programme's name tells, at the first sentence with such a name."""
        seen: set[tuple[int, str]] = set()
        for stretch in stretches:
            for name in stretch.names:
                entity = self._named.owner[name]
                if self._type(entity).group is not Group.PROGRAMME:
                    continue
                for code in self._terms.of_name(self._surface(name)):
                    if (entity, code) not in seen:
                        seen.add((entity, code))
                        yield _at(stretch, entity, code, RULE_NAME)

    def _surface(self, name: int) -> str:
        return self._named.text.blocks[self._named.names[name].block].text[slice(*self._named.span(name))]

    def from_sentences(
        self, stretches: Sequence[Stretch], findings: Sequence[Finding], own: Mapping[int, Sequence[SectorFinding]]
    ) -> Iterator[SectorFinding]:
        """Yields: each sector that a sentence tells of what it relates; `own` is what names tell of programmes."""
        givers = {finding.subject for finding in findings if finding.predicate in _GIVING}
        by_place: dict[_Span, list[Finding]] = {}
        for finding in findings:
            by_place.setdefault((finding.place.block, finding.place.start), []).append(finding)
        for stretch in stretches:
            those = by_place.get((stretch.block, stretch.start), [])
            yield from self._of_places(stretch, [each for each in those if each.object not in givers], own)
            yield from self._of_programmes(stretch, those, own)

    def _of_places(
        self, stretch: Stretch, findings: Sequence[Finding], own: Mapping[int, Sequence[SectorFinding]]
    ) -> Iterator[SectorFinding]:
        helped = [finding for finding in findings if self._helps_place(finding)]
        if _SEAT.search(self._named.text.blocks[stretch.block].text, stretch.start, stretch.end):
            helped = [finding for finding in helped if finding.predicate is Predicate.SUPPORTS]
        for finding in helped:
            for named_so in own.get(finding.subject, ()):
                yield replace(named_so, entity=finding.object, rule=RULE_PROGRAMME)
                yield _at(stretch, finding.object, named_so.code, RULE_PROGRAMME)
        supported = (finding for finding in helped if finding.predicate is Predicate.SUPPORTS)
        for place in sorted({finding.object for finding in supported if finding.subject not in own}):
            for code in self._said(stretch, place):
                yield _at(stretch, place, code, RULE_SENTENCE)

    def _helps_place(self, finding: Finding) -> bool:
        """Whether a relation says that something is done for a place; a course is held somewhere for others."""
        if self._type(finding.object).group not in _PLACES:
            return False
        is_course = self._type(finding.subject) is EntityType.TRAINING
        return finding.predicate in (_HELPING - {Predicate.OPERATES_IN} if is_course else _HELPING)

    def _of_programmes(
        self, stretch: Stretch, findings: Sequence[Finding], own: Mapping[int, Sequence[SectorFinding]]
    ) -> Iterator[SectorFinding]:
        ends = {end for finding in findings for end in (finding.subject, finding.object)}
        programmes = [end for end in ends if self._type(end).group is Group.PROGRAMME]
        if len(programmes) == 1 and programmes[0] not in own:
            for code in self._said(stretch, programmes[0]):
                yield _at(stretch, programmes[0], code, RULE_SENTENCE)

    def _said(self, stretch: Stretch, entity: int) -> tuple[str, ...]:
        """The codes that a sentence tells of an entity that it names, outside all names; none if it tells many."""
        text = self._named.text.blocks[stretch.block].text
        spans = sorted(self._named.span(name) for name in stretch.names)
        own = [self._named.span(name) for name in stretch.names if self._named.owner[name] == entity]
        hits = [hit for start, end in _between(stretch, spans) for hit in self._terms.hits(text, start, end)]
        strong = [hit for hit in hits if hit.term.weight is Weight.STRONG]
        if any(hit.term.code.startswith(_EMERGENCY) for hit in strong):
            strong = [hit for hit in strong if hit.term.code.startswith(_EMERGENCY)]
        is_umbrella = self._type(entity) in _UMBRELLAS
        near = [hit for hit in strong if any(_near(text, span, hit, spans, is_umbrella=is_umbrella) for span in own)]
        found = most_specific(hit.term.code for hit in near)
        return found if len(found) <= MAX_CODES else ()


def _at(stretch: Stretch, entity: int, code: str, rule: str) -> SectorFinding:
    return SectorFinding(entity, code, rule, stretch.block, stretch.start, stretch.end)


def _between(stretch: Stretch, spans: Iterable[_Span]) -> Iterator[_Span]:
    """Yields: the stretches of a sentence between its names."""
    at = stretch.start
    for start, end in spans:
        yield at, max(at, start)
        at = max(at, end)
    yield at, max(at, stretch.end)


def _near(text: str, span: _Span, hit: TermHit, names: Iterable[_Span], *, is_umbrella: bool) -> bool:
    """Whether a term stands near enough to a name to be said of it; every other name counts as one word."""
    is_after = hit.start >= span[1]
    gap = _without(text, *((span[1], hit.start) if is_after else (hit.end, span[0])), names)
    if len(gap.split()) > MAX_WORDS or _TURN.search(gap):
        return False
    if is_umbrella:
        return is_after and _EXPLAINS.match(gap) is not None
    return not (is_after and _BESIDE.match(gap))


def _without(text: str, start: int, end: int, names: Iterable[_Span]) -> str:
    """A stretch of a text with one sign for each name inside it."""
    parts = []
    for name_start, name_end in names:
        if start <= name_start and name_end <= end:
            parts += [text[start:name_start], _NAME_SIGN]
            start = name_end
    return "".join((*parts, text[start:end]))


def text_sectors(named: Named, found: Sequence[SectorFinding]) -> tuple[TextSector, ...]:
    """The sectors of the entities of a text, as `find_sectors` found them."""
    return tuple(
        TextSector(
            entity=finding.entity,
            code=finding.code,
            evidence=named.evidence(finding),
            rule=finding.rule,
            confidence=CONFIDENCE[finding.rule],
        )
        for finding in found
    )
