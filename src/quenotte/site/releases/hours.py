"""Opening hours for people: days that are alike stand together, times of several chairs are one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from quenotte.site.facts.vault_feed import Opening

type Stretch = tuple[time, time]


@dataclass(frozen=True)
class Row:
    """One line of the table: "Monday to Thursday", its stretches; none: closed."""

    days: str
    stretches: tuple[str, ...]


def by_day(hours: Iterable[Opening]) -> list[tuple[Stretch, ...]]:
    """Seven days from Monday, each with its stretches in order, overlapping ones joined."""
    week: list[tuple[Stretch, ...]] = []
    kept = list(hours)
    for weekday in range(7):
        joined: list[Stretch] = []
        for each in sorted((o for o in kept if o.weekday == weekday), key=lambda o: o.opens):
            if joined and each.opens <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], each.closes))
            else:
                joined.append((each.opens, each.closes))
        week.append(tuple(joined))
    return week


def rows(hours: Iterable[Opening]) -> list[Row]:
    """The table in the language that is active."""
    week = by_day(hours)
    made = []
    for stretches, group in groupby(range(7), key=lambda weekday: week[weekday]):
        days = list(group)
        made.append(Row(_named(days[0], days[-1]), tuple(written(each) for each in stretches)))
    return made


def written(stretch: Stretch) -> str:
    opens, closes = stretch
    return f"{opens:%H:%M}–{closes:%H:%M}"


def _named(first: int, last: int) -> str:
    names = {"first": str(WEEKDAYS[first]), "last": str(WEEKDAYS[last])}
    if last == first:
        label = names["first"]
    elif last == first + 1:
        label = _("%(first)s and %(last)s") % names
    else:
        label = _("%(first)s to %(last)s") % names
    return label[:1].upper() + label[1:]
