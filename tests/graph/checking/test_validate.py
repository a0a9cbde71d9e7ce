"""Every constraint of the shapes and every promise is broken once in a small sound graph, and the fault is named.

What is to break is derived from `shapes.ttl` and `promises.py`: a new constraint without a seeded fault fails here.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, serialize
from rdflib.namespace import SH

from graph.checking.fault_words import Fault
from graph.checking.promises import PROMISES
from graph.checking.validate import check_name, shapes_graph, validate
from graph.cli import run
from graph.store import open_store
from graph.writing.dataset import prefixes
from ontology import EntityType, Namespaces, Predicate, fits

NAMESPACES = Namespaces()
SHAPES = shapes_graph(NAMESPACES)
NORTH = f"<{NAMESPACES.source('north')}>"
SOUTH = f"<{NAMESPACES.source('south')}>"
REGISTRY = f"<{NAMESPACES.registry_graph}>"
INFERRED = f"<{NAMESPACES.inferred_graph}>"
CORRECTIONS = f"<{NAMESPACES.corrections_graph}>"
#: The concepts that the small graph speaks of; the other thousands would only take time.
CONCEPTS = ("/sector/21040", "/region/035", "/country/VN", "/country/JP")
#: What no shape asks for, but says of itself.
SAID = {"path", "name", "message", "targetClass", "targetSubjectsOf", "property", "qualifiedValueShape"}

#: One thing of each kind; the small graph has some, `MORE` adds the others.
THINGS = {
    EntityType.GOVERNMENT_BODY: "jica",
    EntityType.INTERNATIONAL_ORGANIZATION: "undp",
    EntityType.COUNTRY: "kenya",
    EntityType.PROJECT: "blue-harbour",
    EntityType.EVENT: "ocean-summit",
    EntityType.CENTRE: "port-centre",
    EntityType.PERSON: "ann",
    EntityType.FUND: "ocean-fund",
    EntityType.FRAMEWORK: "port-treaty",
    EntityType.TECHNOLOGY: "isdb-t",
    EntityType.REGION: "mekong",
    EntityType.LOCALITY: "hanoi",
}
_NEW = {type_: id_ for type_, id_ in THINGS.items() if list(THINGS).index(type_) > 4}
_SECTOR = f"<{NAMESPACES.claim('north', 'sector')}>"
_CORRECTION = f"<{NAMESPACES.corrections_graph}#renamed>"
MORE = f"""INSERT DATA {{
    GRAPH {NORTH} {{
        {" ".join(f"a:{id_} a oda:{type_} ." for type_, id_ in _NEW.items())}
        a:blue-harbour oda:sector code:sector\\/21040 .
        {_SECTOR} a oda:SectorClaim ; rdf:subject a:blue-harbour ; rdf:predicate oda:sector ;
            rdf:object code:sector\\/21040 ; oda:confidence 0.9 ; oda:rule "sector-name" ;
            prov:wasDerivedFrom <{NAMESPACES.evidence("north", 0, 82)}> .
    }}
    GRAPH {REGISTRY} {{
        {" ".join(f'a:{id_} skos:prefLabel "{id_}"@en .' for id_ in _NEW.values())}
        a:viet-nam oda:m49 "704" ; oda:dacCode "769" ; oda:region code:region\\/035 .
        a:jica oda:knownCountry a:japan ; oda:iatiOrganisationType "10" ; skos:editorialNote "short for it"@en .
        a:undp oda:crsChannel "41114" ; oda:knownParent a:asean .
    }}
    GRAPH {CORRECTIONS} {{
        <{NAMESPACES.corrector("ann")}> a prov:Agent ; rdfs:label "Ann"@en .
        {_CORRECTION} a oda:Correction ; oda:rule "rename" ; rdfs:label "a new name"@en ; rdfs:comment "why"@en ;
            prov:wasAssociatedWith <{NAMESPACES.corrector("ann")}> .
        a:undp prov:wasAttributedTo <{NAMESPACES.corrector("ann")}> ; prov:wasInfluencedBy {_CORRECTION} .
        <{NAMESPACES.corrections_graph}#dropped> a oda:DroppedFact ; dcterms:source {NORTH} ;
            rdf:subject a:jica ; rdf:predicate oda:funds ; rdf:object a:asean ; prov:wasInvalidatedBy {_CORRECTION} .
    }}
}}"""

#: Whose property is broken: a pattern that binds ?x within the graph it stands in.
WHO = {
    "claim": "?x a oda:Claim ; rdf:subject a:kenya .",
    "paid": "?x a oda:Claim ; oda:amount ?paid .",
    "sector claim": "?x a oda:SectorClaim .",
    "quote": '?x a oda:Evidence ; oa:exact "Japan works with UNDP." .',
    "inference": "?x a oda:Inference ; rdf:subject a:ocean-summit ; rdf:predicate oda:hasParticipant .",
    "north": f"?x dcterms:title ?title . FILTER(?x = {NORTH})",
    "jica": '?x skos:prefLabel "Japan International Cooperation Agency"@en .',
    "viet-nam": '?x skos:prefLabel "Viet Nam"@en ; oda:m49 "704" .',
    "undp": '?x skos:prefLabel "UNDP"@en .',
    "blue-harbour": '?x skos:prefLabel "Blue Harbour Project"@en .',
    "project": "?x oda:sector ?sector .",
    "correction": "?x a oda:Correction .",
    "corrected": "?x prov:wasAttributedTo ?whom .",
    "dropped": "?x a oda:DroppedFact .",
    "concept": '?x a skos:Concept ; skos:prefLabel ?label . FILTER(STRENDS(STR(?x), "/region/035"))',
    "scheme": '?x a skos:ConceptScheme ; dcterms:title ?title . FILTER(STRENDS(STR(?x), "/code/region"))',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A fault to put into a sound graph, whose it is, and words of what has to be found."""

    update: str
    who: str
    found: str


