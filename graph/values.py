"""The frozen values of a graph that was read back: nodes, edges, claims with their quotes, and the texts."""

from dataclasses import dataclass

from ontology.vocabulary import EntityType, Group, Predicate, Status

#: Fields of `extract.model.Codes` that stand in the registry as literals, and the property each one becomes.
CODE_TERMS: dict[str, str] = {
    "alpha2": "alpha2",
    "alpha3": "alpha3",
    "m49": "m49",
    "dac": "dacCode",
    "crs_channel": "crsChannel",
    "iati_organisation_type": "iatiOrganisationType",
}
#: Fields of `extract.model.Codes` that the registry links to a concept of a code scheme: property, and scheme.
CODE_LINKS: dict[str, tuple[str, str]] = {"region": ("region", "region")}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SourceText:
    """A text and what is known of it as a publication; `year` is None and the rest empty where nothing is known.

    `date` is the day of publication ("2020-09-25"), `language` a BCP 47 tag.
    """

    id: str
    iri: str
    title: str = ""
    publisher: str = ""
    year: int | None = None
    series: str = ""
    licence: str = ""
    language: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quote:
    """The sentence that shows a claim, verbatim; `start` and `end` count code points of the text, half open, `page`
    the pages of its file from 1.
    """

    document: str
    start: int
    end: int
    text: str
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeClaim:
    """That one text states the edge; at least one quote, in text order; `fiscal` says that `year` is a fiscal year,
    `amount` is in units of `currency`, `participants` is a number of people.
    """

    iri: str
    document: str
    confidence: float
    rule: str
    status: Status
    evidence: tuple[Quote, ...]
    year: int | None = None
    fiscal: bool = False
    amount: float | None = None
    currency: str = ""
    participants: int | None = None

    @property
    def year_said(self) -> str:
        """The year as a reader writes it, "FY2021" for a fiscal one; empty where none is said."""
        return "" if self.year is None else f"{'FY' if self.fiscal else ''}{self.year}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class NodeSector:
    """That a text shows an entity to work in a sector: `code` is a DAC/CRS purpose code ("12220") or the category of
    several ("122"), `label` its official name, `evidence` at least one quote, in text order.
    """

    code: str
    label: str
    confidence: float
    document: str
    evidence: tuple[Quote, ...]
    iri: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity. `name` is its one preferred name, `names` all that the texts call it, `sources` the ids of the texts
    that name it, `notes` why names were joined to it; all sorted.

    What an authority table knows: `codes` are pairs like ("alpha3", "JPN") in the order of `CODE_TERMS`, then of
    `CODE_LINKS` (("region", "030"), the M49 code of a country's subregion); `parent` and `country` are ids of other
    nodes (else empty). `sectors` are what the texts show of its sectors, the surest first, then by code and text.
    """

    id: str
    iri: str
    type: EntityType
    name: str
    names: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    parent: str = ""
    country: str = ""
    sectors: tuple[NodeSector, ...] = ()

    @property
    def group(self) -> Group:
        """The coarse kind of the entity."""
        return self.type.group


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A relation between two nodes, given by id, with every claim of it, the firmest status first, then by text."""

    subject: str
    predicate: Predicate
    object: str
    claims: tuple[EdgeClaim, ...]

    @property
    def key(self) -> tuple[str, Predicate, str]:
        """What makes two edges the same."""
        return (self.subject, self.predicate, self.object)

    @property
    def affirmed(self) -> tuple[EdgeClaim, ...]:
        """The claims that say so, denials aside."""
        return tuple(claim for claim in self.claims if claim.status.affirms)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """The whole graph: nodes sorted by id, edges sorted by key, texts sorted by id.

    `edges` are the direct triples of the graph: what at least one text states, plans or proposes. `denied` are
    relations that texts only deny; networks and exports to tables leave them out.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    documents: tuple[SourceText, ...]
    denied: tuple[Edge, ...] = ()
