from pathlib import Path

import pytest

from graph.facts import open_graph
from graph.network import to_networkx
from graph.rankings import Measure, ranking


@pytest.mark.parametrize("measure", [Measure.DEGREE, Measure.PAGERANK, Measure.BETWEENNESS])
def test_nodes_are_ranked_by_the_measure(small_out: Path, measure: Measure) -> None:
    table = ranking(to_networkx(open_graph(small_out)), measure)
    values = [row[table.columns.index(measure)] for row in table.rows]
    assert values == sorted(values, key=lambda value: -float(value or 0))


def test_the_busiest_thing_comes_first(small_out: Path) -> None:
    assert ranking(to_networkx(open_graph(small_out)), Measure.DEGREE).rows[0][:3] == (
        "Blue Harbour Project",
        "Project",
        3,
    )


def test_communities_name_their_busiest_members(small_out: Path) -> None:
    table = ranking(to_networkx(open_graph(small_out)), Measure.COMMUNITIES)
    assert table.rows[0][1] == max(int(row[1] or 0) for row in table.rows)
    assert str(table.rows[0][2]).startswith("Blue Harbour Project; Viet Nam; ")
