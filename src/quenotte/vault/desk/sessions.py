"""Who is signed in: one token, one row for each practice of the person, until the evening.

A person is a key pair; the same one may be a member of several practices (adr 16). Each practice has
its own row and ends its own: nothing of one depends on another.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from quenotte.base import jws
from quenotte.vault.agenda.models import WeeklyHours
from quenotte.vault.desk import computers
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import Computer, Factor, Session
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.practices.models import Member, Practice

LASTS = timedelta(hours=12)  # at the most
AFTER_CLOSING = timedelta(hours=1)
AFTER_HOURS = timedelta(
    hours=4
)  # for whoever signs in when the day is over, or the practice closed
LEAST = timedelta(hours=2)


class NotTheirs(Exception):
    """The session is not for that practice, which may or may not exist."""


@dataclass(frozen=True)
class Begun:
    token: str
    sessions: tuple[Session, ...]  # home first


def memberships(member: Member, *, at: datetime) -> list[Member]:
    """This person's memberships that count, home first: the row with the sealed file.

    Were there several with a file, home is the one through which somebody comes: what another practice
    says of them never takes its place.
    """
    person = jws.fingerprint(member.signing)
    rows = (
        Member.objects.everywhere("one person's own memberships")
        .select_related("practice")
        .filter(Q(person=person) | Q(pk=member.pk))
        .exclude(practice__fingerprint="")
        .order_by("joined_at", "pk")
    )
    theirs = [row for row in rows if row.signing == member.signing and is_in(row, at=at)]
    return sorted(theirs, key=lambda row: (not row.sealed_key, row.pk != member.pk))


def is_in(member: Member, *, at: datetime) -> bool:
    """Whether somebody still works there, by the practice's own calendar."""
    if member.left_at is not None and member.left_at <= at:
        return False
    return member.until is None or member.until >= _day(member.practice, at)


def file_of(member: Member, *, at: datetime) -> bytes:
    """The file that this person's passphrase opens: it lies at their home; empty when nowhere."""
    if member.sealed_key:
        return bytes(member.sealed_key)
    home = next(iter(memberships(member, at=at)), None) if member.signing else None
    return bytes(home.sealed_key) if home else b""


@transaction.atomic
def begin(*, member: Member, way: Way, at: datetime, instead_of: str | None = None) -> Begun:
    """Sign a person in, in every practice of theirs. The session of whoever sat there before ends."""
    if instead_of is not None:
        end(token=instead_of)
    if way.computer is not None:
        computers.use(computer=way.computer, by=member, at=at)
    token = secrets.token_urlsafe(32)
    theirs = memberships(member, at=at)
    until = _evening([row.practice for row in theirs], at)
    return Begun(
        token,
        tuple(
            Session.objects.create(
                practice=row.practice,
                # Another practice did not register this computer: it knows the factor alone.
                computer=way.computer if row.practice_id == way.practice.pk else None,
                factor=way.factor,
                member=row,
                token_hash=hashed(token),
                started_at=at,
                expires_at=until,
            )
            for row in theirs
        ),
    )


def current(
    *, on: Computer | None, token: str, at: datetime, practice: str | None = None
) -> Session | None:
    """The session of a cookie: at home, or in the practice that is named.

    One that began on a registered computer lives on that one alone. None when it is over, NotTheirs
    for a practice that is not this person's.
    """
    rows = [
        row
        for row in Session.objects.everywhere("the cookie says which practices")
        .select_related("practice", "member__practice", "computer")
        .filter(token_hash=hashed(token), expires_at__gt=at)
        .order_by("pk")
        if is_in(row.member, at=at)
    ]
    bound = {row.computer for row in rows if row.computer is not None}
    by_computer = any(row.factor == Factor.COMPUTER for row in rows)
    if not rows or ((bound or by_computer) and on not in bound):
        return None
    if practice is None:
        return next((row for row in rows if row.member.sealed_key), rows[0])
    for row in rows:
        if row.practice.slug == practice:
            return row
    raise NotTheirs


def end(*, token: str) -> None:
    """At once, in every practice."""
    Session.objects.everywhere("a person signs out of all their practices").filter(
        token_hash=hashed(token)
    ).delete()


def _evening(practices: Iterable[Practice], at: datetime) -> datetime:
    """An hour after the last of them closes; some hours for whoever comes when they are closed."""
    ends = [closing + AFTER_CLOSING for each in practices if (closing := _closing(each, at))]
    latest = max(ends, default=at)
    return min(latest if latest - at >= LEAST else at + AFTER_HOURS, at + LASTS)


def _closing(practice: Practice, at: datetime) -> datetime | None:
    today = _day(practice, at)
    last = (
        WeeklyHours.objects.of(practice)
        .filter(weekday=today.weekday())
        .order_by("-closes")
        .values_list("closes", flat=True)
        .first()
    )
    return datetime.combine(today, last, ZoneInfo(practice.zone)) if last else None


def _day(practice: Practice, at: datetime) -> date:
    return at.astimezone(ZoneInfo(practice.zone)).date()
