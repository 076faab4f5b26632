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

from quenotte.base import instruction, jws
from quenotte.base.chain import digest
from quenotte.base.succession import CARD_TYP
from quenotte.vault.agenda.models import AppointmentType, Resource, WeeklyHours
from quenotte.vault.answers import instant
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.instructions import agreement
from quenotte.vault.instructions import services as instructions
from quenotte.vault.instructions.acts import STANDING
from quenotte.vault.practices.cards import PROOF_TYP
from quenotte.vault.practices.keys import Turn, read_turn, turn
from quenotte.vault.practices.models import Member, Practice
from quenotte.vault.practices.seals import CLASSES

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
        slug=keys["practice"], host=host, name=NAME, zone="Europe/Zurich", country="CH"
    )
    members = [_member(practice, each, at) for each in keys["members"]]
    turn(practice=practice, by=members[0], made=_turn(keys, relay, at), at=at)
    _agree(practice, keys, at)
    _agenda(practice)
    return practice


def _turn(keys: dict[str, Any], relay: str, at: datetime) -> Turn:
    """The bundle's first turn of keys. Its card is signed here: it names this demo's own relay."""
    card = jws.sign(
        {
            "v": 1,
            "practice": keys["practice"],
            "serial": 1,
            "issued": instant(at),
            "keys": {
                name: {"id": keys["keys"][name]["id"], "recipient": keys["keys"][name]["recipient"]}
                for name in CLASSES
            },
            "succession": jws.public(keys["succession"]),
            "relay": relay,
        },
        key=keys["signing"],
        typ=CARD_TYP,
    )
    proof = {"practice": keys["practice"], "card": digest(card)}
    return read_turn(
        {
            "why": "first",
            "card": card,
            "roster": keys["roster"],
            "grants": [
                grant | {"member": str(member_id(each["id"]))}
                for each in keys["members"]
                for grant in each["grants"]
            ],
            "sheet": keys["sheet"],
            "proof": jws.sign(proof, key=keys["succession"], typ=PROOF_TYP),
            "succession": None,
        }
    )


def _agree(practice: Practice, keys: dict[str, Any], at: datetime) -> None:
    """The agreement, and one standing instruction for each act that may stand, as a desk signs them."""
    practice.refresh_from_db()
    member = str(member_id(keys["members"][0]["id"]))
    said = {"v": 1, "practice": practice.slug, "issued": instant(at), "member": member}
    agreed = said | {"text": agreement.text(practice, "fr").digest}
    signed: list[str] = []
    for number, act in enumerate(STANDING, 1):
        told = said | {
            "number": number,
            "previous": digest(signed[-1]) if signed else None,
            "acts": [act],
            "until": None,
            "about": None,
            "withdraws": None,
        }
        signed.append(jws.sign(told, key=keys["signing"], typ=instruction.TYP))
    instructions.keep_first(
        practice=practice,
        agreement=jws.sign(agreed, key=keys["signing"], typ=instructions.AGREEMENT_TYP),
        instructions=signed,
        member=member,
        at=at,
    )


def member_id(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"quenotte:demo:{name}")


def _member(practice: Practice, held: dict[str, Any], at: datetime) -> Member:
    signing = jws.public(held["signing"])
    return Member.objects.create(
        practice=practice,
        id=member_id(held["id"]),
        name=held["name"],
        role=held["role"].upper(),
        recipient=held["recipient"],
        signing=signing,
        person=jws.fingerprint(signing),
        sealed_key=base64.b64decode(held["sealed_key"]),
        mine=base64.b64decode(held["mine"]),
        joined_at=at,
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
