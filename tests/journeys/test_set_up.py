"""A new practice: no key before its sheet is proven, and its neighbour sees nothing of it."""

import re
import uuid

import pytest
from playwright.sync_api import Locator, expect

from quenotte.base import calls
from quenotte.demo.run import Demo
from tests.journeys import remains
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.invitation import SetUp, invited
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.test_keyboard import Keyboard
from tests.journeys.vault_rows import VaultRows

PRIVATE_KEY = re.compile("AGE-SECRET-KEY-PQ-1[0-9A-Z]{8}")
MOST_INPUTS = 25


def is_open(demo: Demo, slug: str) -> bool:
    base = demo.url(f"rdv.{slug}.localhost", "vault")
    answer = calls.call("GET", f"{base}/v1/p/{slug}/card", allowed=[base])
    return bool(answer.json()["open"])


def form_says(demo: Demo, slug: str) -> str:
    base = demo.url(f"rdv.{slug}.localhost", "vault")
    return calls.call("GET", f"{base}/en/", allowed=[base]).body.decode()


@pytest.mark.claim("P12")
def test_no_key_is_published_before_its_sheet_is_proven_and_none_stays_in_the_page(
    people: People, demo: Demo
) -> None:
    link = invited(demo, "favre-new")
    computer = people.desk()
    one = SetUp(computer.page)
    one.begin(link)
    assert not is_open(demo, "favre-new")
    one.write_words_down()
    one.print_sheets()
    assert not is_open(demo, "favre-new")
    one.prove()
    one.sign()
    assert not is_open(demo, "favre-new")
    assert "not open yet" in form_says(demo, "favre-new")
    one.publish()
    one.expect_at("A test request")
    assert is_open(demo, "favre-new")
    one.try_it()
    one.expect_open()

    left = remains.shown(computer.page) + remains.memory(computer.page)
    assert not PRIVATE_KEY.search(left)
    assert one.passphrase not in left
    assert not any(group in left for group in one.groups[:-1])  # the last is two signs or three
    pairs = [" ".join(pair) for pair in zip(one.words, one.words[1:], strict=False)]
    for sent in people.traffic[0].sent():
        said = sent.whole.decode(errors="replace")
        assert not PRIVATE_KEY.search(said)
        assert not any(pair in said or pair.replace(" ", "-") in said for pair in pairs)

    _expect_to_see_nothing_of_the_neighbour(people, computer, one.passphrase)
    computer.page.goto("about:blank")
    computer.page.goto(link)
    expect(computer.page.get_by_text("This link opens nothing")).to_be_visible()


def _expect_to_see_nothing_of_the_neighbour(people: People, desk: Desk, passphrase: str) -> None:
    """Dr Favre's desk, an hour after a patient wrote to the practice next door."""
    people.patient().book(Lea(surname="Rochat-Neighbour"))
    rows, page = VaultRows(desk.demo), desk.page
    page.get_by_role("link", name="To the desk").click()
    expect(page.get_by_role("radio")).to_have_count(1)
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open the desk").click()
    expect(page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)
    expect(page.get_by_text("No request waits")).to_be_visible()
    assert "Rochat-Neighbour" not in remains.shown(page)
    answers = [
        page.evaluate(
            """async (path) => {
              const answer = await fetch(path);
              return [answer.status, await answer.text()];
            }""",
            f"/v1/desk/envelope/appointment/{uuid.UUID(id)}/core",
        )
        for id in (rows.newest(), "0" * 32)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    desk.lock()


class ByKeyboard(SetUp):
    """The same without a mouse."""

    def press(self, name: str, *, role: str = "button") -> None:
        self.inputs += 1
        Keyboard(self.page).press_on(self.page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]

    def type(self, into: Locator, text: str) -> None:
        self.inputs += 1
        Keyboard(self.page).type_in(into, text)


def test_a_practice_is_set_up_by_keyboard_alone_in_at_most_25_inputs(
    people: People, demo: Demo
) -> None:
    one = ByKeyboard(people.computer().new_page())
    one.begin(invited(demo, "counted"))
    one.write_words_down()
    one.print_sheets()
    one.prove()
    one.sign()
    one.publish()
    one.try_it()
    one.expect_open()
    one.press("To the desk", role="link")
    expect(one.page.get_by_role("radio", name="Dr Favre")).to_be_visible()
    assert one.inputs <= MOST_INPUTS


TITLES = {
    "sheets": "Two recovery sheets",
    "proof": "Prove that the sheet can be read",
    "contract": "Contract and instructions",
    "test": "A test request",
}


def test_each_step_can_be_left_and_gone_on_with_on_another_computer(
    people: People, demo: Demo
) -> None:
    link = invited(demo, "leaver")
    one = SetUp(people.computer().new_page())
    one.go_to("sheets", link)
    one.read_paper()
    words, groups = one.passphrase, one.groups

    def leave(step: str) -> SetUp:
        """Closes the tab, and comes back elsewhere."""
        one.page.close()
        other = SetUp(people.computer().new_page(), groups=groups)
        other.resume(link, words)
        other.expect_at(TITLES[step])
        return other

    one = leave("sheets")
    one.print_sheets()
    assert one.groups == groups  # the same sheet, whether it was printed before or not
    expect(one.page.get_by_text("Kept at").first).to_be_visible()
    one = leave("proof")
    one.prove()
    expect(one.page.get_by_text("Kept at").first).to_be_visible()
    one = leave("contract")
    with one.page.expect_response("**/setup/draft"):
        one.press("Sign the agreement")
    one = leave("contract")
    expect(one.page.get_by_text("The agreement is signed.")).to_be_visible()
    one.press("Sign the instructions")
    one.publish()
    one.expect_at("A test request")
    one = leave("test")
    one.try_it()
    one.expect_open()
    # This computer is the one that was left last: it is registered all the same.
    one.press("To the desk", role="link")
    expect(one.page.get_by_role("radio", name="Dr Favre")).to_be_visible()


def test_resume_later_keeps_the_step_and_empties_the_page(people: People, demo: Demo) -> None:
    one = SetUp(people.computer().new_page())
    one.go_to("sheets", invited(demo, "later"))
    one.press("Resume later")
    one.expect_at("Everything is kept")
    assert not PRIVATE_KEY.search(remains.shown(one.page) + remains.memory(one.page))
    one.press("Go on now")
    one.type(one.page.locator("#resume-typed"), "not the one")
    one.press("Go on")
    expect(one.page.locator("#resume-error")).to_contain_text("nothing is lost", timeout=OPENING_MS)
    one.type(one.page.locator("#resume-typed"), one.passphrase)
    one.press("Go on")
    one.expect_at("Two recovery sheets")


def test_who_lost_the_passphrase_of_a_set_up_begins_anew(people: People, demo: Demo) -> None:
    link = invited(demo, "forgetful")
    one = SetUp(people.computer().new_page())
    one.go_to("proof", link)
    former = one.groups
    one.follow(link)
    one.press("Begin anew")
    one.write_words_down()
    one.print_sheets()
    assert one.groups != former
    one.prove()


def test_a_tab_closed_over_the_six_words_begins_with_other_words(
    people: People, demo: Demo
) -> None:
    link = invited(demo, "early")
    one = SetUp(people.computer().new_page())
    one.begin(link)
    first = one.page.locator("#six-words li").all_inner_texts()
    one.begin(link)
    expect(one.page.locator("#six-words li")).to_have_count(6)
    assert one.page.locator("#six-words li").all_inner_texts() != first
