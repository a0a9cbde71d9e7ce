"""The names in entries → ids of what the texts give without corrections, and ids for what entries make anew."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from extract.corrections.confirmations import KeepApart, KeepFact, KeepName, KeepThing
from extract.corrections.entries import (
    AddFact,
    Correction,
    Corrections,
    DropFact,
    DropName,
    DropThing,
    NotSame,
    Rename,
    Retype,
    SameAs,
)
from extract.corrections.lookup import Lookup, texts, things
from extract.model import Document, Entity
from ontology.errors import InputError, UnknownNameError

_MAX_SLUG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An entry with the ids of the things and the text that it names. `things` are in the order of its fields; `parted`
    is what a parted name means. Where an entry names what is not there any more, `unused` says so instead.
    """

    entry: Correction
    things: tuple[str, ...] = ()
    text: str = ""
    parted: str = ""
    unused: str = ""


def name_all(corrections: Corrections, entities: Sequence[Entity], documents: Sequence[Document]) -> tuple[Named, ...]:
    """Each entry with its ids, sorted by what it says; entries that say the same stand once.

    What an entry calls anew, others may call so, too.

    Raises:
        InputError: a name is unknown, or stands for several things.
    """
    by_key = {entry.key: entry for entry in reversed(corrections.entries)}
    entries = [by_key[key] for key in sorted(by_key)]
    naming = _Naming(texts(documents), kept=corrections.kept)
    called = list(_called(entries, things(entities, ())))
    lookup = things(entities, called)
    partings = {entry.key: naming.parting(entry, lookup) for entry in entries if isinstance(entry, NotSame)}
    new = list(_new(partings))
    everywhere = [(id_, entry.name) for id_, entry in new if not entry.text]
    in_texts = [(id_, entry.name) for id_, entry in new if entry.text]
    lookup = things(entities, [*called, *in_texts], everywhere)
    return tuple(partings.get(entry.key) or naming.named(entry, lookup) for entry in entries)


def _called(entries: Sequence[Correction], lookup: Lookup) -> Iterator[tuple[str, str]]:
    """Yields: each thing that the texts give and the new name that an entry gives it."""
    for entry in entries:
        if isinstance(entry, Rename):
            try:
                yield lookup.find(entry.thing, entry.where), entry.name
            except InputError:
                continue  # it may mean what another entry makes anew; it is told when all names are known


def _new(partings: Mapping[tuple[str, ...], Named]) -> Iterator[tuple[str, NotSame]]:
    """Yields: each thing that comes to be, and the entry that parts its name from another."""
    for named in partings.values():
        if isinstance(named.entry, NotSame) and not named.entry.is_ and not named.unused:
            yield named.parted, named.entry


class _Naming:
    """Looks up the names of one entry after the other."""

    def __init__(self, documents: Lookup, *, kept: bool) -> None:
        self._texts = documents
        self._kept = kept

    def parting(self, entry: NotSame, lookup: Lookup) -> Named:
        """An entry that parts a name, with what it is taken for, if it says so, and what it means."""
        named = self._named(entry, lookup, [entry.of] if entry.of else [], entry.text)
        if named.unused:
            return named
        if not entry.is_:
            return Named(entry=entry, things=named.things, text=named.text, parted=_new_id(named, entry))
        meant = self._named(entry, lookup, [entry.is_], "")
        return Named(
            entry=entry, things=named.things, text=named.text, parted="".join(meant.things), unused=meant.unused
        )

    def named(self, entry: Correction, lookup: Lookup) -> Named:
        """An entry of any other kind with its ids."""
        match entry:
            case SameAs() | KeepApart():
                return self._named(entry, lookup, entry.names, "")
            case Rename() | Retype() | DropThing() | KeepThing() | KeepName():
                return self._named(entry, lookup, [entry.thing], "")
            case DropName():
                return self._named(entry, lookup, [entry.thing], entry.text)
            case DropFact() | AddFact() | KeepFact():
                return self._named(entry, lookup, [entry.subject, entry.object], entry.text)
            case _:
                raise InputError(f"{entry.where}: found {entry.kind!r}, which has no names")

    def _named(self, entry: Correction, lookup: Lookup, names: Sequence[str], text: str) -> Named:
        try:
            found = tuple(lookup.find(name, entry.where) for name in names)
            return Named(entry=entry, things=found, text=self._texts.find(text, entry.where) if text else "")
        except UnknownNameError as error:
            if not self._kept:
                raise
            return Named(entry=entry, unused=str(error).removeprefix(f"{entry.where}: "))


def _new_id(named: Named, entry: NotSame) -> str:
    """The id of a thing that comes to be: its name, what it was taken for, and where."""
    slug = _slug(entry.name)[:_MAX_SLUG].strip("-") or "unnamed"
    told = slug == entry.name.casefold().replace(" ", "-")
    slug += "".join(f"-not-{id_}" for id_ in named.things) + (f"-in-{_slug(named.text)}" if named.text else "")
    key = "\n".join((entry.name, *named.things, named.text))
    return slug if told and _slug(named.text) == named.text else f"{slug}-{sha256(key.encode()).hexdigest()[:8]}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
