"""Enters a practice's chairs, hours and types of appointment into the vault, from JSON.

    python enter_agenda.py SLUG AGENDA.json

Stands in for the desk's own page until there is one. Chairs and types that are there already are
brought up to date; hours are replaced; appointments stay as they are.
"""

import json
import sys
from datetime import time
from pathlib import Path
from typing import Any

from quenotte import serve


def main(slug: str, agenda: dict[str, Any]) -> None:
    serve.start("vault")
    from django.db import transaction

    from quenotte.vault.practices.models import Practice

    with transaction.atomic():
        practice = Practice.objects.get(slug=slug)
        enter(practice, agenda)
    print(f"{slug}: {len(agenda['chairs'])} chairs, {len(agenda['types'])} types of appointment")


def enter(practice: Any, agenda: dict[str, Any]) -> None:
    from quenotte.vault.agenda.models import AppointmentType, Resource, WeeklyHours

    chairs = {}
    WeeklyHours.objects.of(practice).delete()
    for position, chair in enumerate(agenda["chairs"]):
        chairs[chair["slug"]], _ = Resource.objects.of(practice).update_or_create(
            practice=practice,
            slug=chair["slug"],
            defaults={"name": chair["name"], "position": position},
        )
        for weekday, opens, closes in chair["hours"]:
            WeeklyHours.objects.create(
                practice=practice,
                resource=chairs[chair["slug"]],
                weekday=weekday,
                opens=time.fromisoformat(opens),
                closes=time.fromisoformat(closes),
            )
    for position, kind in enumerate(agenda["types"]):
        if kind["minutes"] % 5:
            raise SystemExit(f"{kind['slug']}: minutes must be a multiple of five")
        held, _ = AppointmentType.objects.of(practice).update_or_create(
            practice=practice,
            slug=kind["slug"],
            defaults={"names": kind["names"], "minutes": kind["minutes"], "position": position},
        )
        held.resources.set([chairs[slug] for slug in kind["chairs"]])


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text()))
