"""What the browser's tests stand on: one demo, one browser, and people in front of them.

Fixtures are imported by the conftest of each suite that starts real processes.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from quenotte.demo.run import Demo, running
from tests.journeys.chromium import Traffic, launched, visitor
from tests.journeys.desk import Desk
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Patient
from tests.journeys.vault_rows import VaultRows


class People:
    """Makes a browser for everybody who takes part. What a page does against its policy fails the test."""

    def __init__(self, browser: Browser, demo: Demo, stack: ExitStack) -> None:
        self.browser, self.demo, self.stack = browser, demo, stack
        self.traffic: list[Traffic] = []

    def computer(self, **options: Any) -> BrowserContext:
        context, traffic = self.stack.enter_context(visitor(self.browser, **options))
        self.traffic.append(traffic)
        return context

    def patient(self, **options: Any) -> Patient:
        return Patient(self.computer(**options).new_page(), self.demo)

    def desk(self, **options: Any) -> Desk:
        return Desk(self.computer(**options).new_page(), self.demo)

    def own_hosts(self) -> set[str]:
        names = {
            "lac.localhost": "site",
            "rdv.lac.localhost": "vault",
            "desk.localhost": "vault",
            "mailbox.localhost": "mailbox",
        }
        return {f"{name}:{self.demo.ports[part]}" for name, part in names.items()}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched_one = launched(playwright)
        yield launched_one
        launched_one.close()


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    with running(folder=None, port=0) as one:
        yield one


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    with ExitStack() as stack:
        all_of_them = People(browser, demo, stack)
        yield all_of_them
        for traffic in all_of_them.traffic:
            assert traffic.complaints == []
            assert traffic.hosts() <= all_of_them.own_hosts()


@pytest.fixture(autouse=True)
def pins_as_they_were(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that fails half way leaves no PIN to those that share its demo."""
    if "demo" not in request.fixturenames:
        yield
        return
    rows = VaultRows(request.getfixturevalue("demo"))
    before = rows.all("select mine, id, recipient from practices_member")
    yield
    for member in before:
        rows.change("update practices_member set mine = ? where id = ? and recipient = ?", *member)


@pytest.fixture
def patient(people: People) -> Patient:
    return people.patient()


@pytest.fixture
def desk(people: People) -> Desk:
    return people.desk()


@pytest.fixture
def mailbox(demo: Demo) -> Mailbox:
    return Mailbox(demo)


@pytest.fixture
def rows(demo: Demo) -> VaultRows:
    return VaultRows(demo)
