"""The desk's door: a registered computer first, then a key that signs. No passphrase ever arrives here.

The server hands out a member's sealed key to a registered computer only; whoever opens it in the
browser proves it by signing a challenge.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from quenotte.base import jws
from quenotte.vault.answers import instant
from quenotte.vault.desk import sessions
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import (
    Challenge,
    Computer,
    Invitation,
    Passed,
    Passkey,
    Session,
    Spent,
)
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.practices.models import Member, Practice

CHALLENGE_LASTS = timedelta(minutes=2)
UNANSWERED = 10  # challenges without a sign-in; then one a minute
REMEMBERED = timedelta(hours=1)
SIGN_IN_TYP = "quenotte-sign-in"


class Refused(Exception):
    """Nobody is let in. It never says which part was wrong."""


class Slow(Exception):
    """Too many attempts: nothing is lost, the next one has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the next attempt is in {seconds} s")
        self.seconds = seconds


class OtherPractice(Exception):
    """The computer belongs to another practice; no link takes it away."""


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


def enrol(*, practice: Practice, at: datetime, name: str = "", member: Member | None = None) -> str:
    """Register a computer; its token lives in that browser's cookie."""
    token = secrets.token_urlsafe(32)
    Computer.objects.create(
        practice=practice,
        token_hash=hashed(token),
        registered_at=at,
        name=name,
        member=member,
    )
    return token


@transaction.atomic
def enrol_this(*, session: Session, name: str, at: datetime) -> str:
    """Register the computer on which a member signed in by a factor of their own.

    Refused where it is registered already: another practice's computer stays that practice's.
    """
    if session.computer_id is not None:
        raise Refused
    token = enrol(practice=session.practice, at=at, name=name, member=session.member)
    session.computer = Computer.objects.of(session.practice).get(token_hash=hashed(token))
    session.computer.seen_at = at
    session.computer.save(update_fields=["seen_at"])
    session.save(update_fields=["computer"])
    return token


def name_computer(*, session: Session, name: str) -> None:
    """What the practice calls the computer of this session."""
    if session.computer is None:
        raise Refused
    session.computer.name = name
    session.computer.save(update_fields=["name"])


def computer(token: str) -> Computer | None:
    """The registered computer that a cookie belongs to."""
    return (
        Computer.objects.everywhere("the cookie says which practice")
        .select_related("practice")
        .filter(token_hash=hashed(token))
        .first()
    )


def challenge(*, on: Way, member: str, at: datetime) -> tuple[Challenge, Member]:
    """A number to sign, with the member's sealed key.

    Refused for whom this way does not admit; Slow after ten of them without a sign-in.
    """
    who = _known(on, member, at)
    return _challenge(on, who, at), who


def _known(on: Way, member: str, at: datetime) -> Member:
    """Somebody who still works here, and whose file lies here or at their home."""
    who = Member.objects.of(on.practice).select_related("practice").filter(id=member).first()
    if who is None or not on.admits(who) or not sessions.is_in(who, at=at):
        raise Refused
    if not sessions.file_of(who, at=at):
        raise Refused
    return who


@transaction.atomic
def _challenge(on: Way, who: Member, at: datetime) -> Challenge:
    mine = Challenge.objects.of(on.practice).filter(member=who)
    mine.filter(expires_at__lte=at - REMEMBERED).delete()
    newest = mine.order_by("-expires_at").values_list("expires_at", flat=True)[:UNANSWERED]
    if len(newest) == UNANSWERED:
        again = newest[0] - CHALLENGE_LASTS + timedelta(minutes=1)
        if at < again:
            raise Slow(int((again - at).total_seconds()) + 1)
    return Challenge.objects.create(
        practice=on.practice,
        computer=on.computer,
        passed=on.passed,
        member=who,
        challenge=jws.b64(secrets.token_bytes(32)),
        expires_at=at + CHALLENGE_LASTS,
    )


@transaction.atomic
def sign_in(
    *, on: Way, member: str, proof: str, at: datetime, instead_of: str | None = None
) -> sessions.Begun:
    """Open a session for a member who signed the challenge with the key that was sealed for them.

    `instead_of`: the token of whoever sat here before; a colleague takes over, that session ends.
    """
    who = _known(on, member, at)
    try:
        payload, _ = jws.read(
            proof, typ=SIGN_IN_TYP, fingerprint_of_signer=jws.fingerprint(who.signing)
        )
    except jws.NotSigned:
        raise Refused from None
    asked = Challenge.objects.of(on.practice).filter(member=who)
    used, _ = asked.filter(
        computer=on.computer,
        passed=on.passed,
        challenge=payload.get("challenge"),
        expires_at__gt=at,
    ).delete()
    if not used or payload.get("member") != str(who.id):
        raise Refused
    # Those before it were no attempts to guess; one that another desk just got stays good.
    asked.filter(Q(expires_at__lte=at) | Q(computer=on.computer, passed=on.passed)).delete()
    if on.passed is not None:
        Passed.objects.of(on.practice).filter(pk=on.passed.pk).delete()
    return sessions.begin(member=who, way=on, at=at, instead_of=instead_of)


def sweep(*, at: datetime) -> None:
    """Sessions, factors, challenges and invitations that are over."""
    for model, kept in (
        (Session, timedelta()),
        (Challenge, REMEMBERED),  # counted, so that guessing is slow
        (Invitation, timedelta()),
        (Passed, timedelta()),
        (Spent, timedelta()),
    ):
        model.objects.everywhere("a clock, not a person, ends them").filter(
            expires_at__lte=at - kept
        ).delete()


def door(on: Computer | None, *, at: datetime) -> dict[str, Any]:
    """What the sign-in page shows: names on a registered computer, nothing elsewhere."""
    if on is None:
        return {"registered": False, "practice": None, "members": [], "now": instant(at)}
    practice = on.practice
    with_passkey = set(
        Passkey.objects.of(practice).exclude(sealed=b"").values_list("member_id", flat=True)
    )
    return {
        "registered": True,
        "now": instant(at),
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "members": [
            {
                "id": str(member.id),
                "name": member.name,
                "role": member.role,
                "passkeys": member.id in with_passkey,
            }
            for member in Member.objects.of(practice)
            .select_related("practice")
            .exclude(sealed_key=b"", person="")
            .order_by("role", "name")
            if sessions.is_in(member, at=at) and sessions.file_of(member, at=at)
        ],
    }
