"""The interactive page: the graph as values for its scripts, where each node stands, and the one file of it all."""
