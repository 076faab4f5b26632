"""What was sent may have arrived although no answer came back: the page says no more than it knows."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from quenotte.base import calls
from quenotte.demo.run import HOST, Demo
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import Sending
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

SENT = re.compile(r"/v1/p/lac/((appointment|questionnaire)/|link/cancel)")
OF_NEWEST = "activity = 'questionnaire' and about_id = (select max(row) from agenda_appointment)"


def lose_answers(page: Page, demo: Demo) -> None:
    """Everything that the page sends arrives, and no answer comes back."""
    base = demo.url(f"rdv.{HOST}", "vault")

    def lost(route: Route) -> None:
        request = route.request
        path = "/v1" + request.url.partition("/v1")[2]
        bearer = (request.headers.get("authorization") or "").removeprefix("Bearer ") or None
        body = request.post_data_json if request.post_data else None
        answer = calls.call(
            request.method, base + path, allowed=[base], body=body, bearer=bearer, timeout=10
        )
        assert answer.status in (200, 201)
        route.abort("connectionreset")

    page.route(SENT, lost)


def find_answers(page: Page) -> None:
    page.unroute(SENT)


def expect_silence(patient: Patient) -> None:
    expect(
        patient.trouble().get_by_role("heading", level=1, name="No answer came back")
    ).to_be_focused()


def questionnaires(rows: VaultRows) -> tuple[int, int]:
    """How many of the newest appointment came in, and how many of them still stand."""
    counted = f"select count(*), sum(replaced_at is null) from intake_submission where {OF_NEWEST}"
    [(all_of_them, standing)] = rows.all(counted)
    return all_of_them, standing


@pytest.mark.claim("P16")
def test_what_was_corrected_after_a_lost_answer_is_what_the_practice_reads(
    people: People, demo: Demo, rows: VaultRows
) -> None:
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Lost"))
    lose_answers(patient.page, demo)
    patient.begin_questionnaire()
    patient.answer({"history": "Appendicite"})
    patient.send_answers()
    expect_silence(patient)
    find_answers(patient.page)

    patient.page.get_by_role("button", name="Back to my answers").click()
    allergy = patient.page.locator("[data-theme]").filter(
        has=patient.page.locator('[data-field="allergy"]')
    )
    title = (allergy.locator("h1").text_content() or "").strip()
    reviewed = patient.page.locator("[data-themes] section").filter(has_text=title)
    reviewed.get_by_role("button", name="Change").click()
    patient.give(allergy.locator('[data-field="allergy"]'), "Yes")
    patient.give(allergy.locator('[data-field="allergy_words"]'), "Chlorhexidine")
    patient.page.get_by_role("button", name="Continue", exact=True).click()
    patient.send_answers()
    patient.await_answers_sent()
    assert questionnaires(rows) == (2, 1)

    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Lost")
    desk.open_questionnaire()
    expect(desk.sheet()).to_contain_text("Chlorhexidine")
    expect(desk.sheet()).to_contain_text("Appendicite")


@pytest.mark.claim("P16")
def test_answers_sent_again_unchanged_are_kept_once(
    people: People, demo: Demo, rows: VaultRows
) -> None:
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Again"))
    lose_answers(patient.page, demo)
    patient.begin_questionnaire()
    patient.answer({"diabetes": "No"})
    patient.send_answers()
    expect_silence(patient)
    find_answers(patient.page)
    patient.page.get_by_role("button", name="Try again").click()
    patient.await_answers_sent()
    assert questionnaires(rows) == (1, 1)


def test_a_request_changed_back_after_two_lost_answers_is_told_as_uncertain(
    sending: Sending, demo: Demo
) -> None:
    """The first attempt was cut on its way, the second arrived: the practice holds the second."""
    message = sending.patient.field("appointment", "message")
    sending.type_all()
    sending.page.route(SENT, lambda route: route.abort("connectionreset"))
    sending.patient.send()
    expect_silence(sending.patient)
    find_answers(sending.page)

    lose_answers(sending.page, demo)
    sending.page.get_by_role("button", name="Back to my answers").click()
    message.fill(sending.canaries.words(3))
    sending.patient.send()
    expect_silence(sending.patient)
    find_answers(sending.page)

    sending.page.get_by_role("button", name="Back to my answers").click()
    message.fill(sending.lea.message or "")
    sending.patient.send()
    sending.patient.await_sent()
    expect(
        sending.page.get_by_text("An earlier attempt of yours had already arrived")
    ).to_be_visible()
    sending.expect_new(1)


def test_a_cancellation_without_an_answer_is_not_told_as_unsent(
    people: People, demo: Demo, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Uncertain")
    assert lea.email is not None
    patient.book(lea, later=True)
    newest = rows.newest()
    [link] = mailbox.wait(lea.email)["links"]
    patient.open_link(link)
    lose_answers(patient.page, demo)
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    patient.page.get_by_role("button", name="Yes, cancel the appointment").click()
    expect_silence(patient)
    said = patient.trouble().locator("section").first
    expect(said).to_contain_text("It is not certain that the appointment is cancelled.")
    assert "Nothing was sent" not in said.inner_text()
    assert rows.one("select status from agenda_appointment where id = ?", newest) == "CANCELLED"

    find_answers(patient.page)
    patient.page.get_by_role("button", name="Try again").click()
    expect(patient.page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_nothing_was_sent_is_said_only_when_no_call_was_made(
    people: People, mailbox: Mailbox
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Offline")
    assert lea.email is not None
    patient.book(lea, later=True)
    [link] = mailbox.wait(lea.email)["links"]
    patient.open_link(link)
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    made = [each for traffic in people.traffic for each in traffic.requests]
    patient.page.context.set_offline(True)
    patient.page.get_by_role("button", name="Yes, cancel the appointment").click()
    expect(
        patient.trouble().get_by_role("heading", level=1, name="There is no connection")
    ).to_be_focused()
    assert "Nothing was sent." in patient.trouble().inner_text()
    assert [each for traffic in people.traffic for each in traffic.requests] == made
    patient.page.context.set_offline(False)
