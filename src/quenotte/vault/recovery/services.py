"""Back at the desk with the recovery sheet alone, and what reminds of it while all is well.

The sheet's key never arrives here: the page opens with it what is sealed to it, and signs with the
succession key that it found. Whoever can do that may give one practitioner a new key.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from quenotte.base import jws
from quenotte.vault.answers import instant
from quenotte.vault.practices import cards, people, places, roster, statements
from quenotte.vault.practices.models import KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import Own
from quenotte.vault.practices.seals import Seal
from quenotte.vault.recovery.models import Asked, Copied

RECOVERY_TYP = "quenotte-recovery"
LASTS = timedelta(minutes=5)
MOST_A_MINUTE = 30
COPY_EVERY = timedelta(days=7)
PROOF_AFTER = timedelta(days=335)  # eleven months: it is done before the year is over


class Unknown(Exception):
    """No such practice, not open yet, or not proven. It never says which."""


class Slow(Exception):
    """Too many attempts at once: nothing is lost, the next one has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the next attempt is in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Comes:
    """Who comes back, with a pair that was made just now."""

    member: UUID | None  # None: somebody who was no member before
    name: str
    own: Own
    roster: str
    grants: tuple[Seal, ...]


def ask(*, slug: str, at: datetime) -> tuple[Practice, str]:
    """A number for a practice's recovery sheet to sign."""
    practice = _open(slug)
    asked = Asked.objects.of(practice)
    asked.filter(expires_at__lte=at).delete()
    minute = asked.filter(expires_at__gt=at + LASTS - timedelta(minutes=1)).order_by("expires_at")
    newest = list(minute.values_list("expires_at", flat=True)[:MOST_A_MINUTE])
    if len(newest) == MOST_A_MINUTE:
        raise Slow(int((newest[0] - LASTS + timedelta(minutes=1) - at).total_seconds()) + 1)
    made = Asked.objects.create(
        practice=practice, challenge=jws.b64(secrets.token_bytes(32)), expires_at=at + LASTS
    )
    return practice, made.challenge


@transaction.atomic
def prove(*, slug: str, proof: str, at: datetime) -> Practice:
    """The practice whose recovery sheet signed the number, which serves once."""
    practice = _open(slug)
    card = cards.newest(practice)
    if card is None:
        raise Unknown
    try:
        said, _ = jws.read(proof, typ=RECOVERY_TYP, fingerprint_of_signer=card.succession)
    except jws.NotSigned:
        raise Unknown from None
    if set(said) != {"practice", "challenge"} or said["practice"] != slug:
        raise Unknown
    used, _ = (
        Asked.objects.of(practice)
        .filter(challenge=str(said["challenge"]), expires_at__gt=at)
        .delete()
    )
    if not used:
        raise Unknown
    _proved(practice, at)
    return practice


@transaction.atomic
def enter(*, practice: Practice, comes: Comes, at: datetime) -> Member:
    """Give one practitioner a new key: one who was there, or a successor who was not.

    Their former grants and factors go; everybody else's stay. Refused (practices.statements) for a
    roster or grants that say anything else, Changed when another roster came in between.
    """
    if not comes.own.sealed_key:
        raise statements.Refused("the member's own file is missing")
    member = people.recover(
        practice=practice,
        id=comes.member or _seat_of(practice, comes).id,
        name=comes.name,
        own=comes.own,
        made=comes.roster,
        grants=comes.grants,
        at=at,
    )
    if member.role != Member.Role.PRACTITIONER:
        raise statements.Refused("this person is no practitioner here")
    return member


def _seat_of(practice: Practice, comes: Comes) -> roster.Seat:
    """Where the roster seats somebody who was no member before."""
    new = roster.read(comes.roster, practice)
    found = [seat for seat in new.members if seat.recipient == comes.own.recipient]
    if len(found) != 1 or found[0].name != comes.name:
        raise statements.Refused("the roster does not name the person who comes")
    return found[0]


@transaction.atomic
def prove_again(*, practice: Practice, proof: str, at: datetime) -> None:
    """The sheet was read back this year too. Refused unless it signs the newest key card."""
    card = cards.newest(practice)
    if card is None:
        raise statements.Refused("this practice has no keys yet")
    cards.check_proof(proof, practice=practice, card=card)
    _proved(practice, at)


def copied(*, practice: Practice, at: datetime) -> None:
    """A whole copy left for the practice."""
    Copied.objects.of(practice).update_or_create({"at": at}, practice=practice)


def state(*, practice: Practice, at: datetime) -> dict[str, Any]:
    """What the desk reminds of: the sheet's yearly proof and the weekly copy."""
    opened_at = (
        KeyCard.objects.of(practice).order_by("serial").values_list("published_at", flat=True)
    )
    proved_at = practice.proved_at or opened_at.first()  # keys appear with a proof alone
    copy_at = Copied.objects.of(practice).values_list("at", flat=True).first()
    copied_since = (
        copy_at or opened_at.first() or at
    )  # the first one is due a week after the opening
    return {
        "proved_at": instant(proved_at) if proved_at else None,
        "proof_due": proved_at is None or at - proved_at > PROOF_AFTER,
        "copy_at": instant(copy_at) if copy_at else None,
        "copy_due": at - copied_since > COPY_EVERY,
    }


def practitioners(practice: Practice, *, at: datetime) -> Iterable[Member]:
    """Who may come back with the sheet."""
    return places.working(practice, at=at).filter(role=Member.Role.PRACTITIONER).order_by("name")


def sweep(*, at: datetime) -> None:
    """Numbers that nobody signed in time."""
    Asked.objects.everywhere("a clock ends them").filter(expires_at__lte=at).delete()


def _open(slug: str) -> Practice:
    found = Practice.objects.filter(slug=slug, departure=None).exclude(fingerprint="").first()
    if found is None:
        raise Unknown
    return found


def _proved(practice: Practice, at: datetime) -> None:
    practice.proved_at = at
    practice.save(update_fields=["proved_at"])
