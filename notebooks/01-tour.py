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
# This notebook asks the graph four questions and answers them in words, a picture and, at the end, the sentences
# themselves. You need to know the subject; of Python, no more than that a grey cell is run with **Shift + Enter**, from
# the top. Every number below a cell is counted from the graph, so the answers change when you put in texts of your own.
#
# 1. Who runs the most programmes?
# 2. Which countries are reached, and by whom?
# 3. Who holds the network together?
# 4. How do we know?

# %% [markdown]
# ## Before we start: build a graph, or open one
#
# The next cell reads the seed texts that come with the project, which takes some seconds. If you have built a
# graph already, say where it is in the environment variable `ODAGRAPH_OUT` before you start the notebook, and it is opened
# instead.

# %%
import os
import re
import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd
from IPython.display import Markdown, display

from graph import open_graph
from graph.frames import measures_frame
from graph.network import communities, measures, simple
from graph.plots import matrix, network_map, ranking

pd.options.display.max_colwidth = 90

if os.environ.get("ODAGRAPH_OUT"):
    out = Path(os.environ["ODAGRAPH_OUT"])
else:
    import seeds
    from graph.build import build

    texts = Path(seeds.__file__).parent / "texts"
    folder = tempfile.TemporaryDirectory()
    out = Path(folder.name) / "out"
    build([texts], out)

graph = open_graph(out)
view = graph.view


# %% [markdown]
# Four small helpers: `ask` puts a question in SPARQL, the query language of such graphs, and gives a table; `say` shows
# a sentence; `plain` keeps its signs from being read as markup; `many` puts the right ending on a number.


# %%
def ask(question):
    return graph.frame(question)


def say(words):
    display(Markdown(words))


def plain(text):
    return re.sub(r"([\\`*_{}\[\]<>$#|])", r"\\\1", " ".join(text.split()))


def many(number, one, more=None):
    return f"{number:,} {one if number == 1 else more or one + 's'}"


quotes = {quote for edge in view.edges for claim in edge.claims for quote in claim.evidence}
say(
    f"The graph holds {many(len(view.nodes), 'thing')} and {many(len(view.edges), 'relation')} between them, "
    f"read from {many(len(view.documents), 'text')}. The relations rest on {many(len(quotes), 'sentence')}."
)

# %% [markdown]
# These are the texts, and what each of them gave:

# %%
ask("""
SELECT ?text ?publisher ?year ?things ?claims WHERE {
  ?source a oda:Document .
  { SELECT ?source (COUNT(DISTINCT ?thing) AS ?things) { GRAPH ?source { ?thing skos:altLabel ?name } } GROUP BY ?source }
  { SELECT ?source (COUNT(DISTINCT ?claim) AS ?claims) { GRAPH ?source { ?claim a oda:Claim } } GROUP BY ?source }
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:issued ?year }
  BIND(COALESCE(?title, STRAFTER(STR(?source), "/source/")) AS ?text)
}
ORDER BY DESC(?claims) ?text
LIMIT 12
""")

# %% [markdown]
# ## 1. Who runs the most programmes?
#
# *Runs* is the relation `oda:implements`: somebody carries out, leads, hosts or provides something. As programmes we
# count everything of the four types programme, project, training and fund. In the question below a line such as
# `?actor oda:implements ?programme` is a pattern with gaps (`?`), which the graph fills in every way it can.

# %%
PROGRAMMES = "VALUES ?class { oda:Programme oda:Project oda:Training oda:Fund } ?programme a ?class ."

runners = ask(f"""
SELECT ?actor ?type (COUNT(DISTINCT ?programme) AS ?programmes) WHERE {{
  {{ SELECT DISTINCT ?programme {{ {PROGRAMMES} }} }}
  {{ SELECT DISTINCT ?a ?kind {{ ?a a ?kind FILTER(STRSTARTS(STR(?kind), STR(oda:))) }} }}
  ?a oda:implements ?programme ; skos:prefLabel ?actor .
  BIND(STRAFTER(STR(?kind), "ontology#") AS ?type)
}}
GROUP BY ?a ?actor ?type
ORDER BY DESC(?programmes) ?actor
""")
run_programmes = ask(f"SELECT DISTINCT ?programme {{ {PROGRAMMES} ?actor oda:implements ?programme }}")

first, second = runners.iloc[0], runners.iloc[1]
lead = "as many as" if first.programmes == second.programmes else f"{first.programmes - second.programmes} more than"
ranking(
    runners.head(12),
    label="actor",
    value="programmes",
    kind="type",
    title=f"{first.actor} runs {many(first.programmes, 'named programme')}, {lead} {second.actor}",
);

# %%
once = int((runners.programmes == 1).sum())
share = first.programmes / len(run_programmes)
say(
    f"**Answer.** The texts name {many(len(runners), 'actor')} as running {many(len(run_programmes), 'programme')}. "
    f"{first.actor} runs {share:.0%} of these; {once} of the {len(runners)} run a single one. "
    "Keep in mind who is speaking: papers that one government publishes tell most about its own bodies."
)

