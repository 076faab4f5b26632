"""Léa at the patient's pages, in English: what she sees, chooses and types, by the words on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

from quenotte.base import calls
from quenotte.demo.run import HOST, Demo

_number = count(1)


def _address() -> str:
    return f"lea-{next(_number)}@patient.example"


@dataclass
class Lea:
    """What the patient writes; every field may be given another value, or left out with None."""

    first_name: str | None = "Léa"
    surname: str | None = "Rochat"
    age: str | None = "34"
    street: str | None = "Rue du Lac 5"
    postcode: str | None = "1207"
    city: str | None = "Genève"
    email: str | None = field(default_factory=_address)
    telephone: str | None = None
    message: str | None = None
    whom: str | None = "For me"
    representative_first_name: str | None = None
    representative_surname: str | None = None

    def typed(self) -> dict[str, str]:
        """What stands in each text field, by the field's name."""
        values = {name: value for name, value in vars(self).items() if name != "whom"}
        return {name: value for name, value in values.items() if value is not None}


@dataclass
class Patient:
    """One patient in front of one page."""

    page: Page
    demo: Demo

    # Booking

    def come_from_home(self) -> None:
        """From the practice's home page, by its own link."""
        self.page.goto(self.demo.url(HOST, "site") + "/en/")
        self.page.get_by_role("main").get_by_role("link", name="Make an appointment").first.click()
        self.await_moments()

    def come(self, path: str = "/en/", *, pinned: bool = True) -> None:
        """Straight to the vault, with the fingerprint that the site's link carries."""
        fragment = f"#k={self.demo.bundle['fingerprint']}" if pinned else ""
        self.page.goto("about:blank")  # or the same address would only scroll
        self.page.goto(self.demo.url(f"rdv.{HOST}", "vault") + path + fragment)

    def await_moments(self) -> None:
        expect(self.page.locator("[data-take-first]")).to_be_visible()

    def take_first(self, type: str = "Check-up and hygiene") -> str:
        """The first free moment of a type; returns its words."""
        self.page.get_by_role("radio", name=type).check()
        self.await_moments()
        self.page.get_by_role("button", name="Choose this moment").click()
        moment = self.fill_of("choice")
        self.page.get_by_role("button", name="Continue with this moment").click()
        expect(self.step("identity")).to_be_visible()
        return moment

    def take_later(self, type: str) -> str:
        """A moment of the second day on, which the clock does not overtake; returns its words."""
        self.page.get_by_role("radio", name=type).check()
        self.await_moments()
        self.page.locator("[data-days] .day").nth(1).get_by_role("radio").first.check()
        moment = self.fill_of("choice")
        self.page.get_by_role("button", name="Continue with this moment").click()
        expect(self.step("identity")).to_be_visible()
        return moment

    def write(self, lea: Lea) -> None:
        form = self.step("identity")
        if lea.whom is not None:
            form.get_by_role("radio", name=lea.whom, exact=True).check()
        for name, value in lea.typed().items():
            self.field("appointment", name).fill(value)

    def send(self) -> None:
        self.page.get_by_role("button", name="Send the request").click()

    def await_sent(self) -> None:
        expect(
            self.page.get_by_role("heading", name="Your request has been sent", level=1)
        ).to_be_visible()

    def book(self, lea: Lea, type: str = "Check-up and hygiene", *, later: bool = False) -> str:
        """The whole way to the sent page; returns the moment in words."""
        self.come()
        moment = self.take_later(type) if later else self.take_first(type)
        self.write(lea)
        self.send()
        self.await_sent()
        return moment

    # The questionnaire

    def begin_questionnaire(self) -> None:
        """From the sent page, or from the link's page."""
        self.page.get_by_role("button", name="Begin now").or_(
            self.page.get_by_role("button", name="Begin the questionnaire")
        ).or_(self.page.get_by_role("button", name="Fill it in anew")).click()
        expect(self.step("questionnaire")).to_be_visible()

    def answer(self, answers: Mapping[str, str | list[str]]) -> None:
        """Goes through all themes; fields by name, choices by the words of the answer."""
        themes = self.page.locator("[data-theme]")
        left = dict(answers)
        for at in range(themes.count()):
            theme = themes.nth(at)
            expect(theme).to_be_visible()
            for name in list(left):
                wrapper = theme.locator(f'[data-field="{name}"]')
                if wrapper.count():
                    self.give(wrapper, left.pop(name))
            self.page.get_by_role("button", name="Continue", exact=True).click()
        assert not left, f"the questionnaire asks nothing like {sorted(left)}"
        expect(self.step("review")).to_be_visible()

    def give(self, wrapper: Locator, value: str | list[str]) -> None:
        for each in [value] if isinstance(value, str) else value:
            choice = wrapper.get_by_label(each, exact=True)
            if wrapper.locator("input[type=radio], input[type=checkbox]").count():
                choice.check()
            else:
                wrapper.locator("input, textarea").fill(each)

    def send_answers(self) -> None:
        self.page.get_by_role("button", name="Seal and send my answers").click()

    def await_answers_sent(self) -> None:
        expect(
            self.page.get_by_role("heading", name="Your answers have been sent", level=1)
        ).to_be_visible()

    def fill_questionnaire(self, answers: Mapping[str, str | list[str]]) -> None:
        self.begin_questionnaire()
        self.answer(answers)
        self.send_answers()
        self.await_answers_sent()

    # The link

    def open_link(self, link: str) -> None:
        """The link out of a message, read in English."""
        self.page.goto("about:blank")
        self.page.goto(self.in_english(link))
        expect(self.step("appointment")).to_be_visible()

    def in_english(self, link: str) -> str:
        for language in ("fr", "de", "it"):
            link = link.replace(f"/{language}/link", "/en/link")
        return link

    def offered(self, type: str) -> set[tuple[str, str]]:
        """What the vault offers to anybody now: (start, resource)."""
        base = self.demo.url(f"rdv.{HOST}", "vault")
        path = f"/v1/p/{self.demo.bundle['practice']}/slots?type={type}&days=31"
        days = calls.call("GET", base + path, allowed=[base], timeout=10).json()["days"]
        return {(slot["start"], slot["resource"]) for day in days for slot in day["slots"]}

    # Places on the page

    def step(self, name: str) -> Locator:
        return self.page.locator(f'[data-step="{name}"]')

    def trouble(self) -> Locator:
        return self.page.locator("#trouble")

    def field(self, form: str, name: str) -> Locator:
        return self.page.locator(f"#{form}-{name}")

    def fill_of(self, name: str) -> str:
        return (self.page.locator(f"[data-fill={name}]").first.text_content() or "").strip()

    def status(self) -> str:
        return self.fill_of("status")

    def answers_on_page(self) -> dict[str, Any]:
        """What the fields hold, shown or not: nothing that was typed may be lost."""
        held: dict[str, Any] = self.page.evaluate(
            """() => Object.fromEntries(
              [...document.querySelectorAll('[data-step="identity"] [id^="appointment-"]')]
                .filter((one) => one.matches('input:not([type=radio]), textarea'))
                .map((one) => [one.id.replace("appointment-", ""), one.value]))"""
        )
        return {name: value for name, value in held.items() if value}
