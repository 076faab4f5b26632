"""People come and go: a link, six words read out, keys granted; and whoever left opens nothing new."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, expect

from quenotte.demo.run import Demo, running
from tests.journeys.chromium import NARROW
from tests.journeys.desk import OPENING_MS
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.team import (
    entered,
    forgets,
    invited,
    joined,
    key_made,
    let_in,
    open_people,
    read_out,
    row,
)
from tests.journeys.test_accessible import audit
from tests.journeys.vault_rows import VaultRows


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Keys are turned here: this practice is nobody else's."""
    with running(folder=None, port=0) as one:
        yield one


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    with ExitStack() as stack:
        all_of_them = People(browser, demo, stack)
        yield all_of_them
        for traffic in all_of_them.traffic:
            assert traffic.complaints == []


@pytest.fixture
def rows(demo: Demo) -> VaultRows:
    return VaultRows(demo)


def end_now(view: Locator, name: str) -> None:
    ends = row(view, name)
    ends.get_by_role("button", name="Ends …").click()
    alone = ends.get_by_text("nobody else who works here has signed in")
    expect(alone).to_be_visible(timeout=OPENING_MS)
    ends.get_by_role("button", name=f"End {name} now").click()


@pytest.mark.claim("P12")
def test_a_newcomer_is_let_in_by_six_words_and_nobody_by_others(people: People) -> None:
    desk = people.desk()
    desk.enter()
    view = open_people(desk)
    newcomer = people.desk()
    newcomer.register()
    newcomer.page.goto(invited(view, "Nora Weiss", "SECRETARY"))
    newcomer.page.get_by_role("button", name="Make my key").click()
    passphrase = key_made(newcomer.page)
    words = read_out(newcomer.page)
    assert words not in desk.page.content()
    let_in(view, "Nora Weiss", "six words that nobody read out")
    expect(row(view, "Nora Weiss").get_by_role("alert")).to_contain_text("not the words")
    let_in(view, "Nora Weiss", words)
    expect(newcomer.page.get_by_role("heading", name="You are in")).to_be_visible(
        timeout=OPENING_MS
    )
    newcomer.page.get_by_role("link", name="Open the desk").click()
    entered(newcomer, "Nora Weiss", passphrase)
    newcomer.page.get_by_role("button", name="People").click()
    expect(newcomer.page.get_by_role("heading", name="Who is here")).to_be_visible()
    expect(newcomer.page.get_by_role("heading", name="Invite somebody")).to_be_hidden()


@pytest.mark.claim("P12b")
def test_who_leaves_is_out_within_a_minute_and_opens_nothing_that_comes_after(
    people: People, rows: VaultRows
) -> None:
    desk = people.desk()
    desk.enter()
    view = open_people(desk)
    leaver, _ = joined(people, view, "Paul Roy", "SECRETARY")
    patient, lea = people.patient(), Lea(surname="Montandon")
    patient.come()
    patient.take_later("Consultation")
    patient.write(lea)
    before = rows.one("select max(serial) from practices_keycard")
    end_now(view, "Paul Roy")
    expect(desk.page.locator("#said")).to_contain_text("Paul Roy is out", timeout=OPENING_MS)
    # Nobody else has signed in on that computer: it is none of the practice's any more.
    gone = leaver.page.get_by_role("heading", name="This computer is not registered")
    expect(gone).to_be_visible(timeout=60_000)
    assert rows.one("select max(serial) from practices_keycard") == before + 1
    expect(row(view, "Paul Roy")).to_have_count(0)
    # A page that was open before the turn seals anew, by itself and without a word typed twice.
    patient.send()
    patient.await_sent()
    key = rows.one(
        "select key from intake_submission where activity='appointment' order by row desc"
    )
    assert key == f"desk/{before + 1}"
    held = rows.one("select count(*) from practices_grant where key = ?", key)
    assert held == rows.one(
        "select count(*) from practices_member where left_at is null and joined_at is not null"
    )
    view.get_by_role("button", name="Back to the agenda").click()
    expect(desk.request("Montandon")).to_be_visible(timeout=OPENING_MS)


def test_who_forgot_the_passphrase_is_let_in_again(people: People) -> None:
    desk = people.desk()
    desk.enter()
    view = open_people(desk)
    assistant = desk.member("assistant")["name"]
    other = people.desk()
    other.register()
    forgets(other.page, assistant)
    read_out(other.page)
    # A practitioner drops what nobody reads out; then another one can wait.
    row(view, assistant).get_by_role("button", name="Not this key").click()
    expect(desk.page.locator("#said")).to_contain_text("can ask again")
    expect(other.page.get_by_text("This key waits no more")).to_be_visible(timeout=OPENING_MS)
    other.page.get_by_role("button", name="Make a new key").click()
    key_made(other.page)
    read_out(other.page)
    other.page.reload()  # the words are lost with the page
    passphrase = forgets(other.page, assistant)
    expect(other.page.get_by_text("made on this computer before")).to_be_visible(timeout=OPENING_MS)
    other.page.get_by_role("button", name="Drop the earlier key").click()
    let_in(view, assistant, read_out(other.page))
    enter = other.page.get_by_role("button", name="To the door")
    expect(enter).to_be_visible(timeout=OPENING_MS)
    enter.click()
    entered(other, assistant, passphrase)


