"""Somebody who was invited: a name and a role in the list, without a key and without a place."""

import uuid
from datetime import date, datetime

from django.db import transaction

from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Joining, Member, Practice

PURPOSE = "desk-access"


@transaction.atomic
def invite(
    *,
    practice: Practice,
    by: Member,
    name: str,
    role: Member.Role,
    until: date | None,
    at: datetime,
) -> Member:
    """A row for somebody to come. They open nothing before a practitioner seats them."""
    made = Member.objects.create(
        practice=practice, id=uuid.uuid4(), name=name, role=role, until=until
    )
    _note(made, by, "invited", at)
    return made


@transaction.atomic
def withdraw(*, member: Member, by: Member, at: datetime) -> bool:
    """Somebody invited will not come. False for whoever has a place: that one is ended, not withdrawn."""
    if member.joined_at is not None:
        return False
    _note(member, by, "withdrawn", at)
    Joining.objects.of(member.practice).filter(member=member).delete()
    member.delete()
    return True


def _note(member: Member, by: Member, done: str, at: datetime) -> None:
    journal.write(
        practice=member.practice,
        who=by,
        act=journal.Act.CHANGED,
        what=f"member/{member.id}/{done}",
        purpose=PURPOSE,
        at=at,
    )
