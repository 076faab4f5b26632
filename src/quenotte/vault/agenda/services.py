"""Taking time and giving it back.

An appointment's status moves one way only; each move is one transaction with the notice that
tells the patient.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Prefetch

from quenotte.vault.agenda import slots
from quenotte.vault.agenda.models import Appointment, AppointmentType, Cell, Resource, WeeklyHours
from quenotte.vault.journal import services as journal
from quenotte.vault.notices import services as notices
from quenotte.vault.practices.models import Member, Practice

Status = Appointment.Status
OPEN = (Status.REQUESTED, Status.CONFIRMED)
# The one transition table: from where an appointment may come to each status.
FROM: dict[Status, tuple[Status, ...]] = {
    Status.CONFIRMED: (Status.REQUESTED,),
    Status.DECLINED: (Status.REQUESTED,),
    Status.EXPIRED: (Status.REQUESTED,),
    Status.CANCELLED: OPEN,
}
ALTERNATIVES = 6


class Refused(Exception):
    """The time cannot be had. `field` and `reason` are the codes of docs/adr/0002-interfaces.md."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class Taken(Exception):
    """Somebody else has it. `alternatives` are free, now, near it."""

    def __init__(self, alternatives: Iterable[slots.Slot]) -> None:
        super().__init__("this time is taken")
        self.alternatives = list(alternatives)


class Changed(Exception):
    """The appointment is no longer in a state that allows it."""

    def __init__(self, appointment: Appointment) -> None:
        super().__init__(f"the appointment is {appointment.status}")
        self.appointment = appointment


def offered(
    *, practice: Practice, type: str, resource: str | None, start_at: datetime, at: datetime
) -> tuple[AppointmentType, list[Resource]]:
    """The type and the resources that could take it, whether or not they are free. Refuses the impossible."""
    kind = AppointmentType.objects.of(practice).filter(slug=type).first()
    if kind is None:
        raise Refused("type", "unknown")
    hours = WeeklyHours.objects.of(practice).filter(
        weekday=start_at.astimezone(ZoneInfo(practice.zone)).weekday()
    )
    some = kind.resources.all().prefetch_related(Prefetch("hours", queryset=hours))
    candidates = list(some if resource is None else some.filter(slug=resource))
    if not candidates:
        raise Refused("resource", "unknown")
    if latest_answer(practice, start_at) <= at:
        raise Refused("start", "past")
    if start_at.date() > slots.horizon_date(practice, at):
        raise Refused("start", "too-far")
    candidates = [
        held
        for held in candidates
        if slots.within_hours(practice=practice, type=kind, resource=held, start_at=start_at)
    ]
    if not candidates:
        raise Refused("start", "outside-hours")
    return kind, candidates


