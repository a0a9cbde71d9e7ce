"""Runs notebooks from their texts: `python notebooks/run.py` writes NN-name.ipynb from NN-name.py, with its pictures.

Nothing of the run but the outputs is kept (no clock, no versions), so that the same graph gives the same file.
"""

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

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
    _without_pages(notebook)
    notebook.metadata = {key: notebook.metadata[key] for key in ("jupytext", "kernelspec")}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _without_pages(notebook: NotebookNode) -> None:
    """Puts words in the place of interactive pages: each is a megabyte, and no viewer of kept notebooks shows it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "<iframe" in output.get("data", {}).get("text/html", ""):
                output.data = NotebookNode({"text/plain": PAGE})


def main() -> None:
    """Writes every notebook, or those whose texts are named."""
    for text in map(Path, sys.argv[1:] or sorted(map(str, FOLDER.glob("[0-9]*.py")))):
        nbformat.write(run(text.resolve()), text.with_suffix(".ipynb"))
        print(text.with_suffix(".ipynb"))


if __name__ == "__main__":
    main()
