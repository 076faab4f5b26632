"""Every page of the journey in every state it can be in: for the auditor, and for the eye."""

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, Route, expect

from quenotte.demo.run import HOST
from tests.journeys.choosing import Choosing
from tests.journeys.desk import Desk
from tests.journeys.invitation import MAKING_MS, SetUp, invited
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import CARD, PUT, forward
from tests.journeys.stage import People

type State = tuple[str, Page]

HEALTH: dict[str, str | list[str]] = {
    "heart": "Yes",
    "heart_which": ["Repaired or artificial valve"],
    "heart_words": "Mitral valve, 2019",
    "pressure": "No",
    "thinner": "Yes",
    "thinner_words": "Acenocoumarol, every other day",
    "lungs": "I don't know",
    "allergy": "Yes",
    "allergy_words": "Penicillin: swelling",
    "pregnancy": "I would rather say it in person",
    "treatments": "Bisoprolol 5 mg",
}
TROUBLES: dict[str, tuple[int | None, dict[str, Any]]] = {
    "offline": (None, {}),
    "no-answer": (500, {"refused": {"field": None, "reason": "unavailable"}}),
    "unavailable": (503, {"refused": {"field": None, "reason": "unavailable"}}),
    "outdated": (422, {"refused": {"field": "form", "reason": "wrong-form"}}),
    "refused": (422, {"refused": {"field": "parts", "reason": "not-sealed"}}),
}


def every_state(people: People, **options: Any) -> Iterator[State]:
    """Names and pages, one after the other; whoever looks must look before the next one."""
    yield from site(people, **options)
    yield from booking(people, **options)
    yield from links(people, **options)
    yield from desk(people, **options)
    yield from choices(people, **options)
    yield from documents(people, **options)
    yield from set_up(people, **options)


def site(people: People, **options: Any) -> Iterator[State]:
    page = people.computer(**options).new_page()
    base = people.demo.url(HOST, "site")
    page.goto(f"{base}/en/")
    yield "home", page
    page.goto(f"{base}/nowhere")
    yield "home-not-found", page
    base = people.demo.url(f"rdv.{HOST}", "vault")
    for name in ("who", "privacy", "privacy/how"):
        page.goto(f"{base}/en/{name}")
        yield name.replace("/", "-"), page


def booking(people: People, **options: Any) -> Iterator[State]:
    patient = people.patient(**options)
    page = patient.page
    patient.come()
    patient.await_moments()
    yield "choose", page
    page.locator("[data-days] .day").nth(1).get_by_role("radio").first.check()
    yield "choose-chosen", page
    page.get_by_role("button", name="Continue with this moment").click()
    yield "identity", page
    page.get_by_role("radio", name="For my child", exact=True).check()
    patient.field("appointment", "age").fill("-3")
    patient.field("appointment", "email").fill("lea.patient.example")
    patient.send()
    expect(patient.step("identity").locator("[data-errors]")).to_be_visible()
    yield "identity-errors", page
    patient.write(Lea(surname="Rochat", message="I come with my daughter."))
    yield from _troubles(people, patient, options)
    yield from _taken(people, patient)
    patient.send()
    patient.await_sent()
    yield "sent", page
    yield from _questionnaire(patient)


def _answering(status: int, said: dict[str, Any]) -> Callable[[Route], None]:
    """Instead of the vault."""
    return lambda route: route.fulfill(status=status, json=said)


def _troubles(people: People, patient: Patient, options: dict[str, Any]) -> Iterator[State]:
    page = patient.page
    for name, (status, said) in TROUBLES.items():
        if status is None:
            page.context.set_offline(True)
        else:
            page.route(PUT, _answering(status, said))
        patient.send()
        expect(patient.trouble()).to_be_visible()
        yield f"trouble-{name}", page
        page.context.set_offline(False)
        page.unroute_all()
        page.get_by_role("button", name="Back to my answers").click()
    other = people.patient(**options)
    unopened: dict[str, dict[str, Any]] = {
        "untrusted": {"open": True, "card": "x", "relay": "y"},
        "closed": {"open": False},
    }
    for name, said in unopened.items():
        other.page.route(CARD, _answering(200, said))
        other.come()
        expect(other.trouble()).to_be_visible()
        yield f"trouble-{name}", other.page


