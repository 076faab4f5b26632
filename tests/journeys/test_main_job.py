"""The main job: a patient books and fills in the questionnaire, the practice reads it, nobody else can."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient

HEALTH = {
    "heart": "Yes",
    "heart_which": ["Repaired or artificial valve"],
    "heart_words": "Valve mitrale, 2019",
    "pressure": "No",
    "thinner": "Yes",
    "thinner_words": "Acénocoumarol, un jour sur deux",
    "lungs": "I don't know",
    "allergy": "Yes",
    "allergy_words": "Pénicilline, gonflement",
    "treatments": "Bisoprolol 5 mg",
    "history": "Appendicite, 1998",
}


@pytest.mark.claim("P11", "P15", "P16", "P21", "P31")
def test_a_patient_books_answers_and_is_confirmed(
    patient: Patient, desk: Desk, mailbox: Mailbox
) -> None:
    lea = Lea(surname="Rochat-Main", message="Je viens avec ma fille.")
    assert lea.email is not None
    patient.come_from_home()
    assert f"#k={patient.demo.bundle['fingerprint']}" in patient.page.url
    patient.take_first()
    patient.write(lea)
    patient.send()
    patient.await_sent()
    patient.fill_questionnaire(HEALTH)

    letter = mailbox.wait(lea.email)
    print(letter)

    desk.enter()
    desk.select("Rochat-Main")
    expect(desk.detail()).to_contain_text("Je viens avec ma fille.")
    print(desk.detail().inner_text())
    desk.see_day()
    expect(desk.day().get_by_role("button", name="Rochat-Main")).to_be_visible()
    desk.open_questionnaire()
    print(desk.sheet().inner_text())
    desk.confirm()
    print(mailbox.wait(lea.email, count=2)["subject"])
    desk.lock()
    print(re.sub(r"\s+", " ", desk.page.content())[:3000])
