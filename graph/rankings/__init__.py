"""Every measure by its name: what `odagraph network` shows, and the same as a pandas frame.

`MEASURES` needs no NetworkX; what makes the tables is imported when one is asked for.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict, Unpack

from graph.tables import Table
from ontology.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from graph.facts import GraphView
    from graph.network import AnyGraph
    from graph.network.filters import Filters
    from graph.progress import Progress
    from graph.rankings.tables import Choices

# ruff: noqa: PLC0415 (the list of measures has to come at once)


@dataclass(frozen=True, slots=True)
class MeasureInfo:
    """A measure: what it says in one line, and where it is from; `bipartite` measures take networks of two kinds."""

    name: str
    title: str
    source: str
    bipartite: bool = False


_ALL = (
    MeasureInfo("degree", "relations of each thing, with PageRank, betweenness and community", "Freeman 1979"),
    MeasureInfo("pagerank", "where a walk along relations, doer to done-to, spends its time", "Brin and Page 1998"),
    MeasureInfo("betweenness", "share of shortest paths between others through a thing", "Freeman 1977, Brandes 2001"),
    MeasureInfo("communities", "groups that hold together, with their busiest members", "Blondel et al. 2008"),
    MeasureInfo(
        "membership", "how firmly things belong to their communities, over seeds", "Lancichinetti and Fortunato 2012"
    ),
    MeasureInfo("stability", "how far communities hang on the seed", "Hubert and Arabie 1985, Danon et al. 2005"),
    MeasureInfo("modularity", "how good the communities are", "Newman and Girvan 2004"),
    MeasureInfo("degree-by-relation", "relations of each thing by their kind, out and in", "Wasserman and Faust 1994"),
    MeasureInfo("strength", "sentences, relations and texts of each thing", "Barrat et al. 2004"),
    MeasureInfo("closeness", "how near a thing is to all others", "Freeman 1979, Wasserman and Faust 1994"),
    MeasureInfo("harmonic", "the same by inverse distances", "Marchiori and Latora 2000"),
    MeasureInfo("hits", "hubs, which do much for authorities, and authorities", "Kleinberg 1999"),
    MeasureInfo("cores", "the densest part that a thing is in", "Seidman 1983"),
    MeasureInfo("constraint", "how much a thing's ties are tied to each other, the least first", "Burt 1992"),
    MeasureInfo("effective-size", "how many neighbours of a thing are not redundant", "Burt 1992, Borgatti 1997"),
    MeasureInfo("brokerage", "five roles of a thing between groups (--by)", "Gould and Fernandez 1989"),
    MeasureInfo("assortativity", "whether like is tied to like", "Newman 2003"),
    MeasureInfo("mixing", "ties between kinds of things (--by)", "Newman 2003"),
    MeasureInfo("nestedness", "whether what few reach is part of what many reach", "Almeida-Neto et al. 2008", True),
    MeasureInfo("bipartite-clustering", "what a thing has in common with its kind", "Latapy et al. 2008", True),
    MeasureInfo("null-model", "statistics beside networks of chance with the same degrees", "Maslov and Sneppen 2002"),
    MeasureInfo("bootstrap", "ranks (--of) with intervals over samples of the sentences", "Efron 1979"),
    MeasureInfo("years", "the network year by year: size, what is new, likeness", "Jaccard 1901"),
    MeasureInfo("texts", "the network text by text", "Jaccard 1901"),
)
MEASURES: Mapping[str, MeasureInfo] = MappingProxyType({info.name: info for info in _ALL})
#: Measures that need the graph itself, not a network made of it.
SLICED = frozenset({"years", "texts"})
#: Measures that draw samples, which takes seconds: they tell of their progress.
SAMPLED = frozenset({"null-model", "bootstrap"})


class Asked(TypedDict, total=False):
    """What `measure_table` and `measure_frame` take as keywords.

    `projection` (a name of `graph.network.Projected`) and its `weighting` ("count" or "newman"); `by`, the attribute of
    nodes that groups them ("type", "group", "region", "region_name"); `of`, the measure whose ranks are tested; `seed`,
    `samples` and `resolution`; `progress`, what is told how far null model and bootstrap have come.
    """

    projection: str | None
    weighting: str
    by: str
    of: str
    seed: int
    samples: int | None
    resolution: float
    progress: "Progress | None"


def measure_named(name: str) -> MeasureInfo:
    """The measure of that name.

    Raises:
        InputError: there is none; the nearest names are said.
    """
    plain = name.strip().casefold().replace("_", "-").replace(" ", "-")
    if plain in MEASURES:
        return MEASURES[plain]
    near = difflib.get_close_matches(plain, MEASURES, n=3)
    advice = f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(MEASURES)} is needed"
    raise InputError(f"measure: found {name!r}, {advice}")


def measure_table(graph: "AnyGraph", name: str, **asked: Unpack[Asked]) -> Table:
    """A measure of a network or a projection as a table: rows that are nodes have name, type, id and IRI.

    A measure of two kinds of things takes the projection "actor-country", unless another is asked for. A column whose
    values are estimated has a name that ends so.

    Raises:
        InputError: there is no such measure or projection, or the measure does not fit the graph.
    """
    from graph.rankings.tables import Choices

    info = measure_named(name)
    if info.name in SLICED:
        raise InputError(f"{info.name}: found a network, the graph itself is needed (`slice_table`)")
    rest = {key: value for key, value in asked.items() if key not in {"projection", "weighting"}}
    choices = Choices(**rest)  # type: ignore[arg-type]  # the same keys, two left out
    return _maker(info.name)(projected(graph, info, **asked), choices)


def measure_frame(graph: "AnyGraph", name: str, **asked: Unpack[Asked]) -> "pd.DataFrame":
    """The same as a pandas frame; `attrs["approximations"]` says in words what in it is estimated.

    Raises:
        InputError: see `measure_table`.
    """
    from graph.frames import frame

    found = frame(measure_table(graph, name, **asked))
    found.attrs["approximations"] = list(approximations(projected(graph, measure_named(name), **asked), name))
    return found


def slice_table(view: "GraphView", name: str, **filters: "Unpack[Filters]") -> Table:
    """One row for each year ("years") or text ("texts"): things, relations, sentences, what is new, and likeness.

    Raises:
        InputError: a filter names what neither the ontology nor the graph knows.
    """
    from graph.rankings.tables import slices

    return slices(view, name, filters)


def projected(graph: "AnyGraph", info: MeasureInfo, **asked: Unpack[Asked]) -> "AnyGraph":
    """What the measure is taken of: the graph, or the projection of it that is asked for.

    Raises:
        InputError: there is no such projection or weighting, or the graph is a projection already.
    """
    import networkx as nx

    from graph.network import Projected, Weighting, project
    from graph.network.filters import one_of

    weighting = one_of("weighting", asked.get("weighting") or Weighting.COUNT, Weighting)
    name = asked.get("projection")
    if name is None and info.bipartite and isinstance(graph, nx.MultiDiGraph):
        name = Projected.ACTOR_COUNTRY
    if name is None:
        return graph
    if not isinstance(graph, nx.MultiDiGraph):
        raise InputError(f"projection: found {name!r} of a projection, it is made of a network")
    return project(graph, name, weighting=weighting)


def approximations(graph: "AnyGraph", name: str) -> tuple[str, ...]:
    """What of a measure of this graph is an estimate, in words; nothing in networks of up to 5,000 nodes."""
    from graph.network import MANY_NODES
    from graph.rankings.tables import PIVOTS, is_large

    if not is_large(graph):
        return ()
    table = {"degree", "pagerank", "betweenness"}
    said = []
    if name in {*table, "closeness", "harmonic"}:
        what = "betweenness" if name in table else "closeness"
        said.append(f"{what} is estimated from {PIVOTS} starting nodes of {len(graph):,}")
    if name in {*table, "communities", "membership", "stability", "modularity", "null-model"}:
        said.append(f"communities come from the faster moves used above {MANY_NODES:,} nodes")
    return tuple(said)


def _maker(name: str) -> "Callable[[AnyGraph, Choices], Table]":
    """What makes the table of a measure."""
    from graph.rankings import chance, tables

    if name in {"degree", "pagerank", "betweenness"}:
        return tables.by_default(name)
    module = chance if name in {"null-model", "bootstrap"} else tables
    maker: Callable[[AnyGraph, Choices], Table] = getattr(module, name.replace("-", "_"))
    return maker
