"""A new practice: no key before its sheet is proven, and its neighbour sees nothing of it."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from quenotte.base import calls
from quenotte.demo.run import Demo
from tests.journeys import remains
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.invitation import SetUp, invited
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

PRIVATE_KEY = re.compile("AGE-SECRET-KEY-PQ-1[0-9A-Z]{8}")


def is_open(demo: Demo, slug: str) -> bool:
    base = demo.url(f"rdv.{slug}.localhost", "vault")
    answer = calls.call("GET", f"{base}/v1/p/{slug}/card", allowed=[base])
    return bool(answer.json()["open"])


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
    assert not is_open(demo, "favre-new")
    one.print_sheets()
    assert not is_open(demo, "favre-new")
    one.read_groups_back()
    assert not is_open(demo, "favre-new")
    one.publish()
    one.expect_open()
    assert is_open(demo, "favre-new")

    left = remains.shown(computer.page) + remains.memory(computer.page)
    assert not PRIVATE_KEY.search(left)
    assert " ".join(one.words) not in left
    assert not any(group in left for group in one.groups[:-1])  # the last is two signs or three
    long_words = [word for word in one.words if len(word) > 5]
    for sent in people.traffic[0].sent():
        said = sent.whole.decode(errors="replace")
        assert not PRIVATE_KEY.search(said)
        assert not any(word in said for word in long_words)

    _expect_to_see_nothing_of_the_neighbour(people, computer, " ".join(one.words))
    computer.page.goto("about:blank")
    computer.page.goto(link)
    expect(computer.page.get_by_role("button", name="Begin")).to_be_hidden()


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
