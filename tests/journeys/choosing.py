"""Dr Mottet at the desk's page of choices, in English."""

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk

SIGN = "Sign and keep these choices"
QUESTIONNAIRE = "Health questionnaire"


class Choosing:
    """The page of choices, in one tab of the desk."""

    def __init__(self, desk: Desk, role: str = "practitioner") -> None:
        self.page = desk.page
        desk.enter(role)
        self.open()

    def open(self) -> None:
        self.page.get_by_role("button", name="Choices", exact=True).click()
        expect(self.page.locator("[data-slot=form]")).to_be_visible()

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[data-field="{name}"]')

    def period(self, name: str, words: str) -> None:
        self.field(f"periods.{name}").get_by_role("combobox").select_option(label=words)

    def service(self) -> Locator:
        return self.page.get_by_role("checkbox", name=QUESTIONNAIRE)

    def press(self) -> None:
        self.page.get_by_role("button", name=SIGN).click()

    def sign(self) -> None:
        self.press()
        expect(self.page.locator("[data-slot=outcome]")).to_contain_text("Signed and kept as no.")

    def newest(self) -> Locator:
        return self.page.locator("[data-slot=history] > li").first
