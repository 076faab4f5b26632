"""A practitioner who is ill cancels the day from a phone: one question, and each patient gets a message."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.chromium import PHONE
from tests.journeys.desk import Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

NAMES = ("Rochat-Ill", "Perret-Ill", "Blanc-Ill")
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def today(people: People, rows: VaultRows) -> None:
    """Three confirmed appointments of today, still to come by the practice's clock."""
    rows.change("update agenda_appointment set status = 'DECLINED'")
    rows.change("delete from agenda_cell")
    soon = datetime.now(UTC) + timedelta(minutes=10)
    for minutes, surname in enumerate(NAMES):
        people.patient().book(Lea(surname=surname))
        rows.change(
            "update agenda_appointment set status = 'CONFIRMED', start_at = ?"
            " where row = (select max(row) from agenda_appointment)",
            (soon + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S"),
        )


def stand(rows: VaultRows) -> int:
    return int(rows.one("select count(*) from agenda_appointment where status = 'CONFIRMED'"))


def open_list(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Cancel today’s appointments …").click()
    expect(desk.page.get_by_role("heading", name="Cancel today’s appointments")).to_be_visible()


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("viewport", [NARROWEST, PHONE], ids=["320", "390"])
def test_a_practitioner_cancels_the_whole_day_with_one_answer(
    viewport: dict[str, int], people: People, rows: VaultRows
) -> None:
    desk = people.desk(viewport=viewport)
    desk.enter()
    open_list(desk)
    for name in NAMES:
        expect(desk.page.locator("#call-off-list")).to_contain_text(name)
    desk.page.get_by_role("button", name="Cancel 3 appointments").click()
    expect(desk.page.get_by_text("3 appointments are cancelled")).to_be_visible()
    assert stand(rows) == 0
    queued = rows.one(
        "select count(*) from notices_notice where template = 'appointment-cancelled'"
        " and appointment_id in (select row from agenda_appointment where status = 'CANCELLED')"
    )
    assert queued >= 3
    desk.page.locator("#call-off-close").click()
    expect(desk.page.get_by_role("button", name="Cancel today’s appointments …")).to_be_hidden()


@pytest.mark.usefixtures("today")
def test_those_that_are_not_chosen_stay_and_a_lost_answer_is_said(
    people: People, rows: VaultRows
) -> None:
    desk = people.desk(viewport=PHONE)
    desk.enter()
    open_list(desk)
    desk.page.get_by_role("checkbox", name=NAMES[1]).uncheck()
    lost = 0

    def second_is_lost(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 2:
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/cancel?*", second_is_lost)
    desk.page.get_by_role("button", name="Cancel 2 appointments").click()
    expect(desk.page.locator("#call-off-error")).to_contain_text("1 is cancelled; then the desk")
    assert stand(rows) == 2
    desk.page.get_by_role("button", name="Cancel 1 appointment").click()
    expect(desk.page.get_by_text("1 appointment is cancelled")).to_be_visible()
    assert stand(rows) == 1
    expect(desk.day()).to_contain_text(NAMES[1])
