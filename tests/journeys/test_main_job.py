"""The main job: a patient books and fills in the questionnaire, the practice reads it, nobody else can."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import remains
from tests.journeys.desk import Desk
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

HEALTH: dict[str, str | list[str]] = {
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
# The page's scripts name the kind of key; no key of that kind, or the classical one, may be left.
PRIVATE_KEY = re.compile(r"AGE-SECRET-KEY-(PQ-)?1[02-9AC-HJ-NP-Z]", re.IGNORECASE)
# What no message may hold: health, the reason, the kind of appointment, a name.
UNSAID = re.compile(
    r"valve|mitrale|bisoprolol|penicill|pénicill|append|questionnaire|health|check-up|hygiene"
    r"|first visit|consultation|Mottet|Ferri|Diallo|Léa|Rochat|ma fille|message to",
    re.IGNORECASE,
)


def everything_said(letter: dict[str, Any]) -> str:
    """A letter as its reader and the servers on its way see it, without its recipient."""
    parts = [letter["subject"], letter["text"], *(each["text"] for each in letter["attachments"])]
    headers = {name: value for name, value in letter["headers"].items() if name != "To"}
    return "\n".join([*parts, *headers.values()])


@pytest.mark.claim("P15", "P21", "P31")
def test_a_patient_books_answers_and_is_confirmed_and_then_the_desk_forgets(
    patient: Patient, desk: Desk, mailbox: Mailbox
) -> None:
    lea = Lea(surname="Rochat-Zwahlenkopf", message="Je viens avec ma fille.")
    assert lea.email is not None
    patient.come_from_home()
    assert patient.page.url.endswith(f"/en/#k={patient.demo.bundle['fingerprint']}")
    expect(patient.page.get_by_text("Hosted by Santé Exemple SA")).to_be_visible()
    moment = patient.take_first()
    patient.write(lea)
    patient.send()
    patient.await_sent()
    patient.fill_questionnaire(HEALTH)

    letter = mailbox.wait(lea.email)
    [link] = letter["links"]
    assert re.fullmatch(r".*/en/link#k=[\w-]{43}&s=[\w-]{22}", link)
    [calendar] = letter["attachments"]
    assert calendar["type"] == "text/calendar"
    assert "STATUS:TENTATIVE" in calendar["text"]
    assert UNSAID.findall(everything_said(letter)) == []

    desk.enter()
    desk.select("Rochat-Zwahlenkopf")
    expect(desk.detail().get_by_text("Je viens avec ma fille.")).to_be_visible()
    desk.see_day()
    expect(desk.day().get_by_role("button", name="Rochat-Zwahlenkopf")).to_be_visible()
    desk.open_questionnaire()
    in_front = desk.sheet().locator("[data-slot=alerts] li")
    expect(in_front).to_have_count(3)
    expect(in_front.nth(0)).to_contain_text("Valve mitrale, 2019")
    expect(desk.sheet()).to_contain_text("Bisoprolol 5 mg")
    assert "Zwahlenkopf" in remains.memory(desk.page)  # so the search below can find it
    desk.page.get_by_role("button", name="Back to the agenda").click()
    desk.confirm()

    confirmed = mailbox.wait(lea.email, count=2)
    assert confirmed["links"] == [link]
    assert "STATUS:CONFIRMED" in confirmed["attachments"][0]["text"]
    assert UNSAID.findall(everything_said(confirmed)) == []
    patient.open_link(link)
    assert patient.status() == "Confirmed"
    assert patient.fill_of("moment") == moment

    desk.lock()
    assert remains.workers(desk.page) == []  # and with them every key
    assert remains.of_the_desk(desk.page) == remains.NOTHING
    assert remains.cookies(desk.page) == {"computer"}  # the session's ended with the lock
    left = remains.shown(desk.page) + remains.memory(desk.page)
    for word in ("Zwahlenkopf", "Valve mitrale", "Bisoprolol", lea.email, "ma fille"):
        assert word not in left
    assert PRIVATE_KEY.search(left) is None
    assert desk.member()["passphrase"] not in left


@pytest.mark.claim("P16", "P31")
def test_the_questionnaire_can_be_answered_later_by_the_link_and_corrected(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    at_home, lea = people.patient(), Lea(surname="Rochat-Correct")
    assert lea.email is not None
    at_home.book(lea)
    [link] = mailbox.wait(lea.email)["links"]

    later = people.patient()
    later.open_link(link)
    later.fill_questionnaire({"allergy": "Yes", "allergy_words": "Chlorhexidine"})
    later.page.get_by_role("button", name="Back to my appointment").click()
    expect(later.page.get_by_role("button", name="Fill it in anew")).to_be_visible()
    later.fill_questionnaire({"diabetes": "Yes", "diabetes_words": "Insuline"})
    assert "Chlorhexidine" not in remains.shown(later.page)
    about = "select row from agenda_appointment where id = ?"
    kept = (
        "select count(*), sum(replaced_at is null) from intake_submission"
        f" where activity = 'questionnaire' and about_id = ({about})"
    )
    assert rows.all(kept, rows.newest()) == [(2, 1)]
    assert (
        rows.one(
            "select count(*) from intake_sealedpart where submission_id in (select row from"
            f" intake_submission where activity = 'questionnaire' and about_id = ({about}))",
            rows.newest(),
        )
        == 1
    ), "the replaced answers are gone"

    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Correct")
    desk.open_questionnaire()
    expect(desk.sheet()).to_contain_text("Insuline")
    expect(desk.sheet()).not_to_contain_text("Chlorhexidine")


def test_a_cancelled_time_is_offered_again_at_once(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Cancel")
    assert lea.email is not None
    patient.book(lea, type="Consultation", later=True)
    taken = rows.time_of(rows.newest())
    assert taken not in patient.offered("consultation")
    [link] = mailbox.wait(lea.email)["links"]
    patient.open_link(link)
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    patient.page.get_by_role("button", name="No, keep it").click()
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    patient.page.get_by_role("button", name="Yes, cancel the appointment").click()
    expect(patient.page.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(patient.page.get_by_role("button", name="Begin the questionnaire")).to_be_hidden()
    assert taken in patient.offered("consultation")
    cancelled = mailbox.wait(lea.email, count=2)
    assert "STATUS:CANCELLED" in cancelled["attachments"][0]["text"]


def test_a_declined_request_tells_the_patient_and_frees_the_time(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Decline")
    assert lea.email is not None
    patient.book(lea, type="First visit", later=True)
    taken = rows.time_of(rows.newest())
    [link] = mailbox.wait(lea.email)["links"]
    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Decline")
    desk.decline()
    letter = mailbox.wait(lea.email, count=2)
    assert UNSAID.findall(everything_said(letter)) == []
    assert link not in letter["links"]  # it leads to a new request
    patient.open_link(link)
    assert patient.status() == "Declined by the practice"
    assert taken in patient.offered("first")


@pytest.mark.claim("P15b")
def test_a_secretary_knows_that_a_questionnaire_came_and_cannot_open_it(people: People) -> None:
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Secret"))
    patient.fill_questionnaire(HEALTH)
    desk = people.desk()
    desk.enter("secretary")
    desk.select("Rochat-Secret")
    expect(desk.detail()).to_contain_text("Questionnaire received, for the carers")
    expect(desk.detail().get_by_role("button", name="Open")).to_have_count(0)
    desk.page.keyboard.press("q")
    expect(desk.sheet()).to_be_hidden()
    assert "Valve mitrale" not in remains.shown(desk.page) + remains.memory(desk.page)


@pytest.mark.claim("P21")
def test_a_telephone_number_alone_is_enough_and_gets_a_text_message(
    people: People, mailbox: Mailbox
) -> None:
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Mobile", email=None, telephone="079 555 01 77"))
    expect(patient.page.get_by_text("A text message leaves at once.")).to_be_visible()
    letter = mailbox.wait("+41795550177")
    assert letter["kind"] == "sms"
    assert letter["attachments"] == []
    assert UNSAID.findall(everything_said(letter)) == []
    [link] = letter["links"]
    assert urlsplit(link).fragment.count("&s=") == 1
    patient.open_link(link)
    patient.fill_questionnaire({"pregnancy": "I would rather say it in person"})


def test_a_parent_books_for_a_child(people: People, mailbox: Mailbox) -> None:
    patient = people.patient()
    child = Lea(
        first_name="Noé",
        surname="Rochat-Child",
        age="7",
        whom="For my child",
        representative_first_name="Léa",
        representative_surname="Rochat-Parent",
    )
    assert child.email is not None
    patient.book(child)
    mailbox.wait(child.email)
    desk = people.desk()
    desk.enter("assistant")
    desk.select("Rochat-Child")
    expect(desk.request("Rochat-Child")).to_contain_text("7 years")
    expect(desk.detail()).to_contain_text("Léa Rochat-Parent")


def test_a_request_that_nobody_answers_expires_by_itself(
    people: People, mailbox: Mailbox, rows: VaultRows
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Expire")
    assert lea.email is not None
    patient.book(lea, later=True)
    taken = rows.time_of(rows.newest())
    [link] = mailbox.wait(lea.email)["links"]
    rows.answer_by_now(rows.newest())
    letter = mailbox.wait(lea.email, count=2)
    assert UNSAID.findall(everything_said(letter)) == []
    patient.open_link(link)
    assert patient.status() == "Ended without an answer"
    assert taken in patient.offered("control")
