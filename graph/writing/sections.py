"""A graph whose texts are read from the sections of their TriG file: a page asks tens of thousands of patterns of a few
hundred texts, and to parse a short one once takes less than a large store does for its answers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

from pyoxigraph import NamedNode, Quad

from graph.readable import Readable
from graph.writing.dataset import quads_in
from graph.writing.files import Slice
from ontology.namespaces import Namespaces

#: Bytes up to which a section is parsed whole; of a longer text the store is asked, as of all other graphs.
SHORT: Final = 1 << 15


class _Text:
    """The quads of a text, by their subjects, and by what is said of these."""

    def __init__(self, quads: Iterator[Quad]) -> None:
        self.about: dict[Any, list[Quad]] = defaultdict(list)
        self.saying: dict[tuple[Any, Any], list[Quad]] = defaultdict(list)
        for quad in quads:
            self.about[quad.subject].append(quad)
            self.saying[quad.predicate, quad.object].append(quad)


@dataclass(frozen=True, slots=True)
class SectionsFirst(Readable):
    """A store, and where in an open file the sections of its texts are, by the IRIs of their graphs.

    Numbers are as the file has them: the engine has fewer types, and its own way to write them.
    """

    store: Readable
    file: IO[bytes]
    places: Mapping[str, Slice]
    namespaces: Namespaces
    _parsed: dict[str, _Text] = field(default_factory=dict)

    def query(self, query: str, /, **options: Any) -> Any:
        """What the store answers."""
        return self.store.query(query, **options)

    def named_graphs(self) -> Iterator[Any]:
        """The graphs of the store."""
        return self.store.named_graphs()

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph: Any = None, /) -> Iterator[Quad]:  # noqa: A002
        """The quads of a pattern; of a short text by a subject, or by a property and its value, from its section."""
        place = self.places.get(graph.value) if isinstance(graph, NamedNode) else None
        if place is None or place.length > SHORT:
            return self.store.quads_for_pattern(subject, predicate, object, graph)
        text = self._text(graph.value, place)
        if subject is None and predicate is not None and object is not None:
            return iter(text.saying.get((predicate, object), ()))
        if subject is None:
            return self.store.quads_for_pattern(subject, predicate, object, graph)
        found: Sequence[Quad] = text.about.get(subject, ())
        wanted = ((1, predicate), (2, object))
        return (quad for quad in found if all(term is None or quad[at] == term for at, term in wanted))

    def _text(self, graph: str, place: Slice) -> _Text:
        if graph not in self._parsed:
            self._parsed[graph] = _Text(quads_in(place.of(self.file), self.namespaces))
        return self._parsed[graph]
