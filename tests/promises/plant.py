"""Makes Dr Mast's practice, with many chairs, in a vault's empty database: `python -m tests.promises.plant`."""

from quenotte import serve

serve.migrate("vault")

from django.db import transaction  # noqa: E402 - Django had to be set up before
from django.utils import timezone  # noqa: E402

from quenotte.base import jws  # noqa: E402
from quenotte.vault.agenda.models import Resource, WeeklyHours  # noqa: E402
from quenotte.vault.notices.models import RelayMonths  # noqa: E402
from tests.vault.conftest import make_practice  # noqa: E402

CHAIRS = 8


@transaction.atomic
def plant() -> None:
    """One type of appointment, half an hour with whoever is free; the relay's keys for two years."""
    at = timezone.now()
    practice = make_practice("mast")
    type_ = practice.types.get()
    first = practice.resources.get()
    for number in range(1, CHAIRS):
        chair = Resource.objects.create(practice=practice, slug=f"chair-{number}", name="Dr Mast")
        for hours in first.hours.all():
            WeeklyHours.objects.create(
                practice=practice,
                resource=chair,
                weekday=hours.weekday,
                opens=hours.opens,
                closes=hours.closes,
            )
        type_.resources.add(chair)
    months = [f"{year}-{month:02}" for year in (at.year, at.year + 1) for month in range(1, 13)]
    RelayMonths.objects.create(
        jws=jws.sign({"v": 1, "months": {}}, key=jws.new_key(), typ="quenotte-relay-months"),
        months=dict.fromkeys(months, "age1…"),
        received_at=at,
    )


if __name__ == "__main__":
    plant()
