"""Takes the README's pictures from a demo of its own; needs Chromium.

    PYTHONPATH=src:. .venv/bin/python docs/pictures/take.py

Everybody in them is invented.
"""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright

from quenotte.demo.run import HOST, Demo, running
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
    who(people)
    phone = people.patient(viewport=PHONE, device_scale_factor=2)
    phone.come()
    phone.await_moments()
    slot(phone, "10:00").click()
    phone.page.locator("#moments").evaluate("one => scrollTo(0, one.offsetTop - 24)")
    phone.page.wait_for_timeout(300)
    phone.page.screenshot(path=HERE / "booking-phone.png")

    book(
        people,
        "Consultation",
        "09:00",
        "Dr Luca Ferri",
        Lea(first_name="Marc", surname="Tissot", age="58"),
    )
    book(
        people,
        "First visit",
        "10:00",
        "Dre Anne Mottet",
        Lea(first_name="Giulia", surname="Bernasconi", age="27"),
    )
    book(
        people,
        "Consultation",
        "14:15",
        "Dre Anne Mottet",
        Lea(first_name="Emre", surname="Aydin", age="41"),
    )
    book(
        people,
        "First visit",
        "08:00",
        "Dr Luca Ferri",
        Lea(first_name="Ruth", surname="Zbinden", age="73"),
    )
    lea = book(
        people,
        "Check-up and hygiene",
        "11:00",
        "Maya Diallo",
        Lea(message="I come by train from Nyon and may be five minutes late."),
    )
    lea.fill_questionnaire(HEALTH)

    desk = people.desk(viewport=DESKTOP | {"height": 760}, device_scale_factor=1)
    desk.enter()
    for name in ("Bernasconi", "Tissot", "Zbinden"):
        confirm(desk, name)
    desk.select("Rochat")
    desk.see_day()
    desk.page.wait_for_timeout(2_000)  # the day's cards are opened one by one
    desk.page.screenshot(path=HERE / "desk.png")


def who(people: People) -> None:
    """The table that the register makes, from its key to the first kind of data."""
    page = people.computer(viewport={"width": 640, "height": 760}).new_page()
    page.goto(people.demo.url(f"rdv.{HOST}", "vault") + "/en/who")
    page.locator("main").evaluate("one => scrollTo(0, one.offsetTop)")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=HERE / "who.png")


def slot(patient: Patient, time: str) -> Locator:
    return patient.page.locator("label.slot").filter(has_text=time).first


def book(people: People, type: str, time: str, whom: str, lea: Lea) -> Patient:
    patient = people.patient()
    patient.come()
    patient.page.get_by_role("radio", name=type).check()
    patient.await_moments()
    patient.page.get_by_label("With whom?").select_option(whom)
    slot(patient, time).click()
    patient.page.get_by_role("button", name="Continue with this moment").click()
    patient.write(lea)
    patient.send()
    patient.await_sent()
    return patient


def confirm(desk: Desk, name: str) -> None:
    desk.select(name)
    desk.confirm()


if __name__ == "__main__":
    main()
