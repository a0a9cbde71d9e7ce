"""What follows from a graph by rules: one SPARQL CONSTRUCT a file, run until nothing new comes.

A rule is `ontology/rules/<name>.rq`; whoever drops a file there has added one. Its header says title, description and
an example (``what stands => what follows``, in Turtle), each on a comment line of its own; the usual prefixes need no
declaration. With a line ``# each: ?x PATTERN`` the rule runs once for each IRI that fits the pattern and stands for
``$x`` in the query, because a property path takes no variable. A rule reads what the texts say of things, the registry,
the ontology and what was derived before, as one graph; claims and sentences are not in it. With a line
``# from: one triple`` a rule says that it joins no two of them, beside the ontology: it then goes over new ones only.

What is derived stands in a graph of its own, and an `oda:Inference` beside each triple tells the rule. What only rests
on a plan is derived too, as a plan has its direct triple; `oda:status` of the inference says so.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from graph.sparql_errors import explain_syntax
from graph.writing.dataset import order, prefixes
from graph.writing.things import Things, things_in
from ontology.errors import OntologyError
from ontology.namespaces import OUTSIDE, Namespaces
from ontology.vocabulary import Status

RULES = Path(str(files("ontology"))) / "rules"
#: Each round doubles the length of the chains that are closed; only a rule that makes new IRIs without end needs more.
MOST_ROUNDS = 64

_HEADER = re.compile(r"#\s*(title|description|example|each|from):\s*(.+)")
#: What a rule's `from` line may say.
_ONE = "one triple"
_EACH = re.compile(r"\?(\w+)\s.+")
_RDF = OUTSIDE["rdf"]
_TYPE = NamedNode(f"{_RDF}type")
_ENDS = tuple(NamedNode(f"{_RDF}{name}") for name in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRule:
    """A CONSTRUCT query by the name of its file, with an example ``what stands => what follows`` in Turtle.

    `each` is the pattern whose IRIs it runs for, one after the other; empty for a query that runs as it stands.
    `from_one` says that each triple it derives follows from one other and the ontology.
    """

    name: str
    title: str
    description: str
    example: str
    text: str
    each: str = ""
    from_one: bool = False


@cache
def load_rules(folder: Path = RULES) -> tuple[InferenceRule, ...]:
    """The rules of a folder, sorted by name, which is the order in which they run.

    Raises:
        OntologyError: a rule's header lacks a line, or one cannot be read.
    """
    return tuple(parse_rule(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq")))


def parse_rule(name: str, text: str) -> InferenceRule:
    """The text of a file as a rule.

    Raises:
        OntologyError: the header lacks a line, or one cannot be read.
    """
    said = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.fullmatch(line.strip()))}
    for key in ("title", "description", "example"):
        if key not in said:
            raise OntologyError(f"{name}.rq: found no `# {key}:` line, title, description and example are needed")
    if "each" in said and not _EACH.fullmatch(said["each"]):
        raise OntologyError(f"{name}.rq: found `# each: {said['each']}`, `# each: ?name PATTERN` is needed")
    if (source := said.pop("from", None)) not in {None, _ONE}:
        raise OntologyError(f"{name}.rq: found `# from: {source}`, `# from: {_ONE}` is allowed")
    return InferenceRule(name=name, text=text, from_one=source is not None, **said)


def infer(quads: Sequence[Quad], namespaces: Namespaces, *, rules: Sequence[InferenceRule] | None = None) -> list[Quad]:
    """The quads of the inferred graph of a few texts, sorted: see `follows`.

    Raises:
        OntologyError: a rule cannot be read or run, derives a blank node, or never comes to an end.
    """
    store = Store()
    store.extend(quads)
    said = [quad for quad in quads if _is_of_text(quad, namespaces)]
    things = things_in(
        store,
        namespaces,
        properties={quad.predicate.value for quad in said},
        classes={quad.object.value for quad in said if quad.predicate == _TYPE and isinstance(quad.object, NamedNode)},
    )
    return follows(things, (quad for quad in quads if not _is_of_text(quad, namespaces)), namespaces, rules=rules)


def _is_of_text(quad: Quad, namespaces: Namespaces) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(namespaces.source(""))


def follows(
    things: Things, known: Iterable[Quad], namespaces: Namespaces, *, rules: Sequence[InferenceRule] | None = None
) -> list[Quad]:
    """The quads of the inferred graph, sorted: each triple that follows and stands nowhere yet, and its inference.

    `things` are what the texts say, and are added to; `known` are the registry and the ontology. A triple's rule is
    the first that derives it: from what is stated before what is planned, then by round and by name.

    Raises:
        OntologyError: a rule cannot be read or run, derives a blank node, or never comes to an end.
    """
    known = list(known)
    ontology = NamedNode(namespaces.ontology_graph)
    schema = [quad.triple for quad in known if quad.graph_name == ontology]
    engine = _Engine(things.stated, schema, namespaces, load_rules() if rules is None else rules)
    engine.add(quad.triple for quad in known)
    for status in Status:
        if status in things.others or status is Status.STATED:
            engine.add(things.others.get(status, ()))
            engine.run(status)
    return sorted(engine.quads(), key=order)


def derived(quads: Iterable[Quad], namespaces: Namespaces) -> int:
    """How many triples of an inferred graph are derived, the inferences beside them left out."""
    inference = NamedNode(namespaces.term("Inference"))
    return sum(quad.predicate == _TYPE and quad.object == inference for quad in quads)


_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{([^{}]*)\}(.*)\}", re.DOTALL | re.IGNORECASE)


def _only_new(text: str) -> str:
    """A rule that does not derive what stands already, where its form allows that: most of what it finds does."""
    return _CONSTRUCT.sub(r"CONSTRUCT {\1}\2 FILTER NOT EXISTS {\1} }", text, count=1)


class _Engine:
    """Runs rules over what was added, and keeps what they derive.

    The store has one graph: a union would give a triple once for each text that states it, and a rule that joins two
    such triples would find them as often as the product of both numbers.
    """

    def __init__(
        self, store: Store, schema: Sequence[Triple], namespaces: Namespaces, rules: Sequence[InferenceRule]
    ) -> None:
        self._namespaces = namespaces
        self._schema = schema
        self._rules = rules
        self._prefixes = prefixes(namespaces)
        self._graph = NamedNode(namespaces.inferred_graph)
        self._store = store
        self._derived: dict[Triple, tuple[InferenceRule, Status]] = {}
        self._stated: set[Triple] = set()
        #: What came since the first rule ran, and of each rule how much of it was there when it ran last.
        self._new: list[Triple] = []
        self._seen: dict[str, int] = {}

    def add(self, triples: Iterable[Triple]) -> None:
        """Takes more of the graph; what was derived before, and stands in this part, is remembered as stated."""
        if self._seen:
            triples = list(triples)
            self._stated |= self._derived.keys() & set(triples)
            self._new += triples
        self._store.bulk_extend(Quad(*triple) for triple in triples)

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
        since, self._seen[rule.name] = self._seen.get(rule.name), len(self._new)
        found = self._construct(rule, self._store if since is None else self._part(rule, since))
        new = {triple for triple in found if Quad(*triple) not in self._store}
        self._new += new
        self._derived |= dict.fromkeys(new, (rule, status))
        self._store.extend(Quad(*triple) for triple in new)
        return len(new)

    def _part(self, rule: InferenceRule, since: int) -> Store:
        """What a rule has to go over that has gone over all that was there before."""
        if not rule.from_one:
            return self._store
        part = Store()
        part.extend(Quad(*triple) for triple in (*self._schema, *self._new[since:]))
        return part

    def _construct(self, rule: InferenceRule, store: Store) -> Iterator[Triple]:
        for text in self._texts(rule):
            answer = self._query(rule, _only_new(text), store)
            if not isinstance(answer, QueryTriples):
                raise OntologyError(f"{rule.name}.rq: found a query that derives nothing, CONSTRUCT is needed")
            for triple in answer:
                if not (isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal)):
                    raise OntologyError(
                        f"{rule.name}.rq: found that it derives {triple}, IRIs and literals are allowed"
                    )
                yield triple

    def _texts(self, rule: InferenceRule) -> Iterator[str]:
        """The query of a rule, once for each IRI that it runs for."""
        match = _EACH.fullmatch(rule.each)
        if match is None:
            yield rule.text
            return
        each = f"SELECT DISTINCT ?{match[1]} WHERE {{ {rule.each} }} ORDER BY ?{match[1]}"
        answer = self._query(rule, each, self._store)
        iris = [solution[0] for solution in answer] if isinstance(answer, QuerySolutions) else []
        for iri in filter(lambda term: isinstance(term, NamedNode), iris):
            yield re.sub(rf"\${match[1]}\b", str(iri), rule.text)

    def _query(self, rule: InferenceRule, text: str, store: Store) -> QuerySolutions | QueryTriples | QueryBoolean:
        try:
            return store.query(text, prefixes=self._prefixes)
        except SyntaxError as error:
            raise OntologyError(f"{rule.name}.rq: {explain_syntax(text, str(error), self._prefixes)}") from None

    def quads(self) -> Iterator[Quad]:
        """What was derived and stands in no other graph, with the inference of each."""
        for triple, (rule, status) in self._derived.items():
            # What a text only plans may follow from what others state.
            if triple not in self._stated:
                yield Quad(triple.subject, triple.predicate, triple.object, self._graph)
                yield from self._inference(triple, rule, status)

    def _inference(self, triple: Triple, rule: InferenceRule, status: Status) -> Iterator[Quad]:
        said = "\n".join(map(str, triple)).replace(self._namespaces.base, "")
        iri = NamedNode(f"{self._graph.value}#{hashlib.sha256(said.encode()).hexdigest()[:16]}")
        yield Quad(iri, _TYPE, self._term("Inference"), self._graph)
        for end, value in zip(_ENDS, triple, strict=True):
            yield Quad(iri, end, value, self._graph)
        yield Quad(iri, self._term("rule"), Literal(rule.name), self._graph)
        yield Quad(iri, self._term("status"), Literal(status.value), self._graph)

    def _term(self, name: str) -> NamedNode:
        return NamedNode(self._namespaces.term(name))
