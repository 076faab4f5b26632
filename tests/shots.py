"""A picture of every page and state, for the eye: `python -m tests.shots` writes them to build/shots/."""

import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from quenotte.demo.run import Demo, running
from tests.journeys.chromium import DESKTOP, NARROW, PHONE, launched
from tests.journeys.mailbox import Mailbox
from tests.journeys.stage import People
from tests.journeys.states import every_state

FOLDER = Path(__file__).parents[1] / "build" / "shots"
VIEWS: Mapping[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "device_scale_factor": 2},
    "narrow": {"viewport": NARROW},
    "desktop": {"viewport": DESKTOP},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "desktop-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
}


def take(browser: Browser, demo: Demo, view: str) -> int:
    """All pictures of one view; how many there are."""
    folder = FOLDER / view
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as stack:
        people = People(browser, demo, stack)
        for count, (name, page) in enumerate(every_state(people, **VIEWS[view]), start=1):
            page.evaluate("document.fonts.ready")
            page.screenshot(path=folder / f"{count:02}-{name}.png", full_page=True)
        page = people.computer(**VIEWS[view]).new_page()
        page.goto(demo.url("mailbox.localhost", "mailbox"))
        page.screenshot(path=folder / "mailbox.png", full_page=True)
        letter = Mailbox(demo).all()[0]
        page.goto(f"{demo.url('mailbox.localhost', 'mailbox')}/message/{letter['id']}")
        page.screenshot(path=folder / "mailbox-letter.png", full_page=True)
    return count + 2


def main(views: list[str]) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for view in views or list(VIEWS):
            with running(folder=None, port=0) as demo:
                print(f"{view}: {take(browser, demo, view)} pictures", flush=True)
        browser.close()
    print(f"They lie in {FOLDER}.")


if __name__ == "__main__":
    main(sys.argv[1:])
