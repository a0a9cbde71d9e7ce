"""The command as a user meets it. What needs the language model is tested with extraction, not here."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.cli import PIPE_CLOSED, STOPPED, cli, run
from ontology import Namespaces

COMMANDS = sorted(cli.commands)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_of_each_command(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, shown, _ = _run(capsys, command, "--help")
    assert code == 0
    assert f"\n    odagraph {command}" in shown.partition("Examples:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    options = [parameter for parameter in cli.commands[command].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_without_arguments_it_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = _run(capsys)
    assert code == 0
    assert all(f"\n  {command} " in shown for command in COMMANDS)


def test_query_writes_a_table(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    code, shown, _ = _run(capsys, "query", "members-of-body", "-p", "body=ASEAN", "--out", small_out)
    assert code == 0
    assert {"member", "role", "status", "sentence"} <= set(shown.splitlines()[0].split())
    assert "Viet Nam is a member of ASEAN." in shown


def test_query_writes_csv_and_json(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    asked = ("query", "SELECT ?n { a:jica skos:prefLabel ?n }", "--out", small_out, "--format")
    name = "Japan International Cooperation Agency"
    assert list(csv.reader(io.StringIO(_run(capsys, *asked, "csv")[1]))) == [["n"], [name]]
    assert json.loads(_run(capsys, *asked, "json")[1]) == [{"n": name}]


@pytest.mark.parametrize(
    ("sparql", "format_", "written"),
    [
        ("ASK { ?x a oda:Project }", "table", "true\n"),
        ("ASK { ?x a oda:Nothing }", "json", "false\n"),
        ("ASK { ?x a oda:Project }", "csv", "answer\ntrue\n"),
        ("CONSTRUCT { a:jica oda:rule 'x' } {}", "csv", "subject,predicate,object\n"),
        ("CONSTRUCT { a:jica oda:rule 'x' } {}", "table", 'a:jica oda:rule "x" .'),
    ],
)
def test_query_writes_every_kind_of_answer(
    capsys: pytest.CaptureFixture[str], small_out: Path, sparql: str, format_: str, written: str
) -> None:
    code, shown, _ = _run(capsys, "query", sparql, "--format", format_, "--out", small_out)
    assert code == 0
    assert written in shown


def test_query_takes_a_file(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("# parameter: n (integer) default 1\nSELECT ($n AS ?m) {}", encoding="utf-8")
    assert _run(capsys, "query", tmp_path / "own.rq", "-p", "n=7", "--format", "csv", "--out", small_out)[1] == "m\n7\n"


def test_query_lists_and_shows(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    assert "--param actor=… (entity, JICA if not given)" in _run(capsys, "query", "--list")[1]
    assert (
        "<https://w3id.org/odagraph/id/undp>"
        in _run(capsys, "query", "partners-of-actor", "-p", "actor=undp", "--show", "--out", small_out)[1]
    )


def test_why_writes_words_and_tables(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    assert "“Japan works with UNDP.”" in _run(capsys, "why", "UNDP", "--out", small_out)[1]
    (row,) = json.loads(_run(capsys, "why", "UNDP", "--format", "json", "--out", small_out)[1])
    assert (row["subject"], row["relation"], row["object"], row["text"]) == ("Japan", "cooperatesWith", "UNDP", "north")


def test_info_counts(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    assert "2 documents" in _run(capsys, "info", "--out", small_out)[1]
    assert len(json.loads(_run(capsys, "info", "--format", "json", "--out", small_out)[1])["texts"]) == 2


def test_network_ranks_and_groups(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    for measure in ("degree", "pagerank", "betweenness"):
        code, shown, _ = _run(
            capsys, "network", "--measure", measure, "--top", "2", "--format", "json", "--out", small_out
        )
        rows = json.loads(shown)
        assert code == 0
        assert len(rows) == 2
        assert rows[0][measure] >= rows[1][measure]
    groups = json.loads(_run(capsys, "network", "--measure", "communities", "--format", "json", "--out", small_out)[1])
    assert groups[0]["members"] >= groups[-1]["members"]


def test_view_names_the_page_and_writes_another(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    assert _run(capsys, "view", "--no-open", "--out", small_out)[1] == f"{small_out / 'graph.html'}\n"
    code, shown, _ = _run(capsys, "view", "--no-open", "--out", small_out, "-o", tmp_path / "page.html")
    assert (code, shown) == (0, f"{tmp_path / 'page.html'}\n")
    assert "Blue Harbour Project" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["turtle", "trig", "nquads", "jsonld", "graphml", "csv"])
def test_export_names_what_it_wrote(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path, format_: str
) -> None:
    code, shown, _ = _run(capsys, "export", "--format", format_, "-o", tmp_path / "x", "--out", small_out)
    assert code == 0
    assert all(Path(line).stat().st_size for line in shown.splitlines())


def test_export_goes_beside_the_graph(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    shutil.copytree(small_out, tmp_path / "g")
    assert _run(capsys, "export", "--format", "nquads", "--out", tmp_path / "g")[1] == f"{tmp_path / 'g-export.nq'}\n"


def test_validate_conforms(capsys: pytest.CaptureFixture[str], small_out: Path) -> None:
    assert _run(capsys, "validate", "--out", small_out)[:2] == (0, f"{small_out}: the graph conforms\n")


def test_validate_ends_with_one_when_it_finds_faults(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_out, tmp_path / "bad")
    namespaces = Namespaces()
    store = Store(tmp_path / "bad" / "store")
    ends = (namespaces.entity("kenya"), namespaces.term("supports"), namespaces.entity("japan"))
    store.add(Quad(*map(NamedNode, (*ends, namespaces.source("north")))))  # a direct triple without a claim
    store.flush()
    del store
    code, shown, _ = _run(capsys, "validate", "--format", "json", "--out", tmp_path / "bad")
    assert code == 1
    assert "id/kenya" in json.loads(shown)[0]["node"]


def test_diff_ends_with_one_when_graphs_differ(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    from extract.model import Extraction  # noqa: PLC0415 (one test needs it)
    from graph.writing.build import write  # noqa: PLC0415

    write(Extraction(documents=(), entities=()), tmp_path / "empty")
    assert _run(capsys, "diff", small_out, small_out)[:2] == (
        0,
        f"{small_out} and {small_out}: the graphs hold the same\n",
    )
    code, shown, _ = _run(capsys, "diff", tmp_path / "empty", small_out, "--format", "json")
    changes = json.loads(shown)
    assert code == 1
    assert [kind for kind in changes if changes[kind]["removed"] or changes[kind]["changed"]] == []
    assert ("jica", "implements", "blue-harbour") in [
        (fact["subject"], fact["predicate"], fact["object"]) for fact in changes["facts"]["added"]
    ]
    code, shown, _ = _run(capsys, "diff", tmp_path / "empty", small_out)
    assert code == 1
    assert shown.endswith("\nentities: 8 added; facts: 7 added\n")
    code, shown, _ = _run(capsys, "diff", tmp_path / "empty", small_out, "--format", "csv")
    assert code == 1
    assert shown.startswith("change,subject,type_or_relation,object,status,what,id,text,sentence\nadded,")


def test_evaluate_scores(capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path) -> None:
    gold = {"entities": [{"id": "j", "type": "Country", "name": "Japan", "mentions": []}], "relations": []}
    (tmp_path / "north.json").write_text(json.dumps(gold), encoding="utf-8")
    code, shown, _ = _run(capsys, "evaluate", tmp_path, "--format", "json", "--out", small_out)
    assert code == 0
    assert json.loads(shown)["scores"][0] == {
        "what": "entity",
        "precision": 0.167,
        "recall": 1.0,
        "f1": 0.286,
        "low": None,
        "high": None,
        "right": 1,
        "found": 6,
        "wanted": 1,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("qury",), 2, "No such command 'qury'"),
        (("query",), 2, "Missing argument"),
        (("query", "x", "--format", "xml"), 2, "'xml' is not one of 'table', 'csv', 'json'"),
        (("query", "find", "-p", "text"), 2, "--param: found 'text', NAME=VALUE is needed"),
        (("query", "top-actor"), 2, "top-actor: found no named query of this name, there is top-actors"),
        (("query", "SELECT ?x { ?x }"), 2, "query: 1:17: found the end, BIND is expected"),
        (("query", "no.rq"), 2, "no.rq: found that it cannot be read"),
        (("query", "DROP ALL"), 2, "the graph is read only"),
        (("why", "Nobody at all"), 2, "found nothing named 'Nobody at all'"),
        (("why", "JICA", "eats", "Japan"), 2, "why: found relation 'eats'"),
        (("evaluate", "nowhere"), 2, "nowhere: found nothing there"),
        (("network", "--top", "-1"), 2, "-1 is not in the range"),
        (("serve", "--timeout", "0"), 2, "0 is not in the range"),
    ],
)
def test_a_mistake_is_one_line_and_an_exit_code(
    capsys: pytest.CaptureFixture[str],
    small_out: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(small_out.parent)  # its graph is in ./out
    found, shown, said = _run(capsys, *arguments)
    assert (found, shown) == (code, "")
    assert said.startswith("odagraph: ")
    assert said.count("\n") == 1
    assert message in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "find"),
        ("why", "JICA"),
        ("info",),
        ("view", "--no-open"),
        ("serve", "--port", "0"),
        ("export", "--format", "trig"),
        ("network",),
        ("validate",),
        ("diff", "one", "two"),
        ("evaluate", "gold"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_each_command_says_that_there_is_no_graph_yet(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, shown, said = _run(capsys, *arguments)
    assert (code, shown) == (1, "")
    assert "found no graph, run `odagraph build` first" in said


def test_a_file_that_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], small_out: Path, tmp_path: Path
) -> None:
    code, _, said = _run(capsys, "view", "--no-open", "--out", small_out, "-o", tmp_path / "no" / "page.html")
    assert code == 1
    assert said == f"odagraph: {tmp_path / 'no' / 'page.html'}: No such file or directory\n"


def test_control_characters_of_a_name_never_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], small_out: Path
) -> None:
    assert "\x1b" not in _run(capsys, "why", "\x1b[2J", "--out", small_out)[2]


def _process(*arguments: str | Path, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "graph.cli", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return] # options of one call


def test_ctrl_c_ends_with_130(small_out: Path) -> None:
    code = f"""
