import doctest
from importlib.resources import files
from pathlib import Path

import pytest

from graph.exports.formats import Format, named, of_file
from ontology import InputError


@pytest.mark.parametrize("format_", Format)
def test_each_format_has_its_name_and_its_ending(format_: Format) -> None:
    assert named(format_.value) is format_
    if not format_.folder:
        assert of_file(Path(f"graph{format_.ending}")) is format_


def test_no_two_formats_share_an_ending() -> None:
    assert len({format_.ending for format_ in Format}) == len(Format)


def test_an_unknown_format_gets_the_list() -> None:
    with pytest.raises(InputError, match=r"--format: found 'xml', one of turtle, trig, .*, neo4j or all is needed"):
        named("xml")


def test_an_unknown_ending_gets_the_list() -> None:
    with pytest.raises(InputError, match=r"x\.xml: found an ending that tells no format, \.ttl, .*\.cyjs do"):
        of_file(Path("x.xml"))


@pytest.mark.parametrize("format_", Format)
def test_the_reference_tells_of_each_format(format_: Format) -> None:
    text = (files("graph.exports") / "README.md").read_text(encoding="utf-8")
    assert f"| `{format_}` |" in text


def test_the_python_of_the_reference_gives_what_it_shows() -> None:
    text = (files("graph.exports") / "README.md").read_text(encoding="utf-8")
    shown = doctest.DocTestParser().get_doctest(text.replace("```", ""), {}, "README.md", "README.md", 0)
    assert len(shown.examples) == 3
    assert doctest.DocTestRunner().run(shown).failed == 0
