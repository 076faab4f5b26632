"""Back at the desk with the recovery sheet alone, and what reminds of it while all is well.

The sheet's key never arrives here: the page opens with it what is sealed to it, and signs with the
succession key that it found. Whoever can do that may give one practitioner a new key.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction

from quenotte.base import jws
from quenotte.vault.answers import instant
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices import cards, people, places, roster, statements
from quenotte.vault.practices.models import KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import Own
from quenotte.vault.practices.seals import Seal
from quenotte.vault.recovery.models import Asked, Copied

RECOVERY_TYP = "quenotte-recovery"
LASTS = timedelta(minutes=5)
MOST_NUMBER = 300  # characters
RETURN_IS_SAID = timedelta(days=14)
COPY_EVERY = timedelta(days=7)
PROOF_AFTER = timedelta(days=335)  # eleven months: it is done before the year is over


class Unknown(Exception):
    """No such practice, not open yet, or not proven. It never says which."""


@dataclass(frozen=True)
class Comes:
    """Who comes back, with a pair that was made just now."""

    member: UUID | None  # None: somebody who was no member before
    name: str
    own: Own
    roster: str
    grants: tuple[Seal, ...]


def ask(*, slug: str, at: datetime) -> tuple[Practice, str]:
    """A number for a practice's recovery sheet to sign.

    It carries its own end, under our signature: asking leaves nothing here, so nobody who asks too often
    keeps anybody else from coming back.
    """
    practice = _open(slug)
    said = {
        "practice": slug,
        "until": int((at + LASTS).timestamp()),
        "number": secrets.token_hex(16),
    }
    return practice, signing.Signer(salt=RECOVERY_TYP).sign_object(said)


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
    _use(practice, str(said["challenge"]), at)
    _proved(practice, at)
    return practice


def _use(practice: Practice, number: str, at: datetime) -> None:
    """Ours, for this practice, in time, and for the first time."""
    if len(number) > MOST_NUMBER:
        raise Unknown
    try:
        said = signing.Signer(salt=RECOVERY_TYP).unsign_object(number)
    except (signing.BadSignature, ValueError):
        raise Unknown from None
    until = datetime.fromtimestamp(said["until"], UTC)
    if said["practice"] != practice.slug or until <= at:
        raise Unknown
    digest = jws.b64(hashlib.sha256(number.encode()).digest())
    try:
        with transaction.atomic():
            Asked.objects.create(practice=practice, challenge=digest, expires_at=until)
    except IntegrityError:
        raise Unknown from None


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


def returned(*, practice: Practice, at: datetime) -> dict[str, str] | None:
    """Who came back with the sheet last, for two weeks: whoever works there says whether they know of it."""
    row = (
        Entry.objects.of(practice)
        .filter(at__gt=at - RETURN_IS_SAID, what__startswith="member/", what__endswith="/recovery")
        .order_by("-number")
        .first()
    )
    if row is None or row.who is None:
        return None
    name = Member.objects.of(practice).filter(pk=row.who).values_list("name", flat=True).first()
    return {"at": instant(row.at), "name": name or ""}


def practitioners(practice: Practice, *, at: datetime) -> Iterable[Member]:
    """Who may come back with the sheet."""
    return places.working(practice, at=at).filter(role=Member.Role.PRACTITIONER).order_by("name")


def sweep(*, at: datetime) -> None:
    """Numbers that were signed, and whose time is over in any case."""
    Asked.objects.everywhere("a clock ends them").filter(expires_at__lte=at).delete()


def _open(slug: str) -> Practice:
    found = Practice.objects.filter(slug=slug, departure=None).exclude(fingerprint="").first()
    if found is None:
        raise Unknown
    return found


def _proved(practice: Practice, at: datetime) -> None:
    practice.proved_at = at
    practice.save(update_fields=["proved_at"])