def _who(name: str) -> str:
    return WHO.get(name) or f"?x skos:prefLabel ?any . FILTER(?x = a:{name})"


def _seed(who: str, path: str, change: str, found: str) -> Seed:
    """A change to one property: "" takes its values away, "+1, 2" adds some, everything else takes their place."""
    delete, insert = "" if change.startswith("+") else f"?x {path} ?old", ""
    if change:
        insert = f"?x {path} {change.removeprefix('+')}"
    update = (
        f"DELETE {{ GRAPH ?g {{ {delete} }} }} INSERT {{ GRAPH ?g {{ {insert} }} }} "
        f"WHERE {{ GRAPH ?g {{ {_who(who)} }} OPTIONAL {{ GRAPH ?g {{ ?x {path} ?old }} }} }}"
    )
    return Seed(update=update, who=who, found=found)


def _insert(graph: str, triples: str, who: str, found: str) -> Seed:
    return Seed(update=f"INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}", who=who, found=found)


# -- what is broken how: shape → whose property, and for each constraint the change and what has to be found ---------

_NOBODY = ("a:nobody", "of which nothing is known")
_TEXT = {"datatype": ("5", "“5” of the type xsd:integer"), "minLength": ('""', "“” as plain text")}
_ONE_TEXT = _TEXT | {"maxCount": ('+"one", "two"', "“two” as plain text")}
_NAME = {"datatype": ('"Jica"', "“Jica” as plain text"), "minLength": ('""@en', "“” in the language en")}
_ONE_NAME = _NAME | {"minCount": ("", "none"), "maxCount": ('+"Other"@en', "“Other” in the language en")}
_YEAR = {
    "datatype": ('"2022"', "“2022” as plain text"),
    "maxCount": ('+"1066"^^xsd:gYear, "1067"^^xsd:gYear', "“1066” of the type xsd:gYear"),
}
_CONFIDENCE = {
    "minCount": ("", "none"),
    "maxCount": ("+0.11, 0.12", "“0.11” of the type xsd:decimal"),
    "datatype": ('"high"', "“high” as plain text"),
    "minInclusive": ("-0.1", "“-0.1”"),
    "maxInclusive": ("1.5", "“1.5”"),
}
_RULE = _TEXT | {"minCount": ("", "none"), "maxCount": ('+"other"', "“other” as plain text")}
_ENTITY = {
    "minCount": ("", "none"),
    "maxCount": ("+a:asean", "2: ASEAN, an international organization; "),
    "class": _NOBODY,
}
_EVIDENCE = {"minCount": ("", "none"), "class": _NOBODY}
_ONE_IRI = {
    "minCount": ("", "none"),
    "maxCount": ("+a:kenya", "Kenya, a country"),
    "nodeKind": ('"Jica"', "“Jica” as plain text"),
}
_CODE = {"datatype": ("5", "xsd:integer"), "maxCount": ('+"98", "99"', "“98” as plain text"), "pattern": ('"?"', "“?”")}
_OFFSET = {
    "minCount": ("", "none"),
    "maxCount": ("+1000, 1001", "“1000”"),
    "minInclusive": ("-1", "“-1”"),
    "pattern": ('"one"', "“one” as plain text"),
}
_CHANGES: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "Entity.type": ("jica", "rdf:type", {"qualifiedMaxCount": ("+oda:Company", "2: Company; Government body")}),
    "Entity.types": ("jica", "rdf:type", {"in": ("+oda:Place", "Place")}),
    "Entity.prefLabel": ("jica", "skos:prefLabel", _ONE_NAME),
    "Entity.altLabel": ("jica", "skos:altLabel", _NAME),
    "Entity.editorialNote": ("jica", "skos:editorialNote", _NAME),
    "Document.title": ("north", "dcterms:title", _ONE_TEXT),
    "Document.publisher": ("north", "dcterms:publisher", _ONE_TEXT),
    "Document.series": ("north", "dcterms:isPartOf", _ONE_TEXT),
    "Document.licence": ("north", "dcterms:license", _ONE_TEXT),
    "Document.issued": (
        "north",
        "dcterms:issued",
        {"or": ('"2022"', "“2022” as plain text"), "maxCount": _YEAR["maxCount"]},
    ),
    "Document.language": (
        "north",
        "dcterms:language",
        {
            "datatype": ("5", "xsd:integer"),
            "maxCount": ('+"fr", "de"', "“de” as plain text"),
            "pattern": ('"plain English"', "“plain English” as plain text"),
        },
    ),
    "Claim.subject": ("claim", "rdf:subject", _ENTITY | {"disjoint": ("a:ocean-summit", "Ocean Summit, an event")}),
    "Claim.predicate": (
        "claim",
        "rdf:predicate",
        {
            "minCount": ("", "none"),
            "maxCount": ("+oda:funds", "2: funds; participates in"),
            "in": ("oda:fundedBy", "funded by"),
        },
    ),
    "Claim.object": ("claim", "rdf:object", _ENTITY),
    "Claim.wasDerivedFrom": ("claim", "prov:wasDerivedFrom", _EVIDENCE),
    "Claim.confidence": ("claim", "oda:confidence", _CONFIDENCE),
    "Claim.rule": ("claim", "oda:rule", _RULE),
    "Claim.status": (
        "claim",
        "oda:status",
        {"minCount": ("", "none"), "maxCount": ('+"planned"', "2: “planned”"), "in": ('"hoped"', "“hoped”")},
    ),
    "Claim.year": ("claim", "oda:year", _YEAR),
    "Claim.fiscalYear": ("claim", "oda:fiscalYear", _YEAR),
    "Claim.amount": (
        "paid",
        "oda:amount",
        {"datatype": ('"much"', "“much”"), "maxCount": ("+1.5, 2.5", "“1.5”"), "minInclusive": ("-1.5", "“-1.5”")},
    ),
    "Claim.currency": (
        "paid",
        "oda:currency",
        {
            "datatype": ("5", "xsd:integer"),
            "maxCount": ('+"EUR"', "2: “EUR” as plain text; “USD” as plain text"),
            "pattern": ('"dollars"', "“dollars” as plain text"),
        },
    ),
    "Claim.participants": (
        "claim",
        "oda:participants",
        {"datatype": ('"many"', "“many”"), "maxCount": ("+7, 8", "“7”"), "minInclusive": ("0", "“0”")},
    ),
    "fiscalYear.year": ("claim", "oda:fiscalYear", {"equals": ('"1066"^^xsd:gYear', "“1066” of the type xsd:gYear")}),
    "currency.amount": ("paid", "oda:amount", {"minCount": ("", "none")}),
    "SectorClaim.subject": ("sector claim", "rdf:subject", _ENTITY),
    "SectorClaim.predicate": (
        "sector claim",
        "rdf:predicate",
        {"hasValue": ("oda:funds", "funds"), "maxCount": ("+oda:funds", "2: funds; sector")},
    ),
    "SectorClaim.object": (
        "sector claim",
        "rdf:object",
        {
            "minCount": ("", "none"),
            "maxCount": ("+a:asean", "2: ASEAN, "),
            "class": _NOBODY,
            "pattern": ("a:asean", "ASEAN, an international organization"),
        },
    ),
    "SectorClaim.wasDerivedFrom": ("sector claim", "prov:wasDerivedFrom", _EVIDENCE),
    "SectorClaim.confidence": ("sector claim", "oda:confidence", _CONFIDENCE),
    "SectorClaim.rule": ("sector claim", "oda:rule", _RULE),
    "Evidence.exact": ("quote", "oa:exact", _RULE),
    "Evidence.beginIndex": ("quote", "nif:beginIndex", _OFFSET | {"lessThan": ("5000", "“5000”")}),
    "Evidence.endIndex": ("quote", "nif:endIndex", _OFFSET),
    "Evidence.wasQuotedFrom": (
        "quote",
        "prov:wasQuotedFrom",
        {"minCount": ("", "none"), "maxCount": (f"+{SOUTH}", "2: Northern report, a text; "), "class": _NOBODY},
    ),
    "Evidence.referenceContext": (
        "quote",
        "nif:referenceContext",
        {"minCount": ("", "none"), "equals": (SOUTH, "source/south, a text")},
    ),
    "Evidence.type": ("quote", "rdf:type", {"hasValue": ("oda:Evidence", "Evidence")}),
    "Evidence.heading": ("quote", "oda:heading", _ONE_TEXT),
    "Evidence.page": (
        "quote",
        "oda:page",
        {"maxCount": ("+7, 8", "“7”"), "minInclusive": ("0", "“0”"), "pattern": ('"xii"', "“xii” as plain text")},
    ),
    "Inference.subject": ("inference", "rdf:subject", _ENTITY),
    "Inference.predicate": (
        "inference",
        "rdf:predicate",
        {
            "minCount": ("", "none"),
            "maxCount": ("+oda:hasPart", "2: has part; has participant"),
            "in": ("oda:funds", "funds"),
        },
    ),
    "Inference.object": (
        "inference",
        "rdf:object",
        {"minCount": ("", "none"), "maxCount": ("+a:asean", "2: ASEAN, "), "or": ("oda:Actor", "Actor")},
    ),
    "Inference.rule": ("inference", "oda:rule", _RULE),
    "Inference.status": (
        "inference",
        "oda:status",
        {"minCount": ("", "none"), "maxCount": ('+"planned"', "2: “planned”"), "in": ('"negated"', "“negated”")},
    ),
    "Correction.rule": (
        "correction",
        "oda:rule",
        {"minCount": ("", "none"), "maxCount": ('+"drop-fact"', "2: “drop-fact”"), "in": ('"undo"', "“undo”")},
    ),
    "Correction.label": ("correction", "rdfs:label", _ONE_NAME),
    "Correction.comment": (
        "correction",
        "rdfs:comment",
        _NAME | {"maxCount": ('+"Other"@en', "“Other” in the language en")},
    ),
    "Correction.wasAssociatedWith": (
        "correction",
        "prov:wasAssociatedWith",
        {"minCount": ("", "none"), "maxCount": ("+a:asean", "2: ASEAN, "), "class": _NOBODY},
    ),
    "wasAttributedTo.value": ("corrected", "prov:wasAttributedTo", {"class": _NOBODY}),
    "wasAttributedTo.wasInfluencedBy": (
        "corrected",
        "prov:wasInfluencedBy",
        {"minCount": ("", "none"), "class": _NOBODY},
    ),
    "DroppedFact.subject": ("dropped", "rdf:subject", _ONE_IRI),
    "DroppedFact.predicate": (
        "dropped",
        "rdf:predicate",
        {"minCount": ("", "none"), "maxCount": ("+oda:supports", "2: funds; supports"), "in": ("oda:sector", "sector")},
    ),
    "DroppedFact.object": ("dropped", "rdf:object", _ONE_IRI),
    "DroppedFact.source": (
        "dropped",
        "dcterms:source",
        {"minCount": ("", "none"), "maxCount": (f"+{SOUTH}", "2: Northern report, a text; "), "class": _NOBODY},
    ),
    "wasInvalidatedBy.value": ("dropped", "prov:wasInvalidatedBy", {"class": _NOBODY}),
    "sector.value": (
        "project",
        "oda:sector",
        {"class": _NOBODY, "pattern": ("a:asean", "ASEAN, an international organization")},
    ),
    "alpha2.value": ("viet-nam", "oda:alpha2", _CODE),
    "alpha3.value": ("viet-nam", "oda:alpha3", _CODE),
    "m49.value": ("viet-nam", "oda:m49", _CODE),
    "dacCode.value": ("viet-nam", "oda:dacCode", _CODE),
    "crsChannel.value": ("undp", "oda:crsChannel", _CODE),
    "iatiOrganisationType.value": ("jica", "oda:iatiOrganisationType", _CODE),
    "region.value": (
        "viet-nam",
        "oda:region",
        {"class": _NOBODY, "maxCount": ("+a:asean", "2: ASEAN, "), "pattern": ("a:asean", "ASEAN, ")},
    ),
    "concept.value": ("viet-nam", "oda:concept", {"class": _NOBODY}),
    "knownParent.value": ("undp", "oda:knownParent", {"class": _NOBODY, "maxCount": ("+a:jica", "2: ASEAN, ")}),
    "knownCountry.value": (
        "jica",
        "oda:knownCountry",
        {"class": ("a:hanoi", "a locality"), "maxCount": ("+a:kenya", "2: ")},
    ),
    "Concept.notation": (
        "concept",
        "skos:notation",
        {"minCount": ("", "none"), "minLength": ('""', "“” as plain text")},
    ),
    "Concept.prefLabel": ("concept", "skos:prefLabel", _ONE_NAME),
    "Concept.inScheme": (
        "concept",
        "skos:inScheme",
        {"minCount": ("", "none"), "maxCount": ("+a:asean", "2: ASEAN, "), "class": _NOBODY},
    ),
    "ConceptScheme.title": ("scheme", "dcterms:title", _ONE_NAME),
}
#: A property on a thing that cannot have it.
_MISPLACED = {
    "alpha2 class": ("asean", 'oda:alpha2 "AS"'),
    "alpha3 class": ("asean", 'oda:alpha3 "ASN"'),
    "m49 class": ("asean", 'oda:m49 "035"'),
    "dacCode class": ("nobody", 'oda:dacCode "1"'),
    "crsChannel class": ("nobody", 'oda:crsChannel "41114"'),
    "iatiOrganisationType class": ("kenya", 'oda:iatiOrganisationType "10"'),
    "region class": ("asean", "oda:region code:region\\/035"),
    "concept class": ("nobody", "oda:concept code:country\\/VN"),
    "sector class": ("nobody", "oda:sector code:sector\\/21040"),
    "knownParent class": ("nobody", "oda:knownParent a:asean"),
    "knownCountry or": ("kenya", "oda:knownCountry a:japan"),
}


