from graph.bench.networks import bench_network, made_up
from graph.network import to_networkx
from ontology.vocabulary import fits


def test_made_up_graph_has_the_size_asked_for_and_fits_the_ontology() -> None:
    view = made_up(200, 600)
    types = {node.id: node.type for node in view.nodes}
    assert (len(view.nodes), len(view.edges)) == (200, 600)
    assert all(fits(types[edge.subject], edge.predicate, types[edge.object]) for edge in view.edges)
    assert view == made_up(200, 600)


def test_benchmark_measures_both_steps() -> None:
    rows = {row[0]: row for row in bench_network(60, 120).rows}
    assert {"to_networkx", "default table", "to_networkx and default table"} <= set(rows)
    assert int(rows["to_networkx and default table"][2] or 0) > 10
    assert "approximation" not in rows


def test_few_things_are_named_most() -> None:
    degrees = sorted((degree for _, degree in to_networkx(made_up(500, 2000)).degree()), reverse=True)
    assert degrees[0] > 10 * degrees[250]
