"""The extractor as a component of any English spaCy pipeline: `nlp.add_pipe("odagraph")`.

Names go to `doc.spans["odagraph"]`, relations to `doc._.relations`. The component reads `doc.text` in its own way and
leaves tokens, tags, `doc.ents` and all else of the doc as they are.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("odagraph")
>>> doc = nlp("In FY2023, JICA dispatched twelve experts to Kenya.")
>>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["odagraph"]]
[('JICA', 'GovernmentBody', 'jica'), ('Kenya', 'Country', 'kenya')]
>>> (relation,) = doc._.relations
>>> relation.subject.name, relation.predicate, relation.object.name
('Japan International Cooperation Agency', 'supports', 'Kenya')
>>> relation.year, relation.fiscal, relation.participants, relation.evidence.text == doc.text
(2023, True, 12, True)
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import minibatch

from extract.model import Claim, Document, Entity, Extraction
from extract.nlp import DEFAULT_MODEL
from extract.options import MIN_CONFIDENCE
from ontology.errors import InputError

if TYPE_CHECKING:
    from extract.pipeline import Reader

#: Name of the factory, of the span group, and of what is kept in a doc's user data.
NAME = "odagraph"
EXTENSION = "relations"
#: Languages of a pipeline whose texts may be English: English, and "no language in particular".
_LANGUAGES = ("en", "xx")
_BATCH_SIZE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A thing that a relation joins: its id in the graph (the `kb_id_` of its spans), its preferred name, its type, and
    its spans in the doc, in text order.
    """

    id: str
    name: str
    type: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A claim of a doc in terms of spaCy; the figures are those of `extract.model.Claim`.

    `predicate` and `status` are terms of the ontology, `confidence` is a probability, `evidence` is the first sentence
    that shows the relation, `sentences` are all of them.
    """

    subject: End
    predicate: str
    object: End
    confidence: float
    rule: str
    status: str
    year: int | None
    fiscal: bool
    amount: float | None
    currency: str
    participants: int | None
    evidence: Span
    sentences: tuple[Span, ...]


class Component:
    """Sets `doc.spans["odagraph"]` and what `doc._.relations` reads. The tables and weights are loaded with it.

    Raises:
        InputError: confidence is not within 0 and 1, or the model is missing or has no parser and tagger.
    """

    def __init__(self, *, authority: bool, min_confidence: float | None, model: str) -> None:
        if min_confidence is not None and not 0.0 <= min_confidence <= 1.0:
            raise InputError(f"{NAME}: found min_confidence {min_confidence}, 0 to 1 is allowed")
        self._options = (authority, min_confidence, model)
        self._reader = _reader(*self._options)

    def __reduce__(self) -> tuple[Callable[..., "Component"], tuple[bool, float | None, str]]:
        # A worker process that is not forked gets the options and loads the tables itself.
        return _component, self._options

    def __call__(self, doc: Doc) -> Doc:
        """The same doc with its names and relations."""
        return next(self.pipe((doc,)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH_SIZE) -> Iterator[Doc]:
        """Yields: each doc with its names and relations; a doc is read alone, only the parse is shared by a batch."""
        from extract.pipeline import extract_each  # noqa: PLC0415

        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            docs = list(batch)
            texts = [Document(id=text_id(doc.text), text=doc.text) for doc in docs]
            for doc, found in zip(docs, extract_each(texts, self._reader), strict=True):
                _annotate(doc, found)
                yield doc


@Language.factory(
    NAME,
    default_config={"authority": True, "min_confidence": None, "model": DEFAULT_MODEL},
    assigns=["doc.spans", f"doc._.{EXTENSION}"],
)
def create(nlp: Language, name: str, authority: bool, min_confidence: float | None, model: str) -> Component:
    """The component of a pipeline.

    Args:
        nlp: the pipeline; it needs no component before this one.
        name: the component's name in the pipeline.
        authority: use the tables of known names.
        min_confidence: leave out relations less sure than this (0 to 1); None is the project's own choice.
        model: the installed English pipeline that parses the sentences with their names masked.

    Raises:
        InputError: the pipeline is of another language, an option cannot be used, or `doc._.relations` is taken.
    """
    if nlp.lang not in _LANGUAGES:
        raise InputError(f"{name}: found a pipeline of language {nlp.lang!r}, {' or '.join(_LANGUAGES)} is allowed")
    if not _extension_is_ours():
        raise InputError(f"{name}: found doc._.{EXTENSION} set by another package, a pipeline can have one of the two")
    return Component(authority=authority, min_confidence=min_confidence, model=model)


def _component(authority: bool, min_confidence: float | None, model: str) -> Component:
    return Component(authority=authority, min_confidence=min_confidence, model=model)


@lru_cache(maxsize=2)
def _reader(authority: bool, min_confidence: float | None, model: str) -> "Reader":
    """What reads texts, shared by all pipelines with the same options."""
    # Every start of spaCy imports this module where odagraph is installed; the extractor is for those who use it.
    from extract.pipeline import make_reader  # noqa: PLC0415

    least = MIN_CONFIDENCE if min_confidence is None else min_confidence
    return make_reader(authority=authority, model=model, min_confidence=least)


# -- into the doc ------------------------------------------------------------------------------------------------------


def text_id(text: str) -> str:
    """The id of a doc's text, made of its characters. The ids of things that every text may name and mean another by,
    such as a person's family name, end with it: across docs they are different things.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _annotate(doc: Doc, found: Extraction) -> None:
    """Writes the names and claims of a text into its doc, in place of what stood there."""
    (facts,) = found.documents
    spans = [_span(doc, m.start, m.end, label=m.type.value, kb_id=m.entity_id) for m in facts.mentions]
    # Two mentions may cover one token where the doc does not part a word as we do.
    places = {(span.start, span.end, span.label_, span.kb_id_): span for span in spans}
    doc.spans[NAME] = SpanGroup(doc, name=NAME, spans=list(places.values()))
    data: dict[Any, Any] = doc.user_data
    for key in [key for key in data if _is_ours(key)]:
        del data[key]
    entities = {entity.id: entity for entity in found.entities}
    for claim in sorted(facts.claims, key=lambda claim: (claim.evidence[0].start, claim.key)):
        first = _span(doc, claim.evidence[0].start, claim.evidence[0].end)
        # Under the key of a span's attribute, which spaCy moves when docs are joined; plain values, which it can write.
        records = data.setdefault(("._.", NAME, first.start_char, first.end_char), [])
        records.append(_record(claim, entities, first.start_char))


