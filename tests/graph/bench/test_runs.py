import subprocess
import sys
import time

import pytest

from graph.bench.runs import measure
from ontology import InputError


def test_a_process_is_measured_whole() -> None:
    """In a small process of its own, as `make bench` is: a child's peak starts at the size of what starts it."""
    measured = "import time; held = b'x' * 60_000_000; time.sleep(0.2)"
    code = (
        f"from graph.bench.runs import measure; run = measure(['-c', {measured!r}]); print(run.seconds, run.megabytes)"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert 0.2 < seconds < time.monotonic() - begun
    assert 60 < megabytes < 200


def test_a_process_that_fails_says_its_last_line() -> None:
    with pytest.raises(InputError, match=r"fails \(ValueError: no luck\)"):
        measure(["-c", "raise ValueError('no luck')"])
