"""Under "People": a link for somebody new, six words read out, and who is in."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.stage import People


def open_people(desk: Desk) -> Locator:
    desk.page.get_by_role("button", name="People").click()
    view = desk.page.locator("#people")
    expect(view.get_by_role("heading", name="Who is here")).to_be_visible()
    return view


def row(view: Locator, name: str) -> Locator:
    return view.locator("[data-slot=members] > li").filter(has_text=name)


def invited(view: Locator, name: str, role: str) -> str:
    """The link that the practitioner hands over."""
    view.get_by_label("Name, as patients and colleagues know it").fill(name)
    view.get_by_label("Role", exact=True).select_option(role)
    view.get_by_role("button", name="Make the invitation").click()
    expect(view.locator("[data-slot=link-qr] svg")).to_be_visible()
    return view.locator("[data-slot=link]").inner_text()


def key_made(page: Page) -> str:
    """Draws six words, types them back; the passphrase."""
    items = page.locator("#six-words li")
    expect(items).to_have_count(6, timeout=OPENING_MS)
    passphrase = " ".join(items.all_inner_texts())
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("Type the six words").fill(passphrase)
    page.get_by_role("button", name="Continue").click()
    return passphrase


def forgets(page: Page, name: str) -> str:
    """Makes a new key at the door; the new passphrase."""
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="I forgot my passphrase").click()
    page.get_by_role("button", name="Make a new key").click()
    return key_made(page)


def read_out(page: Page) -> str:
    words = page.locator("#check-words li")
    expect(words).to_have_count(6, timeout=OPENING_MS)
    return " ".join(words.all_inner_texts())


def let_in(view: Locator, name: str, words: str) -> None:
    waits = row(view, name)
    field = waits.get_by_label("The six words on their screen")
    expect(field).to_be_visible(timeout=OPENING_MS)
    field.fill(words)
    waits.locator("[data-slot=words-submit]").click()


def entered(desk: Desk, name: str, passphrase: str) -> None:
    desk.page.get_by_role("radio", name=name).check()
    desk.page.get_by_label("Passphrase", exact=True).fill(passphrase)
    desk.page.get_by_role("button", name="Open the desk").click()
    expect(desk.page.get_by_role("button", name="Lock", exact=False).first).to_be_visible(
        timeout=OPENING_MS
    )


def joined(people: People, view: Locator, name: str, role: str) -> tuple[Desk, str]:
    """Somebody new, from the invitation to the open desk, on a computer of the practice."""
    newcomer = people.desk()
    newcomer.register()
    newcomer.page.goto(invited(view, name, role))
    newcomer.page.get_by_role("button", name="Make my key").click()
    passphrase = key_made(newcomer.page)
    let_in(view, name, read_out(newcomer.page))
    expect(newcomer.page.get_by_role("heading", name="You are in")).to_be_visible(
        timeout=OPENING_MS
    )
    newcomer.page.get_by_role("link", name="Open the desk").click()
    entered(newcomer, name, passphrase)
    return newcomer, passphrase
