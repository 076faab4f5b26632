"""The countries whose law this version knows. A practice may stand under two of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from quenotte.register.packs.elsewhere import ELSEWHERE
from quenotte.register.packs.france import FRANCE
from quenotte.register.packs.model import Pack
from quenotte.register.packs.switzerland import SWITZERLAND

__all__ = ["ELSEWHERE", "FRANCE", "PACKS", "SWITZERLAND", "Pack", "of", "under"]

PACKS: Mapping[str, Pack] = MappingProxyType({pack.country: pack for pack in (FRANCE, SWITZERLAND)})


def of(country: str) -> Pack:
    """By ISO 3166 code, as the public card carries it."""
    return PACKS.get(country.upper(), ELSEWHERE)


def under(country: str, chosen: Iterable[str] = ()) -> tuple[Pack, ...]:
    """The practice's own country first, then those that it chose besides."""
    own = of(country)
    return (own, *(PACKS[code] for code in chosen if code in PACKS and code != own.country))
