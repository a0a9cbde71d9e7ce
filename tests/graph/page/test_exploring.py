"""Looking around: neighbourhoods, paths, partner countries, pins, groups of a large graph, tables and downloads."""

import base64
import csv
import io
from pathlib import Path
from typing import Any

import pytest

from graph.page.selection import Part
from graph.page.view import page_html

STEP_ONE = ["cafe", "img", "jica", "viet-nam"]


def _button(reader: Any, name: str) -> Any:
    return reader.page.get_by_role("button", name=name)


def test_focus_shows_one_step_then_two_and_grows_on_demand(reader: Any) -> None:
    reader.open("#node=jica")
    _button(reader, "Its neighbours").click()
    assert reader.shown() == STEP_ONE
    reader.keep("focus")
    reader.click("viet-nam")
    _button(reader, "Add its neighbours").click()
    assert reader.shown() == ["arabic", *STEP_ONE]
    _button(reader, "Take neighbours back").click()
    assert reader.shown() == STEP_ONE
    _button(reader, "Two steps").click()
    assert reader.shown() == ["arabic", "cafe", "formula", "img", "jica", "mombasa", "viet-nam"]
    reader.page.get_by_role("button", name="Two steps around Viet Nam: take back").click()
    assert len(reader.shown()) == 11


def test_leaves_fold_into_a_name_and_out_again(reader: Any) -> None:
    reader.open("#node=cafe&without-type=Event")
    _button(reader, "Fold leaves in").click()
    assert reader.shown() == ["arabic", "cafe", "img", "jica", "kenya", "lone", "mombasa", "script", "viet-nam"]
    labels = reader.page.evaluate("odagraph.picture.names.written.flatMap((label) => label.lines)")
    assert "+1" in labels
    _button(reader, "Fold leaves in").click()
    assert "formula" in reader.shown()


def test_path_is_asked_for_by_name_and_read_step_by_step(reader: Any) -> None:
    reader.open("#node=formula")
    _button(reader, "Path to …").click()
    assert reader.page.get_attribute("#search", "placeholder") == "Path from =HYPERLINK(1) to …"
    reader.page.keyboard.type("keny")
    reader.page.keyboard.press("Enter")
    assert reader.shown() == ["cafe", "formula", "kenya", "mombasa"]
    panel = reader.page.inner_text("#panel")
    assert "3 steps, 1 way" in panel
    assert "Step 3" in panel
    assert reader.hash() == "#path=formula&path=kenya"
    reader.keep("path")
    xs = [reader.spot(node)[0] for node in ("formula", "cafe", "mombasa", "kenya")]
    assert xs == sorted(xs)


def test_path_is_chosen_in_the_picture_and_says_when_there_is_none(reader: Any) -> None:
    reader.open("#node=jica")
    _button(reader, "Path to …").click()
    reader.click("link")
    assert "No path joins them" in reader.page.inner_text("#panel")
    assert reader.shown() == ["jica", "link"]
    reader.page.keyboard.press("Escape")
    assert len(reader.shown()) == 11


def test_only_partner_countries_of_a_programme(reader: Any) -> None:
    reader.open("#node=cafe")
    _button(reader, "Only partner countries (2)").click()
    assert reader.shown() == ["cafe", "kenya", "mombasa", "viet-nam"]
    assert reader.facts() == 3
    reader.keep("partner-countries")


def test_a_name_stays_where_it_is_dragged_and_is_let_go(reader: Any) -> None:
    reader.open()
    x, y = reader.spot("lone")
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x + 60, y - 40, steps=4)
    reader.page.mouse.up()
    assert reader.hash().startswith("#pin=")
    reader.page.reload()
    reader.page.wait_for_selector("body[data-ready]")
    assert reader.page.evaluate("[...odagraph.scene().spots.values()].filter((spot) => spot.pinned).length") == 1
    reader.page.get_by_role("button", name="1 pinned name: take back").click()
    assert reader.hash() == ""


def test_a_name_is_pinned_with_the_keyboard(reader: Any) -> None:
    reader.open("#node=jica")
    _button(reader, "Pin").focus()
    reader.page.keyboard.press("Enter")
    assert "pin=" in reader.hash()


def test_large_graph_comes_in_groups_that_open_on_demand(reader: Any, large: Any) -> None:
    reader.open(view=large)
    reader.keep("large")
    assert reader.shown() == []
    assert reader.status() == "All 1,601 names and 1,600 facts shown, 17 groups closed"
    reader.click("c3")
    assert "100 names, 99 facts among them, 2 facts with others" in reader.page.inner_text("#panel")
    _button(reader, "Open this group").click()
    assert len(reader.shown()) == 100
    assert reader.hash() == "#open=c3"
    reader.keep("large-open")
    reader.page.fill("#search", "Name s05-000")
    reader.page.keyboard.press("Enter")
    assert len(reader.shown()) == 200
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="Close all groups").click()
    reader.page.get_by_role("button", name="Open all groups").click()
    assert len(reader.shown()) == 1601
    assert reader.status() == "All 1,601 names and 1,600 facts shown"


def test_facts_between_two_groups_are_read_by_their_line(reader: Any, large: Any) -> None:
    reader.open(view=large)
    key = reader.page.evaluate("[...odagraph.scene().bands.keys()][0]")
    (ax, ay), (bx, by) = (reader.spot(end) for end in key.split("|"))
    reader.page.mouse.click((ax + bx) / 2, (ay + by) / 2)
    assert reader.page.inner_text("#panel h2") == "1 fact"


