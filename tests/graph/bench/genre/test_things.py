"""Things and the facts about them: functions of the seed alone, within the ontology, growing with the corpus."""

import random
from itertools import combinations

import pytest

from extract.seeds import load_authority
from graph.bench.genre.facts import facts_of
from graph.bench.genre.names import takes_article
from graph.bench.genre.things import born, draw, invented, known, real_things
from graph.names import normalise
from ontology import EntityType
from ontology.vocabulary import fits

# ruff: noqa: S311 (no secret hangs on chance)

T = EntityType
_INVENTED = [type_ for type_ in T if type_ not in {T.COUNTRY, T.REGION}]


def test_an_invented_thing_is_what_its_number_says() -> None:
    first = invented(1, T.PROJECT, 7)
    invented.cache_clear()
    assert invented(1, T.PROJECT, 7) == first != invented(2, T.PROJECT, 7)


@pytest.mark.parametrize("type_", _INVENTED)
def test_an_invented_name_is_nobody_elses(type_: T) -> None:
    taken = {normalise(name) for row in load_authority() for name in row.names}
    things = [invented(1, type_, number) for number in range(60)]
    names = {normalise(name) for thing in things for name in (thing.name, thing.acronym) if name}
    assert names.isdisjoint(taken)
    assert len({thing.id for thing in things}) > 50


def test_more_things_are_known_later_but_ever_fewer_in_proportion() -> None:
    at = [known(T.PROJECT, document) for document in (0, 1_000, 10_000, 100_000)]
    assert at == sorted(at)
    assert at[2] / at[1] > 5
    assert at[3] / at[2] < 7
    assert all(known(T.EVENT, born(T.EVENT, number) - 1) <= number for number in (200, 5_000, 90_000))


def test_few_things_are_drawn_often() -> None:
    rng = random.Random(1)
    drawn = [draw(rng, 1, T.GOVERNMENT_BODY, 50_000).id for _ in range(4_000)]
    counts = sorted((drawn.count(id_) for id_ in set(drawn)), reverse=True)
    assert counts[0] > 20
    assert counts[len(counts) // 2] <= 2
    assert {"jica", "usaid"} & {thing.id for thing in real_things(1).by_type[T.GOVERNMENT_BODY]}


def test_countries_give_or_are_worked_with() -> None:
    real = real_things(1)
    donors, partners = ({thing.id for thing in things} for things in (real.donors, real.partners))
    assert {"japan", "norway"} <= donors
    assert {"kenya", "viet-nam"} <= partners
    assert donors.isdisjoint(partners)


@pytest.mark.parametrize(
    ("name", "type_", "article"),
    [
        ("Philippines", T.COUNTRY, True),
        ("Kenya", T.COUNTRY, False),
        ("Asian Development Bank", T.INTERNATIONAL_ORGANIZATION, True),
        ("University of Kalundo", T.ACADEMIC_INSTITUTION, True),
        ("Oxfam", T.CIVIL_SOCIETY_ORGANIZATION, False),
        ("Kalundo Systems", T.COMPANY, False),
    ],
)
def test_names_take_articles_as_readers_expect(name: str, type_: T, article: bool) -> None:
    assert takes_article(name, type_) == article


@pytest.mark.parametrize("type_", _INVENTED)
def test_facts_fit_the_ontology_and_speak_of_what_is_there(type_: T) -> None:
    things = [invented(1, type_, number) for number in range(0, 3_000, 60)]
    facts = [fact for thing in things for fact in facts_of(1, thing)]
    assert facts
    assert all(fits(fact.subject.type, fact.predicate, fact.object.type) for fact in facts)
    for thing in things:
        assert all(end.born <= thing.born for fact in facts_of(1, thing) for end in (fact.subject, fact.object))


def test_two_things_are_joined_in_one_way() -> None:
    for number in range(200):
        facts = facts_of(1, invented(1, T.CENTRE, number))
        ends = [{fact.subject.id, fact.object.id} for fact in facts]
        assert all(one != other for one, other in combinations(ends, 2))


def test_facts_are_the_same_whoever_asks() -> None:
    thing = invented(1, T.EVENT, 11)
    before = facts_of(1, thing)
    facts_of.cache_clear()
    assert facts_of(1, thing) == before
