"""How right the graph is beside what the usual tutorials find, on annotated texts and by the same counting.

The peers are read as kindly as can be: a name counts as of whatever group a gold thing of that name has, if the
recogniser's label can mean it at all; and a verb as the relation that its lemma can mean between things of these types.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.bench.peers import NAMES, installed
from graph.bench.runs import measure
from graph.evaluation.checks import read_texts
from graph.evaluation.facts import Facts, Thing, Triple, gold_files, one_way, read_gold
from graph.evaluation.graph import read_text
from graph.evaluation.scores import Score, compare, scores_of, total
from graph.names import normalise
from graph.store import open_store, read_manifest
from graph.tables import Cell, Table
from ontology.errors import InputError
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Group, Predicate, fits

#: What a label of the recogniser can mean, and the type that it is taken for where no gold thing tells.
_MEANS: Mapping[str, tuple[T, frozenset[Group]]] = {
    "PERSON": (T.PERSON, frozenset({Group.ACTOR})),
    "ORG": (
        T.INTERNATIONAL_ORGANIZATION,
        frozenset({Group.ACTOR, Group.PROGRAMME, Group.EVENT, Group.FRAMEWORK, Group.TECHNOLOGY}),
    ),
    "GPE": (T.COUNTRY, frozenset({Group.COUNTRY, Group.REGION, Group.LOCALITY})),
    "LOC": (T.REGION, frozenset({Group.COUNTRY, Group.REGION, Group.LOCALITY})),
    "FAC": (T.LOCALITY, frozenset({Group.LOCALITY, Group.ACTOR})),
    "PRODUCT": (T.TECHNOLOGY, frozenset({Group.TECHNOLOGY, Group.PROGRAMME, Group.FRAMEWORK})),
    "EVENT": (T.EVENT, frozenset({Group.EVENT, Group.PROGRAMME})),
    "WORK_OF_ART": (T.FRAMEWORK, frozenset({Group.FRAMEWORK, Group.PROGRAMME})),
    "LAW": (T.FRAMEWORK, frozenset({Group.FRAMEWORK})),
}
#: What a verb can mean: lemmas by the relation that runs from who does it to what it is done to.
_VERBS: Mapping[Predicate, str] = {
    Predicate.IMPLEMENTS: "implement conduct operate run lead host organize organise hold manage execute administer"
    " carry convene offer chair",
    Predicate.FUNDS: "fund finance pay contribute sponsor donate allocate disburse grant",
    Predicate.SUPPORTS: "support assist help aid train advise equip dispatch send provide supply extend",
    Predicate.COOPERATES_WITH: "cooperate collaborate consult partner meet join",
    Predicate.PARTICIPATES_IN: "participate attend join",
    Predicate.OPERATES_IN: "cover target serve reach",
    Predicate.MEMBER_OF: "join",
    Predicate.ESTABLISHED: "establish found launch create set formulate propose initiate draft develop",
    Predicate.ADOPTED: "adopt sign ratify conclude use apply promote introduce endorse",
    Predicate.AFFILIATED_WITH: "represent head lead",
}
#: Verbs whose object is the part: read from object to subject.
_WHOLES = frozenset({"include", "comprise", "contain"})
_COUNTED = ("entity", "pair", "relation")

# What a peer found in one text, as `peer_texts` writes it.
_Found = Mapping[str, Sequence[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Annotated texts: a name, the folder of the annotations, and where the texts are if not beside them."""

    name: str
    folder: Path
    texts: tuple[Path, ...] = ()


def gold_sets() -> tuple[GoldSet, ...]:
    """The annotated texts that come with the project's sources, and the founding texts' where they lie beside it."""
    root = Path(__file__).parents[2]
    gold, beside = root / "tests" / "gold", root.parent / "shared" / "gold"
    sets = [
        GoldSet("digests of the founding texts", gold),
        *(GoldSet(f"unseen passages {name}", gold / "unseen" / name) for name in ("p19", "p20", "p30")),
        GoldSet("founding texts (developed on)", beside, (beside / "texts",)),
    ]
    return tuple(one for one in sets if one.folder.is_dir())


