"""What the pages leave in a browser, and what they ask, is what the register declares."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from quenotte.base.declared import Undeclared
from quenotte.demo.run import HOST
from quenotte.register import REGISTER, doorways, shapes
from quenotte.register.lists.storage import Kept
from tests.journeys import remains, states
from tests.journeys.stage import People

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


def public_pages(visitor: BrowserContext, people: People) -> Iterator[Page]:
    """Every page that a link leads to from the two public home pages."""
    page = visitor.new_page()
    hosts = (people.demo.url(HOST, "site"), people.demo.url(f"rdv.{HOST}", "vault"))
    waiting = [f"{host}/{language}/" for host in hosts for language in ("fr", "en")]
    seen = set(waiting)
    while waiting:
        page.goto(waiting.pop())
        yield page
        for href in page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)"):
            address = urldefrag(href).url
            if address.startswith(hosts) and urlsplit(address).path[1:3] in ("fr", "en"):
                waiting += [address] if address not in seen else []
                seen.add(address)


@pytest.mark.claim("P28", "P13b")
def test_what_every_page_leaves_and_asks_is_what_is_declared(people: People) -> None:
    found: dict[tuple[str, Kept], set[str]] = defaultdict(set)
    pages = 0
    walked = (page for _, page in states.every_state(people) if not page.url.startswith("about:"))
    crawled = public_pages(people.computer(), people)
    for walk in (crawled, walked):
        for page in walk:
            if page.evaluate("typeof localStorage") == "undefined":
                continue
            pages += 1
            for kind, names in check(page).items():
                found[place_of(page), kind] |= {doorways.declared_name(each) for each in names}
    assert pages > 40
    for place in ("public", "desk"):
        for kind in Kept:
            assert found[place, kind] == doorways.stored(place, kind)


PLANTS = {
    "local-storage visitor": "localStorage.setItem('visitor', '4711')",
    "session-storage answers": "sessionStorage.setItem('answers', 'x')",
    "indexed-db forms": "new Promise((go) => { indexedDB.open('forms').onsuccess = go; })",
    "cache pages": "caches.open('pages')",
    "cookie visitor": "document.cookie = 'visitor=4711'",
    "input hidden insurer": """{
        const one = document.createElement("input");
        one.type = "hidden";
        one.name = "insurer";
        document.body.append(one);
    }""",
}


@pytest.mark.claim("P28", "P13b")
@pytest.mark.parametrize("plant", PLANTS)
def test_what_nobody_declared_is_found_by_name(plant: str, people: People) -> None:
    page = people.computer().new_page()
    page.goto(people.demo.url(f"rdv.{HOST}", "vault") + "/en/")
    check(page)
    page.evaluate(PLANTS[plant])
    with pytest.raises(Undeclared, match=f"{plant} is not declared"):
        check(page)