def _is_ours(key: object) -> bool:
    return isinstance(key, tuple) and key[:2] == ("._.", NAME)


def _record(claim: Claim, entities: Mapping[str, Entity], start: int) -> dict[str, Any]:
    """A claim as plain values, its sentences counted from a start."""
    ends = (("subject", claim.subject, claim.subject_type), ("object", claim.object, claim.object_type))
    return {
        **{role: [id_, entities[id_].name, type_.value] for role, id_, type_ in ends},
        "predicate": claim.predicate.value,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "status": claim.status.value,
        "year": claim.year,
        "fiscal": claim.fiscal,
        "amount": claim.amount,
        "currency": claim.currency,
        "participants": claim.participants,
        "sentences": [[quote.start - start, quote.end - start] for quote in claim.evidence],
    }


# -- out of the doc ----------------------------------------------------------------------------------------------------


def relations_of(doc: Doc) -> tuple[Relation, ...]:
    """The relations that a doc states, by the place of their first sentence; what `doc._.relations` gives."""
    data: dict[Any, Any] = doc.user_data
    spans: dict[str, list[Span]] = {}
    for span in doc.spans.get(NAME, ()):
        spans.setdefault(span.kb_id_, []).append(span)
    keys = sorted(key for key in data if _is_ours(key))
    return tuple(_relation(doc, record, key[2], spans) for key in keys for record in data[key])


def _relation(doc: Doc, record: Mapping[str, Any], start: int, spans: Mapping[str, Sequence[Span]]) -> Relation:
    known = {key: value for key, value in record.items() if key not in {"subject", "object", "sentences"}}
    subject, object_ = (_end(record[role], spans) for role in ("subject", "object"))
    sentences = tuple(_span(doc, start + begin, start + end) for begin, end in record["sentences"])
    return Relation(subject=subject, object=object_, evidence=sentences[0], sentences=sentences, **known)


def _end(said: tuple[str, str, str], spans: Mapping[str, Sequence[Span]]) -> End:
    id_, name, type_ = said
    return End(id=id_, name=name, type=type_, spans=tuple(spans.get(id_, ())))


def _span(doc: Doc, start: int, end: int, *, label: str = "", kb_id: str = "") -> Span:
    """The tokens that hold a stretch of the text, those included that it cuts."""
    span = doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")
    if span is None:
        raise InputError(f"{NAME}: found characters {start} to {end}, the doc has 0 to {len(doc.text)}")
    return span


def _extension_is_ours() -> bool:
    """Whether `doc._.relations` is this module's, be it of an earlier import."""
    getter = Doc.get_extension(EXTENSION)[2] if Doc.has_extension(EXTENSION) else None
    return getattr(getter, "__module__", "") == relations_of.__module__


if not Doc.has_extension(EXTENSION) or _extension_is_ours():
    Doc.set_extension(EXTENSION, getter=relations_of, force=True)
