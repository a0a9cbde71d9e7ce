import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import URIRef
from rdflib.paths import NegatedPath
from rdflib.paths import Path as Path_
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from extract.model import Extraction
from graph.facts import open_view
from graph.info import info
from graph.queries.named import ParameterType, load_named
from graph.queries.parameters import bind
from graph.query import run
from graph.store import TRIG, open_store, read_manifest
from graph.tables import Table
from graph.writing.build import BuildOptions, write
from graph.writing.dataset import ontology_quads, prefixes, to_quads
from graph.writing.inference import infer
from graph.writing.rules import InferenceRule, load_rules, parse_rule
from ontology import Namespaces, OntologyError, Predicate, Status

NS = Namespaces()
RULES = load_rules()
A_TEXT = NamedNode(NS.source("a-text"))
INFERRED = NamedNode(NS.inferred_graph)
_PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes(NS).items())


def _triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(f"{_PREFIXES}{turtle} .", RdfFormat.TURTLE)]


def _graph(turtle: str, *, ontology: bool = True) -> list[Quad]:
    """The ontology, and triples as a text states them."""
    stated = [Quad(t.subject, t.predicate, t.object, A_TEXT) for t in _triples(turtle)]
    return [*(ontology_quads(NS) if ontology else ()), *stated]


def _records(quads: Iterable[Quad]) -> dict[Triple, tuple[str, str]]:
    """Each derived triple, with the rule and the status that its inference tells."""
    said: dict[str, dict[str, NamedNode]] = {}
    for quad in quads:
        said.setdefault(quad.subject.value, {})[re.split("[#/]", quad.predicate.value)[-1]] = quad.object  # type: ignore[union-attr,assignment]
    records = (one for one in said.values() if "rule" in one)
    return {
        Triple(one["subject"], one["predicate"], one["object"]): (one["rule"].value, one["status"].value)
        for one in records
    }


def _derived(turtle: str, *, rules: Sequence[InferenceRule] | None = None) -> set[Triple]:
    return set(_records(infer(_graph(turtle), NS, rules=rules)))


# -- the rules ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_example_shows_its_rule(rule: InferenceRule) -> None:
    before, after = rule.example.split(" => ")
    assert _derived(before, rules=[rule]) == set(_triples(after))


def test_what_a_header_says_to_save_time_changes_nothing(gold_quads: tuple[Quad, ...]) -> None:
    slow = [replace(rule, from_one=False, reads=None, idempotent=False) for rule in RULES]
    assert slow != [*RULES]
    assert infer(gold_quads, NS, rules=slow) == infer(gold_quads, NS)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.reads is not None], ids=lambda rule: rule.name)
def test_a_rule_reads_what_it_says(rule: InferenceRule) -> None:
    """By the algebra of its query, as another engine parses it."""
    spaces = dict(prefixes(NS))
    query = prepareQuery(rule.text.replace(f"${rule.variable}", "<urn:each>") if rule.variable else rule.text, spaces)
    read = {triple[1] for triple in _patterns(query.algebra)}
    iris = {iri for path in read for iri in (_iris_of(path) if isinstance(path, Path_) else {path})}
    assert all(isinstance(iri, URIRef) for iri in iris), "a variable may be any property"
    said = {URIRef("urn:each") if name.startswith("$") else URIRef(_iri(name)) for name in rule.reads or ()}
    assert iris == said