# %% [markdown]
# ## 2. Which countries are reached, and by whom?
#
# An actor *reaches* a country when it supports that country, or when it runs or pays for a programme that
# works there: a path of two steps, `?actor oda:implements|oda:funds ?programme` and `?programme oda:operatesIn ?country`.
# Each cell of the picture counts the ways: programmes, and one more for direct support.

# %%
reach = ask(f"""
SELECT ?actor ?country (COUNT(DISTINCT ?way) AS ?ways) WHERE {{
  {{ SELECT DISTINCT ?c {{ ?c a oda:Country }} }}
  {{
    {{ SELECT DISTINCT ?programme {{ {PROGRAMMES} }} }}
    ?a oda:implements|oda:funds ?programme . ?programme oda:operatesIn ?c . BIND(?programme AS ?way)
  }} UNION {{ ?a oda:supports ?c . BIND(oda:supports AS ?way) }}
  FILTER NOT EXISTS {{ ?a a ?kind FILTER(?kind IN (oda:Programme, oda:Project, oda:Training, oda:Fund)) }}
  FILTER(?a != ?c)
  ?a skos:prefLabel ?actor . ?c skos:prefLabel ?country .
}}
GROUP BY ?actor ?country
ORDER BY ?actor ?country
""")

table = reach.pivot(index="actor", columns="country", values="ways").astype(float)


def by_size(values):
    return values.sort_values(ascending=False, kind="stable").index


actors_of = table.notna().sum()
shown = table[by_size(actors_of)[:22]]
shown = shown.loc[by_size(shown.notna().sum(axis=1))[:14]].dropna(axis="columns", how="all")
most_reached, widest = by_size(actors_of)[0], by_size(table.notna().sum(axis=1))[0]

matrix(
    shown,
    title=f"{widest} reaches {table.loc[widest].notna().sum()} of {many(table.shape[1], 'country', 'countries')}; "
    f"{most_reached} is reached by {many(actors_of[most_reached], 'actor')}, the most",
);

# %%
alone = actors_of[actors_of == 1]
only_by_widest = table.loc[widest, alone.index].notna().sum()
say(
    f"**Answer.** {many(table.shape[1], 'country is', 'countries are')} reached by "
    f"{many(table.shape[0], 'actor')}. {len(actors_of) - len(alone)} of them are reached by more than one actor, "
    f"{most_reached} by {actors_of[most_reached]}. {len(alone)} hang on one actor alone, "
    f"{only_by_widest} of these on {widest}. The picture shows those with the most actors, and the actors that reach most of them."
)

# %% [markdown]
# ## 3. Who holds the network together?
#
# Now we look at all relations at once, as a network. *Degree* counts the relations of a thing. *Betweenness* is
# the share of shortest paths between two others that lead through it (Freeman 1977): who has much of it is a broker, or a
# bottleneck. *Community* is the group with which it shares more relations than chance would give (the Louvain method).

# %%
network = graph.network()
rows = measures_frame(measures(network))
between = rows.sort_values(["betweenness", "id"], ascending=[False, True], ignore_index=True)
between[["name", "type", "degree", "pagerank", "betweenness", "community"]].round(3).head(10)

# %%
broker = between.iloc[0]
whole = simple(network)
largest = max(nx.connected_components(whole), key=len)
without = whole.subgraph(largest - {broker.id})
lost = len(without) - max(map(len, nx.connected_components(without)))

network_map(
    network.subgraph(largest),
    labels=18,
    title=f"{broker['name']} lies on {broker.betweenness:.0%} of the shortest paths; "
    f"without it, {lost} of {len(largest) - 1} things lose touch with the rest",
);

# %%
groups = communities(network)
members = rows.sort_values(["community", "degree", "id"], ascending=[True, False, True])
others = members[members.id != broker.id]
core = others.groupby("community").name.apply(lambda names: ", ".join(names.head(3)))
runner_up = between.iloc[1]
say(
    f"**Answer.** {broker['name']} ({broker.betweenness:.0%}), by a wide margin: the next, {runner_up['name']}, has "
    f"{runner_up.betweenness:.0%}."
    if broker.betweenness > 2 * runner_up.betweenness
    else f"**Answer.** {broker['name']} ({broker.betweenness:.0%}), closely followed by {runner_up['name']} "
    f"({runner_up.betweenness:.0%})."
)
say(
    f"The network falls into {many(len(groups), 'community', 'communities')}. The largest has "
    f"{many(len(groups[0]), 'member')}; these are the best connected members of the first five, {broker['name']} aside:"
)
sizes = [len(group) for group in groups]
pd.DataFrame({"members": sizes, "best connected": core.reindex(range(1, len(groups) + 1)).to_list()}).head(5)

