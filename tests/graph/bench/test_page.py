"""The graph that the page is measured on, and pyvis's page of it."""

from graph.bench.page import generated, stock_page


def test_generated_graph_has_its_size_and_is_the_same_every_time() -> None:
    view = generated(60, 200)
    assert (len(view.nodes), len(view.edges)) == (60, 200)
    assert len({edge.key for edge in view.edges}) == 200
    assert view == generated(60, 200)


def test_stock_page_holds_the_same_graph() -> None:
    page = stock_page(generated(60, 200))
    assert page.count('"shape": "dot"') == 60
    assert page.count('"arrows": "to"') == 200
