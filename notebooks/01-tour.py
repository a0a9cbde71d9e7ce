# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A tour of the graph
#
# `odagraph` reads texts about international cooperation and writes down, as a graph, who runs, funds, joins and receives
# what. Every line of that graph keeps the sentence it was read from.
#
# This notebook shows the ways into it, in ten minutes. You need to know the subject; of Python, no more than that a grey
# cell is run with **Shift + Enter**, from the top. Every number below a cell is counted from the graph, so what you read
# here changes when you put in texts of your own.
#
# 1. What is in the graph?
# 2. Who runs the most programmes? (a question in SPARQL, answered as a table)
# 3. What surrounds one actor?
# 4. How do we know?
# 5. The graph as a page
#
# Three more notebooks go on from here: `02-who-works-with-whom`, `03-partner-countries` and `04-two-white-papers`.

# %% [markdown]
# ## Open a graph
#
# The next cell reads the texts that come with the project and builds their graph, which takes some seconds. If you have
# built one already, say where it is in the environment variable `ODAGRAPH_OUT` before you start the notebook, and it is
# opened instead. In a script of your own you would write `from graph import open_graph` and `graph = open_graph("out")`.

# %%
import pandas as pd

from graph.notebook import open_or_build, quote, say
from graph.plots import ego, ranking
from graph.telling import ahead, listed, many

pd.options.display.max_colwidth = 70

graph = open_or_build()

# %% [markdown]
# ## 1. What is in the graph?
#
# *Things* (the entities: actors, programmes, countries, events and so on) and *relations* between them. A relation stands
# in the graph because at least one text states, plans or proposes it; what a text says is a *claim*, and each claim keeps
# its sentences.

# %%
things, relations = graph.entities(), graph.relations()
say(
    f"The graph holds {many(len(things), 'thing')} and {many(len(graph.view.edges), 'relation')} between them, read from "
    f"{many(len(graph.sources()), 'text')}. The relations rest on {many(relations.sentence.nunique(), 'sentence')} or more."
)
graph.sources()[["title", "publisher", "year", "entities", "claims"]].sort_values("claims", ascending=False)

# %% [markdown]
# `graph.entities()`, `graph.relations()` and `graph.sources()` are pandas tables, so all that you know from there works:
# sort, filter, group, save. Here are the kinds of things, counted:

# %%
kinds = things.groupby("group").size().sort_values(ascending=False, kind="stable").rename("things").reset_index()
ranking(
    kinds.rename(columns={"group": "name"}),
    value="things",
    title=f"Of {len(things)} things, {kinds.things[0]} are of the kind “{kinds.group[0]}”",
);

# %% [markdown]
# ## 2. Who runs the most programmes?
#
# SPARQL is the query language of such graphs. A line such as `?actor oda:implements ?programme` is a pattern with gaps
# (`?`), which the graph fills in every way it can; `graph.frame` gives the answer as a table. *Runs* is the relation
# `oda:implements`: somebody carries out, leads, hosts or provides something. As programmes we count the four types
# programme, project, training and fund.

# %%
runners = graph.frame("""
SELECT ?name ?type (COUNT(DISTINCT ?programme) AS ?programmes) WHERE {
  ?claim a oda:Claim ; rdf:subject ?actor ; rdf:predicate oda:implements ; rdf:object ?programme ; oda:status ?status ;
         prov:wasDerivedFrom / prov:wasQuotedFrom ?text .
  FILTER(?status != "negated")
  GRAPH ?text { ?programme a ?class . ?actor a ?kind }
  FILTER(?class IN (oda:Programme, oda:Project, oda:Training, oda:Fund))
  ?actor skos:prefLabel ?name .
  BIND(STRAFTER(STR(?kind), "ontology#") AS ?type)
}
GROUP BY ?actor ?name ?type
ORDER BY DESC(?programmes) ?name
""")

