"""Values in, graph out: the RDF dataset, its store and queries, networks, the page, exports and the command."""

__all__: list[str] = []
