"""What tutorials find, and how it is held against the annotated texts: as kindly as these allow."""

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from graph.bench.peer_texts import Pair, cooccurrence, found_in, triples
from graph.bench.quality import bench_quality, gold_sets, peer_facts
from graph.evaluation.facts import Facts, Thing
from graph.evaluation.scores import compare, scores_of
from ontology import EntityType, InputError

T = EntityType
_GOLD = Facts(
    things={
        "jica": Thing(type=T.GOVERNMENT_BODY, names=frozenset({"jica"})),
        "works": Thing(type=T.PROJECT, names=frozenset({"harbour works"})),
        "kenya": Thing(type=T.COUNTRY, names=frozenset({"kenya"})),
    },
    relations=frozenset({("jica", "funds", "works"), ("works", "operatesIn", "kenya")}),
)
_NAMES = [["JICA", "ORG"], ["the Harbour Works", "ORG"], ["Kenya", "GPE"]]


def _found(*pairs: Pair) -> dict[str, list[list[object]]]:
    return {"names": [list(name) for name in _NAMES], "pairs": [list(pair) for pair in pairs]}


@pytest.fixture(scope="module")
def doc() -> Doc:
    """Harbour Works were funded by JICA . Kenya and Peru thanked JICA ."""
    words = ["Harbour", "Works", "were", "funded", "by", "JICA", ".", "Kenya", "and", "Peru", "thanked", "JICA", "."]
    heads = [1, 3, 3, 3, 3, 4, 3, 10, 7, 7, 10, 10, 10]
    deps = ["compound", "nsubjpass", "auxpass", "ROOT", "agent", "pobj", "punct"]
    deps += ["nsubj", "cc", "conj", "ROOT", "dobj", "punct"]
    tags = ["PROPN", "PROPN", "AUX", "VERB", "ADP", "PROPN", "PUNCT"]
    tags += ["PROPN", "CCONJ", "PROPN", "VERB", "PROPN", "PUNCT"]
    lemmas = ["Harbour", "Works", "be", "fund", "by", "JICA", ".", "Kenya", "and", "Peru", "thank", "JICA", "."]
    made = Doc(Vocab(), words=words, heads=heads, deps=deps, pos=tags, lemmas=lemmas)
    ends = ((0, 2, "ORG"), (5, 6, "ORG"), (7, 8, "GPE"), (9, 10, "GPE"), (11, 12, "ORG"))
    made.set_ents([Span(made, start, end, label=label) for start, end, label in ends])
    return made


def test_names_in_one_sentence_are_pairs(doc: Doc) -> None:
    found = found_in(doc, cooccurrence)
    assert found["names"] == [("Harbour Works", "ORG"), ("JICA", "ORG"), ("Kenya", "GPE"), ("Peru", "GPE")]
    assert found["pairs"] == [(0, 1, "", False), (1, 2, "", False), (1, 3, "", False), (2, 3, "", False)]


def test_triples_tell_the_verb_and_its_voice(doc: Doc) -> None:
    pytest.importorskip("textacy", reason="textacy comes with the extra bench")
    assert found_in(doc, triples)["pairs"] == [
        (0, 1, "fund", True),
        (2, 1, "thank", False),
        (3, 1, "thank", False),
    ]


def test_a_name_is_of_the_kind_that_it_is_annotated_as() -> None:
    facts = peer_facts(_found(), _GOLD)
    assert [thing.type for thing in facts.things.values()] == [T.GOVERNMENT_BODY, T.PROJECT, T.COUNTRY]
    assert scores_of(compare(_GOLD, facts))["entity"].f1 == 1


def test_a_label_that_cannot_mean_it_does_not_count() -> None:
    facts = peer_facts({"names": [["Kenya", "PERSON"]], "pairs": []}, _GOLD)
    assert scores_of(compare(_GOLD, facts))["entity"].right == 0


def test_a_passive_verb_runs_the_other_way() -> None:
    assert peer_facts(_found((1, 0, "fund", True)), _GOLD).relations == {("0", "funds", "1")}


def test_a_verb_means_what_fits_its_ends() -> None:
    assert peer_facts(_found((2, 1, "join", False)), _GOLD).relations == {("2", "participatesIn", "1")}
    assert peer_facts(_found((2, 0, "join", False)), _GOLD).relations == {("0", "cooperatesWith", "2")}


def test_a_whole_that_includes_a_part_is_read_from_the_part() -> None:
    assert peer_facts(_found((0, 1, "include", False)), _GOLD).relations == {("1", "partOf", "0")}


def test_a_pair_without_a_relation_counts_as_a_pair() -> None:
    scores = scores_of(compare(_GOLD, peer_facts(_found((1, 2, "", False)), _GOLD)))
    assert (scores["pair"].right, scores["relation"].right) == (1, 0)


def test_the_projects_own_annotated_texts_are_there() -> None:
    assert "digests of the founding texts" in {one.name for one in gold_sets()}


def test_without_annotated_texts_it_says_so() -> None:
    with pytest.raises(InputError, match="found no annotated texts"):
        bench_quality(())
