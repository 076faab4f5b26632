"""Every page of the journey in every state it can be in: for the auditor, and for the eye."""

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, Route, expect

from quenotte.demo.run import HOST
from tests.journeys.choosing import Choosing
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.invitation import SetUp, invited
from tests.journeys.patient import Lea, Patient
from tests.journeys.sending import CARD, PUT, forward
from tests.journeys.stage import People
from tests.journeys.states_of_people import access, team, told

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
    yield from screen_lock(people, **options)
    yield from choices(people, **options)
    yield from documents(people, **options)
    yield from journal(people, **options)
    yield from team(people, **options)
    yield from access(people, **options)
    yield from told(people, **options)
    yield from set_up(people, **options)
    yield from recovery(people, **options)


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
    expect(page.get_by_role("alert")).to_contain_text("do not open", timeout=OPENING_MS)
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


def screen_lock(people: People, **options: Any) -> Iterator[State]:
    """A PIN is chosen, something stays unfinished, the screen locks; afterwards there is none again."""
    one = people.desk(**options)
    choosing = Choosing(one)
    page = one.page
    yield "desk-pin-offer", page
    page.get_by_role("button", name="Choose a PIN").click()
    page.get_by_label("New PIN, six digits").fill("12")
    page.get_by_role("button", name="Keep this PIN").click()
    expect(page.locator("#pin-new-error")).to_be_visible()
    yield "desk-pin-dialog", page
    page.keyboard.press("Escape")
    one.choose_pin("246810")
    page.get_by_role("radio", name="A contact point").check()
    choosing.field("contact.name").get_by_role("textbox").fill("Somebody")
    one.lock_screen()
    yield "desk-screen-locked", page
    one.pin().press_sequentially("000000")
    expect(page.locator("#pin-error")).to_be_visible()
    yield "desk-screen-locked-error", page
    page.get_by_role("button", name="Somebody else").click()
    yield "desk-screen-locked-door", page
    page.get_by_role("button", name="Back to the locked screen").click()
    one.come_back("246810")
    expect(page.get_by_text("What you had entered before")).to_be_visible()
    yield "desk-entry-came-back", page
    page.get_by_role("radio", name="The practice itself").check()
    one.no_pin()


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


def journal(people: People, **options: Any) -> Iterator[State]:
    one = people.desk(**options)
    one.enter()
    page = one.page
    papers = page.get_by_role("button", name="Journal", exact=True)
    answers = "**/v1/desk/journal?**"
    with page.expect_response(answers) as answered:
        papers.click()
    said: dict[str, Any] = answered.value.json()
    expect(page.locator(".journal-row").first).to_be_visible()
    page.get_by_role("button", name="Make a code").click()
    expect(page.locator(".journal-code")).to_be_visible()
    yield "desk-journal", page
    page.route(answers, lambda route: route.abort())
    for _ in range(2):
        papers.click()
    expect(page.locator("#journal [data-slot='unreachable']")).to_be_visible()
    yield "desk-journal-unreachable", page
    page.unroute(answers)
    # The newest entry is taken out of the answer, and the one before the last but one.
    shortened = said | {"rows": [*said["rows"][:-3], *said["rows"][-2:-1]]}
    page.route(answers, _answering(200, shortened))
    page.get_by_role("button", name="Try again").locator("visible=true").click()
    expect(page.locator("#journal [data-slot='wrong']")).to_be_visible()
    yield "desk-journal-wrong", page
    page.unroute(answers)
    without = {"after": 0, "links": [], "heads": [], "shipped": said["shipped"], "most": 500}
    page.route("**/v1/desk/journal/links*", _answering(200, without))
    one.close_completely()
    one.unlock()
    expect(page.locator("#journal-wrong")).to_be_visible()
    yield "desk-journal-banner", page


def set_up(people: People, **options: Any) -> Iterator[State]:
    page = people.computer(**options).new_page()
    width = (options.get("viewport") or {}).get("width", 0)
    link = invited(people.demo, f"favre-{width}-{len(people.traffic)}")
    one = SetUp(page)
    page.goto(link)
    expect(page.get_by_role("button", name="Make the keys and begin")).to_be_visible()
    yield "setup-invitation", page
    one.press("Make the keys and begin")
    expect(page.locator("#six-words li")).to_have_count(6)
    yield "setup-passphrase", page
    one.press("Choose my own")
    page.get_by_label("Your own passphrase").fill("bonjour")
    one.press("Take this passphrase")
    expect(page.locator("#own-error")).to_be_visible()
    yield "setup-own-words", page
    one.press("Rather six words drawn by chance")
    one.write_words_down()
    one.expect_at("Two recovery sheets")
    yield "setup-sheets", page
    one.print_sheets()
    yield "setup-proof", page
    for typed in page.locator("#asked-groups input").all():
        typed.fill("22222")
    yield "setup-proof-wrong", page
    one.press("Scan the code instead")
    expect(page.locator("#scan-error")).to_be_visible()  # there is no camera here
    yield "setup-scan", page
    one.press("Type the groups")
    one.press("Resume later")
    one.expect_at("Everything is kept")
    yield "setup-later", page
    one.press("Go on now")
    expect(page.locator("#resume-typed")).to_be_visible()
    yield "setup-resume", page
    page.locator("#resume-typed").fill(one.passphrase)
    one.press("Go on")
    one.expect_at("Prove that the sheet can be read")
    one.prove()
    yield "setup-contract", page
    one.sign()
    yield "setup-signed", page
    one.publish()
    one.expect_at("A test request")
    one.press("Seal it and send it")
    one.press("Open it with your key")
    yield "setup-test", page
    one.press("Finish")
    one.expect_open()
    yield "setup-open", page
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_role("link", name="To the desk").locator("visible=true")).to_be_visible()
    yield "setup-used", page


def recovery(people: People, **options: Any) -> Iterator[State]:
    """With the sheet, up to the new passphrase: nobody's key changes."""
    page = people.computer(**options).new_page()
    base = people.demo.url("desk.localhost", "vault")
    page.goto(f"{base}/en/recover")
    yield "recover-sheet", page
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("Write the name of the practice")).to_be_visible()
    groups = [each["group"] for each in people.demo.bundle["sheet_groups"]]
    page.get_by_label("Name of the practice, as it stands on the sheet").fill("lac")
    page.get_by_label("The twelve groups of the sheet").fill(" ".join(groups[:6]))
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("from group 7 on are missing")).to_be_visible()
    yield "recover-half", page
    page.get_by_label("The twelve groups of the sheet").fill(" ".join(groups))
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("radio", name="I am somebody else").check(timeout=30_000)
    page.get_by_role("button", name="Make a new key").click()
    expect(page.get_by_text("Write your name.")).to_be_visible()
    yield "recover-who", page
    page.get_by_role("radio", name="Dre Anne Mottet").check()
    page.get_by_role("button", name="Make a new key").click()
    expect(page.locator("#six-words li")).to_have_count(6)
    yield "recover-passphrase", page
    one = Desk(page, people.demo)
    one.enter()
    page.locator("#to-recovery").click()
    expect(page.get_by_role("button", name="Take a copy")).to_be_visible()
    yield "desk-recovery", page
    with page.expect_download() as opener:
        page.get_by_role("link", name="Save the opener").click()
    kept = opener.value.path().rename(opener.value.path().with_suffix(".html"))
    page.goto(kept.as_uri())
    yield "opener", page
