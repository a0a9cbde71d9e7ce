"""The ontology in pictures, as Mermaid: the tree of classes, and the relations between groups."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from ontology.terms import Term

#: The boxes of the picture of relations; every class that is an end of one stands in the box of the first above it.
GROUPS = ("Actor", "Programme", "Event", "Framework", "Technology", "Place")
_COLOURS = {
    "Actor": "#dbeafe,stroke:#1d4ed8",
    "Programme": "#dcfce7,stroke:#15803d",
    "Event": "#fef9c3,stroke:#a16207",
    "Framework": "#fae8ff,stroke:#a21caf",
    "Technology": "#ffedd5,stroke:#c2410c",
    "Place": "#ccfbf1,stroke:#0f766e",
}


def class_tree(terms: Sequence[Term]) -> str:
    """The classes of entities, each below the one it is a kind of; a role hangs by a broken line."""
    below = _below(terms)
    lines = ["flowchart LR", *_styles()]
    for name in _inside("Entity", below):
        group = _group(name, terms)
        lines.append(f"  {name}[{name}]" + (f":::{group}" if group else ""))
    roles = {term.name for term in terms if term.defined}
    for name in _inside("Entity", below):
        lines += [f"  {name} {'-.->' if child in roles else '-->'} {child}" for child in below.get(name, ())]
    return "\n".join(lines)


def relation_map(terms: Sequence[Term]) -> str:
    """The relations as arrows between groups; those within a group stand in its box.

    Left out so that it stays legible: `partOf` within a group, and what others than actors established.
    """
    drawn = {pair: [name for name in names if not _left_out(name, *pair)] for pair, names in between(terms).items()}
    lines = ["flowchart LR", *_styles()]
    for group in GROUPS:
        inside = "".join(f"<br/>{name}" for name in drawn.pop((group, group), ()))
        lines.append(f'  {group}["<b>{group}</b>{inside}"]:::{group}')
    lines += [f'  {start} -- "{"<br/>".join(names)}" --> {end}' for (start, end), names in drawn.items() if names]
    return "\n".join(lines)


def between(terms: Sequence[Term]) -> Mapping[tuple[str, str], list[str]]:
    """Which relations go from which group to which, in the order of the groups and of the file."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in relations(terms):
        for pair in _pairs(term, terms):
            found[pair].append(term.name)
    return {pair: found[pair] for pair in product(GROUPS, repeat=2) if pair in found}


def relations(terms: Sequence[Term]) -> list[Term]:
    """The relations that texts state: properties between entities that have an inverse, or are their own."""
    derived = {term.inverse for term in terms if term.inverse and _is_first(term, terms)}
    return [t for t in terms if (t.inverse or "symmetric" in t.marks) and t.name not in derived]


def _is_first(term: Term, terms: Sequence[Term]) -> bool:
    names = [other.name for other in terms]
    return names.index(term.name) < names.index(term.inverse)


def _pairs(term: Term, terms: Sequence[Term]) -> list[tuple[str, str]]:
    if term.domain == term.range == ("Entity",):
        return [*((group, group) for group in GROUPS), ("Programme", "Framework")]
    ends = product(term.domain, term.range)
    return list(dict.fromkeys((_group(start, terms), _group(end, terms)) for start, end in ends))


def _left_out(name: str, start: str, end: str) -> bool:
    return (name == "partOf" and start == end) or (name == "established" and start != "Actor")


def _group(name: str, terms: Sequence[Term]) -> str:
    """The box of a class; a country stands with the places, as which most relations know it."""
    by_name = {term.name: term for term in terms}
    if name in GROUPS:
        return name
    found = [_group(above, terms) for above in by_name[name].above]
    return next((group for group in reversed(GROUPS) if group in found), "")


def _below(terms: Sequence[Term]) -> Mapping[str, list[str]]:
    below: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for above in term.above if term.is_class else ():
            below[above].append(term.name)
    # What has a class in common with a neighbour stands beside it, so that no line crosses the rest.
    shared = {above for term in terms if len(term.above) > 1 for above in term.above}
    return {above: sorted(names, key=lambda name: name not in shared) for above, names in below.items()}


def _inside(name: str, below: Mapping[str, list[str]]) -> list[str]:
    """A class and all below it, each once, from the top."""
    return list(dict.fromkeys((name, *(inner for child in below.get(name, ()) for inner in _inside(child, below)))))


def _styles() -> Iterator[str]:
    return (f"  classDef {group} fill:{colour},color:#111" for group, colour in _COLOURS.items())
