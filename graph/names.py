"""What a user writes (a name, an acronym, an id, a country's code) → the one thing of the graph that is meant.

Loads neither spaCy nor rdflib: `odagraph query` and `why` start with it.
"""

import difflib
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph.readable import Readable
from ontology.errors import QueryError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType, Group

Labels = tuple[tuple[str, str], ...]

SUGGESTIONS = 4
#: How alike a name must be to be suggested (difflib's ratio); below 0.6 suggestions stop helping.
LIKENESS = 0.6

_POSSESSIVE = re.compile(r"['’`]s\b")
_NO_WORD = re.compile(r"\W+")
_ARTICLE = re.compile(r"^(the|a|an) ")

_PREF_LABEL = NamedNode(OUTSIDE["skos"] + "prefLabel")
_ALT_LABEL = NamedNode(OUTSIDE["skos"] + "altLabel")
_TYPE = NamedNode(OUTSIDE["rdf"] + "type")
_TITLE = NamedNode(OUTSIDE["dcterms"] + "title")

#: Each name is looked into once, however many texts use it; what is not ASCII is left to `normalise`.
_LIKE = """SELECT DISTINCT ?thing ?label {{
  {{ SELECT ?label {{ ?any {predicate} ?label }} GROUP BY ?label HAVING (
       CONTAINS(LCASE(STR(?label)), {part}) || REGEX(STR(?label), "[^ -~]")) }}
  ?thing {predicate} ?label }}"""


@lru_cache(maxsize=1 << 17)
def normalise(name: str) -> str:
    """The name as names are compared: no case, accents, punctuation or leading article.

    >>> normalise("The Côte d’Ivoire Programme & Fund")
    'cote d ivoire programme and fund'
    """
    plain = name.casefold() if name.isascii() else _without_accents(name)
    plain = _POSSESSIVE.sub("s", plain.replace("&", " and "))
    return _ARTICLE.sub("", _NO_WORD.sub(" ", plain).strip())


