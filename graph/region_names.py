"""The names of the M49 regions, from the code scheme that the ontology brings."""

from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, RdfFormat, parse

from ontology.namespaces import OUTSIDE

_PREF_LABEL = OUTSIDE["skos"] + "prefLabel"


@cache
def region_names() -> dict[str, str]:
    """The name of each region by its code.

    >>> region_names()["014"]
    'Eastern Africa'
    """
    source = files("ontology").joinpath("codes-region.ttl").read_bytes()
    found = {}
    for subject, predicate, label, _ in parse(source, format=RdfFormat.TURTLE):
        scheme, _, code = getattr(subject, "value", "").rpartition("/")
        if scheme.endswith("/code/region") and predicate.value == _PREF_LABEL and isinstance(label, Literal):
            found[code] = label.value
    return found
