from dataclasses import replace
from datetime import date
from itertools import groupby
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from extract.model import (
    Claim,
    Codes,
    Document,
    DocumentFacts,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Merge,
    SectorClaim,
    Source,
)
from extract.seeds import load_authority
from graph.facts import from_quads
from graph.writing.dataset import section, to_quads, trig_head, with_prefixes
from ontology import EntityType, Namespaces, OntologyError, Predicate, Status, fits
from ontology.namespaces import OUTSIDE

T = TypeVar("T")
NAMESPACES = Namespaces()
TEXT = "Norway pays for the “Reef Project” in Fiji.\nNorway and Fiji plan more."

# -- extractions of any content ----------------------------------------------------------------------------------------

_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
_fits = [(s, p, o) for s in EntityType for p in Predicate for o in EntityType if fits(s, p, o)]


@st.composite
def _quote(draw: st.DrawFn, document: Document) -> Evidence:
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    text, heading = document.quote(start, end), draw(st.just("") | _words)
    page = start % 5 or None  # one place has one page, whichever claim it shows
    return Evidence(document_id=document.id, start=start, end=end, text=text, heading=heading, page=page)


@st.composite
def _claim(draw: st.DrawFn, document: Document, entities: list[Entity]) -> Claim | None:
    """A claim between two of the entities, where any relation fits them."""
    subject, object_ = draw(st.sampled_from(entities)), draw(st.sampled_from(entities))
    predicates = [p for s, p, o in _fits if (s, o) == (subject.type, object_.type)]
    if not predicates or subject == object_:
        return None
    year = draw(st.none() | st.integers(1800, 2100))
    quotes = draw(st.lists(_quote(document), min_size=1, max_size=2, unique_by=lambda quote: (quote.start, quote.end)))
    return Claim(
        subject=subject.id,
        predicate=draw(st.sampled_from(predicates)),
        object=object_.id,
        subject_type=subject.type,
        object_type=object_.type,
        evidence=tuple(sorted(quotes)),
        rule=draw(_words),
        confidence=draw(st.integers(0, 100)) / 100,
        year=year,
        fiscal=draw(st.booleans()) and year is not None,
        amount=draw(st.none() | st.floats(0, 1e15)),
        currency=draw(st.sampled_from(["", "USD", "JPY"])),
        participants=draw(st.none() | st.integers(1, 10**9)),
        status=draw(st.sampled_from(Status)),
    )


def _canonical(claim: Claim) -> tuple[str, Predicate, str, Status]:
    ends = sorted((claim.subject, claim.object)) if claim.predicate.symmetric else (claim.subject, claim.object)
    return (ends[0], claim.predicate, ends[1], claim.status)


@st.composite
def _facts(draw: st.DrawFn, document: Document, entities: list[Entity]) -> DocumentFacts:
    drawn = draw(st.lists(_claim(document, entities), max_size=4))
    claims = {_canonical(claim): claim for claim in drawn if claim}
    named = draw(st.lists(st.tuples(st.sampled_from(entities), _words), max_size=4))
    mentions = [
        Mention(
            document_id=document.id,
            start=0,
            end=1,
            text=document.quote(0, 1),
            name=name,
            type=entity.type,
            entity_id=entity.id,
        )
        for entity, name in named
    ]
    return DocumentFacts(document=document, mentions=tuple(mentions), claims=tuple(claims.values()))


@st.composite
def _extractions(draw: st.DrawFn) -> Extraction:
    ids = draw(st.lists(_words, min_size=1, max_size=5, unique=True))
    entities = [Entity(id=id_, type=draw(st.sampled_from(EntityType)), name=draw(_words)) for id_ in ids]
    names = draw(st.lists(_words, max_size=3, unique=True))
    sources = st.builds(Source, title=st.just("") | _words, year=st.none() | st.integers(1800, 2100)) | st.builds(
        Source,
        date=st.dates(date(1800, 1, 1), date(2100, 1, 1)).map(date.isoformat),
        language=st.sampled_from(("", "en", "zh-Hant-TW")),
    )
    documents = [Document(id=name, text=draw(_words), source=draw(sources)) for name in names]
    return Extraction(
        documents=tuple(draw(_facts(document, entities)) for document in documents), entities=tuple(entities)
    )


