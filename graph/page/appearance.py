"""How groups, types and relations look and read on the page.

Colours are those of Okabe and Ito (2008), told apart by colour-blind readers too; each group also has a shape of its
own, or is hollow.
"""

from dataclasses import dataclass

from ontology.vocabulary import EntityType, Group, Predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStyle:
    """How the nodes of a group are drawn; `plural` names them in the legend, `shape` is a vis-network shape."""

    plural: str
    shape: str
    background: str
    border: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Relations of one sense, drawn alike; `dashes` are lengths of line and gap, none for a whole line."""

    label: str
    colour: str
    dashes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A relation in words: `out` read from the subject, `back` read from the object."""

    out: str
    back: str
    family: Family


GROUPS: dict[Group, GroupStyle] = {
    Group.ACTOR: GroupStyle(plural="Actors", shape="dot", background="#0072B2", border="#004B76"),
    Group.PROGRAMME: GroupStyle(plural="Programmes", shape="square", background="#E69F00", border="#8F6300"),
    Group.COUNTRY: GroupStyle(plural="Countries", shape="hexagon", background="#009E73", border="#00664A"),
    Group.REGION: GroupStyle(plural="Regions", shape="triangleDown", background="#F0E442", border="#857C00"),
    Group.LOCALITY: GroupStyle(plural="Localities", shape="dot", background="#FFFFFF", border="#5A6270"),
    Group.EVENT: GroupStyle(plural="Events", shape="diamond", background="#CC79A7", border="#8A3F68"),
    Group.FRAMEWORK: GroupStyle(plural="Frameworks", shape="triangle", background="#D55E00", border="#8A3C00"),
    Group.TECHNOLOGY: GroupStyle(plural="Technologies", shape="star", background="#56B4E9", border="#1F76A8"),
}

TYPES: dict[EntityType, str] = {
    EntityType.GOVERNMENT_BODY: "Government bodies",
    EntityType.INTERNATIONAL_ORGANIZATION: "International organizations",
    EntityType.CIVIL_SOCIETY_ORGANIZATION: "Civil society organizations",
    EntityType.COMPANY: "Companies",
    EntityType.ACADEMIC_INSTITUTION: "Academic institutions",
    EntityType.CENTRE: "Centres",
    EntityType.GROUP: "Groups",
    EntityType.PERSON: "Persons",
    EntityType.PROGRAMME: "Programmes and schemes",
    EntityType.PROJECT: "Projects",
    EntityType.TRAINING: "Training",
    EntityType.FUND: "Funds",
    EntityType.EVENT: "Events",
    EntityType.FRAMEWORK: "Frameworks",
    EntityType.TECHNOLOGY: "Technologies",
    EntityType.COUNTRY: "Countries",
    EntityType.REGION: "Regions",
    EntityType.LOCALITY: "Localities",
}

RUNS = Family(label="Runs and sets up", colour="#4C6A92")
GIVES = Family(label="Gives", colour="#B0620F", dashes=(9, 4))
JOINS = Family(label="Works together", colour="#8A4F7D", dashes=(4, 3))
PLACES = Family(label="Place and part", colour="#7C848F", dashes=(1, 4))
FAMILIES: tuple[Family, ...] = (RUNS, GIVES, JOINS, PLACES)

WORDINGS: dict[Predicate, Wording] = {
    Predicate.IMPLEMENTS: Wording(out="implements", back="implemented by", family=RUNS),
    Predicate.ESTABLISHED: Wording(out="established", back="established by", family=RUNS),
    Predicate.ADOPTED: Wording(out="adopted", back="adopted by", family=RUNS),
    Predicate.FUNDS: Wording(out="funds", back="funded by", family=GIVES),
    Predicate.SUPPORTS: Wording(out="supports", back="supported by", family=GIVES),
    Predicate.COOPERATES_WITH: Wording(out="cooperates with", back="cooperates with", family=JOINS),
    Predicate.PARTICIPATES_IN: Wording(out="participates in", back="has as participant", family=JOINS),
    Predicate.MEMBER_OF: Wording(out="member of", back="has as member", family=JOINS),
    Predicate.AFFILIATED_WITH: Wording(out="affiliated with", back="has as affiliate", family=JOINS),
    Predicate.OPERATES_IN: Wording(out="operates in", back="place of work of", family=PLACES),
    Predicate.LOCATED_IN: Wording(out="located in", back="location of", family=PLACES),
    Predicate.PART_OF: Wording(out="part of", back="has as part", family=PLACES),
}

CODES: dict[str, str] = {
    "alpha2": "ISO 3166 alpha-2",
    "alpha3": "ISO 3166 alpha-3",
    "m49": "UN M49",
    "dac": "OECD DAC code",
    "crs_channel": "CRS channel code",
    "iati_organisation_type": "IATI organisation type",
}
