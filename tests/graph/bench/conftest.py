"""What a scale run of one size has measured."""

from typing import Any

import pytest

_COST = {"seconds": 2.0, "cpu": 3.0, "peak_mb": 50}
_F1 = {"p": 0.9, "r": 0.9, "f1": 0.9}


@pytest.fixture
def figures() -> dict[str, Any]:
    """The figures of a size that never was."""
    scores = {what: dict(_F1) for what in ("entity", "type", "relation", "pair", "identity")}
    return {
        "generate": _COST,
        "build": {
            **_COST,
            "stages": {"reading": {"seconds": 1.5, "peak_mb": 40}},
            "counts": {"words": 400, "entities": 9, "relations": 8, "claims": 7, "triples": 99},
            "reader_mb": 400,
            "jobs": 2,
            "files_mb": {"store": 1.5, "all": 2.5},
        },
        "queries": {"together": 0.5, "queries": 40, "slowest": "x", "slowest_seconds": 0.1, "peak_mb": 60},
        "scores": {**_COST, "first": scores, "spread": scores},
        "add": {"1": _COST, "2": {**_COST, "cpu": 0.03}},
    }