def bench_quality(sets: Sequence[GoldSet]) -> Table:
    """One row for each set and system; the last column is the ratio of ours to the peer's.

    Raises:
        InputError: there is no set, or a process fails.
    """
    if not sets:
        raise InputError("bench: found no annotated texts, the project's sources with tests/gold are needed")
    rows = [row for one in sets for row in _rows(one)]
    columns = (
        "texts",
        "system",
        *(f"{what} {part}" for what in _COUNTED for part in ("P", "R", "F1")),
        "pair F1, ours / peer",
    )
    return Table(columns, tuple(rows))


def _rows(one: GoldSet) -> Iterator[tuple[Cell, ...]]:
    golds = {path.stem: read_gold(path) for path in gold_files([one.folder])}
    with TemporaryDirectory() as name:
        folder = Path(name) / "texts"
        folder.mkdir()
        for id_, text in read_texts(gold_files([one.folder]), one.texts).items():
            (folder / f"{id_}.txt").write_text(text, encoding="utf-8")
        ours = _ours(folder, Path(name) / "out", golds)
        yield _row(one.name, "odagraph", ours, None)
        for system in NAMES:
            peer = _peer(system, folder, golds) if system in installed() else None
            yield _row(one.name, NAMES[system], peer, ours)


def _ours(folder: Path, out: Path, golds: Mapping[str, Facts]) -> dict[str, Score]:
    measure(["-m", "graph.cli", "build", str(folder), "--out", str(out)])
    store, namespaces = open_store(out), read_manifest(out).namespaces
    return total(
        scores_of(compare(gold, read_text(store, namespaces, document).facts)) for document, gold in golds.items()
    )


def _peer(system: str, folder: Path, golds: Mapping[str, Facts]) -> dict[str, Score]:
    found = json.loads(measure(["-m", "graph.bench.peer_texts", system, str(folder)]).output)
    return total(scores_of(compare(gold, peer_facts(found[document], gold))) for document, gold in golds.items())


def _row(
    texts: str, system: str, scores: Mapping[str, Score] | None, ours: Mapping[str, Score] | None
) -> tuple[Cell, ...]:
    if scores is None:
        return (texts, f"{system}: not installed", *(None for _ in range(3 * len(_COUNTED) + 1)))
    # Names in one sentence are of no relation.
    cells = [
        None if what == "relation" and system == NAMES["cooccurrence"] else round(part, 3)
        for what in _COUNTED
        for part in (scores[what].precision, scores[what].recall, scores[what].f1)
    ]
    ratio = round(ours["pair"].f1 / scores["pair"].f1, 1) if ours and scores["pair"].f1 else None
    return (texts, system, *cells, ratio)


def peer_facts(found: _Found, gold: Facts) -> Facts:
    """What a peer found in a text, read as kindly as the gold allows; names that stand beside each other are pairs.

    A pair without a verb that means a relation is one of no relation of ours: it counts as a pair alone.
    """
    things = {str(number): _thing(str(name), str(label), gold) for number, (name, label) in enumerate(found["names"])}
    relations = {
        _relation(things, str(one), str(other), str(lemma), bool(passive))
        for one, other, lemma, passive in found["pairs"]
    }
    return Facts(things=things, relations=frozenset(relations))


def _thing(name: str, label: str, gold: Facts) -> Thing:
    usual, groups = _MEANS[label]
    key = normalise(name)
    meant = (thing.type for thing in gold.things.values() if key in thing.names and thing.type.group in groups)
    return Thing(type=next(meant, usual), names=frozenset({key}), name=name)


def _relation(things: Mapping[str, Thing], one: str, other: str, lemma: str, passive: bool) -> Triple:
    doer, done_to = (other, one) if passive else (one, other)
    if lemma in _WHOLES:
        return (done_to, str(Predicate.PART_OF), doer)
    means = [predicate for predicate, lemmas in _VERBS.items() if lemma in lemmas.split()]
    fitting = [each for each in means if fits(things[doer].type, each, things[done_to].type)]
    return one_way((doer, str(next(iter((*fitting, *means)), "")), done_to))
