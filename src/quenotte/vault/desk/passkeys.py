"""Passkeys: WebAuthn with a person verified, discoverable, for this desk's origin alone.

The numbers that a passkey signs are not kept before they come back: they carry our own signature and
their minute, so that nobody fills a table from an unknown browser. What came back serves once.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from quenotte.base import jws
from quenotte.vault.desk.factors import ORIGIN, RP_ID, NotProven, pass_on
from quenotte.vault.desk.models import Factor, Passed, Passkey, Spent
from quenotte.vault.desk.sessions import is_in
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.practices.models import Member, Practice

ASKED_LASTS = timedelta(minutes=5)
MOST = 12  # of one member; somebody who has more lost sight of them
MOST_NAME = 60
_UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


class TooMany(Exception):
    """This member has as many passkeys as anybody may have."""


@dataclass(frozen=True)
class Entered:
    passkey: Passkey
    passed: Passed
    token: str


def ask(*, at: datetime) -> dict[str, Any]:
    """WebAuthn's request options for whoever comes: the browser offers what it has for this desk."""
    options = generate_authentication_options(
        rp_id=RP_ID,
        challenge=_number("door", at),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


@transaction.atomic
def enter(*, credential: Any, at: datetime) -> Entered:
    """Recognise a passkey of some member. NotProven for anything else, whatever it is."""
    try:
        read = parse_authentication_credential_json(credential)
        challenge = parse_client_data_json(read.response.client_data_json).challenge
        found = _passkey(read.id, at)
        verified = verify_authentication_response(
            credential=read,
            expected_challenge=_ours(challenge, "door", at),
            expected_rp_id=RP_ID,
            expected_origin=ORIGIN,
            credential_public_key=jws.unb64(found.public_key),
            credential_current_sign_count=found.counter,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise NotProven from None
    if read.response.user_handle not in (None, found.member.id.bytes):
        raise NotProven
    _spend(challenge, found.practice, at)
    found.counter = verified.new_sign_count
    found.save(update_fields=["counter"])
    passed, token = pass_on(
        practice=found.practice, member=found.member, factor=Factor.PASSKEY, at=at
    )
    return Entered(found, passed, token)


def _passkey(credential: str, at: datetime) -> Passkey:
    found = (
        Passkey.objects.everywhere("the passkey says which practice")
        .select_related("practice", "member__practice")
        .filter(credential=credential)
        .exclude(member__sealed_key=b"")
        .first()
    )
    if found is None or not is_in(found.member, at=at):
        raise NotProven
    return found


def options(*, member: Member, at: datetime) -> dict[str, Any]:
    """WebAuthn's creation options for one more passkey of this member."""
    held = Passkey.objects.of(member.practice).filter(member=member)
    made = generate_registration_options(
        rp_id=RP_ID,
        rp_name=member.practice.name,
        user_id=member.id.bytes,
        user_name=member.name,
        challenge=_number(f"enrol:{member.id}", at),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=jws.unb64(one.credential)) for one in held
        ],
    )
    return options_to_json_dict(made)


@transaction.atomic
def add(*, member: Member, credential: Any, name: str, at: datetime) -> Passkey:
    """Keep a new passkey of this member. It opens nothing before its sealed file is there.

    NotProven for what no authenticator made for this desk just now; TooMany.
    """
    try:
        read = parse_registration_credential_json(credential)
        challenge = parse_client_data_json(read.response.client_data_json).challenge
        verified = verify_registration_response(
            credential=read,
            expected_challenge=_ours(challenge, f"enrol:{member.id}", at),
            expected_rp_id=RP_ID,
            expected_origin=ORIGIN,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise NotProven from None
    _spend(challenge, member.practice, at)
    held = Passkey.objects.of(member.practice).filter(member=member)
    if held.count() >= MOST:
        raise TooMany
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                practice=member.practice,
                id=uuid.uuid4(),
                member=member,
                credential=jws.b64(verified.credential_id),
                public_key=jws.b64(verified.credential_public_key),
                counter=verified.sign_count,
                name=name,
                made_at=at,
            )
    except IntegrityError:
        raise NotProven from None  # somebody's already


def of(member: Member) -> list[Passkey]:
    return list(Passkey.objects.of(member.practice).filter(member=member).order_by("made_at", "id"))


def opening(member: Member) -> list[Passkey]:
    """Those that open the member's key, tried at the desk when they were sealed."""
    return [one for one in of(member) if one.sealed]


def seal(*, passkey: Passkey, sealed: bytes, at: datetime) -> None:
    """Keep the member's file as the desk sealed it for this passkey, after it had opened it there."""
    passkey.sealed, passkey.tested_at = sealed, at
    passkey.save(update_fields=["sealed", "tested_at"])


def tested(*, passkey: Passkey, at: datetime) -> None:
    """It opened the member's key again."""
    if passkey.sealed:
        passkey.tested_at = at
        passkey.save(update_fields=["tested_at"])


def rename(*, passkey: Passkey, name: str) -> None:
    passkey.name = name
    passkey.save(update_fields=["name"])


def remove(*, passkey: Passkey) -> None:
    """The passkey's own row goes; the member's passphrase file is none of its business."""
    Passkey.objects.of(passkey.practice).filter(pk=passkey.pk).delete()


def _number(purpose: str, at: datetime) -> bytes:
    said = f"{secrets.token_urlsafe(16)}.{int(at.timestamp())}"
    return signing.Signer(salt=f"quenotte.passkey.{purpose}").sign(said).encode()


def _ours(challenge: bytes, purpose: str, at: datetime) -> bytes:
    """The challenge itself when we made it for this purpose, not long ago."""
    try:
        said = signing.Signer(salt=f"quenotte.passkey.{purpose}").unsign(challenge.decode())
    except signing.BadSignature:
        raise NotProven from None
    age = at.timestamp() - int(said.rpartition(".")[2])
    if not -1 <= age < ASKED_LASTS.total_seconds():
        raise NotProven
    return challenge


def _spend(challenge: bytes, practice: Practice, at: datetime) -> None:
    """Once: two at the same moment let one through."""
    Spent.objects.of(practice).filter(expires_at__lte=at).delete()
    _row, first = Spent.objects.of(practice).get_or_create(
        challenge_hash=hashed(challenge.decode()),
        defaults={"practice": practice, "expires_at": at + ASKED_LASTS},
    )
    if not first:
        raise NotProven
