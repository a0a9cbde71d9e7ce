"""Every named query on the founding texts: rows that a reader of the sentences has found to be true.

Names, years and sums only; the sentences stand in the texts. Each row is one that the text puts plainly. Where the
whole answer was read and is right, `WHOLE` has the query: then nothing else may be in it.
"""

from collections.abc import Mapping

import pytest
from pyoxigraph import Store

from graph.query import bind, load_named, run, run_all
from graph.tables import Table
from ontology import Namespaces

NAMED = load_named()
#: The texts by the numbers that their names begin with.
DIGITAL, TECHNICAL, PEACE, NEWSLETTER, SCIENCE = (
    "000_498dd1a1f8797f67",
    "001_7a924b2950d2632a",
    "002_5df7103bb0142ff1",
    "003_6986d1535fd67ad1",
    "004_4d195e5ae3328a64",
)
UNMAS = "United Nations Mine Action Service"
MINES = "Mine Risk Education"
IMO_FUND = "IMO Djibouti Code of Conduct Trust Fund"
PEACE_FUND = "United Nations Peacebuilding Fund"
SOMALIA_FUND = "International Trust Fund"
CYBER = "Project on Capacity Building for Cyber Security"
BROADCASTING = "Digital Terrestrial Television Broadcasting Network Operational Capacity Improvement Project"
SATREPS = "Science and Technology Research Partnership for Sustainable Development"
JICA = "Japan International Cooperation Agency"
MIC = "Ministry of Internal Affairs and Communications"
UNESCO = "United Nations Educational, Scientific and Cultural Organization"