def _taken(people: People, patient: Patient) -> Iterator[State]:
    slots = forward(people.demo, "GET", "/v1/p/lac/slots?type=control").json()["days"][-1]["slots"]
    taken = {"taken": True, "alternatives": slots[:6]}
    patient.page.route(PUT, _answering(409, taken))
    patient.send()
    expect(patient.page.locator("[data-taken]")).to_be_visible()
    yield "identity-taken", patient.page
    patient.page.unroute_all()
    patient.page.locator("[data-alternatives]").get_by_role("button").first.click()


def _questionnaire(patient: Patient) -> Iterator[State]:
    page = patient.page
    patient.begin_questionnaire()
    yield "questionnaire", page
    heart = page.locator('[data-theme="heart"]')
    for name in ("heart", "heart_which", "heart_words"):
        patient.give(heart.locator(f'[data-field="{name}"]'), HEALTH[name])
    page.locator("#questionnaire-heart_words").fill("x" * 301)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("#questionnaire [data-errors]")).to_be_visible()
    yield "questionnaire-error", page
    patient.answer(HEALTH)
    yield "review", page
    patient.send_answers()
    patient.await_answers_sent()
    yield "done", page


def links(people: People, **options: Any) -> Iterator[State]:
    patient = people.patient(**options)
    patient.book(Lea(surname="Favre-Link"), type="Consultation", later=True)
    link = patient.page.locator("a[data-link]").first.get_attribute("href") or ""
    patient.open_link(patient.demo.url(f"rdv.{HOST}", "vault") + link)
    yield "link", patient.page
    patient.page.get_by_role("button", name="Cancel the appointment").click()
    yield "link-cancel", patient.page
    patient.page.get_by_role("button", name="Yes, cancel the appointment").click()
    expect(patient.page.get_by_text("Cancelled", exact=True)).to_be_visible()
    yield "link-cancelled", patient.page
    patient.come("/en/link")
    expect(patient.step("unknown")).to_be_visible()
    yield "link-unknown", patient.page
    unscripted = people.patient(**options, java_script_enabled=False)
    unscripted.come()
    unscripted.page.wait_for_timeout(1500)  # it does not flash up while a script is on its way
    yield "unscripted", unscripted.page


def desk(people: People, **options: Any) -> Iterator[State]:
    patient = people.patient()
    patient.book(Lea(surname="Rochat", message="I come with my daughter."))
    patient.fill_questionnaire(HEALTH)
    one = people.desk(**options)
    page = one.page
    page.goto(f"{one.address}/en/")
    expect(page.get_by_text("This computer is not registered")).to_be_visible()
    yield "desk-unregistered", page
    page.goto("about:blank")
    one.register()
    yield "desk-door", page
    page.get_by_label("Passphrase", exact=True).fill("one two three four five six")
    page.get_by_role("button", name="Open the desk").click()
    expect(page.get_by_role("alert")).to_contain_text("do not open")
    yield "desk-door-error", page
    one.unlock()
    expect(one.request("Rochat").first).to_be_visible()
    yield "desk-agenda", page
    one.request("Rochat").last.click()
    expect(one.detail().locator("h2")).to_contain_text("Rochat")
    page.keyboard.press("v")
    expect(one.day().get_by_role("button", name="Rochat").first).to_be_attached()
    yield "desk-patient", page
    page.keyboard.press("q")
    expect(one.sheet()).to_be_visible()
    yield "desk-questionnaire", page
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    yield "desk-decline", page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    yield "desk-keys", page
    page.keyboard.press("Escape")
    one.confirm()
    yield "desk-confirmed", page
    yield from _desk_fails(one)


