"""The demo's mailbox, read as the person reads it whose address it is."""

import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from quenotte.demo.run import Demo

PATIENCE_SECONDS = 60.0  # P21


class NothingCame(AssertionError):
    """The message did not arrive within the minute that P21 allows."""


@dataclass(frozen=True)
class Mailbox:
    """What left the relay, newest first."""

    demo: Demo

    def letters(self, to: str) -> list[dict[str, Any]]:
        return [letter for letter in self.all() if letter["to"] == to]

    def all(self) -> list[dict[str, Any]]:
        url = f"http://127.0.0.1:{self.demo.ports['mailbox']}/messages.json"
        with urllib.request.urlopen(url, timeout=10) as answer:
            held: list[dict[str, Any]] = json.load(answer)
        return held

    def wait(self, to: str, *, count: int = 1) -> dict[str, Any]:
        """The newest letter to this address, once `count` of them have come."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            found = self.letters(to)
            if len(found) >= count:
                return found[0]
            time.sleep(0.25)
        raise NothingCame(f"{len(self.letters(to))} of {count} messages came")