Row = dict[str, object]
#: Query → what it is asked, and rows (some of their cells) that have to be among the answer.
ROWS: Mapping[str, tuple[dict[str, str], tuple[Row, ...]]] = {
    "actors-in-country": (
        {"country": "Afghanistan"},
        (
            {"role": "implements", "actor": "AAR Japan", "what": MINES, "year": 2009, "text": PEACE},
            {"role": "operatesIn", "actor": "AAR Japan", "what": "Afghanistan"},
        ),
    ),
    "amounts-by-funder": (
        {},
        (
            {"funder": "Japan", "relation": "funds", "receiver": PEACE_FUND, "amount": 50.5e6, "currency": "USD"},
            {"funder": "Japan", "relation": "funds", "receiver": IMO_FUND, "amount": 15.1e6, "currency": "USD"},
            {"funder": "Japan", "relation": "funds", "receiver": SOMALIA_FUND, "amount": 4.5e6, "currency": "USD"},
        ),
    ),
    "bridges-between-regions": ({}, ({"actor": UNMAS}, {"actor": "Japan"}, {"actor": "Japan Platform"})),
    "countries-of-actor": (
        {"actor": "Japan Platform"},
        tuple(
            {"place": place, "role": "supports", "through": "Japan Platform", "year": 2018}
            for place in ("Iraq", "Palestine", "South Sudan", "Syria", "Yemen")
        ),
    ),
    "disagreements": ({}, ()),
    "donors-of-country": (
        {"country": "Somalia"},
        ({"donor": "Japan", "through": SOMALIA_FUND, "amount": 4.5e6, "currency": "USD", "status": "stated"},),
    ),
    "events-and-participants": (
        {},
        (
            {"event": "Japan-China-Korea Summit", "year": 2010, "participants": "China, Japan, South Korea"},
            {"event": "HOPE Meeting", "held_by": "Japan Society for the Promotion of Science"},
            {"event": "Fifth Meeting of ASEAN COST+3", "year": 2010, "place": "Krabi, Thailand"},
        ),
    ),
    "evidence-for-pair": (
        {"one": "Kenya", "other": "Japan"},
        ({"subject": "Japan", "relation": "supports", "object": "Kenya", "status": "stated", "text": DIGITAL},),
    ),
    "facts-of-relation": (
        {"relation": "funds"},
        (
            {"subject": "Japan", "object": IMO_FUND, "amount": 15.1e6},
            {"subject": "Japan", "object": "Cybersecurity Multi-Donor Trust Fund", "text": DIGITAL},
            {"subject": "Japan", "object": "Law Enforcement Agencies Capacity Strengthening Project"},
        ),
    ),
    "find": ({"text": "telecomm"}, ({"name": "International Telecommunication Union", "id": "itu"},)),
    "founders-of": (
        {"thing": "UN Inter-agency Task Team on STI for the SDGs"},
        ({"founder": "United Nations", "text": DIGITAL},),
    ),
    "frameworks-of-actor": (
        {"actor": "Japan"},
        (
            {"framework": "United Nations Convention against Corruption", "role": "memberOf"},
            {"framework": "Protocol to Prevent, Suppress and Punish Trafficking in Persons", "role": "memberOf"},
            {"framework": "United Nations Convention against Transnational Organized Crime", "role": "adopted"},
        ),
    ),
    "funders-of-programme": (
        {"programme": IMO_FUND},
        ({"funder": "Japan", "amount": 15.1e6, "currency": "USD", "status": "stated", "text": PEACE},),
    ),
    "funding-chains": (
        {},
        (
            {"donor": "Japan", "programme": SOMALIA_FUND, "country": "Somalia", "amount": 4.5e6},
            {
                "donor": "Japan",
                "programme": "Liberation of Children from Armed Groups and Support for their Social Integration",
                "country": "Central African Republic",
            },
        ),
    ),
    "implementers-of-programme": (
        {"programme": "Giga initiative"},
        (
            {"actor": "International Telecommunication Union", "status": "stated", "text": DIGITAL},
            {"actor": "United Nations Children's Fund", "status": "stated", "text": DIGITAL},
        ),
    ),
    "members-of-body": (
        {"body": "Program for Human Resource Development for Peacebuilding"},
        ({"member": "Primary Course", "role": "partOf", "text": PEACE},),
    ),
    "named-in-one-text": (
        {"type": "InternationalOrganization"},
        (
            {"name": "International Maritime Organization", "text": PEACE},
            {"name": "Organisation for Economic Co-operation and Development", "text": SCIENCE},
        ),
    ),
    "named-in-several-texts": (
        {},
        ({"name": "Japan", "texts": 5}, {"name": SATREPS, "named_in": f"{DIGITAL}, {TECHNICAL}, {SCIENCE}"}),
    ),
    "only-in-text": (
        {"source": NEWSLETTER},
        ({"subject": MIC, "relation": "established", "object": "MIC World Development Action Plan 2020"},),
    ),
    "organizations-in-region": (
        {"region": "Africa"},
        (
            {"organization": "International Telecommunication Union", "what": "Giga initiative", "where": "Rwanda"},
            {
                "organization": "UN Inter-agency Task Team on STI for the SDGs",
                "role": "implements",
                "what": "Global Pilot Programme",
                "where": "Ethiopia",
            },
        ),
    ),
    "part-of": (
        {"thing": "UNESCO"},
        (
            {"part": UNESCO, "whole": "United Nations", "status": "stated", "text": SCIENCE},
            {"part": UNESCO, "whole": "United Nations", "text": "authority tables"},
        ),
    ),
    "participants-of-event": (
        {"event": "ITER"},
        tuple(
            {"role": "participatesIn", "who": who, "text": SCIENCE}
            for who in ("China", "European Union", "India", "Japan", "Russia", "South Korea", "United States")
        ),
    ),
    "partner-countries": ({}, ({"country": "South Sudan", "alpha3": "SSD"}, {"country": "Kenya", "alpha3": "KEN"})),
    "partner-countries-of-programme": (
        {"programme": "Global Pilot Programme"},
        tuple({"country": name, "role": "operatesIn"} for name in ("Ethiopia", "Ghana", "Serbia", "Ukraine")),
    ),
    "partners-of-actor": ({"actor": "ITU"}, ({"partner": "Japan", "status": "stated", "text": DIGITAL},)),
    "partners-of-country": (
        {"country": "Vietnam"},
        ({"partner": "Japan", "how": "helps it", "status": "stated", "text": PEACE},),
    ),
    "plans-and-proposals": (
        {},
        ({"subject": JICA, "relation": "implements", "status": "planned", "text": TECHNICAL},),
    ),
    "programme-record": (
        {"programme": MINES},
        (
            {"subject": "AAR Japan", "relation": "implements", "object": MINES, "year": 2009},
            {"subject": MINES, "relation": "operatesIn", "object": "Afghanistan"},
            {"relation": "sector", "object": "Removal of land mines and explosive remnants of war"},
        ),
    ),
    "programmes-in-country": ({"country": "Maldives"}, ({"what": BROADCASTING, "status": "stated", "text": DIGITAL},)),
    "programmes-of-actor": ({"actor": "JST"}, ({"role": "implements", "what": SATREPS, "text": SCIENCE},)),
    "programmes-of-actor-in-country": (
        {"actor": "AAR Japan", "country": "Afghanistan"},
        ({"role": "implements", "programme": MINES, "text": PEACE},),
    ),
    "programmes-of-sector": (
        {"sector": "digital"},
        ({"what": BROADCASTING, "code": "22030", "text": DIGITAL}, {"what": CYBER, "code": "22040", "text": DIGITAL}),
    ),
    "sectors-of-country": ({"country": "Viet Nam"}, ({"code": "22040", "through": CYBER, "text": DIGITAL},)),
    "shared-programmes": (
        {"one": "Japan", "other": "South Korea"},
        ({"what": "ITER", "one_role": "participatesIn", "other_role": "participatesIn", "one_text": SCIENCE},),
    ),
    "started-in-year": (
        {"from": "2019", "to": "2019"},
        ({"year": 2019, "subject": "Abe", "object": "Data Free Flow with Trust"},),
    ),
    "supporters-of-country": ({"country": "Rwanda"}, ({"supporter": "Japan", "status": "stated", "text": DIGITAL},)),
    "things-of-type": (
        {"type": "training"},
        ({"name": "Cyber Defense Exercise with Recurrence", "texts": 2}, {"name": "Primary Course", "texts": 1}),
    ),
    "top-actors": ({"limit": "1"}, ({"actor": "Japan", "type": "Country"},)),
    "triangular-cooperation": (
        {},
        ({"how": "together", "first": "Japan", "second": UNMAS, "third": "Afghanistan"},),
    ),
    "what-a-text-says": (
        {"source": TECHNICAL},
        ({"subject": JICA, "relation": "implements", "object": "JICA-Net", "status": "stated"},),
    ),
}
#: No two of the texts give the same fact another status, year, sum or number of people.
WHOLE = {
    "disagreements",
    "evidence-for-pair",
    "founders-of",
    "funders-of-programme",
    "implementers-of-programme",
    "part-of",
    "participants-of-event",
    "programmes-in-country",
    "programmes-of-actor-in-country",
    "top-actors",
}