first, second = runners.iloc[0], runners.iloc[1]
ranking(
    runners.head(12),
    value="programmes",
    kind="type",
    title=f"{first['name']} runs {many(first.programmes, 'named programme')}, "
    f"{ahead(first.programmes, second.programmes, second['name'])}",
    note=f"Shown: {min(12, len(runners))} of {many(len(runners), 'actor')}, those with the most programmes.",
);

# %%
once = int((runners.programmes == 1).sum())
say(
    f"**Answer.** The texts name {many(len(runners), 'actor')} as running programmes; {once} of them run a single one, "
    f"and the first runs {many(first.programmes, 'programme')}.",
    "Numbers this small say what these texts chose to mention, not how much anybody does. And keep in mind who is speaking: "
    "papers that one government publishes tell most about its own bodies.",
)

# %% [markdown]
# Many questions are ready-made: `odagraph query --list` names them, and `graph.frame("partner-countries")` asks one. It
# counts, for each country, the programmes at work there and those who support it.

# %%
graph.frame("partner-countries", limit=5)

# %% [markdown]
# ## 3. What surrounds one actor?
#
# `graph.network()` gives the same graph to NetworkX, the library for networks, and the functions of `graph.plots` draw
# it. We take the actor with the most relations; put another name, acronym or code in its place.

# %%
actors = things[things.group == "Actor"].sort_values(["relations", "id"], ascending=[False, True])
actor = actors.iloc[0]
network = graph.network()
around = graph.neighbours(actor["name"])
said = around.predicate.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")

ego(
    network,
    actor.id,
    title=f"{actor['name']} has {many(len(around), 'relation')} to {many(around.id.nunique(), 'neighbour')}, "
    f"most of the kind “{said.index[0]}” ({said.iloc[0]})",
);

# %%
say(
    f"**Answer.** Around {actor['name']} we find {listed(f'{number} × *{kind}*' for kind, number in said.items())}. "
    f"The neighbours that the most sentences show: "
    f"{listed(around.sort_values(['sentences', 'neighbour'], ascending=[False, True]).neighbour.drop_duplicates().head(3))}."
)

# %% [markdown]
# ## 4. How do we know?
#
# A graph is only as good as its sentences. `graph.why` shows those behind a relation; on the command line the same is
# `odagraph why SUBJECT RELATION OBJECT`. Of all relations of that actor we ask for the one with the most sentences. In
# brackets below each sentence stands what the program has read into it. Where the sentence does not bear that out, the
# program has misread: do not pass such a relation on.

# %%
strongest = around.sort_values(["sentences", "neighbour"], ascending=[False, True]).iloc[0]
sentences = graph.why(actor["name"], strongest.predicate, strongest.neighbour) if strongest.direction != "from" else (
    graph.why(strongest.neighbour, strongest.predicate, actor["name"])
)
quote(sentences, most=3)

# %% [markdown]
# The numbers after each title are the place in the text as it was read: cut the text there and you have the quotation,
# letter by letter. Beside each claim stands a *confidence*, the program's own estimate that it is right:

# %%
sure = relations.confidence.ge(0.8).mean()
say(
    f"{sure:.0%} of the {len(relations)} claims have a confidence of 0.8 or more. `graph.network(min_confidence=0.8)` leaves "
    "the others out, so that you can see whether an answer hangs on doubtful readings."
)

# %% [markdown]
# ## 5. The graph as a page
#
# `graph.show()` puts the interactive page into the notebook: click on a line and you see its sentences. It opens here at
# the actor of question 3. (The page is large, so it is not kept in this file: run the cell to see it. A picture of it
# stands below.)

# %%
graph.show(actor["name"])

# %% [markdown]
# ![The page: things as dots, relations as lines, and a panel with the sentences of what was clicked](page.png)

# %% [markdown]
# ## Where to go from here
#
# - **Your own texts:** `odagraph build my-texts --out my-graph`, then start this notebook with `ODAGRAPH_OUT=my-graph`.
# - **Pictures without Python:** `odagraph plot --list` names them, `odagraph plot reach -o reach.svg` draws one.
# - **Measures:** `odagraph network --list`, or `02-who-works-with-whom`.
