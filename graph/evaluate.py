"""How right a graph is: precision, recall and F1 against texts that careful readers annotated.

A gold file is JSON with `entities` (id, type, name, mentions) and `relations` (s, p, o), and named after its text.
An entity of the graph is right when it shares a name with a gold entity of its group, each gold one once. A relation is
right when both ends and the predicate are; a pair ignores predicate and direction. What a gold file marks `optional`
(one annotator of two gave it) is neither missed when absent nor wrong when present; `alsoType` is a second right type.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from graph.names import normalise
from graph.tables import Cell, Table
from ontology.errors import InputError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType, Predicate

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An entity as it is compared: its type and normalised names; the rest matters in gold files only."""

    type: EntityType
    names: frozenset[str]
    optional: bool = False
    also_type: EntityType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an annotator or the graph says of one text; `optional` relations are among `relations`."""

    things: Mapping[str, Thing]
    relations: frozenset[Triple]
    optional: frozenset[Triple] = frozenset()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what is right, what the graph has, and what it should have.

    >>> Score(3, 4, 6).precision, Score(3, 4, 6).recall, round(Score(3, 4, 6).f1, 2)
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what the graph has that is right; 0 when it has nothing."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is wanted that the graph has; 0 when nothing is wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 when both are."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


Scores = Mapping[str, Score]


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
        things = {entity["id"]: _gold_thing(entity) for entity in data["entities"]}
        relations = [
            (_one_way((r["s"], Predicate(r["p"]), r["o"])), bool(r.get("optional"))) for r in data["relations"]
        ]
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: found what cannot be read ({error}), an annotation file in JSON is needed") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: found no annotation file (missing: {error}), `entities` and `relations` are needed"
        ) from None
    return Facts(
        things=things,
        relations=frozenset(triple for triple, _ in relations),
        optional=frozenset(triple for triple, optional in relations if optional),
    )


def _gold_thing(entity: Mapping[str, object]) -> Thing:
    mentions = entity["mentions"]
    names = [entity["name"], *(mentions if isinstance(mentions, list) else [])]
    also = entity.get("alsoType")
    return Thing(
        type=EntityType(str(entity["type"])),
        names=frozenset(normalise(str(name)) for name in names),
        optional=bool(entity.get("optional")),
        also_type=EntityType(str(also)) if also else None,
    )


def read_text(store: Store, namespaces: Namespaces, document_id: str) -> Facts:
    """What the graph states of one text; names come from its source graph and the registry."""
    graph = NamedNode(namespaces.source(document_id))
    types = {namespaces.term(type_): type_ for type_ in EntityType}
    labels, direct = defaultdict(set), set()
    kinds: dict[str, EntityType] = {}
    for subject, predicate, object_, _ in store.quads_for_pattern(None, None, None, graph):
        local = predicate.value.removeprefix(namespaces.ontology)
        if predicate.value == _RDF_TYPE and object_.value in types:
            kinds[subject.value] = types[object_.value]
        elif predicate.value in _LABELS:
            labels[subject.value].add(object_.value)
        elif local in _RELATIONS and isinstance(object_, NamedNode):
            direct.add(_one_way((subject.value, local, object_.value)))
    for iri in kinds:
        labels[iri] |= _registered(store, namespaces, iri)
    return Facts(
        things={iri: Thing(type=kind, names=frozenset(map(normalise, labels[iri]))) for iri, kind in kinds.items()},
        relations=frozenset(triple for triple in direct if triple[0] in kinds and triple[2] in kinds),
    )


_RDF_TYPE = OUTSIDE["rdf"] + "type"
_PREFERRED = NamedNode(OUTSIDE["skos"] + "prefLabel")
_LABELS = frozenset((OUTSIDE["skos"] + "prefLabel", OUTSIDE["skos"] + "altLabel", OUTSIDE["rdfs"] + "label"))
_RELATIONS = frozenset(map(str, Predicate))


def _registered(store: Store, namespaces: Namespaces, iri: str) -> set[str]:
    quads = store.quads_for_pattern(NamedNode(iri), _PREFERRED, None, NamedNode(namespaces.registry_graph))
    return {quad.object.value for quad in quads if isinstance(quad.object, Literal)}


def _one_way(triple: Triple) -> Triple:
    """The triple with the ends of a symmetric relation in order."""
    subject, predicate, object_ = triple
    if predicate == Predicate.COOPERATES_WITH:
        subject, object_ = sorted((subject, object_))
    return (subject, str(predicate), object_)


def match(gold: Facts, found: Facts) -> dict[str, str]:
    """Each thing of the graph that is a gold thing → that one; those that share most names choose first."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for wanted, thing in gold.things.items():
        for name in thing.names:
            owners[thing.type.group, name].append(wanted)
    shared = Counter(
        (iri, wanted)
        for iri, thing in found.things.items()
        for name in thing.names
        for wanted in owners[thing.type.group, name]
    )
    taken: dict[str, str] = {}
    used: set[str] = set()
    for (iri, wanted), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if iri not in taken and wanted not in used:
            taken[iri] = wanted
            used.add(wanted)
    return taken


