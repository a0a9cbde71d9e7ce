"""Answers and rows of ours as pandas frames; for notebooks, which have pandas."""

from collections.abc import Iterable
from dataclasses import asdict

import pandas as pd

from graph.network import NodeMeasures
from graph.query import Answer, Triples
from ontology.errors import QueryError


def frame(answer: Answer) -> pd.DataFrame:
    """The answer to a query as a frame; a column of whole numbers stays whole where cells are empty.

    Raises:
        QueryError: the answer is a yes or no, which has no rows.

    >>> from graph.tables import Table
    >>> frame(Table(("name", "programmes"), (("Kenya", 3), ("Peru", None)))).dtypes.astype(str).to_list()
    ['string', 'Int64']
    """
    if isinstance(answer, bool):
        raise QueryError("frame: found the answer of an ASK query, one of SELECT, CONSTRUCT or DESCRIBE is needed")
    table = answer.table() if isinstance(answer, Triples) else answer
    return pd.DataFrame(list(table.rows), columns=list(table.columns)).convert_dtypes()


def measures_frame(rows: Iterable[NodeMeasures]) -> pd.DataFrame:
    """The table of measures as a frame, one row for each node, in the order given."""
    return pd.DataFrame([asdict(row) for row in rows], columns=list(NodeMeasures.__dataclass_fields__)).convert_dtypes()
