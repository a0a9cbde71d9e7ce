"""Made-up things for a made-up graph: known countries and bodies as its hubs, and behind them names out of syllables.

A few things are named all the time and most of them once, as in the seed texts: the weight of the thing at place *n* of
its type falls as 1/n (Zipf's law).
"""

import itertools
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from extract.model import Entity, Merge
from extract.seeds import AuthorityRow, load_authority
from graph.names import normalise
from graph.queries.named import load_named
from ontology.vocabulary import EntityType as T

#: How many new things of a type a text brings; the world has no more countries and regions than the tables.
NEW_PER_TEXT: Mapping[T, float] = MappingProxyType(
    {
        T.GOVERNMENT_BODY: 3.5,
        T.INTERNATIONAL_ORGANIZATION: 1.5,
        T.CIVIL_SOCIETY_ORGANIZATION: 2.0,
        T.COMPANY: 1.0,
        T.ACADEMIC_INSTITUTION: 2.0,
        T.CENTRE: 1.5,
        T.GROUP: 1.0,
        T.PERSON: 2.0,
        T.PROGRAMME: 6.0,
        T.PROJECT: 6.0,
        T.TRAINING: 3.0,
        T.FUND: 1.5,
        T.EVENT: 7.0,
        T.FRAMEWORK: 4.0,
        T.TECHNOLOGY: 1.5,
        T.LOCALITY: 5.0,
    }
)
_KINDS: Mapping[T, tuple[str, ...]] = MappingProxyType(
    {
        T.GOVERNMENT_BODY: ("Ministry of {topic} of {proper}", "{proper} {topic} Agency", "{proper} {topic} Authority"),
        T.INTERNATIONAL_ORGANIZATION: ("{proper} {topic} Organization", "Union of {proper} for {topic}"),
        T.CIVIL_SOCIETY_ORGANIZATION: ("{proper} {topic} Association", "Friends of {proper}"),
        T.COMPANY: ("{proper} {topic} Ltd", "{proper} Works"),
        T.ACADEMIC_INSTITUTION: ("University of {proper}", "{proper} Institute of {topic}"),
        T.CENTRE: ("{proper} {topic} Centre",),
        T.GROUP: ("{topic} Experts of {proper}", "Friends of {topic} in {proper}"),
        T.PERSON: ("{given} {proper}",),
        T.PROGRAMME: ("{proper} {topic} Programme", "{topic} Partnership for {proper}"),
        T.PROJECT: ("Project for {topic} in {proper}", "{proper} {topic} Project"),
        T.TRAINING: ("{proper} Training Course on {topic}",),
        T.FUND: ("{proper} {topic} Fund",),
        T.EVENT: ("{proper} {topic} Summit", "{topic} Conference of {proper}"),
        T.FRAMEWORK: ("{proper} Declaration on {topic}", "{proper} {topic} Agenda"),
        T.TECHNOLOGY: ("{proper} {topic} System",),
        T.LOCALITY: ("{proper}", "Port {proper}"),
    }
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TOPICS = _words(
    "Agriculture Basin Biodiversity Broadcasting Coast Cyber Dairy Disaster Education Electricity Fisheries Forest"
    " Grain Harbour Health Heritage Highway Housing Irrigation Justice Labour Maize Maternity Mining Nursing Nutrition"
    " Peace Police Ports Rail Research Rice River Road Sanitation Satellite School Soil Solar Statistics Trade Vaccine"
)
_GIVEN = _words("Ada Bela Cyril Dora Emil Fenna Goran Hanna Ivo Jana Kofi Lina Milo Nadia Oto Pia Rami Sana Tomo Vera")
_STARTS = _words("bal cor dal fen gor hal jor kel lam mar nor pel quil ras sil tam ul var wen yor zan")
_MIDDLES = _words("a e i o u an ar el en il ir on or ur")
_ENDS = _words("bar dor fell gan hold kas lund mir nesh pol ran sund tara vik wold zim")


@dataclass(frozen=True, slots=True)
class Pool:
    """The things of one type, those named most first, with the sums of their weights."""

    things: tuple[Entity, ...]
    sums: tuple[float, ...]

    def draw(self, rng: random.Random) -> Entity:
        """One of them, the first ones more often."""
        return rng.choices(self.things, cum_weights=self.sums)[0]


def make_pools(rng: random.Random, texts: int) -> dict[T, Pool]:
    """The things that so many texts may name, by type."""
    rows: dict[T, list[AuthorityRow]] = defaultdict(list)
    for row in _known(rng):
        rows[row.type].append(row)
    proper = _proper_names(rng)
    pools = {}
    for type_ in T:
        known = [_from_table(row) for row in rows[type_]]
        new = [_made_up(rng, type_, next(proper)) for _ in range(round(NEW_PER_TEXT.get(type_, 0) * texts))]
        things = (*known, *new)
        pools[type_] = Pool(things, tuple(itertools.accumulate(1 / place for place in range(1, len(things) + 1))))
    return pools


def _known(rng: random.Random) -> list[AuthorityRow]:
    """The rows of the authority tables, in an order of chance, those first that a named query has as a default."""
    defaults = {normalise(one.default) for query in load_named().values() for one in query.parameters if one.default}
    rows = list(load_authority())
    rng.shuffle(rows)
    return sorted(rows, key=lambda row: defaults.isdisjoint(map(normalise, row.names)))


def _from_table(row: AuthorityRow) -> Entity:
    acronym = (row.acronym,) if row.acronym and row.acronym != row.name else ()
    return Entity(
        id=row.id,
        type=row.type,
        name=row.name,
        aliases=acronym,
        codes=row.codes,
        merges=tuple(Merge(name=name, reason="table") for name in acronym),
    )


def _proper_names(rng: random.Random) -> Iterator[str]:
    """Names that nothing bears, no two alike: the shorter ones first, in an order of chance."""
    for length in itertools.count(1):
        parts = (_STARTS, *(_MIDDLES, _STARTS) * (length - 1), _MIDDLES, _ENDS)
        names = ["".join(pieces).capitalize() for pieces in itertools.product(*parts)]
        rng.shuffle(names)
        yield from names


def _made_up(rng: random.Random, type_: T, proper: str) -> Entity:
    pattern = rng.choice(_KINDS[type_])
    name = pattern.format(proper=proper, topic=rng.choice(_TOPICS), given=rng.choice(_GIVEN))
    return Entity(id=slug(f"{type_.group} {name}"), type=type_, name=name)


def slug(name: str) -> str:
    """The name as an id.

    >>> slug("Port Čelan: Phase 2")
    'port-celan-phase-2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
