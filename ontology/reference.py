"""Writes `ontology/README.md`, the reference page of the ontology: ``python -m ontology.reference`` (``--check`` only
tells whether it is up to date).
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import rdflib
from rdflib.namespace import DCTERMS, OWL

from ontology.diagram import GROUPS, between, class_tree, relation_map, relations
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.terms import ONTOLOGY, Term, Tie, load_terms, read

PAGE = Path(__file__).with_name("README.md")
#: Where a reader finds a vocabulary, and what it is called.
VOCABULARIES = {
    "org": ("The Organization Ontology (W3C)", "https://www.w3.org/TR/vocab-org/"),
    "prov": ("PROV-O (W3C)", "https://www.w3.org/TR/prov-o/"),
    "skos": ("SKOS (W3C)", "https://www.w3.org/TR/skos-reference/"),
    "dcterms": ("DCMI Metadata Terms", "https://www.dublincore.org/specifications/dublin-core/dcmi-terms/"),
    "schema": ("schema.org", "https://schema.org/"),
    "foaf": ("FOAF", "http://xmlns.com/foaf/spec/"),
    "oa": ("Web Annotation Vocabulary (W3C)", "https://www.w3.org/TR/annotation-vocab/"),
    "nif": ("NLP Interchange Format", "https://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core/nif-core.html"),
    "rdf": ("RDF (W3C)", "https://www.w3.org/TR/rdf-schema/"),
}

_PAGE = """\
<!-- Written by `python -m ontology.reference` from odagraph.ttl and shapes.ttl; change those, not this page. -->

# The ontology

The words in which `odagraph` states what texts say about international cooperation: {classes} classes and {properties}
properties, each with its meaning, an example, and what may stand at its ends.

| | |
| --- | --- |
| namespace | `{namespace}`, prefix `oda:` |
| version | {version} (`{version_iri}`) |
| licence | <{licence}> |

