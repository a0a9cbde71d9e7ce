"""The page in a real Chromium, offline: what a reader sees, types and clicks."""

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pyoxigraph import Quad

from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText, from_quads
from graph.view import bundle, write_page
from ontology import EntityType, Namespaces, Predicate, Status

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: none of its names is on the path")

IMG = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
LINK = '<a href="javascript:alert(3)">Link</a>'
ARABIC = "وكالة التعاون الدولي"
ACCENTS = "Cafe\u0301 Project"


def _edge(subject: str, predicate: Predicate, object_: str, text: str, status: Status = Status.STATED) -> Edge:
    document = "north" if subject == "jica" else "south"
    quote = Quote(document=document, start=0, end=len(text), text=text, heading="Ports & Harbours")
    claim = EdgeClaim(
        iri="c",
        document=document,
        confidence=0.83,
        rule="rule-1",
        status=status,
        evidence=(quote,),
        year=2021,
        fiscal=True,
        participants=2653,
    )
    return Edge(subject=subject, predicate=predicate, object=object_, claims=(claim,))


def _node(id_: str, type_: EntityType, *names: str) -> Node:
    sources = ("north", "south") if id_ == "jica" else ("south",)
    return Node(id=id_, iri=id_, type=type_, name=names[0], names=tuple(sorted(names)), sources=sources)


VIEW = GraphView(
    nodes=(
        _node("arabic", EntityType.GOVERNMENT_BODY, ARABIC),
        _node("cafe", EntityType.PROJECT, ACCENTS),
        _node("img", EntityType.PROJECT, IMG),
        _node("jica", EntityType.GOVERNMENT_BODY, "Japan International Cooperation Agency", "JICA"),
        _node("link", EntityType.EVENT, LINK),
        _node("lone", EntityType.LOCALITY, "Nowhere"),
        _node("script", EntityType.FUND, SCRIPT),
        _node("viet-nam", EntityType.COUNTRY, "Viet Nam", "Vietnam"),
    ),
    edges=(
        _edge("arabic", Predicate.COOPERATES_WITH, "viet-nam", f"In Vietnam, {ARABIC} works."),
        _edge("jica", Predicate.FUNDS, "img", f"JICA plans to fund {IMG}.", Status.PLANNED),
        _edge("jica", Predicate.IMPLEMENTS, "cafe", f"JICANote 3 runs the {ACCENTS}\nwell."),
        _edge("jica", Predicate.IMPLEMENTS, "img", f"JICA runs {IMG} and {SCRIPT}."),
        _edge("jica", Predicate.SUPPORTS, "viet-nam", "JICA helps Viet\nNam."),
        _edge("script", Predicate.FUNDS, "link", f"{SCRIPT} pays for {LINK}."),
    ),
    documents=(SourceText(id="north", iri="n", title="North Report", year=2020), SourceText(id="south", iri="s")),
    denied=(_edge("jica", Predicate.SUPPORTS, "cafe", f"JICA does not help the {ACCENTS}.", Status.NEGATED),),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write_page(VIEW, path, title=f"Title {IMG}")
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page which must ask for nothing but its own file, say nothing on the console and open no dialog."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    faults: list[str] = []
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: faults.extend([request.url] * (not request.url.startswith(("file:", "about:")))))
    yield page
    context.close()
    assert faults == []


def _open(page: Page, path: Path, hash_: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}{hash_}")
    page.wait_for_selector("body[data-ready]")


def _spot(page: Page, node: str) -> dict[str, float]:
    """Where a node is drawn, in pixels of the window."""
    spot: dict[str, float] = page.evaluate(
        """(id) => {
          const { model, picture } = odagraph;
          const number = model.numberOf.get(id);
          const { x, y } = picture.view.canvasToDOM(picture.view.getPositions([number])[number]);
          const { left, top } = document.getElementById("network").getBoundingClientRect();
          return { x: left + x, y: top + y };
        }""",
        node,
    )
    return spot


