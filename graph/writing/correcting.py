"""Which corrections a build applies: those given with it, those beside its texts, or those that its graph has kept."""

from collections.abc import Sequence
from pathlib import Path

from extract.corrections.entries import Corrections
from extract.corrections.parsing import FILE, load_corrections
from ontology.errors import InputError


def chosen_corrections(path: Path | None, *, none: bool) -> Corrections | None:
    """The corrections that somebody asks for: those of a file, or `none`; None leaves the choice to the build.

    Raises:
        InputError: both are asked for, or the file cannot be used.
    """
    if none and path is not None:
        raise InputError(f"{path}: found it beside the option for no corrections, one of the two is allowed")
    if none:
        return Corrections()
    return None if path is None else load_corrections(path)


def corrections_beside(wheres: Sequence[Path | str]) -> Corrections | None:
    """The corrections in the folders of texts; None where there are none. Addresses are not asked.

    Raises:
        InputError: several folders have some, or they cannot be used.
    """
    paths = [where for where in wheres if isinstance(where, Path)]
    found = sorted({path / FILE for path in paths if path.is_dir() and (path / FILE).is_file()})
    if len(found) > 1:
        raise InputError(f"{found[1]}: found {found[0]} beside it, one is allowed: choose with --corrections")
    return load_corrections(found[0]) if found else None


def kept_corrections(out: Path) -> Corrections:
    """The corrections that the graph in a folder has kept; none where it has none.

    Raises:
        InputError: they cannot be used.
    """
    path = out / FILE
    return load_corrections(path, kept=True) if path.is_file() else Corrections()


def keep_corrections(corrections: Corrections, folder: Path) -> None:
    """Puts the corrections of a build into the folder of its graph, as they were written."""
    if corrections.entries:
        (folder / FILE).write_bytes(corrections.source)
