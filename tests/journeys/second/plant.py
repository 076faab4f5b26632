"""Run beside a demo's vault: the rows of a second practice, out of what make-keys.ts made."""

import base64
import json
import sys
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django


def main() -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        plant(json.load(sys.stdin))


def plant(made: dict[str, Any]) -> None:
    from quenotte.base import jws
    from quenotte.vault.practices.keys import read_turn, turn
    from quenotte.vault.practices.models import Member, Practice

    held, at = made["member"], datetime.now(UTC)
    practice = Practice.objects.create(
        slug=made["practice"],
        host=f"rdv.{made['practice']}.localhost",
        name=made["name"],
        zone="Europe/Zurich",
        country="CH",
    )
    signing = jws.public(held["signing"])
    member = Member.objects.create(
        practice=practice,
        id=made["id"],
        name=held["name"],
        role=Member.Role.PRACTITIONER,
        recipient=held["recipient"],
        signing=signing,
        person=jws.fingerprint(signing),
        joined_at=at,
    )
    turn(practice=practice, by=member, made=read_turn(made["turn"]), at=at)
    mine = base64.b64decode(made["mine"])
    Member.objects.everywhere("a test").filter(id=made["home"]).update(mine=mine)
    request(practice, made, at)


def request(practice: Any, made: dict[str, Any], at: datetime) -> None:
    """One chair, open every day, and one request of tomorrow."""
    from quenotte.vault.agenda.models import Appointment, AppointmentType, Resource, WeeklyHours
    from quenotte.vault.intake.models import SealedPart, Submission

    chair = Resource.objects.create(practice=practice, slug="chair", name="Chair of Carouge")
    for weekday in range(7):
        WeeklyHours.objects.create(
            practice=practice, resource=chair, weekday=weekday, opens=time(8), closes=time(18)
        )
    names = {"fr": "Contrôle", "en": "Check-up"}
    kind = AppointmentType.objects.create(
        practice=practice, slug="control", names=names, minutes=30
    )
    tomorrow = (at + timedelta(days=1)).date()
    appointment = Appointment.objects.create(
        practice=practice,
        id=made["submission"],
        type=kind,
        resource=chair,
        start_at=datetime.combine(tomorrow, time(9), ZoneInfo(practice.zone)),
        minutes=30,
        language="fr",
        received_at=at - timedelta(days=1),
        answer_by=at + timedelta(days=1),
        link_hash=made["submission"].replace("-", "")[:32],
    )
    sent = Submission.objects.create(
        practice=practice,
        id=made["submission"],
        activity="appointment",
        version="0123456789ab",
        key="desk/1",
        about=appointment,
        link_hash=appointment.link_hash,
        received_at=appointment.received_at,
    )
    for part in made["parts"]:
        SealedPart.objects.create(
            practice=practice,
            submission=sent,
            part=part["part"],
            sealed=base64.b64decode(part["age"]),
        )


if __name__ == "__main__":
    main()
