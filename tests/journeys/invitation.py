"""A practitioner who was invited to set a practice up, and the paper that comes out of the printer."""

import subprocess
import sys
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

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
    """One tab with the set-up's page, in English, and how often somebody typed or pressed something."""

    page: Page
    words: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    inputs: int = 0

    def press(self, name: str, *, role: str = "button") -> None:
        self.inputs += 1
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]

    def type(self, into: Locator, text: str) -> None:
        self.inputs += 1
        into.fill(text)

    def follow(self, link: str) -> None:
        self.inputs += 1
        self.page.goto("about:blank")
        self.page.goto(link)

    def begin(self, link: str) -> None:
        self.follow(link)
        expect(self.page.get_by_text("Good day, Dr Favre.").locator("visible=true")).to_be_visible()
        expect(self.page.get_by_text("Country of the practice: France.")).to_be_visible()
        self.press("Make the keys and begin")

    def write_words_down(self) -> None:
        """The six words, then typed back from the paper."""
        items = self.page.locator("#six-words li")
        expect(items).to_have_count(6, timeout=MAKING_MS)
        self.words = items.all_inner_texts()
        self.press("I have written them down")
        self.type(self.page.get_by_label("Type the six words"), " ".join(self.words))
        self.press("Continue")

    @property
    def passphrase(self) -> str:
        return " ".join(self.words)

    def print_sheets(self) -> None:
        self.expect_at("Two recovery sheets")
        self.press("Print both sheets")
        self.inputs += 1  # the printer's own dialogue
        self.read_paper()
        self.press("Both sheets lie before me")

    def read_paper(self) -> None:
        paper = self.page.locator("#sheets .paper").first
        self.groups = paper.locator("[data-slot=groups] b").all_text_contents()

    def read_groups_back(self) -> None:
        """The groups asked for, as they stand on the sheet: two, and at another sitting all but the last."""
        asked = self.page.locator("#asked-groups label")
        expect(asked.first).to_be_visible()
        for label in asked.all_inner_texts():
            number = int(label.removeprefix("Group "))
            self.type(self.page.get_by_label(label, exact=True), self.groups[number - 1])

    def prove(self) -> None:
        self.read_groups_back()
        self.press("Continue")
        self.expect_at("Contract and instructions")

    def sign(self) -> None:
        self.press("Sign the agreement")
        self.press("Sign the instructions")

    def publish(self) -> None:
        self.press("Publish the keys and open the forms")

    def go_to(self, step: str, link: str) -> None:
        """From the link up to a step: `sheets`, `proof`, `contract`, `test`."""
        self.begin(link)
        self.write_words_down()
        self.expect_at("Two recovery sheets")
        for name, act in (("sheets", self.print_sheets), ("proof", self.prove)):
            if step == name:
                return
            act()
        if step == "test":
            self.sign()
            self.publish()
            self.expect_at("A test request")

    def try_it(self) -> None:
        self.expect_at("A test request")
        self.press("Seal it and send it")
        self.press("Open it with your key")
        expect(self.page.get_by_text("Only this practice could open it")).to_be_visible()
        self.press("Finish")

    def expect_open(self) -> None:
        self.expect_at("The practice is open")

    def expect_at(self, title: str) -> None:
        heading = self.page.get_by_role("heading", name=title, exact=True)
        expect(heading).to_be_visible(timeout=MAKING_MS)

    def resume(self, link: str, passphrase: str) -> None:
        """The link once more, in this tab or in another one."""
        self.follow(link)
        self.type(self.page.locator("#resume-typed"), passphrase)
        self.press("Go on")
