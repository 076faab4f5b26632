"""The desk without its script, its keys, its session or its connection: closed, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import remains
from tests.journeys.desk import Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

DECISION = re.compile(r"/v1/desk/appointment/.*/(confirm|decline)")


def booked(people: People, surname: str) -> None:
    people.patient().book(Lea(surname=surname))


def status(rows: VaultRows) -> str:
    return str(rows.one("select status from agenda_appointment order by row desc limit 1"))


def test_without_script_it_says_why_nothing_is_shown(people: People) -> None:
    desk = people.desk(java_script_enabled=False)
    desk.page.goto(f"{desk.address}/en/")
    expect(desk.page.locator("noscript p")).to_be_visible()
    expect(desk.page.locator("noscript p")).to_contain_text("Script is switched off here")
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_hidden()


def test_without_its_worker_no_key_is_opened_and_the_passphrase_stays_here(people: People) -> None:
    desk = people.desk()
    desk.page.context.route(
        re.compile("/static/keys.worker"), lambda route: route.fulfill(status=404, body="not here")
    )
    desk.register()
    member = desk.member()
    desk.page.get_by_role("radio", name=member["name"]).check()
    desk.page.get_by_label("Passphrase", exact=True).fill(member["passphrase"])
    desk.page.get_by_role("button", name="Open the desk").click()
    expect(desk.page.get_by_role("alert")).to_contain_text(
        "did not start the part that holds the keys"
    )
    for traffic in people.traffic:
        assert not any(member["passphrase"].encode() in sent.whole for sent in traffic.sent())


def test_a_wrong_passphrase_opens_nothing_and_stays_to_be_mended(people: People) -> None:
    desk = people.desk()
    desk.register()
    desk.page.get_by_role("radio", name=desk.member()["name"]).check()
    desk.page.get_by_label("Passphrase", exact=True).fill("un deux trois quatre cinq six")
    desk.page.get_by_role("button", name="Open the desk").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("do not open this person's key")
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_have_value(re.compile("un deux"))


def test_a_computer_that_nobody_registered_is_told_nothing(people: People) -> None:
    desk = people.desk()
    desk.page.goto(f"{desk.address}/en/")
    expect(desk.page.get_by_text("This computer is not registered")).to_be_visible()
    for member in desk.demo.bundle["members"]:
        assert member["name"] not in remains.shown(desk.page)


def test_a_session_that_ended_locks_the_desk_and_the_request_still_waits(
    people: People, rows: VaultRows
) -> None:
    booked(people, "Rochat-Session")
    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Session")
    rows.change("delete from desk_session")
    desk.detail().get_by_role("button", name="Confirm").click()
    expect(desk.page.get_by_text("The session ended on the server")).to_be_visible()
    assert "Rochat-Session" not in remains.shown(desk.page)
    assert remains.workers(desk.page) == []
    assert status(rows) == "REQUESTED"
    desk.unlock()
    desk.select("Rochat-Session")
    desk.confirm()
    assert status(rows) == "CONFIRMED"


def test_without_a_connection_a_decision_is_not_made_and_can_be_made_again(
    people: People, rows: VaultRows
) -> None:
    booked(people, "Rochat-Line")
    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Line")
    desk.page.route(DECISION, lambda route: route.abort())
    desk.detail().get_by_role("button", name="Confirm").click()
    expect(desk.detail()).to_contain_text("Not confirmed: the desk did not answer")
    assert status(rows) == "REQUESTED"
    desk.page.unroute(DECISION)
    desk.confirm()
    assert status(rows) == "CONFIRMED"
    assert (
        rows.one(
            "select count(*) from notices_notice where template = 'appointment-confirmed'"
            " and appointment_id = (select max(row) from agenda_appointment)"
        )
        == 1
    )


def test_it_locks_without_a_connection(people: People) -> None:
    booked(people, "Rochat-Night")
    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Night")
    desk.page.context.set_offline(True)
    desk.page.get_by_role("button", name="Lock").click()
    expect(desk.page.get_by_text("The keys have left this computer")).to_be_visible()
    assert "Rochat-Night" not in remains.shown(desk.page)
    assert remains.workers(desk.page) == []


@pytest.mark.claim("P31")
def test_two_tabs_open_with_one_passphrase_agree_and_lock_together(
    people: People, rows: VaultRows
) -> None:
    booked(people, "Rochat-Pair")
    one = people.desk()
    one.enter()
    two = Desk(one.page.context.new_page(), one.demo)
    two.page.goto(f"{two.address}/en/")
    expect(two.page.get_by_role("button", name="Lock")).to_be_visible()
    for desk in (one, two):
        desk.select("Rochat-Pair")
    one.confirm()
    two.page.keyboard.press("d")
    two.detail().locator("[data-slot=decline-sure]").or_(
        two.page.get_by_text("This request changed meanwhile")
    ).first.click()
    expect(two.page.locator("#said")).to_contain_text("changed meanwhile")
    assert status(rows) == "CONFIRMED"
    one.lock()
    expect(two.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert "Rochat-Pair" not in remains.shown(two.page)
    assert remains.workers(two.page) == []
