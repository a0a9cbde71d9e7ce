import re
from pathlib import Path

import pytest

from ontology import reference
from ontology.reference import PAGE, main, page
from ontology.terms import load_terms

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    assert page() == TEXT, "ontology/README.md is stale, `python -m ontology.reference` writes it"


def test_each_term_has_an_anchor_its_definition_and_its_example() -> None:
    for term in load_terms():
        assert TEXT.count(f'<a id="{term.name}"></a>') == 1
        assert f"**{term.label}.** {term.definition} *Example:* {term.example}\n" in TEXT


def test_each_link_within_the_page_leads_somewhere() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", TEXT, flags=re.MULTILINE)}
    anchors = {*re.findall(r'<a id="(\w+)"></a>', TEXT), *headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_each_tie_to_another_vocabulary_stands_in_the_table_and_with_its_term() -> None:
    for term in load_terms():
        for tie in term.ties:
            assert f"[{term.name}](#{term.name}) ({tie.kind})" in TEXT
            assert f"{tie.kind} [{tie.name}]({tie.iri})" in TEXT


def test_the_page_names_each_file_of_the_package() -> None:
    files = [path for path in PAGE.parent.iterdir() if path.suffix in {".py", ".ttl"} and path.stem != "__init__"]
    assert [path.name for path in files if f"`{path.name}`" not in TEXT and not path.match("codes-*.ttl")] == []


def test_every_row_of_a_table_has_the_columns_of_its_head() -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", TEXT, flags=re.MULTILINE)
    assert len(tables) > len(load_terms())
    for table in tables:
        assert len({line.count(" | ") for line in table.splitlines() if not line.startswith("| | ")}) == 1, table


def test_check_finds_a_stale_page_and_writing_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "PAGE", tmp_path / "README.md")
    assert main(["--check"]) == 1
    assert "found another page" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == TEXT
