"""What the counters of an audience may hear, and nothing else (P8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from quenotte.register.words import _


@dataclass(frozen=True)
class Event:
    """One measure: who answers for it, when it is looked at again, and what it may carry."""

    measure: str
    owner: str
    review: date
    properties: tuple[str, ...]


_REVIEW = date(2027, 11, 23)
EVENTS: Mapping[str, Event] = MappingProxyType(
    {
        "visit": Event(_("visits"), "publisher", _REVIEW, ("language",)),
        "page": Event(_("pages"), "publisher", _REVIEW, ("path",)),
        "time": Event(_("time on the site"), "publisher", _REVIEW, ("seconds",)),
        "place": Event(_("country or region"), "publisher", _REVIEW, ("country", "region")),
        "action": Event(_("actions"), "publisher", _REVIEW, ("action",)),
    }
)
