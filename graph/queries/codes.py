"""What a user calls a region, a sector, a type or a relation → the code, class or property that is meant."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph.names import Known, Labels, Names
from graph.readable import Readable
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import EntityType, Group, Predicate

#: The first digits of DAC/CRS codes → the words in which people ask for them. A longer beginning is a narrower sector.
SECTOR_WORDS: Mapping[str, tuple[str, ...]] = {
    "11": ("education", "schooling", "schools"),
    "12": ("health", "health care", "healthcare", "medicine"),
    "13": ("population", "reproductive health"),
    "14": ("water", "sanitation", "water and sanitation", "water supply"),
    "151": ("governance", "government", "rule of law", "justice", "law and justice"),
    "152": ("peace", "peacebuilding", "security", "peace and security", "conflict"),
    "21": ("transport", "transportation", "roads"),
    "22": ("communications", "communication", "ICT", "digital", "telecommunications", "information technology"),
    "23": ("energy", "power", "electricity"),
    "24": ("finance", "banking"),
    "311": ("agriculture", "farming"),
    "312": ("forestry", "forests"),
    "313": ("fishing", "fisheries", "fishery"),
    "32": ("industry", "manufacturing"),
    "322": ("mining",),
    "331": ("trade",),
    "332": ("tourism",),
    "41": ("environment", "environmental protection", "biodiversity", "climate"),
    "52": ("food aid", "food assistance"),
    "60": ("debt", "debt relief"),
    "72": ("emergency response", "emergency relief", "humanitarian aid", "humanitarian assistance", "humanitarian"),
    "73": ("reconstruction", "rehabilitation"),
    "74": ("disaster prevention", "disaster risk reduction", "disaster preparedness", "disasters"),
}

#: Types of entities → further words in which people ask for them.
TYPE_WORDS: Mapping[str, tuple[str, ...]] = {
    "AcademicInstitution": ("university", "universities", "research institutes"),
    "CivilSocietyOrganization": ("NGO", "NGOs", "non-governmental organisations", "non-governmental organizations"),
    "Company": ("firm", "firms", "businesses", "enterprises"),
    "Event": ("conferences", "summits", "meetings"),
    "Framework": ("agreements", "treaties", "conventions", "strategies"),
    "GovernmentBody": ("ministry", "ministries", "government agencies"),
    "Locality": ("cities", "provinces", "towns"),
    "Person": ("people", "persons"),
    "Programme": ("programs", "program"),
    "Training": ("courses", "training courses"),
}

_IN_SCHEME = NamedNode(OUTSIDE["skos"] + "inScheme")
#: What a concept is called: its code, its name, other names.
_SAID = tuple(NamedNode(OUTSIDE["skos"] + name) for name in ("notation", "prefLabel", "altLabel"))
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def load_regions(store: Readable, namespaces: Namespaces) -> Names:
    """The M49 regions by code and label; what the authority tables call them further is asked last."""
    things, labels = _scheme(store, namespaces, "region")

    def further() -> Labels:
        from extract.seeds import load_authority  # noqa: PLC0415 (0.1 s, and only few questions need it)

        rows = [row for row in load_authority() if row.type is EntityType.REGION and row.codes.m49]
        pairs = [(namespaces.code("region", row.codes.m49), row) for row in rows]
        return tuple((iri, name) for iri, row in pairs if iri in things for name in (row.id, *row.names))

    return Names(things=things, labels=labels, further=further, kind="region")


def load_sectors(store: Readable, namespaces: Namespaces) -> Names:
    """The sectors by a DAC/CRS code or its first digits, which are their ids, by the words people use, and by label."""
    things, (notations, *labels) = _scheme(store, namespaces, "sector")
    for digits, words in SECTOR_WORDS.items():
        iri = namespaces.code("sector", digits)
        things.setdefault(iri, Known(name=words[0], id=digits, iri=iri, kind="sector"))
    digits_too = tuple((namespaces.code("sector", digits), digits) for digits in SECTOR_WORDS)
    common = tuple(
        (namespaces.code("sector", digits), word) for digits, words in SECTOR_WORDS.items() for word in words
    )
    return Names(things=things, labels=(notations + digits_too, common, *labels), kind="sector")


def _scheme(store: Readable, namespaces: Namespaces, scheme: str) -> tuple[dict[str, Known], tuple[Labels, ...]]:
    """The concepts of a code scheme by IRI, and their labels: notations, preferred ones, others."""
    notations, preferred, other = (tuple(_values(store, namespaces, scheme, said)) for said in _SAID)
    names = dict(preferred)
    things = {
        iri: Known(name=names.get(iri, notation), id=notation, iri=iri, kind=scheme) for iri, notation in notations
    }
    return things, (notations, preferred, other)


def _values(store: Readable, namespaces: Namespaces, scheme: str, said: NamedNode) -> Iterator[tuple[str, str]]:
    """(IRI, text) of each literal that the property gives to a concept of the scheme."""
    asked = f"?concept {_IN_SCHEME} <{namespaces.base}code/{scheme}> ; {said} ?value"
    sparql = f"SELECT ?concept ?value {{ GRAPH <{namespaces.ontology_graph}> {{ {asked} }} }}"
    solutions: QuerySolutions = store.query(sparql)  # type: ignore[assignment]  # SELECT
    for concept, value in solutions:
        if isinstance(concept, NamedNode) and isinstance(value, Literal):
            yield concept.value, value.value


def load_types(namespaces: Namespaces) -> Names:
    """The types and groups of entities, as the ontology names them and as people write them: "government bodies"."""
    return _terms(namespaces, sorted({str(term) for term in (*EntityType, *Group, "Place", "Entity")}), "type")


def load_relations(namespaces: Namespaces) -> Names:
    """The relations, as the ontology names them and as people write them: "takes part" is no name, "funds" is."""
    return _terms(namespaces, sorted(Predicate), "relation")


def _terms(namespaces: Namespaces, terms: Iterable[str], kind: str) -> Names:
    things = {namespaces.term(term): Known(name=term, id=term, iri=namespaces.term(term), kind=kind) for term in terms}
    ids = tuple((iri, known.id) for iri, known in things.items())
    spoken = tuple(
        (iri, form)
        for iri, known in things.items()
        for form in (*_spoken(known.id), *(TYPE_WORDS.get(known.id, ()) if kind == "type" else ()))
    )
    return Names(things=things, labels=(ids, spoken), kind=kind)


def _spoken(term: str) -> tuple[str, ...]:
    """How people write a term of the ontology, in one and in many, with an s and with a z.

    >>> _spoken("GovernmentBody")
    ('government body', 'government bodies')
    >>> _spoken("funds")
    ('funds', 'fund')
    """
    words = _HUMP.sub(" ", term).lower()
    if words.endswith("y"):
        forms: tuple[str, ...] = (words, f"{words[:-1]}ies")
    elif term[0].islower():
        forms = (words, re.sub(r"s\b", "", words, count=1))
    else:
        forms = (words, f"{words}s")
    return tuple(dict.fromkeys(form for word in forms for form in (word, word.replace("organization", "organisation"))))
