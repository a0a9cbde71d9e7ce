"""What came and what went between two graphs: entities and relations, by id and name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.facts import GraphView, open_graph
from ontology.vocabulary import EntityType, Predicate


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EntityChange:
    """An entity that only one of two graphs has, or has with this name and type."""

    id: str
    name: str
    type: EntityType


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RelationChange:
    """A direct triple that only one of two graphs has: ids, and the names that this graph has for its ends."""

    subject: str
    predicate: Predicate
    object: str
    subject_name: str
    object_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the second graph has and the first has not, and the other way round; each sorted by id."""

    entities_added: tuple[EntityChange, ...]
    entities_removed: tuple[EntityChange, ...]
    relations_added: tuple[RelationChange, ...]
    relations_removed: tuple[RelationChange, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any((self.entities_added, self.entities_removed, self.relations_added, self.relations_removed))


def diff(before: Path, after: Path) -> Difference:
    """The difference between the graphs of two output folders. Bases may differ: ids are compared, not IRIs.

    Raises:
        GraphError: a folder holds no graph.
    """
    return compare(open_graph(before), open_graph(after))


def compare(before: GraphView, after: GraphView) -> Difference:
    """The difference between two graphs. A new type or name of an entity counts as one removed and one added."""
    entities = (_entities(before), _entities(after))
    relations = (_relations(before), _relations(after))
    return Difference(
        entities_added=tuple(sorted(entities[1] - entities[0])),
        entities_removed=tuple(sorted(entities[0] - entities[1])),
        relations_added=_missing_from(relations[0], relations[1]),
        relations_removed=_missing_from(relations[1], relations[0]),
    )


_Key = tuple[str, Predicate, str]


def _entities(view: GraphView) -> frozenset[EntityChange]:
    return frozenset(EntityChange(id=node.id, name=node.name, type=node.type) for node in view.nodes)


def _relations(view: GraphView) -> dict[_Key, RelationChange]:
    names = {node.id: node.name for node in view.nodes}
    return {
        edge.key: RelationChange(
            subject=edge.subject,
            predicate=edge.predicate,
            object=edge.object,
            subject_name=names[edge.subject],
            object_name=names[edge.object],
        )
        for edge in view.edges
    }


def _missing_from(
    relations: Mapping[_Key, RelationChange], others: Mapping[_Key, RelationChange]
) -> tuple[RelationChange, ...]:
    """The relations of `others` that `relations` has not, whatever the names of their ends."""
    return tuple(others[key] for key in sorted(others.keys() - relations.keys()))
