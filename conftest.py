"""What pytest leaves out and does first, and the graph that the examples of the Python face open."""

import gc
import os
import runpy
from importlib.util import find_spec
from pathlib import Path

import pytest

# Tests run in as many processes as there are cores. Threads of linear algebra, in each as many again, would burn the
# cores waiting for each other. NumPy reads this as it is loaded, which no plugin has done yet. Tests that ask whether
# the number of threads shows set it themselves.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Looking for garbage after every 700 new objects, among the millions of a model and of thousands of tests, takes more
# than a tenth of the time of all tests.
gc.set_threshold(100_000, 20, 20)

#: Modules whose packages only training (`make train`) or a cluster needs.
_NEED_TORCH = [f"extract/training/{name}.py" for name in ("encoder", "network", "pruning")]
collect_ignore = [] if find_spec("torch") else _NEED_TORCH
collect_ignore += [] if find_spec("distributed") else ["extract/cluster/worker.py"]

#: Files that take longest. They come first: no process has long work left when the others are done.
_LONG = (
    "test_reading_on_clusters.py",
    "test_notebooks.py",
    "test_documents_formats.py",
    "test_readme.py",
    "test_pipeline.py",
    "test_training.py",
    "test_ablation.py",
    "test_rebuild.py",
    "test_founding_texts.py",
    "test_hostile.py",
    "test_clustered.py",
)

#: Modules whose examples read a graph in ``out``, as `odagraph build` leaves it.
_OPEN_A_GRAPH = ("graph.__init__", "graph", "graph.face")
_ROOT = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of the files that take longest first, in the order given; the others stay where they are."""
    items.sort(key=lambda item: _LONG.index(item.path.name) if item.path.name in _LONG else len(_LONG))


@pytest.fixture(scope="session")
def _folder_of_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small graph of the tests in ``out``."""
    from graph.writing.build import write  # noqa: PLC0415 (most runs of one test do without)

    folder = tmp_path_factory.mktemp("examples")
    write(runpy.run_path(str(_ROOT / "tests" / "graph" / "conftest.py"))["small_extraction"](), folder / "out")
    return folder


@pytest.fixture(autouse=True)
def _examples_open_a_graph(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples that open a graph run beside one."""
    if isinstance(request.node, pytest.DoctestItem) and request.node.dtest.globs.get("__name__") in _OPEN_A_GRAPH:
        monkeypatch.chdir(request.getfixturevalue("_folder_of_examples"))
