"""Which times are free: weekly hours by the practice's clock, minus closures, minus taken cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from quenotte.vault.agenda.models import AppointmentType, Cell, Closure, Resource, WeeklyHours
from quenotte.vault.practices.models import Practice

CELL = timedelta(minutes=5)
STEP = timedelta(minutes=15)  # starts are offered on the quarter of an hour after opening
MOST_DAYS = 31


@dataclass(frozen=True, order=True)
class Slot:
    """A free start, and with whom."""

    start_at: datetime
    resource: str


def cells(start_at: datetime, minutes: int) -> range:
    """The five-minute cells that an appointment takes, counted since 1970 in UTC."""
    first = int(start_at.timestamp()) // 300
    return range(first, first + -(-minutes // 5))


def free(
    *, practice: Practice, type: AppointmentType, first_date: date, days: int, at: datetime
) -> list[Slot]:
    """Free starts of one kind of appointment, in order of time, then of the practice's resources."""
    resources = list(type.resources.all().prefetch_related("hours"))
    last_date = first_date + timedelta(days=min(days, MOST_DAYS) - 1)
    taken = _taken(practice, resources, first_date, last_date)
    closed = list(
        Closure.objects.of(practice).filter(first_date__lte=last_date, last_date__gte=first_date)
    )
    soonest = at + timedelta(minutes=practice.lead_minutes)
    horizon = horizon_date(practice, at)
    found: list[tuple[datetime, int, Slot]] = []
    for resource in resources:
        busy = taken.get(resource.pk, frozenset())
        for day in _dates(first_date, min(last_date, horizon)):
            if any(closure.first_date <= day <= closure.last_date for closure in closed):
                continue
            for start_at in _starts(
                resource.hours.all(), day, type.minutes, ZoneInfo(practice.zone)
            ):
                if start_at >= soonest and busy.isdisjoint(cells(start_at, type.minutes)):
                    found.append((start_at, resource.position, Slot(start_at, resource.slug)))
    return [slot for _, _, slot in sorted(found, key=lambda each: each[:2])]


def within_hours(
    *, practice: Practice, type: AppointmentType, resource: Resource, start_at: datetime
) -> bool:
    """Whether the practice offers this start at all, taken or not."""
    zone = ZoneInfo(practice.zone)
    day = start_at.astimezone(zone).date()
    if Closure.objects.of(practice).filter(first_date__lte=day, last_date__gte=day).exists():
        return False
    return start_at in set(_starts(resource.hours.all(), day, type.minutes, zone))


def horizon_date(practice: Practice, at: datetime) -> date:
    """The last day on which anything is offered."""
    return at.astimezone(ZoneInfo(practice.zone)).date() + timedelta(days=practice.horizon_days)


def _taken(
    practice: Practice, resources: Iterable[Resource], first_date: date, last_date: date
) -> dict[int, frozenset[int]]:
    first = int(datetime.combine(first_date, time(), UTC).timestamp()) // 300 - 288
    last = int(datetime.combine(last_date, time(), UTC).timestamp()) // 300 + 2 * 288
    rows = (
        Cell.objects.of(practice)
        .filter(resource__in=resources, cell__gte=first, cell__lt=last)
        .values_list("resource_id", "cell")
    )
    taken: dict[int, set[int]] = {}
    for resource, cell in rows:
        taken.setdefault(resource, set()).add(cell)
    return {resource: frozenset(held) for resource, held in taken.items()}


def _dates(first_date: date, last_date: date) -> Iterator[date]:
    while first_date <= last_date:
        yield first_date
        first_date += timedelta(days=1)


def _starts(
    hours: Iterable[WeeklyHours], day: date, minutes: int, zone: ZoneInfo
) -> Iterator[datetime]:
    """Starts of a day in UTC. A time that daylight saving skips does not exist and is not offered."""
    for held in hours:
        if held.weekday != day.weekday():
            continue
        closes = datetime.combine(day, held.closes, zone).astimezone(UTC)
        wall = datetime.combine(day, held.opens)
        while wall.date() == day:
            start_at = wall.replace(tzinfo=zone).astimezone(UTC)
            if start_at + timedelta(minutes=minutes) > closes:
                break
            if start_at.astimezone(zone).replace(tzinfo=None) == wall:
                yield start_at
            wall += STEP
