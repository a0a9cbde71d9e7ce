"""A made-up graph of any size, of the shape that real texts give: ``python -m graph.bench.synthetic OUT --texts 700``.

What its texts claim follows the counts of the seed texts: how often each relation stands, between which types, with a
year, an amount or a plan. A few things are hubs. The real writer writes it, rules of inference included, and the same
seed gives the same bytes. It is for benchmarks: nothing in it is true.
"""

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

import click
from pyoxigraph import NamedNode

from extract.model import Entity, Extraction
from graph.bench.synthetic_texts import Drawn, write_text
from graph.bench.synthetic_things import Pool, make_pools
from graph.store import STORE, Manifest, write_manifest, write_store
from graph.writing.dataset import ontology_quads, to_quads
from graph.writing.inference import infer
from ontology.errors import BuildError, OdagraphError
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType as T
from ontology.vocabulary import Predicate

SEED = 1
#: How many of a type, from the first, are wholes that others are part of or lie in.
WHOLES = 25
_CLAIMS_OF_A_SENTENCE = (1, 1, 2, 2, 2, 3, 3, 4, 4)


@dataclass(frozen=True, slots=True)
class _Relation:
    """How often a relation stands, and how often each type is at its ends."""

    predicate: Predicate
    weight: int
    subjects: Mapping[T, int]
    objects: Mapping[T, int]


_IO, _GOV, _NGO = T.INTERNATIONAL_ORGANIZATION, T.GOVERNMENT_BODY, T.CIVIL_SOCIETY_ORGANIZATION
_DOERS = {T.COUNTRY: 5, _IO: 4, _GOV: 4, _NGO: 1, T.COMPANY: 1, T.ACADEMIC_INSTITUTION: 1}
_WORKS = {T.PROGRAMME: 4, T.PROJECT: 4, T.TRAINING: 2}
_PLACES = {T.COUNTRY: 6, T.REGION: 2, T.LOCALITY: 2}
_SITED = {T.LOCALITY: 4, T.EVENT: 4, T.CENTRE: 1, T.ACADEMIC_INSTITUTION: 1}
_GUESTS = {T.COUNTRY: 7, _IO: 1, _GOV: 1, T.PERSON: 1}
_RELATIONS = (
    _Relation(Predicate.SUPPORTS, 98, {**_DOERS, T.PROGRAMME: 1}, {**_PLACES, _GOV: 1}),
    _Relation(Predicate.PARTICIPATES_IN, 90, _GUESTS, {**_WORKS, T.EVENT: 8}),
    _Relation(Predicate.IMPLEMENTS, 73, {**_DOERS, _GOV: 6}, {**_WORKS, T.EVENT: 2, T.FUND: 1}),
    _Relation(Predicate.OPERATES_IN, 70, {**_WORKS, T.TECHNOLOGY: 2, _NGO: 1}, _PLACES),
    _Relation(Predicate.LOCATED_IN, 54, _SITED, {T.COUNTRY: 6, T.REGION: 1}),
    _Relation(Predicate.COOPERATES_WITH, 46, _DOERS, _DOERS),
    _Relation(Predicate.PART_OF, 38, {**_WORKS, _IO: 2, _GOV: 2}, {T.FRAMEWORK: 1}),
    _Relation(Predicate.ESTABLISHED, 38, {**_DOERS, T.EVENT: 3}, {T.FRAMEWORK: 3, T.PROGRAMME: 3, T.CENTRE: 1}),
    _Relation(Predicate.ADOPTED, 24, {T.COUNTRY: 5, _IO: 2, _GOV: 1}, {T.FRAMEWORK: 3, T.TECHNOLOGY: 2}),
    _Relation(Predicate.FUNDS, 23, {T.COUNTRY: 5, _GOV: 2, T.FUND: 1}, {**_WORKS, T.FUND: 3}),
    _Relation(Predicate.MEMBER_OF, 15, {T.COUNTRY: 5, _GOV: 1}, {T.FRAMEWORK: 3, _IO: 3, T.GROUP: 1}),
    _Relation(Predicate.AFFILIATED_WITH, 6, {T.PERSON: 1}, {T.COUNTRY: 2, _IO: 1, _GOV: 1}),
)
_SUMS = tuple(accumulate(relation.weight for relation in _RELATIONS))


