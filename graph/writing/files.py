"""Files of a graph that stands, taken over into the one that is being built."""

import os
import shutil
from contextlib import suppress
from pathlib import Path


def take(file: Path, target: Path) -> None:
    """Puts a file that is never changed into another place too; both can be one and the same."""
    with suppress(OSError):  # not every file system has links
        os.link(file, target)
        return
    shutil.copyfile(file, target)
