"""Dr Mottet reads what she signed for the publisher, takes one back, and signs one for an occasion."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.chromium import NARROW
from tests.journeys.invitation import told
from tests.journeys.stage import People
from tests.journeys.test_choices import arrived

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
SUPPORT = "Help when something does not work"
COMPUTER = "Send a link that registers a computer"
EXPORT = "Write the practice's sealed records into a file"


class Told:
    """The page of instructions, in one tab of the desk."""

    def __init__(self, people: People, role: str = "practitioner", **options: Any) -> None:
        desk = people.desk(**options)
        self.page: Page = desk.page
        desk.enter(role)
        self.page.get_by_role("button", name="Instructions", exact=True).click()
        expect(self.page.get_by_role("heading", name="The processing agreement")).to_be_visible()

    def row(self, title: str, among: str = "standing") -> Locator:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator(f"[data-slot={among}] .told-row").filter(has=heading).first

    def press(self, title: str, button: str) -> None:
        self.row(title).get_by_role("button", name=button).click()

    def said(self, text: str) -> None:
        expect(self.page.locator(".told-page [data-slot=outcome]")).to_contain_text(text)


@pytest.fixture
def page(people: People) -> Told:
    return Told(people)


@pytest.mark.claim("P56")
def test_what_was_taken_back_is_refused_until_it_is_allowed_again(
    page: Told, people: People
) -> None:
    told(people.demo, "practice", "computer", "lac")
    page.press(COMPUTER, "Take back")
    page.said("It counts no more")
    expect(page.row(COMPUTER)).to_contain_text("Not allowed.")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        told(people.demo, "practice", "computer", "lac")
    assert "has not instructed this" in refused.value.stderr
    page.press(COMPUTER, "Allow")
    page.said("It counts from now on")
    assert "#r=" in told(people.demo, "practice", "computer", "lac")
    page.page.reload()
    again = Told(people)
    expect(again.row(COMPUTER)).to_contain_text("Done 1 time")
    expect(again.row(COMPUTER, "over")).to_contain_text("was taken back on")


def test_one_for_an_occasion_names_its_day_and_is_taken_back(page: Told) -> None:
    form = page.page
    form.get_by_label("What may be done").select_option(EXPORT)
    form.get_by_label("Until, with that day").fill(f"{datetime.now(UTC).year + 1}-01-31")
    form.get_by_label("About what (may stay empty)").fill("for our own archive")
    form.get_by_role("button", name="Sign this instruction").click()
    page.said("Signed. It counts from now on.")
    row = page.row(EXPORT, "once")
    expect(row).to_contain_text(f"Allowed until 31 January {datetime.now(UTC).year + 1}")
    expect(row).to_contain_text("About: for our own archive")
    row.get_by_role("button", name="Take back").click()
    page.said("Taken back")
    expect(form.get_by_text("None is in force.")).to_be_visible()


def test_what_cannot_be_undone_asks_for_its_name_before_it_is_signed(page: Told) -> None:
    form = page.page
    form.get_by_label("What may be done").select_option("Erase the practice from this installation")
    form.get_by_role("button", name="Sign this instruction").click()
    expect(form.get_by_role("alert").filter(has_text="Type lac here")).to_be_visible()
    expect(form.get_by_label("Short name of the practice")).to_be_focused()
    act = "Hand the practice over to another installation"
    form.get_by_label("What may be done").select_option(act)
    form.get_by_role("button", name="Sign this instruction").click()
    expect(form.get_by_role("alert").filter(has_text="43 letters and digits")).to_be_visible()


def test_a_lost_answer_is_asked_again_with_the_same_signature(page: Told) -> None:
    sent: list[str] = []

    def lose(route: Any) -> None:
        if route.request.method != "PUT":
            route.continue_()
            return
        sent.append(route.request.post_data)
        if len(sent) == 1:
            assert arrived(route)[0] == 204
            route.abort()
        else:
            route.continue_()

    page.page.route("**/v1/desk/instructions*", lose)
    page.press(SUPPORT, "Take back")
    expect(page.page.get_by_role("alert").filter(has_text="No answer came")).to_be_focused()
    page.press(SUPPORT, "Take back")
    page.said("It counts no more")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    page.page.unroute_all()
    page.press(SUPPORT, "Allow")
    page.said("It counts from now on")


def test_the_agreement_shows_who_signed_which_text(page: Told) -> None:
    expect(page.page.get_by_text("by Dre Anne Mottet.").first).to_be_visible()
    page.page.get_by_text("Read what was signed").click()
    signed = page.page.get_by_role("region", name="The agreement as it was signed")
    expect(signed).to_contain_text("Pages du Lac Sàrl")


def test_the_secretary_reads_and_signs_nothing(people: People) -> None:
    page = Told(people, "secretary")
    expect(page.page.get_by_text("You see what counts.")).to_be_visible()
    expect(page.row(SUPPORT)).to_contain_text("Allowed by instruction")
    for button in ("Take back", "Allow", "Sign this instruction"):
        expect(page.page.get_by_role("button", name=button)).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_it_stands_on_a_narrow_screen_and_breaks_no_rule(people: People, dark: bool) -> None:
    options: dict[str, Any] = {"viewport": NARROW, "bypassing_policy": True}
    page = Told(people, color_scheme="dark" if dark else "light", **options).page
    page.evaluate(AXE)
    run = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    assert page.evaluate(run) == []
    wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