# %% [markdown]
# Would a stricter reading change the answer? Each claim has a *confidence*, the reader's own estimate that it is right.
# So we leave out what it is less sure of, and look again.

# %%
strict = graph.network(min_confidence=0.8)
strict_rows = measures_frame(measures(strict)).sort_values(["betweenness", "id"], ascending=[False, True])
kept = strict.number_of_edges() / network.number_of_edges()
say(
    f"With a confidence of at least 0.8, {kept:.0%} of the relations stay, and the first broker is "
    + (
        f"still {broker['name']}: the answer does not hang on doubtful readings."
        if len(strict_rows) and strict_rows.iloc[0].id == broker.id
        else "another: take the answer above with care."
    )
)

# %% [markdown]
# ## 4. How do we know?
#
# A graph is only as good as its sentences. Of all that is run, funded, supported or done together, here is the relation that
# the texts show most often, with its sentences. On the command line the same is `odagraph why SUBJECT RELATION OBJECT`.

# %%
names = {node.id: node.name for node in view.nodes}
deeds = [edge for edge in view.edges if edge.predicate in ("implements", "funds", "supports", "cooperatesWith")]
striking = max(deeds, key=lambda edge: len({quote.text for claim in edge.affirmed for quote in claim.evidence}))
answer = graph.why(striking.subject, striking.predicate, striking.object)
quotes = answer.query("status != 'negated'").drop_duplicates("sentence")

say(
    f"**{names[striking.subject]} — {striking.predicate} — {names[striking.object]}**, said in "
    f"{many(len(quotes), 'sentence')} of {many(quotes.text.nunique(), 'text')}:"
)
for row in quotes.head(6).itertuples():
    said = "" if row.status == "stated" else f", {row.status}"
    say(f"> {plain(row.sentence)}\n>\n> — *{plain(row.title)}*, characters {row.begin} to {row.end}{said}")

# %% [markdown]
# The numbers after each title are the place in the text as it was read: cut the text there and you have the quotation,
# letter by letter. So each answer above can be checked by hand, one relation at a time.

# %% [markdown]
# ## One step further: join the graph to aid statistics
#
# Programmes and helped places carry the purpose codes of the OECD's Creditor Reporting System (CRS), and countries its
# recipient codes, so a table from there joins by code, not by name. The table below stands in for such a download: it
# is the code list itself, with the columns that a CRS file has, and no figures. Put `pd.read_csv("your-crs-file.csv", dtype=str)` in its
# place, and the same two merges bring in the money.

# %%
crs = ask("""
SELECT DISTINCT ?purpose_code ?purpose_name ?sector_code ?sector_name WHERE {
  ?concept skos:inScheme code:sector ; skos:notation ?purpose_code ; skos:prefLabel ?purpose_name .
  OPTIONAL { ?concept skos:broader ?broader . ?broader skos:notation ?b ; skos:prefLabel ?n }
  BIND(COALESCE(?b, ?purpose_code) AS ?sector_code) BIND(COALESCE(?n, ?purpose_name) AS ?sector_name)
}
ORDER BY ?purpose_code
""").astype(str)
coded = ask("""
SELECT DISTINCT ?thing ?name ?purpose_code ?recipient_code ?region WHERE {
  ?claim a oda:SectorClaim ; rdf:subject ?thing ; rdf:object/skos:notation ?purpose_code .
  ?thing skos:prefLabel ?name .
  OPTIONAL { ?thing oda:dacCode ?recipient_code ; oda:region/skos:prefLabel ?region }
}
ORDER BY ?name ?purpose_code
""").astype({"purpose_code": str})

joined = coded.merge(crs, on="purpose_code", validate="many_to_one")
helped = joined.dropna(subset=["recipient_code"])
by_sector = joined.groupby("sector_name").thing.nunique().sort_values(ascending=False, kind="stable")
say(
    f"{many(joined.thing.nunique(), 'thing')} of the graph {'has' if joined.thing.nunique() == 1 else 'have'} a purpose "
    f"code, {many(helped.thing.nunique(), 'country', 'countries')} among them with a recipient code. "
    f"Most belong to *{by_sector.index[0]}* ({by_sector.iloc[0]})."
)
helped[["recipient_code", "name", "region", "purpose_code", "purpose_name", "sector_name"]].head(8)

# %% [markdown]
# ## Where to go from here
#
# - **Your own texts:** `odagraph build my-texts --out my-graph`, then start this notebook with `ODAGRAPH_OUT=my-graph`.
# - **Ready-made questions:** `odagraph query --list` shows the named queries; `graph.frame("programmes-of-actor", actor="JICA")`
#   asks one here.
# - **Look around:** `odagraph view` opens the graph as a page where a click on a line shows its sentences; `graph.show()` shows
#   that page in a cell.
# - **Measure more:** `odagraph network` gives the table of question 3 for a spreadsheet.
