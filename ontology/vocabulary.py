"""Entity types and relations with what they mean, and which ends fit which relation.

`odagraph.ttl` states the same terms for other tools; a test fails when the two disagree.
"""

from dataclasses import dataclass
from enum import StrEnum

from ontology.errors import OntologyError


class Group(StrEnum):
    """The coarse kind of an entity. Two names are the same thing only within one group."""

    ACTOR = "Actor"
    PROGRAMME = "Programme"
    EVENT = "Event"
    FRAMEWORK = "Framework"
    TECHNOLOGY = "Technology"
    COUNTRY = "Country"
    REGION = "Region"
    LOCALITY = "Locality"


class EntityType(StrEnum):
    """The type of an entity: the local name of its class in the ontology."""

    GOVERNMENT_BODY = "GovernmentBody"
    INTERNATIONAL_ORGANIZATION = "InternationalOrganization"
    CIVIL_SOCIETY_ORGANIZATION = "CivilSocietyOrganization"
    COMPANY = "Company"
    ACADEMIC_INSTITUTION = "AcademicInstitution"
    CENTRE = "Centre"
    GROUP = "Group"
    PERSON = "Person"
    PROGRAMME = "Programme"
    PROJECT = "Project"
    TRAINING = "Training"
    FUND = "Fund"
    EVENT = "Event"
    FRAMEWORK = "Framework"
    TECHNOLOGY = "Technology"
    COUNTRY = "Country"
    REGION = "Region"
    LOCALITY = "Locality"

    @property
    def group(self) -> Group:
        """The coarse kind this type belongs to."""
        return _GROUP_OF[self]


_GROUP_OF: dict[EntityType, Group] = {
    **dict.fromkeys(
        (
            EntityType.GOVERNMENT_BODY,
            EntityType.INTERNATIONAL_ORGANIZATION,
            EntityType.CIVIL_SOCIETY_ORGANIZATION,
            EntityType.COMPANY,
            EntityType.ACADEMIC_INSTITUTION,
            EntityType.CENTRE,
            EntityType.GROUP,
            EntityType.PERSON,
        ),
        Group.ACTOR,
    ),
    **dict.fromkeys((EntityType.PROGRAMME, EntityType.PROJECT, EntityType.TRAINING, EntityType.FUND), Group.PROGRAMME),
    EntityType.EVENT: Group.EVENT,
    EntityType.FRAMEWORK: Group.FRAMEWORK,
    EntityType.TECHNOLOGY: Group.TECHNOLOGY,
    EntityType.COUNTRY: Group.COUNTRY,
    EntityType.REGION: Group.REGION,
    EntityType.LOCALITY: Group.LOCALITY,
}


class Predicate(StrEnum):
    """A relation: the local name of its property in the ontology. Read it from subject to object, the doer first."""

    IMPLEMENTS = "implements"
    FUNDS = "funds"
    SUPPORTS = "supports"
    COOPERATES_WITH = "cooperatesWith"
    PARTICIPATES_IN = "participatesIn"
    OPERATES_IN = "operatesIn"
    LOCATED_IN = "locatedIn"
    PART_OF = "partOf"
    MEMBER_OF = "memberOf"
    ESTABLISHED = "established"
    ADOPTED = "adopted"
    AFFILIATED_WITH = "affiliatedWith"

    @property
    def symmetric(self) -> bool:
        """Whether the relation reads the same both ways."""
        return self is Predicate.COOPERATES_WITH

    @property
    def transitive(self) -> bool:
        """Whether the relation goes on: from a part to the whole of its whole, from a place to the place it lies in."""
        return self in {Predicate.PART_OF, Predicate.LOCATED_IN}

    @property
    def inverse(self) -> str:
        """The local name of the property that says the same from the other end; the relation itself if symmetric."""
        return _INVERSES.get(self, self.value)


#: Properties that no text states: a graph derives them.
_INVERSES = {
    Predicate.IMPLEMENTS: "implementedBy",
    Predicate.FUNDS: "fundedBy",
    Predicate.SUPPORTS: "supportedBy",
    Predicate.PARTICIPATES_IN: "hasParticipant",
    Predicate.OPERATES_IN: "hasOperation",
    Predicate.LOCATED_IN: "locationOf",
    Predicate.PART_OF: "hasPart",
    Predicate.MEMBER_OF: "hasMember",
    Predicate.ESTABLISHED: "establishedBy",
    Predicate.ADOPTED: "adoptedBy",
    Predicate.AFFILIATED_WITH: "hasAffiliate",
}


class Role(StrEnum):
    """What an entity is by its relations: the local name of a class that a graph derives, never an entity's type."""

    PARTNER_COUNTRY = "PartnerCountry"
    DONOR = "Donor"


