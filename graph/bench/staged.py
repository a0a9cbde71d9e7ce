"""A build with its steps timed: ``python -m graph.bench.staged OUT JOBS TEXTS``, what it took as JSON.

It calls what `odagraph build` calls, and listens to what that tells of its progress. A step whose progress goes by few
counts is divided into these. The peak of a step is that of this process; other processes only read.
"""

import json
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from graph.bench.runs import megabytes
from graph.writing.build import BuildOptions, build

#: A step of no more counts than this is divided into them.
_FEW = 10
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(slots=True)
class Stages:
    """Seconds and peak megabytes of each step so far, in order; `current` is the step at work."""

    current: str = "starting"
    begun: float = field(default_factory=time.perf_counter)
    took: dict[str, dict[str, float]] = field(default_factory=dict)

    def tell(self, step: str, done: int, total: int) -> None:
        """Takes what a build tells of its progress."""
        name = f"{step}, part {min(done + 1, total)} of {total}" if 1 < total <= _FEW else step
        if name != self.current:
            self.end(name)

    def end(self, following: str = "") -> None:
        """Ends the step at work."""
        now = time.perf_counter()
        before = self.took.get(self.current, {"seconds": 0.0, "peak_mb": 0.0})
        self.took[self.current] = {
            "seconds": round(before["seconds"] + now - self.begun, 2),
            "peak_mb": max(before["peak_mb"], round(_peak())),
        }
        self.current, self.begun = following, now


def _peak() -> float:
    """The peak of resident memory in megabytes since it was last asked for, or ever, where the system cannot say so."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
        _RESET.write_text("5", encoding="ascii")
    except OSError:
        return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def main() -> None:
    """Builds the texts into the folder and writes what each step took, and the counts of the graph, as JSON."""
    out, jobs, *texts = sys.argv[1:]
    stages = Stages()
    report = build(list(map(Path, texts)), Path(out), options=BuildOptions(jobs=int(jobs)), progress=stages.tell)
    stages.end()
    reader = megabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    told = {"stages": stages.took, "counts": dict(report.counts), "reader_mb": round(reader)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
