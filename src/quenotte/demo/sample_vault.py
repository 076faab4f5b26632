"""The demo's practice as the vault holds it: chairs, hours, types of appointment, and the key bundle.

The bundle's private keys lie open in every copy of this program; every other start refuses them.
"""

import base64
import json
import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from quenotte.base import jws
from quenotte.vault.agenda.models import AppointmentType, Resource, WeeklyHours
from quenotte.vault.answers import instant
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice, SheetSeal
from quenotte.vault.practices.services import CARD_TYP, CLASSES

BUNDLE = Path(__file__).parent / "bundle.json"
NAME = "Cabinet dentaire du Lac"
RESOURCES = (("mottet", "Dre Anne Mottet"), ("ferri", "Dr Luca Ferri"), ("hygiene", "Maya Diallo"))
DAY = ((time(8), time(12)), (time(13, 30), time(18)))
FRIDAY = ((time(8), time(12)), (time(12, 30), time(16)))
TYPES: tuple[tuple[str, int, tuple[str, ...], dict[str, str]], ...] = (
    (
        "control",
        45,
        ("mottet", "ferri", "hygiene"),
        {
            "fr": "Contrôle et hygiène",
            "en": "Check-up and hygiene",
            "de": "Kontrolle und Hygiene",
            "it": "Controllo e igiene",
        },
    ),
    (
        "first",
        40,
        ("mottet", "ferri"),
        {"fr": "Première visite", "en": "First visit", "de": "Erster Besuch", "it": "Prima visita"},
    ),
    (
        "consultation",
        30,
        ("mottet", "ferri"),
        {"fr": "Consultation", "en": "Consultation", "de": "Besprechung", "it": "Consultazione"},
    ),
)


def bundle() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(BUNDLE.read_text())
    return held


@transaction.atomic
def plant(*, host: str, relay: str, at: datetime) -> str:
    """Make the practice unless it is there; the code of a link that registers a computer."""
    keys = bundle()
    practice = Practice.objects.filter(slug=keys["practice"]).first()
    if practice is None:
        practice = _practice(keys, host, relay, at)
    return desk.invite(
        practice=practice,
        kind=Invitation.Kind.COMPUTER,
        uses=1000,  # the demo's link may be opened again and again
        lasts=timedelta(days=365),
        at=at,
    )


def _practice(keys: dict[str, Any], host: str, relay: str, at: datetime) -> Practice:
    practice = Practice.objects.create(
        slug=keys["practice"],
        host=host,
        name=NAME,
        zone="Europe/Zurich",
        country="CH",
        fingerprint=keys["fingerprint"],
    )
    card = {
        "v": 1,
        "practice": practice.slug,
        "serial": 1,
        "issued": instant(at),
        "keys": {
            name: {"id": keys["keys"][name]["id"], "recipient": keys["keys"][name]["recipient"]}
            for name in CLASSES
        },
        "succession": jws.public(keys["succession"]),
        "relay": relay,
    }
    KeyCard.objects.create(
        practice=practice,
        serial=1,
        jws=jws.sign(card, key=keys["signing"], typ=CARD_TYP),
        keys={name: keys["keys"][name]["id"] for name in CLASSES},
        published_at=at,
    )
    for seal in keys["sheet"]:
        SheetSeal.objects.create(
            practice=practice, key=seal["key"], sealed=base64.b64decode(seal["sealed"])
        )
    for each in keys["members"]:
        _member(practice, each)
    _agenda(practice)
    return practice


def member_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"quenotte:demo:{name}")


def _member(practice: Practice, held: dict[str, Any]) -> None:
    member = Member.objects.create(
        practice=practice,
        id=member_id(held["id"]),
        name=held["name"],
        role=held["role"].upper(),
        recipient=held["recipient"],
        signing=jws.public(held["signing"]),
        sealed_key=base64.b64decode(held["sealed_key"]),
    )
    for grant in held["grants"]:
        Grant.objects.create(
            practice=practice,
            member=member,
            key=grant["key"],
            sealed=base64.b64decode(grant["sealed"]),
        )


def _agenda(practice: Practice) -> None:
    made = {}
    for position, (slug, name) in enumerate(RESOURCES):
        made[slug] = Resource.objects.create(
            practice=practice, slug=slug, name=name, position=position
        )
        for weekday in range(5):
            for opens, closes in FRIDAY if weekday == 4 else DAY:
                WeeklyHours.objects.create(
                    practice=practice,
                    resource=made[slug],
                    weekday=weekday,
                    opens=opens,
                    closes=closes,
                )
    for position, (slug, minutes, who, names) in enumerate(TYPES):
        kind = AppointmentType.objects.create(
            practice=practice, slug=slug, names=names, minutes=minutes, position=position
        )
        kind.resources.set([made[each] for each in who])