@given(_extractions())
def test_reading_the_quads_back_gives_what_was_written(extraction: Extraction) -> None:
    view = from_quads(to_quads(extraction, NAMESPACES), NAMESPACES)
    wanted = {
        (facts.document.id, *_canonical(claim)): (
            claim.confidence,
            claim.rule,
            claim.year,
            claim.fiscal,
            claim.amount,
            claim.currency,
            claim.participants,
            tuple((quote.start, quote.end, quote.text, quote.page) for quote in claim.evidence),
        )
        for facts in extraction.documents
        for claim in facts.claims
    }
    found = {
        (claim.document, *edge.key, claim.status): (
            claim.confidence,
            claim.rule,
            claim.year,
            claim.fiscal,
            claim.amount,
            claim.currency,
            claim.participants,
            tuple((quote.start, quote.end, quote.text, quote.page) for quote in claim.evidence),
        )
        for edge in (*view.edges, *view.denied)
        for claim in edge.claims
    }
    assert found == wanted
    assert {edge.key for edge in view.edges} == {key[1:4] for key in wanted if key[4].affirms}
    sources = {facts.document.id: facts.document.source for facts in extraction.documents}
    assert {text.id: (text.title, text.year, text.date, text.language) for text in view.documents} == {
        id_: (source.title, source.year, source.date, source.language) for id_, source in sources.items()
    }
    spoken_of = {mention.entity_id for facts in extraction.documents for mention in facts.mentions}
    spoken_of |= {end for key in wanted for end in (key[1], key[3])}
    assert {(node.id, node.type, node.name) for node in view.nodes} == {
        (entity.id, entity.type, entity.name) for entity in extraction.entities if entity.id in spoken_of
    }


@given(_extractions(), st.randoms(use_true_random=False))
def test_quads_do_not_depend_on_the_order_of_what_was_found(extraction: Extraction, random: Random) -> None:
    def shuffled(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(items, len(items)))

    other = Extraction(
        documents=shuffled(
            tuple(
                replace(facts, mentions=shuffled(facts.mentions), claims=shuffled(facts.claims))
                for facts in extraction.documents
            )
        ),
        entities=shuffled(extraction.entities),
    )
    assert to_quads(other, NAMESPACES) == to_quads(extraction, NAMESPACES)


# -- what stands where -------------------------------------------------------------------------------------------------

FIJI = Entity(id="fiji", type=EntityType.COUNTRY, name="Fiji", codes=Codes(alpha3="FJI"))
NORAD = Entity(
    id="norad",
    type=EntityType.GOVERNMENT_BODY,
    name="Norwegian Agency for Development Cooperation",
    codes=Codes(parent="ministry-of-nowhere", country="norway", iati_organisation_type="10"),
    merges=(Merge(name="NORAD", reason="acronym"),),
)
NORWAY = Entity(id="norway", type=EntityType.COUNTRY, name="Norway")
REEF = Entity(id="reef-project", type=EntityType.PROJECT, name="Reef Project")


def _said(subject: Entity, predicate: Predicate, object_: Entity, *, status: Status = Status.STATED) -> Claim:
    return Claim(
        subject=subject.id,
        predicate=predicate,
        object=object_.id,
        subject_type=subject.type,
        object_type=object_.type,
        evidence=(Evidence(document_id="note", start=0, end=44, text=TEXT[:44]),),
        rule="by-hand",
        confidence=0.5,
        year=2019,
        fiscal=True,
        amount=2.9e9,
        currency="JPY",
        participants=1200,
        status=status,
    )


def _quads(*claims: Claim, namespaces: Namespaces = NAMESPACES) -> list[Quad]:
    facts = DocumentFacts(document=Document(id="note", text=TEXT), mentions=(), claims=claims)
    return to_quads(Extraction(documents=(facts,), entities=(FIJI, NORAD, NORWAY, REEF)), namespaces)


def _triples(quads: list[Quad], predicate: str) -> set[tuple[str, str]]:
    return {(str(q.subject), str(q.object)) for q in quads if str(q.predicate).endswith(f"{predicate}>")}


@pytest.mark.parametrize("status", Status)
def test_only_what_is_denied_has_no_direct_triple(status: Status) -> None:
    quads = _quads(_said(NORWAY, Predicate.FUNDS, REEF, status=status))
    assert len(_triples(quads, "#funds")) == (0 if status is Status.NEGATED else 1)
    assert {said for _, said in _triples(quads, "#status")} == {f'"{status}"'}


def test_one_text_may_put_a_relation_in_several_ways() -> None:
    quads = _quads(*(_said(NORWAY, Predicate.FUNDS, REEF, status=status) for status in Status))
    assert len(_triples(quads, "#funds")) == 1
    (edge,) = from_quads(quads, NAMESPACES).edges
    assert [claim.status for claim in edge.claims] == list(Status)
    assert [claim.status for claim in edge.affirmed] == [Status.STATED, Status.PLANNED, Status.PROPOSED]


