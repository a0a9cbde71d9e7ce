"""The files of a corpus: written once, the same at any size, read as annotated texts are."""

from pathlib import Path

import pytest

from graph.bench.genre.corpus import generate, gold_of, text_of
from graph.evaluation.facts import read_gold
from ontology import InputError


def _files(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_documents_and_their_truth_are_written_once(tmp_path: Path) -> None:
    assert generate(tmp_path, 5) == 5
    files = _files(tmp_path)
    assert len(files) == 11
    gold_of(tmp_path, 2).unlink()
    assert generate(tmp_path, 5) == 1
    assert _files(tmp_path) == files


def test_a_document_is_the_same_in_a_corpus_of_another_size(tmp_path: Path) -> None:
    generate(tmp_path / "more", 4, first=998)
    generate(tmp_path / "one", 1, first=1001)
    assert text_of(tmp_path / "more", 1001).parent.name == "0001"
    assert _files(tmp_path / "one").items() <= _files(tmp_path / "more").items()


def test_its_truth_is_read_as_annotations_are(tmp_path: Path) -> None:
    generate(tmp_path, 3)
    for number in range(3):
        facts = read_gold(gold_of(tmp_path, number))
        assert len(facts.things) > 3
        assert facts.relations


def test_documents_of_another_seed_are_not_mixed_in(tmp_path: Path) -> None:
    generate(tmp_path, 1)
    with pytest.raises(InputError, match="found documents of another seed, a folder of their own is needed"):
        generate(tmp_path, 1, seed=2)


def test_documents_of_another_generator_are_not_mixed_in(tmp_path: Path) -> None:
    (tmp_path / "corpus.json").write_text('{"seed": 1, "generator": "other"}', encoding="utf-8")
    with pytest.raises(InputError, match="found documents of another version of the generator"):
        generate(tmp_path, 1)
