import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from graph.facts import open_view
from graph.network import Network, Projected, between, closeness, simple, to_networkx
from graph.rankings import (
    MEASURES,
    SAMPLED,
    SLICED,
    Asked,
    approximations,
    measure_frame,
    measure_named,
    measure_table,
    slice_table,
)
from ontology import InputError


@pytest.fixture(scope="session")
def network(small_out: Path) -> Network:
    return to_networkx(open_view(small_out))


def column(network: Network, measure: str, name: str, **asked: object) -> list[object]:
    table = measure_table(network, measure, **asked)  # type: ignore[arg-type]
    return [row[table.columns.index(name)] for row in table.rows]


@pytest.mark.parametrize("name", sorted(set(MEASURES) - SLICED))
def test_each_measure_has_a_table(network: Network, name: str) -> None:
    table = measure_table(network, name, samples=3)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    if table.columns[0] == "name":
        assert table.columns[-2:] == ("id", "iri")


@pytest.mark.parametrize("name", sorted(SLICED))
def test_each_slice_has_a_table(small_out: Path, name: str) -> None:
    assert len(slice_table(open_view(small_out), name).rows) == 2


def test_slices_need_the_graph(network: Network) -> None:
    with pytest.raises(InputError, match="years: found a network, the graph itself is needed"):
        measure_table(network, "years")


@pytest.mark.parametrize("name", ["degree", "pagerank", "betweenness", "closeness", "harmonic"])
def test_nodes_are_ranked_by_the_measure(network: Network, name: str) -> None:
    values = [float(str(value)) for value in column(network, name, name)]
    assert values == sorted(values, reverse=True)


def test_the_busiest_thing_comes_first(network: Network) -> None:
    assert measure_table(network, "degree").rows[0][:3] == ("Blue Harbour Project", "Project", 3)


def test_the_least_constrained_comes_first(network: Network) -> None:
    values = [float(str(value)) for value in column(network, "constraint", "constraint")]
    assert values == sorted(values)


def test_communities_name_their_busiest_members(network: Network) -> None:
    table = measure_table(network, "communities")
    assert table.rows[0][1] == max(int(row[1] or 0) for row in table.rows)
    assert str(table.rows[0][2]).startswith("Blue Harbour Project; Viet Nam; ")


def test_frames_have_labels_and_iris(network: Network) -> None:
    found = measure_frame(network, "hits")
    assert list(found.columns) == ["name", "type", "authority", "hub", "id", "iri"]
    assert found.attrs["approximations"] == []


def test_projection_is_measured(network: Network) -> None:
    assert column(network, "strength", "id", projection="actor-country") == ["jica", "viet-nam", "japan", "undp"]
    assert column(network, "strength", "strength", projection="actor-country") == [2, 2, 1, 1]


def test_measures_of_two_kinds_take_actors_and_countries(network: Network) -> None:
    assert measure_table(network, "nestedness") == measure_table(network, "nestedness", projection="actor-country")


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        ("betweeness", {}, "measure: found 'betweeness', did you mean betweenness"),
        ("xyz", {}, "measure: found 'xyz', one of degree, pagerank, "),
        ("degree", {"projection": "actor"}, "projection: found 'actor', did you mean actors"),
        ("degree", {"projection": "q"}, "projection: found 'q', simple, actors, "),
        ("degree", {"projection": "actors", "weighting": "newmann"}, "weighting: found 'newmann', did you mean newman"),
        ("brokerage", {"by": "colour"}, "by: found 'colour', group, region, region_name, type is allowed"),
        ("bootstrap", {"of": "hits"}, "bootstrap: found 'hits', the ranks of degree, strength, "),
        ("bootstrap", {"projection": "simple"}, "bootstrap: found a projection"),
        ("degree-by-relation", {"projection": "simple"}, "degree-by-relation: found a projection"),
    ],
)
def test_what_cannot_be_measured_is_refused(network: Network, name: str, asked: Asked, message: str) -> None:
    with pytest.raises(InputError, match=message):
        measure_table(network, name, **asked)


def test_projection_is_not_projected_again(network: Network) -> None:
    with pytest.raises(InputError, match="projection: found 'actors' of a projection, it is made of a network"):
        measure_table(simple(network), "degree", projection="actors")


def test_names_are_read_as_people_write_them() -> None:
    assert measure_named("Degree by relation").name == "degree-by-relation"
    assert measure_named("null_model").name == "null-model"


