"""What of a patient a browser still holds: the page, its storage, its workers, its memory."""

from typing import Any

from playwright.sync_api import CDPSession, Page

_STORED = """async () => ({
  local: {...localStorage},
  session: {...sessionStorage},
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: self.caches ? await caches.keys() : [],
  registrations: navigator.serviceWorker
    && self.origin !== "null" // a file has none, and no service worker
    ? (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope) : [],
})"""
_SHOWN = """() => [document.documentElement.outerHTML, document.title, location.href, window.name,
  JSON.stringify(history.state), ...[...document.querySelectorAll("input, textarea")].map((one) => one.value),
].join("\\n")"""
NOTHING: dict[str, Any] = {
    "local": {},
    "session": {},
    "databases": [],
    "caches": [],
    "registrations": [],
}


def stored(page: Page) -> dict[str, Any]:
    """Everything that the page's origin keeps on this device, cookies apart."""
    held: dict[str, Any] = page.evaluate(_STORED)
    return held


def of_the_desk(page: Page) -> dict[str, Any]:
    """The same without the end of the journal that a desk remembers: a number and a digest, about nobody."""
    held = stored(page)
    local = held["local"].items()
    return held | {"local": {name: one for name, one in local if not name.startswith("journal.")}}


def shown(page: Page) -> str:
    """The document as it is now, what its fields hold, its title, address and history entry."""
    text: str = page.evaluate(_SHOWN)
    return text


def cookies(page: Page) -> set[str]:
    """The names alone: what they hold is a secret."""
    return {str(cookie.get("name")) for cookie in page.context.cookies()}


def memory(page: Page) -> str:
    """Every string that the page's scripts can still reach, after garbage was collected."""
    session = page.context.new_cdp_session(page)
    chunks: list[str] = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return "".join(chunks)


def workers(page: Page) -> list[str]:
    """The workers that run for this browser context: each has a memory of its own."""
    browser = page.context.browser
    assert browser is not None
    own = _context_of(page.context.new_cdp_session(page))
    session = browser.new_browser_cdp_session()
    targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    session.detach()
    return [
        f"{target['type']} {target['url']}"
        for target in targets
        if "worker" in target["type"] and target.get("browserContextId") == own
    ]


def _context_of(session: CDPSession) -> str:
    own: str = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    session.detach()
    return own
