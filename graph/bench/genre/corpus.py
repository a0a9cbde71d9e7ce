"""A corpus of made-up documents as files, written one by one: ``texts/0000/made-0000000.txt``, its truth in ``gold/``.

A folder holds one thousand. What stands already is not written again, so a stopped run goes on.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from graph.bench.genre.documents import document_id, make_document
from ontology.errors import InputError

SEED = 1
IN_A_FOLDER = 1000
TEXTS, GOLD = "texts", "gold"
_ABOUT = "corpus.json"


def generate(out: Path, documents: int, *, first: int = 0, seed: int = SEED) -> int:
    """How many documents were written; the others stood there already.

    Args:
        out: the folder of the corpus.
        documents: how many it is to have.
        first: the number of the first of them.
        seed: what all chance hangs on.

    Raises:
        InputError: the folder holds documents of another seed, or of another version of the generator.
    """
    _check(out, seed)
    written = 0
    for folder, numbers in groupby(range(first, first + documents), key=folder_of):
        texts, gold = (out / part / folder for part in (TEXTS, GOLD))
        texts.mkdir(parents=True, exist_ok=True)
        gold.mkdir(parents=True, exist_ok=True)
        there = {path.name for path in gold.iterdir()}
        for number in numbers:
            if f"{document_id(number)}.json" not in there:
                _write(seed, number, texts, gold)
                written += 1
    return written


def folder_of(number: int) -> str:
    """The name of the folder of a document.

    >>> folder_of(12_345)
    '0012'
    """
    return f"{number // IN_A_FOLDER:04}"


def gold_of(out: Path, number: int) -> Path:
    """Where the truth of a document is."""
    return out / GOLD / folder_of(number) / f"{document_id(number)}.json"


def text_of(out: Path, number: int) -> Path:
    """Where the text of a document is."""
    return out / TEXTS / folder_of(number) / f"{document_id(number)}.txt"


def _write(seed: int, number: int, texts: Path, gold: Path) -> None:
    """Writes the text, and then the truth in one step: where it stands, the text is complete."""
    made = make_document(seed, number)
    (texts / f"{made.id}.txt").write_text(made.text, encoding="utf-8")
    part = gold / f"{made.id}.part"
    part.write_text(json.dumps(made.gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(gold / f"{made.id}.json")


def _check(out: Path, seed: int) -> None:
    about = {"seed": seed, "generator": generator_digest()}
    path = out / _ABOUT
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
        if found != about:
            other = "seed" if found.get("seed") != seed else "version of the generator"
            raise InputError(f"{out}: found documents of another {other}, a folder of their own is needed")
        return
    out.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(about) + "\n", encoding="utf-8")


def generator_digest() -> str:
    """What tells versions of the generator apart: a digest of its code and its tables, those of the seeds included."""
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(file)
    return digest.hexdigest()[:16]


def _sources() -> Iterator[bytes]:
    for package, endings in (("graph.bench.genre", (".py", ".toml")), ("seeds", (".csv",))):
        inside = (file for file in files(package).iterdir() if file.name.endswith(endings))
        yield from (file.read_bytes() for file in sorted(inside, key=lambda file: file.name))
