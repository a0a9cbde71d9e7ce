"""What follows from a graph by rules (`rules.py`), which run until nothing new comes.

What is derived stands in a graph of its own, and an `oda:Inference` beside each triple tells the rule. What only rests
on a plan is derived too, as a plan has its direct triple; `oda:status` of the inference says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, repeat
from typing import Final, NamedTuple, cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, parse

from graph.sparql_errors import explain_syntax
from graph.writing.dataset import order, prefixes, quads_in
from graph.writing.inferred import ByReason, Reason, inferred
from graph.writing.lines import by_property, columns_of, line
from graph.writing.rules import InferenceRule, load_rules
from graph.writing.things import Things, said_of_things, things_in
from ontology.errors import OntologyError
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status

#: Each round doubles the length of the chains that are closed; only a rule that makes new IRIs without end needs more.
MOST_ROUNDS: Final = 64

#: A triple that has a blank node, or another triple, at one of its ends.
_NOT_OURS = re.compile(rb"^(?:_:|<<|\S+ \S+ (?:_:|<<)).*(?= \.$)", re.MULTILINE)
#: What stands for the ends of any triple, and of the one with a certain property that a rule is shown.
_SUBJECT: Final = b"<urn:x-subject>"
_OBJECT: Final = b"<urn:x-object>"
_SUBJECT_OF: Final = b"<urn:x-subject:%d>"
_OBJECT_OF: Final = b"<urn:x-object:%d>"
_PLACE = re.compile(rb"<urn:x-(?:subject|object):(\d+)>")


class _Form(NamedTuple):
    """What a rule makes of any triple with a property: a line in which something stands for its ends, and whether the
    object has to be an IRI for that.
    """

    line: bytes
    needs_iri: bool


def infer(quads: Iterable[Quad], namespaces: Namespaces, *, rules: Sequence[InferenceRule] | None = None) -> list[Quad]:
    """The quads of the inferred graph of a few texts, sorted: see `follows`.

    Raises:
        OntologyError: a rule cannot be read or run, derives a blank node, or never comes to an end.
    """
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[str(quad.graph_name)].append(quad)
    of_text = f"<{namespaces.source('')}"
    said = (said_of_things(text, namespaces) for graph, text in by_graph.items() if graph.startswith(of_text))
    things = things_in(chain.from_iterable(said))
    known = {graph: set(map(line, (quad.triple for quad in others))) for graph, others in by_graph.items()}
    schema = known.pop(f"<{namespaces.ontology_graph}>", set())
    others = set[bytes]().union(*(lines for graph, lines in known.items() if not graph.startswith(of_text)))
    found = inferred(follows(things, schema, others, namespaces, rules=rules), namespaces)
    return sorted(quads_in(found.section, namespaces), key=order)


def follows(
    things: Things,
    schema: Set[bytes],
    others: Set[bytes],
    namespaces: Namespaces,
    *,
    rules: Sequence[InferenceRule] | None = None,
) -> ByReason:
    """The triples that follow and stand nowhere yet, by why they do.

    `things` are what the texts say, `schema` is the ontology, `others` the registry and the corrections, as lines. A
    triple's rule is the first that derives it: from what is stated before what is planned, then by round and by name.

    Raises:
        OntologyError: a rule cannot be read or run, derives a blank node, or never comes to an end.
    """
    engine = _Engine(schema, namespaces, load_rules() if rules is None else rules)
    engine.add(things.by_property)
    engine.add(by_property(others))
    for status in Status:
        if status in things.others or status is Status.STATED:
            engine.add(by_property(things.others.get(status, ())))
            engine.run(status)
    return engine.derived()


_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{([^{}]*)\}(.*)\}", re.DOTALL | re.IGNORECASE)


def _only_new(text: str) -> str:
    """A rule that does not derive what stands already, where its form allows that: most of what it finds does."""
    return _CONSTRUCT.sub(r"CONSTRUCT {\1}\2 FILTER NOT EXISTS {\1} }", text, count=1)


class _Engine:
    """Runs rules over what was added, and keeps what they derive.

    The store has one graph: a union would give a triple once for each text that states it, and a rule that joins two
    such triples would find them as often as the product of both numbers. Triples go into it and come out as lines, so
    that none becomes a value of Python; it has only those that a rule asks it for. A rule that goes from one triple,
    whatever its ends, is asked once what it makes of a property, and no triple goes through the store for it.
    """

    def __init__(self, schema: Set[bytes], namespaces: Namespaces, rules: Sequence[InferenceRule]) -> None:
        self._rules = rules
        self._prefixes = prefixes(namespaces)
        #: The ontology alone, and what rules ask for; `_wanted` are the properties of that, None where it is all.
        self._ontology, self._store = Store(), Store()
        _load(schema, self._ontology)
        asked = [self._read_by(rule) for rule in rules if not rule.from_one]
        self._wanted = None if None in asked else frozenset(chain.from_iterable(filter(None, asked)))
        #: All triples, and by their properties; what was derived, and what of it some text states all the same.
        self._known: set[bytes] = set()
        self._triples: dict[bytes, list[bytes]] = defaultdict(list)
        self._derived: dict[Reason, set[bytes]] = defaultdict(set)
        self._stated: set[bytes] = set()
        #: Of each rule how many triples with each property it has gone over, and what it makes of a property.
        self._seen: dict[str, dict[bytes, int]] = defaultdict(dict)
        self._forms: dict[str, dict[bytes, list[_Form]]] = defaultdict(dict)
        _load(schema, self._store)
        self._note(by_property(schema))

    def add(self, triples: Mapping[bytes, Sequence[bytes]]) -> None:
        """Takes more of the graph, by property; what was derived before, and stands in this part, is remembered as
        stated.
        """
        for derived in self._derived.values():
            self._stated.update(*map(derived.intersection, triples.values()))
        self._take({name: [line for line in lines if line not in self._known] for name, lines in triples.items()})

    def _take(self, triples: Mapping[bytes, Sequence[bytes]]) -> None:
        self._note(triples)
        wanted = (lines for property_, lines in triples.items() if self._wanted is None or property_ in self._wanted)
        _load(chain.from_iterable(wanted), self._store)

    def _note(self, triples: Mapping[bytes, Sequence[bytes]]) -> None:
        for property_, lines in triples.items():
            self._known.update(lines)
            self._triples[property_] += lines

    def run(self, status: Status) -> None:
        """Runs the rules in turn until each has run in vain since the last new triple; what comes rests on claims of
        this status.
        """
        in_vain = 0
        for rule in chain.from_iterable(repeat(self._rules, MOST_ROUNDS)):
            if in_vain == len(self._rules):
                break
            in_vain = 0 if self._apply(rule, status) else in_vain + 1
        if in_vain < len(self._rules):
            names = ", ".join(rule.name for rule in self._rules)
            raise OntologyError(
                f"{names}: found new triples after {MOST_ROUNDS} rounds, rules that come to an end are needed"
            )

    def _apply(self, rule: InferenceRule, status: Status) -> int:
        """How many new triples a rule derives."""
        seen, there = self._seen[rule.name], self._there(rule)
        if seen == there:
            return 0
        new = (self._made(rule, seen) if rule.from_one else self._construct(rule, self._store)) - self._known
        self._derived[Reason(rule.name, status)] |= new
        self._take(by_property(new))
        self._seen[rule.name] = self._there(rule) if rule.idempotent else there
        return len(new)

    def _there(self, rule: InferenceRule) -> dict[bytes, int]:
        """How many triples there are with each property that a rule reads."""
        reads = self._read_by(rule)
        return {name: len(lines) for name, lines in self._triples.items() if reads is None or name in reads}

    def _read_by(self, rule: InferenceRule) -> frozenset[bytes] | None:
        """The properties that a rule reads; None where it may be any."""
        return None if rule.reads is None else frozenset(chain.from_iterable(self._named(rule)))

    def _named(self, rule: InferenceRule) -> Iterator[Iterable[bytes]]:
        for name in rule.reads or ():
            prefix, _, local = name.partition(":")
            if name == f"${rule.variable}":
                yield (f"{iri}".encode() for iri in self._iris(rule, self._ontology))
            elif prefix in self._prefixes:
                yield (f"<{self._prefixes[prefix]}{local}>".encode(),)
            else:
                raise OntologyError(
                    f"{rule.name}.rq: found `# reads: {name}`, `$` with the variable of `each` and names with"
                    f" {', '.join(self._prefixes)} are allowed"
                )

    def _made(self, rule: InferenceRule, seen: Mapping[bytes, int]) -> set[bytes]:
        """What a rule makes of each triple alone, where it has not gone over it."""
        forms = self._forms[rule.name]
        forms |= self._formed(rule, [property_ for property_ in self._triples if property_ not in forms])
        made = set[bytes]()
        for property_, lines in self._triples.items():
            if forms[property_]:
                subjects, _, objects = columns_of(lines[seen.get(property_, 0) :])
                made.update(
                    form.line.replace(_SUBJECT, subject).replace(_OBJECT, object_)
                    for form in forms[property_]
                    for subject, object_ in zip(subjects, objects, strict=True)
                    if object_.startswith(b"<") or not form.needs_iri
                )
        return made

    def _formed(self, rule: InferenceRule, properties: Sequence[bytes]) -> Mapping[bytes, list[_Form]]:
        """What a rule makes of any triple with a property: it is shown one of each."""
        places = range(len(properties))
        lines = (b"%s %s %s .\n" % (_SUBJECT_OF % place, properties[place], _OBJECT_OF % place) for place in places)
        shown = [*parse(b"".join(lines), RdfFormat.N_TRIPLES, lenient=True)]
        self._ontology.extend(shown)
        made = self._construct(rule, self._ontology)
        for quad in shown:
            self._ontology.remove(quad)
        found: dict[bytes, list[_Form]] = {property_: [] for property_ in properties}
        for line_ in made:
            for place in {int(number) for number in _PLACE.findall(line_)}:
                form = line_.replace(_SUBJECT_OF % place, _SUBJECT).replace(_OBJECT_OF % place, _OBJECT)
                found[properties[place]].append(_Form(form, _OBJECT in form.rpartition(b" ")[0].rpartition(b" ")[0]))
        return found

    def _construct(self, rule: InferenceRule, store: Store) -> set[bytes]:
        found = set[bytes]()
        for text in self._texts(rule):
            answer = self._query(rule, _only_new(text), store)
            if not isinstance(answer, QueryTriples):
                raise OntologyError(f"{rule.name}.rq: found a query that derives nothing, CONSTRUCT is needed")
            lines = cast("bytes", answer.serialize(format=RdfFormat.N_TRIPLES))
            if wrong := _NOT_OURS.search(lines):
                triple = wrong[0].decode()
                raise OntologyError(f"{rule.name}.rq: found that it derives {triple}, IRIs and literals are allowed")
            found.update(lines.splitlines(keepends=True))
        return found

    def _texts(self, rule: InferenceRule) -> Iterator[str]:
        """The query of a rule, once for each IRI that it runs for."""
        if not rule.variable:
            yield rule.text
            return
        for iri in self._iris(rule, self._store):
            yield re.sub(rf"\${rule.variable}\b", str(iri), rule.text)

    def _iris(self, rule: InferenceRule, store: Store) -> list[NamedNode]:
        """The IRIs that a rule runs for."""
        each = f"SELECT DISTINCT ?{rule.variable} WHERE {{ {rule.each} }} ORDER BY ?{rule.variable}"
        answer = self._query(rule, each, store)
        found = [solution[0] for solution in answer] if isinstance(answer, QuerySolutions) else []
        return [term for term in found if isinstance(term, NamedNode)]

    def _query(self, rule: InferenceRule, text: str, store: Store) -> QuerySolutions | QueryTriples | QueryBoolean:
        try:
            return store.query(text, prefixes=self._prefixes)
        except SyntaxError as error:
            raise OntologyError(f"{rule.name}.rq: {explain_syntax(text, str(error), self._prefixes)}") from None

    def derived(self) -> ByReason:
        """What was derived and stands nowhere else."""
        # What a text only plans may follow from what others state.
        return {reason: derived - self._stated for reason, derived in self._derived.items()}


def _load(lines: Iterable[bytes], store: Store) -> None:
    # What is near in memory is found sooner, and the engine keeps the order in which triples came.
    store.bulk_load(b"".join(sorted(lines)), RdfFormat.N_TRIPLES, lenient=True)
