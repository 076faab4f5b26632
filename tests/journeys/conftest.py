"""The browser's tests share one demo."""

from tests.journeys.sending import sending
from tests.journeys.stage import (
    browser,
    demo,
    desk,
    mailbox,
    patient,
    people,
    pins_as_they_were,
    rows,
)

__all__ = [
    "browser",
    "demo",
    "desk",
    "mailbox",
    "patient",
    "people",
    "pins_as_they_were",
    "rows",
    "sending",
]
