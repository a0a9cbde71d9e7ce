"""Filters: what they hide, that they combine, and that they live in the address."""

from typing import Any

import pytest

EVERYTHING = ["arabic", "cafe", "formula", "img", "jica", "kenya", "link", "lone", "mombasa", "script", "viet-nam"]


def test_types_are_hidden_and_all_comes_back(reader: Any) -> None:
    reader.open()
    reader.page.uncheck("#box-group-Programme")
    assert reader.shown() == ["arabic", "formula", "jica", "kenya", "link", "lone", "mombasa", "viet-nam"]
    assert reader.status() == "8 of 11 names and 3 of 11 facts shown"
    reader.page.uncheck("#box-lone")
    assert reader.shown() == ["arabic", "jica", "kenya", "mombasa", "viet-nam"]
    reader.page.click("#reset")
    assert reader.shown() == EVERYTHING


def test_types_unfold_and_filter(reader: Any) -> None:
    reader.open()
    reader.page.click("#fold-Programme")
    reader.page.uncheck("#box-type-Fund")
    assert "script" not in reader.shown()
    assert reader.page.evaluate("document.getElementById('box-group-Programme').indeterminate")


def test_names_that_a_relation_filter_leaves_alone_go_with_it(reader: Any) -> None:
    reader.open()
    reader.page.click("#none-relations")
    assert reader.shown() == ["lone"]
    reader.page.check("#box-relation-supports")
    assert reader.shown() == ["jica", "lone", "viet-nam"]
    assert reader.facts() == 1


def test_texts_can_be_chosen(reader: Any) -> None:
    reader.open()
    reader.unfold("texts")
    reader.page.uncheck("#box-text-south")
    assert reader.facts() == 4
    reader.page.click("#none-texts")
    assert reader.shown() == []
    reader.page.click("#all-texts")
    assert reader.shown() == EVERYTHING


def test_a_country_brings_all_that_concerns_it(reader: Any) -> None:
    reader.open()
    reader.unfold("countries")
    row = reader.page.locator("label", has=reader.page.locator("#box-countries-kenya"))
    assert row.inner_text().split() == ["Kenya", "2"]
    reader.page.check("#box-countries-kenya")
    assert reader.shown() == ["cafe", "kenya", "mombasa"]
    assert reader.facts() == 2
    assert reader.page.inner_text("#chips").split("\n")[0] == "Kenya"
    reader.keep("filter-country")
    reader.page.get_by_role("button", name="Kenya: take back").click()
    assert reader.shown() == EVERYTHING


def test_regions_and_sectors_combine(reader: Any) -> None:
    reader.open()
    reader.unfold("regions")
    reader.unfold("sectors")
    reader.page.check("#box-regions-035")
    assert reader.facts() == 6
    reader.page.check("#box-sectors-12220")
    assert reader.facts() == 4
    assert reader.hash() == "#region=035&sector=12220"
    reader.page.go_back()
    assert reader.facts() == 6


def test_years_leave_what_lies_between_and_what_says_no_year(reader: Any) -> None:
    reader.open()
    reader.unfold("years")
    reader.page.fill("#year-from", "2018")
    reader.page.keyboard.press("Tab")
    reader.page.fill("#year-to", "2022")
    reader.page.keyboard.press("Tab")
    assert reader.facts() == 8
    reader.page.uncheck("#box-undated")
    assert reader.facts() == 2
    assert reader.hash() == "#from=2018&to=2022&undated=no"
    reader.keep("filter-years")


def test_confidence_leaves_the_surer_facts(reader: Any) -> None:
    reader.open()
    reader.unfold("confidence")
    reader.page.focus("#confidence")
    for _ in range(18):
        reader.page.keyboard.press("ArrowRight")
    assert reader.page.inner_text("output") == "90 % or more"
    assert reader.shown() == ["kenya", "lone", "mombasa"]


def test_denied_facts_are_shown_when_asked_for(reader: Any) -> None:
    reader.open()
    assert "denied facts" in reader.page.inner_text("#legend")
    reader.page.check("#box-status-negated")
    assert reader.status() == "All 11 names and 11 facts shown"
    reader.page.uncheck("#box-status-planned")
    assert reader.facts() == 10


def test_long_lists_can_be_narrowed(reader: Any, gold_quads: Any) -> None:
    from graph.facts import from_quads  # noqa: PLC0415 (for this test only)
    from ontology import Namespaces  # noqa: PLC0415 (for this test only)

    reader.open(view=from_quads(gold_quads, Namespaces()))
    reader.unfold("countries")
    reader.page.fill("#find-countries", "jap")
    rows = reader.page.locator("#legend .long-list label:visible")
    assert [text.split("\n")[0] for text in rows.all_inner_texts()] == ["Japan"]
    reader.keep("filter-narrowed")


@pytest.mark.parametrize(
    "hash_",
    [
        "#node=jica&without-type=Country&without-relation=funds",
        "#focus=jica&steps=2&theme=dark&country=kenya",
        "#path=formula&path=kenya&confidence=20",
        "#partners=cafe&from=2010&undated=no",
        "#fold=jica&pin=-120%2C45%2Cjica&size=pagerank",
        "#view=names&sort=-degree&status=&lone=no",
    ],
)
def test_an_address_restores_its_view(reader: Any, hash_: str) -> None:
    reader.open(hash_, fresh=True)
    before = (reader.shown(), reader.facts(), reader.page.inner_text("#panel"), reader.status())
    reader.page.click("#show-facts")
    reader.page.go_back()
    assert (reader.shown(), reader.facts(), reader.page.inner_text("#panel"), reader.status()) == before
    formatted = reader.run(f"$state.formatState($state.parseState({hash_!r}))")
    assert f"#{formatted}" == hash_


def test_name_hidden_by_the_filters_is_found_and_the_panel_says_so(reader: Any) -> None:
    reader.open("#without-type=Country")
    reader.page.fill("#search", "vietnam")
    reader.page.keyboard.press("Enter")
    panel = reader.page.inner_text("#panel")
    assert "Not in the picture" in panel
    assert "3 facts of this name are not shown" in panel