New here? [How a fact stands in a graph](#how-a-fact-stands-in-a-graph) shows one fact from its sentence to its triples,
[the picture](#in-one-picture) which thing can do what to which, and
[the twelve relations](#the-twelve-relations) what each is called. The rest is for looking up.

| file | what it holds |
| --- | --- |
| `odagraph.ttl` | the ontology in OWL 2: classes, properties, domains, ranges, inverses, ties to other vocabularies |
| `shapes.ttl` | SHACL: what must hold in a graph (`odagraph validate`) |
| `codes-*.ttl` | code schemes in SKOS: countries, regions, organisation types and roles, channels, sectors |
| `rules/` | what follows from a graph, a SPARQL CONSTRUCT query a file |
| `vocabulary.py` | the same terms for Python: entity types, relations, which ends fit which relation, roles |
| `namespaces.py` | the IRIs of everything, below one base |
| `errors.py` | every error raised on purpose |
| `terms.py`, `diagram.py`, `reference.py` | read the ontology, draw it, and write this page |

A test fails when `odagraph.ttl` and `vocabulary.py` disagree, when a constraint of `shapes.ttl` is never seen to fail,
when a term of another vocabulary does not exist, or when this page is out of date.

## How a fact stands in a graph

A report says: “Norway contributed $3 million to the Ocean Trust Fund in 2019.” The graph of that report states:

```turtle
a:norway oda:funds a:ocean-trust-fund .                       # the fact, for whoever only wants to follow it

<…/claim/report/5d1f…> a oda:Claim ;                           # that this report states it, how, when and how surely
    rdf:subject a:norway ; rdf:predicate oda:funds ; rdf:object a:ocean-trust-fund ;
    oda:status "stated" ; oda:year "2019"^^xsd:gYear ; oda:amount 3000000 ; oda:currency "USD" ;
    oda:confidence 0.93 ; oda:rule "gives-money" ;
    prov:wasDerivedFrom <…/source/report#char=1200,1262> .

<…/source/report#char=1200,1262> a oda:Evidence ;              # the sentence, and where it stands
    oa:exact "Norway contributed $3 million to the Ocean Trust Fund in 2019." ;
    nif:beginIndex 1200 ; nif:endIndex 1262 ; prov:wasQuotedFrom <…/source/report> .
```

What follows from it stands apart, in the graph `…/inferred`, each triple beside the rule that gives it:

```turtle
a:ocean-trust-fund oda:fundedBy a:norway .                     # the same from the other end
a:norway a oda:Donor .                                         # a role: whoever funds something has it

<…/inferred#90c2…> a oda:Inference ; oda:rule "inverse" ; oda:status "stated" ;
    rdf:subject a:ocean-trust-fund ; rdf:predicate oda:fundedBy ; rdf:object a:norway .
```

So a query asks for `?fund oda:fundedBy ?donor` or `?donor a oda:Donor` and need not think of directions; one that
counts what texts say, or shows their sentences, asks for claims.

## In one picture

Relations from group to group; those within a group stand in its box. Two things are left out so that it stays legible:
`partOf`, which joins things of any one group, and that programmes, events and frameworks may have `established`
something.

```mermaid
{relation_map}
```

The same as a table, complete (rows start, columns end):

{matrix}

The classes of entities; a broken line leads to a role, which no text gives as a type and a graph derives:

```mermaid
{class_tree}
```

A country is a place and an actor. `NonCountryActor` is there for the relations in which only the other actors fit.
Beside the entities stand [Document](#Document), [Claim](#Claim), [SectorClaim](#SectorClaim), [Evidence](#Evidence) and
[Inference](#Inference).

## The twelve relations

{relations}

`partOf` and `locatedIn` go on: what is part of a part is part of the whole. `cooperatesWith` reads the same both ways;
a text's graph states it once, from the smaller id.

## Ties to other vocabularies

*is a*: everything that ours says, theirs says too (`rdfs:subClassOf`, `rdfs:subPropertyOf`). *near*: nearly the same
meaning (`skos:closeMatch`). *reads from*: theirs, from the other end, where ours has no inverse (`skos:relatedMatch`).

{vocabularies}

## Classes

{class_entries}

## Properties

{property_entries}
"""


def page() -> str:
    """The reference page as Markdown."""
    terms, header = load_terms(), read(ONTOLOGY)
    ontology = rdflib.URIRef(Namespaces().ontology_graph)
    classes = [term for term in terms if term.is_class]
    properties = [term for term in terms if not term.is_class]
    return _PAGE.format(
        classes=len(classes),
        properties=len(properties),
        namespace=Namespaces().ontology,
        version=header.value(ontology, OWL.versionInfo),
        version_iri=header.value(ontology, OWL.versionIRI),
        licence=header.value(ontology, DCTERMS.license),
        relation_map=relation_map(terms),
        matrix="\n".join(_matrix(terms)),
        class_tree=class_tree(terms),
        relations="\n".join(_relation_table(terms)),
        vocabularies="\n".join(_vocabulary_table(terms)),
        class_entries="\n\n".join(map(_entry, classes)),
        property_entries="\n\n".join(map(_entry, properties)),
    )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _link(name: str) -> str:
    """A term of ours as a link to its entry; a datatype as it is.

    >>> _link("Actor"), _link("xsd:gYear")
    ('[Actor](#Actor)', '`xsd:gYear`')
    """
    return f"`{name}`" if ":" in name else f"[{name}](#{name})"


def _links(names: Iterable[str]) -> str:
    return ", ".join(map(_link, names))


def _matrix(terms: Sequence[Term]) -> Iterator[str]:
    pairs = between(terms)
    yield _row(["", *GROUPS])
    yield _row(["---"] * (len(GROUPS) + 1))
    for start in GROUPS:
        yield _row([f"**{start}**", *(_links(pairs.get((start, end), ())) for end in GROUPS)])


def _relation_table(terms: Sequence[Term]) -> Iterator[str]:
    yield _row(["relation", "from", "to", "from the other end", "meaning"])
    yield _row(["---"] * 5)
    for term in relations(terms):
        other = _link(term.inverse) if term.inverse else "the same"
        yield _row([_link(term.name), _links(term.domain), _links(term.range), other, term.definition])


def _vocabulary_table(terms: Sequence[Term]) -> Iterator[str]:
    """A row for each term of another vocabulary that one of ours is tied to, by vocabulary."""
    ties = sorted({(tie, term.name) for term in terms for tie in term.ties}, key=lambda pair: (pair[0].name, pair))
    yield _row(["vocabulary", "their term", "ours"])
    yield _row(["---"] * 3)
    for prefix, (name, address) in VOCABULARIES.items():
        own = [(tie, ours) for tie, ours in ties if tie.iri.startswith(OUTSIDE[prefix])]
        for place, (_, group) in enumerate(groupby(own, key=lambda pair: pair[0].name)):
            yield _row([f"[{name}]({address})" if place == 0 else "", *_tied(list(group))])


def _tied(pairs: Sequence[tuple[Tie, str]]) -> tuple[str, str]:
    """A term of theirs, and ours with how they are tied."""
    first = pairs[0][0]
    return f"[{first.name}]({first.iri})", ", ".join(f"{_link(ours)} ({tie.kind})" for tie, ours in pairs)


def _entry(term: Term) -> str:
    """What the page says of one term; its anchor is the local name of its IRI."""
    rows = [(what, said) for what, said in _facts(term) if said]
    table = ("| | |", "| --- | --- |", *(_row(row) for row in rows))
    head = f'<a id="{term.name}"></a>\n\n### oda:{term.name}'
    said = f"**{term.label}.** {term.definition} *Example:* {term.example}"
    return "\n".join((head, "", said, "", *table))


def _facts(term: Term) -> Iterator[tuple[str, str]]:
    yield "IRI", f"<{term.iri}>"
    yield "kind of", _links(term.above)
    yield "from", _links(term.domain)
    yield "to", _links(term.range)
    yield "from the other end", _link(term.inverse) if term.inverse else ""
    yield "holds", ", ".join(term.marks)
    yield "defined", "by its relations, so a reasoner finds who is one" if term.defined else ""
    yield "other vocabularies", ", ".join(f"{tie.kind} [{tie.name}]({tie.iri})" for tie in term.ties)
    yield "note", term.comment
    yield "checked", "; ".join(term.checks)


def main(arguments: Sequence[str]) -> int:
    """Writes the page, or with ``--check`` says whether it is up to date; ends with 1 where it is not."""
    written = page()
    if "--check" not in arguments:
        PAGE.write_text(written, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == written:
        return 0
    sys.stderr.write(
        f"{PAGE.name}: found another page than the ontology gives, `python -m ontology.reference` writes it\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
