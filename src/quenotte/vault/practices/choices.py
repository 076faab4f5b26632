"""The practice's choices as its desk signed them. Nobody else can make one (P51).

A row counts when its signature, its practice and its number are right and it names the row before it, back
to the first; that is asked anew each time. One that somebody else wrote, or that was signed and refused, ends
the chain: the one before counts. What this does not see: whoever runs the database can delete the newest rows,
and so bring the one before back, until journal heads are signed (docs/threat-model.md).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction

from quenotte.base import jws
from quenotte.register import REGISTER, choices
from quenotte.register.choices import Choices, Refused
from quenotte.register.packs import PACKS
from quenotte.vault.practices import hosting, models
from quenotte.vault.practices.models import Practice

TYP = "quenotte-choices"
VERSION = 1
CLOCKS_DIFFER = timedelta(minutes=10)
_FIELDS = {"v", "practice", "number", "previous", "issued", "choices"}
_INSTANT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")  # RFC 3339, UTC


@dataclass(frozen=True)
class Signed:
    """One choice that verifies."""

    number: int
    issued: datetime
    token: str
    previous: str | None
    given: Mapping[str, Any]
    choices: Choices

    @property
    def digest(self) -> str:
        """What the next one has to name as its `previous`."""
        return jws.b64(hashlib.sha256(self.token.encode()).digest())


@dataclass(frozen=True)
class Kept:
    """A choice that verifies, and when it came."""

    signed: Signed
    received_at: datetime


def history(practice: Practice) -> list[Kept]:
    """All that verify, the newest first: the chain from the first one, as far as it holds."""
    chain: list[Kept] = []
    for row in models.Choices.objects.of(practice).filter(set_aside_at=None).order_by("number"):
        before = chain[-1].signed if chain else None
        try:
            signed = _read(row.jws, practice.slug, practice.fingerprint)
        except Refused:
            break
        if signed.number != row.number or (signed.number, signed.previous) != _follows(before):
            break
        chain.append(Kept(signed, row.received_at))
    return chain[::-1]


def newest(practice: Practice) -> Signed | None:
    """The one that counts; None for a practice that never chose."""
    kept = history(practice)
    return kept[0].signed if kept else None


def accepted_at(practice: Practice, hosted: str) -> datetime | None:
    """Since when these hosting facts are accepted without a break; None when they are not."""
    since = None
    for kept in history(practice):
        if kept.signed.choices.hosting != hosted:
            break
        since = kept.signed.issued
    return since


@transaction.atomic
def keep(*, practice: Practice, token: str, at: datetime) -> Signed:
    """Keep a signed choice, whole or not at all. The newest one again is answered again.

    Refuses what the practice's key did not sign, what was signed for another practice, what does not
    follow the newest one, what was not signed just now, and what lies outside the register's or the law's
    bounds. A row that does not verify (after a key succession, all former ones) is set aside, never deleted.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    before = newest(locked)
    if before is not None and before.token == token:
        return before
    signed = _read(token, locked.slug, locked.fingerprint)
    number, previous = _follows(before)
    if signed.number != number:
        raise Refused("number", "replayed")
    if signed.previous != previous:
        raise Refused("previous", "replayed")
    if abs(signed.issued - at) > CLOCKS_DIFFER:
        raise Refused("issued", "malformed")
    known = choices.read(signed.given, register=REGISTER, packs=PACKS, country=locked.country)
    if known.hosting not in (None, before and before.choices.hosting, hosting.digest()):
        raise Refused(
            "hosting", "unknown"
        )  # it accepts facts that are not, or no longer, this host's
    # A row that does not verify was never the practice's: the next one takes its number.
    unverified = models.Choices.objects.of(locked).filter(number__gte=number, set_aside_at=None)
    unverified.update(set_aside_at=at)
    models.Choices.objects.create(practice=locked, number=signed.number, jws=token, received_at=at)
    return signed


def _follows(before: Signed | None) -> tuple[int, str | None]:
    """The number and the `previous` of what comes next."""
    return (before.number + 1, before.digest) if before else (1, None)


@lru_cache(maxsize=1024)
def _read(token: str, practice: str, fingerprint: str) -> Signed:
    """What a token says. The whole token is the cache's key: a changed one is read anew."""
    if not fingerprint:
        raise Refused("jws", "unsigned")
    try:
        payload, signer = jws.read(token, typ=TYP)
    except jws.NotSigned:
        raise Refused("jws", "unsigned") from None
    if signer != fingerprint:
        raise Refused("jws", "another-practice")
    if payload.get("practice") != practice:
        raise Refused("practice", "another-practice")
    if set(payload) != _FIELDS or payload["v"] != VERSION:
        raise Refused("v", "unknown")
    number, previous, issued = payload["number"], payload["previous"], payload["issued"]
    if type(number) is not int or number < 1:
        raise Refused("number", "malformed")
    if not (previous is None or isinstance(previous, str)):
        raise Refused("previous", "malformed")
    given = payload["choices"]
    return Signed(number, _instant(issued), token, previous, given, choices.parse(given))


def _instant(given: object) -> datetime:
    """To the letter: what is printed from it later must not fail on a form that only looks like one."""
    try:
        if isinstance(given, str) and _INSTANT.fullmatch(given):
            return datetime.fromisoformat(given)
    except ValueError:
        pass  # the form is right, and there is no such day
    raise Refused("issued", "malformed")