@pytest.mark.claim("P12")
def test_after_a_compromise_everything_is_sealed_anew_though_the_tab_was_closed(
    people: People, rows: VaultRows
) -> None:
    lea = Lea(surname="Perrochon")
    people.patient().book(lea, later=True)
    desk = people.desk()
    desk.enter()
    view = open_people(desk)
    # The tab is closed when the first copies are kept, before any old one went.
    desk.page.route("**/v1/desk/reseal/finish*", lambda route: route.abort())
    view.get_by_role("button", name="Our keys may be copied …").click()
    view.get_by_role("button", name="Turn all keys and seal anew").click()
    again = view.get_by_role("button", name="Go on")
    expect(again).to_be_visible(timeout=60_000)
    copies = rows.one("select count(*) from intake_freshcopy")
    old = rows.all("select key from intake_submission where replaced_at is null")
    assert copies > 0
    desk.page.context.close()

    desk = people.desk()
    desk.enter()
    view = open_people(desk)
    expect(view.get_by_text(f"Sealed anew: {copies} of {copies}")).to_be_visible()
    view.get_by_role("button", name="Go on").click()
    expect(desk.page.locator("#said")).to_contain_text("sealed anew", timeout=60_000)
    new = rows.all("select key from intake_submission where replaced_at is null")
    assert not set(old) & set(new)
    assert rows.one("select count(*) from intake_freshcopy") == 0
    view.get_by_role("button", name="Back to the agenda").click()
    expect(desk.request("Perrochon")).to_be_visible(timeout=OPENING_MS)


def test_people_by_keyboard_at_320_pixels_breaks_no_rule(people: People) -> None:
    desk = people.desk(viewport=NARROW, bypassing_policy=True)
    desk.enter()
    desk.page.get_by_role("button", name="People").focus()
    desk.page.keyboard.press("Enter")
    view = desk.page.locator("#people")
    expect(view.get_by_role("heading", name="People")).to_be_focused()
    expect(view.get_by_role("heading", name="Who is here")).to_be_visible()
    invited(view, "Nora Klein", "ASSISTANT")
    row(view, "Nadia").get_by_role("button", name="Ends …").click()
    view.get_by_role("button", name="Our keys may be copied …").click()
    assert audit(desk.page) == []
    width = desk.page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("button", name="People")).to_be_focused()


def test_a_practice_is_handed_over_with_a_new_signature_and_new_sheets(
    people: People, rows: VaultRows
) -> None:
    desk = people.desk()
    desk.enter()
    successor, _ = joined(people, open_people(desk), "Dre Mila Roux", "PRACTITIONER")
    before = rows.one("select fingerprint from practices_practice where slug = 'lac'")
    view = open_people(successor)
    predecessor = row(view, desk.member()["name"])
    predecessor.get_by_role("button", name="Ends …").click()
    predecessor.get_by_label("I take the practice over", exact=False).check()
    predecessor.get_by_role("button", name="now").click()
    printing = view.get_by_role("button", name="Print both sheets")
    expect(printing).to_be_visible(timeout=OPENING_MS)
    printing.click()
    paper = successor.page.locator("#sheets .paper").first
    groups = paper.locator("[data-slot=groups] b").all_text_contents()
    view.get_by_role("button", name="Both sheets lie before me").click()
    assert successor.page.locator("#sheets .paper").count() == 0
    for label in view.locator("[data-slot=sheets-asked] label").all_inner_texts():
        number = int(label.removeprefix("Group "))
        view.get_by_label(label, exact=True).fill(groups[number - 1])
    view.get_by_role("button", name="Publish the keys").click()
    expect(successor.page.locator("#said")).to_contain_text("new sheets count", timeout=OPENING_MS)
    after = rows.one("select fingerprint from practices_practice where slug = 'lac'")
    assert after != before
    assert rows.one("select count(*) from practices_succession where former = ?", before) == 1
    # Yesterday's link, with the fingerprint of before, still books.
    people.patient().book(Lea(surname="Chappuis"), later=True)
    view.get_by_role("button", name="Back to the agenda").click()
    expect(successor.request("Chappuis")).to_be_visible(timeout=OPENING_MS)
