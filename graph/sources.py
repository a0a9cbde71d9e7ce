"""The texts of a graph, one a row, with what is known of each as a publication and how much it gave."""

from pathlib import Path

from graph.query import run
from graph.store import Manifest, of_one_build, open_both
from graph.tables import Cell, Table
from graph.writing.kept import Index, KeptText, read_index

COLUMNS = ("id", "title", "publisher", "date", "words", "entities", "claims", "sha256")

_COUNTS = """
SELECT ?source ?things ?claims WHERE {
  ?source a oda:Document .
  OPTIONAL { SELECT ?source (COUNT(DISTINCT ?thing) AS ?things) WHERE { GRAPH ?source { ?thing skos:altLabel ?any } }
             GROUP BY ?source }
  OPTIONAL { SELECT ?source (COUNT(?claim) AS ?claims) WHERE { GRAPH ?source { ?claim a oda:Claim } }
             GROUP BY ?source }
}
"""
_Counts = dict[Cell, tuple[Cell, ...]]


def source_list(out: Path) -> Table:
    """One row for each text of the graph in a folder, sorted by id; its SHA-256 is that of the words as read.

    Raises:
        GraphError: the folder holds no graph, or one that keeps no list of its texts.
    """
    manifest, counts, index = of_one_build(out, lambda: (*_counted(out), read_index(out)))
    return _table(manifest, counts, index)


def _counted(out: Path) -> tuple[Manifest, _Counts]:
    manifest, store = open_both(out)
    answer = run(store, _COUNTS, namespaces=manifest.namespaces, where="sources")
    rows = answer.rows if isinstance(answer, Table) else ()
    return manifest, {row[0]: row[1:] for row in rows}


def _table(manifest: Manifest, counts: _Counts, index: Index) -> Table:
    rows = (_row(text, counts.get(manifest.namespaces.source(text.document.id), ())) for text in index.texts)
    return Table(COLUMNS, tuple(rows))


def _row(text: KeptText, counts: tuple[Cell, ...]) -> tuple[Cell, ...]:
    source = text.document.source
    things, claims = (count or 0 for count in counts or (0, 0))
    date = source.date or source.year
    return (
        text.document.id,
        source.title or None,
        source.publisher or None,
        date,
        text.words,
        things,
        claims,
        text.sha256,
    )
