"""What follows from a graph by rules: one SPARQL CONSTRUCT a file, run until nothing new comes.

A rule is `ontology/rules/<name>.rq`; whoever drops a file there has added one. Its header says title, description and
an example (``what stands => what follows``, in Turtle), each on a comment line of its own; the usual prefixes need no
declaration. With a line ``# each: ?x PATTERN`` the rule runs once for each IRI that fits the pattern and stands for
``$x`` in the query, because a property path takes no variable. A rule reads what the texts say of things, the registry,
the ontology and what was derived before, as one graph; claims and sentences are not in it. With a line
``# from: one triple`` a rule says that it joins no two of them, beside the ontology: it then goes over new ones only.
With ``# from: one triple, not its own`` it says, too, that what it would derive from its own triples stands already.

What is derived stands in a graph of its own, and an `oda:Inference` beside each triple tells the rule. What only rests
on a plan is derived too, as a plan has its direct triple; `oda:status` of the inference says so.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, repeat
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, parse

from graph.sparql_errors import explain_syntax
from graph.writing.dataset import order, prefixes, quads_in
from graph.writing.inferred import Reason, inferred
from graph.writing.things import Things, line, said_of_things, things_in
from ontology.errors import OntologyError
from ontology.namespaces import Namespaces
from ontology.vocabulary import Status

RULES = Path(str(files("ontology"))) / "rules"
#: Each round doubles the length of the chains that are closed; only a rule that makes new IRIs without end needs more.
MOST_ROUNDS = 64

#: Up to this share of all triples, those that are new are asked apart: they have to be put into a store for that.
_FEW = 0.2

_HEADER = re.compile(r"#\s*(title|description|example|each|from):\s*(.+)")
#: What a rule's `from` line may say.
_ONE = "one triple"
_ONE_OF_OTHERS = f"{_ONE}, not its own"
_EACH = re.compile(r"\?(\w+)\s.+")
#: A triple that has a blank node, or another triple, at one of its ends.
_NOT_OURS = re.compile(rb"^(?:_:|<<|\S+ \S+ (?:_:|<<)).*(?= \.$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRule:
    """A CONSTRUCT query by the name of its file, with an example ``what stands => what follows`` in Turtle.

    `each` is the pattern whose IRIs it runs for, one after the other; empty for a query that runs as it stands.
    `from_one` says that each triple it derives follows from one other and the ontology; `from_own`, that this one may
    be a triple that it derived itself.
    """

    name: str
    title: str
    description: str
    example: str
    text: str
    each: str = ""
    from_one: bool = False
    from_own: bool = True


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
    if (source := said.pop("from", None)) not in {None, _ONE, _ONE_OF_OTHERS}:
        raise OntologyError(f"{name}.rq: found `# from: {source}`, `# from: {_ONE}` or `{_ONE_OF_OTHERS}` is allowed")
    from_one, from_own = source is not None, source != _ONE_OF_OTHERS
    return InferenceRule(name=name, text=text, from_one=from_one, from_own=from_own, **said)


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
    things = things_in(line for lines in said for line in lines.splitlines(keepends=True))
    known = [quad for graph, others in by_graph.items() if not graph.startswith(of_text) for quad in others]
    found = inferred(follows(things, known, namespaces, rules=rules), namespaces)
    return sorted(quads_in(found.section, namespaces), key=order)


def follows(
    things: Things, known: Iterable[Quad], namespaces: Namespaces, *, rules: Sequence[InferenceRule] | None = None
) -> Mapping[bytes, Reason]:
    """Each triple that follows and stands nowhere yet, as a line, and why it does.

    `things` are what the texts say; `known` are the registry and the ontology. A triple's rule is the first that
    derives it: from what is stated before what is planned, then by round and by name.

    Raises:
        OntologyError: a rule cannot be read or run, derives a blank node, or never comes to an end.
    """
    ontology = NamedNode(namespaces.ontology_graph)
    schema, others = set[bytes](), set[bytes]()
    for quad in known:
        (schema if quad.graph_name == ontology else others).add(line(quad.triple))
    engine = _Engine(schema, namespaces, load_rules() if rules is None else rules)
    engine.add(things.stated | others)
    for status in Status:
        if status in things.others or status is Status.STATED:
            engine.add(things.others.get(status, frozenset()))
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
    that none becomes a value of Python.
    """

    def __init__(self, schema: Set[bytes], namespaces: Namespaces, rules: Sequence[InferenceRule]) -> None:
        self._schema = schema
        self._rules = rules
        self._prefixes = prefixes(namespaces)
        self._store = Store()
        #: The ontology, and for a moment beside it some of what is new.
        self._few = Store()
        _load(schema, self._few)
        #: What the store has, and what of it was derived.
        self._known: set[bytes] = set()
        self._derived: dict[bytes, Reason] = {}
        self._stated: set[bytes] = set()
        #: What came since the first rule ran, and of each rule how much of it was there when it ran last.
        self._new: list[bytes] = []
        self._seen: dict[str, int] = {}
        self._take(schema)

    def add(self, triples: Set[bytes]) -> None:
        """Takes more of the graph; what was derived before, and stands in this part, is remembered as stated."""
        self._stated |= self._derived.keys() & triples
        self._take(triples - self._known)

    def _take(self, triples: Collection[bytes]) -> None:
        if self._seen:
            self._new += triples
        self._known.update(triples)
        _load(triples, self._store)

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
        with self._part(rule, since) as store:
            new = self._construct(rule, store) - self._known
        self._derived |= dict.fromkeys(new, Reason(rule.name, status))
        self._take(new)
        return len(new)

    def _is_done(self, triple: bytes, rule: InferenceRule) -> bool:
        """Whether a rule derived a triple itself, and would derive nothing from it."""
        reason = self._derived.get(triple)
        return not rule.from_own and reason is not None and reason.rule == rule.name

    @contextmanager
    def _part(self, rule: InferenceRule, since: int | None) -> Iterator[Store]:
        """What a rule has to go over that has gone over all that was there before."""
        goes_over_all = since is None or not rule.from_one
        new = [] if goes_over_all else [triple for triple in self._new[since:] if not self._is_done(triple, rule)]
        if goes_over_all or len(new) > _FEW * len(self._known):
            yield self._store
            return
        _load(new, self._few)
        yield self._few
        for quad in parse(b"".join(new), RdfFormat.N_TRIPLES, lenient=True):
            self._few.remove(quad)

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

    def derived(self) -> Mapping[bytes, Reason]:
        """What was derived and stands nowhere else."""
        # What a text only plans may follow from what others state.
        return {triple: reason for triple, reason in self._derived.items() if triple not in self._stated}


def _load(lines: Iterable[bytes], store: Store) -> None:
    # What is near in memory is found sooner, and the engine keeps the order in which triples came.
    store.bulk_load(b"".join(sorted(lines)), RdfFormat.N_TRIPLES, lenient=True)
