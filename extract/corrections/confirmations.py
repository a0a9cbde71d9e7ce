"""The entries of a `corrections.toml` that say what is right as it is, and all kinds of entries."""

from dataclasses import dataclass
from typing import ClassVar

from extract.corrections.entries import (
    AddFact,
    Correction,
    DropFact,
    DropName,
    DropThing,
    NotSame,
    Rename,
    Retype,
    SameAs,
    quoted,
)
from ontology.vocabulary import Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepThing(Correction):
    """That something is a thing, and is called so."""

    kind: ClassVar[str] = "keep-thing"

    thing: str

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.thing)} is right"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepName(Correction):
    """That a name means a thing."""

    kind: ClassVar[str] = "keep-name"

    thing: str
    name: str

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.name)} is a name of {quoted(self.thing)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApart(Correction):
    """That things of which one could be taken for another are several."""

    kind: ClassVar[str] = "keep-apart"

    names: tuple[str, ...]

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{' and '.join(map(quoted, self.names))} are not the same"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFact(Correction):
    """That a text, or each text that states a fact, states it indeed."""

    kind: ClassVar[str] = "keep-fact"

    subject: str
    relation: Predicate
    object: str
    text: str = ""

    @property
    def said(self) -> str:
        """The entry in words."""
        place = f" in {self.text}" if self.text else ""
        return f"{quoted(self.subject)} {self.relation} {quoted(self.object)}{place} is right"


KINDS: tuple[type[Correction], ...] = (
    *(SameAs, NotSame, Rename, Retype, DropThing, DropName, DropFact, AddFact),
    *(KeepThing, KeepName, KeepApart, KeepFact),
)
