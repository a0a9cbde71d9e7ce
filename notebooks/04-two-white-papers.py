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
# # Two white papers
#
# A series that appears every year shows what changes. The project's texts hold parts of two editions of Japan's *White
# Paper on Development Cooperation*, 2018 and 2023. This notebook lays their graphs on top of each other and asks:
#
# 1. How much do the two say?
# 2. What came, what went, what stayed?
# 3. What moved: who counts for more in the later one, who for less?
# 4. Where does the help go, then and now?
#
# **Read with care.** What lies here are *parts* of the editions, and not the same chapters of both. So what is in one and
# not in the other may have changed in the world, or only stand in a chapter that we do not have. The notebook says what
# differs between the texts; why it differs is for the reader to find out.

# %%
import pandas as pd

from graph.network import by_text, changes, compared
from graph.notebook import open_or_build, quote, say
from graph.network.pathways import dated
from graph.plots import matrix, ranking, timeline
from graph.telling import listed, many

pd.options.display.max_colwidth = 70

graph = open_or_build()
name = dict(zip(graph.entities().id, graph.entities().name))

# %% [markdown]
# The two texts are the first and the last of the series that has the most editions in the graph; so with texts of your own
# the notebook compares yours. (Where no series has two, it takes the earliest and the latest text.)

# %%
texts = graph.sources().sort_values(["year", "id"])
series = texts.groupby("series").size().sort_index().sort_values(ascending=False, kind="stable")
chosen = texts[texts.series == series.index[0]] if len(series) and series.iloc[0] > 1 else texts
old, new = chosen.iloc[0], chosen.iloc[-1]
slices = by_text(graph.view, documents=[old.id, new.id])
before, after = slices[old.id], slices[new.id]
label = {old.id: str(old.year), new.id: str(new.year)} if old.year != new.year else {old.id: old.id, new.id: new.id}
say(f"Earlier: *{old.title}* ({old.year}). Later: *{new.title}* ({new.year}).")

# %% [markdown]
# ## 1. How much do the two say?

# %%
sizes = pd.DataFrame([(label[row.name], row.things, row.relations, row.sentences, row.new_things) for row in compared(slices)],
                     columns=["edition", "things", "relations", "sentences", "things not in the earlier"]).set_index("edition")
sizes

# %%
kinds = pd.DataFrame({label[text]: pd.Series([key for *_, key in some.edges(keys=True)]).value_counts() for text, some in slices.items()})
kinds = kinds.fillna(0).astype(int).sort_index()
kinds = kinds.loc[kinds.sum(axis=1).sort_values(ascending=False, kind="stable").index]
shares = kinds / kinds.sum()
shift = (shares.iloc[:, 1] - shares.iloc[:, 0]).sort_values(kind="stable")

matrix(
    kinds,
    title=f"“{shift.index[-1]}” gains most: from {shares.iloc[:, 0][shift.index[-1]]:.0%} of the relations "
    f"to {shares.iloc[:, 1][shift.index[-1]]:.0%}",
    note="Relations by kind in the two texts.",
);

# %%
quotient = before.number_of_edges() / max(after.number_of_edges(), 1)
say(
    f"**Answer.** The part of {old.year} that we have gives {many(before.number_of_edges(), 'relation')}, that of {new.year} "
    f"{after.number_of_edges()}: {'so compare shares, not numbers.' if not 0.8 < quotient < 1.25 else 'about as many.'} "
    f"By share, *{shift.index[-1]}* gains most and *{shift.index[0]}* loses most "
    f"({shares.iloc[:, 0][shift.index[0]]:.0%} to {shares.iloc[:, 1][shift.index[0]]:.0%})."
)

# %% [markdown]
# ## 2. What came, what went, what stayed?
#
# A relation *stayed* when both texts state it between the same two things.

# %%
turned = pd.DataFrame([(str(one.what), one.subject, one.predicate, one.object) for one in changes(before, after)],
                      columns=["what", "subject", "predicate", "object"])
counts = turned.what.value_counts()
stayed = turned[turned.what == "stayed"]
common = sorted(set(before) & set(after))
pd.DataFrame([(name[row.subject], row.predicate, name[row.object]) for row in stayed.itertuples()],
             columns=["subject", "relation", "object"])

# %%
programmes = {text: {node for node, data in some.nodes(data=True) if data["group"] == "Programme"} for text, some in slices.items()}
kept = programmes[old.id] & programmes[new.id]
steadier = len(common) / len(set(before) | set(after)) > len(stayed) / len(turned)
say(
    f"**Answer.** {counts.get('went', 0)} relations are only in the earlier text, {counts.get('came', 0)} only in the later, and "
    f"{counts.get('stayed', 0)} in both. Of the {len(set(before) | set(after))} things "
    f"{len(common)} stand in both"
    + (", a larger share: names are steadier than what is said of them." if steadier else "."),
    f"Of programmes, {len(programmes[old.id] - kept)} went, {len(programmes[new.id] - kept)} came and {len(kept)} stayed: "
    f"{listed((name[node] for node in sorted(kept)), most=5)}.",
)

