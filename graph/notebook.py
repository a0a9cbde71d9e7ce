"""What notebooks need beside the graph: a graph to open, words under a picture, and sentences as quotations."""

import os
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from graph import open_graph
from graph.telling import plain

if TYPE_CHECKING:
    import pandas as pd

    from graph.face import OpenGraph

#: The environment variable that names the folder of a graph, for notebooks to open instead of building one.
VARIABLE = "ODAGRAPH_OUT"


def open_or_build() -> "OpenGraph":
    """The graph that `ODAGRAPH_OUT` names, or else one of the texts that come with the project, built anew.

    Building takes some seconds; the folder is a temporary one, which the system clears.

    Raises:
        GraphError: there is no graph in the folder that the variable names.
    """
    if named := os.environ.get(VARIABLE):
        return open_graph(named)
    from graph.writing.build import build  # noqa: PLC0415 (reading texts takes a language model)

    out = Path(mkdtemp(prefix="odagraph-")) / "out"
    build([Path(str(files("seeds").joinpath("texts")))], out)
    return open_graph(out)


def say(*sentences: str) -> None:
    """Shows sentences as a paragraph below the cell; signs of Markdown count."""
    from IPython.display import Markdown, display  # noqa: PLC0415 (only a notebook has it)

    words = " ".join(filter(None, sentences))
    display(Markdown(words))  # type: ignore[no-untyped-call]  # IPython is typed in part


def quote(why: "pd.DataFrame", *, most: int = 3) -> None:
    """Shows the sentences of what `OpenGraph.why` gave as quotations, each with the relation and its place in the text.

    The surest come first, each sentence once; denials are left aside, and what is not stated but planned or proposed is
    marked.
    """
    ordered = why.sort_values("confidence", ascending=False, kind="stable")
    for text in quotations(ordered.to_dict("records"), most=most):
        say(text)


def quotations(rows: Iterable[dict[object, object]], *, most: int) -> list[str]:
    r"""The Markdown of the first sentences: relation, sentence and place.

    >>> row = {"subject": "A", "relation": "funds", "object": "B", "status": "planned", "sentence": "A will fund B.",
    ...        "title": "Report", "text": "r", "begin": 3, "end": 18}
    >>> quotations([row, row], most=2)
    ['> A will fund B.\n>\n> — *Report*, characters 3 to 18 (A funds B, planned)']
    """
    found: dict[object, str] = {}
    for row in rows:
        if row["status"] != "negated" and row["sentence"] not in found and len(found) < most:
            said = " ".join(plain(str(row[part])) for part in ("subject", "relation", "object"))
            status = "" if row["status"] == "stated" else f", {row['status']}"
            where = f"*{plain(str(row['title'] or row['text']))}*, characters {row['begin']} to {row['end']}"
            found[row["sentence"]] = f"> {plain(str(row['sentence']))}\n>\n> — {where} ({said}{status})"
    return list(found.values())