def _constraint_seeds() -> Iterator[tuple[str, Seed]]:
    for shape, (who, path, changes) in _CHANGES.items():
        for component, (change, found) in changes.items():
            yield f"{shape} {component}", _seed(who, path, change, found)
    for check, (who, triple) in _MISPLACED.items():
        yield check, _insert(REGISTRY, f"a:{who} {triple}", who, "; it leads to ")
    yield "PartnerCountry.type hasValue", _insert(INFERRED, "a:jica a oda:PartnerCountry", "jica", "Government body")
    yield (
        "PartnerCountry or",
        _insert(INFERRED, "a:kenya a oda:PartnerCountry", "kenya", "a country and a partner country"),
    )
    yield "Donor.type in", _insert(INFERRED, "a:blue-harbour a oda:Donor", "blue-harbour", "Project")
    yield "Donor.funds minCount", _insert(INFERRED, "a:undp a oda:Donor", "undp", "none")
    untyped = "DELETE WHERE { GRAPH ?g { a:viet-nam a oda:Country } }"
    yield "Entity.type qualifiedMinCount", Seed(update=untyped, who="viet-nam", found="Partner country")


def _relation_seeds() -> Iterator[tuple[str, Seed]]:
    """A wrong start and a wrong end of each relation, and of its inverse."""
    for predicate in Predicate:
        if predicate is Predicate.PART_OF:
            continue
        pairs = {(start, end) for start in THINGS for end in THINGS if fits(start, predicate, end)}
        starts, ends = {start for start, _ in pairs}, {end for _, end in pairs}
        yield from _ends_seeds(predicate, starts, ends)
        if not predicate.symmetric:
            yield from _ends_seeds(predicate.inverse, ends, starts)
    wrong = {"partOf": ("blue-harbour", "undp", "UNDP"), "hasPart": ("undp", "blue-harbour", "Blue Harbour Project")}
    for name, (start, end, label) in wrong.items():
        yield f"{name} or", _insert(NORTH, f"a:{start} oda:{name} a:{end}", start, f"; it leads to {label}, ")