def test_a_symmetric_relation_runs_from_the_smaller_id() -> None:
    once, other_way = _said(NORWAY, Predicate.COOPERATES_WITH, FIJI), _said(FIJI, Predicate.COOPERATES_WITH, NORWAY)
    assert _quads(once) == _quads(other_way)
    assert _triples(_quads(once), "cooperatesWith") == {
        (f"<{NAMESPACES.entity('fiji')}>", f"<{NAMESPACES.entity('norway')}>")
    }


def test_the_registry_holds_what_the_tables_know() -> None:
    quads = [quad for quad in _quads() if str(quad.graph_name) == f"<{NAMESPACES.registry_graph}>"]
    norad, norway = f"<{NAMESPACES.entity('norad')}>", f"<{NAMESPACES.entity('norway')}>"
    assert _triples(quads, "knownCountry") == {(norad, norway)}
    assert _triples(quads, "iatiOrganisationType") == {(norad, '"10"')}
    assert _triples(quads, "editorialNote") == {(norad, '"NORAD — acronym"@en')}
    assert _triples(quads, "alpha3") == {(f"<{NAMESPACES.entity('fiji')}>", '"FJI"')}


def test_a_link_to_what_no_text_names_is_left_out() -> None:
    assert not _triples(_quads(), "knownParent")


def test_an_amount_is_a_plain_decimal() -> None:
    (amount,) = {
        quad.object for quad in _quads(_said(NORWAY, Predicate.FUNDS, REEF)) if "#amount" in str(quad.predicate)
    }
    assert isinstance(amount, Literal)
    assert (amount.value, amount.datatype.value.rpartition("#")[2]) == ("2900000000", "decimal")


def test_an_entity_that_is_not_listed_is_refused() -> None:
    unknown = replace(REEF, id="unknown")
    with pytest.raises(OntologyError, match="note: found the entity 'unknown'"):
        _quads(_said(NORWAY, Predicate.FUNDS, unknown))


def test_two_texts_of_one_name_are_refused(gold_extraction: Extraction) -> None:
    twice = gold_extraction.documents[:1] * 2
    with pytest.raises(OntologyError, match="found 2 texts of this name"):
        to_quads(replace(gold_extraction, documents=twice), NAMESPACES)


# -- the whole ---------------------------------------------------------------------------------------------------------


def test_quads_are_sorted_and_without_blank_nodes(gold_quads: tuple[Quad, ...]) -> None:
    graphs = [str(quad.graph_name) for quad in gold_quads]
    assert graphs == sorted(graphs, key=lambda graph: graph.strip("<>"))
    assert len(set(gold_quads)) == len(gold_quads)
    assert not any(isinstance(term, BlankNode) for quad in gold_quads for term in (quad.subject, quad.object))


def test_every_quote_is_a_slice_of_its_text(gold_extraction: Extraction, gold_quads: tuple[Quad, ...]) -> None:
    texts = {NAMESPACES.source(facts.document.id): facts.document.text for facts in gold_extraction.documents}
    quotes = [quad for quad in gold_quads if str(quad.predicate) == "<http://www.w3.org/ns/oa#exact>"]
    for quad in quotes:
        source, _, place = str(quad.subject).strip("<>").partition("#char=")
        start, _, end = place.partition(",")
        assert isinstance(quad.object, Literal)
        assert texts[source][int(start) : int(end)] == quad.object.value
    assert quotes


def test_a_text_leaves_the_graphs_of_the_others_alone(
    gold_extraction: Extraction, gold_quads: tuple[Quad, ...]
) -> None:
    first, *rest = gold_extraction.documents
    fewer = set(to_quads(replace(gold_extraction, documents=tuple(rest)), NAMESPACES))
    gone = {quad.graph_name for quad in set(gold_quads) - fewer}
    assert gone == {NamedNode(NAMESPACES.source(first.document.id))}


def test_all_our_iris_move_with_the_base() -> None:
    moved = Namespaces("https://example.org/aid/")
    claims = [_said(NORWAY, Predicate.FUNDS, REEF)]
    quads = _quads(*claims, namespaces=moved)
    assert not [quad for quad in quads if NAMESPACES.base in str(quad)]
    back = {str(quad).replace(moved.base, NAMESPACES.base) for quad in quads}
    assert back == {str(quad) for quad in _quads(*claims)}


def test_sections_under_the_head_are_a_trig_file_of_the_quads(gold_quads: tuple[Quad, ...]) -> None:
    sections = [section(list(quads), NAMESPACES) for _, quads in groupby(gold_quads, lambda quad: quad.graph_name)]
    whole = with_prefixes(gold_quads, RdfFormat.TRIG, NAMESPACES)
    assert b"".join((trig_head(NAMESPACES), *sections)) == whole
    assert set(parse(whole, RdfFormat.TRIG)) == set(gold_quads)
    prefixes = [line for line in whole.decode().splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)


