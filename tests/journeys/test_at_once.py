"""Two people, two tabs, one time: everybody learns at once what is true, and nobody loses what they wrote."""

import pytest
from playwright.sync_api import expect

from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import Sending
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows


def take_with(patient: Patient, name: str, day: int) -> str:
    """A moment with one practitioner, so that nobody else can stand in."""
    patient.come()
    patient.page.get_by_role("radio", name="First visit").check()
    patient.await_moments()
    patient.page.get_by_label("With whom?").select_option(label=name)
    patient.page.locator("[data-days] .day").nth(day).get_by_role("radio").first.check()
    moment = patient.fill_of("choice")
    patient.page.get_by_role("button", name="Continue with this moment").click()
    return moment


def test_a_time_taken_meanwhile_is_answered_with_others_and_nothing_typed_is_lost(
    sending: Sending, people: People
) -> None:
    moment = take_with(sending.patient, "Dr Luca Ferri", 2)
    sending.patient.write(sending.lea)
    faster = people.patient()
    assert take_with(faster, "Dr Luca Ferri", 2) == moment
    faster.write(Lea(surname="Rochat-Faster"))
    faster.send()
    faster.await_sent()

    sending.patient.send()
    taken = sending.page.locator("[data-taken]")
    expect(taken.get_by_role("heading", name="This moment has just been taken")).to_be_focused()
    expect(sending.page.locator("header").get_by_role("link", name="Telephone")).to_be_visible()
    assert sending.patient.answers_on_page() == sending.lea.typed()
    sending.expect_new(1)
    others = taken.get_by_role("listitem").get_by_role("button")
    assert others.count() >= 3
    others.first.click()
    expect(taken).to_be_hidden()
    assert sending.patient.fill_of("moment") != moment
    sending.patient.send()
    sending.patient.await_sent()
    sending.expect_new(2)


def test_a_second_press_on_send_is_not_a_second_request(sending: Sending) -> None:
    sending.type_all()
    sending.page.evaluate(
        """() => { const send = document.querySelector('[data-step="identity"] button[type=submit]');
        send.click(); send.click(); send.form.requestSubmit(); }"""
    )
    sending.patient.await_sent()
    assert sending.puts() == 1
    sending.expect_new(1)


@pytest.mark.claim("P16")
def test_what_was_cancelled_in_one_tab_takes_no_answers_in_another(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Tabs")
    assert lea.email
    patient.book(lea)
    [link] = mailbox.wait(lea.email)["links"]
    computer = people.computer()
    one, two = (Patient(computer.new_page(), people.demo) for _ in range(2))
    two.open_link(link)
    one.page.bring_to_front()  # a tab in the background is slow
    one.open_link(link)
    one.begin_questionnaire()
    one.answer({"allergy": "Yes", "allergy_words": "Chlorhexidine"})
    two.page.bring_to_front()
    two.page.get_by_role("button", name="Cancel the appointment").click()
    two.page.get_by_role("button", name="Yes, cancel the appointment").click()
    expect(two.page.get_by_text("Cancelled", exact=True)).to_be_visible()

    before = rows.submissions()
    one.page.bring_to_front()
    one.send_answers()
    expect(one.trouble().get_by_role("heading", level=1)).to_have_text(
        "This link takes no more answers", use_inner_text=True
    )
    expect(one.trouble()).to_contain_text("Chlorhexidine")
    expect(one.trouble().locator("a[href^='tel:']")).to_be_visible()
    assert rows.submissions() == before


@pytest.mark.claim("P16")
def test_answers_sent_from_two_tabs_leave_one_questionnaire(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Twice")
    assert lea.email
    patient.book(lea)
    [link] = mailbox.wait(lea.email)["links"]
    computer = people.computer()
    tabs = [Patient(computer.new_page(), people.demo) for _ in range(2)]
    for tab in tabs:
        tab.page.bring_to_front()
        tab.open_link(link)
        tab.begin_questionnaire()
        tab.answer({"diabetes": "No"})
    for tab in tabs:
        tab.page.bring_to_front()
        tab.send_answers()
        tab.await_answers_sent()
    held = (
        "select count(*) from intake_sealedpart where part = 'detail' and submission_id in (select"
        " row from intake_submission where activity = 'questionnaire' and about_id ="
    )
    assert rows.one(f"{held} (select max(row) from agenda_appointment))") == 1
