"""Dr Mottet reads who did what; every desk signs the journal on unlocking, and says when it does not hold."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import remains
from tests.journeys.chromium import NARROW
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

HEAD = "**/v1/desk/journal/head*"


def entered(people: People, role: str = "practitioner") -> Desk:
    """At the open desk, once its head has been kept."""
    desk = people.desk()
    desk.register()
    with desk.page.expect_response(HEAD, timeout=OPENING_MS) as kept:
        desk.unlock(role)
    assert kept.value.status == 204
    return desk


def again(desk: Desk, role: str = "practitioner") -> None:
    """Closed completely, and unlocked again."""
    desk.close_completely()
    desk.unlock(role)


def journal_of(desk: Desk) -> Page:
    desk.page.get_by_role("button", name="Journal", exact=True).click()
    expect(desk.page.get_by_role("heading", name="Journal of access")).to_be_focused()
    expect(desk.page.locator(".journal-row").first).to_be_visible()
    return desk.page


@contextmanager
def purpose_changed(rows: VaultRows) -> Iterator[None]:
    """Of the last entry but one, as somebody would who runs the database; put back afterwards."""
    number = rows.one("select max(number) - 1 from journal_entry")
    kept = rows.one("select purpose from journal_entry where number = ?", number)
    other = "questionnaire" if kept == "appointment" else "appointment"
    change = "update journal_entry set purpose = ? where number = ?"
    rows.change(change, other, number)
    yield
    rows.change(change, kept, number)


@pytest.mark.claim("P76", "P76b")
def test_what_was_done_is_read_in_plain_words(people: People, rows: VaultRows) -> None:
    people.patient().book(Lea(surname="Journalier"))
    desk = entered(people)
    desk.select("Journalier")
    desk.confirm()
    page = journal_of(desk)
    first = page.locator(".journal-row").first
    expect(first).to_contain_text("Confirmed a request")
    expect(first).to_contain_text(desk.member()["name"])
    expect(first).to_contain_text("Appointments")
    expect(page.locator("#journal [data-slot='whole']")).to_contain_text("Checked up to entry")
    expect(page.locator("#journal [data-slot='copy']")).to_contain_text(
        "A copy lies in a second place"
    )
    opened = page.locator(".journal-row").filter(has_text="Opened a request: who comes")
    expect(opened.first).to_be_visible()
    expect(page.locator(".journal-row").filter(has_text="Unlocked the desk").first).to_be_visible()
    assert "Journalier" not in str(rows.all("select * from journal_entry"))


def test_entries_are_found_by_member_and_by_day(people: People) -> None:
    entered(people, "secretary").close_completely()
    page = journal_of(entered(people))
    secretary = Desk(page, people.demo).member("secretary")["name"]
    page.get_by_label("Who", exact=True).select_option(secretary)
    for row in page.locator(".journal-row").all():
        expect(row).to_contain_text(secretary)
    page.get_by_label("Day", exact=True).fill("2020-01-01")
    expect(page.locator(".journal-row")).to_have_count(0)
    expect(page.locator("#journal [data-slot='count']")).to_have_text("0 entries are shown")


def test_the_journal_is_saved_with_every_entry(people: People, rows: VaultRows) -> None:
    page = journal_of(entered(people))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save all entries").click()
    assert saved.value.suggested_filename.startswith("lac-journal-")
    held = list(csv.DictReader(saved.value.path().read_text().splitlines()))
    assert len(held) == rows.one(
        "select count(*) from journal_entry join practices_practice on practices_practice.id = practice_id"
        " where slug = 'lac'"
    )
    assert (held[-1]["act"], held[-1]["what"]) == ("EXPORTED", "journal/csv")
    expect(page.locator(".journal-row").first).to_contain_text("Saved this journal")


@pytest.mark.claim("P76b")
def test_a_journal_that_was_tampered_with_is_said_and_stays_said(
    people: People, rows: VaultRows
) -> None:
    desk = entered(people)
    page, banner = desk.page, desk.page.locator("#journal-wrong")
    expect(banner).to_be_hidden()
    with purpose_changed(rows):
        journal = journal_of(desk)
        expect(journal.get_by_role("alert").filter(has_text="not as it was")).to_be_visible()
        expect(journal.locator("#journal [data-slot='problems']")).to_contain_text(
            "was changed after"
        )
        # It lies before what this computer saw signed: taken away with all that follows, it is missed.
    number = rows.one("select max(number) from journal_entry")
    kept = rows.all("select * from journal_entry where number = ?", number)
    rows.change("delete from journal_entry where number = ?", number)
    try:
        again(desk)
        expect(banner).to_contain_text("is not as it was written", timeout=OPENING_MS)
        expect(banner).to_contain_text("Telephone")
        page.get_by_role("button", name="Documents", exact=True).click()
        expect(banner).to_be_visible()
    finally:
        marks = ", ".join("?" for _ in kept[0])
        rows.change(f"insert into journal_entry values ({marks})", *kept[0])
    again(desk)
    expect(desk.page.get_by_role("button", name="Journal", exact=True)).to_be_visible()
    expect(banner).to_be_hidden()


def test_a_secretary_sees_no_journal_and_signs_it_all_the_same(
    people: People, rows: VaultRows
) -> None:
    # Her own: a desk that another test left may still be signing.
    hers = (
        "select count(*) from journal_head join practices_member on member = practices_member.id"
        " where role = 'SECRETARY'"
    )
    before = rows.one(hers)
    desk = entered(people, "secretary")
    expect(desk.page.get_by_role("button", name="Journal", exact=True)).to_be_hidden()
    assert rows.one(hers) == before + 1
    local = remains.stored(desk.page)["local"]
    [name] = [each for each in local if each.startswith("journal.")]
    kept = json.loads(desk.page.evaluate("(name) => localStorage.getItem(name)", name))
    assert set(kept) == {"person", "number", "digest", "card", "roster"}


@pytest.mark.claim("P76c")
def test_a_code_for_help_is_read_out_from_the_screen(people: People) -> None:
    page = journal_of(entered(people))
    page.get_by_role("button", name="Make a code").click()
    expect(page.locator("#journal [data-slot='code']")).to_have_text(
        re.compile(r"^\w{4}-\w{4}-\w{4}$")
    )
    expect(page.locator("#journal [data-slot='code-until']")).to_contain_text("good until")


def test_it_is_read_on_a_narrow_screen(people: People) -> None:
    desk = people.desk(viewport=NARROW)
    desk.enter()
    page = journal_of(desk)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
