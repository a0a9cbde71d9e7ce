"""The seed texts: each restates a founding document in our own words, and its annotation quotes it verbatim."""

import hashlib
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ontology.vocabulary import EntityType, Predicate, fits

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "seeds" / "texts"
GOLD = ROOT / "tests" / "gold"
ORIGINALS = ROOT.parent / "shared" / "seeds"
RUN = 10
LEAST_SHARE = 0.6

#: Digest → the number that its original's file name starts with.
DIGESTS = {
    "mofa-white-paper-2023-digital.txt": "000",
    "jica-annual-report-2020-technical-cooperation.txt": "001",
    "mofa-white-paper-2018-peace.txt": "002",
    "mic-newsletter-2020.txt": "003",
    "mext-white-paper-2011-science-diplomacy.md": "004",
}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _original(digest: str) -> str:
    found = sorted(ORIGINALS.glob(f"{DIGESTS[digest]}_*.txt"))
    if not found:
        pytest.skip("the founding documents are not beside the project (../shared/seeds)")
    return found[0].read_text(encoding="utf-8")


@cache
def _gold(digest: str) -> Any:
    return json.loads((GOLD / Path(digest).with_suffix(".json").name).read_text(encoding="utf-8"))


def _name_words(digest: str) -> set[str]:
    """The words of the official names and titles that the annotation lists, and what stands between them."""
    names = [name for entity in _gold(digest)["entities"] for name in (entity["name"], *entity["mentions"])]
    return {word for name in names for word in _words(name)}


def test_every_text_has_an_original_and_an_annotation() -> None:
    assert {path.name for path in TEXTS.iterdir()} == set(DIGESTS)
    assert {path.stem for path in GOLD.glob("*.json")} == {Path(name).stem for name in DIGESTS}


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_digest_keeps_most_of_the_length(digest: str) -> None:
    original = _original(digest)
    assert len((TEXTS / digest).read_text(encoding="utf-8")) >= LEAST_SHARE * len(original)


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_digest_shares_no_run_of_words_beyond_names(digest: str) -> None:
    """A run that also stands in the original is allowed where most of it is an official name or a quoted title."""
    original = _words(_original(digest))
    shared = {tuple(original[i : i + RUN]) for i in range(len(original) - RUN + 1)}
    text = (TEXTS / digest).read_text(encoding="utf-8")
    own = _words(re.sub(r"\(Photo: [^()]*\)", " ", text))  # a credit is an official name and nothing else
    names = _name_words(digest) | {
        word for title in re.findall(r"[“\"]([^”\"]{15,250})[”\"]", text) for word in _words(title)
    }
    runs = [own[i : i + RUN] for i in range(len(own) - RUN + 1) if tuple(own[i : i + RUN]) in shared]
    assert [" ".join(run) for run in runs if sum(word in names for word in run) < RUN - 2] == []


@pytest.mark.parametrize("digest", DIGESTS)
def test_the_sources_file_knows_the_text(digest: str) -> None:
    sources = tomllib.loads((ROOT / "seeds" / "sources.toml").read_text(encoding="utf-8"))["sources"]
    assert sources[Path(digest).stem]["sha256"] == hashlib.sha256((TEXTS / digest).read_bytes()).hexdigest()


ANNOTATED = sorted((GOLD / "passages").rglob("*.txt")) + [TEXTS / name for name in DIGESTS]


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_an_annotation_fits_its_text(path: Path) -> None:
    """Mentions stand in the text, evidence too (line breaks aside), and every relation joins known things."""
    folder = GOLD if path.parent == TEXTS else path.parent
    gold = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
    text = " ".join(path.read_text(encoding="utf-8").split())
    types = {entity["id"]: EntityType(entity["type"]) for entity in gold["entities"]}
    assert len(types) == len(gold["entities"])
    missing = [m for entity in gold["entities"] for m in entity["mentions"] if " ".join(m.split()) not in text]
    unquoted = [r["evidence"] for r in gold["relations"] if " ".join(r["evidence"].split()) not in text]
    assert (missing, unquoted) == ([], [])
    assert all(relation["s"] in types and relation["o"] in types for relation in gold["relations"])
    assert all(relation["p"] in set(Predicate) for relation in gold["relations"])
    if folder == GOLD:
        assert all(fits(types[r["s"]], Predicate(r["p"]), types[r["o"]]) for r in gold["relations"])
