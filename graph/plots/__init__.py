"""Pictures of the graph with matplotlib: each function takes a frame or a network and gives the axes it drew on.

A title should say what the picture shows; compute it from the same frame. What a picture leaves out stands below it.
`graph.plots.figures` has the pictures of a whole graph with their titles, those of `odagraph plot`.
"""

from graph.plots.alluvial import alluvial
from graph.plots.bars import intervals, ranking
from graph.plots.bipartite import bipartite
from graph.plots.chord import chord
from graph.plots.ego import ego
from graph.plots.maps import network_map
from graph.plots.matrices import matrix, reach_map
from graph.plots.style import KIND_COLOURS
from graph.plots.timeline import timeline

__all__ = [
    "KIND_COLOURS",
    "alluvial",
    "bipartite",
    "chord",
    "ego",
    "intervals",
    "matrix",
    "network_map",
    "ranking",
    "reach_map",
    "timeline",
]
