"""Chromium as a patient or the practice has it, and a record of all that it sent and complained of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Playwright,
    Request,
    ViewportSize,
    WebError,
    expect,
)

PROGRAM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)  # for a machine on which three suites run at once

# A report leaves through the console: the pages themselves may send nothing to us.
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass(frozen=True)
class Sent:
    """One request as it left the browser."""

    method: str
    url: str
    headers: str
    body: bytes

    @property
    def whole(self) -> bytes:
        return f"{self.method} {self.url}\n{self.headers}\n\n".encode() + self.body


@dataclass
class Traffic:
    """What one browser context sent, and what its pages complained of."""

    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sent(self) -> list[Sent]:
        """Every request, with the headers that its page gave it."""
        return [_read(request) for request in self.requests]

    def hosts(self) -> set[str]:
        split = (urlsplit(request.url) for request in self.requests)
        return {each.netloc for each in split if each.scheme not in ("data", "blob", "file")}

    def saw(self, request: Request) -> None:
        self.requests.append(request)

    def failed(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

    def heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "policy" in message.text.lower():
            self.complaints.append(message.text)


def _read(request: Request) -> Sent:
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    return Sent(request.method, request.url, headers, request.post_data_buffer or b"")


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))


@contextmanager
def visitor(
    browser: Browser, *, bypassing_policy: bool = False, **options: Any
) -> Iterator[tuple[BrowserContext, Traffic]]:
    """A browser that nobody has used before. Whatever its pages do against their policy is recorded."""
    options = {"locale": "en-GB", "timezone_id": "Europe/Zurich", "viewport": DESKTOP} | options
    context = browser.new_context(bypass_csp=bypassing_policy, **options)
    context.set_default_timeout(PATIENCE_MS)
    traffic = Traffic()
    context.on("request", traffic.saw)
    context.on("console", traffic.heard)
    context.on("weberror", traffic.failed)
    context.add_init_script(_TELL_VIOLATIONS)
    try:
        yield context, traffic
    finally:
        context.close()
