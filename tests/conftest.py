"""Real data for the tests: our gold annotations as an extraction, and the graph of the seeds, built once."""

import fcntl
import json
import os
import re
import shutil
import signal
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from pyoxigraph import Quad

from extract.model import Claim, Document, DocumentFacts, Entity, Evidence, Extraction, Mention, Source
from graph.writing.build import BuildOptions, build, write
from graph.writing.dataset import to_quads
from ontology import EntityType, Namespaces, Predicate

# A test's time says nothing on a machine that does other work beside it.
settings.register_profile("odagraph", deadline=None, max_examples=50)
settings.load_profile("odagraph")

# What a shell starts in the background ignores Ctrl-C and hands that on: our tests of signals would wait.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: So started, the browser asks nothing of any network by itself.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)

_ROOT = Path(__file__).parents[1]
_TEXTS = _ROOT / "seeds" / "texts"
_GOLD = _ROOT / "tests" / "gold"
_SCALE = {"": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

Gold = dict[str, Any]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _entity_ids(gold: Gold) -> dict[str, str]:
    """Id in the file → id over all files: things of one group and one name are one thing."""
    return {e["id"]: f"{_slug(e['name'])}-{EntityType(e['type']).group.lower()}" for e in gold["entities"]}


def _money(written: str) -> tuple[float | None, str]:
    found = re.search(r"([\d,]+(?:\.\d+)?)\s*(thousand|million|billion|trillion)?", written)
    if not found:
        return None, ""
    currency = "USD" if "$" in written or "dollar" in written else "JPY" if "yen" in written else ""
    return float(found[1].replace(",", "")) * _SCALE[found[2] or ""], currency


def _mentions(document: Document, gold: Gold, types: dict[str, EntityType]) -> Iterator[Mention]:
    ids = _entity_ids(gold)
    for entity in gold["entities"]:
        for name in entity["mentions"]:
            start = document.text.find(name)
            place = (start, start + len(name)) if start >= 0 else (0, 1)
            yield Mention(
                document_id=document.id,
                start=place[0],
                end=place[1],
                text=document.quote(*place),
                name=name,
                type=types[ids[entity["id"]]],
                entity_id=ids[entity["id"]],
            )


def _claims(document: Document, gold: Gold, types: dict[str, EntityType]) -> Iterator[Claim]:
    ids = _entity_ids(gold)
    for relation in gold["relations"]:
        start = max(document.text.find(relation["evidence"]), 0)
        end = min(start + len(relation["evidence"]), len(document.text))
        quote = Evidence(document_id=document.id, start=start, end=end, text=document.quote(start, end))
        amount, currency = _money(relation.get("amount", ""))
        yield Claim(
            subject=ids[relation["s"]],
            predicate=Predicate(relation["p"]),
            object=ids[relation["o"]],
            subject_type=types[ids[relation["s"]]],
            object_type=types[ids[relation["o"]]],
            evidence=(quote,),
            rule="gold",
            confidence=0.9,
            year=relation.get("year"),
            amount=amount,
            currency=currency,
        )


def _facts(gold: Gold, types: dict[str, EntityType]) -> DocumentFacts:
    path = next(_TEXTS.glob(f"{gold['doc']}.*"))
    document = Document(id=gold["doc"], text=path.read_text(encoding="utf-8"), source=Source(title=gold["doc"]))
    claims = {claim.key: claim for claim in _claims(document, gold, types)}
    mentions = sorted(_mentions(document, gold, types))
    return DocumentFacts(
        document=document, mentions=tuple(mentions), claims=tuple(claims[key] for key in sorted(claims))
    )


def _extraction() -> Extraction:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_GOLD.glob("*.json"))]
    entities: dict[str, Entity] = {}
    for gold in golds:
        for item in gold["entities"]:
            id_ = _entity_ids(gold)[item["id"]]
            entities.setdefault(id_, Entity(id=id_, type=EntityType(item["type"]), name=item["name"]))
    types = {entity.id: entity.type for entity in entities.values()}
    return Extraction(
        documents=tuple(_facts(gold, types) for gold in golds),
        entities=tuple(entities[id_] for id_ in sorted(entities)),
    )


@pytest.fixture(scope="session")
def gold_extraction() -> Extraction:
    """What our gold files say of the texts in `seeds/`."""
    return _extraction()


@pytest.fixture(scope="session")
def gold_quads(gold_extraction: Extraction) -> tuple[Quad, ...]:
    """The same as quads."""
    return tuple(to_quads(gold_extraction, Namespaces()))


@pytest.fixture(scope="session")
def gold_out(gold_extraction: Extraction, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a finished output folder."""
    out = tmp_path_factory.mktemp("gold") / "out"
    write(gold_extraction, out)
    return out


@pytest.fixture(scope="session")
def seeds_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the project's own texts, built once for all processes of a session: not to be changed."""
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seeds-out"
    with out.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            build([_TEXTS], out, options=BuildOptions(jobs=1))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the tests of one module: while it runs, no other one and no event loop can start."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: none of its names is on the path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield chromium
        chromium.close()
