"""For everyone: keyboard, screen readers, contrast, phones, and that the page's policy forbids every request."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # axe-playwright-python has no types

STATES = {
    "first": "",
    "name": "#node=jica",
    "fact": "#fact=jica+implements+cafe",
    "focus-dark": "#focus=jica&node=viet-nam&theme=dark&country=kenya&confidence=20",
    "path": "#path=formula&path=kenya",
    "facts-dark": "#view=facts&theme=dark&sort=year",
    "names": "#view=names",
}


def _serious(reader: Any) -> list[tuple[str, str]]:
    found = Axe().run(reader.page).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"][:160]) for fault in found if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("hash_", STATES.values(), ids=STATES.keys())
def test_axe_finds_no_serious_fault(reader: Any, hash_: str) -> None:
    reader.open(hash_)
    for section in ("countries", "regions", "sectors", "years", "confidence", "texts"):
        reader.unfold(section)
    assert _serious(reader) == []


def test_axe_finds_no_serious_fault_with_suggestions_and_on_a_phone(reader: Any) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open("#node=jica")
    reader.keep("phone-panel")
    reader.page.fill("#search", "a")
    assert _serious(reader) == []


def test_phone_shows_graph_filters_and_panel_in_turn(reader: Any) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open()
    reader.keep("phone")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not reader.page.is_visible("#side")
    reader.page.click("#menu")
    assert reader.page.is_visible("#box-group-Actor")
    reader.keep("phone-filters")
    reader.page.click("#menu")
    reader.page.fill("#search", "JICA")
    reader.page.keyboard.press("Enter")
    assert reader.page.is_visible("#panel h2")
    assert not reader.page.is_visible("#side")


def test_focus_goes_through_the_page_in_reading_order(reader: Any) -> None:
    reader.open("#node=jica", fresh=True)
    order = []
    for _ in range(60):
        reader.page.keyboard.press("Tab")
        order.append(
            reader.page.evaluate("document.activeElement.closest('header, nav, section#stage, aside')?.tagName")
        )
    regions = [region for number, region in enumerate(order) if region and (not number or order[number - 1] != region)]
    assert regions[:4] == ["HEADER", "NAV", "SECTION", "ASIDE"]


def test_arrow_keys_walk_over_the_picture_and_are_spoken(reader: Any) -> None:
    reader.open()
    reader.page.focus("#network")
    reader.page.keyboard.press("ArrowRight")
    first = reader.page.inner_text("#said")
    assert "fact" in first
    reader.page.keyboard.press("ArrowLeft")
    assert reader.page.inner_text("#said") != first
    spoken = reader.page.inner_text("#said").split(",")[0]
    reader.page.keyboard.press("Enter")
    assert reader.page.inner_text("#panel h2") == spoken
    before = reader.page.evaluate("odagraph.picture.view.getScale()")
    reader.page.keyboard.press("+")
    assert reader.page.evaluate("odagraph.picture.view.getScale()") > before


def test_groups_of_a_large_graph_open_with_the_keyboard(reader: Any, large: Any) -> None:
    reader.open(view=large)
    reader.page.focus("#network")
    reader.page.keyboard.press("ArrowRight")
    assert reader.page.inner_text("#said").startswith("Group: ")
    reader.page.keyboard.press("Enter")
    assert len(reader.shown()) >= 1


def test_the_focus_stays_where_it_was_after_a_filter(reader: Any) -> None:
    reader.open()
    reader.page.focus("#box-relation-funds")
    reader.page.keyboard.press("Space")
    assert reader.page.evaluate("document.activeElement.id") == "box-relation-funds"


def test_picture_jumps_where_motion_is_not_welcome(reader: Any) -> None:
    reader.open()
    scale = "odagraph.picture.view.getScale()"
    before = reader.page.evaluate(scale)
    assert reader.page.evaluate(f"document.getElementById('zoom-in').click() ?? {scale}") > before


def test_policy_stops_every_request(reader: Any) -> None:
    reader.open(fresh=True)
    refused = reader.page.evaluate(
        """async () => {
          const kinds = [];
          document.addEventListener("securitypolicyviolation", (event) => kinds.push(event.effectiveDirective));
          await fetch("https://example.org/").catch(() => 0);
          document.body.append(Object.assign(new Image(), { src: "https://example.org/a.png" }));
          document.body.append(Object.assign(document.createElement("iframe"), { src: "https://example.org/" }));
          const until = Date.now() + 5000;  // a busy machine takes its time to refuse
          while (kinds.length < 3 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
          return kinds;
        }"""
    )
    assert {"connect-src", "img-src", "frame-src"} <= set(refused)
    assert any("violates" in fault for fault in reader.faults)
    reader.page.goto("about:blank")
    reader.faults.clear()  # the browser says on the console what it refused
