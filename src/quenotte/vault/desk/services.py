"""The desk's door: a registered computer first, then a key that signs. No passphrase ever arrives here.

The server hands out a member's sealed key to a registered computer only; whoever opens it in the
browser proves it by signing a challenge.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from quenotte.base import jws
from quenotte.vault.desk.models import Challenge, Computer, Invitation, Session
from quenotte.vault.practices import services as practices
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice

CHALLENGE_LASTS = timedelta(minutes=2)
SESSION_LASTS = timedelta(hours=12)
SIGN_IN_TYP = "quenotte-sign-in"


class Refused(Exception):
    """Nobody is let in. It never says which part was wrong."""


class OtherPractice(Exception):
    """The computer belongs to another practice; no link takes it away."""


@dataclass(frozen=True)
class SignedIn:
    session: Session
    token: str
    grants: list[Grant]


def hashed(token: str) -> str:
    return jws.b64(hashlib.sha256(token.encode()).digest())


def invite(
    *,
    practice: Practice,
    kind: Invitation.Kind,
    member: Member | None = None,
    uses: int = 1,
    lasts: timedelta,
    at: datetime,
) -> str:
    """A code for a link's fragment. Only its hash is kept."""
    code = secrets.token_urlsafe(16)
    Invitation.objects.create(
        practice=practice,
        kind=kind,
        member=member,
        code_hash=hashed(code),
        uses_left=uses,
        expires_at=at + lasts,
    )
    return code


def invitation(*, code: str, kind: Invitation.Kind, at: datetime, used: bool = False) -> Invitation:
    """The invitation that a code belongs to; a spent one only when `used` ones are asked for."""
    found = (
        Invitation.objects.everywhere("the code says which practice")
        .select_related("practice", "member")
        .filter(code_hash=hashed(code), kind=kind, expires_at__gt=at)
        .first()
    )
    if found is None or not (found.uses_left or used):
        raise Refused
    return found


@transaction.atomic
def register(*, code: str, at: datetime, only_for: Practice | None = None) -> str | None:
    """Register a computer with an invitation's code; its token lives in that browser's cookie.

    A computer that is registered already (`only_for` its practice) stays as it is, whatever link
    it opens: None, or OtherPractice.
    """
    found = invitation(code=code, kind=Invitation.Kind.COMPUTER, at=at)
    if only_for is not None and only_for != found.practice:
        raise OtherPractice
    if only_for is not None:
        return None
    use(found)
    return enrol(practice=found.practice, at=at)


def use(found: Invitation) -> None:
    """Count one use; two at once on the last one let one in."""
    used = (
        Invitation.objects.of(found.practice)
        .filter(pk=found.pk, uses_left__gt=0)
        .update(uses_left=F("uses_left") - 1)
    )
    if not used:
        raise Refused


def enrol(*, practice: Practice, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Computer.objects.create(practice=practice, token_hash=hashed(token), registered_at=at)
    return token


@transaction.atomic
def set_up(
    *, found: Invitation, member: Member, made: practices.SetUp, at: datetime
) -> tuple[KeyCard, str]:
    """Publish, spend the invitation and register the computer: all or nothing.

    When the answer was lost and the same card comes again, it is answered again.
    """
    published = KeyCard.objects.of(found.practice).filter(serial=1, jws=made.card).first()
    if published is None:
        use(found)
        published = practices.set_up(practice=found.practice, member=member, made=made, at=at)
    return published, enrol(practice=found.practice, at=at)


def computer(token: str) -> Computer | None:
    """The registered computer that a cookie belongs to."""
    return (
        Computer.objects.everywhere("the cookie says which practice")
        .select_related("practice")
        .filter(token_hash=hashed(token))
        .first()
    )


@transaction.atomic
def challenge(*, on: Computer, member: str, at: datetime) -> tuple[Challenge, Member]:
    """A number to sign, with the member's sealed key."""
    who = Member.objects.of(on.practice).filter(id=member).exclude(sealed_key=b"").first()
    if who is None:
        raise Refused
    Challenge.objects.of(on.practice).filter(expires_at__lte=at).delete()
    made = Challenge.objects.create(
        practice=on.practice,
        computer=on,
        member=who,
        challenge=jws.b64(secrets.token_bytes(32)),
        expires_at=at + CHALLENGE_LASTS,
    )
    return made, who


@transaction.atomic
def sign_in(*, on: Computer, member: str, proof: str, at: datetime) -> SignedIn:
    """Open a session for a member who signed the challenge with the key that was sealed for them."""
    who = Member.objects.of(on.practice).filter(id=member).exclude(sealed_key=b"").first()
    if who is None:
        raise Refused
    try:
        payload, _ = jws.read(
            proof, typ=SIGN_IN_TYP, fingerprint_of_signer=jws.fingerprint(who.signing)
        )
    except jws.NotSigned:
        raise Refused from None
    used, _ = (
        Challenge.objects.of(on.practice)
        .filter(computer=on, member=who, challenge=payload.get("challenge"), expires_at__gt=at)
        .delete()
    )
    if not used or payload.get("member") != str(who.id):
        raise Refused
    token = secrets.token_urlsafe(32)
    session = Session.objects.create(
        practice=on.practice,
        computer=on,
        member=who,
        token_hash=hashed(token),
        started_at=at,
        expires_at=at + SESSION_LASTS,
    )
    return SignedIn(
        session, token, list(Grant.objects.of(on.practice).filter(member=who).order_by("key"))
    )


def session(*, on: Computer, token: str, at: datetime) -> Session | None:
    return (
        Session.objects.of(on.practice)
        .select_related("practice", "member")
        .filter(computer=on, token_hash=hashed(token), expires_at__gt=at)
        .first()
    )


def sign_out(*, session: Session) -> None:
    """End it at once; expired ones leave with it."""
    Session.objects.of(session.practice).filter(pk=session.pk).delete()


def sweep(*, at: datetime) -> None:
    """Sessions, challenges and invitations that are over."""
    for model in (Session, Challenge, Invitation):
        model.objects.everywhere("a clock, not a person, ends them").filter(
            expires_at__lte=at
        ).delete()


def door(on: Computer | None) -> dict[str, Any]:
    """What the sign-in page shows: names on a registered computer, nothing elsewhere."""
    if on is None:
        return {"registered": False, "practice": None, "members": []}
    practice = on.practice
    return {
        "registered": True,
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "members": [
            {"id": str(member.id), "name": member.name, "role": member.role}
            for member in Member.objects.of(practice)
            .exclude(sealed_key=b"")
            .order_by("role", "name")
        ],
    }
