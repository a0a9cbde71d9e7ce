"""The page's modules that reckon, each asked by itself."""

import json
from typing import Any

import pytest


@pytest.fixture
def blank(reader: Any) -> Any:
    reader.page.goto("about:blank")
    return reader


def test_names_are_marked_as_whole_words(blank: Any) -> None:
    cases: list[tuple[str, list[str], list[str], list[list[str]]]] = [
        ("Aid to Viet\nNam by JICANote 4.", ["JICA"], ["Viet Nam"], [["Viet\nNam", "object"], ["JICA", "subject"]]),
        ("UN Women, UN", ["UN", "UN Women"], ["x"], [["UN Women", "subject"], ["UN", "subject"]]),
        ("Côte d’Ivoire (C.I.)", ["Côte d'Ivoire"], ["C.I."], [["Côte d’Ivoire", "subject"], ["C.I.", "object"]]),
        ("Whoever reads WHO", ["WHO"], [""], [["WHO", "subject"]]),
    ]
    for text, subject, object_, marked in cases:
        pieces = blank.run(f"$quotes.pieces({json.dumps(text)}, {json.dumps(subject)}, {json.dumps(object_)})")
        assert "".join(piece["text"] for piece in pieces) == text
        assert [[piece["text"], piece["role"]] for piece in pieces if piece["role"]] == marked


def test_wrong_addresses_give_the_start(blank: Any) -> None:
    wrong = "#steps=9&view=odd&path=one&from=-3&confidence=x&theme=pink&size=big"
    assert blank.run(f"$state.formatState($state.parseState('{wrong}'))") == ""


def test_labels_do_not_cover_each_other(blank: Any) -> None:
    wishes = [{"key": n, "lines": ["x"], "width": 60, "height": 14, "x": 100, "y": 100, "radius": 5} for n in range(9)]
    room = {"left": 0, "top": 0, "right": 300, "bottom": 300}
    placed = blank.run(f"$labels.placeLabels({json.dumps(wishes)}, [], {json.dumps(room)})")
    assert [label["key"] for label in placed] == [0, 1, 2, 3]
    assert blank.run("$labels.wrapped('a'.repeat(80))[0].length") == 28


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", '"\'=1+1"'),
        (" @SUM(A1)", '"\' @SUM(A1)"'),
        ("-5", '"\'-5"'),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("two\nlines", '"two\nlines"'),
        ("Kenya", "Kenya"),
    ],
)
def test_csv_cells_are_text(blank: Any, value: str, written: str) -> None:
    assert blank.run(f"$csv.csv([[{json.dumps(value)}, -2.5]])") == f"\ufeff{written},-2.5\r\n"


def test_arrow_keys_lead_to_the_nearest_on_that_side(blank: Any) -> None:
    places = [{"key": 1, "x": 0, "y": 0}, {"key": 2, "x": 50, "y": 4}, {"key": 3, "x": 20, "y": 60}]
    for arrow, expected in (("ArrowRight", 2), ("ArrowDown", 3), ("ArrowLeft", None)):
        assert blank.run(f"$cursor.next({json.dumps(places)}, 1, '{arrow}')") == expected
    assert blank.run(f"$cursor.next({json.dumps(places)}, null, 'ArrowUp')") == 1


def test_distance_from_a_stretch(blank: Any) -> None:
    ends = "{x: 0, y: 0}, {x: 10, y: 0}"
    assert blank.run(f"[[5, 3], [14, 3]].map(([x, y]) => $lines.distance({{x, y}}, {ends}))") == [3, 5]


def test_all_shortest_paths_count(reader: Any) -> None:
    reader.open()
    found = reader.page.evaluate(
        """() => {
          const { model } = odagraph;
          const [from, to] = ["jica", "viet-nam"].map((id) => model.numberOf.get(id));
          return [...model.stepsFrom([from], 2, () => true).values()].sort().join("") + model.factsOf[to].length;
        }"""
    )
    assert found == "01112223"
