"""The documents keep the rules of the annotated texts, and state what their truth says."""

import random
import re
from collections import Counter
from statistics import mean
from typing import Any

import pytest

from graph.bench.genre.documents import make_document
from graph.bench.genre.draft import Draft
from graph.bench.genre.facts import Fact
from graph.bench.genre.sentences import Called, Sentence, Speaker, Told
from graph.bench.genre.statements import Statement, statements
from graph.bench.genre.things import Thing, real_things
from ontology import EntityType, Predicate
from ontology.vocabulary import fits

# ruff: noqa: S311 (no secret hangs on chance)

T = EntityType
P = Predicate
_COUNTRIES = dict(real_things(1).countries)
_JAPAN, _KENYA, _PERU = (_COUNTRIES[id_] for id_ in ("japan", "kenya", "peru"))
_UNICEF = next(thing for thing in real_things(1).by_type[T.INTERNATIONAL_ORGANIZATION] if thing.id == "unicef")
_PROJECT = Thing(id="p", type=T.PROJECT, name="Kalundo Water Project", acronym="KWP", article=True, noun="Project")
_NAKURU = Thing(id="nakuru", type=T.LOCALITY, name="Nakuru", home="kenya")
_FORUM = Thing(id="f", type=T.EVENT, name="Kenya-Peru Forum", article=True, noun="Forum", parties=("kenya", "peru"))

Gold = dict[str, Any]


@pytest.fixture(scope="module")
def corpus() -> list[tuple[str, Gold]]:
    return [(made.text, dict(made.gold)) for made in (make_document(1, number) for number in range(400))]


def test_a_document_is_what_its_number_says() -> None:
    late = make_document(1, 70_000)
    make_document(1, 3)
    assert make_document(1, 70_000) == late
    assert make_document(2, 70_000).text != late.text


def test_every_name_and_every_proof_stands_in_the_text(corpus: list[tuple[str, Gold]]) -> None:
    for text, gold in corpus:
        assert all(mention in text for entity in gold["entities"] for mention in entity["mentions"]), text
        assert all(relation["evidence"] in text for relation in gold["relations"]), text


def test_relations_join_entities_of_the_document_as_the_ontology_allows(corpus: list[tuple[str, Gold]]) -> None:
    for _, gold in corpus:
        types = {entity["id"]: T(entity["type"]) for entity in gold["entities"]}
        assert all(fits(types[one["s"]], P(one["p"]), types[one["o"]]) for one in gold["relations"])
        assert all(str(one.get("year", "")) in one["evidence"] for one in gold["relations"])
        assert all(one.get("amount", "") in one["evidence"] for one in gold["relations"])


def test_no_two_entities_share_a_name(corpus: list[tuple[str, Gold]]) -> None:
    for _, gold in corpus:
        names = Counter(name for entity in gold["entities"] for name in entity["mentions"])
        assert max(names.values()) == 1


def test_documents_are_of_the_length_and_variety_asked_for(corpus: list[tuple[str, Gold]]) -> None:
    lengths = [len(text.split()) for text, _ in corpus]
    assert 60 < mean(lengths) < 120
    assert len({text for text, _ in corpus}) == len(corpus)
    relations = Counter(one["p"] for _, gold in corpus for one in gold["relations"])
    assert set(relations) == set(map(str, P))
    assert min(relations.values()) > len(corpus) / 10


def test_sentences_read_well(corpus: list[tuple[str, Gold]]) -> None:
    slips = re.compile(r"[{}<>|]|  \w|\bthe the\b|\bIt's\b|\.\.|,,")
    assert [match.group() for text, _ in corpus if (match := slips.search(text))] == []


def test_what_is_denied_is_not_stated(corpus: list[tuple[str, Gold]]) -> None:
    denied = 0
    for text, gold in corpus:
        ids = {name: entity["id"] for entity in gold["entities"] for name in entity["mentions"]}
        for subject, object_ in re.findall(
            r"(?:The )?(\S.*?) did not take part in (?:the )?(.*?)(?: \(.*?\))?\.", text
        ):
            ends = {ids.get(subject.rpartition(". The ")[2].rpartition(" (")[0]), ids.get(object_)}
            assert not any({one["s"], one["o"]} == ends for one in gold["relations"])
            denied += 1
    assert denied


def _told(fact: Fact, wanted: str, *, facts: tuple[Fact, ...] = ()) -> set[tuple[str, str, str]]:
    """What a sentence about a fact says, of the first sentence that has these words."""
    for seed in range(400):
        draft = Draft(random.Random(seed), _COUNTRIES)
        draft.add(Speaker(random.Random(seed), _COUNTRIES).say([Statement((fact, *facts))]))
        if re.search(wanted, draft.text):
            return set(draft.relations)
    raise AssertionError(f"no sentence has {wanted}")


def test_what_is_done_through_another_is_that_ones_doing_too() -> None:
    told = _told(Fact(_JAPAN, P.SUPPORTS, _KENYA, via=_UNICEF), r"[Tt]hrough|via")
    assert told == {
        ("japan", "supports", "kenya"),
        ("japan", "cooperatesWith", "unicef"),
        ("unicef", "supports", "kenya"),
    }


def test_what_is_in_a_city_with_its_country_is_in_both() -> None:
    told = _told(Fact(_FORUM, P.LOCATED_IN, _NAKURU), r"Nakuru, Kenya|Nakuru \(Kenya\)")
    assert {("f", "locatedIn", "nakuru"), ("f", "locatedIn", "kenya"), ("nakuru", "locatedIn", "kenya")} <= told


def test_the_parties_in_a_name_take_part() -> None:
    told = _told(Fact(_JAPAN, P.FUNDS, _FORUM), "Forum")
    assert told == {("japan", "funds", "f"), ("kenya", "participatesIn", "f"), ("peru", "participatesIn", "f")}


def test_facts_that_share_an_end_are_listed() -> None:
    facts = [Fact(_PROJECT, P.OPERATES_IN, place, year=2020) for place in (_KENYA, _PERU)]
    listed = [made for seed in range(20) for made in statements(random.Random(seed), facts)]
    both = next(one for one in listed if len(one.facts) == 2)
    assert both.objects == (_KENYA, _PERU)
    assert _told(both.facts[0], "Kenya and Peru", facts=both.facts[1:]) == {
        ("p", "operatesIn", "kenya"),
        ("p", "operatesIn", "peru"),
    }


def test_an_acronym_is_introduced_before_it_stands_alone() -> None:
    for seed in range(60):
        draft = Draft(random.Random(seed), _COUNTRIES)
        for _ in range(3):
            draft.add(Sentence(("Of ", Called((_PROJECT,)), "."), ()), end=" ")
        assert "KWP" not in draft.text or re.search(r"Project”? \(KWP\)", draft.text)


def test_what_is_optional_yields_to_what_is_said() -> None:
    draft = Draft(random.Random(1), _COUNTRIES)
    words = (Called((_JAPAN,)), " and ", Called((_KENYA,)), ".")
    for optional in (True, False, True):
        draft.add(Sentence(words, (Told(_JAPAN, P.COOPERATES_WITH, _KENYA, optional=optional),)))
    ((told, _),) = draft.relations.values()
    assert not told.optional
