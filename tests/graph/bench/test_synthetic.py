"""The made-up graph keeps every promise of a real one, and its bytes; small sizes only, benchmarks take the large."""

from collections import Counter
from pathlib import Path

import pytest

from extract.model import Extraction
from graph.bench.synthetic import make_extraction, write_synthetic
from graph.bench.synthetic_texts import SENTENCES
from graph.checking.validate import validate
from graph.facts import open_view
from graph.store import open_store, read_manifest
from graph.writing.dataset import to_quads
from ontology import BuildError, EntityType, Namespaces, Status

TEXTS = 12


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return make_extraction(TEXTS)


@pytest.fixture(scope="module")
def synthetic_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthetic") / "out"
    write_synthetic(out, TEXTS)
    return out


def test_it_conforms_to_the_shapes(synthetic_out: Path) -> None:
    assert validate(open_store(synthetic_out), Namespaces()) == ()


def test_it_counts_what_it_holds(synthetic_out: Path) -> None:
    counts = read_manifest(synthetic_out).counts
    view = open_view(synthetic_out)
    assert counts["triples"] == len(list(open_store(synthetic_out)))
    assert (
        (counts["documents"], counts["entities"])
        == (TEXTS, len(view.nodes))
        == (len(view.documents), counts["entities"])
    )


def test_the_same_seed_gives_the_same_quads(extraction: Extraction) -> None:
    assert to_quads(make_extraction(TEXTS), Namespaces()) == to_quads(extraction, Namespaces())
    assert make_extraction(2, seed=2) != make_extraction(2, seed=3)


def test_every_quote_and_name_stands_in_its_text(extraction: Extraction) -> None:
    for facts in extraction.documents:
        evidence = {one for claim in facts.claims for one in claim.evidence}
        evidence |= {one for sector in facts.sectors for one in sector.evidence}
        assert all(facts.document.quote(one.start, one.end) == one.text for one in evidence)
        assert all(facts.document.quote(one.start, one.end) == one.name for one in facts.mentions)


def test_its_claims_have_the_shares_of_the_seed_texts(extraction: Extraction) -> None:
    claims = [claim for facts in extraction.documents for claim in facts.claims]
    predicates = Counter(claim.predicate for claim in claims)
    assert len(predicates) == 12
    assert 1.5 < len(claims) / (TEXTS * SENTENCES) < 2.6
    assert 0.3 < sum(claim.year is not None for claim in claims) / len(claims) < 0.55
    assert {claim.status for claim in claims} == set(Status)


def test_a_few_things_are_hubs_and_most_are_named_once(extraction: Extraction) -> None:
    claims = [claim for facts in extraction.documents for claim in facts.claims]
    degrees = Counter(end for claim in claims for end in (claim.subject, claim.object))
    assert degrees.most_common(1)[0][1] > 40
    assert sum(degree == 1 for degree in degrees.values()) > len(degrees) / 3


def test_what_named_queries_ask_for_by_default_is_named(extraction: Extraction) -> None:
    hubs = {"jica", "viet-nam", "japan", "asean", "sdgs", "united-nations-peacebuilding-fund"}
    assert hubs <= {entity.id for entity in extraction.entities}


def test_every_type_is_there(extraction: Extraction) -> None:
    assert {entity.type for entity in extraction.entities} == set(EntityType)


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="found it there already"):
        write_synthetic(tmp_path, 1)
