"""What a graph promises of itself, counted: confidence that means something, ends that fit, quotes that are real."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from extract.documents import TEXT_ENDINGS, read_documents
from extract.reading import read_blocks
from graph.evaluation.graph import StatedText
from graph.evaluation.scores import Comparison
from graph.values import EdgeClaim
from ontology.vocabulary import Predicate, fits

#: Bins of confidence: so many of the same width from 0 to 1.
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its confidence, and whether the gold file has its relation."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of about the same confidence: from `start`, a bin's width on; sums over them.

    >>> Bin(0.8, claims=4, confidence=3.4, right=3).share_right
    0.75
    """

    start: float
    claims: int
    confidence: float
    right: int

    @property
    def end(self) -> float:
        """Where the next bin starts."""
        return round(self.start + 1 / BINS, 6)

    @property
    def mean_confidence(self) -> float:
        """The mean confidence of its claims."""
        return self.confidence / self.claims

    @property
    def share_right(self) -> float:
        """The share of its claims that are right: as large as the mean confidence, if that tells the truth."""
        return self.right / self.claims


def judge(stated: StatedText, comparison: Comparison) -> tuple[Judged, ...]:
    """The claims of one text, right or not; denials and those of optional relations are left out."""
    return tuple(
        Judged(claim.confidence, comparison.named[triple] in comparison.wanted)
        for triple, claim in stated.claims
        if claim.status.affirms and triple in comparison.named
    )


def reliability(judged: Iterable[Judged]) -> tuple[Bin, ...]:
    """The bins of confidence that have claims, lowest first; a claim of confidence 1 is in the last."""
    bins: dict[int, list[Judged]] = {}
    for one in judged:
        # Rounded, as 0.29 * 100 is 28.999…: a bin holds its lower edge.
        bins.setdefault(min(math.floor(round(one.confidence * BINS, 6)), BINS - 1), []).append(one)
    return tuple(
        Bin(place / BINS, len(inside), sum(one.confidence for one in inside), sum(one.right for one in inside))
        for place, inside in sorted(bins.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: how far confidence and share right lie apart, in the mean over claims.

    None without claims. Source: Guo et al., On Calibration of Modern Neural Networks (2017), equation 3.
    """
    claims = sum(one.claims for one in bins)
    return sum(abs(one.confidence - one.right) for one in bins) / claims if claims else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Counts over texts. Entities and claims of a text that is not at hand are not counted.

    `fitting` of `relations` have ends that the ontology allows; `unnamed` of `entities` have no name that their text
    has; `misquoted` of `claims` have a quote that is not the stated slice of their text, or none.
    """

    relations: int = 0
    fitting: int = 0
    entities: int = 0
    unnamed: int = 0
    claims: int = 0
    misquoted: int = 0

    def __add__(self, other: "Checks") -> "Checks":
        names = ("relations", "fitting", "entities", "unnamed", "claims", "misquoted")
        return Checks(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def conformance(self) -> float | None:
        """The share of relations that fit the ontology; None without relations."""
        return self.fitting / self.relations if self.relations else None

    @property
    def entity_hallucination(self) -> float | None:
        """The share of entities that their text does not name; None without entities."""
        return self.unnamed / self.entities if self.entities else None

    @property
    def claim_hallucination(self) -> float | None:
        """The share of claims whose quote is not in the text where it should be; None without claims."""
        return self.misquoted / self.claims if self.claims else None


def check(stated: StatedText, text: str | None) -> Checks:
    """The counts of one text; without the text as read only relations are counted."""
    ends = stated.facts.things
    fitting = sum(
        s in ends and o in ends and p in _PREDICATES and fits(ends[s].type, Predicate(p), ends[o].type)
        for s, p, o in stated.joined
    )
    if text is None:
        return Checks(relations=len(stated.joined), fitting=fitting)
    # A name is cleaned of line breaks, marks and markup; so are the blocks of its text.
    blocks = (text, *(block.text for block in read_blocks(text)))
    return Checks(
        relations=len(stated.joined),
        fitting=fitting,
        entities=len(ends),
        unnamed=sum(not any(_stands(name, blocks) for name in thing.spellings) for thing in ends.values()),
        claims=len(stated.claims),
        misquoted=sum(not _is_quoted(claim, text) for _, claim in stated.claims),
    )


_PREDICATES = frozenset(map(str, Predicate))


def _stands(name: str, blocks: Iterable[str]) -> bool:
    """Whether a name stands in one of the blocks, not merely as a part of a longer word."""
    pattern = re.compile(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])")
    return any(name in block and pattern.search(block) for block in blocks)


def _is_quoted(claim: EdgeClaim, text: str) -> bool:
    return bool(claim.evidence) and all(
        quote.text and quote.start >= 0 and text[quote.start : quote.end] == quote.text for quote in claim.evidence
    )


def read_texts(gold: Sequence[Path], places: Sequence[Path] = ()) -> dict[str, str]:
    """The texts of gold files as read, by id, as far as they are found.

    Args:
        gold: annotation files; each is named after its text.
        places: texts, or folders of them, as `odagraph build` takes them. Without any, a text is looked for beside
            its gold file and among the seeds.

    Raises:
        InputError: a place does not exist, or a text cannot be read.
    """
    if places:
        documents, _ = read_documents(places)
    else:
        beside = [path for file in gold for path in _beside(file)]
        documents = tuple(one for path in beside for one in read_documents([path])[0])
    wanted = {file.stem for file in gold}
    return {document.id: document.text for document in documents if document.id in wanted}


def _beside(gold: Path) -> Iterator[Path]:
    """Yields: the text of a gold file, if there is one beside it, or else among the seeds."""
    folders = (gold.parent, Path(str(files("seeds") / "texts")))
    candidates = (folder / f"{gold.stem}{ending}" for folder in folders for ending in sorted(TEXT_ENDINGS))
    found = next((path for path in candidates if path.is_file()), None)
    if found:
        yield found
