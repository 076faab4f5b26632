"""The outbox: queued with the deed it tells of, leased by the relay, doubtful rather than lost.

Service messages leave at least once, under a stable Message-ID: a send that ended without a word
is tried again.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from quenotte.base import jws
from quenotte.register import acts
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.notices.models import Notice, Reach, RelayMonths

State = Notice.State
ACTIVITY = "service-message"  # whose act each of these is (P27)
LEASE = timedelta(seconds=60)
REMINDER = timedelta(hours=24)
AFTERWARDS = timedelta(days=2)  # how long news of the past is still worth sending
FIRST_RETRY_SECONDS = 15
LONGEST_RETRY_SECONDS = 3600


class LeaseLost(Exception):
    """Another relay has the notice, or it is no longer wanted."""


def queue(*, appointment: Appointment, template: str, at: datetime) -> Notice:
    """Tell the patient now. Inside the transaction of what there is to tell."""
    acts.allow(ACTIVITY, acts.Act.SEND, purpose=ACTIVITY)
    return Notice.objects.create(
        practice_id=appointment.practice_id,
        id=uuid.uuid4(),
        appointment=appointment,
        template=template,
        due_at=at,
        expires_at=max(appointment.start_at, at + AFTERWARDS),
    )


def queue_reminder(*, appointment: Appointment, at: datetime) -> Notice | None:
    """The day before, unless that is nearly now."""
    due_at = appointment.start_at - REMINDER
    if due_at <= at + timedelta(hours=2):
        return None
    acts.allow(ACTIVITY, acts.Act.SEND, purpose=ACTIVITY)
    return Notice.objects.create(
        practice_id=appointment.practice_id,
        id=uuid.uuid4(),
        appointment=appointment,
        template="appointment-reminder",
        due_at=due_at,
        expires_at=appointment.start_at,
    )


def drop_waiting(*, appointment: Appointment) -> None:
    """What has not left is overtaken by news."""
    appointment.notices.filter(state=State.WAITING).update(state=State.DROPPED)


@transaction.atomic
def lease(*, most: int, at: datetime) -> list[Notice]:
    """Give due notices to a relay for a minute. Those whose lease ran out come again, counted as doubtful."""
    acts.allow(ACTIVITY, acts.Act.SEND, purpose=ACTIVITY)
    acts.allow("appointment", acts.Act.READ, purpose=ACTIVITY)  # the message says its time
    due = (
        Notice.objects.everywhere("the relay serves all practices")
        .filter(
            Q(state=State.WAITING)
            | Q(state__in=(State.LEASED, State.SENDING), leased_until__lte=at),
            due_at__lte=at,
            expires_at__gt=at,
        )
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("practice", "appointment__reach", "appointment__type")
        .order_by("due_at")[:most]
    )
    leased = list(due)
    for notice in leased:
        notice.doubts += notice.state == State.SENDING
        notice.state = State.LEASED
        notice.leased_until = at + LEASE
        notice.attempts += 1
        notice.save(update_fields=["state", "leased_until", "attempts", "doubts"])
    return leased


@transaction.atomic
def sending(*, id: str, at: datetime) -> None:
    """From here on a silence is a doubt."""
    notice = _leased(id, at, (State.LEASED,))
    notice.state = State.SENDING
    notice.save(update_fields=["state"])


@transaction.atomic
def outcome(*, id: str, outcome: str, reason: str, at: datetime) -> None:
    """What became of a send. A repeat changes nothing."""
    notice = (
        Notice.objects.everywhere("the relay serves all practices")
        .select_for_update()
        .filter(id=id)
        .first()
    )
    if notice is None:
        raise LeaseLost
    if notice.state not in (State.LEASED, State.SENDING):
        return
    notice.reason = reason
    notice.leased_until = None
    if outcome == "SENT":
        notice.state = State.SENT
    elif outcome == "FAILED":
        notice.state = State.FAILED
    else:
        wait = min(FIRST_RETRY_SECONDS * 2 ** min(notice.attempts - 1, 10), LONGEST_RETRY_SECONDS)
        notice.state, notice.due_at = State.WAITING, at + timedelta(seconds=wait)
    notice.save(update_fields=["state", "reason", "due_at", "leased_until"])


def _leased(id: str, at: datetime, states: tuple[str, ...]) -> Notice:
    notice = (
        Notice.objects.everywhere("the relay serves all practices")
        .select_for_update()
        .filter(id=id, state__in=states, leased_until__gt=at)
        .first()
    )
    if notice is None:
        raise LeaseLost
    return notice


def sweep(*, at: datetime) -> None:
    """Notices no longer of use end; reaches whose last use is past are erased."""
    Notice.objects.everywhere("a clock, not a person, ends them").filter(
        Q(state=State.WAITING) | Q(state__in=(State.LEASED, State.SENDING), leased_until__lte=at),
        expires_at__lte=at,
    ).update(state=State.EXPIRED)
    Reach.objects.everywhere("a clock, not a person, ends them").filter(
        appointment__start_at__lte=at - AFTERWARDS
    ).exclude(appointment__notices__state__in=(State.WAITING, State.LEASED, State.SENDING)).delete()


@transaction.atomic
def take_months(*, token: str, fingerprint: str, at: datetime) -> None:
    """Keep the relay's newest public keys, when the relay that we pinned signed them."""
    payload, _ = jws.read(token, typ="quenotte-relay-months", fingerprint_of_signer=fingerprint)
    months = payload.get("months")
    if payload.get("v") != 1 or not isinstance(months, dict):
        raise jws.NotSigned("no months")
    RelayMonths.objects.all().delete()
    RelayMonths.objects.create(jws=token, months=months, received_at=at)


def months() -> RelayMonths | None:
    return RelayMonths.objects.order_by("-pk").first()
