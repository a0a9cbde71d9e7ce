"""``python -m graph.bench``: every benchmark, or one by its name."""

from graph.bench.command import run

run()
