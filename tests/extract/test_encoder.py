"""The encoder: probabilities a word, the same whatever was read before, and pairs that stand where their names do."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from extract.encoder import LABELS, WEIGHTS_FILE, Encoded, Encoder
from extract.features import table_tags
from extract.gazetteer import Gazetteer
from extract.nlp import Parser
from extract.pair_reader import NONE, RELATIONS, PairReader, fold, in_window, spots
from extract.pairs import pairs_of, possible
from extract.reading import read_blocks
from extract.sentences import Named, Placed, place, stretches
from extract.spans import best_labels
from extract.texts import Text, prepare
from ontology.errors import InputError
from ontology.vocabulary import EntityType

TYPES = {
    "JICA": EntityType.GOVERNMENT_BODY,
    "Blue Port Project": EntityType.PROJECT,
    "Kenya": EntityType.COUNTRY,
    "Mombasa": EntityType.LOCALITY,
}
#: Longer than a window.
TEXT = "# Ports\n\n" + "\n\n".join(
    f"In {year}, JICA ran the Blue Port Project in Mombasa, Kenya. It trained people there, and Kenya thanked JICA."
    for year in range(1980, 2020)
)


@pytest.fixture(scope="module")
def named(named_of: Callable[..., Named]) -> Named:
    return named_of(TEXT, TYPES)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def placed(named: Named, parser: Parser) -> tuple[Placed, ...]:
    found = stretches(named)
    return place(named, found, list(parser.parse(stretch.masked for stretch in found)))


def read(encoder: Encoder, text: Text, gazetteer: Gazetteer) -> Encoded:
    return encoder.read(text, [table_tags(tokens, gazetteer) for tokens in text.tokens])


def test_each_word_gets_a_probability_of_each_label(encoder: Encoder, named: Named, gazetteer: Gazetteer) -> None:
    labels = read(encoder, named.text, gazetteer).labels
    assert [rows.shape for rows in labels] == [(len(tokens), len(LABELS)) for tokens in named.text.tokens]
    assert all(np.allclose(np.exp(rows).sum(axis=1), 1, atol=1e-4) for rows in labels)


def test_a_plain_name_is_seen(encoder: Encoder, gazetteer: Gazetteer) -> None:
    text = prepare(read_blocks("The Ministry of Health of Kenya thanked the World Bank for its help.\n"))
    found = best_labels(read(encoder, text, gazetteer).labels[0], LABELS)
    assert found[:4] == ["O", "B-GovernmentBody", "I-GovernmentBody", "I-GovernmentBody"]


def test_reading_leaves_no_trace(encoder: Encoder, named: Named, gazetteer: Gazetteer) -> None:
    short = prepare(read_blocks("JICA trained 40 officials in Nairobi.\n"))
    before = read(encoder, short, gazetteer).labels[0]
    read(encoder, named.text, gazetteer)
    assert np.array_equal(before, read(encoder, short, gazetteer).labels[0])


def test_the_number_of_threads_changes_no_number(
    encoder: Encoder, named: Named, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.encoder._THREADS", 3)
    alone, together = (read(each, named.text, gazetteer).labels for each in (Encoder(), encoder))
    assert all(np.array_equal(one, two) for one, two in zip(alone, together, strict=True))


def test_an_empty_text_is_read(encoder: Encoder, gazetteer: Gazetteer) -> None:
    assert read(encoder, prepare(()), gazetteer).labels == ()


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"^{WEIGHTS_FILE}: found no weights, run `make train` to make them$"):
        Encoder(tmp_path)


def test_a_name_is_one_place_and_every_other_word_too(encoder: Encoder, named: Named, gazetteer: Gazetteer) -> None:
    encoded = read(encoder, named.text, gazetteer)
    for window in encoded.windows:
        folded = fold(named, window, encoded.starts)
        assert len(folded.places) == window.end - window.first
        assert set(np.diff(folded.places)) <= {0, 1}
        assert folded.places[-1] + 1 == len(folded.types)
    inside = sum(int((fold(named, window, encoded.starts).types > 0).sum()) for window in encoded.windows[:1])
    assert inside


def test_pairs_stand_where_their_names_do(
    encoder: Encoder, named: Named, placed: tuple[Placed, ...], gazetteer: Gazetteer
) -> None:
    encoded = read(encoder, named.text, gazetteer)
    seen = 0
    for item in placed:
        pairs = list(pairs_of(item.sentence, named.labels))
        where = spots(named, item, pairs, encoded.starts)
        window = next(w for w in encoded.windows if not len(where) or w.first <= where[0, 2] < w.end)
        folded = fold(named, window, encoded.starts)
        for pair, (first, second, begins, ends) in zip(pairs, in_window(where, window, folded), strict=True):
            assert 0 <= begins < ends <= len(folded.types)
            if pair.first.how == pair.second.how == "name":
                assert begins <= first < second < ends
                assert folded.types[first]
                assert folded.types[second]
                seen += 1
    assert seen


def test_relations_are_probabilities_of_what_the_ontology_allows(
    encoder: Encoder, named: Named, placed: tuple[Placed, ...], gazetteer: Gazetteer
) -> None:
    encoded = read(encoder, named.text, gazetteer)
    pairs = [list(pairs_of(item.sentence, named.labels)) for item in placed]
    for those, rows in zip(pairs, PairReader(encoder).read(encoded, named, placed, pairs), strict=True):
        assert rows.shape == (len(those), len(RELATIONS))
        for pair, row in zip(those, np.exp(rows), strict=True):
            allowed = [label == NONE or label in possible(pair.first.type, pair.second.type) for label in RELATIONS]
            assert row[allowed].sum() == pytest.approx(1, abs=1e-4)
