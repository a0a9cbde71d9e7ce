"""The commands of `odagraph`, by what they do; `graph.cli` puts them together."""