# %% [markdown]
# Here are sentences of both texts behind a relation that stayed, and then one sentence each of programmes that came and
# went, those with the most relations. Read them: where a sentence does not say what stands in brackets below it, the
# program has misread, and a programme that *went* may never have been there.

# %%
for row in stayed.head(1).itertuples():
    both = graph.why(row.subject, row.predicate, row.object)
    quote(both[both.text.isin([old.id, new.id])].drop_duplicates("text"), most=2)

# %%
for word, some, text in (("Came", after, new.id), ("Went", before, old.id)):
    for node in sorted(programmes[text] - kept, key=lambda node: (-some.degree(node), node))[:2]:
        reasons = graph.why(node)
        say(f"*{word}:* **{name[node]}**")
        quote(reasons[reasons.text == text], most=1)

# %% [markdown]
# ## 3. What moved?
#
# For what both texts name, we compare the *share of relations* that it has a part in. A thing that moves up is spoken of in
# more connections than before, as far as our two parts go.

# %%
part = pd.DataFrame({
    text: pd.Series({node: some.degree(node) / some.number_of_edges() for node in common}, dtype=float)
    for text, some in slices.items()
})
moved = pd.DataFrame({
    "name": [name[node] for node in part.index],
    "points": (100 * (part[new.id] - part[old.id])).round(1),
    "relations": [before.degree(node) + after.degree(node) for node in part.index],
})
moved = moved[moved.relations >= 3].sort_index().sort_values("points", ascending=False, kind="stable")
up, down = moved[moved.points > 0], moved[moved.points < 0].iloc[::-1]
shown = pd.concat([up.head(8), down.head(6).iloc[::-1]])
shown = shown.assign(direction=["rises" if points > 0 else "falls" for points in shown.points])

ranking(
    shown,
    value="points",
    kind="direction",
    title=f"From {label[old.id]} to {label[new.id]} {listed(up.name.head(1), none='nothing')} rises most and "
    f"{listed(down.name.head(1), none='nothing')} falls most",
    note="Change of the share of relations that each has a part in, in percentage points. "
    f"Shown: {len(shown)} of {many(len(up) + len(down), 'thing')} that move, of those with three relations or more.",
);

# %%
say(
    f"**Answer.** Up go {listed((f'{row.name_} (+{row.points} points)' for row in up.rename(columns={'name': 'name_'}).head(3).itertuples()))}; "
    f"down go {listed((f'{row.name_} ({row.points} points)' for row in down.rename(columns={'name': 'name_'}).head(3).itertuples()))}. "
    f"Only {many(len(moved), 'thing')} stand in both with three relations or more together, and one sentence more or less "
    "moves most of them: take the direction, not the size."
)

# %% [markdown]
# ## 4. Where does the help go, then and now?
#
# Countries that something works in, that are supported or that take part, counted by the regions of the United Nations.

# %%
HELP = ("operatesIn", "supports", "participatesIn")


def places(some):
    found = {end for start, end, key in some.edges(keys=True) if key in HELP[:2]}
    found |= {start for start, end, key in some.edges(keys=True) if key == HELP[2]}
    return sorted(place for place in found if some.nodes[place]["region_name"])


regions = pd.DataFrame({
    label[text]: pd.Series([some.nodes[place]["region_name"] for place in places(some)], dtype=object).value_counts()
    for text, some in slices.items()
}).fillna(0).astype(int)
regions = regions.sort_index().loc[lambda table: table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
both_times = sorted(set(places(before)) & set(places(after)))

matrix(
    regions,
    title=f"{many(len(places(before)), 'country', 'countries')} then, {len(places(after))} now, {len(both_times)} of them both times",
    note="Countries by region: where something works, who is supported or takes part.",
);

# %%
lost, gained = (regions.index[regions.iloc[:, one].gt(0) & regions.iloc[:, 1 - one].eq(0)] for one in (0, 1))
say(
    f"**Answer.** In both texts stand {listed((name[place] for place in both_times), most=8)}. Regions only in the earlier: "
    f"{listed(lost)}; only in the later: {listed(gained)}."
)

# %% [markdown]
# And when? These are the years that the two texts give for programmes. A line marks the year of each edition; a dot right
# of it is a plan or a goal.

# %%
years = pd.concat([dated(some) for some in slices.values()], ignore_index=True)
shown = years[years.year >= years.year.max() - 30] if len(years) else years
late = years[years.year > int(old.year)] if pd.notna(old.year) else years

timeline(
    shown,
    kind="type",
    marks={int(text.year): f"edition of {text.year}" for text in (old, new) if pd.notna(text.year)},
    title=f"{late.id.nunique()} of {many(years.id.nunique(), 'programme')} have a year after {old.year}",
    note="A dot: a year that a text gives; larger: for more relations.",
);

# %%
say(
    f"**Answer.** {many(late.id.nunique(), 'programme')} of {years.id.nunique()} have a year after {old.year}: "
    f"{listed(sorted(set(late.name)), most=6)}. What a text says of years in passing is little; a programme without a dot "
    "has none that we can read."
)
