"""Two locks: the screen's, which a PIN opens while the keys stay, and the full one, after which none is left."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys import remains
from tests.journeys.choosing import Choosing
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

PIN = "246810"
OF_INES = "135791"
CHALLENGE = "**/v1/desk/challenge"
ENTERED = "The entry that nobody finished"


@pytest.fixture(autouse=True)
def nobody_has_a_pin(rows: VaultRows) -> Iterator[None]:
    """When a test begins; what it set goes with it."""
    rows.change("delete from desk_session")
    kept = rows.all("select id, mine from practices_member")
    yield
    for id, mine in kept:
        rows.change("update practices_member set mine = ? where id = ?", mine, id)


def booked(people: People, surname: str) -> None:
    people.patient().book(Lea(surname=surname))


def sent_of(people: People) -> bytes:
    return b"".join(one.whole for traffic in people.traffic for one in traffic.sent())


def name_of(desk: Desk, role: str) -> str:
    return desk.member(role)["name"]


def both_unlocked(desk: Desk) -> None:
    """Inès in the morning, then Dr Mottet; each with a PIN of her own."""
    desk.enter("assistant")
    desk.choose_pin(OF_INES)
    desk.lock_screen()
    by_passphrase(desk, "practitioner")
    desk.choose_pin(PIN)


def by_passphrase(desk: Desk, role: str) -> None:
    """From the locked screen through the door."""
    desk.page.get_by_role("button", name=name_of(desk, role)).click()
    expect(desk.page.get_by_role("radio", name=name_of(desk, role))).to_be_checked()
    desk.unlock(role)


def drafts(desk: Desk) -> list[str]:
    return [name for name in remains.stored(desk.page)["local"] if name.startswith("draft.")]


def signed_in(rows: VaultRows) -> list[str]:
    names = "select name from desk_session join practices_member on practices_member.id = member_id"
    return [name for (name,) in rows.all(names)]


@pytest.mark.claim("P31")
def test_after_idle_minutes_the_screen_is_empty_and_a_pin_brings_it_back(
    people: People, rows: VaultRows
) -> None:
    booked(people, "Rochat-Pause")
    desk = people.desk()
    desk.page.clock.install()
    desk.enter()
    desk.choose_pin(PIN)
    desk.select("Rochat-Pause")
    desk.page.clock.fast_forward(6 * 60_000)
    expect(desk.pin()).to_be_visible()
    why = desk.page.locator("#locked-why")
    expect(why).to_contain_text("after 5 minutes without activity")
    assert "Rochat-Pause" not in remains.shown(desk.page)
    assert "Rochat-Pause" not in remains.memory(desk.page)
    assert len(remains.workers(desk.page)) == 1
    assert signed_in(rows) == [name_of(desk, "practitioner")]
    desk.come_back(PIN)
    expect(desk.request("Rochat-Pause").first).to_be_visible()
    assert PIN.encode() not in sent_of(people)


def test_whoever_was_at_work_comes_back_without_a_connection(desk: Desk) -> None:
    desk.enter()
    desk.choose_pin(PIN)
    desk.lock_screen()
    desk.page.context.set_offline(True)
    desk.come_back(PIN)
    expect(desk.page.locator("#connection")).to_be_visible()


@pytest.mark.claim("P31")
def test_without_a_pin_idle_minutes_are_the_full_lock(people: People) -> None:
    desk = people.desk()
    desk.page.clock.install()
    desk.enter()
    desk.page.clock.fast_forward(6 * 60_000)
    expect(desk.page.get_by_text("Locked after a time without activity")).to_be_visible()
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert remains.workers(desk.page) == []


def test_a_colleague_takes_over_by_her_pin_and_the_session_changes(
    desk: Desk, rows: VaultRows
) -> None:
    both_unlocked(desk)
    assert signed_in(rows) == [name_of(desk, "practitioner")]
    desk.lock_screen()
    desk.come_back(OF_INES, name_of(desk, "assistant"))
    expect(desk.page.locator("#member-name")).to_have_text(name_of(desk, "assistant"))
    assert signed_in(rows) == [name_of(desk, "assistant")]
    desk.lock_screen()
    desk.come_back(PIN, name_of(desk, "practitioner"))
    expect(desk.page.locator("#member-name")).to_have_text(name_of(desk, "practitioner"))
    assert signed_in(rows) == [name_of(desk, "practitioner")]


def test_a_switch_whose_answer_is_lost_leaves_the_screen_locked(
    desk: Desk, rows: VaultRows
) -> None:
    both_unlocked(desk)
    desk.lock_screen()
    desk.page.route("**/v1/desk/sign-in", lambda route: route.abort(), times=1)
    desk.page.get_by_role("radio", name=name_of(desk, "assistant")).check()
    expect(desk.pin()).to_be_visible()
    desk.pin().press_sequentially(OF_INES)
    expect(desk.page.locator("#pin-error")).to_contain_text("The desk does not answer")
    with desk.page.expect_request(CHALLENGE):  # whose session it is has become uncertain
        desk.come_back(PIN, name_of(desk, "practitioner"))
    assert signed_in(rows) == [name_of(desk, "practitioner")]


@pytest.mark.claim("P31")
def test_five_wrong_pins_close_the_desk_completely(desk: Desk, rows: VaultRows) -> None:
    both_unlocked(desk)
    desk.lock_screen()
    for left in ("4 attempts are", "3 attempts are", "2 attempts are", "1 attempt is"):
        desk.pin().press_sequentially("000000")
        expect(desk.page.locator("#pin-error")).to_contain_text(f"{left} left")
    with desk.page.expect_response("**/sign-out"):
        desk.pin().press_sequentially("000000")
    expect(desk.page.get_by_text("Closed after five wrong PINs")).to_be_visible()
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    assert remains.workers(desk.page) == []
    assert signed_in(rows) == []
    desk.unlock()


def test_closing_completely_leaves_no_key_to_anybody(desk: Desk, rows: VaultRows) -> None:
    both_unlocked(desk)
    desk.lock_screen()
    desk.close_completely()
    assert remains.workers(desk.page) == []
    assert signed_in(rows) == []


def test_one_tab_s_screen_lock_is_every_tab_s(people: People) -> None:
    booked(people, "Rochat-Tabs")
    one = people.desk()
    one.enter()
    one.choose_pin(PIN)
    two = Desk(one.page.context.new_page(), one.demo)
    two.page.goto(f"{two.address}/en/")
    expect(two.request("Rochat-Tabs").first).to_be_visible()
    one.lock_screen()
    expect(two.pin()).to_be_visible()
    assert "Rochat-Tabs" not in remains.shown(two.page)
    two.come_back(PIN)
    expect(one.page.get_by_role("button", name="Lock")).to_be_visible()
    expect(one.request("Rochat-Tabs").first).to_be_visible()
    three = Desk(one.page.context.new_page(), one.demo)
    two.lock_screen()
    three.page.goto(f"{three.address}/en/")
    expect(three.pin()).to_be_visible()


def test_an_unfinished_entry_is_sealed_and_comes_back(people: People, rows: VaultRows) -> None:
    desk = people.desk()
    choosing = Choosing(desk)
    desk.choose_pin(PIN)
    choosing.page.get_by_role("radio", name="A contact point").check()
    choosing.field("contact.name").get_by_role("textbox").fill(ENTERED)
    usual = choosing.field("periods.appointment.archive").get_by_role("combobox")
    before = usual.input_value()
    choosing.period("appointment.archive", "2 years")
    desk.lock_screen()
    expect(desk.page.get_by_text("The unfinished entry is sealed and comes back")).to_be_visible()
    assert ENTERED not in remains.shown(desk.page)
    assert len(drafts(desk)) == 1
    assert ENTERED not in json.dumps(remains.stored(desk.page))
    desk.come_back(PIN)
    written = choosing.field("contact.name").get_by_role("textbox")
    expect(written).to_have_value(ENTERED)
    expect(choosing.page.get_by_text("What you had entered before")).to_be_visible()
    desk.page.wait_for_timeout(1_000)
    desk.page.reload()  # the only tab: its worker ends, and with it every key
    desk.unlock()
    expect(written).to_have_value(ENTERED)
    assert usual.input_value() != before
    choosing.field("contact.name").get_by_role("textbox").fill("")
    choosing.page.get_by_role("radio", name="The practice itself").check()
    usual.select_option(before)
    expect(choosing.page.get_by_role("button", name="Sign and keep")).to_be_disabled()
    desk.page.wait_for_timeout(1_500)
    assert drafts(desk) == []


def test_a_colleague_does_not_get_another_s_entry(people: People) -> None:
    desk = people.desk()
    choosing = Choosing(desk)
    desk.choose_pin(PIN)
    choosing.page.get_by_role("radio", name="A contact point").check()
    choosing.field("contact.name").get_by_role("textbox").fill(ENTERED)
    desk.lock_screen()
    by_passphrase(desk, "secretary")
    desk.page.wait_for_timeout(1_000)
    assert ENTERED not in remains.shown(desk.page)
    assert len(drafts(desk)) == 1


def test_wrong_passphrases_make_the_next_attempt_wait_and_destroy_nothing(desk: Desk) -> None:
    desk.register()
    desk.page.get_by_role("radio", name=name_of(desk, "practitioner")).check()
    wrong = "un deux trois quatre cinq six"
    desk.page.get_by_label("Passphrase", exact=True).fill(wrong)
    error = desk.page.locator("#passphrase-error")
    for _ in range(3):
        desk.page.locator("#door-submit:not([aria-disabled=true])").click()
        expect(error).to_contain_text("do not open this person's key", timeout=OPENING_MS)
    expect(desk.page.locator("#door-progress")).to_contain_text("The next attempt is possible in")
    desk.page.get_by_label("Passphrase", exact=True).press("Enter")
    expect(error).to_contain_text("Too many attempts in a row", timeout=OPENING_MS)
    expect(desk.page.locator("#door-progress")).to_be_empty(timeout=10_000)
    desk.unlock()
