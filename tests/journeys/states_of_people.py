"""The desk's views of people, of one's own access, and of what the publisher may do, in every state."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.stage import People
from tests.journeys.team import invited, key_made, let_in, open_people, read_out, row

type State = tuple[str, Page]
NEWCOMER = "Dr. Maximiliane Hohenstein-Schwarzenberger"  # long, as names are


def team(people: People, **options: Any) -> Iterator[State]:
    """Somebody is invited, waits, is not let in; nobody's keys change."""
    desk = people.desk(**options)
    desk.enter()
    page, view = desk.page, open_people(desk)
    yield "desk-people", page
    link = invited(view, NEWCOMER, "ASSISTANT")
    yield "desk-people-invited", page
    page.reload()
    desk.unlock()
    newcomer = people.desk(**options)
    newcomer.register()
    newcomer.page.goto(link)
    begin = newcomer.page.get_by_role("button", name="Make my key")
    expect(begin).to_be_visible(timeout=OPENING_MS)
    yield "join", newcomer.page
    begin.click()
    expect(newcomer.page.locator("#six-words li")).to_have_count(6, timeout=OPENING_MS)
    yield "join-passphrase", newcomer.page
    key_made(newcomer.page)
    read_out(newcomer.page)
    yield "join-words", newcomer.page
    view = open_people(desk)
    let_in(view, NEWCOMER, "six words that nobody read out")
    waits = row(view, NEWCOMER)
    expect(waits.get_by_role("alert")).to_contain_text("not the words")
    yield "desk-people-wrong-words", page
    waits.get_by_role("button", name="Not this key").click()
    expect(waits).to_be_hidden()
    nadia = desk.member("secretary")["name"]
    row(view, nadia).get_by_role("button", name="Ends …").click()
    yield "desk-people-ends", page
    view.get_by_role("button", name="Our keys may be copied …").click()
    yield "desk-people-copied", page
    page.get_by_role("button", name="Make new sheets").click()
    expect(page.get_by_role("button", name="Print both sheets")).to_be_visible(timeout=OPENING_MS)
    yield "desk-people-sheets", page
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print both sheets").click()
    page.get_by_role("button", name="Both sheets lie before me").click()
    yield "desk-people-sheets-proof", page
    page.get_by_role("button", name="Publish the keys").click()
    expect(page.locator("[data-slot=sheets-prove-error]")).to_be_visible()
    yield "desk-people-sheets-wrong", page


def access(people: People, **options: Any) -> Iterator[State]:
    desk: Desk = people.desk(**options)
    desk.enter()
    page = desk.page
    page.get_by_role("button", name="My access").click()
    view = page.locator("#access")
    expect(view.get_by_role("heading", name="Passkeys", exact=True)).to_be_visible()
    yield "desk-access", page
    view.get_by_label("Name of the new passkey").fill("Telephone")
    view.get_by_label("Your passphrase", exact=True).fill("six other words than the right ones")
    view.get_by_role("button", name="Add a passkey").click()
    expect(view.get_by_role("alert").first).to_be_visible(timeout=OPENING_MS)
    yield "desk-access-refused", page
    view.locator("[data-slot=digits-begin]").click()
    expect(view.get_by_label("Digits on the telephone")).to_be_visible()
    yield "desk-access-digits", page
    view.get_by_role("button", name="Stop").click()
    view.get_by_role("button", name="Draw six new words").click()
    expect(view.locator("[data-slot=new-words-list] li")).to_have_count(6)
    yield "desk-access-words", page


def told(people: People, **options: Any) -> Iterator[State]:
    desk: Desk = people.desk(**options)
    desk.enter()
    page = desk.page
    page.get_by_role("button", name="Instructions", exact=True).click()
    expect(page.get_by_role("heading", name="The processing agreement")).to_be_visible()
    yield "desk-instructions", page
    form = page.get_by_label("What may be done")
    form.select_option("Erase the practice from this installation")
    page.get_by_role("button", name="Sign this instruction").click()
    expect(page.get_by_role("alert").filter(has_text="Type lac here")).to_be_visible()
    yield "desk-instructions-refused", page
