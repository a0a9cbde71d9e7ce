"""Work that makes many objects and no cycles, without looking for these."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """A block in which nothing looks for cycles: to go through all that is loaded takes up to a fifth of the time, and
    for nothing. What the block makes should be gone when it ends, or it is gone through after all.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
