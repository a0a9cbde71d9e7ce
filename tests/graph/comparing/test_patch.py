from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store, parse

from extract.model import Extraction
from graph.cli import run
from graph.comparing.patch import patch
from graph.store import TRIG
from graph.writing.build import BuildOptions, write

Graphs = dict[str, Path]


@pytest.fixture(scope="module")
def graphs(gold_extraction: Extraction, small_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    """Graphs that differ in texts, claims, names, base and inference."""
    folder = tmp_path_factory.mktemp("patch")
    first, *others = sorted(gold_extraction.documents, key=lambda facts: len(facts.document.text))[:2]
    both = replace(gold_extraction, documents=(first, *others))
    fewer = replace(first, claims=first.claims[::2])
    surer = replace(first, claims=tuple(replace(claim, confidence=0.5, year=1999) for claim in first.claims))
    renamed = tuple(replace(entity, name=f"{entity.name} “II”\n\\ {{}} ;") for entity in gold_extraction.entities)
    made = {
        "all": (both, BuildOptions()),
        "fewer-texts": (replace(both, documents=tuple(others)), BuildOptions()),
        "fewer-claims": (replace(both, documents=(fewer, *others)), BuildOptions()),
        "surer": (replace(both, documents=(surer, *others)), BuildOptions()),
        "renamed": (replace(both, entities=renamed), BuildOptions(inference=False)),
        "moved": (both, BuildOptions(base="https://example.org/aid/")),
    }
    for name, (extraction, options) in made.items():
        write(extraction, folder / name, options=options)
    return {name: folder / name for name in made} | {"small": small_out}


def _store(out: Path) -> Store:
    store = Store()
    store.load(path=str(out / TRIG), format=RdfFormat.TRIG)
    return store


_OTHERS = ("fewer-texts", "fewer-claims", "surer", "renamed", "moved", "small")
_PAIRS = [pair for name in _OTHERS for pair in (("all", name), (name, "all"))]


@pytest.mark.parametrize(("one", "other"), _PAIRS)
def test_applied_to_one_graph_it_gives_the_other(graphs: Graphs, one: str, other: str) -> None:
    store = _store(graphs[one])
    store.update(patch(graphs[one], graphs[other]).update())
    assert set(store) == set(_store(graphs[other]))


@pytest.mark.filterwarnings(
    r"ignore:\w+(\.\w+)? is deprecated, use Dataset:DeprecationWarning"
)  # rdflib warns of itself
def test_another_engine_gives_the_same(graphs: Graphs) -> None:
    before, after = (
        rdflib.Dataset().parse(data=(graphs[name] / TRIG).read_bytes(), format="trig")
        for name in ("fewer-claims", "surer")
    )
    before.update(patch(graphs["fewer-claims"], graphs["surer"]).update())
    assert set(before.quads()) == set(after.quads())


def test_it_holds_only_what_differs(graphs: Graphs) -> None:
    found = patch(graphs["all"], graphs["fewer-texts"])
    gone, new = set(found.gone), set(found.new)
    before, after = (_exact(graphs[name]) for name in ("all", "fewer-texts"))
    assert gone == before - after
    assert new == after - before
    assert len(gone) < len(before)


def _exact(out: Path) -> set[Quad]:
    return set(parse(path=str(out / TRIG), format=RdfFormat.TRIG))


def test_it_is_the_same_bytes_each_time_and_readable(graphs: Graphs) -> None:
    said = patch(graphs["all"], graphs["surer"]).update()
    assert said == patch(graphs["all"], graphs["surer"]).update()
    assert said.startswith("# SPARQL 1.1 Update: ")
    assert "\nDELETE DATA {\nGRAPH <https://w3id.org/odagraph/source/" in said
    assert "oda:confidence 0.50" in said


def test_of_the_same_graph_it_changes_nothing(graphs: Graphs) -> None:
    found = patch(graphs["all"], graphs["all"])
    assert not found
    store = _store(graphs["small"])
    before = set(store)
    store.update(found.update())
    assert set(store) == before


def test_the_command_writes_it_and_tells_by_its_end_whether_they_differ(
    capsys: pytest.CaptureFixture[str], graphs: Graphs
) -> None:
    one, other = str(graphs["all"]), str(graphs["surer"])
    assert run(["diff", one, other, "--format", "patch"]) == 1
    assert capsys.readouterr().out == patch(graphs["all"], graphs["surer"]).update()
    assert run(["diff", one, one, "--format", "patch"]) == 0
