"""Which thing each entity of each text is, over all texts: a keyed grouping, done by SQLite.

Texts are added one after the other and forgotten; what names them, and what they become, lies in a database. With a
file for it, no number of texts fills the memory: SQLite sorts and joins on the disk.

Two texts' entities are one thing when an authority row says so, or when they share a full name in one group that is no
name that every country's body bears, or an acronym that neither text spells out otherwise.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec

from extract.gazetteer import normal
from extract.model import Entity
from extract.readings import TextEntity
from ontology.vocabulary import EntityType, Group

#: Bodies that every country has under one name: two texts that name one need not mean the same.
_SHARED = re.compile(
    r"^(?:ministry|department|cabinet|parliament|government|national police|police|coast guard|armed forces|joint"
    r"|prime minister|bureau|directorate|office|senate|supreme court|national assembly|central bank|secretariat"
    r"|steering committee|town|city|municipality|provincial|district|state|federal|national)\b"
)
_MAX_SLUG: Final = 80
_PLACES = frozenset({Group.LOCALITY, Group.REGION, Group.COUNTRY})

#: What an entity of a text is over all texts: its id and its type there.
Thing = tuple[str, EntityType]

# An entity without an id is a lone acronym or single word, of which only all texts together can tell what it is.
_TABLES = """
CREATE TABLE named (text TEXT, id TEXT, name TEXT, kind TEXT, entity BLOB);
CREATE TABLE holders (name TEXT, kind TEXT, key TEXT);
CREATE TABLE things (id TEXT PRIMARY KEY, type TEXT, entity BLOB) WITHOUT ROWID;
"""
_LONE = """
SELECT lone.name, lone.kind, count(DISTINCT holders.key), min(holders.key)
FROM (SELECT DISTINCT name, kind FROM named WHERE id IS NULL) AS lone
LEFT JOIN holders ON holders.name = lone.name AND holders.kind = lone.kind
GROUP BY lone.name, lone.kind
"""
_SETTLE = "UPDATE named SET id = ? WHERE id IS NULL AND name = ? AND kind = ?"
_MEMBERS = "SELECT id, entity FROM named ORDER BY id"
_OF_TEXTS = "SELECT text, things.id, type FROM named JOIN things ON things.id = named.id ORDER BY named.rowid"


class Resolution:
    """Takes the entities of texts, and tells what they are over all of these texts. The order of the texts does not
    matter. Without a path all is done in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Lets go of the database; its file stays."""
        self._database.close()

    def add(self, text: str, entities: Sequence[TextEntity]) -> None:
        """Takes the entities of a text, in the order of its reading."""
        rows, held = [], set()
        for entity in entities:
            group, name = entity.type.group, normal(entity.label)
            key = _key(entity, name, text)
            rows.append((text, key and _id_of(key, group), name, group, _ENCODER.encode(entity)))
            if key is not None:
                names = (normal(surface) for surface, _ in entity.surfaces)
                held |= {(known, group, key) for known in names if " " not in known}
        self._database.executemany("INSERT INTO named VALUES (?, ?, ?, ?, ?)", rows)
        self._database.executemany("INSERT INTO holders VALUES (?, ?, ?)", held)

    def settle(self) -> None:
        """Tells what everything is, once all texts are there."""
        self._database.execute("CREATE INDEX holders_by_name ON holders (name, kind, key)")
        self._database.execute("CREATE INDEX lone ON named (name, kind) WHERE id IS NULL")
        lone = self._database.execute(_LONE).fetchall()
        # An acronym that only ever stands alone is the one thing that bears it, or a thing of its own.
        keys = ((holder if times == 1 else f"{kind}:{name}", name, kind) for name, kind, times, holder in lone)
        settled = ((_id_of(key, Group(kind)), name, kind) for key, name, kind in keys)
        self._database.executemany(_SETTLE, settled)
        self._database.executemany("INSERT INTO things VALUES (?, ?, ?)", self._described())

    def _described(self) -> Iterator[tuple[str, str, bytes]]:
        with closing(self._database.cursor()) as cursor:
            for id_, members in groupby(cursor.execute(_MEMBERS), itemgetter(0)):
                entity = entity_of(id_, [_DECODER.decode(body) for _, body in members])
                yield id_, entity.type, _ENCODER.encode(entity)

    def things(self) -> Iterator[Entity]:
        """Yields: the things of all texts, sorted by id."""
        for (body,) in self._rows("SELECT entity FROM things ORDER BY id"):
            yield _THINGS.decode(body)

    def of_texts(self) -> Iterator[tuple[str, list[Thing]]]:
        """Yields: of each text, in the order in which they came, what each of its entities is; not of one without."""
        for text, rows in groupby(self._rows(_OF_TEXTS), itemgetter(0)):
            yield text, [(id_, EntityType(type_)) for _, id_, type_ in rows]

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        with closing(self._database.cursor()) as cursor:
            yield from cursor.execute(query)


@contextmanager
def resolved(texts: Iterable[tuple[str, Sequence[TextEntity]]], path: Path | None = None) -> Iterator[Resolution]:
    """What all entities of texts are, while the block runs; texts of one name have to come one after the other."""
    resolution = Resolution(path)
    try:
        for text, entities in texts:
            resolution.add(text, entities)
        resolution.settle()
        yield resolution
    finally:
        resolution.close()


def resolve_all(texts: Mapping[str, Sequence[TextEntity]]) -> tuple[tuple[Entity, ...], Mapping[tuple[str, int], str]]:
    """The things of a few texts, sorted by id, and the id of each text's entity by the text's id and place in its list.

    All of it is in memory; `resolved` is for many texts.
    """
    with resolved(texts.items()) as resolution:
        found = ((text, place, id_) for text, things in resolution.of_texts() for place, (id_, _) in enumerate(things))
        return tuple(resolution.things()), {(text, place): id_ for text, place, id_ in found}


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(TextEntity)
_THINGS = msgspec.msgpack.Decoder(Entity)


def _key(entity: TextEntity, name: str, text: str) -> str | None:
    """What makes an entity the same over all texts; nothing for a lone acronym or single word that no table knows."""
    if entity.row:
        return f"row:{entity.row.id}"
    group = entity.type.group
    if group is Group.ACTOR and _SHARED.match(name):
        return f"{group}:{name}@{text}"
    if " " not in name and group not in _PLACES:
        return f"Person:{name}@{text}" if entity.type is EntityType.PERSON else None
    return f"{group}:{name}"


@lru_cache(maxsize=100_000)
def _id_of(key: str, group: Group) -> str:
    kind, _, name = key.partition(":")
    if kind == "row":
        return name
    words, _, scope = name.partition("@")
    slug = f"{group.lower()}-{_ascii(words)[:_MAX_SLUG].strip('-') or 'unnamed'}"
    slug += f"-in-{_ascii(scope)}" if scope else ""
    # Where the slug does not tell all of the key (too long, letters outside ASCII), a hash keeps two things apart.
    told = _ascii(words) == words.replace(" ", "-") and len(words) <= _MAX_SLUG and _ascii(scope) == scope
    return slug if told else f"{slug}-{sha256(key.encode()).hexdigest()[:8]}"


def _ascii(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def entity_of(id_: str, members: Sequence[TextEntity]) -> Entity:
    """One thing of all that texts call it."""
    row = next((member.row for member in members if member.row), None)
    surfaces: Counter[str] = Counter()
    types: Counter[EntityType] = Counter()
    for member in members:
        surfaces.update(dict(member.surfaces))
        types[member.type] += member.count
    name = (
        row.name
        if row
        else max((member.label for member in members), key=lambda label: (len(label), surfaces[label], label))
    )
    merges = {merge for member in members for merge in member.merges if merge.name != name}
    return Entity(
        id=id_,
        type=row.type if row else max(types, key=lambda kind: (types[kind], kind)),
        name=name,
        aliases=tuple(sorted(set(surfaces) - {name})),
        codes=row.codes if row else None,
        merges=tuple(sorted(merges, key=lambda merge: (merge.name, merge.reason))),
    )
