"""Once it was sent, or the page was left, nothing that a patient wrote stays for the next person."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys import remains
from tests.journeys.mailbox import Mailbox
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import Sending
from tests.journeys.stage import People

HEALTH: dict[str, str | list[str]] = {
    "heart": "Yes",
    "heart_words": "Valve mitrale",
    "allergy": "Yes",
    "allergy_words": "Chlorhexidine",
    "treatments": "Bisoprolol",
}
WRITTEN = ("Valve mitrale", "Chlorhexidine", "Bisoprolol")


def expect_none_of(page: Page, words: Iterable[str]) -> None:
    """Neither in the document, nor in its fields, nor in what its scripts can still reach."""
    held = {"shown": remains.shown(page), "memory": remains.memory(page)}
    assert [(place, word) for word in words for place in held if word in held[place]] == []
    assert remains.stored(page) == remains.NOTHING


def leave(page: Page) -> None:
    """Away from the page, whatever it asks first."""

    def agree(dialog: Dialog) -> None:
        dialog.accept()

    page.on("dialog", agree)
    page.goto("about:blank")
    page.remove_listener("dialog", agree)


def own_words(lea: Lea) -> list[str]:
    """What of an attempt can be searched for: short answers stand on every page."""
    return [each for each in lea.typed().values() if len(each) >= 4]


def test_the_page_forgets_who_wrote_once_the_request_was_kept(sending: Sending) -> None:
    sending.type_all()
    assert (sending.lea.surname or "") in remains.shown(sending.page)  # so the search can find it
    sending.patient.send()
    sending.patient.await_sent()
    expect_none_of(sending.page, own_words(sending.lea))


def test_the_page_forgets_the_answers_once_they_were_kept(patient: Patient) -> None:
    patient.book(Lea(surname="Rochat-Forget"))
    patient.begin_questionnaire()
    patient.answer(HEALTH)
    for word in WRITTEN:
        assert word in remains.shown(patient.page)
    patient.page.context.set_offline(True)
    patient.send_answers()
    expect(patient.trouble().locator("[data-answers]")).to_contain_text("Valve mitrale")
    patient.page.context.set_offline(False)
    patient.page.get_by_role("button", name="Try again").click()
    patient.await_answers_sent()
    expect_none_of(patient.page, WRITTEN)
    assert patient.page.evaluate("document.querySelectorAll('#questionnaire :checked').length") == 0


@pytest.mark.parametrize("kept", [False, True], ids=["unsent", "sent"])
def test_whoever_goes_back_to_the_page_finds_it_empty(sending: Sending, kept: bool) -> None:
    sending.type_all()
    if kept:
        sending.patient.send()
        sending.patient.await_sent()
    leave(sending.page)
    sending.page.go_back()
    sending.patient.await_moments()
    assert sending.patient.answers_on_page() == {}
    ticked = '[data-step="identity"] input:checked'
    expect(sending.page.locator(ticked)).to_have_count(0)
    expect_none_of(sending.page, own_words(sending.lea))


def test_whoever_goes_back_to_the_link_finds_no_health_answer(
    people: People, mailbox: Mailbox
) -> None:
    patient, lea = people.patient(), Lea(surname="Rochat-Back")
    assert lea.email is not None
    patient.book(lea)
    [link] = mailbox.wait(lea.email)["links"]
    patient.open_link(link)
    patient.begin_questionnaire()
    patient.answer(HEALTH)
    leave(patient.page)
    patient.page.go_back()
    expect(patient.page.get_by_role("button", name="Begin the questionnaire")).to_be_visible()
    expect(patient.page.locator("#questionnaire :checked")).to_have_count(0)
    expect_none_of(patient.page, WRITTEN)
