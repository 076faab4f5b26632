"""The practice cancels what it had confirmed, from wherever it is: time given back, the patient told."""

from datetime import timedelta

import pytest

from quenotte.vault.agenda.models import Cell
from quenotte.vault.notices.models import Notice
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import FREE, Browser, Clock, Lea
from tests.vault.test_desk_door import Desk


@pytest.fixture
def desk(browser: Browser, lea: Lea) -> Desk:
    """Dr Mast at hers, with Léa's request confirmed."""
    one = Desk(browser.practice)
    one.register()
    one.sign_in()
    browser.put("appointment", lea.id, lea.request())
    assert one.call("POST", f"appointment/{lea.id}/confirm").status_code == 200
    return one


def to_be_sent(desk: Desk) -> list[str]:
    """What the relay still finds in the outbox."""
    waiting = Notice.objects.of(desk.practice).filter(state=Notice.State.WAITING)
    return list(waiting.values_list("template", flat=True))


def test_a_confirmed_appointment_is_cancelled_and_the_patient_is_told(desk: Desk, lea: Lea) -> None:
    assert desk.call("POST", f"appointment/{lea.id}/cancel").json()["status"] == "CANCELLED"
    assert not Cell.objects.of(desk.practice).exists()
    assert to_be_sent(desk) == ["appointment-cancelled"]  # nothing that waited is sent any more


def test_a_second_time_changes_nothing(desk: Desk, lea: Lea) -> None:
    for _ in range(2):
        got = desk.call("POST", f"appointment/{lea.id}/cancel")
        assert (got.status_code, got.json()["status"]) == (200, "CANCELLED")
    assert to_be_sent(desk) == ["appointment-cancelled"]


def test_a_request_is_declined_and_not_cancelled(desk: Desk, browser: Browser) -> None:
    other = Lea()
    browser.put("appointment", other.id, other.request(start=FREE + timedelta(hours=1)))
    got = desk.call("POST", f"appointment/{other.id}/cancel")
    assert (got.status_code, got.json()["appointment"]["status"]) == (409, "REQUESTED")


def test_what_has_begun_stays_as_it_was(desk: Desk, lea: Lea, clock: Clock) -> None:
    clock.at = FREE
    desk.sign_in()
    got = desk.call("POST", f"appointment/{lea.id}/cancel")
    assert (got.status_code, got.json()["appointment"]["status"]) == (409, "CONFIRMED")


@pytest.mark.claim("P12")
def test_next_door_cancels_nothing_of_ours(desk: Desk, favre: Practice, lea: Lea) -> None:
    dr_favre = Desk(favre)
    dr_favre.register()
    dr_favre.sign_in()
    assert dr_favre.call("POST", f"appointment/{lea.id}/cancel").status_code == 404
