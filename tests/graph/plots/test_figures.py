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
from graph.plots.figures import FIGURES, SAMPLES, Wishes, figure
from graph.plots.saving import FORMATS, save
from ontology import InputError

REACH = "Japan International Cooperation Agency reaches 1 of 2 countries; Japan is reached by 1 of 2 actors"
FLOWS = "Of 2 paths from giver to place, 1 begins at Japan; the most (2) lead through Blue Harbour Project"
EGO = (
    "Japan International Cooperation Agency has 2 neighbours; "
    "the kinds “gives” and “runs and sets up” come first, each with 1 of 2 relations"
)


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
        ("ego", EGO),
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
    assert ax.get_title(loc="left").startswith("Blue Harbour Project has 3 neighbours;")
    assert len([child for child in ax.get_children() if isinstance(child, Annotation)]) == 2


@pytest.mark.parametrize("name", FIGURES)
def test_a_network_with_nothing_to_show_is_said(name: str) -> None:
    with pytest.raises(InputError, match=r"plot: found .* nowhere in the network"):
        figure(name, nx.MultiDiGraph())


@pytest.mark.parametrize("name", ["ego", "ranks"])
def test_things_without_a_relation_have_no_picture(network: Network, name: str) -> None:
    alone = network.__class__()
    alone.add_nodes_from(network.nodes(data=True))
    with pytest.raises(InputError, match=r"plot: found .* in the network, at least one is needed"):
        figure(name, alone)


def test_map_of_things_that_lie_between_none_says_so(network: Network) -> None:
    alone = network.__class__()
    alone.add_nodes_from(network.nodes(data=True))
    assert figure("map", alone).get_title(loc="left") == "8 things, none of which lies on a path between others"


def test_a_relation_of_a_thing_to_itself_counts_once(network: Network) -> None:
    jica: Network = network.subgraph(["jica"]).copy()
    jica.add_edge("jica", "jica", "cooperatesWith", predicate="cooperatesWith", evidence=1)
    title = figure("ego", jica).get_title(loc="left").replace("\n", " ")
    assert title.endswith("comes first, with 1 of 1 relation")


def test_long_names_are_cut_in_titles(network: Network) -> None:
    renamed = network.copy()
    nx.set_node_attributes(
        renamed,
        "A name of a great many words that goes on for quite a while and is longer than any title has room for",
        "name",
    )
    assert figure("map", renamed).get_title(loc="left").startswith("A name of a great many words")
    assert "room for" not in figure("map", renamed).get_title(loc="left").replace("\n", " ")


def test_ranks_tell_of_their_progress(network: Network) -> None:
    told: list[tuple[str, int, int]] = []
    figure("ranks", network, Wishes(progress=lambda *step: told.append(step)))
    assert told[-1] == ("samples of sentences", SAMPLES, SAMPLES)


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
