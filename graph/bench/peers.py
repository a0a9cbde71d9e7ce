"""The systems that the texts are read with beside ours, and which of them can run here. Loads none of them."""

import importlib.util
from collections.abc import Mapping

#: What `graph.bench.peer_texts` calls a system → what tables call it.
NAMES: Mapping[str, str] = {
    "cooccurrence": "spaCy names + co-occurrence",
    "triples": "textacy's subject-verb-object triples",
}


def installed() -> tuple[str, ...]:
    """The systems that can be measured here: textacy comes with the extra `bench`."""
    return tuple(name for name in NAMES if name != "triples" or importlib.util.find_spec("textacy"))
