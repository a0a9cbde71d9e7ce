"""What a reader sees at first, finds, and reads."""

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from graph.facts import GraphView, from_quads
from ontology import Namespaces

IMG = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
LINK = '<a href="javascript:alert(3)">Link</a>'
ARABIC = "وكالة التعاون الدولي"
ACCENTS = "Cafe\u0301 Project"
EVERYTHING = ["arabic", "cafe", "formula", "img", "jica", "kenya", "link", "lone", "mombasa", "script", "viet-nam"]


def test_page_shows_every_name_and_says_so(reader: Any) -> None:
    reader.open()
    reader.keep("first-sight-small")
    assert reader.shown() == EVERYTHING
    assert reader.page.inner_text("#counts") == "11 names · 11 facts · 2 texts · 2020"
    assert reader.status() == "11 of 11 names and 10 of 11 facts shown"


def test_real_graph_is_shown_whole_with_its_large_names_apart(
    reader: Any, gold_quads: tuple[Quad, ...], tmp_path: Path
) -> None:
    view = from_quads(gold_quads, Namespaces())
    reader.open(view=view)
    reader.keep("first-sight")
    assert reader.shown() == sorted(node.id for node in view.nodes)
    labels = reader.page.evaluate("odagraph.picture.names.written.map((l) => [l.left, l.top, l.width, l.height])")
    assert len(labels) > 15
    for number, (left, top, width, height) in enumerate(labels):
        others = labels[:number]
        assert not any(left < a + w and a < left + width and top < b + h and b < top + height for a, b, w, h in others)


def test_size_follows_the_chosen_measure_and_stands_in_the_address(reader: Any) -> None:
    reader.open()
    radius = "() => [...odagraph.scene().spots.values()].map((spot) => spot.radius)"
    before = reader.page.evaluate(radius)
    reader.page.select_option("#size", "betweenness")
    assert reader.page.evaluate(radius) != before
    assert reader.hash() == "#size=betweenness"


def test_search_finds_by_acronym_with_the_keyboard(reader: Any) -> None:
    reader.open()
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("jic")
    option = reader.page.locator("#suggestions [role=option]")
    assert option.count() == 1
    assert "Japan International Cooperation Agency" in option.inner_text()
    assert reader.page.get_attribute("#search", "aria-activedescendant") == "hit-0"
    reader.keep("search")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == "Japan International Cooperation Agency"
    assert reader.hash() == "#node=jica"


def test_search_does_without_accents_and_says_when_nothing_is_found(reader: Any) -> None:
    reader.open()
    reader.page.fill("#search", "CAFE pro")
    assert reader.page.locator("#suggestions [role=option]").all_inner_texts()[0].startswith(ACCENTS)
    reader.page.fill("#search", "zzz")
    assert "No name like this" in reader.page.inner_text("#suggestions")


def test_click_on_a_name_shows_its_facts_by_relation_with_sentences(reader: Any) -> None:
    reader.open()
    reader.click("viet-nam")
    assert reader.page.inner_text("#panel h2") == "Viet Nam"
    headings = [heading.split("\n")[0] for heading in reader.page.locator("#panel h3").all_inner_texts()]
    assert headings == ["supported by", "cooperates with", "place of work of", "Known beforehand"]
    panel = reader.page.inner_text("#panel")
    assert "JICA helps Viet Nam." in panel
    assert "South-eastern Asia (035)" in panel
    assert "Betweenness rank" in panel
    reader.keep("name-panel")


def test_sectors_stand_with_their_sentence(reader: Any) -> None:
    reader.open("#node=cafe")
    reader.page.get_by_text("Basic health care").click()
    assert f"{ACCENTS} builds clinics." in reader.page.inner_text("#panel .sectors")


def test_fact_shows_its_sentence_with_both_names_marked(reader: Any) -> None:
    reader.open("#node=jica")
    reader.page.locator("#panel .sentence", has_text="well.").click()
    assert reader.page.inner_text("#panel blockquote").split() == f"JICANote 3 runs the {ACCENTS} well.".split()
    assert reader.page.locator("#panel mark.subject").all_inner_texts() == ["JICA"]
    assert reader.page.locator("#panel mark.object").all_inner_texts() == [ACCENTS]
    text = reader.page.inner_text("#panel")
    for said in ("North Report", "2020", "Ports & Harbours", "FY2021", "2,653", "83 %", "rule-1"):
        assert said in text
    assert reader.hash() == "#fact=jica implements cafe"
    reader.keep("fact-sentences")


def test_click_on_a_line_opens_the_fact(reader: Any) -> None:
    reader.open("#focus=arabic")
    ends = [reader.spot("arabic"), reader.spot("viet-nam")]
    reader.page.mouse.click(*(sum(axis) / 2 for axis in zip(*ends, strict=True)))
    assert reader.page.locator("#panel .triple").count() == 1
    assert ARABIC in reader.page.inner_text("#panel blockquote")


def test_links_and_the_back_button_lead_from_panel_to_panel(reader: Any) -> None:
    reader.open("#node=jica")
    reader.page.locator("#panel .link", has_text="Viet Nam").click()
    assert reader.page.inner_text("#panel h2") == "Viet Nam"
    reader.page.go_back()
    assert reader.page.inner_text("#panel h2") == "Japan International Cooperation Agency"
    reader.page.go_forward()
    assert reader.page.inner_text("#panel h2") == "Viet Nam"
    reader.page.keyboard.press("Escape")
    assert reader.page.inner_text("#panel h2") == "About this graph"


def test_a_plan_is_shown_as_a_plan_everywhere(reader: Any) -> None:
    reader.open("#node=jica")
    assert "planned" in reader.page.locator("#panel li", has_text="plans to fund").inner_text()
    reader.page.click("#show-facts")
    assert reader.page.locator("tbody tr", has_text="planned").count() == 1
    reader.page.locator("#panel .sentence", has_text="plans to fund").click()
    assert "Said as\nplanned" in reader.page.inner_text("#panel")


def test_hostile_names_are_shown_and_not_run(reader: Any) -> None:
    reader.open("#node=jica")
    assert reader.page.locator("h1").inner_text() == f"Title {IMG}"
    assert IMG in reader.page.inner_text("#panel")
    assert SCRIPT in reader.page.inner_text("#panel")
    reader.page.fill("#search", "href")
    assert LINK in reader.page.inner_text("#suggestions")
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == LINK
    reader.page.mouse.move(*reader.spot("link"))
    reader.page.wait_for_selector("#hint:not([hidden])")
    assert LINK in reader.page.inner_text("#hint")
    reader.page.click("#show-names")
    assert reader.page.locator("img, a, main script").count() == 0


def test_right_to_left_names_are_set_apart(reader: Any) -> None:
    reader.open("#node=arabic")
    assert reader.page.inner_text("#panel h2") == ARABIC
    assert reader.page.locator("#panel h2 bdi[dir=auto]").count() == 1


def test_empty_graph_has_a_page(reader: Any) -> None:
    reader.open(view=GraphView(nodes=(), edges=(), documents=()))
    assert reader.status() == "All 0 names and 0 facts shown"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_colour_scheme_until_the_reader_chooses(reader: Any, scheme: Any) -> None:
    red = "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    reader.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reader.open(fresh=True)
    assert (reader.page.evaluate(red) > 128) == (scheme == "light")
    reader.page.click("#theme")
    assert (reader.page.evaluate(red) > 128) != (scheme == "light")
    assert reader.hash() == f"#theme={'dark' if scheme == 'light' else 'light'}"
    reader.keep(f"chosen-instead-of-{scheme}")
