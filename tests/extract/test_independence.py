"""What a text gives hangs on the text alone: not on what is read before it or beside it, nor on the number of cores."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # the package ships no types

from extract.documents import read_documents
from extract.model import Document
from extract.pipeline import Reader, make_reader
from extract.relations import choose
from extract.scoring import Finding

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def texts() -> list[Document]:
    """Some passages, and a text of several windows and many sentences."""
    passages, _ = read_documents([GOLD / "passages" / "d1"])
    digests, _ = read_documents([GOLD.parents[1] / "seeds" / "texts"])
    return [*passages[:6], min(digests, key=lambda document: len(document.text))]


@pytest.fixture(scope="module")
def readings(reader: Reader, texts: list[Document]) -> list[bytes]:
    return [reader.read_one(document).to_json() for document in texts]


def test_nothing_is_left_of_the_texts_before(texts: list[Document], readings: list[bytes]) -> None:
    other = make_reader()
    assert [reading.to_json() for reading in other.read(texts[::-1])] == readings[::-1]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_sentences_parsed_in_other_batches_give_the_same(
    reader: Reader, texts: list[Document], readings: list[bytes], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.nlp.BATCH_SIZE", size)
    assert reader.read_one(texts[-1]).to_json() == readings[-1]


def test_the_number_of_cores_shows_nowhere(
    reader: Reader, texts: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Products of matrices differ in their last bits with the number of threads that share them. A reading has its
    figures rounded, which hides most of that: what is compared is what they are rounded from.
    """
    seen: list[list[float]] = []

    def spy(findings: Sequence[Finding], least: float) -> list[list[Finding]]:
        seen.append([finding.confidence for finding in findings])
        return choose(findings, least)

    monkeypatch.setattr("extract.pipeline.choose", spy)
    for threads in (1, 2, 4):
        with threadpool_limits(threads, user_api="blas"):
            reader.read_one(texts[-1])
    assert len(seen[0]) > 10
    assert seen[1:] == seen[:1] * 2
