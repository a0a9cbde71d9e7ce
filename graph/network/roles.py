"""Who stands between whom: the five brokerage roles of Gould and Fernandez."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

import networkx as nx

from graph.network.conversion import AnyGraph, directed


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """How often something is in each role, for i → broker → k without i → k.

    Coordinator: all three are of one group; consultant (or itinerant broker): i and k are of one group, the broker is
    not; gatekeeper: the broker is of k's group, and lets in; representative: of i's group, and speaks for it; liaison:
    three groups.
    """

    coordinator: float = 0
    consultant: float = 0
    gatekeeper: float = 0
    representative: float = 0
    liaison: float = 0

    @property
    def total(self) -> float:
        """All of them."""
        return float(sum(getattr(self, field.name) for field in fields(self)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokerage:
    """The roles of one node. `expected` are those it would have if groups were dealt to the nodes by chance."""

    id: str
    group: str
    roles: Roles
    expected: Roles

    @property
    def total(self) -> int:
        """How often the node is a broker at all; the groups do not change it."""
        return int(self.roles.total)


def brokerage(graph: AnyGraph, *, by: str = "group") -> tuple[Brokerage, ...]:
    """The brokerage roles of each node, the busiest broker first; `by` is the node attribute that holds the groups.

    Relations go from doer to done-to and a symmetric one both ways; parallel relations are one. In a projection each
    tie goes both ways, so gatekeeper and representative are the same. A node with an empty attribute is a group of its
    own kind: all such nodes together.

    `expected` is exact: with groups dealt to the nodes at random, in their sizes, every open pair is in each role with
    the same probability.

    Source: Gould and Fernandez, Sociological Methodology 19, 89-126, 1989 (raw counts). Their expectations take the
        ties as random, ours the groups: ours keep each node's number of open pairs.
    """
    walk = directed(graph)
    walk.remove_edges_from(list(nx.selfloop_edges(walk)))
    group = {node: str(graph.nodes[node].get(by) or "") for node in walk}
    chances = _chances(Counter(group.values()))
    rows = [_row(node, _open_pairs(walk, node, group), group, chances) for node in walk]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.id)))


def _open_pairs(walk: "nx.DiGraph[str]", broker: str, group: Mapping[str, str]) -> "Counter[tuple[str, str]]":
    """How many pairs of two groups the broker joins that are not joined already."""
    before, after = set(walk.predecessors(broker)), set(walk.successors(broker))
    starts, ends = Counter(group[node] for node in before), Counter(group[node] for node in after)
    pairs = Counter({(one, two): starts[one] * ends[two] for one in starts for two in ends})
    for start in before:
        closed = after.intersection(walk.successors(start))
        pairs.subtract((group[start], group[end]) for end in closed)
        if start in after:
            pairs[group[start], group[start]] -= 1
    return pairs


def _row(
    broker: str, pairs: "Counter[tuple[str, str]]", group: Mapping[str, str], chances: Mapping[str, float]
) -> Brokerage:
    roles: Counter[str] = Counter()
    for (start, end), number in pairs.items():
        roles[role(start, group[broker], end)] += number
    total = sum(roles.values())
    expected = Roles(**{name: chance * total for name, chance in chances.items()})
    return Brokerage(id=broker, group=group[broker], roles=Roles(**roles), expected=expected)


def role(start: str, broker: str, end: str) -> str:
    """The role of a broker of one group between things of two.

    >>> role("Actor", "Country", "Programme")
    'liaison'
    """
    match (start == broker, broker == end, start == end):
        case (True, True, _):
            return "coordinator"
        case (True, False, _):
            return "representative"
        case (False, True, _):
            return "gatekeeper"
        case (_, _, True):
            return "consultant"
        case _:
            return "liaison"


def _chances(sizes: Mapping[str, int]) -> dict[str, float]:
    """The probability of each role for three different nodes drawn at random."""
    things = sum(sizes.values())
    ways = things * (things - 1) * (things - 2) or 1
    same = sum(size * (size - 1) * (size - 2) for size in sizes.values()) / ways
    two = sum(size * (size - 1) * (things - size) for size in sizes.values()) / ways
    pair = {"consultant": two, "gatekeeper": two, "representative": two}
    return {"coordinator": same, **pair, "liaison": max(0.0, 1 - same - 3 * two)}
