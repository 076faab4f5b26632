"""The calendar file of an appointment (RFC 5545): time and practice, never a reason."""

from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

STATES = {"REQUESTED": "TENTATIVE", "CONFIRMED": "CONFIRMED"}


def entry(
    *,
    id: str,
    start_at: datetime,
    minutes: int,
    status: str,
    sequence: int,
    card: dict[str, Any],
    at: datetime,
) -> bytes:
    """One event: the same UID each time, a growing SEQUENCE, so that a calendar corrects itself."""
    event = Event()
    event.add("uid", f"{id}@{card['slug']}.quenotte")
    event.add("dtstamp", at)
    event.add("dtstart", start_at)
    event.add("dtend", start_at + timedelta(minutes=minutes))
    event.add("summary", card["name"])
    event.add("sequence", sequence)
    event.add("status", STATES.get(status, "CANCELLED"))
    place = ", ".join(
        part for part in (card["street"], f"{card['postcode']} {card['city']}".strip()) if part
    )
    if place:
        event.add("location", place)
    calendar = Calendar()
    calendar.add("prodid", "-//Quenotte//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file
