"""A progress bar on the error stream, for work that takes longer than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

#: Is told the step in words, how much of it is done, and how much it is in all.
Progress = Callable[[str, int, int], None]


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Progress | None]:
    """What to tell of progress to; None when nobody would see it. The bar goes when the block ends."""
    if not shown:
        yield None
        return
    with tqdm(desc="starting", leave=False, bar_format="{desc}{percentage:3.0f}% {bar} {n_fmt}/{total_fmt}") as bar:

        def tell(step: str, done: int, total: int) -> None:
            if bar.desc != f"{step}: ":
                bar.set_description(step, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        yield tell
