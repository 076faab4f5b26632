"""What cannot be right is said before it leaves, and flagged at the desk if it came all the same."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from quenotte.demo.run import Demo
from tests.journeys import remains
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import forward
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

STARRED = {
    "whom": "please choose one of the answers",
    "first_name": "an answer is missing",
    "surname": "an answer is missing",
    "age": "the age is missing; for example 42",
    "email": "an address is missing; for example name@example.org",
}
WRONG = {
    "age": ("-3", "please write whole years from 0 to 130; for example 42"),
    "email": ("lea.patient.example", "this is not an e-mail address; for example name@example.org"),
    "telephone": (
        "after six",
        "this is not a telephone number; for example +41 22 555 01 23",
    ),
    "surname": ("R" * 10_000, "too long; 80 characters are the most"),
}
ACCEPTED = [("Zoé 🙂", "سارة بنت علي"), ("יוסף", "O’Connor-Ñúñez")]


def wrapper(patient: Patient, name: str) -> Any:
    return patient.step("identity").locator(f'[data-field="{name}"]')


def expect_refused(patient: Patient, problems: dict[str, str]) -> None:
    """Said twice: in the list above, whose links lead to the fields, and at each field."""
    summary = patient.step("identity").locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(len(problems))
    for name, sentence in problems.items():
        expect(
            summary.get_by_role("link", name=re.compile(re.escape(sentence))).first
        ).to_be_visible()
        expect(wrapper(patient, name).locator(".err-t")).to_have_text(
            re.compile(re.escape(sentence), re.IGNORECASE)
        )
        expect(
            wrapper(patient, name)
            .locator("[aria-invalid=true]")
            .or_(wrapper(patient, name).and_(patient.page.locator("[aria-invalid=true]")))
            .first
        ).to_be_visible()


@pytest.mark.claim("P20b")
def test_what_is_starred_and_empty_is_named_and_nothing_leaves(people: People) -> None:
    patient = people.patient()
    patient.come()
    patient.take_first()
    patient.send()
    expect_refused(patient, STARRED)
    for name in STARRED:
        patient.step("identity").locator("[data-errors]").get_by_role("link").nth(
            list(STARRED).index(name)
        ).click()
        assert wrapper(patient, name).evaluate("(one) => one.contains(document.activeElement)")
    assert not any(request.method == "PUT" for request in people.traffic[0].requests)


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_right_is_refused_and_stays_to_be_mended(people: People, name: str) -> None:
    written, sentence = WRONG[name]
    patient, lea = people.patient(), Lea()
    setattr(lea, name, written)
    patient.come()
    patient.take_first()
    patient.write(lea)
    patient.send()
    expect_refused(patient, {name: sentence})
    assert patient.answers_on_page() == lea.typed()
    assert not any(request.method == "PUT" for request in people.traffic[0].requests)


def test_the_click_that_follows_a_correction_is_not_lost(people: People) -> None:
    """The error disappears while one types; the page does not move under the next click."""
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Click"))
    patient.begin_questionnaire()
    heart = patient.page.locator('[data-theme="heart"]')
    heart.locator('[data-field="heart"]').get_by_label("Yes", exact=True).check()
    words = patient.field("questionnaire", "heart_words")
    words.fill("x" * 301)
    patient.page.get_by_role("button", name="Continue", exact=True).click()
    expect(heart.locator('[data-field="heart_words"] .err-t')).to_be_visible()
    words.fill("x" * 300)
    after = heart.locator('[data-field="pressure"]').get_by_label("No", exact=True)
    after.click()
    expect(after).to_be_checked()


def test_names_of_every_script_are_accepted_and_read_at_the_desk(people: People) -> None:
    for first_name, surname in ACCEPTED:
        people.patient().book(Lea(first_name=first_name, surname=surname))
    desk = people.desk()
    desk.enter()
    for first_name, surname in ACCEPTED:
        desk.request(surname).last.click()
        expect(desk.detail().locator("h2 bdi")).to_have_text(f"{first_name} {surname}")
        expect(desk.detail().locator("[data-slot=problems]")).to_be_hidden()


# A page that is not ours may seal anything: the same rules stand at the desk.


def lenient(demo: Demo, change: Callable[[dict[str, Any]], None]) -> Callable[[Route], None]:
    """The booking page with a definition of the form that refuses nothing."""

    def serve(route: Route) -> None:
        page = forward(demo, "GET", "/en/").body.decode()
        block = re.compile(
            '(<script type="application/json" id="form-appointment">)(.*?)(</script>)'
        )
        found = block.search(page)
        assert found
        form = json.loads(found[2])
        for field in form["fields"]:
            change(field)
        changed = json.dumps(form).replace("<", "\\u003c")
        route.fulfill(body=page.replace(found[2], changed), content_type="text/html; charset=utf-8")

    return serve


def refuse_nothing(field: dict[str, Any]) -> None:
    field |= {"required": False, "most": None, "one_of": None}
    if field["kind"] in ("age", "email", "telephone"):
        field["kind"] = "text"


def booked_leniently(people: People, lea: Lea) -> None:
    patient = people.patient()
    patient.page.route(re.compile("/en/$"), lenient(people.demo, refuse_nothing))
    patient.book(lea)


@pytest.mark.claim("P20b")
def test_the_desk_flags_every_answer_that_breaks_the_rules(people: People) -> None:
    wrong = {name: written for name, (written, _) in WRONG.items()}
    booked_leniently(people, Lea(first_name="Rochat-Wrong", **wrong))
    booked_leniently(people, Lea(first_name="Rochat-Missing", surname=None, age=None))
    desk = people.desk()
    desk.enter()
    problems = desk.detail().locator("[data-slot=problem-list] li")
    desk.select("Rochat-Wrong")
    expect(problems).to_have_text(
        [
            "Surname: too long",
            "Age: not of the expected form",
            "E-mail: not of the expected form",
            "Telephone: not of the expected form",
        ]
    )
    assert len(desk.detail().locator("h2").inner_text()) < 200
    expect(desk.detail().get_by_role("button", name="Confirm")).to_be_enabled()
    desk.select("Rochat-Missing")
    expect(problems).to_have_text(["Surname: missing", "Age: missing"])


@pytest.mark.claim("P16")
def test_an_envelope_moved_to_another_appointment_is_not_opened(
    people: People, rows: VaultRows
) -> None:
    """Somebody with the server in hand puts one patient's answers under another's name."""
    for surname in ("Rochat-Here", "Rochat-Core", "Rochat-Detail"):
        people.patient().book(Lea(surname=surname, message=f"I am {surname}."))
    newest = "select row from intake_submission where activity = 'appointment' order by row desc"
    here, *others = (row[0] for row in reversed(rows.all(f"{newest} limit 3")))
    for part, there in zip(("core", "detail"), others, strict=True):
        moved = rows.change(
            "update intake_sealedpart set sealed = (select sealed from intake_sealedpart"
            " where submission_id = ? and part = ?) where submission_id = ? and part = ?",
            *(here, part, there, part),
        )
        assert moved == 1
    desk = people.desk()
    desk.enter()
    for name in ("Name not shown", "Rochat-Detail"):
        desk.request(name).last.click()
        expect(desk.detail()).to_contain_text("This was sealed for another appointment")
        assert "I am Rochat" not in remains.shown(desk.page)
        assert "Rochat-Core" not in remains.shown(desk.page)


@pytest.mark.claim("P16")
def test_a_questionnaire_moved_to_another_appointment_is_not_opened(
    people: People, rows: VaultRows
) -> None:
    patient = people.patient()
    patient.book(Lea(surname="Rochat-Ill"))
    patient.fill_questionnaire({"allergy": "Yes", "allergy_words": "Chlorhexidine"})
    people.patient().book(Lea(surname="Rochat-Well"))
    moved = rows.change(
        "update intake_submission set about_id = (select max(row) from agenda_appointment)"
        " where row = (select max(row) from intake_submission where activity = 'questionnaire')"
    )
    assert moved == 1
    desk = people.desk()
    desk.enter()
    desk.select("Rochat-Well")
    expect(desk.detail()).to_contain_text("This was sealed for another appointment")
    desk.page.keyboard.press("q")
    expect(desk.sheet()).to_be_hidden()
    assert "Chlorhexidine" not in remains.shown(desk.page) + remains.memory(desk.page)
