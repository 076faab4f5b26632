"""One demo of its own in which every field of every journey holds canaries, walked once for all promises."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from quenotte.demo.run import running
from tests.journeys.stage import People, browser
from tests.promises.canaries import Canaries
from tests.promises.walk import Walked, walk

__all__ = ["browser", "walked"]


@pytest.fixture(scope="session")
def walked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("canaries")
    temporary = folder / "tmp"
    temporary.mkdir()
    with temporary_files_in(temporary), ExitStack() as stack:
        demo = stack.enter_context(running(folder=folder / "data", port=0))
        people = People(browser, demo, stack)
        yield walk(people, Canaries(), temporary)


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """The demo's processes find their temporary folder here; ours stays where it was."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before is not None:
            os.environ["TMPDIR"] = before
