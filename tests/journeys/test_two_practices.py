"""One person, two practices: one unlock, one list of requests, each opened with its own keys."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from quenotte.demo.run import Demo
from tests.journeys import remains, second
from tests.journeys.desk import Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

THERE, HERE = "Rochat-Carouge", "Rochat-Lac"


@pytest.fixture(scope="module")
def carouge(demo: Demo) -> Iterator[dict[str, str]]:
    """The module's tests share it; the person's own file says so, and is put back."""
    rows = VaultRows(demo)
    kept = rows.all("select id, mine from practices_member")
    yield second.helps_out(demo, rows, surname=THERE)
    rows.change(
        "update practices_member set left_at = '2026-01-01' where role = 'PRACTITIONER'"
        " and practice_id = (select id from practices_practice where slug = 'carouge')"
    )
    for id, mine in kept:
        rows.change("update practices_member set mine = ? where id = ?", mine, id)


@pytest.fixture
def desk(people: People, carouge: dict[str, str]) -> Desk:
    people.patient().book(Lea(surname=HERE))
    one = people.desk()
    one.enter()
    return one


@pytest.mark.claim("P12")
def test_requests_of_both_stand_in_one_list_and_say_whose_they_are(desk: Desk) -> None:
    for name, practice in ((THERE, second.NAME), (HERE, "Cabinet dentaire du Lac")):
        expect(desk.request(name).first).to_contain_text(practice)
    first = desk.page.locator("[data-slot=requests] button").first
    expect(first).to_contain_text(THERE)  # it has waited for a day


def test_each_is_opened_with_its_own_practice_s_key_and_answered_there(
    desk: Desk, rows: VaultRows
) -> None:
    desk.select(THERE)
    expect(desk.detail()).to_contain_text(second.NAME)
    expect(desk.detail()).to_contain_text("lea@patient.example")
    expect(desk.detail()).to_contain_text("Check-up")
    desk.see_day()
    expect(desk.day()).to_contain_text("Chair of Carouge")
    pressed = desk.page.get_by_role("button", name=second.NAME, exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    desk.page.get_by_role("button", name="Cabinet dentaire du Lac", exact=True).click()
    expect(desk.day()).to_contain_text("Dre Anne Mottet")
    expect(desk.day()).not_to_contain_text("Chair of Carouge")
    desk.confirm()
    status = (
        "select status from agenda_appointment a join practices_practice p on p.id = practice_id"
    )
    assert rows.one(f"{status} where slug = 'carouge'") == "CONFIRMED"
    desk.request(HERE).first.click()
    expect(desk.detail().locator("h2")).to_contain_text(HERE)
    expect(desk.detail()).to_contain_text("Cabinet dentaire du Lac")


def test_a_colleague_at_home_sees_nothing_of_the_other_practice(
    people: People, carouge: dict[str, str]
) -> None:
    nadia = people.desk()
    nadia.enter("secretary")
    expect(nadia.page.locator("[data-slot=up-to-date]")).not_to_be_empty()
    assert THERE not in remains.shown(nadia.page)
    expect(nadia.page.locator("[data-slot=practices]")).to_be_hidden()


@pytest.mark.claim("P12")
def test_a_practice_that_was_never_trusted_is_left_out_and_named(
    people: People, carouge: dict[str, str], rows: VaultRows
) -> None:
    """The server's word makes nobody a member: the person's own file, which they signed, knows it not."""
    keep = "update practices_member set mine = ? where hex(mine) = hex(?)"
    trusting, before = (base64.b64decode(carouge[name]) for name in ("mine", "mine_before"))
    assert rows.change(keep, before, trusting) == 1
    try:
        desk = people.desk()
        desk.enter()
        expect(desk.page.locator("#left-out")).to_contain_text(second.NAME)
        expect(desk.page.locator("[data-slot=up-to-date]")).not_to_be_empty()
        assert THERE not in remains.shown(desk.page)
    finally:
        assert rows.change(keep, trusting, before) == 1
