"""What the project promises as a whole, each promise with a machine behind it."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from graph.cli import cli

ROOT = Path(__file__).parents[1]
PACKAGES = ("ontology", "extract", "graph", "seeds")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_MODULE = 300

#: Where packages come from. A lock names packages, versions and hashes; whoever installs chooses the host.
_REGISTRY = re.compile(
    r"https?://[^\s\"'<>]*(?:pypi\.org|pythonhosted\.org|\.whl\b|\.tar\.gz\b|/simple\b)|--(?:extra-)?index-url"
)
#: A home or work folder of one machine at the start of a word.
_HOME = re.compile(r"(?:^|[\s\"'`(=])/(?:home|root|work|Users)/\w")


def _public(module: ModuleType) -> list[str]:
    """What a package's own file defines or takes in: no modules, nothing that begins with an underscore."""
    return sorted(name for name, value in vars(module).items() if name[0] != "_" and not isinstance(value, ModuleType))


@pytest.mark.parametrize("package", ["ontology", "extract", "graph"])
def test_all_names_what_is_public(package: str) -> None:
    module = importlib.import_module(package)
    assert list(module.__all__) == _public(module)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_it_is(package: str) -> None:
    assert (importlib.import_module(package).__doc__ or "").strip()


def test_importing_the_packages_loads_no_spacy() -> None:
    code = "import sys, graph, extract, graph.cli; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_the_readme_names_each_command(command: str) -> None:
    assert f"odagraph {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_grows_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def _committed() -> list[tuple[str, str]]:
    """Name and text of every text file that git tracks, or would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    files = (ROOT / name for name in sorted(set(names)) if name)
    contents = ((path, path.read_bytes()) for path in files if path.is_file())
    return [
        (str(path.relative_to(ROOT)), content.decode("utf-8", "replace"))
        for path, content in contents
        if b"\0" not in content[:8000]
    ]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git clone")
@pytest.mark.parametrize(("what", "pattern"), [("a package registry", _REGISTRY), ("a folder of one machine", _HOME)])
def test_no_committed_file_names(what: str, pattern: re.Pattern[str]) -> None:
    own = str(Path(__file__).relative_to(ROOT))
    hits = [
        f"{name}: {line.strip()[:80]}"
        for name, text in _committed()
        if name != own
        for line in text.splitlines()
        if pattern.search(line)
    ]
    assert hits == [], f"{what} is named"


def test_the_lock_holds_names_versions_and_hashes_only() -> None:
    kinds = re.compile(r"[\w.-]+==[\w.!+-]+( ;.*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#(?!.*://).*|")
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not kinds.fullmatch(line)] == []
