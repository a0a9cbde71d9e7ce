"""What persons said is right as it is, as a graph tells it: no doubt about it is shown again."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import unquote

from extract.corrections.confirmations import KeepApart, KeepThing
from graph.query import run
from graph.readable import Readable
from graph.tables import Table
from ontology.namespaces import Namespaces

_KEPT = f"""
SELECT DISTINCT ?rule ?correction ?thing {{
  VALUES ?rule {{ "{KeepThing.kind}" "{KeepApart.kind}" }}
  ?correction oda:rule ?rule . ?thing prov:wasInfluencedBy ?correction
}} ORDER BY ?rule ?correction ?thing
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The ids of things that are things, and pairs of things that are two."""

    things: Set[str] = frozenset()
    pairs: Set[frozenset[str]] = frozenset()


def settled(store: Readable, namespaces: Namespaces) -> Settled:
    """What is settled about the things of a graph."""
    by_entry: dict[tuple[str, str], set[str]] = defaultdict(set)
    answer = run(store, _KEPT, namespaces=namespaces, where="review")
    if isinstance(answer, Table):
        for rule, correction, thing in answer.rows:
            by_entry[str(rule), str(correction)].add(unquote(str(thing).removeprefix(namespaces.entity(""))))
    things = {id_ for (rule, _), ids in by_entry.items() if rule == KeepThing.kind for id_ in ids}
    pairs = {
        frozenset(pair)
        for (rule, _), ids in by_entry.items()
        if rule == KeepApart.kind
        for pair in combinations(sorted(ids), 2)
    }
    return Settled(things=things, pairs=pairs)