def _ends_seeds(name: str, starts: set[EntityType], ends: set[EntityType]) -> Iterator[tuple[str, Seed]]:
    start, end = (next(id_ for type_, id_ in THINGS.items() if type_ in side) for side in (starts, ends))
    no_start, no_end = (next(id_ for type_, id_ in THINGS.items() if type_ not in side) for side in (starts, ends))
    for component in ("class", "or"):
        yield f"{name} {component}", _insert(NORTH, f"a:{no_start} oda:{name} a:{end}", no_start, "; it leads to ")
        yield f"{name}.object {component}", _insert(NORTH, f"a:{start} oda:{name} a:{no_end}", start, ", a")


_JAPAN_HELPS = "a:japan oda:supports a:kenya"
_PROMISE_SEEDS = {
    "relation-has-claim": _insert(NORTH, _JAPAN_HELPS, "japan", "no such claim for Kenya, a country"),
    "relation-in-text": _insert(REGISTRY, _JAPAN_HELPS, "japan", "in another graph: Kenya, a country"),
    "symmetric-once": _insert(NORTH, "a:undp oda:cooperatesWith a:japan", "undp", "the other way round, to Japan"),
    "claim-has-relation": Seed(
        update="DELETE WHERE { GRAPH ?g { a:kenya oda:participatesIn a:ocean-summit } }",
        who="claim",
        found="no such triple",
    ),
    "claim-in-text": Seed(
        update=f"INSERT {{ GRAPH {REGISTRY} {{ ?x a oda:Claim }} }} WHERE {{ GRAPH ?g {{ {WHO['claim']} }} }}",
        who="claim",
        found="it stands in another graph",
    ),
    "sector-has-claim": _insert(
        NORTH, "a:viet-nam oda:sector code:sector\\/21040", "viet-nam", "no such claim for Water transport"
    ),
    "sector-claim-has-sector": Seed(
        update="DELETE WHERE { GRAPH ?g { a:blue-harbour oda:sector ?sector } }",
        who="sector claim",
        found="no such triple",
    ),
    "quote-length": _seed("quote", "nif:endIndex", "5000", "another length in “Japan works with UNDP.”"),
    "evidence-in-its-text": _seed("quote", "prov:wasQuotedFrom", SOUTH, "source/south, a text"),
    "evidence-names-offsets": _seed("quote", "nif:endIndex", "5000", "another ending"),
    "evidence-shows-a-claim": Seed(
        update="DELETE { GRAPH ?g { ?claim prov:wasDerivedFrom ?x } } "
        f"WHERE {{ GRAPH ?g {{ {WHO['quote']} ?claim prov:wasDerivedFrom ?x }} }}",
        who="quote",
        found="none",
    ),
    "known-in-registry": _insert(
        NORTH, 'a:jica oda:iatiOrganisationType "10"', "jica", "in another graph: “10” as plain text"
    ),
    "derived-in-inferred": _insert(
        NORTH, "a:kenya oda:supportedBy a:japan", "kenya", "in another graph: Japan, a country and a donor"
    ),
    "derived-has-inference": _insert(INFERRED, "a:kenya oda:supportedBy a:japan", "kenya", "no inference for Japan"),
    "inference-has-triple": Seed(
        update="DELETE WHERE { GRAPH ?g { a:ocean-summit oda:hasParticipant a:kenya } }",
        who="inference",
        found="no such triple",
    ),
    "derived-not-stated": _insert(
        INFERRED, "a:viet-nam oda:memberOf a:asean", "viet-nam", "in the graph of a text, too: ASEAN"
    ),
    "declared-terms": _insert(NORTH, "a:jica oda:likes a:kenya", "jica", "oda:likes"),
    "no-blank-nodes": _insert(NORTH, 'a:jica rdfs:seeAlso [ rdfs:comment "who?" ]', "jica", "a blank node"),
}


