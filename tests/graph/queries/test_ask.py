"""Questions in plain words find their named query, or are refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from graph.ask import Asker
from graph.ask.words import load_words
from graph.cli import cli
from graph.queries.named import load_named
from graph.queries.parameters import Vocabulary
from ontology import Namespaces, QueryError

_FOLDER = Path(__file__).parent
#: Written by others, who saw the titles of the queries and not their ``# ask:`` lines. The last 72 are of two sets of
#: 40 by one who knew the queries: 28 and 30 were right when they came, and the rest was refused.
SEEN: dict[str, Any] = json.loads((_FOLDER / "questions.json").read_text(encoding="utf-8"))
#: The same, by yet others; nothing was mended with these in view. 52 of 60 were right when they came, 18 of 20 refused.
FRESH: dict[str, Any] = json.loads((_FOLDER / "questions-unseen.json").read_text(encoding="utf-8"))
FLOOR = 0.85


@pytest.fixture(scope="module")
def asker(made: Store) -> Asker:
    return Asker(Vocabulary(made, Namespaces()))


def _right(asker: Asker, case: dict[str, Any]) -> bool:
    try:
        asked = asker.ask(case["question"])
    except QueryError:
        return False
    wanted = case["query"] if isinstance(case["query"], list) else [case["query"]]
    given = {name: value.lower() for name, value in asked.values.items()}
    return asked.query.name in wanted and all(given.get(k) == v.lower() for k, v in case["parameters"].items())


def _refused(asker: Asker, question: str) -> bool:
    try:
        asker.ask(question)
    except QueryError:
        return True
    return False


def test_every_query_says_what_it_is_asked_with(asker: Asker) -> None:
    for name, query in load_named().items():
        assert query.asks, name
    assert {name for case in SEEN["questions"] for name in [case["query"]] if isinstance(name, str)} == set(
        load_named()
    )


@pytest.mark.parametrize("case", SEEN["questions"], ids=lambda case: case["question"])
def test_a_question_finds_its_query(asker: Asker, case: dict[str, Any]) -> None:
    assert _right(asker, case)


@pytest.mark.parametrize("question", SEEN["refused"])
def test_what_no_query_answers_is_refused(asker: Asker, question: str) -> None:
    with pytest.raises(QueryError, match="found no"):
        asker.ask(question)


def test_most_questions_never_seen_before_find_their_query(asker: Asker) -> None:
    right = sum(_right(asker, case) for case in FRESH["questions"])
    assert right / len(FRESH["questions"]) >= FLOOR
    refused = sum(_refused(asker, question) for question in FRESH["refused"])
    assert refused / len(FRESH["refused"]) >= FLOOR


def test_a_name_that_is_nearly_one_is_suggested(asker: Asker) -> None:
    with pytest.raises(QueryError, match="'Jicca' in the graph, did you mean Japan International Cooperation Agency"):
        asker.ask("Which programmes does Jicca implement?")


def test_the_same_is_asked_whichever_way_two_names_stand(asker: Asker) -> None:
    wanted = {"actor": "Japan", "country": "Kenya"}
    for question in ("What does Japan do in Kenya?", "In Kenya, what does Japan do?"):
        asked = asker.ask(question)
        assert (asked.query.name, dict(asked.values)) == ("programmes-of-actor-in-country", wanted)


def test_the_command_shown_asks_the_same(asker: Asker) -> None:
    asked = asker.ask("which programmes does jica run in Viet Nam?")
    assert asked.command == (
        "odagraph query programmes-of-actor-in-country --param actor=jica --param 'country=Viet Nam'"
    )


def test_no_lemma_has_two_meanings_or_is_ignored_as_well() -> None:
    words = load_words()
    assert not words.ignored & words.meanings.keys()


def test_the_command_tells_what_it_asks_and_answers(made_folder: Path) -> None:
    done = CliRunner().invoke(cli, ["ask", "Who are the members of ASEAN?", "--out", str(made_folder)])
    assert done.exit_code == 0
    assert "odagraph query members-of-body --param body=ASEAN" in done.stderr
    assert "Viet Nam" in done.stdout
    shown = CliRunner().invoke(cli, ["ask", "members of ASEAN", "--show", "--out", str(made_folder)])
    assert "SELECT" in shown.stdout
