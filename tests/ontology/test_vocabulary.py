import pytest

from ontology import EntityType, Group, OntologyError, Predicate, Status, check_fits, fits
from ontology.vocabulary import describe_ends, domain_of, range_of


@pytest.mark.parametrize("group", Group)
def test_every_group_has_types(group: Group) -> None:
    assert any(type_.group is group for type_ in EntityType)


def test_only_a_denial_does_not_affirm() -> None:
    assert [status for status in Status if not status.affirms] == [Status.NEGATED]


def test_what_is_stated_ranks_first_and_what_is_denied_last() -> None:
    assert sorted(Status, key=lambda status: status.rank) == ["stated", "planned", "proposed", "negated"]


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "allowed"),
    [
        (EntityType.COUNTRY, Predicate.FUNDS, EntityType.FUND, True),
        (EntityType.COUNTRY, Predicate.FUNDS, EntityType.COUNTRY, False),
        (EntityType.FUND, Predicate.FUNDS, EntityType.PROJECT, True),
        (EntityType.PROJECT, Predicate.FUNDS, EntityType.FUND, False),
        (EntityType.PERSON, Predicate.AFFILIATED_WITH, EntityType.COUNTRY, True),
        (EntityType.COMPANY, Predicate.AFFILIATED_WITH, EntityType.COUNTRY, False),
        (EntityType.COUNTRY, Predicate.IMPLEMENTS, EntityType.CENTRE, True),
        (EntityType.COUNTRY, Predicate.IMPLEMENTS, EntityType.COMPANY, False),
        (EntityType.TRAINING, Predicate.PART_OF, EntityType.PROGRAMME, True),
        (EntityType.TRAINING, Predicate.PART_OF, EntityType.FRAMEWORK, True),
        (EntityType.FRAMEWORK, Predicate.PART_OF, EntityType.TRAINING, False),
        (EntityType.LOCALITY, Predicate.PART_OF, EntityType.COUNTRY, False),
    ],
)
def test_ends_fit_as_the_guide_says(
    subject: EntityType, predicate: Predicate, object_: EntityType, *, allowed: bool
) -> None:
    assert fits(subject, predicate, object_) is allowed


def test_a_relation_that_does_not_fit_is_refused_with_what_would() -> None:
    with pytest.raises(
        OntologyError, match=r"funds cannot go from Project to Fund: it goes from Actor, Country, Fund to"
    ):
        check_fits(EntityType.PROJECT, Predicate.FUNDS, EntityType.FUND)


@pytest.mark.parametrize("predicate", Predicate)
def test_ends_are_described_in_words(predicate: Predicate) -> None:
    words = describe_ends(predicate)
    assert all(end in words for end in (*domain_of(predicate), *range_of(predicate)))


def test_only_one_relation_reads_both_ways() -> None:
    assert [predicate for predicate in Predicate if predicate.symmetric] == [Predicate.COOPERATES_WITH]
