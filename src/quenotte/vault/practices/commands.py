"""What `quenotte practice` does: rows for a new practice, links for its people. No key is made here."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.instructions.deeds import on_instruction
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import services
from quenotte.vault.practices.models import Member, Practice

LINK_LASTS = timedelta(days=7)


@transaction.atomic
def new(*, slug: str, host: str, name: str, practitioner: str, zone: str, country: str) -> str:
    """A practice without keys, and the link with which its practitioner makes them.

    The country decides which law counts; the practitioner reads it before making the keys.
    """
    practice = Practice.objects.create(slug=slug, host=host, name=name, zone=zone, country=country)
    member = services.add_member(
        practice=practice, name=practitioner, role=Member.Role.PRACTITIONER
    )
    return _to_set_up(practice, member)


class SetUpAlready(Exception):
    """The practice's keys are published: nobody is invited to make them once more."""


@transaction.atomic
def invite(*, slug: str) -> str:
    """Another link for whoever sets a practice up; the former ones end. They go on where they were."""
    practice = Practice.objects.select_for_update().get(slug=slug)
    if practice.is_open():
        raise SetUpAlready(f"the practice {slug} is set up already")
    Invitation.objects.of(practice).filter(kind=Invitation.Kind.SETUP).delete()
    return _to_set_up(practice, Member.objects.of(practice).get())


def _to_set_up(practice: Practice, member: Member) -> str:
    code = desk.invite(
        practice=practice,
        kind=Invitation.Kind.SETUP,
        member=member,
        lasts=LINK_LASTS,
        at=timezone.now(),
    )
    return f"{settings.DESK_URL}/fr/setup#i={code}"


def computer(*, slug: str, number: int | None = None) -> str:
    """A link that registers one more computer of the practice, which instructed it."""
    at = timezone.now()
    with on_instruction(slug=slug, act="computer", number=number, at=at) as deed:
        code = desk.invite(
            practice=deed.practice, kind=Invitation.Kind.COMPUTER, lasts=LINK_LASTS, at=at
        )
        deed.write(journal.Act.CHANGED, "computer/link")
    return f"{settings.DESK_URL}/fr/#r={code}"
