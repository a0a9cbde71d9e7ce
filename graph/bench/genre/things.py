"""What made-up texts speak of: real things of the authority tables, and things with invented names behind them.

An invented thing is a function of the seed, its type and its number alone, so none has to be kept.
"""

import math
import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.seeds import AuthorityRow, load_authority
from graph.bench.genre.names import acronym_of, head_noun, invent, material, takes_article
from graph.bench.synthetic_things import slug
from graph.names import normalise
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Group

#: New invented things of a type known at document `k`: the rate times `(k + START) ** GROWTH`. Vocabularies grow like
#: this (Heaps' law); the exponent is one that large collections of texts show.
GROWTH = 0.8
START = 30
RATES: Mapping[T, float] = {
    T.GOVERNMENT_BODY: 2.0,
    T.INTERNATIONAL_ORGANIZATION: 0.6,
    T.CIVIL_SOCIETY_ORGANIZATION: 1.2,
    T.COMPANY: 1.0,
    T.ACADEMIC_INSTITUTION: 1.0,
    T.CENTRE: 1.5,
    T.GROUP: 0.8,
    T.PERSON: 2.5,
    T.PROGRAMME: 2.5,
    T.PROJECT: 6.0,
    T.TRAINING: 2.0,
    T.FUND: 1.0,
    T.EVENT: 4.0,
    T.FRAMEWORK: 2.0,
    T.TECHNOLOGY: 1.0,
    T.LOCALITY: 3.0,
}
#: How often one of a type is invented, where it is not always so. Nothing is made up of real firms, groups and events.
_INVENTED: Mapping[T, float] = {
    T.COUNTRY: 0.0,
    T.REGION: 0.0,
    T.GOVERNMENT_BODY: 0.5,
    T.INTERNATIONAL_ORGANIZATION: 0.3,
    T.CIVIL_SOCIETY_ORGANIZATION: 0.6,
    T.ACADEMIC_INSTITUTION: 0.6,
    T.FRAMEWORK: 0.7,
    T.PROGRAMME: 0.8,
    T.TECHNOLOGY: 0.7,
    T.FUND: 0.7,
    T.LOCALITY: 0.4,
}
#: How many invented things have an acronym.
_ACRONYMS = 0.6
#: So many of the first places are drawn about equally often: of real things, and of invented ones.
_LEVEL, _LEVEL_INVENTED = 8, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something with a name. `also` are further spellings that count as its name when the name stands in a text.

    `home` is the id of the country that a locality lies in, `parties` are ids of the countries that an event's name
    tells to take part, `inside` is the id of a country that stands in the name and is no party. `born` is the first
    document that may speak of it.
    """

    id: str
    type: T
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    article: bool = False
    noun: str = ""
    home: str = ""
    parties: tuple[str, ...] = ()
    inside: str = ""
    born: int = 0
    real: bool = False


@dataclass(frozen=True, slots=True)
class Real:
    """The real things: by type, those by their ids that are countries, donors and partners; and all names taken."""

    by_type: Mapping[T, tuple[Thing, ...]]
    countries: Mapping[str, Thing]
    donors: tuple[Thing, ...]
    partners: tuple[Thing, ...]
    taken: frozenset[str]


@lru_cache(maxsize=4)
def real_things(seed: int) -> Real:
    """The things of the authority tables that texts may speak of, in an order of chance: the first ones most often."""
    rows = list(load_authority())
    random.Random(f"{seed}/real").shuffle(rows)  # noqa: S311 (no secret hangs on it)
    by_type: dict[T, list[Thing]] = defaultdict(list)
    ids = {row.name: row.id for row in rows if row.type is T.COUNTRY}
    for row in sorted(rows, key=lambda row: not row.acronym):
        if _INVENTED.get(row.type, 1.0) < 1.0 and _is_plain(row):
            by_type[row.type].append(_from_table(row, ids))
    countries = {thing.id: thing for thing in by_type[T.COUNTRY]}
    donors = material().donors
    dac = {row.id for row in rows if row.type is T.COUNTRY and row.codes.dac}
    return Real(
        by_type={type_: tuple(things) for type_, things in by_type.items()},
        countries=countries,
        donors=tuple(countries[id_] for id_ in donors),
        partners=tuple(thing for id_, thing in countries.items() if id_ in dac and id_ not in donors),
        taken=frozenset(normalise(name) for row in rows for name in row.names),
    )


def _is_plain(row: AuthorityRow) -> bool:
    """Whether a name reads well in a sentence."""
    if row.type is T.LOCALITY and re.search(r"\b(Sea|Ocean)\b", row.name):
        return False
    return not re.search(r"[,()/]", row.name)


def _from_table(row: AuthorityRow, countries: Mapping[str, str]) -> Thing:
    """The thing of a row; `countries` are ids by names."""
    last = row.name.rpartition(" of ")[2].removeprefix("the ")
    fit = row.acronym if row.acronym not in ("", row.name) and len(row.acronym) < len(row.name) else ""
    return Thing(
        id=row.id,
        type=row.type,
        name=row.name,
        acronym="" if row.type.group is Group.COUNTRY else fit,
        aliases=row.aliases if row.type is T.COUNTRY else (),
        article=takes_article(row.name, row.type),
        noun=head_noun(row.name, row.type),
        home=row.codes.country if row.type is T.LOCALITY else "",
        inside=countries.get(last, "") if row.type is T.GOVERNMENT_BODY else "",
        real=True,
    )


def known(type_: T, document: int) -> int:
    """How many invented things of a type there are when this document is written."""
    return math.ceil(RATES[type_] * math.pow(document + START, GROWTH))


def born(type_: T, number: int) -> int:
    """The first document that may speak of this invented thing.

    >>> all(known(T.PROJECT, born(T.PROJECT, number)) > number for number in range(2000))
    True
    """
    guess = max(0, math.floor(math.pow(number / RATES[type_], 1 / GROWTH)) - START)
    while known(type_, guess) <= number:
        guess += 1
    return guess


@lru_cache(maxsize=1 << 15)
def invented(seed: int, type_: T, number: int) -> Thing:
    """The invented thing of this type and number; two of the same name are the same thing."""
    real = real_things(seed)
    rng = random.Random(f"{seed}/{type_}/{number}")  # noqa: S311 (no secret hangs on it)
    stock = material()
    while True:
        one, two = rng.sample(real.partners + real.donors, 2)
        made = invent(stock, rng, type_, number, (one.name, two.name))
        if normalise(made.name) not in real.taken:
            break
    short = acronym_of(made.name, rng) if type_ not in (T.PERSON, T.LOCALITY, T.COMPANY) else ""
    usable = short and normalise(short) not in real.taken and rng.random() < _ACRONYMS
    used = (one.id, two.id)
    return Thing(
        id=slug(f"{type_.group} {made.name}"),
        type=type_,
        name=made.name,
        acronym=short if usable else "",
        also=(made.short,) if made.short else (),
        article=takes_article(made.name, type_),
        noun=head_noun(made.name, type_),
        home=used[0] if type_ is T.LOCALITY else "",
        parties=used if made.parties else (),
        inside=used[0] if made.short else "",
        born=born(type_, number),
    )


def draw(rng: random.Random, seed: int, type_: T, document: int) -> Thing:
    """A thing of a type that this document may speak of: few often, most of them seldom (Zipf's law)."""
    if rng.random() < _INVENTED.get(type_, 1.0):
        return invented(seed, type_, zipf(rng, known(type_, document), _LEVEL_INVENTED))
    things = real_things(seed).by_type[type_]
    return things[zipf(rng, len(things))]


def zipf(rng: random.Random, number: int, level: int = _LEVEL) -> int:
    """A number from 0, below the given one, as likely as the reciprocal of its place, the first `level` places alike.

    >>> found = [zipf(random.Random(draw), 1000) for draw in range(2000)]
    >>> min(found), 300 < sum(place < 10 for place in found) < 600
    (0, True)
    """
    return min(number - 1, math.floor(level * math.pow((number + level) / level, rng.random()) - level))
