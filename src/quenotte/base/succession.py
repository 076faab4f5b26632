"""Who signs for a practice after whom (docs/adr/0016-keys-and-people.md).

Read the same way by the vault, where successions are kept, and by the site, which pinned a fingerprint:
whoever pinned a key walks from it to the newest one. Each step is endorsed by the key before, or by the
recovery sheet that the key before named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from quenotte.base import jws

TYP = "quenotte-succession"
CARD_TYP = "quenotte-key-card"
MOST = 100
CLOCKS_DIFFER = timedelta(minutes=10)
_FIELDS = {"v", "practice", "from", "to", "by", "under", "issued"}
_FINGERPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
_INSTANT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class NotOne(Exception):
    """It is no succession of this practice, or it leads elsewhere."""


@dataclass(frozen=True)
class Succession:
    """One step, as fingerprints."""

    former: str
    successor: str
    by: str  # "key" or "sheet"
    under: str  # the newest key card of the former key
    issued: datetime


@dataclass(frozen=True)
class Term:
    """One signing key, and how long it was in force."""

    fingerprint: str
    until: datetime | None

    def covers(self, issued: datetime) -> bool:
        """Whether what is dated so could still be signed by this key; clocks at desks differ."""
        return self.until is None or issued <= self.until + CLOCKS_DIFFER


@lru_cache(maxsize=256)
def read(token: str, *, practice: str) -> Succession:
    """What a token says, once its signer is the former key, or the one that its card names. NotOne."""
    try:
        said, signer = jws.read(token, typ=TYP)
        card, holder = jws.read(_text(said.get("under")), typ=CARD_TYP)
    except jws.NotSigned as why:
        raise NotOne(f"a succession does not hold: {why}") from None
    if set(said) != _FIELDS or type(said["v"]) is not int or said["v"] != 1:
        raise NotOne("a succession is of a version that we do not know")
    if said["practice"] != practice or card.get("practice") != practice:
        raise NotOne("a succession is another practice's")
    former, successor = _fingerprint(said["from"]), _fingerprint(said["to"])
    if holder != former or former == successor:
        raise NotOne("a succession does not lead from one key to another")
    if said["by"] not in ("key", "sheet"):
        raise NotOne("a succession names no signer")
    if signer != (former if said["by"] == "key" else _thumbprint(card.get("succession"))):
        raise NotOne("a succession is signed by another key")
    return Succession(former, successor, said["by"], said["under"], _instant(said["issued"]))


def walk(pinned: str, tokens: Iterable[str], *, practice: str) -> tuple[str, ...]:
    """The fingerprints from a pinned one to the newest, both included.

    NotOne when one token does not hold, when a key has two successors, when they lead in a circle.
    """
    following: dict[str, str] = {}
    for count, token in enumerate(tokens):
        one = read(token, practice=practice)
        if count >= MOST or following.setdefault(one.former, one.successor) != one.successor:
            raise NotOne("a key has two successors")
    walked = [pinned]
    while (successor := following.get(walked[-1])) is not None:
        if successor in walked:
            raise NotOne("the successors lead in a circle")
        walked.append(successor)
    return tuple(walked)


def terms(newest: str, tokens: Iterable[str], *, practice: str) -> tuple[Term, ...]:
    """The keys up to the newest one, in their order; none without a newest.

    A token counts when it verifies and leads there. A key's term ends with the succession that follows it.
    """
    before: dict[str, Succession] = {}
    for token in tokens:
        try:
            one = read(token, practice=practice)
        except NotOne:
            continue
        before.setdefault(one.successor, one)
    held = [Term(newest, None)] if newest else []
    while held and held[0].fingerprint in before:
        one = before.pop(held[0].fingerprint)
        held.insert(0, Term(one.former, one.issued))
    return tuple(held)


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.isascii():
        raise NotOne("a succession names no key card")
    return given


def _fingerprint(given: object) -> str:
    if not isinstance(given, str) or not _FINGERPRINT.fullmatch(given):
        raise NotOne("a succession names no key")
    return given


def _thumbprint(key: Any) -> str:
    if not isinstance(key, dict) or set(key) != {"kty", "crv", "x"}:
        raise NotOne("a key card names no succession key")
    try:
        return jws.fingerprint(key)
    except TypeError:
        raise NotOne("a key card names no succession key") from None


def _instant(given: object) -> datetime:
    try:
        if isinstance(given, str) and _INSTANT.fullmatch(given):
            return datetime.fromisoformat(given)
    except ValueError:
        pass  # the form is right, and there is no such day
    raise NotOne("a succession has no date")
