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
# # Partner countries
#
# A *partner country* is one that a programme works in, that takes part in one, or that somebody supports. This notebook
# asks of the graph:
#
# 1. Who reaches which country?
# 2. Through what?
# 3. In which sectors? With a join to the codes of ISO and of the OECD's Development Assistance Committee (DAC)
# 4. Which regions meet?
#
# It opens the graph named in `ODAGRAPH_OUT`, or builds that of the project's own texts; see `01-tour` for how to read it.

# %%
import pandas as pd

from graph.network import actors_by_countries, nodf, null_model
from graph.notebook import open_or_build, quote, say
from graph.network.pathways import chains, region_ties
from graph.plots import alluvial, chord, matrix, reach_map
from graph.telling import listed, many, plain

pd.options.display.max_colwidth = 70

graph = open_or_build()
network = graph.network()
name = {node: data["name"] for node, data in network.nodes(data=True)}

# %% [markdown]
# ## 1. Who reaches which country?
#
# An actor *reaches* a country when it supports it, works there or cooperates with it, or has a hand in a programme that
# works there, supports it or that the country takes part in. A donor country is no actor in this picture: question 2
# shows it. The heat map puts those side by side who belong to one *community*: actors that reach the same countries.

# %%
reach = actors_by_countries(network)
actors = {node: reach.degree(node) for node, data in reach.nodes(data=True) if not data["bipartite"]}
countries = {node: reach.degree(node) for node, data in reach.nodes(data=True) if data["bipartite"]}
widest, sought = (min(side, key=lambda node: (-side[node], node)) for side in (actors, countries))

reach_map(
    reach,
    title=f"{name[widest]} reaches {actors[widest]} of {many(len(countries), 'country', 'countries')}; "
    f"{name[sought]} is reached by {countries[sought]} of {many(len(actors), 'actor')}",
);

# %%
alone = sorted(node for node in countries if countries[node] == 1)
(nested,) = null_model(reach, {"nestedness": lambda chance: nodf(chance).total}, samples=100)
say(
    f"**Answer.** {many(len(actors), 'actor')} reach {many(len(countries), 'country', 'countries')}. "
    f"{len(alone)} of the countries hang on one actor alone, such as {listed((name[node] for node in alone), most=3)}.",
    "Do the actors with few countries go where those with many are? If they always did, *nestedness* would be 100 (Almeida-Neto "
    f"and others 2008); it is {nested.observed:.0f}. A hundred networks of chance, in which each has as many ties as here, have "
    f"{nested.mean:.0f} on average, so that is "
    + (f"no more than chance gives (p = {nested.p:.2f})." if nested.z is None or nested.p > 0.05
       else f"{'more' if nested.z > 0 else 'less'} than chance gives (p = {nested.p:.2f})."),
)

# %% [markdown]
# Why does the graph say so? Here are sentences behind the partner country with the most programmes and supporters:

# %%
partners = graph.frame("partner-countries", limit=50)
helped = partners[partners.supporters > 0]
example = (helped if len(helped) else partners).iloc[0]
say(f"**{example.country}**, with {many(example.supporters, 'supporter')} and {many(example.programmes, 'programme')}:")
quote(graph.why(example.country), most=3)

# %% [markdown]
# ## 2. Through what?
#
# `chains` follows every path from a giver (who funds, supports, runs or set up something) through a programme to a place.
# The picture is a stream for each path; its colour tells from whom it comes.

# %%
ways = chains(network)
through = ways.groupby("programme").place.nunique().sort_index().sort_values(ascending=False, kind="stable")
givers = ways.groupby("giver").place.nunique().sort_index().sort_values(ascending=False, kind="stable")
stages = {"giver": "Giver", "programme": "Programme", "place": "Country or region"}

alluvial(
    ways.rename(columns=stages),
    stages=list(stages.values()),
    title=f"{givers.index[0]} gives to programmes in {many(givers.iloc[0], 'place')}; "
    f"{through.index[0]} alone reaches {through.iloc[0]}",
    note="A stream is one path: who funds, supports, runs or set up a programme, and where it works or who joins it.",
);

# %%
top_programme = ways[ways.programme == through.index[0]]
how = ways.gives.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
say(
    f"**Answer.** {many(ways.programme.nunique(), 'programme')} lead from a giver to a place. {through.index[0]} reaches "
    f"{listed(sorted(top_programme.place.unique()), most=6)}; behind it stand {listed(sorted(top_programme.giver.unique()), most=5)}. "
    f"Of all {len(ways)} paths, {listed(f'{number} begin with *{kind}*' for kind, number in how.items())}.",
    "A programme for which no text says both who gives and where it works is on no path, so the picture shows less than there is.",
)
quote(graph.why(top_programme.programme_id.iloc[0]), most=2)

# %% [markdown]
# ## 3. In which sectors?
#
# Programmes and helped places carry the purpose codes of the OECD's Creditor Reporting System (CRS), and countries their
# ISO code and their DAC recipient code. So a table from there joins by code, not by name. First the code list itself, in
# the columns of a CRS file:

