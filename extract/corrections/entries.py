"""The entries of a `corrections.toml` as frozen values, one class for each kind.

The file holds arrays of tables, in any order; each table is one correction. A thing is named by its id, by its name, by
any other name that the texts or the authority tables have for it, or by a name that another entry gives it; a text by
its id or its title. Every entry may say who (`by`) and why (`note`)::

    [[same-as]]                     # these are one thing; the first keeps its id, name and type
    names = ["Blue Harbour Project", "Harbour Works"]
    by = "Ann Otieno"
    note = "the works are the first phase of the project"
    drop-facts = true               # optional: facts that no longer fit go, instead of an error

    [[not-same]]                    # a name that is taken for a thing, and is something else
    name = "BHP"
    of = "Blue Harbour Project"     # what it is taken for; `of`, `text` or both are needed
    text = "report-2023"            # only there; in all texts without it
    is = "Bay Health Programme"     # what it is; without it the name becomes a thing of its own
    type = "Company"                # optional: the type of the thing of its own
    drop-facts = true               # optional, as above

    [[rename]]                      # the preferred name
    thing = "bhp"
    name = "Bay Health Programme"

    [[retype]]
    thing = "Bay Health Programme"
    type = "Programme"              # one of the types of the ontology
    drop-facts = true               # optional, as above

    [[drop-thing]]                  # it is no thing at all: it goes, and all facts about it
    thing = "Improving"

    [[drop-name]]                   # no name of the thing; what is said of the thing under it stays
    thing = "Blue Harbour Project"
    name = "Harbour) project"
    text = "report-2023"            # only there; in all texts without it

    [[drop-fact]]
    subject = "Kenya"
    relation = "funds"              # one of the relations of the ontology
    object = "Ocean Summit"
    text = "report-2023"            # only there; in all texts without it

    [[add-fact]]                    # what a text states and was not found, with the sentence that shows it
    text = "report-2023"
    quote = "Kenya hosted the summit in 2022."    # word for word, however the text breaks its lines
    subject = "Kenya"
    relation = "implements"
    object = "Ocean Summit"
    year = 2022                     # optional, as are fiscal, amount, currency, participants and status
    status = "stated"               # stated (if not said), planned, proposed or negated

What is right as it is can be said as well; `odagraph review` asks no more then::

    [[keep-thing]]                  # it is a thing, and is called so
    thing = "XQZ"

    [[keep-name]]                   # the name means the thing
    thing = "Blue Harbour Project"
    name = "BHP"

    [[keep-apart]]                  # these are two things, however alike their names are
    names = ["Blue Harbour Project", "Blue Harbor Programme"]

    [[keep-fact]]                   # the texts state it; its confidence becomes that of a person, 1
    subject = "Kenya"
    relation = "funds"
    object = "Ocean Summit"
    text = "report-2023"            # only there; in all texts without it

An id lasts; a name may come to stand for two things when texts are added, which is a mistake then.

The order of the entries does not matter. Names stand for what the texts give without any correction, but a name that
was parted from a thing everywhere stands for what it became. First names are parted from things (not-same), then things
are joined (same-as), dropped, retyped and renamed; then names and facts are dropped, and last facts are kept and added,
so that a fact may be dropped and added again in another way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

from ontology.vocabulary import EntityType, Predicate, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry: who says so, why, and `where` it stands, for messages."""

    kind: ClassVar[str]

    by: str = ""
    note: str = ""
    where: str = ""

    @property
    def said(self) -> str:
        """What the entry says, in words that do not depend on where it stands."""
        raise NotImplementedError

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two entries the same, and their order: all but where they stand."""
        return (self.kind, *(f"{name}={value}" for name, value in self._values()))

    def _values(self) -> Iterator[tuple[str, object]]:
        names = (field.name for field in fields(self) if field.name != "where")
        return ((name, value) for name in names if (value := getattr(self, name)) not in ("", None, False))


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs(Correction):
    """That several names mean one thing; the first stays."""

    kind: ClassVar[str] = "same-as"

    names: tuple[str, ...]
    drop_facts: bool = False

    @property
    def said(self) -> str:
        """The entry in words."""
        kept, *others = self.names
        return f"{', '.join(map(quoted, others))} is the same as {quoted(kept)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSame(Correction):
    """That a name, in a text or of a thing, means something else: another thing, or one of its own."""

    kind: ClassVar[str] = "not-same"

    name: str
    of: str = ""
    text: str = ""
    is_: str = ""
    type: EntityType | None = None
    drop_facts: bool = False

    @property
    def said(self) -> str:
        """The entry in words."""
        place = f" in {self.text}" if self.text else ""
        meant = quoted(self.is_) if self.is_ else "a thing of its own"
        return f"{quoted(self.name)}{place} is {meant}" + (f", not {quoted(self.of)}" if self.of else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Correction):
    """That a thing has another preferred name."""

    kind: ClassVar[str] = "rename"

    thing: str
    name: str

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.thing)} is called {quoted(self.name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retype(Correction):
    """That a thing has another type."""

    kind: ClassVar[str] = "retype"

    thing: str
    type: EntityType
    drop_facts: bool = False

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.thing)} is of the type {self.type}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropThing(Correction):
    """That something is no thing at all."""

    kind: ClassVar[str] = "drop-thing"

    thing: str

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.thing)} is dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropName(Correction):
    """That a thing is not called so, though it is what a text means."""

    kind: ClassVar[str] = "drop-name"

    thing: str
    name: str
    text: str = ""

    @property
    def said(self) -> str:
        """The entry in words."""
        place = f" in {self.text}" if self.text else ""
        return f"{quoted(self.name)}{place} is no name of {quoted(self.thing)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFact(Correction):
    """That a text, or any text, does not state a fact."""

    kind: ClassVar[str] = "drop-fact"

    subject: str
    relation: Predicate
    object: str
    text: str = ""

    @property
    def said(self) -> str:
        """The entry in words."""
        place = f" in {self.text}" if self.text else ""
        return f"{quoted(self.subject)} {self.relation} {quoted(self.object)}{place} is dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFact(Correction):
    """That a text states a fact, and the words that show it."""

    kind: ClassVar[str] = "add-fact"

    text: str
    quote: str
    subject: str
    relation: Predicate
    object: str
    status: Status = Status.STATED
    year: int | None = None
    fiscal: bool = False
    amount: float | None = None
    currency: str = ""
    participants: int | None = None

    @property
    def said(self) -> str:
        """The entry in words."""
        return f"{quoted(self.subject)} {self.relation} {quoted(self.object)} in {self.text} is added"


def quoted(name: str) -> str:
    """A name in words of ours."""
    return f"“{name}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """All entries of a file, and the file as it was written, to be kept beside the graph.

    `kept` says that the file comes with the graph: a name that its texts no longer have is no mistake then.
    """

    entries: tuple[Correction, ...] = ()
    source: bytes = b""
    kept: bool = False
