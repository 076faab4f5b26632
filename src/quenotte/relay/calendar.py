"""The calendar file of a message: a time, a place, and nothing that says why.

Calendars are copied into clouds: no link, no patient, no type of appointment. The identifier stays
the same from request to cancellation, so that a calendar shows one entry.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from quenotte.relay.notice import Notice

FILENAME = "appointment.ics"
_STATUS = {"REQUESTED": "TENTATIVE", "CONFIRMED": "CONFIRMED"}


def write(notice: Notice, *, at: datetime) -> bytes:
    """RFC 5545, METHOD PUBLISH: nobody is asked to answer it."""
    event = Event()
    event.add("uid", notice.about)
    event.add("dtstamp", at)
    event.add("dtstart", notice.start)
    event.add("dtend", notice.start + timedelta(minutes=notice.minutes))
    event.add("sequence", notice.sequence)
    event.add("status", _STATUS.get(notice.status, "CANCELLED"))
    event.add("summary", notice.practice.name)
    event.add("class", "PRIVATE")
    place = ", ".join(part for part in (notice.practice.street, notice.practice.town) if part)
    if place:
        event.add("location", place)
    calendar = Calendar()
    calendar.add("prodid", "-//Quenotte//relay//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