def _constraints() -> set[str]:
    """Each constraint of the shapes by its name: whose shape, and what it asks for."""
    asked = (
        (s, p) for s, p in SHAPES.subject_predicates() if isinstance(s, rdflib.URIRef) and str(p).startswith(str(SH))
    )
    return {check_name(shape, kind) for shape, kind in asked if str(kind).removeprefix(str(SH)) not in SAID}


CONSTRAINTS = _constraints()
CHECKS = sorted({*CONSTRAINTS, *(promise.id for promise in PROMISES)})
#: A relation's ends are one class or several; the seeds have a fault ready for either.
SEEDS = {
    **dict(_constraint_seeds()),
    **{check: seed for check, seed in _relation_seeds() if check in CONSTRAINTS},
    **_PROMISE_SEEDS,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, small_out: Path) -> tuple[Quad, ...]:
    """The small graph with a thing of each kind, a sector, codes and notes, and few concepts."""
    ontology, codes = NamedNode(NAMESPACES.ontology_graph), f"{NAMESPACES.base}code/"
    store = Store()
    store.extend(
        quad
        for quad in open_store(small_out)
        if quad.graph_name != ontology
        or not (iri := getattr(quad.subject, "value", "")).startswith(codes)
        or iri.endswith(CONCEPTS)
        or "/" not in iri.removeprefix(codes)
    )
    store.update(MORE, prefixes=prefixes(NAMESPACES))
    return tuple(store)


