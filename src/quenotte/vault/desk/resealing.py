"""A new passphrase: the member's same key in a new file. The key signs for it, so no session alone can."""

import hashlib

from django.db import transaction

from quenotte import envelope
from quenotte.base import jws
from quenotte.vault.practices.models import Member

OWN_KEY_TYP = "quenotte-own-key"
_SCRYPT = "scrypt"


class Refused(Exception):
    """What lay there before stays."""


class Changed(Exception):
    """Another file lies there than the one that was opened for this."""


def is_member_file(sealed: bytes) -> bool:
    """Whether it is an age file that one passphrase opens, and nothing else does."""
    try:
        return envelope.look(sealed).locks == (_SCRYPT,)
    except envelope.NotAnEnvelope:
        return False


@transaction.atomic
def reseal(*, member: Member, sealed: bytes, proof: str) -> None:
    """Put a new file in the place of the one that the proof names."""
    held = Member.objects.of(member.practice).select_for_update().get(pk=member.pk)
    try:
        said, _ = jws.read(
            proof, typ=OWN_KEY_TYP, fingerprint_of_signer=jws.fingerprint(held.signing)
        )
    except jws.NotSigned:
        raise Refused from None
    if said.get("previous") != _digest(held.sealed_key):
        raise Changed
    if said.get("member") != str(held.pk) or said.get("sealed_key") != _digest(sealed):
        raise Refused
    held.sealed_key = sealed
    held.save(update_fields=["sealed_key"])


def _digest(sealed: bytes | memoryview) -> str:
    return jws.b64(hashlib.sha256(bytes(sealed)).digest())
