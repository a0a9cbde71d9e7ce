"""The frozen values that extraction hands to the graph. No spaCy object, no file and no IRI is inside.

Offsets count code points of the document's text, half open ``[start, end)``.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from extract.corrections.effects import Effect
from extract.standards import day_of, language_tag
from ontology.errors import OntologyError
from ontology.vocabulary import EntityType, Predicate, Status, check_fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is known of a text as a publication; every field may be empty.

    `language` is a BCP 47 tag ("en-GB"), `date` the day of publication ("2020-09-25"), which also gives the year.

    Raises:
        OntologyError: the language is no such tag, the date no day of the calendar, or not one of the year.
    """

    title: str = ""
    publisher: str = ""
    year: int | None = None
    series: str = ""
    licence: str = ""
    language: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.language and language_tag(self.language) != self.language:
            allowed = language_tag(self.language) or "a tag of BCP 47 like en"
            raise OntologyError(f"language: found {self.language!r}, {allowed} is allowed")
        if not self.date:
            return
        day = day_of(self.date)
        if day is None:
            raise OntologyError(f"date: found {self.date!r}, a day like 2020-09-25 is allowed")
        if self.year not in (None, day.year):
            raise OntologyError(f"date: found {self.date} beside the year {self.year}, a day of that year is allowed")
        object.__setattr__(self, "year", day.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as read, and where it comes from. `id` is the file's name without its ending; `kept` says that no file of
    the user holds these characters as they are, so that the graph has to keep them for whoever checks a quote.

    `pages` says where pages begin: pairs of an offset and a page's number, in text order, for formats that have pages.
    The number counts the pages of the file from 1, as the page field of a reading program does; what is printed on the
    page may differ, or be Roman, or missing.
    """

    id: str
    text: str
    source: Source = field(default_factory=Source)
    kept: bool = False
    pages: tuple[tuple[int, int], ...] = ()

    def quote(self, start: int, end: int) -> str:
        """The text between two offsets, verbatim.

        Raises:
            OntologyError: the offsets do not lie in the text, or enclose nothing.
        """
        if not 0 <= start < end <= len(self.text):
            raise OntologyError(f"{self.id}: found offsets {start} to {end}, the text has 0 to {len(self.text)}")
        return self.text[start:end]

    def page_at(self, offset: int) -> int | None:
        """The number of the page that an offset lies on; None where the text has no pages.

        >>> report = Document(id="report", text="Ports. Quays.", pages=((0, 1), (7, 3)))
        >>> report.page_at(6), report.page_at(7), Document(id="note", text="Ports.").page_at(0)
        (1, 3, None)
        """
        place = bisect_right(self.pages, offset, key=lambda page: page[0])
        return self.pages[place - 1][1] if place else None

    def evidence(self, start: int, end: int, heading: str = "") -> "Evidence":
        """What stands between two offsets under a heading, as evidence.

        Raises:
            OntologyError: the offsets do not lie in the text, or enclose nothing.
        """
        return Evidence(
            document_id=self.id,
            start=start,
            end=end,
            text=self.quote(start, end),
            heading=heading,
            page=self.page_at(start),
        )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mention:
    """One occurrence of a name. `text` is the document's text between the offsets; `name` is the same cleaned of line
    breaks, note marks and markup, as a reader would write it.
    """

    document_id: str
    start: int
    end: int
    text: str
    name: str
    type: EntityType
    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What the authority tables know of an entity: codes, parent and country, never anything that a text states.
    `region` is the M49 code of a country's subregion.
    """

    alpha2: str = ""
    alpha3: str = ""
    m49: str = ""
    dac: str = ""
    crs_channel: str = ""
    iati_organisation_type: str = ""
    parent: str = ""
    country: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Why a name was joined to an entity: `reason` is a short code such as ``acronym``, ``table``, ``same-name``."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One real thing over all texts. `id` is the local name of its IRI; `name` its one preferred name; `aliases`
    every other name used for it in the texts, sorted; `codes` what the authority tables know of it, if they know it.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    codes: Codes | None = None
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Evidence:
    """A sentence of a document (or a caption, list item, heading or note) that shows a claim, verbatim. `page` is the
    number of the page that it begins on, where the text has pages.
    """

    document_id: str
    start: int
    end: int
    text: str
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That one text states one relation. A text has one claim for each (subject, predicate, object, status).

    `evidence` is every sentence that shows it, in text order, at least one; `rule` names what found it first;
    `confidence` is a probability; `year` the first one said, `fiscal` when the text calls
    it a fiscal year; `amount` is in units of `currency` (ISO 4217); `participants` is a number of people.

    Raises:
        OntologyError: the ends do not fit the predicate, no evidence is given, confidence is not within 0 and 1, a
            fiscal year has no year, or participants are fewer than one.
    """

    subject: str
    predicate: Predicate
    object: str
    subject_type: EntityType
    object_type: EntityType
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float
    year: int | None = None
    fiscal: bool = False
    amount: float | None = None
    currency: str = ""
    participants: int | None = None
    status: Status = Status.STATED

    def __post_init__(self) -> None:
        check_fits(self.subject_type, self.predicate, self.object_type)
        if not self.evidence:
            raise OntologyError(f"claim {self.key}: found no evidence, at least one sentence is needed")
        if not 0.0 <= self.confidence <= 1.0:
            raise OntologyError(f"claim {self.key}: found confidence {self.confidence}, 0 to 1 is allowed")
        if self.fiscal and self.year is None:
            raise OntologyError(f"claim {self.key}: found a fiscal year without a year, its number is needed")
        if self.participants is not None and self.participants < 1:
            raise OntologyError(f"claim {self.key}: found {self.participants} participants, 1 or more is allowed")

    @property
    def key(self) -> tuple[str, Predicate, str]:
        """What makes two claims state the same relation."""
        return (self.subject, self.predicate, self.object)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorClaim:
    """That one text shows an entity to work in a sector. A text has one for each (entity, code).

    `code` is a DAC/CRS purpose code, or the category of several; `evidence` is every sentence that shows it, in text
    order, at least one; `rule` says where the sector was read (`sector-name`, in the entity's own name, or
    `sector-sentence`); `confidence` is a probability.

    Raises:
        OntologyError: the code is none of three or five digits, no evidence is given, or confidence is not within 0
            and 1.
    """

    entity: str
    code: str
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float

    def __post_init__(self) -> None:
        if not (self.code.isdecimal() and len(self.code) in {3, 5}):
            raise OntologyError(f"sector of {self.entity}: found code {self.code!r}, three or five digits are allowed")
        if not self.evidence:
            raise OntologyError(f"sector of {self.entity}: found no evidence, at least one sentence is needed")
        if not 0.0 <= self.confidence <= 1.0:
            raise OntologyError(f"sector of {self.entity}: found confidence {self.confidence}, 0 to 1 is allowed")

    @property
    def key(self) -> tuple[str, str]:
        """What makes two sector claims say the same."""
        return (self.entity, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """All that one text states: its mentions in text order, its claims and its sectors sorted by key; `spellings` are
    entities' ids with what else the text calls them where it mentions them, sorted.

    An entity has one type over all texts, so the types of `mentions` of one entity agree.
    """

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    sectors: tuple[SectorClaim, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file that was not read, and why, in words. `unread` says that it was meant to be: it is no picture or table
    beside the texts, but a text that could not be read.
    """

    path: str
    reason: str
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The outcome over all texts: documents sorted by id, entities sorted by id, files left alone, and what each
    correction did, in the order of what they say.
    """

    documents: tuple[DocumentFacts, ...]
    entities: tuple[Entity, ...]
    skipped: tuple[Skipped, ...] = ()
    corrections: tuple[Effect, ...] = ()
