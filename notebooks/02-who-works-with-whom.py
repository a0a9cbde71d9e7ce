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
# # Who works with whom?
#
# Actors meet in programmes: one pays, another runs, a third takes part. This notebook ties two actors whenever a text
# shows both with a hand in the same programme, and asks of the network that comes out:
#
# 1. Who works with whom?
# 2. Which circles are there, and are they more than chance?
# 3. Who stands in between?
# 4. How firm are the ranks?
#
# A country that funds or runs a programme is an actor here; one that only takes part is not. The notebook opens the graph
# named in `ODAGRAPH_OUT`, or builds that of the project's own texts; see `01-tour` for how to read it.

# %%
import pandas as pd

from graph.network import (
    actors_by_programmes,
    assortativity,
    between,
    bootstrapped_ranks,
    communities,
    modularity,
    null_model,
    stability,
)
from graph.notebook import open_or_build, quote, say
from graph.plots import intervals, network_map, ranking
from graph.rankings import measure_frame
from graph.telling import listed, many

pd.options.display.max_colwidth = 70

graph = open_or_build()
network = graph.network()
name = {node: data["name"] for node, data in network.nodes(data=True)}

# %% [markdown]
# ## 1. Who works with whom?
#
# `actors_by_programmes` makes the network: each line says by `shared` which programmes it stands for, so that no line is
# without its reason.

# %%
partners = actors_by_programmes(network)
alone = [actor for actor in partners if not partners.degree(actor)]
ties = pd.DataFrame(
    sorted(
        (-tie["weight"], name[one], name[two], listed(sorted(name[programme] for programme in tie["shared"])), one, two, tie["shared"])
        for one, two, tie in partners.edges(data=True)
    ),
    columns=["weight", "one", "other", "programmes", "one_id", "other_id", "shared"],
)
ties["weight"] = -ties.weight
ties[["one", "other", "weight", "programmes"]].head(8)

# %%
tied = partners.subgraph([actor for actor in partners if partners.degree(actor)])
partner_of = dict(partners.degree())
busiest = min(partner_of, key=lambda actor: (-partner_of[actor], actor))

network_map(
    tied,
    labels=len(tied),
    title=f"{name[busiest]} shares programmes with {partner_of[busiest]} of the {len(partners) - 1} other actors",
    note=f"Left out: {many(len(alone), 'actor')} who share no programme with another.",
);

# %%
several = int((ties.weight > 1).sum())
say(
    f"**Answer.** {many(len(tied), 'actor')} of {len(partners)} share a programme with another, in {many(len(ties), 'pair')}. "
    f"{'Only ' if several < len(ties) / 4 else ''}{several} of these pairs share more than one programme. Here is why the first "
    f"pair of the table, {ties.one[0]} and {ties.other[0]}, is tied:"
)
reasons = [graph.why(actor, ties.shared[0][0]).nlargest(1, "confidence") for actor in (ties.one_id[0], ties.other_id[0])]
quote(pd.concat(reasons), most=2)

# %% [markdown]
# ## 2. Which circles are there, and are they more than chance?
#
# *Communities* are groups with more ties inside than one would expect (the Louvain method, Blondel and others 2008);
# *modularity* says how clearly a network falls into them: 0 is not at all, and 1 would be without a tie between them. Two
# questions have to be put to any such division. Is it **stable**: does it come out the same from another starting point?
# And is it **more than chance**: would a network in which everybody keeps as many ties, but with others, fall apart as well?

# %%
circles = communities(tied)
agreed = stability(tied)
pd.DataFrame(
    [
        (number, len(circle), listed((name[node] for node in sorted(circle, key=lambda one: (-tied.degree(one), one))), most=4))
        for number, circle in enumerate(circles, 1)
    ],
    columns=["circle", "actors", "members, the best connected first"],
)


# %% [markdown]
# For the second question we draw a hundred such networks of chance. In the table *z* tells how many standard deviations
# the real network lies above their mean, and *p* how often chance alone goes as far: below 0.05 one speaks of more than
# chance. A second row asks whether relations join like with like, actors with actors, countries with countries: there 1
# is *always*, and 0 is no more often than the number of things of each type would lead one to expect.


# %%
def split(chance):
    """How clearly the actors of a network fall into circles."""
    tied_by_chance = actors_by_programmes(chance)
    return modularity(tied_by_chance, communities(tied_by_chance))


def like_with_like(chance):
    """How far relations keep to things of the same type."""
    return assortativity(chance) or 0.0


rows = null_model(network, {"circles (modularity)": split, "like with like (assortativity by type)": like_with_like}, samples=100)
nulls = pd.DataFrame([(row.name, row.observed, row.mean, row.sd, row.z, row.p) for row in rows],
                     columns=["statistic", "observed", "by chance", "standard deviation", "z", "p"])
nulls.round(2)

# %%
circle, alike = rows


def verdict(row):
    if row.z is None or row.p > 0.05:
        return f"is no more than such networks of chance show (p = {row.p:.2f})"
    return f"is {'more' if row.z > 0 else 'less'} than chance gives (z = {row.z:.1f}, p = {row.p:.2f})"


