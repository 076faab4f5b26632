"""Keys of the practice as they lie here: sealed to one member, or to the recovery sheet."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from quenotte import envelope
from quenotte.vault.practices.models import Member
from quenotte.vault.practices.statements import Refused, malformed, shaped

CLASSES = ("care", "desk", "rights")
LISTED = ("care", "desk")  # the classes whose lists have a key of their own
# Which classes each role opens (design.md, Grants); a practitioner signs for the practice, too.
CLASSES_OF = {
    Member.Role.PRACTITIONER: CLASSES,
    Member.Role.ASSISTANT: ("care", "desk"),
    Member.Role.SECRETARY: ("desk",),
}
# Each role holds all that the next one holds.
FROM_MOST = (Member.Role.PRACTITIONER, Member.Role.ASSISTANT, Member.Role.SECRETARY)
NAME = re.compile(
    r"signing|succession|(cards/(?=care|desk))?(care|desk|rights)/[1-9][0-9]{0,8}", re.ASCII
)
MOST_BYTES = 8192  # a sealed key is a third of this
MOST_SEALS = 4096


@dataclass(frozen=True)
class Seal:
    """A key by its name, and the age file that holds it."""

    key: str
    sealed: bytes


def read_seal(given: object) -> Seal:
    """One of a body's `{"key","sealed"}`. Refused for anything else."""
    if not isinstance(given, dict):
        malformed("a sealed key")
    key = shaped(given.get("key"), NAME, "a sealed key")
    return Seal(key, read_file(given.get("sealed"), f"the key {key}"))


def read_seals(given: object) -> tuple[Seal, ...]:
    """A body's list of them, each key once."""
    if not isinstance(given, list) or len(given) > MOST_SEALS:
        malformed("the list of sealed keys")
    seals = tuple(read_seal(each) for each in given)
    if len({seal.key for seal in seals}) < len(seals):
        raise Refused("a key is sealed twice")
    return seals


def read_file(given: object, what: str) -> bytes:
    """The bytes of an age file out of a body: base64, and not larger than one key needs."""
    if not isinstance(given, str) or len(given) > MOST_BYTES * 4 // 3 + 4:
        malformed(what)
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        malformed(what)


def check_locks(seals: Iterable[Seal]) -> None:
    """Each is sealed for exactly one holder, in the way that stays shut."""
    for seal in seals:
        check_lock(seal.sealed, envelope.MLKEM768_X25519, f"the key {seal.key}")


def check_lock(sealed: bytes, lock: str, what: str) -> None:
    try:
        locks = envelope.look(sealed).locks
    except envelope.NotAnEnvelope:
        raise Refused(f"{what} is not sealed") from None
    if locks != (lock,):
        raise Refused(f"{what} is not sealed for one holder")


def class_of(key: str) -> str | None:
    """The class of a class key or of a list cards' key; None for the signing keys."""
    name = key.removeprefix("cards/").partition("/")[0]
    return name if name in CLASSES else None


def epoch_of(key: str) -> int:
    return int(key.rpartition("/")[2])


def holds(role: str, key: str) -> bool:
    """Whether the key with this name, of whatever epoch, is for that role."""
    if key == "signing":
        return role == Member.Role.PRACTITIONER
    return class_of(key) in CLASSES_OF[Member.Role(role)]


def lesser(one: str, other: str) -> Member.Role:
    """The role of both that holds less."""
    return FROM_MOST[max(FROM_MOST.index(Member.Role(role)) for role in (one, other))]


def with_cards(id: str) -> tuple[str, ...]:
    """A class key's name, with that of the list cards' key that goes with it."""
    return (id, f"cards/{id}") if id.partition("/")[0] in LISTED else (id,)