def compare(gold: Facts, found: Facts) -> dict[str, Score]:
    """The scores of one text by what is counted.

    Keys: ``entity``, ``type`` (the exact type is right too), ``relation``, ``pair``, and one for each group and each
    predicate, such as ``entity Actor`` and ``relation funds``.
    """
    matched = match(gold, found)
    wanted = gold.relations - gold.optional
    # An end that nobody annotated stays itself, so that its relation counts as wrong.
    named = {
        _one_way((matched.get(s, f"?{s}"), p, matched.get(o, f"?{o}"))) for s, p, o in found.relations
    } - gold.optional
    pairs = _pairs(named) - (_pairs(gold.optional) - _pairs(wanted))
    return {
        **_entity_scores(gold, found, matched),
        "relation": _score(named, wanted),
        "pair": _score(pairs, _pairs(wanted)),
        **{f"relation {p}": _score(_of(p, named), _of(p, wanted)) for p in Predicate},
    }


def _entity_scores(gold: Facts, found: Facts, matched: Mapping[str, str]) -> dict[str, Score]:
    needed = {wanted: thing for wanted, thing in gold.things.items() if not thing.optional}
    hits = {iri: needed[wanted] for iri, wanted in matched.items() if wanted in needed}
    # What matches an optional thing is left out of the count.
    counted = [thing for iri, thing in found.things.items() if iri in hits or iri not in matched]
    typed = sum(found.things[iri].type in (thing.type, thing.also_type) for iri, thing in hits.items())
    groups = (Counter(thing.type.group for thing in things) for things in (hits.values(), counted, needed.values()))
    right, has, wants = groups
    return {
        "entity": Score(len(hits), len(counted), len(needed)),
        "type": Score(typed, len(counted), len(needed)),
        **{f"entity {group}": Score(right[group], has[group], wants[group]) for group in sorted({*has, *wants})},
    }


def _score(found: set[Hashable] | set[Triple] | set[frozenset[str]], wanted: Iterable[Hashable]) -> Score:
    goal = set(wanted)
    return Score(len(goal.intersection(found)), len(found), len(goal))


def _of(predicate: Predicate, triples: Iterable[Triple]) -> set[Triple]:
    return {triple for triple in triples if triple[1] == predicate}


def _pairs(triples: Iterable[Triple]) -> set[frozenset[str]]:
    return {frozenset((subject, object_)) for subject, _, object_ in triples}


def total(scores: Iterable[Scores]) -> dict[str, Score]:
    """The sums of the counts of several texts, key by key."""
    sums: dict[str, Score] = {}
    for one in scores:
        for key, score in one.items():
            before = sums.get(key, Score())
            sums[key] = Score(before.right + score.right, before.found + score.found, before.wanted + score.wanted)
    return sums


def evaluate(
    store: Store, namespaces: Namespaces, paths: Sequence[Path], *, documents: Sequence[str]
) -> dict[str, Score]:
    """The scores of a graph over all gold files, by what is counted (see `compare`).

    Args:
        store: the graph.
        namespaces: its IRIs.
        paths: gold files, or folders of them.
        documents: ids of the texts in the graph.

    Raises:
        InputError: a file is no annotation file, or the graph does not hold its text.
    """
    files = gold_files(paths)
    for path in files:
        if path.stem not in documents:
            held = ", ".join(documents[:6]) + (", …" if len(documents) > 6 else "")
            raise InputError(
                f"{path}: found no text {path.stem!r} in the graph, it holds {held or 'none'}: build it first"
            )
    return total(compare(read_gold(path), read_text(store, namespaces, path.stem)) for path in files)


def as_table(scores: Scores) -> Table:
    """One row for each key, totals first, with shares of three digits and the counts behind them."""
    keys = sorted(scores, key=lambda key: (key.count(" "), key if " " in key else ""))
    rows: list[tuple[Cell, ...]] = []
    for key in keys:
        score = scores[key]
        shares = (round(share, 3) for share in (score.precision, score.recall, score.f1))
        if score.found or score.wanted:
            rows.append((key, *shares, score.right, score.found, score.wanted))
    return Table(("what", "precision", "recall", "f1", "right", "found", "wanted"), tuple(rows))
