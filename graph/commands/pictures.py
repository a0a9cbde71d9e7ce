"""The pictures of `odagraph plot` by name, and what each shows; needs no matplotlib, so that a list comes at once."""

from collections.abc import Mapping
from types import MappingProxyType

PICTURES: Mapping[str, str] = MappingProxyType(
    {
        "actors": "who has a hand in the most programmes",
        "bipartite": "actors and the countries that they reach, as two columns",
        "ego": "one thing (--thing, else the best connected actor) and its neighbours",
        "flows": "from giver through programme to country or region",
        "map": "all things and relations, the best connected named",
        "ranks": "who has the most relations, with bootstrapped intervals",
        "reach": "which actor reaches which country, by community",
        "regions": "regions that meet in programmes and events",
        "timeline": "programmes by the years that the texts give for them",
    }
)
