"""The component in real pipelines: what it sets, and that it travels with docs and pipelines as spaCy's own do."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from extract.component import End, Relation, relations_of, text_id
from extract.model import Claim, Document
from extract.nlp import DEFAULT_MODEL
from extract.pipeline import Reader, extract_documents
from ontology.errors import InputError
from ontology.vocabulary import EntityType

KEY = "odagraph"
TEXT = (
    "In FY2023, JICA dispatched twelve experts to Kenya.\n\n"
    "Norway contributed $3 million to UNDP’s fund. It’s the largest gift, said Ms. Ödegård in Nairobi/Kenya."
)
OTHER = "The World Bank and the Ministry of Health of Peru agreed to cooperate."


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(KEY)
    return nlp


@pytest.fixture(scope="module")
def doc(blank: Language) -> Doc:
    return blank(TEXT)


def _spans(doc: Doc) -> list[tuple[int, int, str, str]]:
    return [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in doc.spans[KEY]]


def _said(doc: Doc) -> list[tuple[object, ...]]:
    """What the relations of a doc say, spans as offsets."""
    flat = []
    for relation in doc._.relations:
        values = [getattr(relation, field.name) for field in fields(Relation)]
        flat.append(tuple(_plain(value) for value in values))
    return flat


def _plain(value: object) -> object:
    if isinstance(value, End):
        return (value.id, value.name, value.type, _plain(value.spans))
    if isinstance(value, Span):
        return (value.start_char, value.end_char, value.text)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def test_mentions_are_spans_with_type_and_id(doc: Doc) -> None:
    found = {(span.text, span.label_, span.kb_id_) for span in doc.spans[KEY]}
    assert {("JICA", "GovernmentBody", "jica"), ("Kenya", "Country", "kenya"), ("Norway", "Country", "norway")} <= found
    assert {span.label_ for span in doc.spans[KEY]} <= set(EntityType)
    assert not list(doc.ents)


def test_a_relation_carries_figures_names_and_its_sentence(doc: Doc) -> None:
    relation = doc._.relations[0]
    assert (relation.subject.id, relation.predicate, relation.object.id) == ("jica", "supports", "kenya")
    assert (relation.subject.name, relation.subject.type) == (
        "Japan International Cooperation Agency",
        "GovernmentBody",
    )
    assert (relation.year, relation.fiscal, relation.participants, relation.status) == (2023, True, 12, "stated")
    assert relation.evidence.text == TEXT.partition("\n")[0]
    assert relation.sentences == (relation.evidence,)
    assert [span.text for span in relation.subject.spans] == ["JICA"]
    assert 0 < relation.confidence < 1


def test_money_is_in_units_of_its_currency(doc: Doc) -> None:
    given = [relation for relation in doc._.relations if relation.predicate == "funds"]
    assert {(relation.amount, relation.currency) for relation in given} == {(3e6, "USD")}


def test_relations_stand_in_the_order_of_their_sentences_and_are_frozen(doc: Doc) -> None:
    starts = [relation.evidence.start_char for relation in doc._.relations]
    assert all(one <= two for one, two in pairwise(starts))
    with pytest.raises(FrozenInstanceError):
        doc._.relations[0].year = 2000


def test_a_relation_has_every_figure_of_a_claim() -> None:
    own = {field.name for field in fields(Relation)} - {"sentences"}
    assert own == {field.name for field in fields(Claim)} - {"subject_type", "object_type"}


def test_the_doc_says_what_the_extractor_says(doc: Doc, reader: Reader) -> None:
    (facts,) = extract_documents([Document(id=text_id(TEXT), text=TEXT)], reader).documents
    assert {(span[2], span[3]) for span in _spans(doc)} == {(str(m.type), m.entity_id) for m in facts.mentions}
    assert sorted((r.subject.id, r.predicate, r.object.id, r.confidence) for r in doc._.relations) == [
        (*claim.key, claim.confidence) for claim in facts.claims
    ]


def test_every_span_holds_its_mention(doc: Doc, reader: Reader) -> None:
    (facts,) = extract_documents([Document(id=text_id(TEXT), text=TEXT)], reader).documents
    spans = _spans(doc)
    for mention in facts.mentions:
        assert any(
            start <= mention.start and mention.end <= end and id_ == mention.entity_id for start, end, _, id_ in spans
        ), mention


def test_a_pipeline_with_its_own_names_keeps_them() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    before = [(ent.text, ent.label_) for ent in nlp(TEXT).ents]
    nlp.add_pipe(KEY)
    after = nlp(TEXT)
    assert [(ent.text, ent.label_) for ent in after.ents] == before != []
    assert after.spans[KEY]
    assert after._.relations


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Hello.", "\u200b", "🙂 and 🙂"])
def test_a_text_that_names_nothing_has_an_empty_group(blank: Language, text: str) -> None:
    doc = blank(text)
    assert len(doc.spans[KEY]) == 0
    assert doc._.relations == ()


def test_a_doc_of_another_pipeline_has_no_relations() -> None:
    assert spacy.blank("en")(TEXT)._.relations == ()


def test_reading_a_doc_again_changes_nothing(blank: Language) -> None:
    doc = blank(TEXT)
    before = (_spans(doc), _said(doc))
    assert (_spans(blank(doc)), _said(doc)) == before


@pytest.mark.parametrize("processes", [1, 2])
def test_many_texts_give_what_each_gives_alone(blank: Language, processes: int) -> None:
    texts = [TEXT, "", OTHER, TEXT]
    docs = list(blank.pipe(texts, n_process=processes, batch_size=2))
    alone = [blank(text) for text in texts]
    assert [_spans(doc) for doc in docs] == [_spans(doc) for doc in alone]
    assert [_said(doc) for doc in docs] == [_said(doc) for doc in alone]


def test_a_name_that_each_text_may_mean_another_by_has_an_id_of_its_text(blank: Language) -> None:
    docs = [blank(text) for text in (TEXT, f"{TEXT} {OTHER}")]
    one, two = ({span.text: span.kb_id_ for span in doc.spans[KEY]} for doc in docs)
    assert one["Ödegård"] != two["Ödegård"]
    assert one["Norway"] == two["Norway"] == "norway"


def test_contexts_come_through(blank: Language) -> None:
    assert [context for _, context in blank.pipe([(TEXT, 1), (OTHER, 2)], as_tuples=True)] == [1, 2]


def test_a_pipeline_is_the_same_after_a_trip_to_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(KEY, name="graph", config={"authority": False, "min_confidence": 0.5})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.get_pipe_config("graph") == nlp.get_pipe_config("graph")
    assert _said(again(TEXT)) == _said(nlp(TEXT))
    assert _said(nlp.from_disk(tmp_path / "model")(TEXT)) == _said(again(TEXT))


def test_a_component_can_be_sent_to_another_process(blank: Language, doc: Doc) -> None:
    again = pickle.loads(pickle.dumps(blank.get_pipe(KEY)))  # noqa: S301 - our own bytes
    assert _said(again(blank.make_doc(TEXT))) == _said(doc)


def test_docs_keep_their_relations_in_bytes(blank: Language, doc: Doc) -> None:
    bytes_ = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(bytes_).get_docs(spacy.blank("en").vocab)
    assert (_spans(again), _said(again)) == (_spans(doc), _said(doc))
    assert again._.relations[0].evidence.doc is again


def test_joined_docs_keep_the_relations_of_each(blank: Language, doc: Doc) -> None:
    joined = Doc.from_docs([blank(OTHER), doc])
    assert [relation.evidence.text for relation in joined._.relations] == [
        relation.evidence.text for one in (blank(OTHER), doc) for relation in one._.relations
    ]


def test_options_are_heard() -> None:
    few, many = (spacy.blank("en") for _ in range(2))
    few.add_pipe(KEY, config={"min_confidence": 0.9})
    many.add_pipe(KEY, config={"min_confidence": 0.0})
    assert all(relation.confidence >= 0.9 for relation in few(TEXT)._.relations)
    assert len(few(TEXT)._.relations) < len(many(TEXT)._.relations)


def test_without_the_tables_names_are_found_by_their_looks() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(KEY, config={"authority": False})
    assert "Japan International Cooperation Agency" not in str(nlp(TEXT)._.relations)
    assert nlp(TEXT).spans[KEY]


@pytest.mark.parametrize(
    ("lang", "config", "message"),
    [
        ("de", {}, "odagraph: found a pipeline of language 'de', en or xx is allowed"),
        ("en", {"min_confidence": 1.5}, "odagraph: found min_confidence 1.5, 0 to 1 is allowed"),
        ("en", {"model": "no_such_model"}, "found no installed model 'no_such_model'"),
    ],
)
def test_a_mistake_is_one_clear_line(lang: str, config: dict[str, float | str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        spacy.blank(lang).add_pipe(KEY, config=config)


def test_the_extension_of_another_package_is_not_taken_over() -> None:
    taken = Doc.get_extension("relations")
    Doc.set_extension("relations", default=None, force=True)
    try:
        with pytest.raises(InputError, match="set by another package"):
            spacy.blank("en").add_pipe(KEY)
    finally:
        Doc.set_extension("relations", getter=taken[2], force=True)
    assert Doc.get_extension("relations")[2] is relations_of


def test_displacy_shows_the_spans(doc: Doc) -> None:
    shown = displacy.render(doc, style="span", options={"spans_key": KEY}, jupyter=False)
    assert all(span.label_ in shown and span.kb_id_ in shown for span in doc.spans[KEY])


def test_spacy_says_what_the_component_sets(blank: Language) -> None:
    analysis = blank.analyze_pipes()
    assert analysis is not None
    assert analysis["attrs"]["doc._.relations"] == {"assigns": [KEY], "requires": []}


def test_an_installed_package_offers_the_component_and_loads_it_when_it_is_asked_for() -> None:
    code = (
        "import sys, spacy; nlp = spacy.blank('en'); print('extract.pipeline' in sys.modules); "
        "nlp.add_pipe('odagraph'); print(len(nlp('Japan aids Kenya.').spans))"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    assert (done.stdout.split(), done.stderr) == (["False", "1"], "")
