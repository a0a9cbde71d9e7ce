"""The scale run in small: two documents built, their steps timed, scored against their truth; a stopped run goes on."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.bench.genre.corpus import generate
from graph.bench.sampled import sampled
from graph.bench.scale import bench_scale, scale_table
from graph.bench.staged import Stages


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("scale") / "corpus"
    generate(out, 3)
    return out


def test_a_build_tells_its_steps_and_its_graph_is_scored(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    arguments = ["-m", "graph.bench.staged", str(out), "1", str(corpus / "texts")]
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["counts"]["documents"] == 3
    assert len(said["stages"]) > 1
    assert all(took["seconds"] >= 0 and took["peak_mb"] > 20 for took in said["stages"].values())
    scores = sampled(out, corpus, 3)
    assert scores["first"] == scores["spread"]
    assert scores["first"]["entity"]["f1"] > 0.7
    assert scores["first"]["identity"]["f1"] > 0.9


def test_a_step_of_few_counts_is_divided() -> None:
    stages = Stages()
    for step, done, total in (("reading", 0, 500), ("reading", 500, 500), ("writing", 0, 2), ("writing", 1, 2)):
        stages.tell(step, done, total)
    stages.end()
    assert list(stages.took) == ["starting", "reading", "writing, part 1 of 2", "writing, part 2 of 2"]


def _kept(work: Path, documents: int, figures: dict[str, Any]) -> None:
    folder = work / str(documents)
    folder.mkdir(parents=True)
    (folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")


def test_what_is_measured_is_not_measured_again(figures: dict[str, Any], tmp_path: Path) -> None:
    _kept(tmp_path, 2, figures)
    assert bench_scale(tmp_path, [2, 2], jobs=1, seed=1) == {2: figures}


def test_only_what_is_missing_is_measured(figures: dict[str, Any], tmp_path: Path) -> None:
    _kept(tmp_path, 2, {name: figures[name] for name in figures if name != "generate"})
    found = bench_scale(tmp_path, [2], jobs=1, seed=1)[2]
    assert found["build"] == figures["build"]
    assert found["generate"]["seconds"] > 0
    assert len(list((tmp_path / "2" / "corpus").rglob("*.txt"))) == 2
    assert sorted(path.stem for path in (tmp_path / "2" / "more").rglob("*.txt")) == [
        f"made-000000{number}" for number in (2, 3, 4)
    ]
    assert json.loads((tmp_path / "2" / "figures.json").read_text(encoding="utf-8")) == found


def test_the_table_holds_sizes_beside_each_other(figures: dict[str, Any]) -> None:
    larger = copy.deepcopy(figures)
    larger["scores"]["first"]["relation"]["f1"] = 0.85
    table = scale_table({2: figures, 10_000: larger})
    assert table.columns == ("what", "2 documents", "10,000 documents")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["build: words a second with --jobs 2"] == (200, 200)
    assert rows["adding 2 / building all, cores' seconds"] == (0.01, 0.01)
    assert rows["relation F1 of the first documents, against the smallest corpus"] == (0.0, -0.05)
