"""The options that choose what a network is made of: those of `graph.network.filters.Filters`."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from graph.network.filters import Filters

# ruff: noqa: PLC0415 (imports inside the functions: help has to come at once)

_F = TypeVar("_F", bound=Callable[..., Any])

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def _years(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, ...] | None:
    """The years of "2018" or "2018-2023", both ends in."""
    if value is None:
        return None
    match = _YEARS.fullmatch(value)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise click.BadParameter(f"found {value!r}, a year or a span like 2018-2023 is needed")
    return tuple(range(first, last + 1))


def _several(name: str, field: str, text: str) -> Callable[[_F], _F]:
    """An option that may be given more than once."""
    return click.option(name, field, multiple=True, metavar="NAME", help=text)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    _several("--relation", "predicates", "Only relations of this kind; may be repeated, as all that follow."),
    _several("--type", "types", "Only between things of this type or group."),
    _several("--text", "documents", "Only what this text says (id or title)."),
    click.option("--years", callback=_years, metavar="YEARS", help="Only what is said of these years, like 2018-2023."),
    _several("--status", "statuses", "Only what is stated, planned or proposed."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Only what is at least so sure."),
    _several("--region", "regions", "Only relations with an end in this region (M49 code or name)."),
    _several("--sector", "sectors", "Only relations with an end in this sector (code, category or label)."),
)


def filter_options(function: _F) -> _F:
    """The options of the filters, which come to the command as keywords of the same names."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def filters_of(options: Mapping[str, Any]) -> "Filters":
    """The filters as `to_networkx` takes them, from a command's keywords; an option not given lets all pass."""
    from graph.network.filters import Filters

    found: Filters = {  # type: ignore[assignment]  # options of these names
        key: list(options[key]) if isinstance(options[key], tuple) else options[key]
        for key in Filters.__annotations__
        if options.get(key) not in ((), None)
    }
    return found