def _patterns(part: object) -> Iterator[tuple[object, object, object]]:
    if isinstance(part, CompValue):
        for name, value in part.items():
            if name == "triples":
                yield from value
            elif name not in {"template", "_vars"}:
                yield from _patterns(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _patterns(each)


def _iris_of(path: object) -> set[object]:
    """The IRIs of a property path."""
    if isinstance(path, NegatedPath):
        return {None}
    inner = getattr(path, "args", None) or [path.path if hasattr(path, "path") else path.arg]  # type: ignore[attr-defined]
    return {iri for one in inner for iri in (_iris_of(one) if isinstance(one, Path_) else {one})}


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return prefixes(NS)[prefix] + local


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.idempotent], ids=lambda rule: rule.name)
def test_a_rule_that_says_so_derives_nothing_from_what_it_derived(rule: InferenceRule) -> None:
    relations = sorted({relation for each in Predicate for relation in (str(each), each.inverse)})
    ends = (("x", "y"), ("y", "z"), ("z", "z"))
    stated = [f"a:{x}-{relation} oda:{relation} a:{y}" for relation in relations for x, y in ends]
    stated += [f"a:{x} oda:{relation} a:{y}" for relation in relations for x, y in ends]
    stated += [f"a:{x} a oda:{kind}" for x, kind in zip("xyz", ("GovernmentBody", "Project", "Country"), strict=True)]
    alone = replace(rule, from_one=False, reads=None, idempotent=False)
    derived = _derived(" . ".join(stated), rules=[alone])
    assert derived
    assert _derived(" . ".join(stated), rules=[rule]) == derived
    assert not _derived(" . ".join([*stated, *map(str, derived)]), rules=[alone])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("from: two triples", "found `# from: two triples`, `# from: one triple, whatever its ends` is needed"),
        ("reads: everything", "found `# reads: everything`, `# reads: prefix:name …` is needed"),
        ("reads: odd:funds", r"found `# reads: odd:funds`, `\$` with the variable of `each` and names with a, "),
        ("idempotent: no", "found `# idempotent: no`, `# idempotent: yes` is needed"),
    ],
)
def test_a_header_says_what_saves_time_in_known_words(line: str, message: str) -> None:
    text = f"{_HEADER}# {line}\nCONSTRUCT {{ ?a oda:supports ?b }} {{ ?a oda:funds ?b }}"
    with pytest.raises(OntologyError, match=rf"mine\.rq: {message}"):
        infer(_graph("a:x oda:funds a:y"), NS, rules=[parse_rule("mine", text)])


def test_no_literal_becomes_a_subject() -> None:
    rule = replace(
        _rule("inverse"), text="CONSTRUCT { ?o oda:partOf ?s . ?s oda:hasPart ?o } WHERE { ?s oda:funds ?o }"
    )
    assert _derived("a:x oda:funds 'much', a:y", rules=[rule]) == set(
        _triples("a:y oda:partOf a:x . a:x oda:hasPart a:y, 'much'")
    )


def _rule(name: str) -> InferenceRule:
    return next(rule for rule in RULES if rule.name == name)


def test_each_relation_has_its_inverse_by_the_ontology() -> None:
    for predicate in Predicate:
        found = _derived(f"a:x oda:{predicate} a:y")
        assert set(_triples(f"a:y oda:{predicate.inverse} a:x")) <= found, predicate


def test_exactly_the_transitive_relations_are_closed() -> None:
    closed = {
        predicate
        for predicate in Predicate
        if set(_triples(f"a:x oda:{predicate} a:z")) & _derived(f"a:x oda:{predicate} a:y . a:y oda:{predicate} a:z")
    }
    assert closed == {predicate for predicate in Predicate if predicate.transitive}


@pytest.mark.parametrize(
    ("turtle", "role"),
    [
        ("a:x oda:supports a:kenya . a:kenya a oda:Country", "a:kenya a oda:PartnerCountry"),
        ("a:x a oda:Training ; oda:operatesIn a:kenya . a:kenya a oda:Country", "a:kenya a oda:PartnerCountry"),
        ("a:unicef a oda:InternationalOrganization ; oda:funds a:x", "a:unicef a oda:Donor"),
    ],
)
def test_roles_are_derived(turtle: str, role: str) -> None:
    assert set(_triples(role)) <= _derived(turtle)