def _desk_fails(one: Desk) -> Iterator[State]:
    page = one.page
    page.context.set_offline(True)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#connection")).to_be_visible()
    yield "desk-offline", page
    page.keyboard.press("l")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    page.context.set_offline(False)
    yield "desk-locked", page


def choices(people: People, **options: Any) -> Iterator[State]:
    """French law is chosen besides, nobody accepts the hosting for it, and all is taken back."""
    reader = Choosing(people.desk(**options), "secretary")
    yield "desk-choices-read-only", reader.page
    choosing = Choosing(people.desk(**options))
    page = choosing.page
    yield "desk-choices", page
    page.get_by_role("radio", name="A data protection officer").check()
    page.get_by_role("button", name="Name a recipient").click()
    choosing.press()
    expect(page.get_by_role("alert").filter(has_text="Not kept")).to_be_visible()
    yield "desk-choices-refused", page
    page.get_by_role("radio", name="The practice itself").check()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("checkbox", name="France").check()
    choosing.sign()
    yield "desk-choices-signed", page
    yield from _without_a_questionnaire(people, options)
    page.get_by_role("checkbox", name="France").uncheck()
    choosing.sign()


def _without_a_questionnaire(people: People, options: dict[str, Any]) -> Iterator[State]:
    patient = people.patient(**options)
    patient.book(Lea(surname="Favre-Closed"), type="Consultation", later=True)
    yield "sent-closed", patient.page
    link = patient.page.locator("a[data-link]").first.get_attribute("href") or ""
    patient.open_link(patient.demo.url(f"rdv.{HOST}", "vault") + link)
    yield "link-closed", patient.page
    patient.page.goto(f"{patient.demo.url(f'rdv.{HOST}', 'vault')}/en/privacy")
    patient.page.get_by_role("link", name="What changed").first.click()
    expect(patient.page.get_by_role("main")).to_contain_text("French")
    yield "privacy-later-changes", patient.page


def documents(people: People, **options: Any) -> Iterator[State]:
    one = people.desk(**options)
    one.enter("secretary")
    page, row = one.page, one.page.locator(".document")
    papers = page.get_by_role("button", name="Documents", exact=True)
    papers.click()
    expect(row.locator("visible=true").first).to_be_visible()
    yield "desk-documents", page
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Read in a new tab").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    yield "desk-document", opened.value
    opened.value.close()
    lacking = [{"name": "annex", "lacks": "publisher"}, {"name": "tilt", "lacks": "controller"}]
    states: dict[str, Callable[[Route], None]] = {
        "lacking": _answering(200, {"documents": lacking, "policy": None}),
        "unreachable": lambda route: route.abort(),
    }
    for name, answering in states.items():
        papers.click()
        page.route("**/v1/desk/documents", answering)
        papers.click()
        said = page.get_by_text("cannot be made").locator("visible=true")
        expect(said.first).to_be_visible()
        yield f"desk-documents-{name}", page
        page.unroute("**/v1/desk/documents")


def set_up(people: People, **options: Any) -> Iterator[State]:
    page = people.computer(**options).new_page()
    width = (options.get("viewport") or {}).get("width", 0)
    link = invited(people.demo, f"favre-{width}-{len(people.traffic)}")
    one = SetUp(page)
    page.goto(link)
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    yield "setup-invitation", page
    page.get_by_role("button", name="Begin").click()
    yield "setup-keys", page
    page.get_by_role("button", name="Make the keys").click()
    expect(page.locator("#six-words li")).to_have_count(6)
    yield "setup-passphrase", page
    one.write_words_down()
    expect(page.get_by_role("button", name="Print both sheets")).to_be_visible(timeout=MAKING_MS)
    yield "setup-sheets", page
    one.print_sheets()
    yield "setup-proof", page
    for typed in page.locator("#asked-groups input").all():
        typed.fill("22222")
    yield "setup-proof-wrong", page
    one.read_groups_back()
    one.publish()
    one.expect_open()
    yield "setup-open", page
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("link", name="To the desk").locator("visible=true")).to_be_visible()
    yield "setup-used", page
