"""A person's own key pair as their browser made it, and its word that it holds the private half (adr 16).

Public keys stand in every roster: without that word, anybody could bring a colleague's as their own.
"""

import hashlib
from dataclasses import dataclass

from quenotte import envelope
from quenotte.base import jws
from quenotte.vault.practices import statements
from quenotte.vault.practices.models import Member
from quenotte.vault.practices.seals import check_lock, read_file
from quenotte.vault.practices.statements import Refused

TYP = "quenotte-own-pair"
_PROOF = "the proof of the own key"


@dataclass(frozen=True)
class Own:
    """A key pair that a person's browser made: the public halves, and the sealed rest."""

    recipient: str
    signing: jws.PublicKey
    sealed_key: bytes  # by their passphrase; empty when it lies in another practice of theirs
    mine: bytes  # sealed to their own key; empty likewise
    proof: str  # signed by the pair's own key; empty likewise: an open session proves it then

    @property
    def person(self) -> str:
        return jws.fingerprint(self.signing)


def read_own(body: object) -> Own:
    """`{"recipient","signing","sealed_key","mine","proof"}` out of a body; the last three null together.

    Refused for anything else. Whether the proof holds, `check_own` says, which knows whose place it is.
    """
    what = "the member's key"
    if not isinstance(body, dict):
        statements.malformed(what)
    elsewhere = body.get("sealed_key") is None and body.get("mine") is None
    own = Own(
        recipient=statements.shaped(body.get("recipient"), statements.RECIPIENT, what),
        signing=statements.jwk(body.get("signing"), what),
        sealed_key=b"" if elsewhere else read_file(body.get("sealed_key"), what),
        mine=b"" if elsewhere else read_file(body.get("mine"), "what the member keeps"),
        proof="" if elsewhere else statements.text(body.get("proof"), _PROOF),
    )
    if not elsewhere:
        check_lock(own.sealed_key, "scrypt", "the member's own file")
        check_lock(own.mine, envelope.MLKEM768_X25519, "what the member keeps")
    return own


def check_own(own: Own, member: Member) -> None:
    """The pair's own key signed for these files and this place. Refused.

    A pair without files is for the caller, who has seen it in an open session.
    """
    if not own.sealed_key:
        return
    signed = {
        "v": 1,
        "practice": member.practice.slug,
        "member": str(member.pk),
        "recipient": own.recipient,
        "sealed_key": _digest(own.sealed_key),
        "mine": _digest(own.mine),
    }
    said, signer = statements.read(
        own.proof, what=_PROOF, typ=TYP, practice=member.practice, fields=frozenset(signed)
    )
    if signer != own.person:
        raise Refused("whoever sends this key does not hold its private half")
    if said != signed:
        raise Refused("this key was made for another place, or with other files")
    check_home(own.person, member)


def check_home(person: str, member: Member) -> None:
    """A person has one file, in one practice: a second passphrase for the same key helps nobody. Refused."""
    homes = Member.objects.everywhere("a person's own file lies once").filter(
        person=person, left_at=None
    )
    if homes.exclude(pk=member.pk).exclude(sealed_key=b"").exists():
        raise Refused(
            "this key has its file in another practice already: open the desk of that practice in"
            " this browser, then the link, and bring the same key"
        )


def _digest(sealed: bytes) -> str:
    return jws.b64(hashlib.sha256(sealed).digest())
