import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from extract.model import Extraction, Skipped
from graph.checking.validate import validate
from graph.store import MANIFEST, PAGE, PARTS, REPORT, STORE, TRIG, open_store, read_manifest
from graph.writing.build import BuildOptions, build, write
from ontology import BuildError, InputError, Namespaces, OntologyError


@pytest.fixture
def extraction(gold_extraction: Extraction) -> Extraction:
    """One of our texts, so that writing it is quick."""
    documents = sorted(gold_extraction.documents, key=lambda facts: len(facts.document.text))[:1]
    return replace(gold_extraction, documents=tuple(documents))


def _names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_the_folder_holds_the_whole_graph(gold_out: Path, gold_extraction: Extraction) -> None:
    assert _names(gold_out) == sorted(PARTS)
    manifest = read_manifest(gold_out)
    assert manifest.documents == tuple(facts.document.id for facts in gold_extraction.documents)
    quads = set(parse(path=str(gold_out / TRIG), format=RdfFormat.TRIG))
    assert manifest.counts["triples"] == len(quads) == len(open_store(gold_out))
    assert "<script" in (gold_out / PAGE).read_text(encoding="utf-8")


def test_the_store_holds_what_the_trig_file_holds(gold_out: Path) -> None:
    """Oxigraph writes numbers in its own way, so both go through a store."""
    from_file = Store()
    from_file.load(path=str(gold_out / TRIG), format=RdfFormat.TRIG)
    assert set(open_store(gold_out)) == set(from_file)


def test_the_same_facts_give_the_same_bytes(extraction: Extraction, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(extraction, tmp_path / name)
    for part in (TRIG, PAGE, REPORT, MANIFEST):
        assert (tmp_path / "one" / part).read_bytes() == (tmp_path / "two" / part).read_bytes()


def test_no_file_knows_where_it_was_written(extraction: Extraction, tmp_path: Path) -> None:
    write(extraction, tmp_path / "out")
    for part in (TRIG, PAGE, REPORT, MANIFEST):
        assert str(tmp_path) not in (tmp_path / "out" / part).read_text(encoding="utf-8")


def test_report_counts_and_names_what_was_left_alone(extraction: Extraction, tmp_path: Path) -> None:
    skipped = (Skipped(path="texts/scan.pdf", reason="found a .pdf file, .txt and .md are read"),)
    report = write(replace(extraction, skipped=skipped), tmp_path / "out")
    (facts,) = extraction.documents
    assert report.documents == (facts.document.id,)
    assert report.words == len(facts.document.text.split())
    assert sum(report.relations.values()) == len({claim.key for claim in facts.claims})
    assert report.counts == json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))["counts"]
    text = (tmp_path / "out" / REPORT).read_text(encoding="utf-8")
    assert text == report.text
    assert "texts/scan.pdf: found a .pdf file, .txt and .md are read" in text


def test_progress_is_told_up_to_the_end(extraction: Extraction, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write(extraction, tmp_path / "out", progress=lambda *step: told.append(step))
    assert told[0] == ("writing the graph", 0, 4)
    assert told[-1] == ("writing the graph", 4, 4)


def test_base_is_that_of_the_options(extraction: Extraction, tmp_path: Path) -> None:
    write(extraction, tmp_path / "out", options=BuildOptions(base="https://example.org/aid/"))
    assert read_manifest(tmp_path / "out").base == "https://example.org/aid/"
    assert validate(open_store(tmp_path / "out"), Namespaces("https://example.org/aid/")) == ()
    assert Namespaces().base not in (tmp_path / "out" / TRIG).read_text(encoding="utf-8")


def test_a_base_that_is_no_iri_is_refused_before_the_work() -> None:
    with pytest.raises(InputError, match="--base"):
        BuildOptions(base="here")


def test_a_new_graph_takes_the_place_of_the_old(extraction: Extraction, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write(extraction, out)
    write(replace(extraction, documents=()), out)
    assert read_manifest(out).documents == ()
    assert _names(out.parent) == ["out"]


def test_a_link_to_a_folder_stays_a_link(extraction: Extraction, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    write(extraction, tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert _names(tmp_path / "real") == sorted(PARTS)


def test_a_build_that_fails_leaves_the_old_graph(extraction: Extraction, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(extraction, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(OntologyError):
        write(replace(extraction, entities=()), out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert _names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (("notes.md",), "found a folder with other things in it"),
        ((STORE,), "found a folder with other things in it"),
        ((MANIFEST, "notes.md"), "found 'notes.md', which no build wrote"),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(
    extraction: Extraction, tmp_path: Path, present: tuple[str, ...], found: str
) -> None:
    for name in present:
        (tmp_path / name).touch()
    with pytest.raises(BuildError, match=found):
        write(extraction, tmp_path)
    assert _names(tmp_path) == sorted(present)


def test_a_place_below_a_file_is_refused(extraction: Extraction, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BuildError, match="cannot be written"):
        write(extraction, tmp_path / "file" / "out")


def test_a_place_that_is_refused_costs_no_reading(tmp_path: Path) -> None:
    (tmp_path / "notes.md").touch()
    with pytest.raises(BuildError):
        build([tmp_path / "no-such-text.txt"], tmp_path)


def test_texts_become_a_graph_that_conforms_and_comes_out_the_same_again(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text(
        "The Japan International Cooperation Agency (JICA) implemented the Blue Harbour Project in Kenya in 2021.\n",
        encoding="utf-8",
    )
    report = build([text], tmp_path / "one")
    build([text], tmp_path / "two", options=BuildOptions(jobs=1))
    assert report.documents == ("note",)
    assert report.entities["Country"] == 1
    assert validate(open_store(tmp_path / "one"), Namespaces()) == ()
    assert (tmp_path / "one" / TRIG).read_bytes() == (tmp_path / "two" / TRIG).read_bytes()


def test_a_text_that_is_not_there_leaves_the_old_graph(extraction: Extraction, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(extraction, out)
    before = (out / TRIG).read_bytes()
    with pytest.raises(InputError, match="no-such-text"):
        build([tmp_path / "no-such-text.txt"], out)
    assert (out / TRIG).read_bytes() == before
    assert _names(tmp_path) == ["out"]


def test_a_claim_less_sure_than_asked_for_is_left_out(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text(
        "JICA supports Kenya. Kenya and Norway met; a plan for Peru and JICA may follow.\n", encoding="utf-8"
    )
    every = build([text], tmp_path / "out", options=BuildOptions(min_confidence=0.0))
    few = build([text], tmp_path / "out", options=BuildOptions(min_confidence=0.6))
    assert 0 < few.claims < every.claims
