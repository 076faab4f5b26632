"""Setting a practice up: its public keys appear only after its recovery sheet was proven."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quenotte.vault.practices import keys
from quenotte.vault.practices.keys import Turn
from quenotte.vault.practices.models import KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import Own, check_own, read_own
from quenotte.vault.practices.statements import Changed, Refused, malformed, text

__all__ = ["Changed", "Refused", "SetUp", "add_member", "read_set_up", "set_up"]


@dataclass(frozen=True)
class SetUp:
    """What a practitioner's browser made: public keys, signed, and private ones, sealed."""

    own: Own
    turn: Turn
    agreement: str | None
    instructions: tuple[str, ...]


MOST_INSTRUCTIONS = 16


def read_set_up(body: object) -> SetUp:
    """A set-up out of a request's JSON. Refused for whatever is not of that shape."""
    if not isinstance(body, dict):
        malformed("the set-up")
    given = body.get("instructions", [])
    if not isinstance(given, list) or len(given) > MOST_INSTRUCTIONS:
        malformed("the list of instructions")
    agreement = body.get("agreement")
    made = SetUp(
        own=read_own(body.get("member")),
        turn=keys.read_turn(body.get("turn")),
        agreement=None if agreement is None else text(agreement, "the agreement"),
        instructions=tuple(text(each, "an instruction") for each in given),
    )
    if not made.own.sealed_key:
        raise Refused("the member's own file is missing")
    return made


@transaction.atomic
def set_up(*, practice: Practice, member: Member, made: SetUp, at: datetime) -> KeyCard:
    """Publish a practice's first key card, once, with the member who made it in its roster."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    if member.joined_at is not None or made.turn.why != "first":
        raise Refused("this practice is set up already")
    check_own(made.own, member)
    member.recipient, member.signing = made.own.recipient, made.own.signing
    member.sealed_key, member.mine = made.own.sealed_key, made.own.mine
    member.person = made.own.person
    member.joined_at = at
    member.save()
    return keys.turn(practice=practice, by=member, made=made.turn, at=at)


def add_member(*, practice: Practice, name: str, role: str, id: uuid.UUID | None = None) -> Member:
    """Somebody who will work at the desk; they cannot sign in before they have a key."""
    return Member.objects.create(practice=practice, id=id or uuid.uuid4(), name=name, role=role)
