"""Every named query on a graph made by hand, whose whole answers stand in answers.json."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from graph.query import bind, load_named, run, run_all
from graph.tables import Table
from ontology import Namespaces

NAMED = load_named()
ANSWERS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))
#: These are about names, or about claims whatever their status.
WITHOUT_FACTS = {"find", "named-in-several-texts", "named-in-one-text", "things-of-type"}
WITHOUT_STATUS = {"programmes-of-sector", "sectors-of-country"}
ALL_CLAIMS = {"evidence-for-pair", "what-a-text-says", "programme-record"}
#: These count relations or list their ends, and their description says that plans are among them.
SUMMARIES = {"events-and-participants", "partner-countries", "top-actors", "bridges-between-regions"}
#: What sorts no row: the sentences and counts of the rows.
_AGGREGATE = re.compile(r"\((?:MIN|COUNT|SUM|GROUP_CONCAT|REPLACE|IF)\(.*? AS \?(\w+)\)(?=[\s)])")


def _ask(store: Store, name: str, values: Mapping[str, str] | None = None) -> Table:
    values = ANSWERS[name]["parameters"] if values is None else values
    answer = run(store, bind(NAMED[name], values, store=store, namespaces=Namespaces()), where=name)
    assert isinstance(answer, Table)
    return answer


def _shown(table: Table, columns: list[str]) -> list[list[object]]:
    places = [table.columns.index(column) for column in columns]
    return [[row[place] for place in places] for row in table.rows]


def test_every_named_query_has_an_answer() -> None:
    assert sorted(ANSWERS) == sorted(NAMED)
    assert len(NAMED) >= 24
    assert [name for name, answer in ANSWERS.items() if not answer["rows"]] == []


@pytest.mark.parametrize("name", sorted(NAMED))
def test_named_query_gives_its_whole_answer(made: Store, name: str) -> None:
    assert _shown(_ask(made, name), ANSWERS[name]["columns"]) == ANSWERS[name]["rows"]


@pytest.mark.parametrize("name", sorted(NAMED))
def test_inference_changes_no_answer(made: Store, without_inference: Store, name: str) -> None:
    assert _ask(made, name) == _ask(without_inference, name)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_named_query_says_what_it_is_and_shows_no_iri(made: Store, name: str) -> None:
    query = NAMED[name]
    assert query.title
    assert query.description
    assert all(parameter.description for parameter in query.parameters)
    assert not [cell for row in _ask(made, name).rows for cell in row if "://" in str(cell)]


@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_order_of_rows_is_total(name: str) -> None:
    """Whatever a row shows, or is grouped by, sorts it: no engine may choose."""
    head = NAMED[name].sparql.partition("WHERE {")[0]
    plain = re.findall(r"\?(\w+)", _AGGREGATE.sub(" ", head))
    order = NAMED[name].sparql.rpartition("ORDER BY")[2]
    assert [column for column in plain if not re.search(rf"\?{column}\b", order)] == []


@pytest.mark.parametrize("name", sorted(set(NAMED) - WITHOUT_FACTS - WITHOUT_STATUS))
def test_what_is_denied_is_no_fact_in_any_named_query(denied: Store, name: str) -> None:
    answer = _ask(denied, name)
    said = [row for row in answer.rows if not {"sector", "authority tables"} & set(map(str, row))]
    assert all("negated" in row for row in said)
    assert bool(said) == (name in ALL_CLAIMS)


@pytest.mark.parametrize("name", sorted(set(NAMED) - WITHOUT_FACTS - WITHOUT_STATUS - {"disagreements"}))
def test_a_plan_is_shown_as_a_plan_in_every_named_query(planned: Store, name: str) -> None:
    said = [row for row in _ask(planned, name).rows if not {"sector", "authority tables"} & set(map(str, row))]
    assert said
    if name in SUMMARIES:
        assert "plans and proposals" in NAMED[name].description
    else:
        assert all("planned" in row for row in said)


def test_the_sentence_stands_beside_the_fact(made: Store) -> None:
    assert _ask(made, "supporters-of-country").rows[1][-1] == "In Vietnam, JICA supports the coast guards."


@pytest.mark.parametrize(
    "name", [name for name, query in NAMED.items() if any(p.name == "limit" for p in query.parameters)]
)
def test_a_limit_is_a_number_of_rows(made: Store, name: str) -> None:
    parameters, total = ANSWERS[name]["parameters"], len(ANSWERS[name]["rows"])
    limits = range(1, total + 1)
    assert [len(_ask(made, name, {**parameters, "limit": str(limit)}).rows) for limit in limits] == list(limits)


def test_run_all_answers_every_query_on_any_graph(made: Store) -> None:
    answers = run_all(made, Namespaces())
    assert list(answers) == list(NAMED)
