"""Which thing each entity of each text is, over all texts: a keyed grouping, done by SQLite.

Texts are added one after the other and forgotten; what names them, and what they become, lies in a database. With a
file for it, no number of texts fills the memory: SQLite sorts and joins on the disk; and where the file is kept, one
text more costs what that text names, not what all of them do. How a database came to have its texts does not show.

Two texts' entities are one thing when an authority row says so, or when they share a full name in one group that is no
name that every country's body bears, or an acronym that neither text spells out otherwise.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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

#: Gives what a text names, in the order of its reading.
Named = Callable[[str], Sequence[TextEntity]]

# Most texts say the same of what many of them name, so what they say is kept once, with its `key`: what makes it the
# same over all texts. Of a lone acronym or single word only all texts together can tell what it is: `lone` has its
# name, with the kind of things that bear such a name. Whoever `holds` that name beside a key is what it may be.
_TABLES = """
CREATE TABLE texts (number INTEGER PRIMARY KEY, name TEXT UNIQUE, made_of TEXT, digest TEXT);
CREATE TABLE said (number INTEGER PRIMARY KEY, hash BLOB UNIQUE, key TEXT, id TEXT, lone TEXT, entity BLOB);
CREATE TABLE named (text INTEGER, place INTEGER, said INTEGER, PRIMARY KEY (text, place)) WITHOUT ROWID;
CREATE TABLE holders (name TEXT, key TEXT, said INTEGER, PRIMARY KEY (name, key, said)) WITHOUT ROWID;
CREATE TABLE things (id TEXT PRIMARY KEY, type TEXT, entity BLOB) WITHOUT ROWID;
"""
# Whatever happens to what texts name is written down: things to describe anew, and texts whose things are not the same.
_WATCHED = """
CREATE TEMP TABLE touched (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE gone (said INTEGER PRIMARY KEY);
CREATE TEMP TRIGGER came AFTER INSERT ON named BEGIN
    INSERT OR IGNORE INTO touched SELECT id FROM said WHERE number = new.said AND id IS NOT NULL;
END;
CREATE TEMP TRIGGER went AFTER DELETE ON named BEGIN
    INSERT OR IGNORE INTO touched SELECT id FROM said WHERE number = old.said AND id IS NOT NULL;
    INSERT OR IGNORE INTO gone VALUES (old.said);
END;
CREATE TEMP TRIGGER moved AFTER UPDATE OF id ON said BEGIN
    INSERT OR IGNORE INTO touched SELECT old.id WHERE old.id IS NOT NULL UNION SELECT new.id;
    UPDATE texts SET digest = NULL WHERE number IN (SELECT text FROM named WHERE said = new.number);
END;
CREATE TEMP TRIGGER turned AFTER UPDATE OF type ON things WHEN new.type <> old.type BEGIN
    UPDATE texts SET digest = NULL WHERE number IN (
        SELECT text FROM said CROSS JOIN named ON said = said.number WHERE id = new.id
    );
END;
"""
# Made when the first texts are in, which is quicker than row by row.
_INDEXES = """
CREATE INDEX IF NOT EXISTS named_by_said ON named (said);
CREATE INDEX IF NOT EXISTS said_by_id ON said (id);
CREATE INDEX IF NOT EXISTS said_alone ON said (lone) WHERE lone IS NOT NULL;
CREATE INDEX IF NOT EXISTS holders_by_said ON holders (said);
"""
_SAY = "INSERT OR IGNORE INTO said (hash, key, id, lone, entity) VALUES (?, ?, ?, ?, ?)"
_NAME = "INSERT INTO named SELECT ?, ?, number FROM said WHERE hash = ?"
_HOLD = "INSERT OR IGNORE INTO holders SELECT ?, key, number FROM said WHERE hash = ?"
_UNSAY = """
DELETE FROM gone WHERE EXISTS (SELECT * FROM named WHERE named.said = gone.said);
DELETE FROM holders WHERE said IN gone;
DELETE FROM said WHERE number IN gone;
DELETE FROM gone;
"""
_LONE = """
SELECT lone, count(DISTINCT key), min(key)
FROM (SELECT DISTINCT lone FROM said WHERE lone IS NOT NULL) LEFT JOIN holders ON name = lone GROUP BY lone
"""
_SETTLE = "UPDATE said SET id = ?1 WHERE lone = ?2 AND id IS NOT ?1"
_MEMBERS = """
SELECT id, entity, (SELECT count(*) FROM named WHERE said = number) FROM touched CROSS JOIN said USING (id) ORDER BY id
"""
_DESCRIBE = """
INSERT INTO things VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET type = excluded.type, entity = excluded.entity
"""
_FORGET = """
DELETE FROM things WHERE id IN touched AND NOT EXISTS (SELECT * FROM said WHERE said.id = things.id);
DELETE FROM touched;
"""
_OF_TEXT = """
SELECT id, type FROM texts CROSS JOIN named ON text = texts.number CROSS JOIN said ON said.number = named.said
CROSS JOIN things USING (id) WHERE name = ? ORDER BY place
"""


class Resolution:
    """What the entities of texts are over all of these texts, and what each thing is. Without a path all is done in
    memory; in a file that is there already, only what has changed is.
    """

    def __init__(self, path: Path | None = None) -> None:
        is_new = path is None or not path.exists()
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        for setting in ("auto_vacuum = FULL", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.executescript((_TABLES if is_new else "") + _WATCHED)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Lets go of the database; its file stays, and has all that was told."""
        if self._database.in_transaction:  # it is not where the disk was full
            self._database.execute("COMMIT")
        self._database.close()

    def hold(self, texts: Mapping[str, str], named: Named) -> None:
        """Has these texts from now on and no others. `texts` says what each is made of: `named` is asked only of those
        that were not there, or were made of something else.
        """
        held = dict(self._rows("SELECT name, made_of FROM texts"))
        for text in sorted(held.keys() - {text for text, made_of in texts.items() if held.get(text) == made_of}):
            self._remove(text)
            del held[text]
        for text, made_of in texts.items():
            if text not in held:
                self._add(text, made_of, named(text))
        self._settle()

    def _remove(self, text: str) -> None:
        self._database.execute("DELETE FROM named WHERE text = (SELECT number FROM texts WHERE name = ?)", (text,))
        self._database.execute("DELETE FROM texts WHERE name = ?", (text,))

    def _add(self, text: str, made_of: str, entities: Sequence[TextEntity]) -> None:
        said, holders, hashes = [], [], []
        for entity in entities:
            group, name, data = entity.type.group, normal(entity.label), _ENCODER.encode(entity)
            key = _key(entity, name, text)
            id_, lone = (None, f"{group}:{name}") if key is None else (_id_of(key, group), None)
            hash_ = sha256(f"{key}\n".encode() + data).digest()[:16]
            hashes.append(hash_)
            said.append((hash_, key, id_, lone, data))
            if key is not None:
                names = {normal(surface) for surface, _ in entity.surfaces}
                holders += [(f"{group}:{known}", hash_) for known in names if " " not in known]
        run = self._database.executemany
        row = self._database.execute("INSERT INTO texts VALUES (NULL, ?, ?, NULL)", (text, made_of)).lastrowid
        run(_SAY, said)
        run(_HOLD, holders)
        run(_NAME, ((row, place, hash_) for place, hash_ in enumerate(hashes)))

    def _settle(self) -> None:
        """Tells what everything is, once all texts are there."""
        self._run(_INDEXES + _UNSAY)
        # An acronym that only ever stands alone is the one thing that bears it, or a thing of its own.
        keys = [(holder if times == 1 else lone, lone) for lone, times, holder in self._rows(_LONE)]
        self._database.executemany(_SETTLE, ((_id_of(key, Group(lone.partition(":")[0])), lone) for key, lone in keys))
        self._database.executemany(_DESCRIBE, self._described())
        self._run(_FORGET)

    def _run(self, statements: str) -> None:
        for statement in statements.split(";"):
            self._database.execute(statement)

    def _described(self) -> Iterator[tuple[str, str, bytes]]:
        for id_, members in groupby(self._rows(_MEMBERS), itemgetter(0)):
            entity = entity_of(id_, [(_DECODER.decode(said), texts) for _, said, texts in members])
            yield id_, entity.type, _ENCODER.encode(entity)

    def things(self) -> Iterator[Entity]:
        """Yields: the things of all texts, sorted by id."""
        for (body,) in self._rows("SELECT entity FROM things ORDER BY id"):
            yield _THINGS.decode(body)

    def of_text(self, text: str) -> list[Thing]:
        """What each entity of a text is, in the order of its reading."""
        return [(id_, EntityType(type_)) for id_, type_ in self._rows(_OF_TEXT, text)]

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of what each text was made of and what its entities are, kept until one of them is another."""
        undigested = list(self._rows("SELECT name, made_of FROM texts WHERE digest IS NULL"))
        for text, made_of in undigested:
            digest = sha256(msgspec.json.encode((made_of, self.of_text(text)))).hexdigest()
            self._database.execute("UPDATE texts SET digest = ? WHERE name = ?", (digest, text))
        return dict(self._rows("SELECT name, digest FROM texts"))

    def _rows(self, query: str, *values: str) -> Iterator[Any]:
        return self._database.execute(query, values)


@contextmanager
def resolved(texts: Mapping[str, str], named: Named, path: Path | None = None) -> Iterator[Resolution]:
    """What all entities of texts are, while the block runs: see `Resolution.hold`."""
    resolution = Resolution(path)
    try:
        resolution.hold(texts, named)
        yield resolution
    finally:
        resolution.close()


def resolve_all(texts: Mapping[str, Sequence[TextEntity]]) -> tuple[tuple[Entity, ...], Mapping[tuple[str, int], str]]:
    """The things of a few texts, sorted by id, and the id of each text's entity by the text's id and place in its list.

    All of it is in memory; `resolved` is for many texts.
    """
    with resolved(dict.fromkeys(texts, ""), texts.__getitem__) as resolution:
        found = ((text, place, id_) for text in texts for place, (id_, _) in enumerate(resolution.of_text(text)))
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


def entity_of(id_: str, members: Sequence[tuple[TextEntity, int]]) -> Entity:
    """One thing of all that texts call it, each with the number of the texts that do so."""
    row = next((member.row for member, _ in members if member.row), None)
    surfaces: Counter[str] = Counter()
    types: Counter[EntityType] = Counter()
    for member, texts in members:
        types[member.type] += member.count * texts
        for surface, times in member.surfaces:
            surfaces[surface] += times * texts
    name = (
        row.name
        if row
        else max((member.label for member, _ in members), key=lambda label: (len(label), surfaces[label], label))
    )
    merges = {merge for member, _ in members for merge in member.merges if merge.name != name}
    return Entity(
        id=id_,
        type=row.type if row else max(types, key=lambda kind: (types[kind], kind)),
        name=name,
        aliases=tuple(sorted(set(surfaces) - {name})),
        codes=row.codes if row else None,
        merges=tuple(sorted(merges, key=lambda merge: (merge.name, merge.reason))),
    )
