from dataclasses import replace

import pytest
from pyoxigraph import Store

from extract import Extraction
from extract.model import Merge
from graph.why import in_words, merges, why
from graph.writing.dataset import to_quads
from ontology import Namespaces, Predicate, QueryError


def _facts(store: Store, *asked: str) -> list[tuple[str, str, str]]:
    answer = why(store, Namespaces(), *asked)
    return [(fact.subject.id, str(fact.predicate), fact.object.id) for fact in answer.facts]


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        (("JICA",), [("jica", "implements", "blue-harbour"), ("jica", "supports", "viet-nam")]),
        (("JICA", "supports"), [("jica", "supports", "viet-nam")]),
        (("JICA", "oda:Supports", "Vietnam"), [("jica", "supports", "viet-nam")]),
        (("Vietnam", "JICA"), [("jica", "supports", "viet-nam")]),
        (("UNDP", "cooperates with", "Japan"), [("japan", "cooperatesWith", "undp")]),
        (("ASEAN",), [("viet-nam", "memberOf", "asean")]),
        (
            ("Viet Nam",),
            [
                ("viet-nam", "memberOf", "asean"),
                ("blue-harbour", "operatesIn", "viet-nam"),
                ("jica", "supports", "viet-nam"),
            ],
        ),
    ],
)
def test_why_finds_what_is_asked_for(
    small_store: Store, asked: tuple[str, ...], facts: list[tuple[str, str, str]]
) -> None:
    assert _facts(small_store, *asked) == facts


def test_each_claim_comes_with_its_text_and_sentence(small_store: Store) -> None:
    (fact,) = why(small_store, Namespaces(), "JICA", "implements").facts
    assert [claim.document for claim in fact.claims] == ["north", "south"]
    first = fact.claims[0]
    assert (first.year, first.amount, first.currency, first.rule, first.confidence) == (
        2021,
        12e6,
        "USD",
        "by-hand",
        0.9,
    )
    assert (
        first.evidence[0].text == "JICA runs the Blue Harbour Project in Viet Nam with 12 million dollars since 2021."
    )
    assert (first.evidence[0].start, first.evidence[0].page) == (0, 3)


def test_the_page_stands_beside_the_heading_where_a_text_has_pages(small_store: Store) -> None:
    found = why(small_store, Namespaces(), "JICA", "implements")
    shown = [line for line in in_words(found).splitlines() if "under “Ports”" in line]
    assert [" · p. 3 · " in line for line in shown] == [True, False]
    column = found.table().columns.index("page")
    assert [row[column] for row in found.table().rows] == [3, None]


def test_figures_are_shown_as_the_text_says_them(small_store: Store) -> None:
    answer = why(small_store, Namespaces(), "Kenya", "participatesIn")
    assert "FY2022 · 1,200 participants" in in_words(answer)
    table = answer.table()
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["year"], row["fiscal_year"], row["participants"], row["amount"]) == (2022, 2022, 1200, None)


def test_what_is_stated_is_shown_before_what_an_earlier_text_denies(disputed_store: Store) -> None:
    (fact,) = why(disputed_store, Namespaces(), "JICA", "implements").facts
    assert [(claim.document, claim.status) for claim in fact.claims] == [("south", "stated"), ("north", "negated")]


def test_a_plan_is_shown_as_a_plan(small_store: Store) -> None:
    assert "planned" in in_words(why(small_store, Namespaces(), "Japan", "funds"))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            ("JICA", "funds"),
            "funds: found no text that says so, the relations of Japan International Cooperation Agency are: impl",
        ),
        (("Vietnam", "supports", "JICA"), "said is: Japan International Cooperation Agency supports Viet Nam"),
        (("Kenya", "UNDP"), "Kenya and UNDP: found no text that says so"),
        (("Kenya", "helps", "UNDP"), "why: found relation 'helps', one of implements, funds,"),
        (("Kenia",), "Kenia: found nothing named 'Kenia', did you mean Kenya?"),
        (("JICA", "suports"), "found nothing named 'suports'"),
    ],
)
def test_a_question_without_answer_says_what_there_is(small_store: Store, asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(QueryError) as error:
        why(small_store, Namespaces(), *asked)
    assert message in str(error.value)


def test_words_group_by_relation_and_show_one_sentence_of_many(small_store: Store) -> None:
    assert in_words(why(small_store, Namespaces(), "JICA")) == (
        "Japan International Cooperation Agency (GovernmentBody, id jica)\n"
        "\n"
        "Japan International Cooperation Agency implements … (1)\n"
        "  Blue Harbour Project\n"
        "    “JICA runs the Blue Harbour Project in Viet Nam with 12 million dollars since 2021.”\n"
        "      north: Northern report · under “Ports” · p. 3 · 2021 · 12,000,000 USD · rule by-hand, confidence 0.90\n"
        "      and 1 more\n"
        "\n"
        "Japan International Cooperation Agency supports … (1)\n"
        "  Viet Nam\n"
        "    “In Vietnam, JICA supports the coast guards.”\n"
        "      south · under “Ports” · rule by-hand, confidence 0.90\n"
    )


def test_words_of_one_relation_show_every_sentence(small_store: Store) -> None:
    shown = in_words(why(small_store, Namespaces(), "JICA", "implements"))
    assert shown.count("“JICA") == 2
    assert "more" not in shown


def test_words_fit_the_screen(small_store: Store) -> None:
    shown = in_words(why(small_store, Namespaces(), "JICA", "implements"), width=60)
    sentences = [line for line in shown.splitlines() if line.startswith("    ")]
    assert max(map(len, sentences)) <= 60


def test_the_table_has_a_row_for_each_sentence(small_store: Store) -> None:
    table = why(small_store, Namespaces(), "Blue Harbour Project").table()
    assert len(table.rows) == 4
    assert {row[table.columns.index("relation")] for row in table.rows} == {
        Predicate.OPERATES_IN,
        Predicate.IMPLEMENTS,
        Predicate.FUNDS,
    }


def test_merges_tell_why_names_were_joined(gold_extraction: Extraction) -> None:
    joined = Merge(name="Nippon", reason="acronym")
    entities = tuple(replace(e, merges=(joined,)) if e.name == "Japan" else e for e in gold_extraction.entities)
    store = Store()
    store.extend(to_quads(replace(gold_extraction, entities=entities), Namespaces()))
    table = merges(store, Namespaces(), "Japan")
    assert [row[1:] for row in table.rows] == [("Nippon", "a text spells the acronym out")]