# %%
crs = graph.frame("""
SELECT DISTINCT ?purpose_code ?purpose_name ?sector_code ?sector_name WHERE {
  ?concept skos:inScheme code:sector ; skos:notation ?purpose_code ; skos:prefLabel ?purpose_name .
  OPTIONAL { ?concept skos:broader ?broader . ?broader skos:notation ?b ; skos:prefLabel ?n }
  BIND(COALESCE(?b, ?purpose_code) AS ?sector_code) BIND(COALESCE(?n, ?purpose_name) AS ?sector_name)
}
ORDER BY ?purpose_code
""").astype(str)
coded = graph.frame("""
SELECT DISTINCT ?thing ?name ?purpose_code ?iso ?recipient_code ?region ?sentence WHERE {
  ?claim a oda:SectorClaim ; rdf:subject ?thing ; rdf:object/skos:notation ?purpose_code ;
         prov:wasDerivedFrom/oa:exact ?sentence .
  ?thing skos:prefLabel ?name .
  OPTIONAL { ?thing oda:alpha3 ?iso }
  OPTIONAL { ?thing oda:dacCode ?recipient_code }
  OPTIONAL { ?thing oda:region/skos:prefLabel ?region }
}
ORDER BY ?name ?purpose_code ?sentence
""").astype({"purpose_code": str})
joined = coded.merge(crs, on="purpose_code", validate="many_to_one")
joined.dropna(subset=["recipient_code"])[
    ["iso", "recipient_code", "name", "region", "purpose_code", "purpose_name", "sector_name"]
].drop_duplicates(ignore_index=True).head(8)

# %% [markdown]
# Put `pd.read_csv("your-crs-file.csv", dtype=str)` in the place of the code list, and the same merge on `purpose_code` and
# `recipient_code` brings in the money. Here we count countries: a country belongs to a sector when a text shows the
# sector for the country itself, or for a programme that reaches it.

# %%
sector_of = joined[["thing", "sector_name"]].drop_duplicates()
iri = {node: data["iri"] for node, data in network.nodes(data=True)}
region = {data["iri"]: data["region_name"] for _, data in network.nodes(data=True) if data["region_name"]}
by_programme = ways.assign(thing=ways.programme_id.map(iri), country=ways.place_id.map(iri))[["thing", "country"]]
itself = pd.DataFrame({"thing": list(region), "country": list(region)})
reached = pd.concat([by_programme, itself]).merge(sector_of, on="thing").drop_duplicates(["country", "sector_name"])
reached = reached.assign(region=reached.country.map(region)).dropna(subset=["region"])
cells = reached.pivot_table(index="sector_name", columns="region", values="country", aggfunc="nunique")
by_sector = reached.groupby("sector_name").country.nunique().sort_index().sort_values(ascending=False, kind="stable")
shown = cells.loc[by_sector.index[:12]].dropna(axis="columns", how="all")

matrix(
    shown,
    title=f"{by_sector.index[0]}: the sector of {many(by_sector.iloc[0], 'country', 'countries')}, more than any other"
    if len(by_sector) > 1 and by_sector.iloc[0] > by_sector.iloc[1]
    else f"{by_sector.index[0]}: the sector of {many(by_sector.iloc[0], 'country', 'countries')}, as many as the next",
    note=f"Countries by sector and region. Shown: {len(shown)} of {many(len(by_sector), 'sector')}, those with the most countries.",
);

# %%
with_code = joined.dropna(subset=["recipient_code"]).thing.nunique()
say(
    f"**Answer.** {many(joined.thing.nunique(), 'thing')} of the graph have a purpose code, {with_code} of them places with a "
    f"recipient code of the DAC. Counting what programmes bring, {many(reached.country.nunique(), 'country', 'countries')} have a "
    f"sector; most often it is *{by_sector.index[0]}* ({by_sector.iloc[0]}).",
    "A sector stands on a word in a name or a sentence, so read the sentence before you count on it. For the first of them:",
)
first = joined[joined.sector_name == by_sector.index[0]].iloc[0]
say(f"> {plain(first.sentence)}\n>\n> — *{first['name']}*: {first.purpose_code}, {first.purpose_name}")

# %% [markdown]
# ## 4. Which regions meet?
#
# Two regions meet where one programme or one event reaches countries of both. Regions are the sub-regions of the United
# Nations' M49 standard, which every country of the graph carries as a code.

# %%
meetings = region_ties(network)
pairs = meetings.where(meetings > 0).stack().dropna()
pairs = pairs[[one != other for one, other in pairs.index]].sort_index().sort_values(ascending=False, kind="stable")
one, other = pairs.index[0]

chord(
    meetings,
    title=f"{one} and {other} meet in {many(int(pairs.iloc[0]), 'programme or event', 'programmes and events')}, "
    "more than any other two"
    if len(pairs) > 1 and pairs.iloc[0] > pairs.iloc[1]
    else f"{one} and {other} meet in {many(int(pairs.iloc[0]), 'programme or event', 'programmes and events')}, "
    "as many as the next pair",
    note="Bands: programmes and events that reach countries of both regions; a bare stretch: of the region alone.",
);

# %%
home = meetings.to_numpy().diagonal().sum()
say(
    f"**Answer.** {many(len(meetings), 'region')} meet in {many(len(pairs), 'pair')}. "
    f"{many(int(home), 'meeting')} within one region stand beside {int(pairs.sum())} between two. "
    "A large conference that many countries attend ties many pairs at once, so a band is no measure of effort."
)
