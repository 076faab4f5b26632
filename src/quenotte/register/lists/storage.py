"""What our pages leave on a device; nothing on those that the public sees (P28)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from quenotte.register.words import _


class Kept(StrEnum):
    """Where in a browser something can stay."""

    COOKIE = "cookie"
    LOCAL = "local-storage"
    SESSION = "session-storage"
    DATABASE = "indexed-db"
    CACHE = "cache"
    WORKER = "service-worker"


@dataclass(frozen=True)
class Stored:
    """One thing that our pages leave on a device.

    `lives` None: a cookie until the browser is closed, anything else until what `why` says happens.
    A name that ends in a dot goes on with the member's random id: one for each of them.
    """

    name: str
    kind: Kept
    place: str  # "desk"; nothing is left on the pages that the public sees (P28)
    why: str
    lives: timedelta | None
    activity: str


_COMPUTER = _("recognises a computer that the practice registered")
_SESSION = _("keeps a member signed in until the desk is locked")
_DRAFT = _(
    "keeps what a member had begun to enter, sealed to their own key, until it returns to them"
)
_FACTOR = _("remembers for ten minutes that a passkey or six digits were right")
_JOURNAL = _("remembers how far a member saw the journal signed, until the browser forgets it")
STORED = (
    Stored("computer", Kept.COOKIE, "desk", _COMPUTER, timedelta(days=365), "desk-access"),
    Stored("session", Kept.COOKIE, "desk", _SESSION, None, "desk-access"),
    Stored("factor", Kept.COOKIE, "desk", _FACTOR, timedelta(minutes=10), "desk-access"),
    Stored("draft.", Kept.LOCAL, "desk", _DRAFT, None, "desk-access"),
    Stored("journal.", Kept.LOCAL, "desk", _JOURNAL, None, "access-journal"),
)
