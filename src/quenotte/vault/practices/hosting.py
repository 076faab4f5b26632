"""Who hosts this deployment, as it says itself; the practice accepts these facts by its signature (P17).

Where the law asks for a certificate, facts that are not accepted, not whole, have ended or name a place outside
the law's close new health questionnaires, and nothing else: agenda, desk and cancellation go on.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings

from quenotte.register.packs.model import Pack

WARNED = timedelta(days=60)
CERTIFIED = (
    "certificate",
    "valid_until",
    "version",
    "activities",
)  # what a certificate consists of


class Closed(StrEnum):
    """Why new questionnaires are closed."""

    NOT_ACCEPTED = "not-accepted"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    PLACE = "place"


@dataclass(frozen=True)
class Facts:
    """What QUENOTTE_HOSTING declares."""

    name: str = ""
    certificate: str = ""
    version: str = ""  # of the certificate's reference frame
    activities: str = ""  # which of the six the certificate covers
    valid_until: str = ""
    country: str = ""
    place: str = ""

    @property
    def ends_on(self) -> date | None:
        """The last day of the certificate; None when it names none."""
        try:
            return date.fromisoformat(self.valid_until)
        except ValueError:
            return None


def facts() -> Facts:
    held: dict[str, Any] = settings.HOSTING
    return Facts(**{name: _words(held.get(name, "")) for name in Facts.__dataclass_fields__})


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def digest() -> str:
    """SHA-256 of the facts: what a practice signs when it accepts them."""
    said = json.dumps(asdict(facts()), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def closed(*, accepted: str | None, packs: Iterable[Pack], today: date) -> Closed | None:
    """Why new questionnaires are closed under these laws; None where they are open."""
    laws = tuple(packs)
    asking = [pack.hosting for pack in laws if pack.hosting.certificate is not None]
    if not asking:
        return None
    held = facts()
    if held.ends_on is None or held.ends_on < today or not held.certificate:
        return Closed.EXPIRED
    if lacks(laws):
        return Closed.INCOMPLETE
    if any(held.country not in law.places for law in asking):
        return Closed.PLACE
    return None if accepted == digest() else Closed.NOT_ACCEPTED


def lacks(packs: Iterable[Pack]) -> tuple[str, ...]:
    """The facts that these laws want said of the certificate, and that nobody has said."""
    if all(pack.hosting.certificate is None for pack in packs):
        return ()
    held = asdict(facts())
    return tuple(name for name in CERTIFIED if not held[name].strip())


def days_left(today: date) -> int | None:
    """Days until the certificate's end, from 60 days before on; negative afterwards."""
    ends = facts().ends_on
    if ends is None or ends - today > WARNED:
        return None
    return (ends - today).days
