"""A graph in a SPARQL 1.1 store somewhere else: sent there graph by graph, and read there as from a folder."""