def _shown(page: Page) -> list[str]:
    """Ids of the nodes that are drawn."""
    shown: list[str] = page.evaluate(
        "() => odagraph.picture.nodes.get().filter((n) => !n.hidden).map((n) => odagraph.model.entities[n.id].id)"
    )
    return sorted(shown)


def _run(page: Page, modules: tuple[str, ...], expression: str) -> Any:
    """The value of an expression over modules of the page."""
    sources = bundle(files("graph").joinpath("page", name).read_text(encoding="utf-8") for name in modules)
    return page.evaluate(f"() => {{ {sources}\n return {expression}; }}")


def test_page_shows_every_node_and_says_so(page: Page, small: Path) -> None:
    _open(page, small)
    assert _shown(page) == [node.id for node in VIEW.nodes]
    assert page.inner_text("#counts") == "8 names · 7 facts · 2 texts · 2020"
    assert page.inner_text("#status") == "8 of 8 names and 6 of 7 facts shown"


def test_real_graph_is_shown_whole(page: Page, gold_quads: tuple[Quad, ...], tmp_path: Path) -> None:
    view = from_quads(gold_quads, Namespaces())
    write_page(view, tmp_path / "gold.html", title="Gold")
    _open(page, tmp_path / "gold.html")
    assert _shown(page) == sorted(node.id for node in view.nodes)