@pytest.mark.parametrize(
    "turtle",
    [
        "a:jica a oda:GovernmentBody ; oda:operatesIn a:kenya . a:kenya a oda:Country",  # no programme
        "a:x oda:supports a:nairobi . a:nairobi a oda:Locality",  # no country
        "a:gef a oda:Fund ; oda:funds a:x",  # a fund is no actor
    ],
)
def test_what_only_looks_like_a_role_is_none(turtle: str) -> None:
    assert not [triple for triple in _derived(turtle) if triple.predicate.value.endswith("#type")]


# -- the engine --------------------------------------------------------------------------------------------------------


def test_rules_build_on_each_other_up_to_the_end() -> None:
    found = _derived("a:x oda:partOf a:y . a:y oda:partOf a:z")
    assert found == set(
        _triples("a:x oda:partOf a:z . a:z oda:hasPart a:x . a:y oda:hasPart a:x . a:z oda:hasPart a:y")
    )


def test_without_rules_nothing_follows() -> None:
    assert not infer(_graph("a:x oda:partOf a:y . a:y oda:partOf a:z"), NS, rules=[])


def test_what_many_texts_state_is_derived_once() -> None:
    quads = _graph("a:norway a oda:Country ; oda:funds a:ports")
    texts = [Quad(q.subject, q.predicate, q.object, NamedNode(NS.source(f"t{n}"))) for n in range(9) for q in quads]
    assert infer([*quads, *texts], NS) == infer(quads, NS)


def test_a_chain_of_200_is_closed() -> None:
    length = 200
    chain = " . ".join(f"a:n{i} oda:partOf a:n{i + 1}" for i in range(length))
    transitive = [rule for rule in RULES if rule.name == "transitive"]
    # Every pair of the 201 but the 200 that are stated.
    assert len(_derived(chain, rules=transitive)) == length * (length + 1) // 2 - length


def test_a_circle_makes_nothing_a_part_of_itself() -> None:
    found = _derived("a:x oda:partOf a:y . a:y oda:partOf a:z . a:z oda:partOf a:x")
    assert found
    assert not [triple for triple in found if triple.subject == triple.object]


def test_what_a_text_states_is_not_derived_once_more() -> None:
    assert not _derived("a:x oda:cooperatesWith a:y . a:y oda:cooperatesWith a:x")


def test_each_derived_triple_has_one_inference_beside_it(gold_quads: tuple[Quad, ...]) -> None:
    found = infer(gold_quads, NS)
    records = _records(found)
    beside = {quad.triple for quad in found} - {
        quad.triple
        for quad in found
        if quad.subject.value.startswith(f"{INFERRED.value}#")  # type: ignore[union-attr]
    }
    assert {quad.graph_name for quad in found} == {INFERRED}
    assert set(records) == beside
    assert len(records) > 100
    assert {rule for rule, _ in records.values()} == {rule.name for rule in RULES}
    assert not beside & {quad.triple for quad in gold_quads}


def test_the_same_quads_in_any_order_give_the_same_inferences(gold_quads: tuple[Quad, ...]) -> None:
    assert infer(gold_quads, NS) == infer(gold_quads[::-1], NS)


def test_a_base_of_ones_own_has_the_same_inferences(gold_extraction: Extraction) -> None:
    other = Namespaces("https://example.org/aid/")
    found = infer(to_quads(gold_extraction, other), other)
    usual = infer(to_quads(gold_extraction, NS), NS)
    assert "\n".join(map(str, found)).replace(other.base, NS.base) == "\n".join(map(str, usual))


# -- plans -------------------------------------------------------------------------------------------------------------


def _claim(name: str, relation: str, status: Status) -> str:
    subject, predicate, object_ = relation.split()
    triple = f"{relation} . " if status.affirms else ""
    return (
        f"{triple}<{NS.claim('a-text', name)}> a oda:Claim ; oda:status '{status}' ; "
        f"rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {object_} . "
    )


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((Status.STATED,), "stated"),
        ((Status.PLANNED,), "planned"),
        ((Status.PROPOSED,), "proposed"),
        ((Status.PROPOSED, Status.PLANNED), "planned"),
        ((Status.PLANNED, Status.STATED), "stated"),
    ],
)
def test_an_inference_says_how_firm_it_is(claims: tuple[Status, ...], expected: str) -> None:
    said = "".join(_claim(f"c{i}", "a:x oda:supports a:kenya", status) for i, status in enumerate(claims))
    records = _records(infer(_graph(f"{said} a:kenya a oda:Country"), NS))
    (role,) = _triples("a:kenya a oda:PartnerCountry")
    assert records[role] == ("partner-country", expected)


