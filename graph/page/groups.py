"""Large graphs in groups: what the page shows first of a graph that is too large to be drawn whole."""

from collections import defaultdict
from collections.abc import Sequence

from graph.network import SEED
from graph.network.louvain import Ties, louvain

#: Above so many nodes the page shows groups first.
MANY_NODES = 1500
#: A group above this size is cut into smaller ones where its edges let it.
LARGEST_GROUP = 600
#: Groups below this size are shown as one, or a graph of many small parts would be a heap of dots.
SMALLEST_GROUP = 8
#: The collected small groups come in lots of at most this size.
LOT = 400

Group = tuple[int, ...]


def groups_of(count: int, edges: Sequence[tuple[int, int]]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The nodes numbered from 0 in groups that hold together, and lots of those that belong to none; each node once.

    Groups are the communities that Louvain finds, the largest first; those above `LARGEST_GROUP` are cut again.

    >>> groups_of(3, [(0, 1)])
    ((), ((0, 1), (2,)))
    """
    ties: Ties = [{} for _ in range(count)]
    for start, end in sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]}):
        ties[start][end] = ties[end][start] = 1.0
    found = sorted(_cut([node for node in range(count) if ties[node]], ties), key=lambda group: (-len(group), group))
    large = tuple(group for group in found if len(group) >= SMALLEST_GROUP)
    few = [node for group in found if len(group) < SMALLEST_GROUP for node in group]
    lone = [node for node in range(count) if not ties[node]]
    return large, (*_lots(few), *_lots(lone))


def _cut(nodes: Sequence[int], ties: Ties) -> list[Group]:
    """The communities of some nodes among themselves, those that are too large cut again."""
    numbers = {node: number for number, node in enumerate(nodes)}
    inner = [{numbers[end]: weight for end, weight in ties[node].items() if end in numbers} for node in nodes]
    members: dict[int, list[int]] = defaultdict(list)
    for node, community in zip(nodes, louvain(inner, seed=SEED), strict=True):
        members[community].append(node)
    if len(members) < 2:
        return [tuple(group) for group in members.values()]
    cut = (_cut(group, ties) if len(group) > LARGEST_GROUP else [tuple(group)] for group in members.values())
    return [group for groups in cut for group in groups]


def _lots(nodes: Sequence[int]) -> list[Group]:
    return [tuple(nodes[start : start + LOT]) for start in range(0, len(nodes), LOT)]
