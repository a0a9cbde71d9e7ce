"""What an entry of a correction names → the one thing, or text, that is meant."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from extract.gazetteer import normal
from extract.model import Document, Entity
from extract.seeds import load_authority
from ontology.errors import InputError, UnknownNameError

#: Pairs of an id and a name of what it stands for.
Labels = Iterable[tuple[str, str]]

_SUGGESTIONS = 4
#: How alike a name must be to be suggested (difflib's ratio); below 0.6 suggestions stop helping.
_LIKENESS = 0.6


class Lookup:
    """Finds ids by names. `names` has the preferred name of each id; `kinds` are labels asked one after the other, so
    that a preferred name wins over another thing's acronym; `further` takes longer to get and is asked last.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        kinds: Sequence[Labels],
        further: Callable[[], Labels] = tuple,
        kind: str = "thing",
    ) -> None:
        self._names = names
        self._kinds = [_by_name(labels) for labels in kinds]
        self._further = further
        self._kind = kind

    def find(self, text: str, where: str) -> str:
        """The id of the one thing that a text names.

        Raises:
            UnknownNameError: nothing has this name; the nearest names are told.
            InputError: several things have it.
        """
        if text in self._names:
            return text
        for found in self._hits(text):
            if len(found) == 1:
                return found[0]
            listed = "; ".join(f"{self._names[id_]} (id {id_})" for id_ in found[:_SUGGESTIONS])
            raise InputError(
                f"{where}: found {len(found)} {self._kind}s named {text!r}, the id of one is needed: {listed}"
            )
        raise UnknownNameError(f"{where}: found no {self._kind} named {text!r}, {self._advice(text)}")

    def _hits(self, text: str) -> Iterator[Sequence[str]]:
        """Yields: the ids that the text names, kind by kind, where there are some; the same spelling goes first."""
        for by_name in self._by_kind():
            found = by_name.get(normal(text), [])
            exact = sorted({id_ for id_, name in found if name == text})
            if exact or found:
                yield exact or sorted({id_ for id_, _ in found})

    def _by_kind(self) -> Iterator[Mapping[str, list[tuple[str, str]]]]:
        yield from self._kinds
        yield _by_name(self._further())

    def _advice(self, text: str) -> str:
        pool = {name: found for by_name in reversed(self._kinds) for name, found in by_name.items()}
        near = difflib.get_close_matches(normal(text), sorted(pool), n=_SUGGESTIONS, cutoff=_LIKENESS)
        told = list(dict.fromkeys(self._names[id_] for name in near for id_, _ in pool[name]))
        if told:
            return f"did you mean {' or '.join(told[:_SUGGESTIONS])}?"
        return f"the name or id of a {self._kind} of the graph is needed"


def _by_name(labels: Labels) -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for id_, name in labels:
        found[normal(name)].append((id_, name))
    return found


def things(entities: Sequence[Entity], given: Labels, parted: Labels = ()) -> Lookup:
    """Things by id, names that were `parted` from others, preferred name, other names, a country's codes, names that
    corrections give, and what the authority tables call them.
    """
    by_id = {entity.id: entity for entity in entities}
    new = {id_: name for id_, name in (*parted, *given) if id_ not in by_id}
    names = {entity.id: entity.name for entity in entities} | new
    kinds = (
        ((id_, id_) for id_ in names),
        parted,
        ((entity.id, entity.name) for entity in entities),
        ((entity.id, alias) for entity in entities for alias in entity.aliases),
        ((e.id, code) for e in entities if e.codes for code in (e.codes.alpha2, e.codes.alpha3) if code),
        given,
    )

    def known() -> Labels:
        rows = (row for row in load_authority() if row.id in by_id and by_id[row.id].type.group is row.type.group)
        return ((row.id, name) for row in rows for name in row.names)

    return Lookup(names, kinds, known)


def texts(documents: Sequence[Document]) -> Lookup:
    """Texts by id and title."""
    names = {document.id: document.source.title or document.id for document in documents}
    return Lookup(names, (((id_, id_) for id_ in names), names.items()), kind="text")
