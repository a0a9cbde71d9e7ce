"""The graph as a NetworkX network: filters, projections, measures, models of chance, and slices.

The network is directed and keyed by predicate, as the relations are. What is measured without direction is measured on
`simple`: an edge between two things that any relation joins, weighted by how many do; or on another projection that
you give. Every random choice has a seed, so the same network gives the same outcome.

Which function answers which question, and which command does so without Python, stands in `notebooks/README.md`.
"""

from graph.network.bipartite import Nodf, bipartite_clustering, nodf, robins_alexander
from graph.network.bootstrap import RankRow, bootstrapped_ranks, ranked, resampled
from graph.network.centrality import (
    DAMPING,
    Degrees,
    between,
    closeness,
    degrees,
    degrees_by_relation,
    hits,
    pagerank,
    strength,
)
from graph.network.conversion import (
    DECIMALS,
    SEED,
    AnyGraph,
    Network,
    Projection,
    sentences_of,
    simple,
    to_networkx,
    undirected,
)
from graph.network.fast import cores, transitivity
from graph.network.filters import Filters
from graph.network.grouping import (
    MANY_NODES,
    Stability,
    adjusted_rand,
    assortativity,
    communities,
    mixing,
    modularity,
    nmi,
    stability,
)
from graph.network.holes import constraint, effective_size
from graph.network.nulls import SAMPLES, NullRow, null_model, rewired
from graph.network.projections import (
    Projected,
    Weighting,
    actors_by_countries,
    actors_by_programmes,
    countries_by_programmes,
    incidence,
    project,
)
from graph.network.roles import Brokerage, Roles, brokerage
from graph.network.slices import Change, SliceRow, What, by_text, by_year, changes, compared
from graph.network.table import NodeMeasures, measures

__all__ = [
    "DAMPING",
    "DECIMALS",
    "MANY_NODES",
    "SAMPLES",
    "SEED",
    "AnyGraph",
    "Brokerage",
    "Change",
    "Degrees",
    "Filters",
    "Network",
    "NodeMeasures",
    "Nodf",
    "NullRow",
    "Projected",
    "Projection",
    "RankRow",
    "Roles",
    "SliceRow",
    "Stability",
    "Weighting",
    "What",
    "actors_by_countries",
    "actors_by_programmes",
    "adjusted_rand",
    "assortativity",
    "between",
    "bipartite_clustering",
    "bootstrapped_ranks",
    "brokerage",
    "by_text",
    "by_year",
    "changes",
    "closeness",
    "communities",
    "compared",
    "constraint",
    "cores",
    "countries_by_programmes",
    "degrees",
    "degrees_by_relation",
    "effective_size",
    "hits",
    "incidence",
    "measures",
    "mixing",
    "modularity",
    "nmi",
    "nodf",
    "null_model",
    "pagerank",
    "project",
    "ranked",
    "resampled",
    "rewired",
    "robins_alexander",
    "sentences_of",
    "simple",
    "stability",
    "strength",
    "to_networkx",
    "transitivity",
    "undirected",
]