def _without_accents(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Known:
    """One thing that a name can stand for: an entity, or something of another kind, which has no type: a text, say."""

    name: str
    id: str
    iri: str
    type: EntityType | None = None
    kind: str = "text"

    @property
    def group(self) -> Group | None:
        """The coarse kind of an entity; None of anything else."""
        return self.type.group if self.type else None

    def __str__(self) -> str:
        return f"{self.name} ({self.type or self.kind}, id {self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All things that can be named, by IRI, and their `labels` as (IRI, label) pairs.

    `labels` has one tuple for each kind, best first: ids, preferred names, other names, codes. A name is looked for in
    one kind after the other, so a preferred name wins over somebody else's acronym. `further` gives labels that take
    longer to get, and is asked last. `kind` is what messages call one of the things.
    """

    things: Mapping[str, Known]
    labels: tuple[Labels, ...]
    further: Callable[[], Labels] = tuple
    kind: str = "thing"

    def resolve(self, text: str, *, where: str = "", types: Collection[EntityType] = ()) -> Known:
        """The one thing that the text names, among those of the given types (all, if none is given).

        Raises:
            QueryError: nothing has this name (the nearest names are said), or several things have it.
        """
        where = where or text
        for hits in self._hits(text):
            fitting = sorted(self.things[iri] for iri in hits if not types or self.things[iri].type in types)
            if len(fitting) > 1:
                listed = "; ".join(str(known) for known in fitting[:SUGGESTIONS])
                raise QueryError(f"{where}: found {len(fitting)} things named {text!r}, give the id of one: {listed}")
            if fitting:
                return fitting[0]
        raise QueryError(f"{where}: found nothing named {text!r}, {self._advice(text, types)}")

    def _hits(self, text: str) -> Iterator[set[str]]:
        """The IRIs that the text names, kind by kind; in each kind the same spelling goes before the same letters."""
        wanted = text.strip()
        if wanted in self.things:
            yield {wanted}
        folded = normalise(wanted)
        for pairs in self._kinds():
            yield {iri for iri, label in pairs if label == wanted}
            yield {iri for iri, label in pairs if normalise(label) == folded}

    def _kinds(self) -> Iterator[Labels]:
        yield from self.labels
        yield self.further()

    def _advice(self, text: str, types: Collection[EntityType]) -> str:
        near = self.suggest(text, types=types)
        if near:
            return "did you mean " + ", ".join(near[:-1]) + (" or " if near[1:] else "") + near[-1] + "?"
        if self.kind != "thing":
            return (
                f"a {self.kind} is needed, like {', '.join(sorted(known.name for known in self.things.values())[:3])}"
            )
        kind = " or ".join(sorted(types)) if types and len(types) < 4 else self.kind
        return f"a {kind} that the graph names is needed (`odagraph query find --param text=WORD` looks for one)"

    def suggest(self, text: str, *, types: Collection[EntityType] = ()) -> tuple[str, ...]:
        """Preferred names of the things whose names are nearest to the text, nearest first, at most `SUGGESTIONS`."""
        owners: dict[str, set[str]] = defaultdict(set)
        for iri, label in itertools.chain.from_iterable(self.labels):
            if not types or self.things[iri].type in types:
                owners[normalise(label)].add(iri)
        pool = sorted(owners)
        wanted = normalise(text)
        near = difflib.get_close_matches(wanted, pool, n=SUGGESTIONS, cutoff=LIKENESS)
        inside = [label for label in pool if wanted and f" {wanted} " in f" {label} "]
        found = (self.things[iri].name for label in [*near, *inside] for iri in sorted(owners[label]))
        return tuple(dict.fromkeys(found))[:SUGGESTIONS]


def load_names(store: Readable, namespaces: Namespaces) -> Names:
    """Every entity of the graph by its id, preferred name, the names that texts use, and a country's codes."""
    types = _types(store, namespaces)
    preferred = dict(_labels(store, _PREF_LABEL, types))
    things = {
        iri: Known(name=preferred.get(iri, local), id=local, iri=iri, type=type_)
        for iri, type_ in types.items()
        for local in (unquote(iri.removeprefix(namespaces.entity(""))),)
    }
    return Names(
        things=things,
        labels=(
            tuple((iri, known.id) for iri, known in things.items()),
            tuple(preferred.items()),
            tuple(_labels(store, _ALT_LABEL, types)),
            tuple(pair for code in _codes(namespaces) for pair in _labels(store, code, types)),
        ),
        further=partial(_generally_known, things, namespaces),
    )


def spelled(store: Readable, namespaces: Namespaces, text: str, types: Collection[EntityType] = ()) -> Known | None:
    """The one entity that has the text for its IRI, its id, one of its names or its ISO code; else None.

    Looked up to the letter first, which takes no time in a graph of any size. Only then are names compared as
    `normalise` does, and of those only the ones that the engine finds like the text; the authority tables come last.
    What this leaves open, `load_names` settles: names of several things, and names that nothing has.
    """
    ways = (_to_the_letter, _in_other_letters, _as_generally_known)
    for iris in itertools.chain.from_iterable(way(store, namespaces, text) for way in ways):
        found = [known for iri in sorted(iris) if (known := _known(store, namespaces, iri))]
        fitting = [known for known in found if not types or known.type in types]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _to_the_letter(store: Readable, namespaces: Namespaces, text: str) -> Iterator[set[str]]:
    literal = Literal(text, language="en")
    id_ = normalise(text).replace(" ", "-")
    yield {text} if text.startswith(namespaces.entity("")) else set()
    yield {namespaces.entity(id_)} if id_ else set()
    yield _named(store, _PREF_LABEL, literal)
    yield _named(store, _ALT_LABEL, literal)
    for code in _codes(namespaces):
        yield _named(store, code, Literal(text))


def _in_other_letters(store: Readable, namespaces: Namespaces, text: str) -> Iterator[set[str]]:
    folded = normalise(text)
    part = _part(folded)
    for predicate in (_PREF_LABEL, _ALT_LABEL, *_codes(namespaces)) if part else ():
        pairs = _pairs(store, _LIKE.format(predicate=predicate, part=Literal(part)))
        yield {iri for iri, label in pairs if normalise(label) == folded}


def _as_generally_known(store: Readable, namespaces: Namespaces, text: str) -> Iterator[set[str]]:
    from extract.seeds import load_authority  # noqa: PLC0415 (0.1 s, and only few questions need it)

    folded = normalise(text)
    rows = {namespaces.entity(row.id): row for row in load_authority() if folded in map(normalise, row.names)}
    known = (_known(store, namespaces, iri) for iri in sorted(rows))
    yield {one.iri for one in known if one and one.group is rows[one.iri].type.group}


def _part(folded: str) -> str:
    """Letters that stand in every ASCII name that `normalise` makes this of.

    >>> _part("japans fund and"), _part("and")
    ('japan', '')
    """
    # "and" may stand for "&", a last "s" for "'s".
    return max((word.removesuffix("s") for word in folded.split() if word != "and"), key=len, default="")


def _codes(namespaces: Namespaces) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(namespaces.term(code)) for code in ("alpha2", "alpha3"))


