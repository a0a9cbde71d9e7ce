"""Runs notebooks from their texts: `python notebooks/run.py` writes NN-name.ipynb from NN-name.py, with its pictures.

Nothing of the run but the outputs is kept (no clock, no versions), so that the same graph gives the same file.
"""

import base64
import io
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

FOLDER = Path(__file__).parent
#: Seconds that one cell may take; the first one builds the graph.
TIMEOUT = 300
#: What stands where a page stood.
PAGE = "<the interactive page: run this cell to see it>"


def run(text: Path) -> NotebookNode:
    """The notebook of a text, all cells run in a kernel of this environment, in the folder of the text.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    notebook = jupytext.read(text)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata.clear()
    client = NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", record_timing=False, resources={})
    client.execute(cwd=str(text.parent))
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            _make_small(output)
    notebook.metadata = {key: notebook.metadata[key] for key in ("jupytext", "kernelspec")}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _make_small(output: NotebookNode) -> None:
    """Keeps an output small: pictures of 256 colours, and words in the place of an interactive page of a megabyte."""
    data = output.get("data", {})
    if "<iframe" in data.get("text/html", ""):
        output.data = NotebookNode({"text/plain": PAGE})
    if "image/png" in data:
        data["image/png"] = base64.b64encode(_in_few_colours(base64.b64decode(data["image/png"]))).decode("ascii")


def _in_few_colours(picture: bytes) -> bytes:
    target = io.BytesIO()
    # By the spread of colours, not by their pixels: else the colour of a small block would become that of a large one.
    spread = Image.Quantize.MAXCOVERAGE
    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, spread, kmeans=1, dither=Image.Dither.NONE)
    reduced.save(target, format="png", optimize=True)
    return target.getvalue()


def main() -> None:
    """Writes every notebook, or those whose texts are named."""
    for text in map(Path, sys.argv[1:] or sorted(map(str, FOLDER.glob("[0-9]*.py")))):
        nbformat.write(run(text.resolve()), text.with_suffix(".ipynb"))
        print(text.with_suffix(".ipynb"))


if __name__ == "__main__":
    main()