def test_a_chain_is_as_firm_as_its_weakest_link() -> None:
    links = (("a:x oda:partOf a:y", Status.STATED), ("a:y oda:partOf a:z", Status.PLANNED))
    said = "".join(_claim(f"c{i}", relation, status) for i, (relation, status) in enumerate(links))
    records = _records(infer(_graph(said.rstrip(" .")), NS))
    assert {status for _, status in records.values()} == {"stated", "planned"}
    assert records[_triples("a:x oda:partOf a:z")[0]] == ("transitive", "planned")
    assert records[_triples("a:y oda:hasPart a:x")[0]] == ("inverse", "stated")


def test_what_is_planned_is_not_derived_from_what_is_stated() -> None:
    links = ("a:x oda:partOf a:y", "a:y oda:partOf a:z")
    said = "".join(_claim(f"c{i}", relation, Status.STATED) for i, relation in enumerate(links))
    planned = _claim("c2", "a:x oda:partOf a:z", Status.PLANNED)
    records = _records(infer(_graph((said + planned).rstrip(" .")), NS))
    assert _triples("a:x oda:partOf a:z")[0] not in records
    assert records[_triples("a:z oda:hasPart a:x")[0]] == ("inverse", "stated")


def test_nothing_follows_from_a_denial() -> None:
    said = _claim("c", "a:x oda:supports a:kenya", Status.NEGATED)
    assert not infer(_graph(f"{said} a:kenya a oda:Country"), NS)


# -- rules of one's own ------------------------------------------------------------------------------------------------

_HEADER = "# title: T\n# description: D\n# example: a:x oda:funds a:y => a:x oda:supports a:y\n"


def test_a_file_dropped_into_the_folder_is_a_rule(tmp_path: Path) -> None:
    (tmp_path / "funding-helps.rq").write_text(_HEADER + "CONSTRUCT { ?a oda:supports ?b } { ?a oda:funds ?b }")
    (rule,) = load_rules(tmp_path)
    records = _records(infer(_graph("a:x oda:funds a:y"), NS, rules=[rule]))
    assert records == {_triples("a:x oda:supports a:y")[0]: ("funding-helps", "stated")}


def test_the_first_rule_by_name_is_told() -> None:
    text = _HEADER + "CONSTRUCT { ?b oda:fundedBy ?a } { ?a oda:funds ?b }"
    rules = (parse_rule("another", text), *RULES)
    records = _records(infer(_graph("a:x oda:funds a:y"), NS, rules=rules))
    assert records[_triples("a:y oda:fundedBy a:x")[0]][0] == "another"