def test_search_finds_by_acronym_with_the_keyboard(page: Page, small: Path) -> None:
    _open(page, small)
    page.keyboard.press("/")
    page.keyboard.type("jic")
    option = page.get_by_role("option")
    assert option.count() == 1
    assert "Japan International Cooperation Agency" in option.inner_text()
    assert page.get_attribute("#search", "aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Japan International Cooperation Agency"
    assert page.url.endswith("#node=jica")


def test_search_does_without_accents_and_says_when_nothing_is_found(page: Page, small: Path) -> None:
    _open(page, small)
    page.fill("#search", "CAFE pro")
    assert page.get_by_role("option").all_inner_texts()[0].startswith(ACCENTS)
    page.fill("#search", "zzz")
    assert "No name like this" in page.inner_text("#suggestions")


def test_click_on_node_shows_its_facts_with_sentences(page: Page, small: Path) -> None:
    _open(page, small)
    spot = _spot(page, "viet-nam")
    page.mouse.click(spot["x"], spot["y"])
    assert page.inner_text("#panel h2") == "Viet Nam"
    assert [heading.split("\n")[0] for heading in page.locator("#panel h3").all_inner_texts()] == [
        "supported by",
        "cooperates with",
    ]
    assert "JICA helps Viet Nam." in page.inner_text("#panel")


def test_fact_shows_its_sentence_with_both_names_marked(page: Page, small: Path) -> None:
    _open(page, small, "#node=jica")
    page.locator("#panel .sentence", has_text="well.").click()
    assert page.inner_text("#panel blockquote").split() == f"JICANote 3 runs the {ACCENTS} well.".split()
    assert page.locator("#panel mark.subject").all_inner_texts() == ["JICA"]
    assert page.locator("#panel mark.object").all_inner_texts() == [ACCENTS]
    text = page.inner_text("#panel")
    for said in ("North Report", "2020", "Ports & Harbours", "FY2021", "2,653", "83 %", "rule-1"):
        assert said in text
    assert page.evaluate("decodeURIComponent(location.hash)") == "#fact=jica+implements+cafe"


def test_click_on_edge_opens_the_fact(page: Page, small: Path) -> None:
    _open(page, small, "#node=arabic&focus=1")
    ends = [_spot(page, "arabic"), _spot(page, "viet-nam")]
    page.mouse.click(*(sum(end[axis] for end in ends) / 2 for axis in ("x", "y")))
    assert page.locator("#panel .triple").count() == 1
    assert ARABIC in page.inner_text("#panel blockquote")


def test_links_and_the_back_button_lead_from_panel_to_panel(page: Page, small: Path) -> None:
    _open(page, small, "#node=jica")
    page.locator("#panel .link", has_text="Viet Nam").click()
    assert page.inner_text("#panel h2") == "Viet Nam"
    page.go_back()
    assert page.inner_text("#panel h2") == "Japan International Cooperation Agency"
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "About this graph"


def test_address_restores_selection_and_filters(page: Page, small: Path) -> None:
    _open(page, small, "#node=jica&without-type=Country&without-relation=funds")
    assert page.inner_text("#panel h2") == "Japan International Cooperation Agency"
    assert "viet-nam" not in _shown(page)
    assert not page.is_checked("#box-group-Country")
    assert not page.is_checked("#box-relation-funds")


def test_filters_hide_and_reset_shows_again(page: Page, small: Path) -> None:
    _open(page, small)
    page.uncheck("#box-group-Programme")
    assert _shown(page) == ["arabic", "jica", "link", "lone", "viet-nam"]
    assert page.inner_text("#status") == "5 of 8 names and 2 of 7 facts shown"
    page.uncheck("#box-lone")
    page.uncheck("#box-text-south")
    assert _shown(page) == []
    page.check("#box-lone")
    assert _shown(page) == ["jica"]
    page.click("#reset")
    assert _shown(page) == [node.id for node in VIEW.nodes]


def test_node_hidden_by_the_filters_is_found_and_the_panel_says_so(page: Page, small: Path) -> None:
    _open(page, small, "#without-type=Country")
    page.fill("#search", "vietnam")
    page.keyboard.press("Enter")
    assert "Not in the picture" in page.inner_text("#panel")


def test_denied_facts_are_shown_when_asked_for(page: Page, small: Path) -> None:
    _open(page, small)
    assert "denied facts" in page.inner_text("#legend")
    page.check("#box-status-negated")
    assert page.inner_text("#status") == "All 8 names and 7 facts shown"


def test_a_plan_is_shown_as_a_plan_everywhere(page: Page, small: Path) -> None:
    _open(page, small, "#node=jica")
    assert "planned" in page.locator("#panel li", has_text="plans to fund").inner_text()
    page.click("#show-table")
    assert page.locator("tbody tr", has_text="planned").count() == 1
    page.locator("#panel .sentence", has_text="plans to fund").click()
    assert "Said as\nplanned" in page.inner_text("#panel")
    _open(page, small)
    page.uncheck("#box-status-planned")
    assert page.inner_text("#status") == "8 of 8 names and 5 of 7 facts shown"


def test_types_unfold_and_filter(page: Page, small: Path) -> None:
    _open(page, small)
    page.click("#fold-Programme")
    page.uncheck("#box-type-Fund")
    assert "script" not in _shown(page)
    assert page.evaluate("document.getElementById('box-group-Programme').indeterminate")


def test_focus_shows_the_neighbourhood(page: Page, small: Path) -> None:
    _open(page, small, "#node=viet-nam")
    page.get_by_role("button", name="Its neighbours").click()
    assert _shown(page) == ["arabic", "jica", "viet-nam"]
    page.get_by_role("button", name="Two steps").click()
    assert _shown(page) == ["arabic", "cafe", "img", "jica", "viet-nam"]
    page.get_by_role("button", name="Whole graph").click()
    assert len(_shown(page)) == len(VIEW.nodes)


def test_table_holds_the_shown_facts(page: Page, small: Path) -> None:
    _open(page, small)
    page.click("#show-table")
    assert page.locator("tbody tr").count() == 6
    page.uncheck("#box-relation-implements")
    assert page.locator("tbody tr").count() == 4
    page.locator("tbody .sentence").first.click()
    assert page.locator("#panel blockquote").count() == 1


def test_hostile_names_are_shown_and_not_run(page: Page, small: Path) -> None:
    _open(page, small, "#node=jica")
    assert page.locator("h1").inner_text() == f"Title {IMG}"
    assert IMG in page.inner_text("#panel")
    assert SCRIPT in page.inner_text("#panel")
    page.fill("#search", "href")
    assert LINK in page.inner_text("#suggestions")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == LINK
    spot = _spot(page, "link")
    page.mouse.move(spot["x"], spot["y"])
    page.wait_for_selector("#hint:not([hidden])")
    assert LINK in page.inner_text("#hint")
    assert page.locator("img, a, main script").count() == 0


def test_right_to_left_names_are_set_apart(page: Page, small: Path) -> None:
    _open(page, small, "#node=arabic")
    assert page.inner_text("#panel h2") == ARABIC
    assert page.locator("#panel h2 bdi[dir=auto]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_colour_scheme(page: Page, small: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    _open(page, small)
    red = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert (red > 128) == (scheme == "light")


def test_phone_shows_graph_filters_and_panel_in_turn(page: Page, small: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, small)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.is_visible("#side")
    page.click("#menu")
    assert page.is_visible("#box-group-Actor")
    page.click("#menu")
    page.fill("#search", "JICA")
    page.keyboard.press("Enter")
    assert page.is_visible("#panel h2")


def test_texts_can_be_chosen_all_at_once(page: Page, small: Path) -> None:
    _open(page, small)
    page.get_by_role("button", name="none texts").click()
    assert _shown(page) == []
    page.get_by_role("button", name="all texts").click()
    assert _shown(page) == [node.id for node in VIEW.nodes]


def test_empty_graph_has_a_page(page: Page, tmp_path: Path) -> None:
    write_page(GraphView(nodes=(), edges=(), documents=()), tmp_path / "empty.html", title="Empty")
    _open(page, tmp_path / "empty.html")
    assert page.inner_text("#status") == "All 0 names and 0 facts shown"


@pytest.mark.parametrize(
    ("text", "subject", "object_", "marked"),
    [
        ("Aid to Viet\nNam by JICANote 4.", ["JICA"], ["Viet Nam"], [["Viet\nNam", "object"], ["JICA", "subject"]]),
        ("UN Women, UN", ["UN", "UN Women"], ["x"], [["UN Women", "subject"], ["UN", "subject"]]),
        ("Côte d’Ivoire (C.I.)", ["Côte d'Ivoire"], ["C.I."], [["Côte d’Ivoire", "subject"], ["C.I.", "object"]]),
        ("Whoever reads WHO", ["WHO"], [""], [["WHO", "subject"]]),
    ],
)  # fmt: skip
def test_names_are_marked_as_whole_words(
    page: Page, text: str, subject: list[str], object_: list[str], marked: list[list[str]]
) -> None:
    pieces = _run(page, ("quotes.js",), f"pieces({json.dumps(text)}, {json.dumps(subject)}, {json.dumps(object_)})")
    assert "".join(piece["text"] for piece in pieces) == text
    assert [[piece["text"], piece["role"]] for piece in pieces if piece["role"]] == marked


def test_address_and_state_agree(page: Page) -> None:
    state = "node=a%26b&focus=2&view=table&without-type=Country&without-text=x+y&status=planned&status=stated&lone=no"
    assert _run(page, ("state.js",), f"formatState(parseState({json.dumps('#' + state)}))") == state
    assert _run(page, ("state.js",), "formatState(parseState('#focus=9&view=odd'))") == ""


def test_labels_do_not_cover_each_other(page: Page) -> None:
    wishes = [{"key": n, "lines": ["x"], "width": 60, "height": 14, "x": 100, "y": 100, "radius": 5} for n in range(9)]
    room = {"left": 0, "top": 0, "right": 300, "bottom": 300}
    placed = _run(page, ("labels.js",), f"placeLabels({json.dumps(wishes)}, [], {json.dumps(room)})")
    assert [label["key"] for label in placed] == [0, 1, 2, 3]
    assert _run(page, ("labels.js",), "wrapped('a'.repeat(80))[0].length") == 28
