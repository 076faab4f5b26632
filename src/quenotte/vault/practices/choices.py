"""The practice's choices as its desk signed them. Nobody else can make one, nor bring back an old one.

A row counts when its signature, its practice and its number are right, and is asked anew each time: one
that somebody else wrote is as if it were not there, and the one before counts (P51).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
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
_FIELDS = {"v", "practice", "number", "previous", "issued", "choices"}


@dataclass(frozen=True)
class Signed:
    """One choice that verifies."""

    number: int
    issued: str
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
    """All that verify, the newest first."""
    return [
        Kept(signed, row.received_at)
        for row in models.Choices.objects.of(practice).order_by("-number")
        if (signed := _verified(practice, row)) is not None
    ]


def newest(practice: Practice) -> Signed | None:
    """The one that counts; None for a practice that never chose."""
    rows = models.Choices.objects.of(practice).order_by("-number")
    row = rows.first()
    while row is not None:
        if (signed := _verified(practice, row)) is not None:
            return signed
        row = rows.filter(number__lt=row.number).first()
    return None


@transaction.atomic
def keep(*, practice: Practice, token: str, at: datetime) -> Signed:
    """Keep a signed choice, whole or not at all. The newest one again is answered again.

    Refuses what the practice's key did not sign, what was signed for another practice, what does not
    follow the newest one, and what lies outside the register's or the law's bounds.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    before = newest(locked)
    if before is not None and before.token == token:
        return before
    signed = _read(token, locked.slug, locked.fingerprint)
    follows = (before.number + 1, before.digest) if before else (1, None)
    if signed.number != follows[0]:
        raise Refused("number", "replayed")
    if signed.previous != follows[1]:
        raise Refused("previous", "replayed")
    known = choices.read(
        signed.given, register=REGISTER, packs=PACKS, country=str(locked.card()["country"])
    )
    if known.hosting not in (None, before and before.choices.hosting, hosting.digest()):
        raise Refused(
            "hosting", "unknown"
        )  # it accepts facts that are not, or no longer, this host's
    # A row that does not verify was never the practice's: the next one takes its number.
    models.Choices.objects.of(locked).filter(number__gte=signed.number).delete()
    models.Choices.objects.create(practice=locked, number=signed.number, jws=token, received_at=at)
    return signed


def _verified(practice: Practice, row: models.Choices) -> Signed | None:
    try:
        signed = _read(row.jws, practice.slug, practice.fingerprint)
    except Refused:
        return None
    return signed if signed.number == row.number else None


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
    try:
        datetime.strptime(str(issued), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused("issued", "malformed") from None
    given = payload["choices"]
    return Signed(number, issued, token, previous, given, choices.parse(given))