say(
    f"**Answer.** The actors fall into {many(len(circles), 'circle')}. From twenty starting points the divisions agree to "
    f"{agreed.adjusted_rand:.2f} (1 is always the same, 0 what chance would give), so the circles are "
    f"{'stable' if agreed.adjusted_rand > 0.8 else 'only partly stable'}.",
    f"But how clearly the network falls into circles {verdict(circle)}. That relations join like with like ({alike.observed:.2f}) "
    f"{verdict(alike)}{', but next to nothing' if alike.p <= 0.05 and abs(alike.observed) < 0.1 else ''}.",
    f"With {many(len(ties), 'tie')} a test sees only large differences: read the circles as a way to sort the names, not as blocs."
    if circle.p > 0.05
    else "",
)

# %% [markdown]
# ## 3. Who stands in between?
#
# Three measures of brokers, on the whole network of all relations:
#
# - *betweenness*: the share of shortest paths between two others that lead through somebody (Freeman 1977);
# - *constraint*: how much somebody's contacts are in contact with each other; who has a low one bridges gaps; beside it
#   the *effective size*, the number of contacts less what they have in common (Burt 1992);
# - *brokerage roles*: how often somebody stands between two of his own kind, lets others in, or joins two other kinds
#   (Gould and Fernandez 1989). Kinds are here actors, countries, programmes and so on.

# %%
shares = between(network)
burt = measure_frame(network, "constraint").set_index("id")
roles = measure_frame(network, "brokerage", by="group").set_index("id")
brokers = pd.DataFrame({"name": name, "betweenness": shares}).join(burt[["constraint", "effective_size"]]).join(
    roles[["coordinator", "gatekeeper", "representative", "consultant", "liaison"]]
)
brokers = brokers.sort_index().sort_values("betweenness", ascending=False, kind="stable")
brokers.head(8).round(3).reset_index(drop=True)

# %%
first = brokers.index[0]
without = network.subgraph([node for node in network if node != first])
next_shares = between(without)
rest = pd.DataFrame({"name": name, "share": next_shares}).dropna().sort_index()
rest = rest.sort_values("share", ascending=False, kind="stable")
ranking(
    rest.head(10).assign(share=lambda table: (100 * table.share).round(1)),
    value="share",
    title=f"Without {name[first]}, {rest.name.iloc[0]} would be the first broker, on {rest.share.iloc[0]:.0%} of shortest paths",
    note="Betweenness in per cent, after the first broker is taken out.",
);

# %%
publishers = sorted(graph.sources().publisher.dropna().unique())
middle = roles.loc[first, ["coordinator", "gatekeeper", "representative", "consultant", "liaison"]].astype(float)
meaning = {
    "coordinator": "between two of its own kind",
    "gatekeeper": "letting others in to its own kind",
    "representative": "speaking for its own kind",
    "consultant": "between two of one other kind",
    "liaison": "between two different other kinds",
}
say(
    f"**Answer.** {name[first]} lies on {shares[first]:.0%} of the shortest paths between others, the next, {brokers.name.iloc[1]}, on "
    f"{brokers.betweenness.iloc[1]:.0%}. Its most frequent role is that of *{middle.idxmax()}*, {meaning[middle.idxmax()]} "
    f"({middle.max() / middle.sum():.0%} of the pairs that it joins).",
    f"The texts are published by {listed(publishers, most=4, none='nobody that we know of')}; that those who publish a text, and "
    "their own country, stand in its middle is no surprise. So we took the first broker out and asked again: the "
    f"picture shows who would hold the rest together, {listed(rest.name.head(3))} before all others.",
)

# %% [markdown]
# ## 4. How firm are the ranks?
#
# A rank by few sentences is soft. The *bootstrap* (Efron 1979) draws as many sentences as the texts have, with
# replacement, two hundred times, and ranks anew each time; the bar of a thing holds 95 of 100 of its ranks. Where bars
# overlap, do not say that one comes before the other.


# %%
def relations_of(some):
    return {node: float(number) for node, number in some.degree()}


ranks = bootstrapped_ranks(network, relations_of, samples=200)
shown = pd.DataFrame([(name[row.id], row.rank, row.low, row.high) for row in ranks[:14]], columns=["name", "rank", "low", "high"])
firm = [row for row in ranks if row.low == row.high]
rivals = sum(row.low <= ranks[1].high for row in ranks[2:])

intervals(
    shown,
    title=f"{'Only ' if len(firm) == 1 else ''}{listed((name[row.id] for row in firm), most=3, none='Nobody')} keeps the same rank in "
    f"95 of 100 samples; {many(rivals, 'thing')} may share the second place",
    note="Dot: rank by number of relations. Bar: where 95% of 200 samples of the sentences put it.",
);

# %%
say(
    f"**Answer.** {name[ranks[0].id]} is {'firmly' if ranks[0].high == 1 else 'mostly'} the first. From the second place on the order is soft: "
    f"{name[ranks[1].id]} has rank {ranks[1].rank}, and anything from {ranks[1].low} to {ranks[1].high} would be no surprise. "
    "A ranking of more than the first few names would claim more than these texts show."
)
