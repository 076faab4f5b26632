"""Setting a practice up: its public keys appear only after its recovery sheet was proven."""

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from quenotte import envelope
from quenotte.base import jws
from quenotte.vault.practices import demo_keys
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice, SheetSeal

CARD_TYP = "quenotte-key-card"
PROOF_TYP = "quenotte-sheet-proof"
CLASSES = ("care", "desk", "rights")
_RECIPIENT = re.compile(r"age1pq1[02-9ac-hj-np-z]{1952}")


class Refused(Exception):
    """Nothing was published. The message says what is wrong with what was sent."""


@dataclass(frozen=True)
class Seal:
    key: str
    sealed: bytes


@dataclass(frozen=True)
class SetUp:
    """What a practitioner's browser made: public keys, and private ones sealed."""

    recipient: str
    signing: jws.PublicKey
    sealed_key: bytes
    grants: tuple[Seal, ...]
    sheet: tuple[Seal, ...]
    card: str
    proof: str


@transaction.atomic
def set_up(*, practice: Practice, member: Member, made: SetUp, at: datetime) -> KeyCard:
    """Publish a practice's first key card, once. This and `rotate` (to come) are the only ways to do so.

    The proof is signed by the succession key, which can be had only by opening the file that is
    sealed to the recovery sheet: without it nothing is published.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    if locked.is_open() or KeyCard.objects.of(locked).exists():
        raise Refused("this practice is set up already")
    card, fingerprint = _card(locked, made.card)
    if not settings.DEMO and fingerprint == demo_keys.FINGERPRINT:
        raise Refused("these keys are the demo's")
    _check_proof(locked, made, card)
    _check_sealed(made)
    member.recipient = made.recipient
    member.signing = jws.public(made.signing)
    member.sealed_key = made.sealed_key
    member.save()
    for seal in made.grants:
        Grant.objects.create(practice=locked, member=member, key=seal.key, sealed=seal.sealed)
    for seal in made.sheet:
        SheetSeal.objects.create(practice=locked, key=seal.key, sealed=seal.sealed)
    published = KeyCard.objects.create(
        practice=locked,
        serial=1,
        jws=made.card,
        keys={name: card["keys"][name]["id"] for name in CLASSES},
        published_at=at,
    )
    locked.fingerprint = fingerprint
    locked.save(update_fields=["fingerprint"])
    return published


def add_member(*, practice: Practice, name: str, role: str, id: uuid.UUID | None = None) -> Member:
    """Somebody who will work at the desk; they cannot sign in before they have a key."""
    return Member.objects.create(practice=practice, id=id or uuid.uuid4(), name=name, role=role)


def _card(practice: Practice, token: str) -> tuple[dict[str, Any], str]:
    try:
        card, fingerprint = jws.read(token, typ=CARD_TYP)
        keys = card["keys"]
        for name in CLASSES:
            if keys[name]["id"] != f"{name}/1" or not _RECIPIENT.fullmatch(keys[name]["recipient"]):
                raise Refused(f"the key card's {name} key is not one")
        if set(card["succession"]) != {"kty", "crv", "x"} or not isinstance(card["issued"], str):
            raise Refused("the key card is not whole")
        jws.fingerprint(card["succession"])
    except (jws.NotSigned, KeyError, TypeError):
        raise Refused("the key card is not signed, or not whole") from None
    if any(type(card.get(name)) is not int or card[name] != 1 for name in ("v", "serial")):
        raise Refused("the key card is not a first one")
    if card.get("practice") != practice.slug:
        raise Refused("the key card is another practice's")
    if card.get("relay") != settings.RELAY_FINGERPRINT:
        raise Refused("the key card names another relay")
    return card, fingerprint


def _check_proof(practice: Practice, made: SetUp, card: dict[str, Any]) -> None:
    try:
        proof, _ = jws.read(
            made.proof, typ=PROOF_TYP, fingerprint_of_signer=jws.fingerprint(card["succession"])
        )
    except jws.NotSigned:
        raise Refused("the recovery sheet is not proven") from None
    digest = jws.b64(hashlib.sha256(made.card.encode()).digest())
    if proof.get("practice") != practice.slug or proof.get("card") != digest:
        raise Refused("the recovery sheet was proven for another key card")


def _check_sealed(made: SetUp) -> None:
    needed = {"signing", "succession", *(f"{name}/1" for name in CLASSES)}
    if not needed <= {seal.key for seal in made.sheet}:
        raise Refused("a key is missing on the recovery sheet")
    if not needed - {"succession"} <= {seal.key for seal in made.grants}:
        raise Refused("the practitioner lacks a key")
    if not _RECIPIENT.fullmatch(made.recipient):
        raise Refused("the member's key is not one")
    for seal in (*made.grants, *made.sheet):
        try:
            locks = envelope.look(seal.sealed).locks
        except envelope.NotAnEnvelope:
            raise Refused(f"the key {seal.key} is not sealed") from None
        if locks != (envelope.MLKEM768_X25519,):
            raise Refused(f"the key {seal.key} is not sealed for one holder")
    try:
        if envelope.look(made.sealed_key).locks != ("scrypt",):
            raise Refused("the member's key is not sealed by a passphrase")
    except envelope.NotAnEnvelope:
        raise Refused("the member's key is not sealed") from None
