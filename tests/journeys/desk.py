"""The practice at its desk, in English."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from quenotte.demo.run import Demo

OPENING_MS = 60_000  # the passphrase costs a second or two, more on a busy machine


@dataclass
class Desk:
    """One tab of the desk."""

    page: Page
    demo: Demo

    @property
    def address(self) -> str:
        return self.demo.url("desk.localhost", "vault")

    def register(self) -> None:
        """Opens the link that registers this computer."""
        self.page.goto(f"{self.address}/en/#r={self.demo.code}")
        expect(self.page.get_by_label("Passphrase", exact=True)).to_be_visible()

    def member(self, role: str = "practitioner") -> dict[str, str]:
        found: dict[str, str] = next(
            each for each in self.demo.bundle["members"] if each["role"] == role
        )
        return found

    def unlock(self, role: str = "practitioner") -> None:
        """Chooses the name, types the passphrase, and waits for the open desk."""
        member = self.member(role)
        self.page.get_by_role("radio", name=member["name"]).check()
        self.page.get_by_label("Passphrase", exact=True).fill(member["passphrase"])
        self.page.get_by_role("button", name="Open the desk").click()
        expect(self.page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)

    def enter(self, role: str = "practitioner") -> None:
        self.register()
        self.unlock(role)

    def lock(self) -> None:
        """Whole: the page closes at once, the server's session with the answer that follows."""
        with self.page.expect_response("**/sign-out"):
            self.page.get_by_role("button", name="Lock").click()
        expect(self.page.get_by_label("Passphrase", exact=True)).to_be_visible()

    def choose_pin(self, pin: str) -> None:
        """Takes the offer that stands above the desk until somebody has a PIN."""
        self.page.get_by_role("button", name="Choose a PIN").click()
        self.page.get_by_label("New PIN, six digits").fill(pin)
        self.page.get_by_label("The same digits once more").fill(pin)
        self.page.get_by_role("button", name="Keep this PIN").click()
        expect(self.page.locator("#said")).to_contain_text("Your PIN is kept")

    def no_pin(self) -> None:
        """Gives it up again, under "My access"."""
        self.page.get_by_role("button", name="My access").click()
        remove = self.page.get_by_role("button", name="Remove the PIN")
        remove.click()
        expect(remove).to_be_hidden()

    def lock_screen(self) -> None:
        """For whoever has a PIN: the keys stay."""
        self.page.get_by_role("button", name="Lock").click()
        expect(self.pin()).to_be_visible()

    def pin(self) -> Locator:
        return self.page.get_by_label("PIN", exact=True)

    def come_back(self, pin: str, name: str | None = None) -> None:
        """By PIN, as oneself or as a colleague; the sixth digit is enough."""
        if name is not None:
            self.page.get_by_role("radio", name=name).check()
        expect(self.pin()).to_be_visible()  # keys that are pressed before go nowhere
        self.pin().press_sequentially(pin)
        expect(self.page.get_by_role("button", name="Lock")).to_be_visible()

    def close_completely(self) -> None:
        with self.page.expect_response("**/sign-out"):
            self.page.get_by_role("button", name="Close completely").click()
        expect(self.page.get_by_label("Passphrase", exact=True)).to_be_visible()

    def request(self, name: str) -> Locator:
        """The request of somebody, in the left column."""
        return self.page.get_by_role("button").and_(
            self.page.locator("[data-slot=requests] button").filter(has_text=name)
        )

    def select(self, name: str) -> None:
        self.request(name).click()
        expect(self.detail().locator("h2")).to_contain_text(name)

    def detail(self) -> Locator:
        return self.page.locator("[data-slot=detail]")

    def day(self) -> Locator:
        return self.page.locator("[data-slot=day-pane]")

    def sheet(self) -> Locator:
        """The opened questionnaire."""
        return self.page.locator("[data-slot=sheet]")

    def see_day(self) -> None:
        """The day of the selected appointment; its button is not there when it is shown already."""
        self.page.keyboard.press("v")

    def open_questionnaire(self) -> None:
        self.detail().get_by_role("button", name="Open", exact=False).first.click()
        expect(self.sheet()).to_be_visible()

    def confirm(self) -> None:
        self.detail().get_by_role("button", name="Confirm").click()
        expect(self.page.locator("#said")).to_contain_text("Confirmed")

    def decline(self) -> None:
        self.detail().get_by_role("button", name="Decline …").click()
        self.detail().get_by_role("button", name="Decline").last.or_(
            self.detail().locator("[data-slot=decline-sure]")
        ).first.click()
        expect(self.page.locator("#said")).to_contain_text("Declined")