@pytest.fixture
def broken(sound: tuple[Quad, ...]) -> Store:
    """A copy of the sound graph, to break."""
    return _store(sound)


def _store(quads: tuple[Quad, ...]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def _iris(store: Store, who: str) -> set[str]:
    query = f"SELECT DISTINCT ?x {{ GRAPH ?g {{ {_who(who)} }} }}"
    found = store.query(query, prefixes=prefixes(NAMESPACES))
    assert isinstance(found, QuerySolutions)
    return {getattr(row["x"], "value", "") for row in found} or {NAMESPACES.entity(who)}


def test_the_graph_to_break_is_sound(broken: Store) -> None:
    assert validate(broken, NAMESPACES) == ()


def _touched(store: Store, seed: Seed) -> set[str]:
    """Whose property a seed breaks, and the other things that it speaks of."""
    return _iris(store, seed.who) | {NAMESPACES.entity(id_) for id_ in re.findall(r"\ba:([\w-]+)", seed.update)}


def _rounds(store: Store) -> list[list[str]]:
    """All seeded faults in rounds, in each of which no two speak of the same thing."""
    rounds: list[tuple[list[str], set[str]]] = []
    for check, seed in sorted(SEEDS.items()):
        touched = _touched(store, seed)
        checks, things = next((one for one in rounds if one[1].isdisjoint(touched)), ([], set()))
        if not checks:
            rounds.append((checks, things))
        checks.append(check)
        things |= touched
    return [checks for checks, _ in rounds]


@pytest.fixture(scope="module")
def seeded(sound: tuple[Quad, ...]) -> Mapping[str, tuple[set[str], tuple[Fault, ...]]]:
    """By each check whose fault was seeded for it, and what was found then. A validation for each would take long."""
    whole, found = _store(sound), {}
    for checks in _rounds(whole):
        store = _store(sound)
        for check in checks:
            store.update(SEEDS[check].update, prefixes=prefixes(NAMESPACES))
        faults = validate(store, NAMESPACES)
        found |= {check: (_iris(whole, SEEDS[check].who), faults) for check in checks}
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_a_broken_constraint_is_named(seeded: Mapping[str, tuple[set[str], tuple[Fault, ...]]], check: str) -> None:
    assert check in SEEDS, f"{check}: no fault of this kind is seeded"
    who, all_faults = seeded[check]
    faults = [fault for fault in all_faults if check in fault.checks]
    assert [fault for fault in faults if fault.focus in who and SEEDS[check].found in fault.found], faults
    assert all(fault.label and fault.allowed for fault in faults)


def test_each_seeded_fault_is_of_a_kind_that_is_checked() -> None:
    assert set(SEEDS) - set(CHECKS) == set()


def test_every_shape_of_a_property_has_an_iri_a_name_and_a_message() -> None:
    owners = [shape for target in (SH.targetClass, SH.targetSubjectsOf) for shape in SHAPES.subjects(target)]
    properties = {shape for owner in owners for shape in SHAPES.objects(owner, SH.property)}
    assert [shape for shape in {*owners, *properties} if not isinstance(shape, rdflib.URIRef)] == []
    assert [shape for shape in properties if not {SH.name, SH.message} <= set(SHAPES.predicates(shape))] == []


def test_a_fault_tells_whose_it_is_what_was_found_and_what_is_allowed(broken: Store) -> None:
    broken.update(SEEDS["Claim.confidence maxInclusive"].update, prefixes=prefixes(NAMESPACES))
    (fault,) = validate(broken, NAMESPACES)
    assert fault.label == "a claim “Kenya participates in Ocean Summit”"
    assert fault.name == "confidence"
    assert fault.property == NAMESPACES.term("confidence")
    assert fault.found == "“1.5” of the type xsd:decimal"
    assert fault.allowed == "a claim has one confidence, an xsd:decimal from 0 to 1"
    assert fault.checks == ("Claim.confidence maxInclusive",)


def test_a_value_that_breaks_several_constraints_is_told_once(broken: Store) -> None:
    broken.update(SEEDS["Claim.confidence datatype"].update, prefixes=prefixes(NAMESPACES))
    (fault,) = validate(broken, NAMESPACES)
    assert {"Claim.confidence datatype", "Claim.confidence maxInclusive"} <= set(fault.checks)


def test_faults_are_sorted_and_each_stands_once(broken: Store) -> None:
    for check in ("relation-has-claim", "Entity.type qualifiedMaxCount", "Entity.prefLabel minCount"):
        broken.update(SEEDS[check].update, prefixes=prefixes(NAMESPACES))
    faults = validate(broken, NAMESPACES)
    assert len(faults) > 2
    assert list(faults) == sorted(set(faults))


def test_shapes_run_at_once_find_what_shapes_below_others_find(broken: Store) -> None:
    for check in ("Claim.year datatype", "implements class", "Evidence.beginIndex lessThan", "Donor.type in"):
        broken.update(SEEDS[check].update, prefixes=prefixes(NAMESPACES))
    triples = serialize((quad.triple for quad in broken), format=RdfFormat.N_TRIPLES)
    union = rdflib.Graph().parse(data=triples, format="nt")
    _, results, _ = pyshacl.validate(union, shacl_graph=shapes_graph(NAMESPACES), inference="none")
    assert isinstance(results, rdflib.Graph)
    told = {
        (
            str(results.value(one, SH.focusNode)),
            check_name(shape, results.value(one, SH.sourceConstraintComponent) or one),
        )
        for one, shape in results.subject_objects(SH.sourceShape)
    }
    found = {(fault.focus, check) for fault in validate(broken, NAMESPACES) for check in fault.checks if " " in check}
    assert len(told) > 3
    assert found == told


def test_the_command_tells_faults_thing_by_thing(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_out, tmp_path / "bad")
    store = Store(tmp_path / "bad" / "store")
    store.update(SEEDS["Claim.year datatype"].update, prefixes=prefixes(NAMESPACES))
    store.flush()
    del store
    assert run(["validate", "--out", str(tmp_path / "bad")]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith(f"a claim “Kenya participates in Ocean Summit”\n{NAMESPACES.base}claim/south/")
    assert "  year (oda:year)\n    found: “2022” as plain text\n" in shown
    assert shown.endswith("3 faults in 1 thing\n")


def test_a_graph_on_another_base_conforms(small_store: Store) -> None:
    text = BytesIO()
    small_store.dump(text, format=RdfFormat.N_QUADS)
    moved = Store()
    moved.load(text.getvalue().replace(NAMESPACES.base.encode(), b"https://example.org/aid/"), format=RdfFormat.N_QUADS)
    assert validate(moved, Namespaces("https://example.org/aid/")) == ()


def test_our_gold_graph_conforms(gold_quads: tuple[Quad, ...]) -> None:
    store = Store()
    store.extend(gold_quads)
    assert validate(store, NAMESPACES) == ()
