"""Takes the README's pictures from a demo of its own; needs Chromium.

    PYTHONPATH=src:. .venv/bin/python docs/pictures/take.py

Everybody in them is invented.
"""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from quenotte.demo.run import Demo, running
from tests.journeys.chromium import DESKTOP, PHONE, launched
from tests.journeys.desk import Desk
from tests.journeys.patient import Lea, Patient
from tests.journeys.stage import People

HERE = Path(__file__).parent
HEALTH: dict[str, str | list[str]] = {
    "allergy": "Yes",
    "allergy_words": "Penicillin: a rash, as a child",
    "thinner": "Yes",
    "thinner_words": "Aspirin cardio 100, every day",
    "pressure": "Yes",
    "diabetes": "No",
    "pregnancy": "No",
    "treatments": "Ramipril 5 mg",
}


def main() -> None:
    with (
        running(folder=None, port=0) as demo,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        take(launched(playwright), demo, stack)


def take(browser: Browser, demo: Demo, stack: ExitStack) -> None:
    people = People(browser, demo, stack)
    phone = people.patient(viewport=PHONE, device_scale_factor=2)
    phone.come()
    phone.await_moments()
    scroll_to_the_moments(phone)
    phone.page.screenshot(path=HERE / "booking-phone.png")

    people.patient().book(Lea(first_name="Marc", surname="Tissot", age="58"), "Consultation")
    people.patient().book(Lea(first_name="Giulia", surname="Bernasconi", age="27"), "First visit")
    lea = people.patient()
    lea.book(Lea(message="I come by train from Nyon and may be five minutes late."))
    lea.fill_questionnaire(HEALTH)

    desk = people.desk(viewport=DESKTOP | {"height": 760}, device_scale_factor=1)
    desk.enter()
    confirm(desk, "Bernasconi")
    desk.select("Rochat")
    desk.see_day()
    desk.page.wait_for_timeout(1_000)  # the day's cards are opened one by one
    desk.page.screenshot(path=HERE / "desk.png")


def scroll_to_the_moments(patient: Patient) -> None:
    patient.page.locator("#moments").evaluate("one => one.scrollIntoView()")
    patient.page.wait_for_timeout(300)


def confirm(desk: Desk, name: str) -> None:
    desk.select(name)
    desk.confirm()


if __name__ == "__main__":
    main()
