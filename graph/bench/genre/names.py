"""Invented names: patterns and words of `names.toml`, syllables, acronyms, and which names take an article."""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ontology.vocabulary import EntityType as T


@dataclass(frozen=True, slots=True)
class Material:
    """What `names.toml` holds."""

    patterns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    sounds: tuple[Mapping[str, tuple[str, ...]], ...]
    donors: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """An invented name; `short` is a ministry's without its country; `parties` tells whether it names two countries."""

    name: str
    short: str = ""
    parties: bool = False


@lru_cache(maxsize=1)
def material() -> Material:
    """The patterns, words and sounds of invented names."""
    held = tomllib.loads((files("graph.bench.genre") / "names.toml").read_text(encoding="utf-8"))
    return Material(
        patterns={type_: tuple(patterns) for type_, patterns in held["patterns"].items()},
        words={kind: tuple(words) for kind, words in held["words"].items()},
        sounds=tuple({part: tuple(text.split()) for part, text in sound.items()} for sound in held["sounds"]),
        donors=tuple(held["countries"]["donors"]),
        nouns={group: tuple(nouns.split()) for group, nouns in held["nouns"].items()},
    )


def invent(stock: Material, rng: random.Random, type_: T, number: int, countries: tuple[str, str]) -> Invented:
    """A name for the thing of this type and number, out of what `rng` gives."""
    pattern = rng.choice(stock.patterns[type_])
    words = stock.words
    topic, other = rng.sample(words["Topic"], 2)
    values = {
        "proper": proper(stock, rng, number),
        "family": proper(stock, rng, number),
        "given": rng.choice(words["given"]),
        "Topic": topic,
        "Other": other,
        "Area": rng.choice(words["Area"]),
        "Doing": rng.choice(words["Doing"]),
        "Thing": rng.choice(words["Thing"]),
        "country": countries[0],
        "the_country": f"{'the ' if takes_article(countries[0], T.COUNTRY) else ''}{countries[0]}",
        "one": countries[0],
        "two": countries[1],
    }
    short = pattern.removesuffix(" of {the_country}")
    return Invented(
        name=pattern.format(**values),
        short=short.format(**values) if short != pattern else "",
        parties="{one}" in pattern,
    )


def proper(stock: Material, rng: random.Random, number: int) -> str:
    """An invented proper name; later numbers have longer ones, because the short ones are used up.

    >>> proper(material(), random.Random(4), 3), proper(material(), random.Random(5), 300_000)
    ('Kokresk', 'Subolajaholm')
    """
    sounds = rng.choice(stock.sounds)
    syllables = 1 + (number > 500) + (number > 50_000) + rng.randrange(2)
    parts = [rng.choice(sounds["onsets"]) + rng.choice(sounds["vowels"]) for _ in range(syllables)]
    return "".join((*parts, rng.choice(sounds["endings"]))).capitalize()


_SMALL = frozenset({"of", "and", "for", "on", "in", "the"})


def acronym_of(name: str, rng: random.Random) -> str:
    """The initials of a name, or two letters of its first word and the others' initials; nothing where that is no use.

    >>> acronym_of("Kalundo Convention on Marine Affairs", random.Random(1))
    'KaCMA'
    >>> acronym_of("Kalundo Relief", random.Random(1))
    ''
    """
    words = [word for word in re.split(r"[\s-]+", name) if word.lower() not in _SMALL and word[0].isalpha()]
    if not 3 <= len(words) <= 6:
        return ""
    first = words[0][:2] if rng.random() < 0.4 else words[0][0]
    return first + "".join(word[0].upper() for word in words[1:])


#: Nouns that no text takes a name up by.
_NO_SHORT_FORM = frozenset(
    {"Table", "Goals", "Principles", "Accords", "Guidelines", "Cooperation", "Police", "Community", "Chambers"}
)
_PLURAL_PLACES = re.compile(
    r"(Islands|Republic|Republic of the Congo|States|Kingdom|Emirates|Netherlands|Philippines|Maldives|Gambia|Bahamas|"
    r"Comoros|Region|region|countries|Sahel|Caribbean|Pacific|Balkans|Caucasus|Maghreb|Mashreq|Levant|Middle East|"
    r"Arctic|Antarctic|Americas|Andes|Mediterranean|Himalayas|Peninsula|Basin|Triangle|Cone|subcontinent|Sahara|Congo|"
    r"River|Strait|Straits|Mountains|Delta|Desert|Canal|Gulf|Indo-Pacific|Himalaya|Mekong)$"
)


def takes_article(name: str, type_: T) -> bool:
    """Whether a sentence puts "the" before the name.

    >>> [takes_article(*one) for one in (("Netherlands", T.COUNTRY), ("Kalundo University", T.ACADEMIC_INSTITUTION))]
    [True, False]
    """
    if type_ is T.REGION and " and " in name:
        return name.startswith("Middle East")
    if type_ in (T.COUNTRY, T.REGION, T.LOCALITY):
        return bool(_PLURAL_PLACES.search(name)) or name.startswith(("Gulf of", "Horn of", "Strait of", "Bay of"))
    if type_ in (T.PERSON, T.COMPANY) or " " not in name or name.endswith("University"):
        return name.endswith("Corporation")
    words = set(re.split(r"[\s-]+", name))
    return not name.startswith(("The ", "Friends of", "Hands for")) and not words.isdisjoint(_nouns(type_))


def _nouns(type_: T) -> tuple[str, ...]:
    return material().nouns.get(type_.group, ())


def head_noun(name: str, type_: T) -> str:
    """The noun by which a text may take the name up; empty where none is sure.

    >>> head_noun("Project for Building Health Data", T.PROJECT), head_noun("Kalundo Relief", T.COMPANY)
    ('Project', '')
    """
    if type_ in (T.COUNTRY, T.REGION, T.LOCALITY, T.PERSON):
        return ""
    before = re.split(r" (?:of|for|on|in) ", name)[0]
    found = [word for word in before.split() if word in _nouns(type_)]
    return found[-1] if found and found[-1] not in _NO_SHORT_FORM else ""
