"""Second factors (adr 16): what somebody proves before their sealed key is handed out.

A registered computer, a passkey, six digits or the recovery sheet. Whoever proved one holds the
cookie `factor` for ten minutes, or until the sign-in that it serves.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from quenotte.vault.desk.models import Computer, Factor, Passed, Session
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.practices.models import Member, Practice

PASSED_LASTS = timedelta(minutes=10)
RP_ID = settings.DESK_HOST
# As browsers write an origin: exactly one is ours.
ORIGIN = settings.DESK_URL.rstrip("/")


class NotProven(Exception):
    """Nobody is recognised. It never says which part was wrong, unknown, used or too late."""


@dataclass(frozen=True)
class Way:
    """How somebody came to the door: on a registered computer, or by another factor."""

    practice: Practice
    computer: Computer | None = None
    passed: Passed | None = None

    @property
    def factor(self) -> Factor:
        return Factor(self.passed.factor) if self.passed else Factor.COMPUTER

    def admits(self, member: Member) -> bool:
        """A registered computer serves everybody of its practice, a factor its own member alone."""
        if member.practice_id != self.practice.pk:
            return False
        return self.passed is None or self.passed.member_id == member.pk


def pass_on(
    *, practice: Practice, member: Member | None, factor: Factor, at: datetime
) -> tuple[Passed, str]:
    """Remember that a factor was proven; the token is for that browser's cookie."""
    token = secrets.token_urlsafe(32)
    passed = Passed.objects.create(
        practice=practice,
        member=member,
        factor=factor,
        token_hash=hashed(token),
        expires_at=at + PASSED_LASTS,
    )
    return passed, token


def passed(*, token: str, at: datetime) -> Passed | None:
    """The factor that a cookie proves, while it is good."""
    return (
        Passed.objects.everywhere("the cookie says which practice")
        .select_related("practice", "member")
        .filter(token_hash=hashed(token), expires_at__gt=at)
        .first()
    )


def holds_prf(value: object) -> bool:
    """Whether the result of a passkey's PRF lies anywhere in a body: it opens a member's key.

    `{"prf": {"enabled": true}}` says that there is one, and is no secret.
    """
    for each in _objects(value):
        said = each.get("prf")
        if "prf" in each and not (isinstance(said, dict) and set(said) <= {"enabled"}):
            return True
    return False


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object of a JSON value, however deep: no recursion, so that depth breaks nothing."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def sessions_of(session: Session, *, at: datetime) -> list[Session]:
    """Where this member is signed in, the newest first."""
    return list(
        Session.objects.of(session.practice)
        .select_related("computer")
        .filter(member=session.member, expires_at__gt=at)
        .order_by("-started_at")
    )


def end_session(*, of: Session, id: int) -> bool:
    """End a session of the same member; False when it is not there, or another's."""
    found = Session.objects.of(of.practice).filter(member=of.member, pk=id).first()
    if found is None:
        return False
    Session.objects.everywhere("one sign-in serves all practices of a person").filter(
        token_hash=found.token_hash
    ).delete()
    return True
