"""Léa has typed everything and is about to send; whatever happens then, the same must hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from quenotte.base import calls
from quenotte.demo.run import HOST, Demo
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows
from tests.promises.canaries import Canaries, search

PUT = re.compile(r"/v1/p/lac/(appointment|questionnaire)/")
CARD = re.compile(r"/v1/p/lac/card$")
TELEPHONE = re.compile("Call .*555.01.23")


def forward(demo: Demo, method: str, path: str, body: object = None) -> calls.Answer:
    """What the vault itself answers to a call that a test has taken out of the browser's hands."""
    base = demo.url(f"rdv.{HOST}", "vault")
    return calls.call(method, base + path, allowed=[base], body=body)


@dataclass
class Sending:
    """One attempt to send an appointment's request whose every answer is a canary."""

    people: People
    rows: VaultRows
    canaries: Canaries = field(default_factory=Canaries)

    def __post_init__(self) -> None:
        self.patient = self.people.patient()
        self.before = self.rows.appointments()
        self.lea = Lea(
            first_name=self.canaries.word(),
            surname=self.canaries.word(),
            street=self.canaries.words(2),
            postcode=self.canaries.postcode(),
            city=self.canaries.word(),
            email=self.canaries.address(),
            telephone=self.canaries.number(),
            message=self.canaries.words(5),
        )

    @property
    def page(self) -> Page:
        return self.patient.page

    def type_all(self) -> None:
        self.patient.come()
        self.patient.take_later("Consultation")
        self.patient.write(self.lea)

    def expect_trouble(self, kind: str, title: str) -> None:
        """One sentence says what happened; the telephone and every answer stand below it."""
        trouble = self.patient.trouble()
        expect(trouble.locator(f'[data-trouble="{kind}"]')).to_be_visible()
        expect(trouble.get_by_role("heading", level=1, name=title)).to_be_focused()
        expect(trouble.get_by_role("link", name=TELEPHONE)).to_be_visible()
        shown = trouble.locator("[data-answers]")
        for answer in self.lea.typed().values():
            expect(shown).to_contain_text(answer)
        assert self.patient.answers_on_page() == self.lea.typed()

    def try_again(self) -> None:
        self.page.get_by_role("button", name="Try again").click()
        self.patient.await_sent()

    def puts(self) -> int:
        return sum(
            request.method == "PUT" for each in self.people.traffic for request in each.requests
        )

    def expect_new(self, count: int) -> None:
        assert self.rows.appointments() - self.before == count

    def expect_nothing_in_clear(self) -> None:
        for traffic in self.people.traffic:
            for sent in traffic.sent():
                assert search(sent.url, sent.whole, self.canaries) == []


@pytest.fixture
def sending(people: People, rows: VaultRows) -> Iterator[Sending]:
    one = Sending(people, rows)
    yield one
    one.expect_nothing_in_clear()
