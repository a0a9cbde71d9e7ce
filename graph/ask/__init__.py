"""Questions in plain words → the named query that answers them, with its parameters, without a language model.

Each named query lists questions that it answers (its ``# ask:`` lines). A user's question and those are read alike:
names of the graph become slots, the English pipeline gives lemmas and the role of each slot, and words of one meaning
count as one. The query whose question shares most with the user's is chosen, or none.
"""

from graph.ask.choosing import Asked, Asker

__all__ = ["Asked", "Asker"]
