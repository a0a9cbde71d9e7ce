"""The seed texts: each restates a founding document in our own words, and its annotation quotes it verbatim."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
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


SETS = sorted({path.parent for path in (GOLD / "passages").rglob("*.txt")})


@pytest.mark.parametrize("texts", [*SETS, TEXTS], ids=lambda folder: folder.name)
def test_annotations_fit_their_texts(texts: Path) -> None:
    """Mentions stand in the text, evidence too (line breaks aside), and every relation joins known things."""
    names = DIGESTS if texts == TEXTS else [path.name for path in sorted(texts.glob("*.txt"))]
    faults = {name: [*_faults(texts / name, GOLD if texts == TEXTS else texts)] for name in names}
    assert faults
    assert {name: found for name, found in faults.items() if found} == {}


def _faults(path: Path, folder: Path) -> Iterator[object]:
    """Yields: what does not fit in the annotation of a text, which lies in a folder."""
    gold = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
    text = " ".join(path.read_text(encoding="utf-8").split())
    entities, relations = gold["entities"], gold["relations"]
    types = {entity["id"]: EntityType(entity["type"]) for entity in entities}
    if len(types) != len(entities):
        yield "an id twice"
    quotes = chain(*(entity["mentions"] for entity in entities), (relation["evidence"] for relation in relations))
    yield from (quote for quote in quotes if " ".join(quote.split()) not in text)
    for relation in relations:
        subject, object_ = types.get(relation["s"]), types.get(relation["o"])
        if subject is None or object_ is None or relation["p"] not in {*Predicate}:
            yield relation
            continue
        if folder == GOLD and not fits(subject, Predicate(relation["p"]), object_):
            yield relation
