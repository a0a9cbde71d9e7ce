"""The code schemes of `ontology/codes-*.ttl` in SKOS, from the tables of `seeds/`: ``python -m graph.writing.schemes``.

`seeds/codes.csv` has a line for each concept; the countries come from `seeds/countries.csv`, which knows their codes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extract.seeds import CODES, COUNTRIES, REGIONS, TableLine, read_table, seeds_folder
from ontology.errors import InputError

COUNTRY = "country"
#: Scheme → its title and where its publisher keeps it.
SCHEMES: Mapping[str, tuple[str, str]] = {
    "channel": (
        "Channels of delivery (OECD CRS)",
        "https://www.oecd.org/dac/financing-sustainable-development/development-finance-standards/dacandcrscodelists.htm",
    ),
    COUNTRY: ("Countries (ISO 3166-1, UN M49, OECD DAC)", "https://www.iso.org/iso-3166-country-codes.html"),
    "dac-region": (
        "Regions of recipients (OECD DAC)",
        "https://www.oecd.org/dac/financing-sustainable-development/development-finance-standards/dacandcrscodelists.htm",
    ),
    "organisation-role": (
        "Roles of organisations in an activity (IATI)",
        "https://iatistandard.org/en/iati-standard/203/codelists/organisationrole/",
    ),
    "organisation-type": (
        "Organisation types (IATI)",
        "https://iatistandard.org/en/iati-standard/203/codelists/organisationtype/",
    ),
    "region": ("Geographic regions (UN M49)", "https://unstats.un.org/unsd/methodology/m49/"),
    "sector": (
        "Sectors and purposes of aid (OECD DAC/CRS)",
        "https://www.oecd.org/dac/financing-sustainable-development/development-finance-standards/dacandcrscodelists.htm",
    ),
}
#: Column of the countries' table → what its codes are. A country has several notations, so each has a datatype.
NOTATIONS: Mapping[str, str] = {
    "alpha2": "ISO 3166-1 alpha-2 code",
    "alpha3": "ISO 3166-1 alpha-3 code",
    "m49": "UN M49 code",
    "dac": "OECD DAC code of a recipient or donor",
}
#: Role in an activity → the relation of ours that says nearly the same.
_RELATIONS: Mapping[str, str] = {"1": "funds", "4": "implements"}

_PREFIXES = """\
@prefix code: <https://w3id.org/odagraph/code/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oda: <https://w3id.org/odagraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def scheme_files(folder: Traversable | None = None) -> Mapping[str, str]:
    """File name → its Turtle, one file for each scheme.

    Args:
        folder: where the tables are; the project's own when not said.

    Raises:
        InputError: a table cannot be used, or a line names a scheme or a broader code that there is none of.
    """
    folder = folder or seeds_folder()
    concepts: dict[str, list[str]] = {scheme: [] for scheme in SCHEMES}
    concepts[COUNTRY] = [_country(line.cells) for line in read_table(folder, COUNTRIES)]
    lines = tuple(read_table(folder, CODES))
    _check(lines)
    near = _dac_regions(folder)
    for line in lines:
        concepts[line.cells["scheme"]].append(_concept(line.cells, near))
    return {f"codes-{scheme}.ttl": _file(scheme, those) for scheme, those in sorted(concepts.items())}


def _check(lines: Iterable[TableLine]) -> None:
    known = {(line.cells["scheme"], line.cells["code"]) for line in lines}
    for line in lines:
        scheme, broader = line.cells["scheme"], line.cells["broader"]
        if scheme not in SCHEMES or scheme == COUNTRY:
            raise line.error(f"scheme {scheme!r}", ", ".join(sorted(SCHEMES.keys() - {COUNTRY})))
        if broader and (scheme, broader) not in known:
            raise line.error(f"broader {broader!r}", f"a code of the scheme {scheme}")


def _dac_regions(folder: Traversable) -> Mapping[str, str]:
    """DAC code → M49 code of the regions that have both."""
    cells = (line.cells for line in read_table(folder, REGIONS))
    return {row["dac_region"]: row["m49"] for row in cells if row["dac_region"] and row["m49"]}


def _file(scheme: str, concepts: Iterable[str]) -> str:
    title, source = SCHEMES[scheme]
    head = f"# {title}. Written from the tables in seeds/ by `make codes`: change those, not this.\n"
    about = f'code:{scheme} a skos:ConceptScheme ;\n    dcterms:title "{title}"@en ;\n    dcterms:source <{source}> .\n'
    datatypes = "".join(_datatypes()) if scheme == COUNTRY else ""
    return "\n".join((head, _PREFIXES, about + datatypes, *concepts))


def _datatypes() -> Iterator[str]:
    for column, label in NOTATIONS.items():
        yield f'\n{_notation_type(column)} a rdfs:Datatype ;\n    rdfs:label "{label}"@en .\n'


def _notation_type(column: str) -> str:
    return f"<https://w3id.org/odagraph/code/notation#{column}>"


def _iri(scheme: str, code: str) -> str:
    return f"<https://w3id.org/odagraph/code/{scheme}/{code}>"


def _country(cells: Mapping[str, str]) -> str:
    notations = [f'"{cells[column]}"^^{_notation_type(column)}' for column in NOTATIONS if cells[column]]
    said = [("notation", ", ".join(notations)), ("prefLabel", _english(cells["name"]))]
    if cells["region"]:
        said.append(("broader", _iri("region", cells["region"])))
    return _turtle(COUNTRY, cells["alpha2"], said)


def _concept(cells: Mapping[str, str], near: Mapping[str, str]) -> str:
    scheme, code = cells["scheme"], cells["code"]
    said = [("notation", f'"{code}"'), ("prefLabel", _english(cells["name"]))]
    if cells["definition"]:
        said.append(("definition", _english(cells["definition"])))
    if cells["broader"]:
        said.append(("broader", _iri(scheme, cells["broader"])))
    if scheme == "dac-region" and code in near:
        said.append(("closeMatch", _iri("region", near[code])))
    if scheme == "organisation-role" and code in _RELATIONS:
        said.append(("relatedMatch", f"oda:{_RELATIONS[code]}"))
    return _turtle(scheme, code, said, withdrawn=bool(cells["withdrawn"]))


def _turtle(scheme: str, code: str, said: Sequence[tuple[str, str]], *, withdrawn: bool = False) -> str:
    parts = [f"{_iri(scheme, code)} a skos:Concept", *(f"    skos:{term} {value}" for term, value in said)]
    parts.append(f"    skos:inScheme code:{scheme}")
    if scheme == COUNTRY or all(term != "broader" for term, _ in said):
        parts.append(f"    skos:topConceptOf code:{scheme}")
    if withdrawn:
        parts.append("    owl:deprecated true")
    return " ;\n".join(parts) + " .\n"


def _english(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'


def write_schemes(folder: Path) -> tuple[Path, ...]:
    """The files of the schemes, written into a folder.

    Raises:
        InputError: a table cannot be used, or the folder cannot be written.
    """
    written = {folder / name: text for name, text in scheme_files().items()}
    for path, text in written.items():
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: found that it cannot be written ({error}), a folder is needed") from error
    return tuple(written)


if __name__ == "__main__":
    write_schemes(Path(str(files("ontology"))))
