"""A practice that comes new to the demo's vault: invited by a command, set up in its practitioner's browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from quenotte.demo import run
from quenotte.demo.run import Demo

SIGNS = re.compile(r"[0-9A-Z]{4,}")


def invited(demo: Demo, slug: str, name: str, practitioner: str) -> str:
    """`quenotte practice new`; the set-up link that it prints, in English."""
    words = ["practice", "new", slug, "--host", f"rdv.{slug}.localhost", "--name", name]
    done = subprocess.run(
        [sys.executable, "-m", "quenotte.cli", *words, "--practitioner", practitioner],
        env=run._environment(demo),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().replace("/fr/", "/en/")


@dataclass
class SetUp:
    """The practitioner goes through the steps; what paper would hold stays in `paper`."""

    page: Page
    passphrase: str = ""
    groups: dict[str, str] = field(default_factory=dict)

    def steps(self, link: str) -> Iterator[str]:
        """One step at a time; yields the name of each as it is shown."""
        page = self.page
        page.goto(link)
        expect(page.get_by_role("button", name="Begin")).to_be_visible()
        yield "invitation"
        page.get_by_role("button", name="Begin").click()
        yield "keys"
        page.get_by_role("button", name="Make the keys").click()
        expect(page.locator("#six-words li")).to_have_count(6)
        self.passphrase = " ".join(page.locator("#six-words li").all_inner_texts())
        yield "passphrase"
        page.get_by_role("button", name="I have written them down").click()
        page.get_by_label("Type the six words from your paper").fill("un deux trois")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert").locator("visible=true")).to_be_visible()
        yield "passphrase-wrong"
        page.get_by_label("Type the six words from your paper").fill(self.passphrase)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("button", name="Print both sheets")).to_be_visible(timeout=30_000)
        yield "sheets"
        self._read_sheet()
        page.get_by_role("button", name="Print both sheets").click()
        page.get_by_role("button", name="Both sheets lie before me").click()
        expect(page.locator("#asked-groups input").first).to_be_visible()
        yield "proof"
        self._type_groups(wrong=True)
        yield "proof-wrong"
        self._type_groups()
        page.get_by_role("button", name="Publish the keys and open").click()
        expect(page.get_by_role("heading", name="The practice is open")).to_be_visible()
        yield "open"

    def _read_sheet(self) -> None:
        raise NotImplementedError

    def _type_groups(self, *, wrong: bool = False) -> None:
        raise NotImplementedError
