"""The whole journey with a keyboard and nothing else; where one is can always be seen."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from quenotte.demo.run import HOST
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.patient import Lea, Patient
from tests.journeys.stage import People

MOST_STOPS = 120
# An element in focus, or the row that stands for it, draws a ring.
_RING = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  const drawn = [at, at.closest("label"), at.closest("fieldset")].filter(Boolean)
    .some((one) => getComputedStyle(one).outlineStyle !== "none"
      || getComputedStyle(one).boxShadow !== "none");
  return drawn ? "" : at.outerHTML.slice(0, 200);
}"""


@dataclass
class Keyboard:
    """Presses keys on one page, and looks where they lead."""

    page: Page

    def tab_to(self, target: Locator) -> None:
        """Tab until the target has the focus."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(_RING) == "", "the focus cannot be seen"
            if self._is_at(target):
                return
        raise AssertionError(f"the keyboard does not reach {target}")

    def press_on(self, target: Locator, key: str = "Enter") -> None:
        self.tab_to(target)
        self.page.keyboard.press(key)

    def type_in(self, target: Locator, text: str) -> None:
        self.tab_to(target)
        self.page.keyboard.type(text)

    def choose(self, group: Locator, name: str) -> None:
        """Into a group of choices with Tab, to one of them with the arrows."""
        self.tab_to(group.get_by_role("radio"))
        self.page.keyboard.press("Space")
        for _ in range(10):
            if group.get_by_role("radio", name=name, exact=True).is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {name}")

    def _is_at(self, target: Locator) -> bool:
        return bool(
            target.evaluate_all("(all) => all.some((one) => one === document.activeElement)")
        )


@pytest.mark.claim("P78")
def test_the_whole_journey_needs_no_mouse(people: People) -> None:
    patient = people.patient()
    _book(patient)
    _answer(patient)
    _read_and_confirm(people.desk())


def test_skipping_to_the_content_takes_nothing_away(people: People) -> None:
    patient, lea = people.patient(), Lea()
    patient.come()
    patient.take_first()
    patient.write(lea)
    address = patient.page.url
    patient.page.get_by_role("link", name="Skip to the content").focus()
    patient.page.keyboard.press("Enter")
    expect(patient.page.get_by_role("main")).to_be_focused()
    assert patient.answers_on_page() == lea.typed()
    assert patient.page.url == address


def _book(patient: Patient) -> None:
    page, keys = patient.page, Keyboard(patient.page)
    page.goto(patient.demo.url(HOST, "site") + "/en/")
    keys.press_on(page.get_by_role("main").get_by_role("link", name="Make an appointment"))
    patient.await_moments()
    keys.press_on(page.get_by_role("button", name="Choose this moment"))
    keys.press_on(page.get_by_role("button", name="Continue with this moment"))
    expect(patient.step("identity")).to_be_visible()
    form = patient.step("identity")
    keys.choose(form.locator('[data-field="whom"]'), "For me")
    lea = Lea(surname="Rochat-Keys", message="Bonjour")
    for name in ("first_name", "surname", "age", "street", "postcode", "city", "email", "message"):
        keys.type_in(patient.field("appointment", name), lea.typed()[name])
    keys.press_on(page.get_by_role("button", name="Send the request"))
    patient.await_sent()


def _answer(patient: Patient) -> None:
    page, keys = patient.page, Keyboard(patient.page)
    keys.press_on(page.get_by_role("button", name="Begin now"))
    themes = page.locator("[data-theme]")
    for at in range(themes.count()):
        theme = themes.nth(at)
        expect(theme).to_be_visible()
        if theme.locator('[data-field="allergy"]').count():
            keys.choose(theme.locator('[data-field="allergy"]'), "Yes")
            keys.type_in(patient.field("questionnaire", "allergy_words"), "Latex")
        keys.press_on(page.get_by_role("button", name="Continue", exact=True))
    keys.press_on(page.get_by_role("button", name="Seal and send my answers"))
    patient.await_answers_sent()


def _read_and_confirm(desk: Desk) -> None:
    page, keys = desk.page, Keyboard(desk.page)
    desk.register()
    page.keyboard.press("Shift+Tab")  # the passphrase has the focus; the people stand before it
    for _ in desk.demo.bundle["members"]:
        if page.get_by_role("radio", name=desk.member()["name"]).is_checked():
            break
        page.keyboard.press("ArrowDown")
    keys.type_in(page.get_by_label("Passphrase", exact=True), desk.member()["passphrase"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)
    expect(desk.request("Rochat-Keys")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("rochat-keys")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(desk.detail().locator("h2")).to_contain_text("Rochat-Keys")
    page.keyboard.press("v")
    expect(desk.day().get_by_role("button", name="Rochat-Keys")).to_be_visible()
    page.keyboard.press("q")
    expect(desk.sheet()).to_contain_text("Latex")
    page.keyboard.press("Escape")
    expect(desk.sheet()).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("#said")).to_contain_text("Confirmed")
    keys.press_on(page.get_by_role("button", name="Lock"))
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