def test_every_measure_says_what_it_is_and_where_it_is_from() -> None:
    assert all(info.title and info.source[-4:].isdigit() for info in MEASURES.values())


def test_estimates_of_large_networks_have_names_that_say_so(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    assert approximations(network, "degree") == ()
    monkeypatch.setattr("graph.rankings.tables.MANY_NODES", 4)
    monkeypatch.setattr("graph.rankings.tables.PIVOTS", 5)
    assert "betweenness_estimated" in measure_table(network, "degree").columns
    assert {"closeness_estimated", "harmonic_estimated"} < set(measure_table(network, "closeness").columns)
    assert approximations(network, "degree")[0] == "betweenness is estimated from 5 starting nodes of 8"
    assert approximations(network, "strength") == ()


def test_small_networks_are_measured_exactly(network: Network) -> None:
    for name, exact in (("betweenness", between(network)), ("closeness", closeness(network))):
        ids = column(network, name, "id")
        assert column(network, name, name) == [round(exact[str(one)], 8) for one in ids]


def test_bootstrap_and_null_model_hang_on_the_seed_alone(network: Network) -> None:
    for name in ("bootstrap", "null-model"):
        assert measure_table(network, name, samples=5) == measure_table(network, name, samples=5)
    assert measure_table(network, "bootstrap", samples=5) != measure_table(network, "bootstrap", samples=5, seed=9)


def test_empty_network_has_empty_tables() -> None:
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in (
        "degree",
        "communities",
        "membership",
        "closeness",
        "hits",
        "cores",
        "constraint",
        "brokerage",
        "bootstrap",
    ):
        assert measure_table(empty, name, samples=2).rows == ()


def test_sampling_tells_of_its_progress(network: Network) -> None:
    told: list[tuple[str, int, int]] = []
    for name in sorted(SAMPLED):
        measure_table(network, name, samples=2, progress=lambda *step: told.append(step))
    words = ("samples of sentences", "networks of chance")
    assert told == [(word, done, 2) for word in words for done in (1, 2)]


def small(*relations: tuple[str, str, str], alone: tuple[str, ...] = ()) -> Network:
    """Countries with relations (subject, predicate, object), each shown by a sentence of its own, and some without."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted({*alone, *(end for start, _, end in relations for end in (start, end))}):
        found.add_node(
            node, name=node, type="Country", group="Country", iri=node, region="", region_name="", sectors=()
        )
    for number, (start, predicate, end) in enumerate(relations):
        said = {
            "predicate": predicate,
            "evidence": 1,
            "sources": ("text",),
            "sentences": (("text", number, number + 1),),
        }
        found.add_edge(start, end, predicate, **said)  # type: ignore[arg-type]  # attributes of any kind
    return found


AWKWARD = {
    "nothing": small(),
    "one thing": small(alone=("peru",)),
    "no relations": small(alone=("kenya", "peru")),
    "a loop alone": small(("peru", "cooperatesWith", "peru")),
    "a loop beside": small(("peru", "cooperatesWith", "peru"), ("peru", "supports", "kenya")),
    "a pair": small(("peru", "supports", "kenya")),
    "pieces": small(("peru", "supports", "kenya"), ("chad", "cooperatesWith", "togo"), alone=("mali",)),
}


#: Measures of the network itself, of no projection.
OF_RELATIONS = frozenset({"bootstrap", "degree-by-relation"})


@pytest.mark.parametrize("name", sorted(set(MEASURES) - SLICED))
def test_awkward_networks_have_tables_too(name: str) -> None:
    fitting = [one for one in Projected if not MEASURES[name].bipartite or "-" in one]
    for network in AWKWARD.values():
        for projection in (None, *(() if name in OF_RELATIONS else fitting)):
            table = measure_table(network, name, samples=2, projection=projection)
            assert all(len(row) == len(table.columns) for row in table.rows)


SCRIPT = """
import sys
from pathlib import Path
from graph.facts import open_view
from graph.network import to_networkx
from graph.rankings import MEASURES, SLICED, measure_table
network = to_networkx(open_view(Path(sys.argv[1])))
for name in MEASURES:
    if name not in SLICED:
        print(measure_table(network, name, samples=3))
"""


def test_every_table_has_the_same_bytes_in_every_run(small_out: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(small_out)],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert b"Blue Harbour" in outputs.pop()


def test_list_of_measures_loads_no_networkx() -> None:
    code = "import sys, graph.rankings, graph.cli; sys.exit('networkx' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