def _ask(store: Store, name: str) -> list[Row]:
    answer = run(store, bind(NAMED[name], ROWS[name][0], store=store, namespaces=Namespaces()), where=name)
    assert isinstance(answer, Table)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_every_named_query_has_been_checked_by_hand() -> None:
    assert sorted(ROWS) == sorted(NAMED)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_true_rows_are_in_the_answer(founding: Store, name: str) -> None:
    found = _ask(founding, name)
    wanted = ROWS[name][1]
    assert [row for row in wanted if not any(row.items() <= one.items() for one in found)] == []
    if name in WHOLE:
        assert len(found) == len(wanted)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_fact_shows_its_sentence(founding: Store, name: str) -> None:
    """Where an answer has a sentence, every row has one, but for what only the authority tables know."""
    rows = [row for row in _ask(founding, name) if row.get("text") != "authority tables"]
    for column in ("sentence", "one_sentence", "other_sentence", "sentence_there"):
        assert all(row[column] for row in rows if column in row)


def test_the_defaults_answer_on_the_founding_texts(founding: Store) -> None:
    answers = run_all(founding, Namespaces())
    empty = {name for name, answer in answers.items() if isinstance(answer, Table) and not answer.rows}
    assert empty <= {"disagreements", "members-of-body", "programmes-of-actor-in-country"}
