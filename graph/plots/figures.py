"""The pictures of a whole network by name, each under a title that says what was found: those of `odagraph plot`."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes

from graph.appearance import FAMILIES, WORDINGS
from graph.network import actors_by_countries, between, bootstrapped_ranks, degrees, incidence, simple
from graph.pathways import chains, dated, region_ties
from graph.plots.alluvial import alluvial
from graph.plots.bars import intervals, ranking
from graph.plots.bipartite import bipartite
from graph.plots.chord import chord
from graph.plots.ego import ego
from graph.plots.maps import network_map
from graph.plots.matrices import reach_map
from graph.plots.timeline import timeline
from graph.telling import ahead, listed, many
from ontology.errors import InputError
from ontology.vocabulary import Predicate

Network = nx.MultiDiGraph  # of str; a name for annotations in strings
#: Samples of the bootstrap that the intervals of a picture come from.
SAMPLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a figure may be told: how many items it shows, the id of the thing in the middle, and years to mark."""

    top: int | None = None
    thing: str | None = None
    marks: Mapping[int, str] = field(default_factory=dict)
