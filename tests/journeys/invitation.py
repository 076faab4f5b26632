"""A practitioner who was invited to set a practice up, and the paper that comes out of the printer."""

import subprocess
import sys
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from quenotte.demo import run
from quenotte.demo.run import Demo

MAKING_MS = 30_000  # keys, and a passphrase that is slow on purpose


def told(demo: Demo, *words: str) -> str:
    """What a command of the program prints, with the settings of the running demo."""
    done = subprocess.run(
        [sys.executable, "-m", "quenotte.cli", *words],
        env=run._environment(demo),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def invited(demo: Demo, slug: str) -> str:
    """A practice next door that has no keys yet, and the link with which it gets them."""
    host = f"rdv.{slug}.localhost"
    names = ("--host", host, "--name", f"Cabinet {slug.title()}", "--practitioner", "Dr Favre")
    return in_english(told(demo, "practice", "new", slug, *names, "--country", "FR"))


def in_english(link: str) -> str:
    return link.replace("/fr/", "/en/")


@dataclass
class SetUp:
    """One tab with the set-up's page, in English."""

    page: Page
    words: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def begin(self, link: str) -> None:
        self.page.goto(link)
        expect(self.page.get_by_text("Good day, Dr Favre.")).to_be_visible()
        expect(self.page.get_by_text("Country of the practice: France.")).to_be_visible()
        self.page.get_by_role("button", name="Begin").click()
        self.page.get_by_role("button", name="Make the keys").click()

    def write_words_down(self) -> None:
        """The six words, then typed back from the paper."""
        items = self.page.locator("#six-words li")
        expect(items).to_have_count(6, timeout=MAKING_MS)
        self.words = items.all_inner_texts()
        self.page.get_by_role("button", name="I have written them down").click()
        self.page.get_by_label("Type the six words").fill(" ".join(self.words))
        self.page.get_by_role("button", name="Continue").click()

    def print_sheets(self) -> None:
        printing = self.page.get_by_role("button", name="Print both sheets")
        expect(printing).to_be_visible(timeout=MAKING_MS)
        printing.click()
        paper = self.page.locator("#sheets .paper").first
        self.groups = paper.locator("[data-slot=groups] b").all_text_contents()
        self.page.get_by_role("button", name="Both sheets lie before me").click()

    def read_groups_back(self) -> None:
        """The two groups asked for, as they stand on the sheet."""
        asked = self.page.locator("#asked-groups label")
        expect(asked).to_have_count(2)
        for label in asked.all_inner_texts():
            number = int(label.removeprefix("Group "))
            self.page.get_by_label(label, exact=True).fill(self.groups[number - 1])

    def publish(self) -> None:
        self.page.get_by_role("button", name="Publish the keys and open").click()

    def expect_open(self) -> None:
        opened = self.page.get_by_role("heading", name="The practice is open")
        expect(opened).to_be_visible(timeout=MAKING_MS)
