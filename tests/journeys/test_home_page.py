"""The practice's home page: light, still while it comes, and without a fault that Lighthouse knows."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from quenotte.demo.run import HOST, Demo
from tests.journeys.chromium import FLAGS, PHONE, PROGRAM
from tests.journeys.stage import People

LIGHTHOUSE = Path(__file__).parents[2] / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("accessibility", "best-practices", "seo")
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 6
_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifted += shift.value;
}).observe({type: "layout-shift", buffered: true});
"""


def arrived(page: Page) -> list[int]:
    """What each request brought over the wire, headers included, the page itself first."""
    sizes: list[int] = page.evaluate(
        """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
          .map(({ transferSize }) => transferSize)"""
    )
    return sizes


@pytest.mark.parametrize("language", ["", "en/", "de/", "it/"])
def test_it_is_light_and_stands_still(people: People, language: str) -> None:
    page = people.computer(viewport=PHONE).new_page()
    page.add_init_script(_SHIFTS)
    page.goto(people.demo.url(HOST, "site") + "/" + language, wait_until="networkidle")
    sizes = arrived(page)
    assert all(size > 0 for size in sizes)
    assert len(people.traffic[0].requests) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES
    assert page.evaluate("window.shifted") == 0


@pytest.mark.prove  # a browser of its own
def test_lighthouse_finds_nothing(demo: Demo, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    subprocess.run(
        [
            LIGHTHOUSE,
            demo.url(HOST, "site") + "/en/",
            f"--only-categories={','.join(CATEGORIES)}",
            "--output=json",
            f"--output-path={report}",
            "--quiet",
            "--no-enable-error-reporting",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ],
        env=os.environ | {"CHROME_PATH": PROGRAM},
        check=True,
        timeout=120,
    )
    said: dict[str, Any] = json.loads(report.read_text())
    lost = [
        audit["title"]
        for audit in said["audits"].values()
        if audit["score"] is not None
        and audit["score"] < 1
        and audit["scoreDisplayMode"] == "binary"
    ]
    scores = {name: said["categories"][name]["score"] for name in CATEGORIES}
    assert scores == dict.fromkeys(CATEGORIES, 1), lost
