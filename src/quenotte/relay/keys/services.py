"""The life of a month's key: made for the booking horizon, published, destroyed after its month."""

from datetime import UTC, datetime, timedelta

import pyrage
from django.db import connection, transaction

from quenotte.base import jws
from quenotte.relay.keys.models import MonthKey

TYP = "quenotte-relay-months"
# A patient books at most a year ahead; one month more, so that the last day of the year is covered.
HORIZON_MONTHS = 13
# What was due before the month ended may still leave after an outage over its last days.
# Nobody seals to a month that is over, so three days of keeping opens nothing new.
GRACE = timedelta(days=3)


class NoKey(Exception):
    """This month's key was destroyed, or never made."""


def horizon(*, at: datetime) -> list[str]:
    """The months that can be booked at that moment: this one and the next thirteen, in UTC."""
    now = at.astimezone(UTC)
    first = now.year * 12 + now.month - 1
    return [_named(first + ahead) for ahead in range(HORIZON_MONTHS + 1)]


def destroyed_from(month: str) -> datetime:
    """The moment at which a month's key has to be gone."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC) + GRACE


def keep(*, at: datetime) -> bool:
    """Make the keys that are missing, destroy those whose month is over. True if any did."""
    with transaction.atomic():
        made = _make_missing(at=at)
        destroyed = _destroy_ended(at=at)
        if destroyed and connection.vendor == "sqlite":
            transaction.on_commit(_empty_write_ahead_log)
    return made or destroyed


def published(*, at: datetime, key: jws.PrivateKey) -> str:
    """The recipients of the months that can be booked, signed by the relay."""
    held = MonthKey.objects.filter(month__in=horizon(at=at), destroyed_at=None)
    return jws.sign(
        {
            "v": 1,
            "issued": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "months": {held.month: held.recipient for held in held},
        },
        key=key,
        typ=TYP,
    )


def identity_of(month: str) -> str:
    """The secret half of a month's key. NoKey once it is destroyed."""
    held = MonthKey.objects.filter(month=month, destroyed_at=None).first()
    if held is None:
        raise NoKey(month)
    return held.identity


def _make_missing(*, at: datetime) -> bool:
    there = set(MonthKey.objects.values_list("month", flat=True))
    missing = [month for month in horizon(at=at) if month not in there]
    for month in missing:
        made = pyrage.x25519.Identity.generate()
        MonthKey.objects.create(
            month=month,
            recipient=str(made.to_public()),
            identity=str(made),
            created_at=at,
        )
    return bool(missing)


def _destroy_ended(*, at: datetime) -> bool:
    ended = [
        held.month
        for held in MonthKey.objects.filter(destroyed_at=None)
        if destroyed_from(held.month) <= at
    ]
    if not ended:
        return False
    MonthKey.objects.filter(month__in=ended).update(identity="", destroyed_at=at)
    return True


def _empty_write_ahead_log() -> None:
    # secure_delete wiped the pages; what the write-ahead log holds goes with the checkpoint
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _named(count: int) -> str:
    return f"{count // 12:04}-{count % 12 + 1:02}"