@dataclass(frozen=True, slots=True)
class _World:
    """What texts draw from; `wholes` keeps what each thing was first said to be part of or to lie in."""

    rng: random.Random
    pools: Mapping[T, Pool]
    wholes: dict[str, Entity] = field(default_factory=dict)

    def sentence(self) -> Iterator[Drawn]:
        """What one sentence claims."""
        for relation in self.rng.choices(_RELATIONS, cum_weights=_SUMS, k=self.rng.choice(_CLAIMS_OF_A_SENTENCE)):
            subject = self._thing(relation.subjects)
            object_ = self._whole(subject, relation) if relation.predicate.transitive else self._thing(relation.objects)
            if object_ is not None and object_.id != subject.id:
                yield Drawn(relation.predicate, subject, object_)

    def _thing(self, types: Mapping[T, int]) -> Entity:
        (type_,) = self.rng.choices(tuple(types), weights=tuple(types.values()))
        return self.pools[type_].draw(self.rng)

    def _whole(self, part: Entity, relation: _Relation) -> Entity | None:
        """The whole of a part; None of what is a whole itself, so that chains stay short, as real ones are."""
        if part in self.pools[part.type].things[:WHOLES]:
            return None
        if part.id not in self.wholes:
            own = {part.type: 1} if relation.predicate is Predicate.PART_OF else relation.objects
            (type_,) = self.rng.choices(tuple(own), weights=tuple(own.values()))
            self.wholes[part.id] = self.rng.choice(self.pools[type_].things[:WHOLES])
        return self.wholes[part.id]


def make_extraction(texts: int, *, seed: int = SEED) -> Extraction:
    """What extraction might have found in so many texts; the same numbers give the same values."""
    rng = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    world, sectors = _World(rng, make_pools(rng, texts)), _sector_codes()
    documents = tuple(write_text(rng, f"text-{number:05}", world.sentence, sectors) for number in range(texts))
    named = {mention.entity_id for facts in documents for mention in facts.mentions}
    things = (thing for pool in world.pools.values() for thing in pool.things if thing.id in named)
    return Extraction(documents=documents, entities=tuple(sorted(things, key=lambda thing: thing.id)))


def _sector_codes() -> tuple[str, ...]:
    """The codes of our sector scheme, sorted."""
    prefix = Namespaces().code("sector", "")
    subjects = {quad.subject for quad in ontology_quads(Namespaces())}
    iris = [subject.value for subject in subjects if isinstance(subject, NamedNode)]
    return tuple(sorted(iri.removeprefix(prefix) for iri in iris if iri.startswith(prefix)))


def write_synthetic(out: Path, texts: int, *, seed: int = SEED) -> int:
    """How many quads a made-up graph has, whose store and manifest were written into a new folder.

    Raises:
        BuildError: the folder is there already.
    """
    try:
        out.mkdir(parents=True)
    except FileExistsError:
        raise BuildError(f"{out}: found it there already, a new folder is needed") from None
    extraction = make_extraction(texts, seed=seed)
    quads = to_quads(extraction, Namespaces())
    quads += infer(quads, Namespaces())
    write_store(quads, out / STORE)
    names = tuple(facts.document.id for facts in extraction.documents)
    counts = {"documents": texts, "entities": len(extraction.entities), "triples": len(quads)}
    write_manifest(Manifest(documents=names, counts=counts, version=version("odagraph")), out)
    return len(quads)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--texts", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--seed", type=int, default=SEED, show_default=True)
def main(out: Path, texts: int, seed: int) -> None:
    """Write a made-up graph into the new folder OUT and say how many quads it has."""
    try:
        click.echo(write_synthetic(out, texts, seed=seed))
    except OdagraphError as error:
        click.echo(f"odagraph: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
