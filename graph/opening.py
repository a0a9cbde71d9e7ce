"""A graph opened, wherever it stands: in a folder on this machine, or in a SPARQL store at an address."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from graph.readable import Readable
from graph.store import Manifest, open_both
from ontology.errors import InputError
from ontology.namespaces import Namespaces

#: Where a graph stands: a folder, or an address as text.
Place = Path | str


class Opened(NamedTuple):
    """A graph that can be asked, and its manifest."""

    store: Readable
    manifest: Manifest

    @property
    def store_and_names(self) -> tuple[Readable, Namespaces]:
        """The store and the IRIs of the graph."""
        return self.store, self.manifest.namespaces

    @property
    def namespaces(self) -> Namespaces:
        """The IRIs of the graph."""
        return self.manifest.namespaces


def opened(place: Place) -> Opened:
    """The graph at a place.

    Raises:
        GraphError: the folder holds no graph, or one that cannot be opened.
        EndpointError: there is no store at the address, or no graph of ours in it.
        InputError: the address is none of the web, or what speaks to stores is not installed.
    """
    if isinstance(place, Path):
        manifest, local = open_both(place)
        return Opened(local, manifest)
    try:
        from graph.endpoint.reading import RemoteStore  # noqa: PLC0415 (only who asks over the web needs the client)
    except ModuleNotFoundError as error:
        raise missing(error, "--endpoint") from None
    store = RemoteStore(place)
    return Opened(store, store.manifest)


def missing(error: ModuleNotFoundError, where: str) -> Exception:
    """What to say when a module is not there: that the client of the web has to be installed, or the error itself."""
    if error.name != "httpx":
        return error
    return InputError(f"{where}: found no httpx, which speaks to stores over the web (pip install 'odagraph[serve]')")


def is_address(text: str) -> bool:
    """Whether a text names a place on the web and not a folder.

    >>> is_address("https://example.org/sparql"), is_address("out")
    (True, False)
    """
    return text.startswith(("http://", "https://"))


def title_of_place(place: Place) -> str:
    """What a page of the graph is called: the folder's name, or the host.

    >>> title_of_place(Path("graphs/aid")), title_of_place("https://example.org/sparql")
    ('aid', 'example.org')
    """
    return place.name if isinstance(place, Path) else urlsplit(place).netloc


def beside(place: Place, ending: str) -> Path:
    """A file for what is made of the graph: beside its folder, or here where the graph is elsewhere.

    >>> beside("https://example.org/sparql", "-export.ttl")
    PosixPath('odagraph-export.ttl')
    """
    return place.with_name(f"{place.resolve().name}{ending}") if isinstance(place, Path) else Path(f"odagraph{ending}")
