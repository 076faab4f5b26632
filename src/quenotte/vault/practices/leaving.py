"""Somebody's last day. What they could reach goes with it; the keys are turned by a desk, after."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from quenotte.vault.desk import computers
from quenotte.vault.desk.models import Challenge, Computer, Passed, Passkey, Session, Totp
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import roster
from quenotte.vault.practices.models import Admission, Grant, Joining, Member, Practice
from quenotte.vault.practices.places import working
from quenotte.vault.practices.statements import Refused


@transaction.atomic
def end(*, member: Member, by: Member, on: date | None, at: datetime) -> Member:
    """Somebody's last day: in the future, or at once, with sessions, grants and files out of reach.

    Refuses to end the last one who can sign for the practice, and anybody but a practitioner's word.
    The keys are turned by a desk, after.
    """
    locked = Practice.objects.select_for_update().get(pk=member.practice_id)
    member.refresh_from_db()
    if member.left_at is not None:
        return member
    if by.role != Member.Role.PRACTITIONER or not working(locked, at=at).filter(pk=by.pk).exists():
        raise Refused("only a practitioner ends somebody's place")
    others = working(locked, at=at).filter(role=Member.Role.PRACTITIONER, until=None)
    if (
        member.role == Member.Role.PRACTITIONER
        and member.joined_at is not None
        and not others.exclude(pk=member.pk).exists()
    ):
        raise Refused("the last practitioner stays: nobody else could sign for the practice")
    journal.write(
        practice=locked,
        who=by,
        act=journal.Act.CHANGED,
        what=f"member/{member.id}/ended",
        purpose="desk-access",
        at=at,
    )
    if on is not None and on >= at.astimezone(ZoneInfo(locked.zone)).date():
        member.until = on
        member.save(update_fields=["until"])
        return member
    return _gone(member, at)


@transaction.atomic
def end_due(*, at: datetime) -> int:
    """Ends those whose last day is over. How many."""
    due = Member.objects.everywhere("a clock ends them").filter(
        left_at=None, until__lt=at.date(), joined_at__isnull=False
    )
    over = [
        member
        for member in due.select_related("practice")
        if member.until and member.until < at.astimezone(ZoneInfo(member.practice.zone)).date()
    ]
    for member in over:
        _gone(member, at)
    return len(over)


def _gone(member: Member, at: datetime) -> Member:
    """Out at once: a session that is open now ends with its next question.

    A registered computer ends with the last of those working here who registered it or signed in on it:
    at the leaver's home, it would go on being a second factor, and hand out colleagues' sealed keys.
    """
    hand_on(member)
    _vouches_no_more(member)
    _end_computers(member, at)
    for model in (Session, Challenge, Passed, Passkey, Totp, Joining, Grant):
        model.objects.of(member.practice).filter(member=member).delete()
    member.sealed_key, member.mine = b"", b""
    member.left_at = at
    member.save(update_fields=["sealed_key", "mine", "left_at"])
    return member


def _vouches_no_more(member: Member) -> None:
    """Whom the leaver let in again since the last roster waits anew: the pair may be the leaver's own."""
    newest = roster.newest(member.practice)
    if newest is None:
        return
    standing = Admission.objects.of(member.practice).filter(roster=newest.digest)
    for admission in standing.select_related("member"):
        said = roster.read_admission(admission.jws, member.practice)
        if said.signer != member.person:
            continue
        for model in (Session, Challenge, Passed, Joining, Grant):
            model.objects.of(member.practice).filter(member=admission.member).delete()
        hand_on(admission.member)
        admission.member.sealed_key = b""
        admission.member.save(update_fields=["sealed_key"])
        admission.delete()


def _end_computers(member: Member, at: datetime) -> None:
    here = {member.pk, *working(member.practice, at=at).values_list("pk", flat=True)}
    going = computers.going(member.practice, here=here)
    alone = [pk for pk, whose in going.items() if whose == member.pk]
    Computer.objects.of(member.practice).filter(pk__in=alone).delete()


def hand_on(member: Member) -> None:
    """The person's own file moves to another practice of theirs: it never was this practice's."""
    elsewhere = (
        Member.objects.everywhere("a person keeps their own key when they leave one practice")
        .filter(person=member.person, left_at=None)
        .exclude(pk=member.pk)
        .exclude(person="")
        .order_by("joined_at")
        .first()
    )
    if elsewhere is None or not member.sealed_key or elsewhere.sealed_key:
        return
    elsewhere.sealed_key, elsewhere.mine = member.sealed_key, member.mine
    elsewhere.save(update_fields=["sealed_key", "mine"])
    Passkey.objects.of(member.practice).filter(member=member).update(
        practice=elsewhere.practice_id, member=elsewhere
    )