def latest_answer(practice: Practice, start_at: datetime) -> datetime:
    """Nobody waits for an answer until the very moment: half of the lead time stays for the way."""
    return start_at - timedelta(minutes=practice.lead_minutes // 2)


def request(
    *,
    practice: Practice,
    id: str,
    type: AppointmentType,
    candidates: list[Resource],
    start_at: datetime,
    language: str,
    link_hash: str,
    at: datetime,
) -> Appointment:
    """Take the time as requested, with the first of the candidates that is free. Inside a transaction.

    Raises Taken when none is: the primary key decides, not a look beforehand.
    """
    wanted = slots.cells(start_at, type.minutes)
    for resource in candidates:
        try:
            with transaction.atomic():
                appointment = Appointment.objects.create(
                    practice=practice,
                    id=id,
                    type=type,
                    resource=resource,
                    start_at=start_at,
                    minutes=type.minutes,
                    language=language,
                    received_at=at,
                    answer_by=min(
                        at + timedelta(hours=practice.answer_hours),
                        latest_answer(practice, start_at),
                    ),
                    link_hash=link_hash,
                )
                Cell.objects.bulk_create(
                    Cell(practice=practice, resource=resource, cell=cell, appointment=appointment)
                    for cell in wanted
                )
        except IntegrityError:
            if not _is_taken(practice, resource, wanted):
                raise
        else:
            return appointment
    raise Taken(alternatives(practice=practice, type=type, start_at=start_at, at=at))


def _is_taken(practice: Practice, resource: Resource, wanted: range) -> bool:
    return (
        Cell.objects.of(practice)
        .filter(resource=resource, cell__gte=wanted.start, cell__lt=wanted.stop)
        .exists()
    )


def alternatives(
    *, practice: Practice, type: AppointmentType, start_at: datetime, at: datetime
) -> list[slots.Slot]:
    """The free starts nearest to a wish, in order of time."""
    first_date = max(start_at.date() - timedelta(days=3), at.date())
    near = slots.free(practice=practice, type=type, first_date=first_date, days=14, at=at)
    return sorted(sorted(near, key=lambda slot: abs(slot.start_at - start_at))[:ALTERNATIVES])


@transaction.atomic
def confirm(*, practice: Practice, id: str, who: Member | None, at: datetime) -> Appointment:
    """The practice says yes; the patient is told, and reminded the day before."""
    return _decided(_move(practice, id, Status.CONFIRMED, at), "confirm", who, at)


@transaction.atomic
def decline(*, practice: Practice, id: str, who: Member | None, at: datetime) -> Appointment:
    """The practice says no: time given back, patient told."""
    return _decided(_move(practice, id, Status.DECLINED, at), "decline", who, at)


def _decided(moved: Appointment, decision: str, who: Member | None, at: datetime) -> Appointment:
    journal.write(
        practice=moved.practice,
        who=who,
        act=journal.Act.CHANGED,
        what=f"appointment/{moved.id}/{decision}",
        purpose="appointment",
        at=at,
    )
    return moved


@transaction.atomic
def cancel(*, practice: Practice, link_hash: str, at: datetime) -> Appointment:
    """The patient cancels through the link. A second time changes nothing."""
    appointment = (
        Appointment.objects.of(practice).select_for_update().filter(link_hash=link_hash).first()
    )
    if appointment is None:
        raise Refused("link", "unknown")
    if appointment.status == Status.CANCELLED:
        return appointment
    if appointment.start_at <= at:
        raise Refused("link", "ended")
    return _move(practice, str(appointment.id), Status.CANCELLED, at)


@transaction.atomic
def call_off(*, practice: Practice, id: str, who: Member | None, at: datetime) -> Appointment:
    """The practice cancels what it had confirmed: time given back, patient told.

    A second time changes nothing; what has begun is over and stays as it was.
    """
    appointment = Appointment.objects.of(practice).select_for_update().filter(id=id).first()
    if appointment is None:
        raise Refused("id", "unknown")
    if appointment.status == Status.CANCELLED:
        return appointment
    if appointment.status != Status.CONFIRMED or appointment.start_at <= at:
        raise Changed(appointment)
    return _decided(_move(practice, id, Status.CANCELLED, at), "cancel", who, at)


def expire_due(*, at: datetime) -> int:
    """Give back the time of every request that nobody answered in time, and tell the patient."""
    due = Appointment.objects.everywhere("requests expire without anybody's desk").filter(
        status=Status.REQUESTED, answer_by__lte=at, practice__departure=None
    )
    expired = 0
    for practice_id, id in list(due.values_list("practice_id", "id")[:500]):
        practice = Practice.objects.get(pk=practice_id)
        try:
            with transaction.atomic():
                _move(practice, str(id), Status.EXPIRED, at)
            expired += 1
        except Changed:
            continue  # the desk was faster
    return expired


def _move(practice: Practice, id: str, to: Status, at: datetime) -> Appointment:
    appointment = Appointment.objects.of(practice).select_for_update().filter(id=id).first()
    if appointment is None:
        raise Refused("id", "unknown")
    if appointment.status not in FROM[to] or (
        to == Status.CONFIRMED and appointment.answer_by <= at
    ):
        raise Changed(appointment)
    appointment.status = to
    appointment.sequence += 1
    appointment.save(update_fields=["status", "sequence"])
    if to not in OPEN:
        Cell.objects.of(practice).filter(appointment=appointment).delete()
    notices.drop_waiting(appointment=appointment)
    notices.queue(appointment=appointment, template=f"appointment-{to.lower()}", at=at)
    if to == Status.CONFIRMED:
        notices.queue_reminder(appointment=appointment, at=at)
    return appointment


def ends_at(start_at: datetime, minutes: int) -> datetime:
    return start_at + timedelta(minutes=minutes)
