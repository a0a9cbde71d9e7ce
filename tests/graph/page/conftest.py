"""A reader: a real Chromium, offline, that opens pages, clicks and types, and a small graph with all that a page shows.

Whatever the page asks of the network, says on the console or opens as a dialog fails the test.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText
from graph.page.selection import Part
from graph.page.view import MODULES, bundle, page_html
from graph.values import NodeSector
from ontology import EntityType, Predicate, Status

SCREENSHOTS = Path(__file__).parents[3] / "build" / "screenshots"

IMG = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
LINK = '<a href="javascript:alert(3)">Link</a>'
ARABIC = "وكالة التعاون الدولي"
ACCENTS = "Cafe\u0301 Project"
FORMULA = "=HYPERLINK(1)"


def _edge(
    subject: str, predicate: Predicate, object_: str, text: str, status: Status = Status.STATED, **said: Any
) -> Edge:
    document = "north" if subject == "jica" else "south"
    quote = Quote(document=document, start=0, end=len(text), text=text, heading="Ports & Harbours")
    claim = EdgeClaim(
        iri="c",
        document=document,
        rule="rule-1",
        status=status,
        evidence=(quote,),
        **{"confidence": 0.83, **said},
    )
    return Edge(subject=subject, predicate=predicate, object=object_, claims=(claim,))


def _node(id_: str, type_: EntityType, *names: str, **known: Any) -> Node:
    sources = ("north", "south") if id_ in {"cafe", "img", "jica", "viet-nam"} else ("south",)
    return Node(id=id_, iri=id_, type=type_, name=names[0], names=tuple(sorted(names)), sources=sources, **known)


_HEALTH = NodeSector(
    code="12220",
    label="Basic health care",
    confidence=0.9,
    document="south",
    evidence=(Quote(document="south", start=5, end=20, text=f"{ACCENTS} builds clinics."),),
)
_FISCAL: dict[str, Any] = {"year": 2021, "fiscal": True, "participants": 2653}
_P = Predicate

VIEW = GraphView(
    nodes=(
        _node("arabic", EntityType.GOVERNMENT_BODY, ARABIC),
        _node("cafe", EntityType.PROJECT, ACCENTS, sectors=(_HEALTH,)),
        _node("formula", EntityType.COMPANY, FORMULA),
        _node("img", EntityType.PROJECT, IMG),
        _node("jica", EntityType.GOVERNMENT_BODY, "Japan International Cooperation Agency", "JICA"),
        _node("kenya", EntityType.COUNTRY, "Kenya", codes=(("alpha3", "KEN"), ("region", "014"))),
        _node("link", EntityType.EVENT, LINK),
        _node("lone", EntityType.LOCALITY, "Nowhere"),
        _node("mombasa", EntityType.LOCALITY, "Mombasa", country="kenya"),
        _node("script", EntityType.FUND, SCRIPT),
        _node("viet-nam", EntityType.COUNTRY, "Viet Nam", "Vietnam", codes=(("region", "035"),)),
    ),
    edges=(
        _edge("arabic", _P.COOPERATES_WITH, "viet-nam", f"In Vietnam, {ARABIC} works.", year=2015),
        _edge("cafe", _P.OPERATES_IN, "mombasa", f"The {ACCENTS} is at work in Mombasa.", confidence=0.4),
        _edge("cafe", _P.OPERATES_IN, "viet-nam", f"The {ACCENTS} is at work in Viet Nam."),
        _edge("formula", _P.FUNDS, "cafe", f"{FORMULA} pays for the {ACCENTS}."),
        _edge("jica", _P.FUNDS, "img", f"JICA plans to fund {IMG}.", Status.PLANNED, year=2024),
        _edge("jica", _P.IMPLEMENTS, "cafe", f"JICANote 3 runs the {ACCENTS}\nwell.", **_FISCAL),
        _edge("jica", _P.IMPLEMENTS, "img", f"JICA runs {IMG} and {SCRIPT}."),
        _edge("jica", _P.SUPPORTS, "viet-nam", "JICA helps Viet\nNam.", year=2019),
        _edge("mombasa", _P.LOCATED_IN, "kenya", "Mombasa lies in Kenya.", confidence=0.97),
        _edge("script", _P.FUNDS, "link", f"{SCRIPT} pays for {LINK}."),
    ),
    documents=(SourceText(id="north", iri="n", title="North Report", year=2020), SourceText(id="south", iri="s")),
    denied=(_edge("jica", _P.SUPPORTS, "cafe", f"JICA does not help the {ACCENTS}.", Status.NEGATED),),
)


def many(count: int, of: int) -> GraphView:
    """A ring of stars with so many nodes in each of `of` stars, and one node without a fact."""
    ids = [f"s{star:02}-{number:03}" for star in range(of) for number in range(count)]
    nodes = tuple(_node(id_, EntityType.COMPANY, f"Name {id_}") for id_ in (*ids, "zz"))
    spokes = [(f"s{star:02}-000", f"s{star:02}-{number:03}") for star in range(of) for number in range(1, count)]
    ring = [(f"s{star:02}-000", f"s{(star + 1) % of:02}-000") for star in range(of)]
    edges = [_edge(a, _P.FUNDS, b, f"Name {a} funds Name {b}.") for a, b in sorted(spokes + ring)]
    return replace(VIEW, nodes=nodes, edges=tuple(edges), denied=())


@dataclass
class Reader:
    """Whoever reads a page: the browser's tab, and what the tests ask of it again and again."""

    page: Page
    folder: Path
    faults: list[str]

    def open(self, hash_: str = "", *, view: GraphView | Part = VIEW, fresh: bool = False, **options: Any) -> None:
        """Opens the page of a graph, written once for each graph and choice of options.

        A page that is open already is only sent to another address, unless it has to be `fresh`.
        """
        path = self.folder / f"{id(view)}-{abs(hash(json.dumps(options, sort_keys=True)))}.html"
        if not path.exists():
            path.write_text(page_html(view, title=f"Title {IMG}", **options), encoding="utf-8")
        if fresh or self.page.url.partition("#")[0] != path.as_uri():
            self.page.goto("about:blank")
        self.page.goto(f"{path.as_uri()}{hash_ or '#'}")
        self.page.wait_for_selector("body[data-ready]")

    def shown(self) -> list[str]:
        """Ids of the entities that are drawn each by itself."""
        found: list[str] = self.page.evaluate(
            "() => [...odagraph.scene().spots.keys()].flatMap((key) => odagraph.model.entities[key]?.id ?? [])"
        )
        return sorted(found)

    def facts(self) -> int:
        """How many facts are shown."""
        return int(self.page.evaluate("() => odagraph.shown().facts.size"))

    def spot(self, node: str) -> tuple[float, float]:
        """Where an entity, or a community by its key, is drawn, in pixels of the window."""
        x, y = self.page.evaluate(
            """(id) => {
              const { model, picture } = odagraph;
              const key = model.numberOf.get(id) ?? id;
              const { x, y } = picture.view.canvasToDOM(picture.view.getPositions([key])[key]);
              const { left, top } = document.getElementById("network").getBoundingClientRect();
              return [left + x, top + y];
            }""",
            node,
        )
        return x, y

    def click(self, node: str) -> None:
        """Clicks an entity or a community in the picture."""
        self.page.mouse.click(*self.spot(node))

    def unfold(self, section: str) -> None:
        """Unfolds a section of the filters."""
        summary = self.page.locator(f"#section-{section}")
        if not summary.evaluate("(summary) => summary.parentElement.open"):
            summary.click()

    def status(self) -> str:
        """The line that says how much is shown."""
        return self.page.inner_text("#status")

    def hash(self) -> str:
        """What stands in the address after its #, as a reader reads it."""
        return str(self.page.evaluate("decodeURIComponent(location.hash).replace(/\\+/g, ' ')"))

    def keep(self, name: str) -> None:
        """Keeps a picture of the window for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def run(self, expression: str) -> Any:
        """The value of an expression over the page's modules, each known as `$name`; page.js is left out."""
        sources = {
            name: files("graph").joinpath("page", "browser", name).read_text(encoding="utf-8") for name in MODULES[:-1]
        }
        return self.page.evaluate(f"() => {{ {bundle(sources)}\n return {expression}; }}")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", offline=True)
    yield made
    made.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    faults: list[str] = []
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: faults.extend([request.url] * (not request.url.startswith(_OWN))))
    yield page, faults
    page.close()


@pytest.fixture
def reader(tab: tuple[Page, list[str]], folder: Path) -> Iterator[Reader]:
    page, faults = tab
    faults.clear()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield Reader(page, folder, faults)
    assert faults == []


#: A page may ask for its own file and for what it made itself.
_OWN = ("file:", "about:", "blob:", "data:")


@pytest.fixture(scope="session")
def view() -> GraphView:
    return VIEW


@pytest.fixture(scope="session")
def large() -> GraphView:
    return many(100, 16)
