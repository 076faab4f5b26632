"""What a page keeps in its browser and asks of a person, held against the register."""

from collections.abc import Iterator

from playwright.sync_api import Page

from quenotte.register import REGISTER, doorways, shapes
from quenotte.register.lists.storage import Kept
from tests.journeys import remains

STORES = {
    "local": Kept.LOCAL,
    "session": Kept.SESSION,
    "databases": Kept.DATABASE,
    "caches": Kept.CACHE,
    "registrations": Kept.WORKER,
}


def place_of(page: Page) -> str:
    return "desk" if "/desk." in page.url else "public"


def kept(page: Page) -> Iterator[tuple[Kept, set[str]]]:
    """Everything that a page's browser holds for its host, by name."""
    stored = remains.stored(page)
    for store, kind in STORES.items():
        yield kind, set(stored[store])
    yield Kept.COOKIE, {str(each.get("name")) for each in page.context.cookies(page.url)}


def check(page: Page) -> dict[Kept, set[str]]:
    """Refuse what this page keeps or asks undeclared; what it keeps otherwise."""
    found = dict(kept(page))
    for kind, names in found.items():
        doorways.left(names, kind=kind, place=place_of(page))
    shapes.controls(page.content(), REGISTER)
    return found
