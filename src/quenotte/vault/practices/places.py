"""Who has a place in a practice on which day, and what a new roster has to agree with."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from quenotte.base.chain import follows
from quenotte.base.scope import Scoped
from quenotte.vault.practices.models import Admission, Joining, Member, Practice
from quenotte.vault.practices.roster import Roster
from quenotte.vault.practices.seals import FROM_MOST
from quenotte.vault.practices.statements import Changed, Refused


def working(practice: Practice, *, at: datetime) -> Scoped[Member]:
    """Those who were seated and have not left, on this day of the practice."""
    today = at.astimezone(ZoneInfo(practice.zone)).date()
    return Member.objects.of(practice).filter(
        Q(until=None) | Q(until__gte=today), joined_at__isnull=False, left_at=None
    )


def check_follows(new: Roster, former: Roster | None, *, signer: str) -> None:
    """Signed by this key, and the next after the newest one: else Refused or Changed."""
    if new.signer != signer:
        raise Refused("the roster is signed by another key than the practice's")
    if (new.number, new.previous) != follows(former):
        if former and new.number <= former.number + 1:
            raise Changed
        raise Refused("the roster does not follow the newest one")


def check_members(
    practice: Practice, new: Roster, *, joining: Joining | None = None, at: datetime
) -> None:
    """Everybody who works here stands in the roster with the key that they have, and nobody else does.

    `joining` stands there with the key that waits.
    """
    rows = {member.pk: member for member in working(practice, at=at)}
    if joining is not None:
        rows[joining.member_id] = joining.member
    for seat in new.members:
        row = rows.pop(seat.id, None)
        if row is None:
            raise Refused(f"the roster names {seat.name}, who does not work here")
        own = joining if joining is not None and joining.member_id == seat.id else row
        if (own.recipient, own.signing) != (seat.recipient, seat.signing):
            raise Changed  # they were admitted with another key since the desk read it
        if FROM_MOST.index(seat.role) < FROM_MOST.index(Member.Role(row.role)):
            raise Refused(f"the roster gives {seat.name} more than their role")
    if rows:
        left_out = next(iter(rows.values())).name
        raise Refused(f"the roster leaves out {left_out}, who works here")
    if not any(seat.role == Member.Role.PRACTITIONER for seat in new.members):
        raise Refused("the roster names nobody who could sign for the practice")


def settle(practice: Practice, new: Roster) -> None:
    """Admissions count under one roster; the next one has absorbed them."""
    Admission.objects.of(practice).exclude(roster=new.digest).delete()
