"""What `quenotte practice` does: rows for a new practice, links for its people. No key is made here."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
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
    code = desk.invite(
        practice=practice,
        kind=Invitation.Kind.SETUP,
        member=member,
        lasts=LINK_LASTS,
        at=timezone.now(),
    )
    return f"{settings.DESK_URL}/fr/setup#i={code}"


def computer(*, slug: str) -> str:
    """A link that registers one more computer of the practice."""
    code = desk.invite(
        practice=Practice.objects.get(slug=slug),
        kind=Invitation.Kind.COMPUTER,
        lasts=LINK_LASTS,
        at=timezone.now(),
    )
    return f"{settings.DESK_URL}/fr/#r={code}"
