from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.names import Known, Names, load_names, load_sources, normalise, spelled
from ontology import EntityType, Namespaces, QueryError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("JICA", "jica"),
        ("jica", "jica"),
        ("japan international cooperation agency", "jica"),
        ("Vietnam", "viet-nam"),
        ("VIET NAM", "viet-nam"),
        ("VNM", "viet-nam"),
        ("vn", "viet-nam"),
        ("the Blue Harbour Project", "blue-harbour"),
        (" Kenya ", "kenya"),
        ("https://w3id.org/odagraph/id/undp", "undp"),
    ],
)
def test_resolve_takes_ids_names_acronyms_codes_and_iris(small_store: Store, written: str, meant: str) -> None:
    assert load_names(small_store, Namespaces()).resolve(written).id == meant


def test_resolve_knows_what_no_text_calls_a_thing_but_everybody_does(small_store: Store) -> None:
    assert load_names(small_store, Namespaces()).resolve("Republic of Kenya").id == "kenya"


def test_resolve_suggests_the_nearest_names(small_store: Store) -> None:
    with pytest.raises(QueryError, match=r"^here: found nothing named 'Keniya', did you mean Kenya\?$"):
        load_names(small_store, Namespaces()).resolve("Keniya", where="here")


def test_resolve_says_how_to_look_when_nothing_is_near(small_store: Store) -> None:
    with pytest.raises(QueryError, match=r"a Country that the graph names is needed \(`odagraph query find"):
        load_names(small_store, Namespaces()).resolve("xyzzy", types=(EntityType.COUNTRY,))


def test_resolve_keeps_to_the_types_asked_for(small_store: Store) -> None:
    names = load_names(small_store, Namespaces())
    assert names.resolve("Japan", types=(EntityType.COUNTRY,)).id == "japan"
    with pytest.raises(QueryError, match="found nothing named 'JICA'"):
        names.resolve("JICA", types=(EntityType.COUNTRY,))


def _names(labels: Mapping[str, str]) -> Names:
    things = {
        f"x:{id_}": Known(name=name, id=id_, iri=f"x:{id_}", type=EntityType.COMPANY) for id_, name in labels.items()
    }
    return Names(things=things, labels=(tuple((iri, known.name) for iri, known in things.items()),))


def test_a_name_of_several_things_asks_for_an_id() -> None:
    with pytest.raises(
        QueryError, match=r"found 2 things named 'maa', give the id of one: MAA  .*id two\); Maa .*id one"
    ):
        _names({"one": "Maa", "two": "MAA "}).resolve("maa")


def test_the_same_spelling_goes_before_the_same_letters() -> None:
    assert _names({"one": "Idea", "two": "IDEA"}).resolve("IDEA").id == "two"


def test_suggestions_contain_names_with_the_word_inside() -> None:
    names = _names({"one": "Ministry of Health", "two": "Harbour Fund"})
    assert names.suggest("health") == ("Ministry of Health",)


def test_sources_go_by_id_and_title(small_store: Store) -> None:
    sources = load_sources(small_store, Namespaces())
    assert sources.resolve("northern REPORT").id == "north"
    assert sources.resolve("south").name == "south"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    if not once.startswith(("the ", "a ", "an ")):  # an article may stand behind an article
        assert normalise(once) == once


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jica", "jica"),
        ("JICA", "jica"),
        ("Vietnam", "viet-nam"),
        ("Viet Nam", "viet-nam"),
        ("VN", "viet-nam"),
        ("VNM", "viet-nam"),
        ("Japan International Cooperation Agency", "jica"),
        ("https://w3id.org/odagraph/id/undp", "undp"),
        ("Ocean", None),
        ("vn", "viet-nam"),
        ("japan international & cooperation agency", None),
        ("JAPAN INTERNATIONAL COOPERATION AGENCY", "jica"),
        ("the Japan International Cóoperation Agency", "jica"),
        ("https://w3id.org/odagraph/id/nobody", None),
        ("https://w3id.org/odagraph/id/no iri", None),
        ("https://w3id.org/odagraph/id/100%", None),
        ("", None),
        ("&", None),
    ],
)
def test_spelled_finds_what_one_thing_is_called(small_store: Store, written: str, meant: str | None) -> None:
    found = spelled(small_store, Namespaces(), written)
    assert (found and found.id) == meant
    if found:
        assert found == load_names(small_store, Namespaces()).resolve(written)


def test_spelled_keeps_to_the_types_asked_for(small_store: Store) -> None:
    assert spelled(small_store, Namespaces(), "JICA", (EntityType.COUNTRY,)) is None
