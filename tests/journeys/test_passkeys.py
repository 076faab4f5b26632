"""Passkeys and six digits, in the browser: one touch opens the desk; whatever fails leaves the passphrase."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Locator, Page, expect

from quenotte.demo.run import Demo
from tests.journeys.authenticator import Authenticator, secrets_seen, watch_secrets, written
from tests.journeys.chromium import NARROW, Traffic
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.stage import People
from tests.journeys.test_accessible import audit
from tests.journeys.vault_rows import VaultRows

# Somebody closes the browser's dialog, once.
CLOSED_ONCE = """() => {
  const real = navigator.credentials.get;
  navigator.credentials.get = () => {
    navigator.credentials.get = real;
    return Promise.reject(new DOMException("", "NotAllowedError"));
  };
}"""


def open_access(desk: Desk) -> Locator:
    desk.page.get_by_role("button", name="My access").click()
    view = desk.page.locator("#access")
    expect(view.get_by_role("heading", name="Passkeys", exact=True)).to_be_visible()
    return view


def add(desk: Desk, view: Locator, name: str, role: str = "practitioner") -> None:
    view.get_by_label("Name of the new passkey").fill(name)
    view.get_by_label("Your passphrase", exact=True).fill(desk.member(role)["passphrase"])
    view.get_by_role("button", name="Add a passkey").click()


@pytest.fixture(autouse=True)
def without_factors(rows: VaultRows) -> Iterator[None]:
    """The demo is shared: nobody has a second factor before a test, nor after it."""
    yield
    for table in ("desk_passkey", "desk_totp"):
        rows.change(f"delete from {table}")


def enrolled(desk: Desk, name: str) -> Locator:
    """Enters by passphrase, and makes a passkey that opens the key."""
    desk.enter()
    view = open_access(desk)
    add(desk, view, name)
    row = view.locator("[data-slot=passkeys] > li").filter(has_text=name)
    expect(row).to_contain_text("Opens your key", timeout=OPENING_MS)
    return view


def elsewhere(desk: Desk) -> None:
    """The same device at another browser, as far as the server can tell."""
    desk.page.goto("about:blank")
    desk.page.context.clear_cookies()
    desk.page.goto(f"{desk.address}/en/")
    expect(desk.page.get_by_text("This computer is not registered")).to_be_visible()


def opened(page: Page) -> None:
    expect(page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)


def by_passphrase(desk: Desk) -> None:
    desk.page.get_by_label("Passphrase", exact=True).fill(desk.member()["passphrase"])
    desk.page.get_by_role("button", name="Open the desk").click()
    opened(desk.page)


def never_sent(traffic: Traffic, secrets: list[bytes]) -> None:
    assert secrets
    for request in traffic.sent():
        for secret in secrets:
            for form in written(secret):
                assert form not in request.whole, request.url
        assert b'"prf"' not in request.body


@pytest.mark.claim("P12")
def test_one_touch_opens_the_desk_in_a_browser_that_nobody_registered(
    people: People, demo: Demo
) -> None:
    desk = people.desk()
    watch_secrets(desk.page)
    device = Authenticator.plug_in(desk.page)
    view = enrolled(desk, "Telephone")
    passkey = device.credentials()
    assert len(passkey) == 1
    elsewhere(desk)
    desk.page.get_by_role("button", name="Open with your passkey").click()
    opened(desk.page)
    expect(desk.day()).to_be_visible()
    seen = secrets_seen(desk.page)
    never_sent(people.traffic[0], seen)

    offer = desk.page.locator("#computer-offer")
    expect(offer).to_be_visible()
    offer.get_by_label("Name of this computer").fill("Reception")
    offer.get_by_role("button", name="Register").click()
    expect(offer).to_be_hidden()
    view = open_access(desk)
    expect(view.get_by_label("What the practice calls it")).to_have_value("Reception")


def test_no_request_of_an_enrolment_holds_the_secret(people: People) -> None:
    desk = people.desk()
    watch_secrets(desk.page)
    Authenticator.plug_in(desk.page)
    view = enrolled(desk, "Security key")
    never_sent(people.traffic[0], secrets_seen(desk.page))
    view.get_by_role("button", name="Try it").click()
    expect(desk.page.locator("#said")).to_contain_text("opens your key")
    never_sent(people.traffic[0], secrets_seen(desk.page))


def test_on_a_registered_computer_the_passkey_stands_beside_the_passphrase(people: People) -> None:
    desk = people.desk()
    Authenticator.plug_in(desk.page)
    enrolled(desk, "Telephone")
    leave(desk)
    touch = desk.page.get_by_role("button", name="Open with your passkey")
    choose(desk)
    desk.page.evaluate(CLOSED_ONCE)
    touch.click()
    error = desk.page.locator("#passphrase-error")
    expect(error).to_contain_text("Nothing was lost")
    touch.click()
    opened(desk.page)
    leave(desk)
    choose(desk, "assistant")
    expect(touch).to_be_hidden()  # she has none
    choose(desk)
    by_passphrase(desk)


def leave(desk: Desk) -> None:
    with desk.page.expect_response("**/sign-out"):
        desk.page.get_by_role("button", name="Close completely").click()
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_visible()


def choose(desk: Desk, role: str = "practitioner") -> None:
    desk.page.get_by_role("radio", name=desk.member(role)["name"]).check()


def test_a_cancelled_dialog_and_a_missing_device_lose_nothing(people: People) -> None:
    desk = people.desk()
    device = Authenticator.plug_in(desk.page)
    device.verify(False)
    desk.enter()
    view = open_access(desk)
    add(desk, view, "Telephone")
    error = view.locator("[data-slot=passkey-error]")
    expect(error).to_contain_text("your passphrase works as before", timeout=OPENING_MS)
    expect(view.locator("[data-slot=passkeys] > li")).to_have_count(0)
    elsewhere(desk)
    desk.page.get_by_role("button", name="Open with your passkey").click()
    expect(desk.page.locator("#door-passkey-error")).to_contain_text("Nothing was lost")
    device.unplug()
    desk.enter()


def test_a_passkey_without_prf_shows_who_it_is_and_the_passphrase_opens(people: People) -> None:
    desk = people.desk()
    Authenticator.plug_in(desk.page, prf=False)
    desk.enter()
    view = open_access(desk)
    add(desk, view, "Old key")
    expect(view.locator("[data-slot=passkey-error]")).to_contain_text(
        "does not let it open keys", timeout=OPENING_MS
    )
    row = view.locator("[data-slot=passkeys] > li")
    expect(row).to_contain_text("Shows who you are")
    elsewhere(desk)
    desk.page.get_by_role("button", name="Open with your passkey").click()
    expect(desk.page.locator("#passphrase-error")).to_contain_text("Type your passphrase")
    by_passphrase(desk)


def test_a_passkey_that_tells_another_secret_opens_nothing_and_the_passphrase_does(
    people: People, rows: VaultRows
) -> None:
    desk = people.desk()
    first = Authenticator.plug_in(desk.page)
    view = enrolled(desk, "Telephone")
    first.unplug()
    Authenticator.plug_in(desk.page)
    add(desk, view, "Security key")
    row = view.locator("[data-slot=passkeys] > li").filter(has_text="Security key")
    expect(row).to_contain_text("Opens your key", timeout=OPENING_MS)
    of_the_other = "(select sealed from desk_passkey where name = 'Telephone')"
    rows.change(f"update desk_passkey set sealed = {of_the_other} where name = 'Security key'")
    elsewhere(desk)
    desk.page.get_by_role("button", name="Open with your passkey").click()
    expect(desk.page.locator("#passphrase-error")).to_contain_text(
        "another secret", timeout=OPENING_MS
    )
    expect(desk.page.locator("#door-submit")).not_to_have_attribute("aria-disabled", "true")
    by_passphrase(desk)
    view = open_access(desk)
    view.get_by_role("button", name="Try it · Security key").click()
    expect(view.locator("[data-slot=passkey-error]")).to_contain_text("two different secrets")


def test_a_passkey_that_was_not_used_for_a_month_is_to_be_tried(
    people: People, rows: VaultRows
) -> None:
    desk = people.desk()
    Authenticator.plug_in(desk.page)
    view = enrolled(desk, "Telephone")
    asked = view.get_by_text("Try your passkey now")
    expect(asked).to_be_hidden()
    rows.change("update desk_passkey set tested_at = datetime('now', '-31 days')")
    leave(desk)
    by_passphrase(desk)
    view = open_access(desk)
    expect(asked).to_be_visible()
    view.get_by_role("button", name="Try it").click()
    expect(asked).to_be_hidden()


def test_name_and_six_digits_then_the_passphrase(people: People) -> None:
    desk = people.desk()
    desk.enter()
    view = open_access(desk)
    view.get_by_role("button", name="Set up six digits").click()
    expect(view.locator("[data-slot=digits-qr] svg")).to_be_visible()
    secret = view.locator("[data-slot=digits-secret]").inner_text().replace(" ", "")
    login = view.locator("[data-slot=digits-new-login]").inner_text()
    view.get_by_label("Digits on the telephone").fill("000000")
    view.get_by_role("button", name="Confirm").click()
    expect(view.locator("[data-slot=digits-error]")).to_be_visible()
    view.get_by_label("Digits on the telephone").fill(pyotp.TOTP(secret).now())
    view.get_by_role("button", name="Confirm").click()
    expect(view.locator("[data-slot=digits-login]")).to_have_text(login)
    assert secret not in desk.page.content()

    elsewhere(desk)
    desk.page.get_by_text("With sign-in name and six digits").click()
    desk.page.get_by_label("Sign-in name").fill(login)
    digits = desk.page.locator("#digits-form").get_by_label("Six digits")
    digits.fill("000000")
    desk.page.get_by_role("button", name="Continue").click()
    expect(desk.page.locator("#digits-error")).to_contain_text("do not fit together")
    # The next half minute: the digits that confirmed the telephone serve no second time.
    digits.fill(pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=1))
    desk.page.get_by_role("button", name="Continue").click()
    expect(desk.page.get_by_text(f"Good day, {desk.member()['name']}")).to_be_visible()
    by_passphrase(desk)
    desk.page.locator("#computer-offer-later").click()
    view = open_access(desk)
    view.get_by_role("button", name="Remove the six digits").click()
    expect(view.get_by_text("Not set up.")).to_be_visible()


def test_a_new_passphrase_opens_the_desk_and_the_former_one_does_not(people: People) -> None:
    desk = people.desk()
    former = desk.member("secretary")["passphrase"]
    desk.enter("secretary")
    new = changed(desk, former)
    leave(desk)
    choose(desk, "secretary")
    desk.page.get_by_label("Passphrase", exact=True).fill(former)
    desk.page.get_by_role("button", name="Open the desk").click()
    expect(desk.page.locator("#passphrase-error")).to_be_visible(timeout=OPENING_MS)
    # A wrong one costs a second.
    expect(desk.page.locator("#door-submit")).not_to_have_attribute("aria-disabled", "true")
    desk.page.get_by_label("Passphrase", exact=True).fill(new)
    desk.page.get_by_role("button", name="Open the desk").click()
    opened(desk.page)
    desk.member("secretary")["passphrase"] = new  # the demo is shared


def changed(desk: Desk, former: str) -> str:
    view = open_access(desk)
    view.get_by_role("button", name="Draw six new words").click()
    words = " ".join(view.locator(".six-words li").all_inner_texts())
    view.get_by_label("Your passphrase until now").fill("six other words that are wrong")
    view.get_by_label("Type the new six words").fill(words)
    keep = view.get_by_role("button", name="Keep the new passphrase")
    keep.click()
    expect(view.locator("[data-slot=words-error]")).to_contain_text(
        "not your passphrase", timeout=OPENING_MS
    )
    view.get_by_label("Your passphrase until now").fill(former)
    keep.click()
    expect(desk.page.locator("#said")).to_contain_text("new passphrase counts", timeout=OPENING_MS)
    return words


def test_my_access_by_keyboard_at_320_pixels_breaks_no_rule(people: People) -> None:
    desk = people.desk(viewport=NARROW, bypassing_policy=True)
    Authenticator.plug_in(desk.page)
    desk.page.goto(f"{desk.address}/en/")
    expect(desk.page.get_by_role("button", name="Open with your passkey")).to_be_visible()
    desk.page.get_by_text("With sign-in name and six digits").click()
    assert audit(desk.page) == []
    desk.enter()
    desk.page.get_by_role("button", name="My access").focus()
    desk.page.keyboard.press("Enter")
    view = desk.page.locator("#access")
    expect(view.get_by_role("heading", name="My access")).to_be_focused()
    expect(view.get_by_role("heading", name="Passkeys", exact=True)).to_be_visible()
    field = view.get_by_label("Name of the new passkey")
    field.focus()
    desk.page.keyboard.type("Telephone")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type(desk.member()["passphrase"])
    desk.page.keyboard.press("Enter")
    row = view.locator("[data-slot=passkeys] > li")
    expect(row).to_contain_text("Opens your key", timeout=OPENING_MS)
    view.get_by_role("button", name="Set up six digits").click()
    expect(view.locator("[data-slot=digits-qr] svg")).to_be_visible()
    view.get_by_role("button", name="Draw six new words").click()
    desk.page.locator("#pin-offer-later").click()
    assert audit(desk.page) == []
    view.get_by_role("button", name="Stop").click()
    row.get_by_role("button", name="Remove").first.focus()
    desk.page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Remove it")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("button", name="My access")).to_be_focused()
