"""The named queries as SHACL in Turtle: rdflib reads them, and its engine gives the same answers."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse, serialize
from rdflib import SH, Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery

from graph.cli import cli
from graph.queries.executables import query_iri, to_turtle
from graph.queries.named import load_named, parse_named
from graph.queries.parameters import Vocabulary, terms
from graph.query import bind, run
from graph.tables import Table
from ontology import Namespaces, QueryError

#: rdflib itself calls what it warns of.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

NAMED = load_named()
#: rdflib's engine joins in the order of the text, without an index: others take it minutes and gigabytes.
QUICK = ("find", "founders-of", "implementers-of-programme")
#: Here the engine goes on with groups that a query inside has made.
GROUPED = (
    "bridges-between-regions",
    "named-in-several-texts",
    "partner-countries",
    "things-of-type",
    "top-actors",
    "what-a-text-says",
)
SPACES = Namespaces()


@cache
def _shacl() -> Graph:
    return Graph().parse(data=to_turtle(NAMED.values(), SPACES), format="turtle")


def _prefixes() -> dict[str, str]:
    ontology = URIRef(SPACES.ontology_graph)
    declared = list(_shacl().objects(ontology, SH.declare))
    return {str(_shacl().value(one, SH.prefix)): str(_shacl().value(one, SH.namespace)) for one in declared}


def _select(name: str) -> str:
    return str(_shacl().value(URIRef(query_iri(name, SPACES)), SH.select))


@pytest.fixture(scope="module")
def dataset(made: Store) -> Iterator[Dataset]:
    """The graph made by hand, in rdflib's memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # a year stays a year: rdflib would write it as a date
        result = Dataset(default_union=True)
        quads = made.quads_for_pattern(None, None, None, None)
        content = serialize(filter(_is_needed, quads), format=RdfFormat.N_QUADS)
        result.parse(data=content, format="nquads")
        yield result


def _is_needed(quad: Quad) -> bool:
    """What the queries read: of the ontology the classes, the regions and two sectors. More takes rdflib minutes."""
    subject = quad.subject.value
    if quad.graph_name.value != SPACES.ontology_graph or quad.predicate.value.endswith("#subClassOf"):
        return True
    return "/code/region" in subject or subject.endswith(("/code/sector/11220", "/code/sector/21040"))


def test_the_same_queries_give_the_same_bytes_without_blank_nodes() -> None:
    turtle = to_turtle(NAMED.values(), SPACES)
    assert turtle == to_turtle(list(NAMED.values()), SPACES)
    assert [one for one in parse(turtle, RdfFormat.TURTLE) if isinstance(one.subject, BlankNode)] == []


def test_each_query_is_an_executable_with_its_parameters() -> None:
    assert len(set(_shacl().subjects(SH.select))) == len(NAMED)
    for name, query in NAMED.items():
        iri = URIRef(query_iri(name, SPACES))
        names = {str(_shacl().value(one, SH.name)) for one in _shacl().objects(iri, SH.parameter)}
        assert names == {parameter.name for parameter in query.parameters if f"${parameter.name}" in _select(name)}
        assert str(_shacl().value(iri, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))) == query.title


@pytest.mark.parametrize("name", sorted(NAMED))
def test_the_query_is_plain_sparql(name: str) -> None:
    """Its parameters are variables, so any tool can parse it before it binds them."""
    prepareQuery(_select(name), initNs=_prefixes())


def _bound(made: Store, answers: dict[str, dict[str, object]], name: str) -> tuple[str, Table]:
    """The query of the Turtle file with its parameters filled in, and what the query file answers to the same."""
    values = answers[name]["parameters"]
    assert isinstance(values, dict)
    bound = terms(NAMED[name], values, Vocabulary(made, SPACES))
    ours = run(made, bind(NAMED[name], values, store=made, namespaces=SPACES))
    assert isinstance(ours, Table)
    return re.sub(r"\$(\w+)", lambda match: bound.get(match[1], match[0]), _select(name)), ours


@pytest.mark.parametrize("name", sorted(NAMED))
def test_it_answers_as_the_query_file_does(made: Store, answers: dict[str, dict[str, object]], name: str) -> None:
    sparql, ours = _bound(made, answers, name)
    assert run(made, sparql) == ours


@pytest.mark.parametrize("name", QUICK)
def test_rdflib_gives_the_same_answer(
    dataset: Dataset, made: Store, answers: dict[str, dict[str, object]], name: str
) -> None:
    sparql, ours = _bound(made, answers, name)
    found = dataset.query(sparql, initNs=_prefixes())
    assert [tuple(map(_plain, row)) for row in found] == [tuple(map(_plain, row)) for row in ours.rows]


#: One text says one thing, another nothing at all.
BARE = """
    <{text}> a oda:Document . a:steam a oda:Technology ; oda:partOf a:power . a:power a oda:Technology .
    <{text}/claim> a oda:Claim ; rdf:subject a:steam ; rdf:predicate oda:partOf ; rdf:object a:power ;
        oda:status "stated" ; oda:confidence 0.9 ; prov:wasDerivedFrom <{text}#char=0,5> .
    <{text}#char=0,5> prov:wasQuotedFrom <{text}> ; nif:beginIndex 0 ; oa:exact "Steam" .
    a:steam skos:prefLabel "steam"@en . a:power skos:prefLabel "power"@en ."""


@pytest.mark.parametrize("name", GROUPED)
def test_rdflib_gives_no_row_where_we_give_none(made: Store, answers: dict[str, dict[str, object]], name: str) -> None:
    """To rdflib, a group of nothing is a row that says nothing, and a row that says nothing fits everything."""
    text = SPACES.source("other")
    turtle = "".join(f"@prefix {key}: <{iri}> .\n" for key, iri in _prefixes().items()) + BARE.format(text=text)
    bare, theirs = Store(), Dataset(default_union=True)
    bare.load(turtle.encode(), RdfFormat.TURTLE, to_graph=NamedNode(text))
    theirs.graph(URIRef(text)).parse(data=turtle, format="turtle")
    sparql, ours = _bound(made, answers, name)
    assert run(bare, sparql) == Table(ours.columns, ())
    assert list(theirs.query(sparql, initNs=_prefixes())) == []


def _plain(cell: object) -> str:
    """A cell as both engines say it: numbers by value, a gap as nothing."""
    text = "" if cell is None else str(cell)
    return str(float(text)) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def test_a_default_has_to_be_a_known_name() -> None:
    query = parse_named("x", "# parameter: one (entity) default Nowhere Land — a name\nASK { $one ?p ?o }")
    with pytest.raises(QueryError, match="one: found default 'Nowhere Land', a name of the authority tables is needed"):
        to_turtle([query], SPACES)


def test_the_command_writes_them(made_folder: Path) -> None:
    done = CliRunner().invoke(cli, ["query", "--list", "--format", "turtle"])
    assert done.output == to_turtle(NAMED.values(), SPACES)
    refused = CliRunner().invoke(cli, ["query", "--list", "--format", "csv"])
    assert "--list: found --format csv, table or turtle is allowed" in refused.output
    rows = CliRunner().invoke(cli, ["query", "find", "--format", "turtle", "--out", str(made_folder)])
    assert "it is for the triples of CONSTRUCT and DESCRIBE" in rows.output
    ask = "CONSTRUCT { ?a oda:funds ?b } WHERE { ?a oda:funds ?b }"
    triples = CliRunner().invoke(cli, ["query", ask, "--format", "turtle", "--out", str(made_folder)])
    assert "a:japan oda:funds a:blue-harbour , a:harbour-fund ." in triples.output