def _named(store: Readable, predicate: NamedNode, value: Literal | NamedNode) -> set[str]:
    things = _select(store, f"SELECT DISTINCT ?thing {{ ?thing {predicate} {value} }}")
    return {thing.value for (thing,) in things if isinstance(thing, NamedNode)}


def _known(store: Readable, namespaces: Namespaces, iri: str) -> Known | None:
    """The entity of an IRI; None where the graph has none, or it is no IRI."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return None
    if not iri.startswith(namespaces.entity("")):
        return None
    classes = set(_objects(store, node, _TYPE))
    types = [type_ for type_ in EntityType if namespaces.term(type_) in classes]
    labels = list(_objects(store, node, _PREF_LABEL))
    local = unquote(iri.removeprefix(namespaces.entity("")))
    return Known(name=labels[0] if labels else local, id=local, iri=iri, type=types[0]) if types else None


def _objects(store: Readable, subject: NamedNode, predicate: NamedNode) -> Iterator[str]:
    for (value,) in _select(store, f"SELECT DISTINCT ?value {{ {subject} {predicate} ?value }}"):
        if isinstance(value, NamedNode | Literal):
            yield value.value


def _generally_known(things: Mapping[str, Known], namespaces: Namespaces) -> Labels:
    """What the authority tables call things of the graph: a text may say "Viet Nam" and its reader "Vietnam"."""
    from extract.seeds import load_authority  # noqa: PLC0415 (0.1 s, and only few questions need it)

    rows = ((namespaces.entity(row.id), row) for row in load_authority())
    known = ((iri, row) for iri, row in rows if iri in things and things[iri].group is row.type.group)
    return tuple((iri, name) for iri, row in known for name in row.names)


def load_sources(store: Readable, namespaces: Namespaces) -> Names:
    """Every text of the graph by its id and its title."""
    texts = sorted(_named(store, _TYPE, NamedNode(namespaces.term("Document"))))
    titles = dict(_labels(store, _TITLE, texts))
    ids = {iri: unquote(iri.removeprefix(namespaces.source(""))) for iri in texts}
    things = {iri: Known(name=titles.get(iri, id_), id=id_, iri=iri) for iri, id_ in ids.items()}
    return Names(things=things, labels=(tuple(ids.items()), tuple(titles.items())), kind="text")


def _types(store: Readable, namespaces: Namespaces) -> dict[str, EntityType]:
    """The type of each entity, by its IRI."""
    return {
        thing.value: type_
        for type_ in EntityType
        for (thing,) in _select(store, f"SELECT DISTINCT ?thing {{ ?thing a <{namespaces.term(type_)}> }}")
        if isinstance(thing, NamedNode) and thing.value.startswith(namespaces.entity(""))
    }


def _labels(store: Readable, predicate: NamedNode, of: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(IRI, text) of each literal that the predicate gives to one of these things, each once."""
    wanted = frozenset(of)
    pairs = _pairs(store, f"SELECT DISTINCT ?thing ?label {{ ?thing {predicate} ?label }}")
    return ((iri, label) for iri, label in pairs if iri in wanted)


def _pairs(store: Readable, sparql: str) -> Iterator[tuple[str, str]]:
    for thing, label in _select(store, sparql):
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            yield thing.value, label.value


def _select(store: Readable, sparql: str) -> QuerySolutions:
    """The solutions of a query; in a large graph DISTINCT saves reading what many texts say again and again."""
    solutions: QuerySolutions = store.query(sparql, use_default_graph_as_union=True)  # type: ignore[assignment]  # SELECT
    return solutions
