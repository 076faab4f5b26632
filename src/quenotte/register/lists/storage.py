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
    """One thing that our pages leave on a device. `lives` None: until the browser is closed."""

    name: str
    kind: Kept
    place: str  # "desk"; nothing is left on the pages that the public sees (P28)
    why: str
    lives: timedelta | None
    activity: str


_COMPUTER = _("recognises a computer that the practice registered")
_SESSION = _("keeps a member signed in until the desk is locked")
STORED = (
    Stored("computer", Kept.COOKIE, "desk", _COMPUTER, timedelta(days=365), "desk-access"),
    Stored("session", Kept.COOKIE, "desk", _SESSION, None, "desk-access"),
)
