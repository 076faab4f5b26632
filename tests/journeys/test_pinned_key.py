"""The fingerprint that a link carries is looked at, and goes along to the next booking."""

import pytest
from playwright.sync_api import expect

from quenotte.demo.run import HOST, Demo
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea
from tests.journeys.stage import People

STRANGERS = "#k=" + "A" * 43


@pytest.mark.claim("P12")
def test_a_pinned_link_opened_over_the_same_page_is_looked_at(people: People, demo: Demo) -> None:
    patient = people.patient()
    patient.come(pinned=False)
    patient.await_moments()
    patient.page.goto(demo.url(f"rdv.{HOST}", "vault") + "/en/" + STRANGERS)
    heading = patient.trouble().get_by_role("heading", level=1)
    expect(heading.locator("visible=true")).to_have_text(
        "This page cannot prove the practice's keys"
    )


@pytest.mark.claim("P12")
def test_the_way_from_the_link_to_another_booking_keeps_the_fingerprint_and_not_the_secret(
    people: People, demo: Demo, mailbox: Mailbox
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Pinned")
    assert lea.email is not None
    patient.book(lea, later=True)
    [link] = mailbox.wait(lea.email)["links"]
    patient.open_link(link)
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    patient.page.get_by_role("button", name="Yes, cancel the appointment").click()
    patient.page.get_by_role("link", name="Make another appointment").click()
    patient.await_moments()
    assert patient.page.url.endswith(f"/en/#k={demo.bundle['fingerprint']}")
