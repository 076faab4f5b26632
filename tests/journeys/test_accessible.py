"""No page of the journey, in none of its states, breaks a rule that axe-core knows, narrow or wide; nor does one keep
or ask what the register does not declare."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from quenotte.demo.run import Demo
from tests.journeys import states, states_of_people, storage
from tests.journeys.chromium import DESKTOP, NARROW
from tests.journeys.stage import People

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
_RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PARTS = (
    *(states.site, states.booking, states.links, states.desk, states.screen_lock),
    *(states.choices, states.documents, states.journal, states.set_up),
    *(states.recovery, states_of_people.team, states_of_people.access, states_of_people.told),
)
OF_TABLES = "desk-document"  # a data table may be wider than a phone (WCAG 1.4.10)


@pytest.fixture
def auditors(browser: Browser, demo: Demo) -> Iterator[People]:
    """axe is a stranger's script: its pages have to let it in."""
    with ExitStack() as stack:
        yield People(browser, demo, stack)


def audit(page: Page) -> list[str]:
    """What axe finds, and whether the page has to be moved sideways."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(_RUN)
    wider = page.evaluate(_OVERFLOW)
    return [*found, *([f"{wider} px wider than the window"] if wider > 0 else [])]


def audit_at_both_widths(page: Page) -> list[str]:
    found = audit(page)
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {problem}" for problem in audit(page)]
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.claim("P78", "P28", "P13b")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_axe_finds_nothing_and_the_register_knows_all(auditors: People, part: Any) -> None:
    found = {}
    for name, page in part(auditors, viewport=DESKTOP, bypassing_policy=True):
        if name != "unscripted":  # there axe cannot run either
            storage.check(page)
            problems = audit_at_both_widths(page)
            found[name] = [one for one in problems if name != OF_TABLES or "wider" not in one]
    assert found
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_axe_would_find_something(auditors: People) -> None:
    page = auditors.computer(bypassing_policy=True).new_page()
    page.set_content("<html><body><img src=x><input></body></html>")
    assert any("image-alt" in problem for problem in audit(page))
