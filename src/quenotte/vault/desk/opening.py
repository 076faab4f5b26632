"""Opens a practice: its first keys, its contract and instructions, its first computer, or none of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quenotte.vault.desk import services
from quenotte.vault.desk.models import Invitation, SetupDraft
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.instructions import services as instructions
from quenotte.vault.practices import services as practices
from quenotte.vault.practices.models import Member, Practice
from quenotte.vault.practices.statements import malformed

MOST_NAME = 60


@dataclass(frozen=True)
class Opening:
    """The one request of a set-up: what is in it is public, signed or sealed."""

    made: practices.SetUp
    agreement: str
    computer: str
    digest: str  # of the request's bytes: whoever repeats it has all of it, the sealed key included


def read(body: dict[str, Any], raw: bytes) -> Opening:
    """Out of a request's JSON. Refused for whatever is not of that shape."""
    made, computer = practices.read_set_up(body), body.get("computer")
    if made.agreement is None:
        malformed("the agreement")
    if computer is not None and not (isinstance(computer, str) and computer.isprintable()):
        malformed("the name of the computer")
    return Opening(
        made=made,
        agreement=made.agreement,
        computer=(computer or "").strip()[:MOST_NAME],
        digest=hashed(raw.decode("utf-8", "replace")),
    )


@transaction.atomic
def open_practice(*, found: Invitation, opening: Opening, at: datetime) -> tuple[str, str]:
    """Publish, spend the invitation, register the computer: the fingerprint and that computer's token.

    When the answer was lost and the same request comes again, it is answered again. Refuses what
    `practices.set_up` and `instructions.keep_first` refuse, and an invitation that was used otherwise.
    """
    practice, member = Practice.objects.select_for_update().get(pk=found.practice.pk), found.member
    if member is None:
        raise services.Refused
    if not _is_repeat(practice, member, opening):
        services.use(found)
        practices.set_up(practice=practice, member=member, made=opening.made, at=at)
        practice.refresh_from_db()
        instructions.keep_first(
            practice=practice,
            agreement=opening.agreement,
            instructions=opening.made.instructions,
            member=str(member.pk),
            at=at,
        )
        SetupDraft.objects.of(practice).update_or_create(
            {"step": "test", "sent": opening.digest, "kept_at": at},
            practice=practice,
            member=member,
        )
    token = services.enrol(practice=practice, at=at, name=opening.computer, member=member)
    return practice.fingerprint, token


def _is_repeat(practice: Practice, member: Member, opening: Opening) -> bool:
    sent = SetupDraft.objects.of(practice).filter(member=member, sent=opening.digest)
    return practice.is_open() and sent.exists()