@pytest.mark.parametrize(
    ("term", "value", "datatype"),
    [("year", "2019", "gYear"), ("fiscalYear", "2019", "gYear"), ("participants", "1200", "integer")],
)
def test_figures_are_typed_literals(term: str, value: str, datatype: str) -> None:
    quads = _quads(_said(NORWAY, Predicate.FUNDS, REEF))
    (literal,) = {quad.object for quad in quads if quad.predicate.value == NAMESPACES.term(term)}
    assert isinstance(literal, Literal)
    assert (literal.value, literal.datatype.value.rpartition("#")[2]) == (value, datatype)


# -- sectors and concepts ----------------------------------------------------------------------------------------------


def _sector_quads(namespaces: Namespaces = NAMESPACES) -> list[str]:
    evidence = (Evidence(document_id="note", start=0, end=44, text=TEXT[:44]),)
    sector = SectorClaim(entity="reef-project", code="41030", evidence=evidence, rule="sector-name", confidence=0.9)
    mention = Mention(
        document_id="note",
        start=21,
        end=33,
        text=TEXT[21:33],
        name="Reef Project",
        type=EntityType.PROJECT,
        entity_id="reef-project",
    )
    facts = DocumentFacts(
        document=Document(id="note", text=TEXT),
        mentions=(mention,),
        claims=(),
        sectors=(sector, sector),
        spellings=(("reef-project", "Reef"),),
    )
    quads = to_quads(Extraction(documents=(facts,), entities=(REEF,)), namespaces)
    return [str(quad) for quad in quads if str(quad.graph_name) == f"<{namespaces.source('note')}>"]


def test_a_sector_is_a_direct_triple_and_a_claim_with_evidence() -> None:
    quads = _sector_quads()
    ends = (NAMESPACES.entity("reef-project"), NAMESPACES.term("sector"), NAMESPACES.code("sector", "41030"))
    assert sum(line.startswith("<{}> <{}> <{}>".format(*ends)) for line in quads) == 1
    (iri,) = {line.split()[0] for line in quads if "SectorClaim" in line}
    about = [line for line in quads if line.startswith(iri)]
    assert len(about) == 7  # type, three ends, confidence, rule, evidence
    assert any(f"<{NAMESPACES.evidence('note', 0, 44)}>" in line for line in about)
    assert any('"0.90"^^' in line for line in about)


def test_a_text_has_all_names_that_it_gives_a_thing() -> None:
    names = sorted(line.split('"')[1] for line in _sector_quads() if "altLabel" in line)
    assert names == ["Reef", "Reef Project"]


def test_sector_claims_have_the_same_iri_below_another_base() -> None:
    moved = Namespaces("https://example.org/aid/")
    assert [line.replace(moved.base, NAMESPACES.base) for line in _sector_quads(moved)] == _sector_quads()


@pytest.mark.parametrize(
    ("type_", "codes", "property_", "concept"),
    [
        (EntityType.COUNTRY, Codes(alpha2="KE"), "oda:concept", "country/KE"),
        (EntityType.COUNTRY, Codes(region="014"), "oda:region", "region/014"),
        (EntityType.REGION, Codes(m49="002"), "oda:concept", "region/002"),
        (EntityType.REGION, Codes(dac="298"), "oda:concept", "dac-region/298"),
        (EntityType.INTERNATIONAL_ORGANIZATION, Codes(crs_channel="41122"), "oda:concept", "channel/41122"),
        (EntityType.COMPANY, Codes(iati_organisation_type="70"), "org:classification", "organisation-type/70"),
    ],
)
def test_the_registry_links_to_the_concepts_of_code_lists(
    type_: EntityType, codes: Codes, property_: str, concept: str
) -> None:
    entity = Entity(id="thing", type=type_, name="Thing", codes=codes)
    prefix, _, name = property_.partition(":")
    term = NAMESPACES.term(name) if prefix == "oda" else OUTSIDE[prefix] + name
    linked = {
        quad.object.value
        for quad in to_quads(Extraction(documents=(), entities=(entity,)), NAMESPACES)
        if isinstance(quad.object, NamedNode) and quad.predicate.value == term
    }
    assert linked == {f"{NAMESPACES.base}code/{concept}"}


def test_every_concept_that_the_tables_link_to_stands_in_a_scheme() -> None:
    rows = load_authority()
    entities = tuple(Entity(id=row.id, type=row.type, name=row.name, codes=row.codes) for row in rows)
    quads = to_quads(Extraction(documents=(), entities=entities), NAMESPACES)
    code = f"{NAMESPACES.base}code/"
    linked = {q.object.value for q in quads if isinstance(q.object, NamedNode) and q.object.value.startswith(code)}
    assert linked <= {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
    assert len(linked) > 400
