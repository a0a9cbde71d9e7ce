"""Masking and parsing: each name is one familiar word, and each word knows its stretch of the block."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.nlp import Parse, Parser, mask
from ontology.errors import InputError
from ontology.vocabulary import EntityType

SENTENCE = "The Fund of Lao PDR helps Ban Ki-moon in Vientiane."


def places(sentence: str, types: dict[str, EntityType]) -> list[tuple[int, int, EntityType]]:
    found = ((sentence.index(name), name, type_) for name, type_ in types.items())
    return sorted((start, start + len(name), type_) for start, name, type_ in found)


def parsed(parser: Parser, sentence: str, types: dict[str, EntityType]) -> Parse:
    return next(parser.parse([mask(sentence, 0, len(sentence), places(sentence, types))]))


@pytest.mark.parametrize("type_", EntityType)
def test_a_name_becomes_one_familiar_word(type_: EntityType) -> None:
    text = mask("Blue Water helps.", 0, 17, [(0, 10, type_)]).text
    assert text.split()[1:] == ["helps."]
    assert text.split()[0].isalpha()


def test_only_names_of_the_stretch_are_masked() -> None:
    block = "Kenya grew. Laos grew. Chad grew."
    names = places(block, dict.fromkeys(("Kenya", "Laos", "Chad"), EntityType.COUNTRY))
    assert mask(block, 12, 22, names).text == "Japan grew."


def test_pieces_know_their_names_and_stretches() -> None:
    types = {"Lao PDR": EntityType.COUNTRY, "Ban Ki-moon": EntityType.PERSON}
    masked = mask(SENTENCE, 0, len(SENTENCE), places(SENTENCE, types))
    assert [(SENTENCE[slice(*origin)], name) for origin, name in zip(masked.origins, masked.names, strict=True)] == [
        ("The Fund of ", -1),
        ("Lao PDR", 0),
        (" helps ", -1),
        ("Ban Ki-moon", 1),
        (" in Vientiane.", -1),
    ]


@given(st.lists(st.sampled_from(["Kenya", "Ban Ki-moon", "grew", "(", ",", "and"]), min_size=1), st.data())
def test_what_is_masked_can_be_put_back(words: Sequence[str], data: st.DataObject) -> None:
    block = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    chosen = data.draw(st.lists(st.sampled_from(range(len(words))), unique=True).map(sorted))
    names = [(starts[at], starts[at] + len(words[at]), EntityType.COUNTRY) for at in chosen]
    masked = mask(block, 0, len(block), names)
    assert "".join(block[slice(*origin)] for origin in masked.origins) == block


def test_words_of_a_parse_know_their_stretch_of_the_block(parser: Parser) -> None:
    types = {"Lao PDR": EntityType.COUNTRY, "Ban Ki-moon": EntityType.PERSON, "Vientiane": EntityType.LOCALITY}
    parse = parsed(parser, SENTENCE, types)
    assert [SENTENCE[slice(*origin)] for origin in parse.origins] == [
        "The", "Fund", "of", "Lao PDR", "helps", "Ban Ki-moon", "in", "Vientiane", ".",
    ]  # fmt: skip
    assert [(SENTENCE[slice(*parse.origins[at])], name) for at, name in enumerate(parse.names) if name >= 0] == [
        ("Lao PDR", 0),
        ("Ban Ki-moon", 1),
        ("Vientiane", 2),
    ]


def test_a_sentence_is_parsed_as_one(parser: Parser) -> None:
    parse = parsed(parser, "Kenya grew, Laos grew and it rained", dict.fromkeys(("Kenya", "Laos"), EntityType.COUNTRY))
    assert sum(head == at for at, head in enumerate(parse.heads)) == 1


def test_parses_come_in_the_order_of_the_sentences(parser: Parser) -> None:
    sentences = [f"Kenya grew {'very ' * count}fast." for count in (5, 0, 9, 2)]
    parses = parser.parse([mask(text, 0, len(text), []) for text in sentences])
    assert [parse.words.count("very") for parse in parses] == [5, 0, 9, 2]


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("JICA is running it.", "running", "run"),
        ("The projects were funded.", "projects", "project"),
        ("The projects were funded.", "funded", "fund"),
        ("They held talks.", "held", "hold"),
        ("It grew in 2019.", "2019", "2019"),
    ],
)
def test_lemmas_come_from_the_tables_of_the_model(parser: Parser, sentence: str, word: str, lemma: str) -> None:
    parse = parsed(parser, sentence, {})
    assert parse.lemmas[parse.words.index(word)] == lemma


def test_lemmas_do_not_depend_on_the_sentences_before() -> None:
    """A plural that was a proper noun in one text is a plain plural in the next."""
    after = Parser()
    list(parsed(after, "The Philippines Partners Projects grew.", {}).lemmas)
    sentence = "Partners held talks about Projects and plans."
    assert parsed(after, sentence, {}) == parsed(Parser(), sentence, {})


def test_children_of_a_word_come_in_text_order(parser: Parser) -> None:
    parse = parsed(parser, "Kenya grew fast.", {"Kenya": EntityType.COUNTRY})
    assert [parse.words[at] for at in parse.children(1)] == ["Japan", "fast", "."]


def test_no_sentences_give_no_parses(parser: Parser) -> None:
    assert list(parser.parse([])) == []


@pytest.mark.parametrize("model", ["no_such_model", "", "/"], ids=["name", "empty", "folder"])
def test_a_model_that_is_not_installed_gets_one_line(model: str) -> None:
    with pytest.raises(InputError) as error:
        Parser(model)
    assert str(error.value) == f"--model: found no installed model {model!r}, an English spaCy pipeline is needed"
