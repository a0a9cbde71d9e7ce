"""What the usual tutorials find in texts, as JSON: ``python -m graph.bench.peer_texts SYSTEM FOLDER``.

Names are those of the stock English pipeline's entity recogniser. Pairs of them are all that stand in one sentence
(`cooccurrence`), or the ends of textacy's subject-verb-object triples (`triples`).
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extract.nlp import DEFAULT_MODEL
from graph.names import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

#: The labels that can be names of what we look for; the others are amounts, days and nationalities.
LABELS = frozenset({"PERSON", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})

#: Two names by number, the verb's lemma, and whether the first is done to.
Pair = tuple[int, int, str, bool]


def found_in(doc: "Doc", pairs_of: Callable[["Doc", Mapping[str, int]], Iterable[Pair]]) -> dict[str, object]:
    """The names of a text, each once with its label, and pairs of them."""
    names: dict[str, tuple[str, str]] = {}
    for entity in doc.ents:
        if entity.label_ in LABELS and _key(entity):
            names.setdefault(_key(entity), (" ".join(entity.text.split()), entity.label_))
    numbers = {key: number for number, key in enumerate(names)}
    return {"names": list(names.values()), "pairs": sorted(set(pairs_of(doc, numbers)))}


def _key(entity: "Span") -> str:
    return normalise(entity.text)


def cooccurrence(doc: "Doc", numbers: Mapping[str, int]) -> Iterator[Pair]:
    """Yields: each two names that stand in one sentence."""
    for sentence in doc.sents:
        here = sorted({numbers[_key(one)] for one in sentence.ents if _key(one) in numbers})
        yield from ((one, other, "", False) for at, one in enumerate(here) for other in here[at + 1 :])


def triples(doc: "Doc", numbers: Mapping[str, int]) -> Iterator[Pair]:
    """Yields: each two names that are subject and object of a verb."""
    from textacy.extract.triples import subject_verb_object_triples  # noqa: PLC0415 (one of the two needs it)

    inside = {token.i: entity for entity in doc.ents for token in entity}

    def names_of(tokens: Iterable["Token"]) -> list[int]:
        keys = (_key(inside[token.i]) for token in tokens if token.i in inside)
        return sorted({numbers[key] for key in keys if key in numbers})

    for triple in subject_verb_object_triples(doc):
        passive = any(token.dep_ == "nsubjpass" for token in triple.subject)
        lemma = triple.verb[-1].lemma_.lower()
        objects = names_of(triple.object)
        yield from ((one, other, lemma, passive) for one in names_of(triple.subject) for other in objects)


SYSTEMS: Mapping[str, Callable[["Doc", Mapping[str, int]], Iterable[Pair]]] = {
    "cooccurrence": cooccurrence,
    "triples": triples,
}


def main() -> None:
    """Reads the texts of the folder and writes what was found in each, by its name without the ending."""
    import spacy  # noqa: PLC0415 (who takes the names of the systems does not need it)

    system, folder = sys.argv[1:]
    paths = sorted(Path(folder).iterdir())
    texts = [path.read_text(encoding="utf-8") for path in paths]
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.max_length = max(map(len, texts)) + 1
    found = {
        path.stem: found_in(doc, SYSTEMS[system])
        for path, doc in zip(paths, nlp.pipe(texts, batch_size=8), strict=True)
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