def test_a_filter_that_leaves_few_names_opens_the_groups(reader: Any, large: Any) -> None:
    reader.open("#focus=s00-000", view=large)
    assert len(reader.shown()) == 102


def test_lines_of_a_crowded_picture_can_be_chosen(reader: Any, large: Any) -> None:
    reader.open("#open=all", view=large)
    ends = [reader.spot(node) for node in ("s00-000", "s01-000")]
    point = [start + (end - start) * 0.37 for start, end in zip(*ends, strict=True)]
    reader.page.mouse.click(*point)
    assert "funds" in reader.page.inner_text("#panel .triple")


def test_table_holds_what_is_shown_and_is_sorted(reader: Any) -> None:
    reader.open()
    reader.page.click("#show-facts")
    assert reader.page.locator("tbody tr").count() == 10
    reader.page.uncheck("#box-relation-implements")
    assert reader.page.locator("tbody tr").count() == 8
    reader.page.click("#sort-year")
    column = reader.page.locator("tbody td:nth-child(5)")
    assert column.all_inner_texts()[:4] == ["2015", "2019", "2024", ""]
    reader.page.click("#sort-year")
    assert column.all_inner_texts()[:4] == ["2024", "2019", "2015", ""]
    assert reader.page.get_attribute("th:nth-child(5)", "aria-sort") == "descending"
    assert reader.page.evaluate("document.activeElement.id") == "sort-year"
    assert reader.hash() == "#view=facts&sort=-year&without-relation=implements"
    reader.keep("table")
    reader.page.locator("tbody .sentence").first.click()
    assert reader.page.locator("#panel blockquote").count() == 1


def test_names_are_listed_with_their_measures(reader: Any) -> None:
    reader.open("#view=names&sort=-degree")
    assert reader.page.locator("tbody tr").first.inner_text().split("\t")[2:4] == ["Project", "4"]
    assert reader.page.locator("tbody tr").count() == 11


def test_csv_holds_every_sentence_and_no_formula(reader: Any) -> None:
    reader.open("#view=facts")
    with reader.page.expect_download() as download:
        reader.page.click("#save-csv")
    assert download.value.suggested_filename == "title-img-src-x-onerror-alert-1-facts.csv"
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[0][:4] == ["subject", "relation", "object", "status"]
    assert len(rows) == 11
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]
    assert ["'=HYPERLINK(1)", "funds"] in [row[:2] for row in rows]


@pytest.mark.parametrize("button", ["svg", "png"])
def test_picture_is_saved(reader: Any, button: str, tmp_path: Path) -> None:
    reader.open("#theme=dark")
    with reader.page.expect_download() as download:
        reader.page.click(f"#save-{button}")
    content = download.value.path().read_bytes()
    if button == "png":
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20]) > 1000
    else:
        text = content.decode()
        assert "<img" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text
        (tmp_path / "a.svg").write_bytes(content)
        reader.page.goto((tmp_path / "a.svg").as_uri())
        assert reader.page.locator("path").count() == 10


@pytest.mark.parametrize("kind", ["srcdoc", "data"])
def test_page_works_inside_a_frame_without_an_address(reader: Any, view: Any, kind: str, tmp_path: Path) -> None:
    html = page_html(view, title="Framed", focus="JICA", steps=1)
    outer = tmp_path / "outer.html"
    outer.write_text("<!DOCTYPE html><iframe width=1200 height=700></iframe>", encoding="utf-8")
    reader.page.goto(outer.as_uri())
    coded = f"data:text/html;charset=utf-8;base64,{base64.b64encode(html.encode()).decode()}"
    attribute, value = ("srcdoc", html) if kind == "srcdoc" else ("src", coded)
    reader.page.evaluate(
        "([name, value]) => document.querySelector('iframe').setAttribute(name, value)", [attribute, value]
    )
    frame = reader.page.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for()
    assert frame.locator("#panel h2").inner_text() == "Japan International Cooperation Agency"
    assert frame.locator("#status").inner_text() == "4 of 11 names and 5 of 11 facts shown"
    frame.locator("#panel .link", has_text="Viet Nam").click()
    assert frame.locator("#panel h2").inner_text() == "Viet Nam"
    reader.page.evaluate("history.back()")
    frame.locator("#panel h2", has_text="Japan International").wait_for()
    frame.locator("#reset").click()
    assert frame.locator("#status").inner_text() == "11 of 11 names and 10 of 11 facts shown"


def test_a_limit_is_said(reader: Any) -> None:
    reader.open(limit=4)
    assert reader.page.inner_text("#left") == "Made with a limit: 7 names and 5 facts are not in this page"


_PARTS = (
    ({"entities": 3, "facts": 1, "texts": 2}, "2 texts and, of the others, 3 names and 1 fact"),
    ({"entities": 0, "facts": 9, "repeats": 1200}, "0 names and 9 facts, and 1,200 repetitions of the facts shown"),
)


@pytest.mark.parametrize(("left", "said"), _PARTS)
def test_a_part_of_a_large_graph_says_what_it_lacks(reader: Any, view: Any, left: dict[str, int], said: str) -> None:
    part = Part(view=view, left=left)
    reader.open(view=part)
    assert reader.page.inner_text("#left") == f"Made with a limit: {said} are not in this page"
