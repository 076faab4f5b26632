"""A practice that came from another vault: one line and one button under "People", and requests come in again."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from quenotte.base import jws
from quenotte.demo.run import Demo, running
from tests.journeys.chromium import NARROW
from tests.journeys.desk import OPENING_MS
from tests.journeys.stage import People
from tests.journeys.test_accessible import audit
from tests.journeys.vault_rows import VaultRows


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Its key card is another one here: this practice is nobody else's."""
    with running(folder=None, port=0) as one:
        yield one


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    with ExitStack() as stack:
        all_of_them = People(browser, demo, stack)
        yield all_of_them
        for traffic in all_of_them.traffic:
            assert traffic.complaints == []


def card(rows: VaultRows) -> dict[str, Any]:
    token = rows.one("select jws from practices_keycard order by serial desc limit 1")
    said: dict[str, Any] = json.loads(jws.unb64(token.split(".")[1]))
    return said


def came_from_elsewhere(demo: Demo, rows: VaultRows) -> dict[str, Any]:
    """The practice's own card, as it was signed for the relay of another vault."""
    said = card(rows) | {"relay": "r" * 43}
    token = jws.sign(said, key=demo.bundle["signing"], typ="quenotte-key-card")
    newest = "(select max(serial) from practices_keycard)"
    assert rows.change(f"update practices_keycard set jws = ? where serial = {newest}", token) == 1
    return said


@pytest.mark.claim("P37")
def test_the_practitioner_signs_the_keys_for_the_new_server(people: People, demo: Demo) -> None:
    rows = VaultRows(demo)
    relay = card(rows)["relay"]
    before = came_from_elsewhere(demo, rows)
    desk = people.desk(viewport=NARROW)
    desk.enter()
    banner = desk.page.locator("#turn-due")
    expect(banner).to_contain_text("The practice moved to another server.")
    banner.get_by_role("button", name="Later").click()
    desk.page.get_by_role("button", name="People").click()
    view = desk.page.locator("#people")
    expect(view.get_by_text("The practice moved to another server.")).to_be_visible()
    assert audit(desk.page) == []
    view.get_by_role("button", name="Sign the keys for this server").press("Enter")
    expect(desk.page.locator("#said")).to_contain_text("signed for this server", timeout=OPENING_MS)
    expect(view.get_by_text("The practice moved to another server.")).to_be_hidden()
    after = card(rows)
    assert (after["relay"], after["serial"]) == (relay, before["serial"] + 1)
    assert after["keys"] == before["keys"]


def test_the_banner_at_the_unlock_is_enough(people: People, demo: Demo) -> None:
    rows = VaultRows(demo)
    relay = card(rows)["relay"]
    came_from_elsewhere(demo, rows)
    desk = people.desk()
    desk.enter()
    banner = desk.page.locator("#turn-due")
    banner.get_by_role("button", name="Turn the keys").click()
    expect(banner).to_be_hidden(timeout=OPENING_MS)
    assert card(rows)["relay"] == relay
