"""How soon the page draws and answers, beside pyvis's stock page of the same graph: ``python -m graph.bench.page``.

Both pages are files, opened offline in a Chromium, in turn. The first drawing is the first sign on a canvas of the
page; the page answers once it does within 50 ms what it is asked for after that. The stock page first lets its physics
settle. A page that has not answered when patience ends counts as if it did then, so that the ratio is an upper bound.
"""

import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from graph.facts import Edge, EdgeClaim, GraphView, Node, Quote, SourceText, open_view
from graph.page.drawing import Counted
from graph.page.view import page_html
from graph.tables import Cell, Format, Table, render
from ontology.errors import InputError, OdagraphError
from ontology.vocabulary import EntityType, Predicate, Status

REPEATS = 3
#: The generated graph: nodes, relations, and the groups that three of four relations stay within.
NODES, EDGES, GROUPS = 2000, 8000, 25
SEED = 1
#: Seconds that a page may take before it is given up; the stock page of the generated graph takes many minutes.
PATIENCE = 120
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

_PROBE = """(() => {
  let drawn = 0;
  const fill = CanvasRenderingContext2D.prototype.fill;
  const ask = () => {
    const asked = performance.now();
    setTimeout(() => {
      if (performance.now() - asked < 50) console.log(`answers ${drawn} ${performance.now()}`);
      else ask();
    });
  };
  CanvasRenderingContext2D.prototype.fill = function (...given) {
    if (!drawn && this.canvas.isConnected && this.canvas.width > 200) {
      drawn = performance.now();
      ask();
    }
    return fill.apply(this, given);
  };
})()"""


def generated(nodes: int = NODES, edges: int = EDGES) -> GraphView:
    """A graph with hubs and groups, as relations between organisations have, the same every time."""
    drawn = random.Random(SEED)  # noqa: S311 (no secret hangs on it)
    group = [drawn.randrange(GROUPS) for _ in range(nodes)]
    members = [[node for node in range(nodes) if group[node] == number] for number in range(GROUPS)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < edges:
        start, far = (int(nodes * drawn.random() ** 2.2) for _ in range(2))
        end = drawn.choice(members[group[start]]) if drawn.random() < 0.75 else far
        if start != end:
            pairs.add((start, end))
    types = list(EntityType)
    return GraphView(
        nodes=tuple(
            Node(id=f"n{n:05}", iri=f"n{n}", type=types[n % len(types)], name=f"Name {n}", sources=("text",))
            for n in range(nodes)
        ),
        edges=tuple(_edge(number, *pair) for number, pair in enumerate(sorted(pairs))),
        documents=(SourceText(id="text", iri="text", title="Generated text"),),
    )


def _edge(number: int, start: int, end: int) -> Edge:
    sentence = f"In the sentence numbered {number}, Name {start} is said to support Name {end} in some manner."
    quote = Quote(document="text", start=number * 200, end=number * 200 + len(sentence), text=sentence)
    claim = EdgeClaim(
        iri="c",
        document="text",
        confidence=0.9,
        rule="r",
        status=Status.STATED,
        evidence=(quote,),
        year=2000 + start % 24,
    )
    return Edge(subject=f"n{start:05}", predicate=Predicate.SUPPORTS, object=f"n{end:05}", claims=(claim,))


def stock_page(view: GraphView) -> str:
    """The page that pyvis makes of a graph by itself, its script inside it."""
    from pyvis.network import Network  # type: ignore[import-untyped]  # noqa: PLC0415 (pyvis has no types)

    network = Network(directed=True, cdn_resources="in_line")
    network.node_ids = Counted()
    numbers = {node.id: number for number, node in enumerate(view.nodes)}
    for node in view.nodes:
        network.add_node(numbers[node.id], label=node.name, title=node.name, group=node.group)
    for edge in view.edges:
        network.add_edge(numbers[edge.subject], numbers[edge.object], title=str(edge.predicate))
    return str(network.generate_html())


def opening(browser: Any, page: Path, patience: float) -> tuple[float, float] | None:
    """Seconds from the opening of a file to its first drawing and until it answers; None when patience ended before."""
    from playwright.sync_api import TimeoutError as Late  # noqa: PLC0415 (only who measures needs it)

    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    try:
        tab = context.new_page()
        tab.add_init_script(_PROBE)
        said = {"predicate": lambda message: message.text.startswith("answers "), "timeout": patience * 1000}
        with tab.expect_console_message(**said) as message:
            tab.goto(page.as_uri(), wait_until="commit")
        drawn, answers = (float(number) / 1000 for number in message.value.text.split()[1:])
    except Late:
        return None
    finally:
        context.close()
    return drawn, answers


def compare(views: dict[str, GraphView], repeats: int, patience: float = PATIENCE) -> Table:
    """One row for each graph: medians of both pages in seconds, their ratios, and the size of ours in kilobytes.

    Raises:
        InputError: a page of ours does not answer before patience ends.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only who measures needs it)

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_OPTIONS))
        rows = [_row(browser, name, view, Path(folder), (repeats, patience)) for name, view in views.items()]
        browser.close()
    columns = ("graph", "drawn", "stock_drawn", "drawn_ratio", "answers", "stock_answers", "answers_ratio", "kilobytes")
    return Table(columns, tuple(rows))


def _row(browser: Any, name: str, view: GraphView, folder: Path, how: tuple[int, float]) -> tuple[Cell, ...]:
    ours, stock = folder / "ours.html", folder / "stock.html"
    ours.write_text(page_html(view, title=name), encoding="utf-8")
    stock.write_text(stock_page(view), encoding="utf-8")
    runs = [_pair(browser, ours, stock, how[1]) for _ in range(how[0])]
    cells: list[Cell] = [name]
    for part in (0, 1):
        own, other = (statistics.median(run[page][part] for run in runs) for page in (0, 1))
        cells += [round(own, 2), f"over {other:g}" if other >= how[1] else round(other, 2), round(own / other, 3)]
    return (*cells, round(ours.stat().st_size / 1000))


def _pair(browser: Any, ours: Path, stock: Path, patience: float) -> tuple[tuple[float, float], tuple[float, float]]:
    own = opening(browser, ours, patience)
    if own is None:
        raise InputError(f"{ours.name}: found no answer within {patience:g} s, a page of ours has to answer")
    return own, opening(browser, stock, patience) or (patience, patience)


@click.command(epilog="Example: python -m graph.bench.page --out out")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="A built graph.")
@click.option("--repeats", type=click.IntRange(min=1), default=REPEATS, show_default=True, help="Pairs of openings.")
@click.option("--patience", type=float, default=PATIENCE, show_default=True, help="Seconds that a page may take.")
def main(out: Path, repeats: int, patience: float) -> None:
    """Measure the page of a built graph and of a generated one against pyvis's own page."""
    try:
        if not out.is_dir():
            raise InputError(f"{out}: found no folder, a graph that `odagraph build` wrote is needed")
        table = compare(
            {str(out.name): open_view(out), f"{NODES} names, {EDGES} facts": generated()}, repeats, patience
        )
    except OdagraphError as error:
        click.echo(f"odagraph: {error}", err=True)
        sys.exit(error.exit_code)
    click.echo(render(table, Format.TABLE), nl=False)


if __name__ == "__main__":
    main()
