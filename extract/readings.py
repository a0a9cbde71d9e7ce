"""What one text gave before all texts are joined: small frozen values that can be kept as JSON. No id over all texts,
no token and no parse is inside; an entity is told by its place in the reading's list of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec

from extract.model import Codes, Document, Evidence, Merge
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate, Status

#: Raised when the fields of a reading change, so that an older one is not taken for a new one.
FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the authority tables say a thing is."""

    id: str
    type: EntityType
    name: str
    codes: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEntity:
    """A real thing as one text names it. `count` is the number of its names, none where it stands only inside the name
    of another; `surfaces` counts each spelling, with 0 for what it is also called where it stands; `merges` tells
    why a spelling was joined to the first.
    """

    type: EntityType
    count: int
    surfaces: tuple[tuple[str, int], ...]
    row: Known | None = None
    merges: tuple[Merge, ...] = ()

    @property
    def label(self) -> str:
        """The fullest spelling in the text."""
        return fullest(self.surfaces)


class TextEvidence(NamedTuple):
    """A sentence: its code points, half open, and the heading that it stands under. A tuple, as are mentions, because
    texts have thousands.
    """

    start: int
    end: int
    heading: str = ""


class TextMention(NamedTuple):
    """One occurrence of a name: its code points, half open, the name cleaned, and the place of its entity."""

    start: int
    end: int
    name: str
    entity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClaim:
    """A claim between two entities of the text, by their places; the rest is that of `extract.model.Claim`."""

    subject: int
    predicate: Predicate
    object: int
    evidence: tuple[TextEvidence, ...]
    rule: str
    confidence: float
    status: Status = Status.STATED
    year: int | None = None
    fiscal: bool = False
    amount: float | None = None
    currency: str = ""
    participants: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSector:
    """A sector of an entity of the text, by its place, as one sentence shows it."""

    entity: int
    code: str
    evidence: TextEvidence
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that joining needs of one text. Nothing but the document itself knows its id and source."""

    document: Document
    entities: tuple[TextEntity, ...] = ()
    mentions: tuple[TextMention, ...] = ()
    claims: tuple[TextClaim, ...] = ()
    sectors: tuple[TextSector, ...] = ()

    def evidence(self, found: Iterable[TextEvidence]) -> tuple[Evidence, ...]:
        """Sentences of the text as evidence, in text order, each once."""
        return tuple(sorted({self.document.evidence(*stretch) for stretch in found}))

    def to_json(self) -> bytes:
        """The reading as JSON in UTF-8; equal readings give equal bytes."""
        return msgspec.json.encode(_Kept(format=FORMAT, reading=self), order="deterministic")

    @staticmethod
    def from_json(data: bytes) -> "Reading":
        """The reading that `to_json` wrote.

        Raises:
            InputError: the bytes are no reading, or one of another format.
        """
        try:
            kept = _DECODER.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(f"reading: found no reading of ours ({error}), allowed is what a build kept") from None
        if kept.format != FORMAT:
            raise InputError(f"reading: found format {kept.format}, allowed is {FORMAT}")
        return kept.reading


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A reading in its file."""

    format: int
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    entities: tuple[TextEntity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptNames:
    """The part of a kept reading that tells what things are: the rest is skipped over."""

    format: int
    reading: _Named


_DECODER = msgspec.json.Decoder(_Kept)
_NAMES = msgspec.json.Decoder(_KeptNames)


def entities_of(data: bytes) -> tuple[TextEntity, ...]:
    """The entities of the reading that `Reading.to_json` wrote, without the cost of all else.

    Raises:
        InputError: the bytes are no reading, or one of another format.
    """
    try:
        kept = _NAMES.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"found no reading of ours ({error}), allowed is what a build kept") from None
    if kept.format != FORMAT:
        raise InputError(f"found format {kept.format}, allowed is {FORMAT}")
    return kept.reading.entities


def fullest(surfaces: Sequence[tuple[str, int]]) -> str:
    """The fullest of counted spellings: the longest one that is no acronym, the most frequent of equals.

    >>> fullest((("BWC", 9), ("Blue Water Centre", 1)))
    'Blue Water Centre'
    """
    return max(surfaces, key=lambda item: (len(item[0].split()) > 1, len(item[0]), item[1], item[0]))[0]