import os, signal, sys
import graph.query
from graph.cli import run
graph.query.run = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)
sys.exit(run(["query", "ASK {{}}", "--out", {str(small_out)!r}]))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (STOPPED, "odagraph: stopped")


def test_a_reader_that_leaves_early_gets_no_traceback(small_out: Path) -> None:
    with _process("query", "SELECT ?s ?p ?o { ?s ?p ?o }", "--format", "csv", "--out", small_out) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) in {0, PIPE_CLOSED}


def test_output_is_utf_8_whatever_the_locale(small_out: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))} | {
        "LC_ALL": "C"
    }
    with _process("why", "JICA", "--out", small_out, env=environment) as process:
        shown, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert "“" in shown


@pytest.mark.parametrize(
    "arguments", [("info",), ("why", "JICA"), ("query", "programmes-of-actor")], ids=lambda a: a[0]
)
def test_it_answers_without_loading_what_is_heavy(small_out: Path, arguments: tuple[str, ...]) -> None:
    code = f"""
import sys
from graph.cli import run
assert run([*{arguments!r}, "--out", {str(small_out)!r}]) == 0
heavy = {{"spacy", "rdflib", "networkx", "numpy", "pyvis", "pyshacl", "scipy", "tqdm", "pandas"}} & set(sys.modules)
sys.exit(f"loaded: {{sorted(heavy)}}" if heavy else 0)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
