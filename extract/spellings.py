"""Further spellings of a name that its own place in the text holds: without or with its kind ("BlueNet", "BlueNet
initiative"), without or with what it belongs to ("Harbour Bureau of Kenya", "sixth meeting of the Port Council"),
without a title ("Ms. Aiko Tanaka").
"""

import re
from collections.abc import Iterator, Sequence

from extract.gazetteer import Gazetteer
from extract.lexicon import HEADS, OFFICES
from extract.names import Name
from extract.texts import Text
from ontology.vocabulary import EntityType, Group

_WITH_KIND = frozenset({Group.PROGRAMME, Group.FRAMEWORK, Group.EVENT, Group.TECHNOLOGY})
_PLACES = frozenset({Group.COUNTRY, Group.REGION, Group.LOCALITY})
_KIND = re.compile(r"(?P<stem>.+) (?P<kind>[a-z]+)")
_KIND_AFTER = re.compile(r" (?P<kind>[a-z]{1,20})\b")
_OF_COUNTRY = re.compile(r"(?P<stem>\S+ .+) (?:of|in|for) (?:the )?(?P<country>[A-Z][^,;()]*)")
_OF_BODY = re.compile(r"(?P<stem>.+ (?P<kind>\w+)) of (?:the )?[A-Z].*")
_WITH_BRACKET = re.compile(r"(?P<stem>[^()]+) \([^()]*\)")
_TITLED = re.compile(r"(?P<title>[A-Z][a-z]*)\.? (?P<bare>\S+ .+)")
_AIM = re.compile(r"(?:Project|Programme|Program) (?:for|on|of|to) .+")
_OF, _IN = re.compile(r" of (?:the )?"), re.compile(r" in (?:the )?")


def spellings(text: Text, names: Sequence[Name], index: int, gazetteer: Gazetteer) -> Iterator[str]:
    """Yields: what else one of the names of a text, which are in text order, is called where it stands."""
    name, surface = names[index], text.surface(names[index])
    if name.type is EntityType.PERSON:
        found = _TITLED.fullmatch(surface)
        if found and found["title"].lower() in OFFICES:
            yield found["bare"]
        return
    yield from _shorter(name.type, surface, gazetteer)
    yield from _longer(text, name, names[index + 1] if index + 1 < len(names) else None)


def _shorter(type_: EntityType, surface: str, gazetteer: Gazetteer) -> Iterator[str]:
    if found := _WITH_BRACKET.fullmatch(surface):
        yield found["stem"]
    elif type_.group is Group.ACTOR:
        found = _OF_COUNTRY.fullmatch(surface)
        if found and gazetteer.row(found["country"], Group.COUNTRY):
            yield found["stem"]
    elif type_ is EntityType.EVENT and (found := _OF_BODY.fullmatch(surface)) and _is_kind(found["kind"], type_):
        yield found["stem"]
    elif type_.group in _WITH_KIND:
        found = _KIND.fullmatch(surface)
        if found and _is_kind(found["kind"], type_) and any(char.isupper() for char in found["stem"]):
            yield found["stem"]


def _longer(text: Text, name: Name, following: Name | None) -> Iterator[str]:
    block, tokens = text.blocks[name.block].text, text.tokens[name.block]
    start, end = tokens.starts[name.start], tokens.ends[name.end - 1]
    kind = _KIND_AFTER.match(block, end)
    if kind and name.type.group in _WITH_KIND and name.type in HEADS.get(kind["kind"], ()):
        yield block[start : kind.end()]
    if following and following.block == name.block:
        link = block[end : tokens.starts[following.start]]
        if _belongs(name.type, block[start:end], link, following):
            yield block[start : tokens.ends[following.end - 1]]


def _belongs(type_: EntityType, surface: str, link: str, following: Name) -> bool:
    """Whether a name goes on with the next one: a body with its country, a meeting with its body, an aim with its
    place.
    """
    if type_.group is Group.ACTOR:
        return " " in surface and following.type is EntityType.COUNTRY and bool(_OF.fullmatch(link))
    if type_ is EntityType.EVENT:
        return _is_kind(surface.rpartition(" ")[2], type_) and bool(_OF.fullmatch(link))
    return bool(following.type.group in _PLACES and _AIM.fullmatch(surface) and _IN.fullmatch(link))


def _is_kind(word: str, type_: EntityType) -> bool:
    return any(known.group is type_.group for known in HEADS.get(word.lower(), ()))
