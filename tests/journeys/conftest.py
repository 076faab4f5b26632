"""The browser's tests share one demo."""

from tests.journeys.sending import sending
from tests.journeys.stage import browser, demo, desk, mailbox, patient, people, rows

__all__ = ["browser", "demo", "desk", "mailbox", "patient", "people", "rows", "sending"]
