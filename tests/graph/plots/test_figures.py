from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pytest
from matplotlib.text import Annotation

from graph.commands.pictures import PICTURES
from graph.facts import open_view
from graph.network import Network, to_networkx
from graph.plots.figures import FIGURES, Wishes, figure
from graph.plots.saving import FORMATS, save
from ontology import InputError

REACH = "Japan International Cooperation Agency reaches 1 of 2 countries; Japan is reached by 1 of 2 actors"
FLOWS = "Japan stands at the head of 1 of 2 ways from giver to place; Blue Harbour Project carries 2, the most"


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield
        plt.close("all")


@pytest.fixture(scope="module")
def network(small_out: Path) -> "nx.MultiDiGraph[str]":
    return to_networkx(open_view(small_out))


def test_each_named_picture_is_drawn_by_something() -> None:
    assert list(FIGURES) == list(PICTURES)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("actors", "Japan has a hand in 1 programme, as many as Japan International Cooperation Agency"),
        ("bipartite", REACH),
        ("ego", "Japan International Cooperation Agency and 2 neighbours: gives (1) and runs and sets up (1)"),
        ("flows", FLOWS),
        ("map", "Blue Harbour Project lies on 29% of the shortest paths between other things"),
        ("ranks", "Blue Harbour Project has the most relations, but 7 other things may rank as high"),
        ("reach", REACH),
        ("timeline", "1 programme with a year, 2021 to 2021; most in 2021 (1)"),
    ],
)  # fmt: skip
def test_title_says_what_the_picture_shows(network: Network, name: str, title: str) -> None:
    assert figure(name, network).get_title(loc="left").replace("\n", " ") == title


def test_wishes_reach_the_picture(network: Network) -> None:
    ax = figure("ego", network, Wishes(thing="blue-harbour", top=1))
    assert ax.get_title(loc="left").startswith("Blue Harbour Project and 3 neighbours")
    assert len([child for child in ax.get_children() if isinstance(child, Annotation)]) == 2


@pytest.mark.parametrize("name", FIGURES)
def test_a_network_with_nothing_to_show_is_said(name: str) -> None:
    with pytest.raises(InputError, match=r"plot: found .* nowhere in the network"):
        figure(name, nx.MultiDiGraph())


def test_countries_without_a_region_meet_in_none(network: Network) -> None:
    with pytest.raises(InputError, match="found two regions in one programme or event nowhere"):
        figure("regions", network)


@pytest.mark.parametrize(
    ("name", "wishes", "message"),
    [
        ("pie", Wishes(), "found 'pie', one of actors, bipartite"),
        ("ego", Wishes(thing="x"), "found no relation of 'x'"),
    ],
)
def test_what_is_not_there_is_said(network: Network, name: str, wishes: Wishes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        figure(name, network, wishes)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_picture_is_the_same_file(network: Network, tmp_path: Path, ending: str) -> None:
    files = [tmp_path / f"{number}{ending}" for number in (1, 2)]
    for file in files:
        save(figure("timeline", network), file)
    assert files[0].read_bytes() == files[1].read_bytes() != b""
    assert not plt.get_fignums()


def test_another_ending_is_refused(network: Network, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found ending '\.gif', one of \.png, \.svg, \.pdf is needed"):
        save(figure("timeline", network), tmp_path / "x.gif")
