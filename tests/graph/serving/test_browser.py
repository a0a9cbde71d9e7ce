"""The start page in a real Chromium, on a real server: named queries, YASGUI, and nothing from outside."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graph.query import load_named
from graph.serving.serve import Place, Server, serving

#: What the browser itself writes when an answer says that a value is unknown.
_REFUSED = re.compile(r"console: Failed to load resource: .* status of 400")


@pytest.fixture(scope="module")
def server(small_out: Path) -> Iterator[Server]:
    with serving(small_out, Place(port=0)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The start page, which must ask nobody but its server, say nothing on the console and open no dialog."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    outside = ("data:", "about:", server.url)
    page.on("request", lambda request: faults.extend([request.url] * (not request.url.startswith(outside))))
    _open(page, server)
    yield page
    context.close()
    assert [fault for fault in faults if not _REFUSED.match(fault)] == []


def _open(page: Page, server: Server, hash_: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{server.url}{hash_}")
    page.wait_for_selector("body[data-ready]")


def _choose(page: Page, query: str) -> str:
    """Opens a query's form; what its fields begin with."""
    page.click(f"li[data-query='{query}'] .title")
    return f"li[data-query='{query}']"


def _write(page: Page, sparql: str) -> None:
    page.evaluate("sparql => odagraph.yasgui.getTab().getYasqe().setValue(sparql)", sparql)


def _cells(page: Page) -> list[str]:
    page.wait_for_selector(".yasr:visible tbody tr")
    return page.locator(".yasr:visible tbody td").all_inner_texts()


def test_every_named_query_is_at_hand(page: Page) -> None:
    titles = page.locator("#queries .title").all_inner_texts()
    assert titles == [named.title for named in load_named().values()]
    assert page.inner_text("#counts") == "8 names · 7 facts · 2 texts"


def test_the_first_query_runs(page: Page) -> None:
    page.click(".yasqe_queryButton:visible")
    assert "Blue Harbour Project" in _cells(page)


def test_a_named_query_runs_with_the_values_of_its_form(page: Page) -> None:
    form = _choose(page, "programmes-of-actor")
    page.fill(f"{form} [name=actor]", "JICA")
    page.keyboard.press("Enter")
    assert "Blue Harbour Project" in _cells(page)
    assert page.inner_text(".tabsList .active").split("\n")[0] == "programmes-of-actor"
    # The same query again takes the same tab.
    page.fill(f"{form} [name=actor]", "Japan International Cooperation Agency")
    page.click(f"{form} .run")
    _cells(page)
    assert page.locator(".tabsList .tab").count() == 2


def test_a_near_miss_gets_suggestions(page: Page) -> None:
    form = _choose(page, "programmes-of-actor")
    page.fill(f"{form} [name=actor]", "JICCA")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{form} .refused:visible")
    assert "did you mean Japan International Cooperation Agency" in page.inner_text(f"{form} .refused")


def test_a_field_offers_names_of_its_kind(page: Page) -> None:
    form = _choose(page, "supporters-of-country")
    page.focus(f"{form} [name=country]")
    page.wait_for_selector("datalist#names-country option", state="attached")
    names = page.locator("datalist#names-country option").evaluate_all("found => found.map(o => o.value)")
    assert names == ["Japan", "Kenya", "Viet Nam"]


def test_search_finds_queries_by_their_words(page: Page) -> None:
    page.fill("#search", "PROGRAMMES actor")
    shown = page.locator("#queries li:visible")
    assert 0 < shown.count() < len(load_named())
    assert shown.locator("css=.title").all_inner_texts().count(load_named()["programmes-of-actor"].title) == 1
    page.fill("#search", "no such query")
    assert shown.count() == 0
    assert page.is_visible("#none")


def test_an_iri_of_an_answer_stays_in_the_graph(page: Page) -> None:
    _write(page, "SELECT ?p { ?a <https://w3id.org/odagraph/ontology#implements> ?p }")
    page.click(".yasqe_queryButton:visible")
    page.locator(".yasr:visible a.iri", has_text="blue-harbour").first.click()
    page.wait_for_function("document.querySelector('.tabsList .active').textContent.includes('id/blue-harbour')")
    assert "Viet Nam" in _cells(page)
    assert len(page.context.pages) == 1


def test_an_address_can_name_a_thing(page: Page, server: Server) -> None:
    _open(page, server, "id/viet-nam")
    assert "Viet Nam" in _cells(page)
    assert page.url.endswith("#iri=https%3A%2F%2Fw3id.org%2Fodagraph%2Fid%2Fviet-nam")


def test_an_address_cannot_smuggle_a_query(page: Page, server: Server) -> None:
    _open(page, server, "#iri=https://x/%3E%20%3Fp%20%3Fo%20%7D%20SELECT")
    assert page.locator(".tabsList .tab").count() == 1


def test_terms_and_prefixes_complete_from_the_graph(page: Page) -> None:
    page.evaluate(
        """() => {
          const yasqe = odagraph.yasgui.getTab().getYasqe();
          yasqe.setValue("PREFIX oda: <https://w3id.org/odagraph/ontology#>\\nSELECT * { ?a oda:implem");
          yasqe.focus();
          yasqe.setCursor({ line: 1, ch: 25 });
          yasqe.autocomplete();
        }"""
    )
    page.wait_for_selector(".CodeMirror-hint")
    assert any("implements" in hint for hint in page.locator(".CodeMirror-hint").all_inner_texts())


def test_a_query_that_takes_too_long_or_is_wrong_says_so(page: Page) -> None:
    _write(page, "SELECT * { ?s ?p }")
    page.evaluate("odagraph.yasgui.getTab().query().catch(() => {})")
    page.wait_for_selector(".yasr:visible .errorResult")
    assert "query: 1:19: found the end" in page.inner_text(".yasr:visible")


def test_titles_and_values_are_text(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    evil = "<img src=x onerror=alert(1)>"

    def with_evil(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        about = answer.json()
        about["queries"][0].update(title=evil, description=evil)
        route.fulfill(response=answer, json=about)  # type: ignore[attr-defined]

    page.route("**/about.json", with_evil)
    _open(page, server)
    assert page.inner_text("#queries .title >> nth=0") == evil
    assert page.locator("#queries img").count() == 0
    context.close()
    assert dialogs == []


def test_the_page_has_no_fault_of_accessibility(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 (only here)

    _choose(page, "programmes-of-actor")
    # YASGUI's own part is not ours to mend.
    found = Axe().run(page, context={"exclude": [["#yasgui"]]})
    assert found.response["violations"] == []
