"""Builds with corrections: where they come from, how they last, and what the graph tells of them."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from extract.corrections.parsing import load_corrections
from extract.readings import Reading
from graph.checking.validate import validate
from graph.cli import run
from graph.facts import open_view
from graph.store import CORRECTIONS, PAGE, REPORT, TRIG, open_store
from graph.why import in_words, why
from graph.writing.build import build
from graph.writing.update import add, remove
from ontology import InputError, Namespaces, QueryError

Made = Mapping[tuple[str, bool], Reading]
Shelve = Callable[[Path], None]

NAMES = Namespaces()
RENAMED = (
    '[[rename]]\nthing = "actor-ministry-of-ports-in-west"\nname = "Ports Ministry"\n'
    'by = "Ann Otieno"\nnote = "its new name"\n'
)
DROPPED = (
    '[[drop-fact]]\nsubject = "JICA"\nrelation = "implements"\nobject = "Blue Harbour Project"\nby = "Ben"\n'
    '[[drop-thing]]\nthing = "Nairobi"\n'
)
ADDED = (
    '[[add-fact]]\ntext = "South"\nquote = "Norway pays for the blue harbour project."\nsubject = "Norway"\n'
    'relation = "cooperatesWith"\nobject = "Kenya"\nyear = 2021\n'
)
ALL = RENAMED + DROPPED + ADDED


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A folder of texts."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for id_ in ("north", "south", "west"):
        (texts / f"{id_}.txt").write_text(made[id_, False].document.text, encoding="utf-8")
    return texts


@pytest.fixture
def out(shelve: Shelve, tmp_path: Path) -> Path:
    """The place of a graph whose texts were read before."""
    out = tmp_path / "out"
    shelve(out)
    return out


def _names(out: Path) -> set[str]:
    return {node.name for node in open_view(out).nodes}


def _edges(out: Path) -> set[tuple[str, str, str]]:
    return {(edge.subject, str(edge.predicate), edge.object) for edge in open_view(out).edges}


def _corrections(out: Path) -> list[Quad]:
    graph = NamedNode(NAMES.corrections_graph)
    return sorted(open_store(out).quads_for_pattern(None, None, None, graph), key=str)


def test_corrections_beside_the_texts_are_applied_and_kept(folder: Path, out: Path) -> None:
    (folder / CORRECTIONS).write_text(ALL, encoding="utf-8")
    report = build([folder], out)
    assert report.skipped == report.unread == ()
    assert "Ports Ministry" in _names(out)
    assert ("kenya", "cooperatesWith", "norway") in _edges(out)
    assert (out / CORRECTIONS).read_text(encoding="utf-8") == ALL
    assert "Ben" not in (out / REPORT).read_text(encoding="utf-8")
    assert "“Nairobi” is dropped — things dropped: 1, facts dropped: 1" in (out / REPORT).read_text(encoding="utf-8")
    assert validate(open_store(out), NAMES) == ()


def test_a_rebuild_and_other_texts_apply_what_is_kept(folder: Path, out: Path, made: Made, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(ALL, encoding="utf-8")
    build([folder], out, corrections=load_corrections(tmp_path / "mine.toml"))
    first = (out / TRIG).read_bytes()
    build([folder], out)
    assert (out / TRIG).read_bytes() == first
    (tmp_path / "east.txt").write_text(made["east", False].document.text, encoding="utf-8")
    add([tmp_path / "east.txt"], out)
    assert "Ports Ministry" in _names(out)
    remove(["east"], out)
    assert (out / TRIG).read_bytes() == first
    report = remove(["west"], out)
    assert "Ports Ministry" not in _names(out)
    assert len(report.unused) == 2
    assert "found no thing named 'actor-ministry-of-ports-in-west'" in report.unused[1]
    assert (out / CORRECTIONS).read_text(encoding="utf-8") == ALL


def test_corrections_can_be_forgotten(
    capsys: pytest.CaptureFixture[str], folder: Path, out: Path, tmp_path: Path
) -> None:
    build([folder], out)
    plain = (out / TRIG).read_bytes()
    (tmp_path / "mine.toml").write_text(DROPPED, encoding="utf-8")
    assert run(["build", str(folder), "--out", str(out), "--corrections", str(tmp_path / "mine.toml")]) == 0
    assert (out / TRIG).read_bytes() != plain
    assert run(["build", str(folder), "--out", str(out), "--no-corrections"]) == 0
    assert (out / TRIG).read_bytes() == plain
    assert not (out / CORRECTIONS).exists()
    assert capsys.readouterr().err == ""


def test_a_graph_is_corrected_without_its_texts(
    capsys: pytest.CaptureFixture[str], folder: Path, out: Path, tmp_path: Path
) -> None:
    build([folder], out)
    plain = (out / TRIG).read_bytes()
    mine = tmp_path / "mine.toml"
    mine.write_text(ALL, encoding="utf-8")
    whole = Path(shutil.copytree(out, tmp_path / "whole"))
    build([folder], whole, corrections=load_corrections(mine))
    for text in folder.iterdir():
        text.unlink()
    assert run(["correct", str(mine), "--out", str(out)]) == 0
    assert (out / TRIG).read_bytes() == (whole / TRIG).read_bytes()
    assert run(["correct", "--out", str(out), "--none"]) == 0
    assert (out / TRIG).read_bytes() == plain
    assert not (out / CORRECTIONS).exists()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "found neither a file nor --none, one of the two is needed"),
        (["nowhere.toml"], "nowhere.toml: found"),
        (["nowhere.toml", "--none"], "found it beside the option for no corrections"),
    ],
)
def test_a_wrong_call_of_correct_is_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path, out: Path, words: list[str], message: str
) -> None:
    build([folder], out)
    assert run(["correct", *words, "--out", str(out)]) == 2
    assert message in capsys.readouterr().err


def test_a_correction_that_does_nothing_is_told_and_is_no_mistake(
    capsys: pytest.CaptureFixture[str], folder: Path, out: Path
) -> None:
    (folder / CORRECTIONS).write_text(
        '[[drop-fact]]\nsubject = "Kenya"\nrelation = "funds"\nobject = "Nairobi"\n', encoding="utf-8"
    )
    assert run(["build", str(folder), "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert (
        said == f"{folder / CORRECTIONS} line 1 ([[drop-fact]] 1): found no text that states the fact, it did nothing\n"
    )
    assert "found no text that states the fact" in (out / REPORT).read_text(encoding="utf-8")
    assert _corrections(out) == []


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[rename]]\nthing = "Ministry of Prots"\nname = "x"\n', "did you mean Ministry of Ports?"),
        ('[[retype]]\nthing = "Nairobi"\ntype = "City"\n', "line 1 ([[retype]] 1), type: found 'City'"),
        ("[[rename]\n", "found no TOML"),
    ],
)
def test_a_mistake_is_one_line_and_leaves_the_graph_as_it_was(
    capsys: pytest.CaptureFixture[str], folder: Path, out: Path, toml: str, message: str
) -> None:
    build([folder], out)
    before = (out / TRIG).read_bytes()
    (folder / CORRECTIONS).write_text(toml, encoding="utf-8")
    assert run(["build", str(folder), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert message in said
    assert (out / TRIG).read_bytes() == before


def test_one_file_of_corrections_has_to_be_chosen(folder: Path, out: Path, made: Made, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "east.txt").write_text(made["east", False].document.text, encoding="utf-8")
    for place in (folder, other):
        (place / CORRECTIONS).write_text(RENAMED, encoding="utf-8")
    with pytest.raises(InputError, match="choose with --corrections"):
        build([folder, other], out)


def test_the_graph_tells_who_changed_what_and_why(folder: Path, out: Path) -> None:
    (folder / CORRECTIONS).write_text(ALL, encoding="utf-8")
    build([folder], out)
    store = open_store(out)
    told = in_words(why(store, NAMES, "Norway", "cooperatesWith", "Kenya"))
    assert "rule correction, confidence 1.00" in told
    assert "corrected by somebody: “Norway” cooperatesWith “Kenya” in South is added" in told
    with pytest.raises(QueryError, match="Nairobi was dropped"):
        why(store, NAMES, "Ports Ministry")


def test_what_was_dropped_is_nowhere_and_is_told(folder: Path, out: Path) -> None:
    (folder / CORRECTIONS).write_text(ALL, encoding="utf-8")
    build([folder], out)
    store = open_store(out)
    nairobi, kept = NamedNode(NAMES.entity("locality-nairobi")), NamedNode(NAMES.corrections_graph)
    assert {quad.graph_name for quad in store.quads_for_pattern(nairobi, None, None, None)} == {kept}
    assert {quad.graph_name for quad in store.quads_for_pattern(None, None, nairobi, None)} == {kept}
    assert "Nairobi" not in (out / PAGE).read_text(encoding="utf-8")
    assert ("jica", "implements", "programme-blue-harbour-project") not in _edges(out)
    implemented = NamedNode(NAMES.term("implementedBy"))
    assert list(store.quads_for_pattern(None, implemented, None, None)) == []
    with pytest.raises(QueryError, match="Nairobi was dropped: somebody says that “Nairobi” is dropped"):
        why(store, NAMES, "Nairobi")
    with pytest.raises(QueryError, match="was dropped: Ben says that “JICA” implements “Blue Harbour Project”"):
        why(store, NAMES, "JICA", "implements", "Blue Harbour Project")
