"""Which rows belong to a practice: those that travel with it, and those that stay, each with the reason.

A test holds both lists to the models, so that a new table cannot be forgotten on the way.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.apps import apps
from django.db import models

PRACTICE = "practices.Practice"
# In this order a row finds what it points to.
TRAVELS = (
    "practices.KeyCard",
    "practices.Roster",
    "practices.Succession",
    "practices.SheetSeal",
    "practices.Member",
    "practices.Admission",
    "practices.Grant",
    "practices.Choices",
    "agenda.Resource",
    "agenda.AppointmentType",
    "agenda.AppointmentType_resources",
    "agenda.WeeklyHours",
    "agenda.Closure",
    "agenda.Appointment",
    "agenda.Cell",
    "intake.Submission",
    "intake.SealedPart",
    "intake.Compromise",
    "notices.Notice",
    "feeds.Published",
    "feeds.Followed",
    "policies.Version",
    "policies.Page",
    "journal.Entry",
    "journal.Tip",
    "journal.Head",
    "instructions.Agreement",
    "instructions.Instruction",
)
_HERE = "it lets somebody in at this vault's address, and at no other"
# In this order they can be erased.
STAYS: Mapping[str, str] = MappingProxyType(
    {
        "desk.Challenge": _HERE,
        "desk.Session": _HERE,
        "desk.Passed": _HERE,
        "desk.Spent": _HERE,
        "desk.Used": _HERE,
        "desk.Computer": _HERE,
        "desk.Invitation": _HERE,
        "desk.Passkey": _HERE,
        "desk.Totp": _HERE,
        "desk.SetupDraft": "set-up is over",
        "practices.Joining": "whoever waits asks again where the practice is",
        "notices.Reach": "it is sealed to this vault's relay, and no other opens it",
        "intake.FreshCopy": "a re-encryption goes on with fresh copies",
        "journal.SupportCode": "it lasts an hour",
        "recovery.Asked": "it lasts five minutes",
        "recovery.Copied": "the first copy is taken anew from the new vault",
        "handover.Departure": "it says where the practice went",
        "handover.Arrival": "it says whence the practice came",
    }
)


def model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def all_that_remains() -> tuple[str, ...]:
    """Everything of a practice but its own row, in an order in which it can be erased."""
    return (*STAYS, *reversed(TRAVELS))


def of(label: str, practice: models.Model) -> models.QuerySet[models.Model]:
    """The rows of one practice, in their order."""
    found = model(label)
    if label == "agenda.AppointmentType_resources":  # Django's own table has no practice column
        return found._default_manager.filter(appointmenttype__practice=practice).order_by("pk")
    rows: models.QuerySet[models.Model] = found._default_manager.of(practice)  # type: ignore[attr-defined]
    return rows.order_by("pk")
