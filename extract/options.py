"""How texts are read, and a short name for what reads them: readings of the same name can stand for each other."""

import hashlib
import importlib.util
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from extract.nlp import DEFAULT_MODEL
from ontology.errors import InputError

#: A claim is made when it is at least this likely to be right. Chosen on held-out sets for the best F1
#: (precision above recall).
MIN_CONFIDENCE: Final = 0.42
#: Packages whose figures enter a reading.
_PACKAGES = ("numpy", "onnxruntime", "spacy")
#: What a reading is made by: code, weights and tables.
_MADE_BY = (
    ("extract", "*.py"),
    ("extract/rules", "*.py"),
    ("extract/data", "*"),
    ("ontology", "*.py"),
    ("seeds", "*.csv"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """Whether the authority tables help, the spaCy pipeline, and the least confidence of a claim.

    Raises:
        InputError: the confidence is not within 0 and 1.
    """

    authority: bool = True
    model: str = DEFAULT_MODEL
    min_confidence: float = MIN_CONFIDENCE

    def __post_init__(self) -> None:
        if not 0.0 <= self.min_confidence <= 1.0:
            raise InputError(f"--min-confidence: found {self.min_confidence}, 0 to 1 is allowed")

    @property
    def reader(self) -> str:
        """The name of what reads: a digest of these options, of the extractor's code, weights and tables, of the model
        and of the versions of the packages that compute.
        """
        return _reader(self)


@cache
def _reader(options: ReadingOptions) -> str:
    digest = hashlib.sha256(repr(sorted(asdict(options).items())).encode())
    digest.update(platform.python_version().encode())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in (*_own_files(), *_model_files(options.model)):
        digest.update(f"{path.name} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _own_files() -> Iterator[Path]:
    """Yields: the files that a reading is made by, in a fixed order."""
    for place, pattern in _MADE_BY:
        package, *inner = place.split("/")
        folder = Path(str(files(package))).joinpath(*inner)
        yield from sorted(path for path in folder.glob(pattern) if path.is_file())


def _model_files(model: str) -> Iterator[Path]:
    """Yields: what tells one version of an installed pipeline from another; nothing for one that is not there, which
    whoever reads with it will say.
    """
    found = importlib.util.find_spec(model) if model.isidentifier() else None
    folder = Path(found.origin).parent if found and found.origin else Path(model)
    yield from sorted(folder.rglob("meta.json")) if folder.is_dir() else ()
