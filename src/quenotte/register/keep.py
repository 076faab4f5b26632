"""How long: the event that starts the clock, the period with its bounds, and what comes then.

Periods are ISO 8601 durations of one unit (`P30D`, `P12M`, `P3Y`); `P0D` is "at once".
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Undeclarable(Exception):
    """A declaration contradicts a promise. The message names what to change."""


class Clock(StrEnum):
    """The event that starts a period. The server knows each of them."""

    RECEIVED = "received"
    APPOINTMENT = "appointment"
    CLOSED = "closed"
    HANDED_OVER = "handed-over"
    LAST_MESSAGE = "last-message"
    WITHDRAWN = "withdrawn"
    LAST_SIGN = "last-sign"  # what the person did last; opening a message is nothing done
    VALIDITY_END = "validity-end"
    CHOSEN = "chosen"
    MONTH_END = "month-end"
    ENTERED = "entered"
    DECIDED = "decided"
    CARRIED_OUT = "carried-out"  # a directive
    LEFT = "left"  # a member left the practice
    ANSWERED = "answered"  # a connection, a request to a server


class Then(StrEnum):
    ARCHIVE = "archive"
    ERASE = "erase"
    AGGREGATE = "aggregate"  # counters stay, rows go


_ISO_PERIOD = re.compile(r"P(?P<count>0|[1-9]\d{0,3})(?P<unit>[DMY])")
_DAYS = {"D": 1, "M": 31, "Y": 366}


def parts(period: str) -> tuple[int, str]:
    """Count and unit. Undeclarable for what is no period."""
    match = _ISO_PERIOD.fullmatch(period)
    if match is None:
        raise Undeclarable(f"{period!r} is not a period; write P30D, P12M or P3Y")
    return int(match["count"]), match["unit"]


def days(period: str) -> int:
    """The longest the period can be, in days."""
    count, unit = parts(period)
    return count * _DAYS[unit]


@dataclass(frozen=True)
class Period:
    """A duration, with the bounds within which a practice may choose."""

    default: str
    least: str | None = None
    most: str | None = None

    def __post_init__(self) -> None:
        longest = days(self.most or self.default)
        if not days(self.least or self.default) <= days(self.default) <= longest:
            raise Undeclarable(f"the period {self.default} lies outside its own bounds")

    @property
    def longest(self) -> str:
        return self.most or self.default


@dataclass(frozen=True)
class Otherwise:
    """What ends it when the clock's event never comes."""

    clock: Clock
    period: Period


@dataclass(frozen=True)
class Keep:
    """Active from the clock's event, then archived, erased or turned into counters."""

    active: Period
    clock: Clock
    then: Then = Then.ERASE
    archive: Period | None = None  # counted from the same event
    otherwise: Otherwise | None = None
    source: str = "legal.md: default"

    def __post_init__(self) -> None:
        if (self.then is Then.ARCHIVE) != (self.archive is not None):
            raise Undeclarable("an archive period belongs to what is archived, and only to that")
        if not self.source.strip():
            raise Undeclarable("a period names the source of its bounds")

    @property
    def longest(self) -> int:
        """In days: the longest of what is counted from the clock's event, or from the other one."""
        counted = [self.archive or self.active]
        if self.otherwise is not None:
            counted.append(self.otherwise.period)
        return max(days(period.longest) for period in counted)
