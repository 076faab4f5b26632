"""What the pages leave in a browser, and what they ask, is what the register declares."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from quenotte.base.declared import Undeclared
from quenotte.demo.run import HOST
from quenotte.register import doorways
from quenotte.register.lists.storage import Kept
from tests.journeys import states
from tests.journeys.stage import People
from tests.journeys.storage import check, place_of


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
def test_what_pages_leave_and_ask_is_what_is_declared_and_all_of_it_is_needed(
    people: People,
) -> None:
    """The crawl's pages, the desk's and those of recovery; every other state is checked where axe looks at it."""
    found: dict[tuple[str, Kept], set[str]] = defaultdict(set)
    pages = 0
    walked = (
        page
        for part in (states.desk, states.screen_lock, states.recovery)
        for _, page in part(people)
        if not page.url.startswith("about:")
    )
    crawled = public_pages(people.computer(), people)
    for walk in (crawled, walked):
        for page in walk:
            pages += 1
            for kind, names in check(page).items():
                found[place_of(page), kind] |= {doorways.declared_name(each) for each in names}
    assert pages > 30
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