@pytest.mark.parametrize("line", ["title", "description", "example"])
def test_a_rule_without_a_header_line_is_named(line: str) -> None:
    text = "\n".join(part for part in _HEADER.splitlines() if f"# {line}:" not in part)
    with pytest.raises(OntologyError, match=rf"mine\.rq: found no `# {line}:` line"):
        parse_rule("mine", text)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("CONSTRUCT { ?a oda:x } { }", r"mine\.rq: 4:22: found"),
        ("ASK {}", r"mine\.rq: found a query that derives nothing, CONSTRUCT is needed"),
        ("CONSTRUCT { ?a oda:x [] } { ?a oda:funds ?b }", r"mine\.rq: found that it derives .*IRIs and literals"),
        ("# each: relation\nCONSTRUCT {} {}", r"mine\.rq: found `# each: relation`, `# each: \?name PATTERN` is"),
        (
            "CONSTRUCT { ?a oda:partOf ?new } { ?a oda:partOf ?b BIND(IRI(CONCAT(STR(?b), 'x')) AS ?new) }",
            "mine: found new triples after 64 rounds",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(query: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        infer(_graph("a:x oda:funds a:y ; oda:partOf a:y"), NS, rules=[parse_rule("mine", _HEADER + query)])


# -- in a build --------------------------------------------------------------------------------------------------------


@pytest.fixture
def extraction(gold_extraction: Extraction) -> Extraction:
    documents = sorted(gold_extraction.documents, key=lambda facts: len(facts.document.text))[:1]
    return replace(gold_extraction, documents=tuple(documents))


def test_a_build_derives_unless_it_is_told_not_to(extraction: Extraction, tmp_path: Path) -> None:
    write(extraction, tmp_path / "with")
    write(extraction, tmp_path / "without", options=BuildOptions(inference=False))
    full, plain = (open_store(tmp_path / name) for name in ("with", "without"))
    assert INFERRED in set(full.named_graphs())
    assert INFERRED not in set(plain.named_graphs())
    assert set(full.quads_for_pattern(None, None, None, None)) - set(plain) == set(
        full.quads_for_pattern(None, None, None, INFERRED)
    )


def test_two_builds_are_the_same_bytes(extraction: Extraction, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(extraction, tmp_path / name)
    assert (tmp_path / "one" / TRIG).read_bytes() == (tmp_path / "two" / TRIG).read_bytes()


def test_the_manifest_counts_what_was_derived(small_out: Path, small_store: Store) -> None:
    found = list(small_store.quads_for_pattern(None, None, None, INFERRED))
    assert read_manifest(small_out).counts["inferred"] == len(_records(found)) > 0


def test_readers_of_what_texts_say_see_no_inference(extraction: Extraction, tmp_path: Path) -> None:
    write(extraction, tmp_path / "with")
    write(extraction, tmp_path / "without", options=BuildOptions(inference=False))
    assert open_view(tmp_path / "with") == open_view(tmp_path / "without")
    full, plain = (info(open_store(out), read_manifest(out)) for out in (tmp_path / "with", tmp_path / "without"))
    assert (full.types, full.relations, full.texts) == (plain.types, plain.relations, plain.texts)


def test_no_named_query_counts_what_is_derived(gold_extraction: Extraction, gold_out: Path, tmp_path: Path) -> None:
    write(gold_extraction, tmp_path / "without", options=BuildOptions(inference=False))
    stores = (open_store(gold_out), open_store(tmp_path / "without"))
    plain = {ParameterType.INTEGER, ParameterType.TEXT, ParameterType.TYPE, ParameterType.RELATION, ParameterType.YEAR}
    japan = {ParameterType.ENTITY, ParameterType.COUNTRY}
    counted = []
    for query in load_named().values():
        if all(one.type in plain | japan for one in query.parameters):
            values = {one.name: "Japan" for one in query.parameters if one.type in japan}
            answers = [run(store, bind(query, values, store=store, namespaces=NS)) for store in stores]
            counted += [query.name] if answers[0] != answers[1] else []
    assert counted == []


def test_the_union_answers_from_either_end(small_store: Store) -> None:
    answer = run(small_store, "SELECT ?a { a:blue-harbour oda:implementedBy ?a } ")
    assert isinstance(answer, Table)
    assert answer.rows == ((NS.entity("jica"),),)
    assert run(small_store, "ASK { a:undp oda:cooperatesWith a:japan . a:viet-nam a oda:PartnerCountry }") is True


def test_a_planned_donor_says_so(small_store: Store) -> None:
    asked = "SELECT ?status { ?i a oda:Inference ; rdf:subject a:japan ; rdf:object oda:Donor ; oda:status ?status }"
    answer = run(small_store, asked)
    assert isinstance(answer, Table)
    assert answer.rows == (("planned",),)