class Status(StrEnum):
    """How a text puts a claim, the firmest first. What is `NEGATED` has no direct triple in the graph."""

    STATED = "stated"
    PLANNED = "planned"
    PROPOSED = "proposed"
    NEGATED = "negated"

    @property
    def affirms(self) -> bool:
        """Whether the relation holds, is planned or is proposed, so that it has its direct triple: all but denials."""
        return self is not Status.NEGATED

    @property
    def rank(self) -> int:
        """Its place among the statuses, from 0 for what is stated: a reader wants to see the firmest claim first."""
        return list(Status).index(self)


@dataclass(frozen=True, slots=True)
class _Ends:
    """What may stand at the two ends of a relation: groups, and single types where a group is too wide."""

    domain: frozenset[Group | EntityType]
    range: frozenset[Group | EntityType]


def _ends(domain: tuple[Group | EntityType, ...], range_: tuple[Group | EntityType, ...]) -> _Ends:
    return _Ends(frozenset(domain), frozenset(range_))


_DOERS = (Group.ACTOR, Group.COUNTRY)
_PLACES = (Group.COUNTRY, Group.REGION, Group.LOCALITY)

# Source: the annotation guide's table of relations; an Actor may be what somebody takes part in (its ruling 12).
_ENDS: dict[Predicate, _Ends] = {
    Predicate.IMPLEMENTS: _ends(_DOERS, (Group.PROGRAMME, Group.EVENT, EntityType.CENTRE)),
    Predicate.FUNDS: _ends((*_DOERS, EntityType.FUND), (Group.PROGRAMME, Group.ACTOR, Group.EVENT)),
    Predicate.SUPPORTS: _ends((*_DOERS, Group.PROGRAMME), (*_DOERS, Group.REGION, Group.LOCALITY, Group.PROGRAMME)),
    Predicate.COOPERATES_WITH: _ends(_DOERS, _DOERS),
    Predicate.PARTICIPATES_IN: _ends(_DOERS, (Group.PROGRAMME, Group.EVENT, Group.ACTOR)),
    Predicate.OPERATES_IN: _ends((Group.PROGRAMME, Group.ACTOR, Group.TECHNOLOGY), _PLACES),
    Predicate.LOCATED_IN: _ends((Group.ACTOR, Group.EVENT, Group.LOCALITY), _PLACES),
    Predicate.MEMBER_OF: _ends(_DOERS, (Group.ACTOR, Group.FRAMEWORK)),
    Predicate.ESTABLISHED: _ends(
        (*_DOERS, Group.PROGRAMME, Group.EVENT, Group.FRAMEWORK),
        (Group.ACTOR, Group.PROGRAMME, Group.EVENT, Group.FRAMEWORK),
    ),
    Predicate.ADOPTED: _ends(_DOERS, (Group.FRAMEWORK, Group.TECHNOLOGY)),
    Predicate.AFFILIATED_WITH: _ends((EntityType.PERSON,), _DOERS),
}


def _allowed(side: frozenset[Group | EntityType], type_: EntityType) -> bool:
    return type_ in side or type_.group in side


def fits(subject: EntityType, predicate: Predicate, object_: EntityType) -> bool:
    """Whether the ontology allows the relation between things of these two types.

    `partOf` joins things of one group, or a programme to a framework that it is done under; every other relation has a
    domain and a range.

    >>> fits(EntityType.FUND, Predicate.FUNDS, EntityType.PROJECT)
    True
    >>> fits(EntityType.PROJECT, Predicate.FUNDS, EntityType.FUND)
    False
    """
    if predicate is Predicate.PART_OF:
        return subject.group is object_.group or (subject.group is Group.PROGRAMME and object_.group is Group.FRAMEWORK)
    ends = _ENDS[predicate]
    return _allowed(ends.domain, subject) and _allowed(ends.range, object_)


def check_fits(subject: EntityType, predicate: Predicate, object_: EntityType) -> None:
    """Does nothing when the relation fits.

    Raises:
        OntologyError: the relation cannot join things of these two types.
    """
    if not fits(subject, predicate, object_):
        raise OntologyError(f"{predicate} cannot go from {subject} to {object_}: {describe_ends(predicate)}")


def describe_ends(predicate: Predicate) -> str:
    """The allowed ends of a relation in words, for messages and reference pages."""
    if predicate is Predicate.PART_OF:
        return "it joins two things of one group, or a Programme to a Framework"
    ends = _ENDS[predicate]
    return f"it goes from {', '.join(sorted(ends.domain))} to {', '.join(sorted(ends.range))}"


def domain_of(predicate: Predicate) -> frozenset[Group | EntityType]:
    """What may be the subject of a relation; empty for `partOf`, whose ends depend on each other."""
    return _ENDS[predicate].domain if predicate in _ENDS else frozenset()


def range_of(predicate: Predicate) -> frozenset[Group | EntityType]:
    """What may be the object of a relation; empty for `partOf`, whose ends depend on each other."""
    return _ENDS[predicate].range if predicate in _ENDS else frozenset()
