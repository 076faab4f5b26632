"""Whose a registered computer is: it stays a second factor while somebody works here who uses it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from quenotte.vault.desk.models import Computer, Used
from quenotte.vault.practices.models import Member, Practice


def use(*, computer: Computer, by: Member, at: datetime) -> None:
    """Somebody signed in on it."""
    Computer.objects.of(computer.practice).filter(pk=computer.pk).update(seen_at=at)
    Used.objects.of(computer.practice).get_or_create(
        {"practice": computer.practice}, computer=computer, member=by
    )


def going(practice: Practice, *, here: Collection[UUID]) -> Mapping[int, UUID]:
    """The computers that end with somebody, and with whom: the last one of those `here` who registered
    it or signed in on it."""
    rows = [
        *Computer.objects.of(practice).values_list("pk", "member_id"),
        *Used.objects.of(practice).values_list("computer_id", "member_id"),
    ]
    users: dict[int, set[UUID]] = {}
    for pk, member in rows:
        if member in here:
            users.setdefault(pk, set()).add(member)
    return {pk: next(iter(each)) for pk, each in users.items() if len(each) == 1}
