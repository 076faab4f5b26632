"""An appointment's calendar file, for the page that shows the appointment."""

from datetime import datetime
from typing import Any

from quenotte.base import calendar
from quenotte.vault.agenda.models import Appointment


def entry(*, appointment: Appointment, card: dict[str, Any], at: datetime) -> bytes:
    return calendar.entry(
        id=str(appointment.id),
        start_at=appointment.start_at,
        minutes=appointment.minutes,
        status=appointment.status,
        sequence=appointment.sequence,
        card=card,
        at=at,
    )
