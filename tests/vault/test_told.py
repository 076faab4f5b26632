"""A firm that is new on an installation stands in no policy before the practices were told of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import Settings

from quenotte.base.declared import Undeclared
from quenotte.register.recipients import Recipient
from quenotte.vault import worker
from quenotte.vault.policies import services
from quenotte.vault.policies.models import Version
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW

HOST = Recipient("host", "Coffre SA", "CH", "C-1", date(2026, 1, 5))
POST = Recipient("carriers", "Facteur SA", "CH", "C-2", date(2026, 12, 1))
CARD = {
    "slug": "mast",
    "name": "Cabinet Mast",
    "controller": "Dr Mast",
    "street": "12 rue des Bains",
    "postcode": "1205",
    "city": "Genève",
    "country": "CH",
    "telephone": "+41 22 555 01 23",
    "email": "",
    "languages": ["fr", "en"],
}

pytestmark = [pytest.mark.django_db, pytest.mark.claim("P36")]


@pytest.fixture
def published(mast: Practice, settings: Settings) -> Practice:
    settings.RECIPIENTS = (HOST,)
    mast.public_card = dict(CARD)
    mast.save()
    services.publish(practice=mast, at=NOW)
    return mast


def test_who_stood_there_at_the_beginning_owes_no_date(published: Practice) -> None:
    assert Version.objects.of(published).count() == 1


@pytest.mark.parametrize("told", [None, date(2026, 12, 1)], ids=["never", "too-late"])
def test_the_worker_stops_at_a_firm_that_nobody_was_told_of(
    published: Practice, settings: Settings, told: date | None
) -> None:
    settings.RECIPIENTS = (HOST, replace(POST, told=told))
    with pytest.raises(Undeclared, match=r"Facteur SA is new in QUENOTTE_RECIPIENTS: `told`"):
        worker.tick(at=NOW + timedelta(days=1))
    assert Version.objects.of(published).count() == 1


def test_a_firm_that_the_practices_were_told_of_stands_in_the_next_version(
    published: Practice, settings: Settings
) -> None:
    settings.RECIPIENTS = (HOST, replace(POST, told=date(2026, 11, 1)))
    worker.tick(at=NOW + timedelta(days=1))
    second = services.at(practice=published, number=2)
    assert b"Facteur SA (CH)" in services.canonical(second)


def test_a_firm_once_named_is_known_whatever_its_dates_say_later(
    published: Practice, settings: Settings
) -> None:
    settings.RECIPIENTS = (HOST, replace(POST, told=date(2026, 11, 1)))
    worker.tick(at=NOW + timedelta(days=1))
    settings.RECIPIENTS = (HOST, POST)
    published.public_card |= {"street": "1 quai du Lac"}
    published.save()
    worker.tick(at=NOW + timedelta(days=2))
    assert services.at(practice=published, number=3)
