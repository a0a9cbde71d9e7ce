"""What a careful reader or the graph says of one text, in the form in which the two are compared; and gold files.

A gold file is JSON with `entities` (id, type, name, mentions) and `relations` (s, p, o, evidence), and named after its
text. What it marks `optional` (one annotator of two gave it) is neither missed when absent nor wrong when present;
`alsoType` is a second right type.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.names import normalise
from ontology.errors import InputError
from ontology.vocabulary import EntityType, Predicate

#: Subject, predicate, object: ids of a gold file, or IRIs and the local name of a property.
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity as it is compared: its type and normalised names. `name` and `spellings` (as the text has them) are
    for readers; the rest matters in gold files only.
    """

    type: EntityType
    names: frozenset[str]
    name: str = ""
    spellings: tuple[str, ...] = ()
    optional: bool = False
    also_type: EntityType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an annotator or the graph says of one text; `optional` relations are among `relations`.

    `quotes` has the first sentence that shows a relation, where one is known.
    """

    things: Mapping[str, Thing]
    relations: frozenset[Triple]
    optional: frozenset[Triple] = frozenset()
    quotes: Mapping[Triple, str] = field(default_factory=dict)


def one_way(triple: Triple) -> Triple:
    """The triple with the ends of a symmetric relation in order.

    >>> one_way(("undp", "cooperatesWith", "japan"))
    ('japan', 'cooperatesWith', 'undp')
    """
    subject, predicate, object_ = triple
    if predicate == Predicate.COOPERATES_WITH:
        subject, object_ = sorted((subject, object_))
    return (subject, str(predicate), object_)


def gold_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The annotation files among files and folders (read one level deep), sorted within each folder.

    Raises:
        InputError: a path does not exist, or a folder holds none.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: found nothing there, an annotation file or a folder of them is needed")
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"{path}: found no .json file, annotation files are needed")
        files += inside
    return tuple(dict.fromkeys(files))


def read_gold(path: Path) -> Facts:
    """The annotations of one file.

    Raises:
        InputError: the file is no annotation file.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        things = {entity["id"]: _thing(entity) for entity in data["entities"]}
        relations = [(one_way((r["s"], Predicate(r["p"]), r["o"])), r) for r in data["relations"]]
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: found what cannot be read ({error}), an annotation file in JSON is needed") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: found no annotation file (missing: {error}), `entities` and `relations` are needed"
        ) from None
    for (subject, predicate, object_), _ in relations:
        if unknown := {subject, object_} - things.keys():
            raise InputError(
                f"{path}: found {min(unknown)!r} at an end of {predicate}, the id of an entity of the file is needed"
            )
    return Facts(
        things=things,
        relations=frozenset(triple for triple, _ in relations),
        optional=frozenset(triple for triple, relation in relations if relation.get("optional")),
        quotes={triple: str(relation.get("evidence", "")) for triple, relation in relations},
    )


def _thing(entity: Mapping[str, object]) -> Thing:
    mentions = entity["mentions"]
    names = [str(name) for name in (entity["name"], *(mentions if isinstance(mentions, list) else []))]
    also = entity.get("alsoType")
    return Thing(
        type=EntityType(str(entity["type"])),
        names=frozenset(map(normalise, names)),
        name=names[0],
        spellings=tuple(dict.fromkeys((*names[1:], names[0]))),
        optional=bool(entity.get("optional")),
        also_type=EntityType(str(also)) if also else None,
    )
