"""Dr Mottet chooses for her practice at her desk, signs, and the patients' pages follow."""

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from quenotte.demo.run import HOST, Demo
from tests.journeys.choosing import QUESTIONNAIRE, SIGN, Choosing
from tests.journeys.chromium import DESKTOP, NARROW
from tests.journeys.stage import People
from tests.journeys.test_accessible import audit
from tests.journeys.vault_rows import VaultRows


@pytest.fixture
def choosing(people: People) -> Choosing:
    return Choosing(people.desk())


def arrived(route: Route) -> tuple[int, bytes]:
    """The request reaches the desk, as the browser sent it; the answer is ours to lose or to change."""
    request, where = route.request, urlsplit(route.request.url)
    headers = {**request.all_headers(), "host": where.netloc}
    headers.pop("accept-encoding", None)
    target = f"{where.path}?{where.query}" if where.query else where.path
    with closing(HTTPConnection("127.0.0.1", where.port or 80, timeout=10)) as connection:
        connection.request(request.method, target, request.post_data_buffer, headers)
        with closing(connection.getresponse()) as answer:
            return answer.status, answer.read()


def signed(rows: VaultRows) -> list[tuple[int, str]]:
    return list(rows.all("select number, jws from practices_choices order by number"))


@pytest.mark.claim("P51", "P5")
def test_what_is_signed_counts_on_the_next_page_and_can_be_taken_back(
    choosing: Choosing, people: People, demo: Demo, rows: VaultRows
) -> None:
    patient = people.computer().new_page()
    booking = f"{demo.url(f'rdv.{HOST}', 'vault')}/en/"
    patient.goto(booking)
    expect(patient.locator("form#questionnaire")).to_have_count(1)
    before = len(signed(rows))
    choosing.period("appointment.archive", "2 years")
    expect(choosing.field("periods.appointment.archive")).to_contain_text(
        "Erased 2 years after the appointment."
    )
    choosing.service().uncheck()
    choosing.sign()
    expect(choosing.newest()).to_contain_text("switched off")
    patient.goto(booking)
    expect(patient.locator("form#questionnaire")).to_have_count(0)
    expect(patient.locator("main")).to_contain_text("Erased 2 years after the appointment.")
    choosing.period("appointment.archive", "3 years")
    choosing.service().check()
    choosing.sign()
    patient.goto(booking)
    expect(patient.locator("form#questionnaire")).to_have_count(1)
    assert len(signed(rows)) == before + 2


@pytest.mark.claim("P51")
def test_the_signing_key_never_leaves_the_browser(
    choosing: Choosing, people: People, demo: Demo
) -> None:
    choosing.period("questionnaire.active", "7 days")
    choosing.sign()
    secret = demo.bundle["signing"]["d"].encode()
    sent = people.traffic[-1].sent()
    assert any(each.url.endswith("/v1/desk/choices") and each.method == "PUT" for each in sent)
    assert all(secret not in each.whole for each in sent)
    choosing.period("questionnaire.active", "30 days")
    choosing.sign()


@pytest.mark.claim("P51")
def test_a_lost_answer_is_asked_for_again_and_counts_once(
    choosing: Choosing, rows: VaultRows
) -> None:
    page, before = choosing.page, len(signed(rows))

    def lost(route: Route) -> None:
        if route.request.method == "PUT":
            assert arrived(route)[0] == 204
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/v1/desk/choices*", lost)
    choosing.period("questionnaire.active", "60 days")
    choosing.press()
    expect(page.get_by_role("alert").filter(has_text="No answer came")).to_be_focused()
    expect(choosing.field("periods.questionnaire.active").get_by_role("combobox")).to_have_value(
        "P60D"
    )
    page.unroute("**/v1/desk/choices*")
    choosing.sign()
    assert len(signed(rows)) == before + 1
    choosing.period("questionnaire.active", "30 days")
    choosing.sign()


@pytest.mark.claim("P51")
def test_a_refusal_names_the_field_and_loses_nothing(choosing: Choosing, rows: VaultRows) -> None:
    page, before = choosing.page, signed(rows)
    page.get_by_role("radio", name="A contact point").check()
    choosing.field("contact.name").get_by_role("textbox").fill("Maya Diallo")
    choosing.field("contact.email").get_by_role("textbox").fill("maya")
    choosing.press()
    alert = page.get_by_role("alert").filter(has_text="Not kept")
    expect(alert).to_be_focused()
    expect(choosing.field("contact.email")).to_contain_text("looks like name@example.org")
    alert.get_by_role("button").click()
    expect(choosing.field("contact.email").get_by_role("textbox")).to_be_focused()
    expect(choosing.field("contact.name").get_by_role("textbox")).to_have_value("Maya Diallo")
    assert signed(rows) == before


def test_a_recipient_outside_of_the_allowed_countries_cannot_be_named(choosing: Choosing) -> None:
    page = choosing.page
    page.get_by_role("button", name="Name a recipient").click()
    expect(choosing.field("recipients[0].legal_name").get_by_role("textbox")).to_be_focused()
    countries = choosing.field("recipients[0].country").get_by_role("combobox")
    offered = countries.locator("option").evaluate_all("all => all.map(({ value }) => value)")
    assert {"CH", "FR", "DE"} <= set(offered)
    assert not {"US", "GB"} & set(offered)
    choosing.press()
    expect(choosing.field("recipients[0].legal_name")).to_contain_text("missing or cannot be read")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nobody is named.")).to_be_visible()
    expect(page.get_by_role("button", name=SIGN)).to_be_disabled()


@pytest.mark.claim("P51")
def test_whoever_was_slower_is_told_and_signs_on_top(
    choosing: Choosing, people: People, rows: VaultRows
) -> None:
    faster = Choosing(people.desk())
    choosing.period("questionnaire.active", "14 days")
    faster.period("appointment.active", "6 months")
    faster.sign()
    choosing.press()
    expect(choosing.page.get_by_role("alert").filter(has_text="Somebody else")).to_be_focused()
    expect(choosing.newest()).to_contain_text("6 months")
    choosing.sign()
    periods = json.loads(payload(signed(rows)[-1][1]))["choices"]["periods"]
    assert periods["questionnaire"] == {"active": "P14D"}
    assert "active" not in periods.get("appointment", {})
    choosing.period("questionnaire.active", "30 days")
    choosing.sign()


def lying(desk: Any, **lies: Any) -> None:
    """The server says something else beside the signature than what was signed."""

    def told(route: Route) -> None:
        if route.request.method == "PUT":
            return route.continue_()
        said = json.loads(arrived(route)[1])
        for where, lie in lies.items():
            lie(said[where]) if callable(lie) else said.update({where: lie})
        return route.fulfill(json=said)

    desk.page.route("**/v1/desk/choices*", told)


@pytest.mark.claim("P51")
def test_what_the_server_says_beside_the_signature_is_not_signed(
    choosing: Choosing, people: People, rows: VaultRows
) -> None:
    choosing.period("questionnaire.active", "7 days")
    choosing.sign()
    desk = people.desk()

    def everything(bounds: dict[str, Any]) -> None:
        for service in bounds["services"]:
            service["on"] = False
        for activity in bounds["periods"]:
            for part in activity["parts"]:
                part["chosen"] = part["default"] = part["values"][-1]["value"]

    lying(desk, choices=None, bounds=everything)
    lied = Choosing(desk)
    select = lied.field("periods.questionnaire.active").get_by_role("combobox")
    expect(select).to_have_value("P7D")
    expect(lied.service()).to_be_checked()
    lied.page.get_by_role("radio", name="A contact point").check()
    lied.field("contact.name").get_by_role("textbox").fill("Maya Diallo")
    lied.field("contact.email").get_by_role("textbox").fill("maya@lac.example")
    lied.sign()
    kept = json.loads(payload(signed(rows)[-1][1]))["choices"]
    before = json.loads(payload(signed(rows)[-2][1]))["choices"]
    assert (kept["contact"]["name"], kept["off"]) == ("Maya Diallo", before["off"])
    assert kept["periods"] == before["periods"]
    choosing.page.keyboard.press("Escape")
    choosing.open()
    choosing.page.get_by_role("radio", name="The practice itself").check()
    choosing.period("questionnaire.active", "30 days")
    choosing.sign()


@pytest.mark.claim("P51")
def test_facts_and_digest_that_differ_are_not_signed(people: People, rows: VaultRows) -> None:
    desk, before = people.desk(), signed(rows)

    def other(hosting: dict[str, Any]) -> None:
        next(fact for fact in hosting["facts"] if fact["name"] == "name")["text"] = "Nice Cloud SA"

    lying(desk, hosting=other)
    choosing = Choosing(desk)
    choosing.page.get_by_role("checkbox", name="accepts this hosting").click()
    choosing.press()
    alert = choosing.page.get_by_role("alert").filter(has_text="other hosting facts")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("Nothing was signed")
    assert signed(rows) == before


@pytest.mark.claim("P51")
def test_choices_that_the_practice_did_not_sign_are_not_shown(people: People) -> None:
    desk = people.desk()
    lying(desk, jws="x.y.z")
    desk.enter()
    desk.page.get_by_role("button", name="Choices", exact=True).click()
    alert = desk.page.get_by_role("alert").filter(has_text="not signed by this practice")
    expect(alert).to_be_visible()
    expect(desk.page.locator("[data-slot=form]")).to_be_hidden()


@pytest.mark.claim("P51")
@pytest.mark.parametrize("role", ["assistant", "secretary"])
def test_others_see_the_choices_and_why_they_cannot_sign(people: People, role: str) -> None:
    page = Choosing(people.desk(), role).page
    expect(page.get_by_text("only practitioners hold it")).to_be_visible()
    expect(page.get_by_role("button", name=SIGN)).to_be_hidden()
    for control in page.locator("[data-slot=form]").get_by_role("combobox").all():
        expect(control).to_be_disabled()
    expect(page.get_by_role("checkbox", name=QUESTIONNAIRE)).to_be_disabled()


def test_the_way_back_keeps_what_was_entered_and_locking_drops_it(
    choosing: Choosing, people: People
) -> None:
    page = choosing.page
    choosing.period("questionnaire.active", "7 days")
    page.keyboard.press("Escape")
    expect(page.locator("[data-slot=form]")).to_be_hidden()
    expect(page.locator("[data-slot=day-pane]")).to_be_visible()
    choosing.open()
    select = choosing.field("periods.questionnaire.active").get_by_role("combobox")
    expect(select).to_have_value("P7D")
    page.locator("#lock").click()
    expect(page.locator("#choices")).to_be_empty()


def payload(token: str) -> str:
    body = token.split(".")[1]
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()


def test_a_desk_that_does_not_answer_says_so(people: People) -> None:
    desk = people.desk()
    desk.enter()
    desk.page.route("**/v1/desk/choices*", lambda route: route.abort())
    desk.page.get_by_role("button", name="Choices", exact=True).click()
    alert = desk.page.get_by_role("alert").filter(has_text="The desk does not answer")
    expect(alert).to_be_visible()
    desk.page.unroute("**/v1/desk/choices*")
    alert.get_by_role("button", name="Try again").click()
    expect(desk.page.locator("[data-slot=form]")).to_be_visible()


@pytest.mark.claim("P17")
@pytest.mark.parametrize(
    ("hosting", "said"),
    [
        ({"days_left": 12, "closed": None, "asked": True}, "ends in 12 days. Without a new one"),
        ({"days_left": 1, "closed": None, "asked": False}, "ends in 1 day."),
        ({"days_left": -1, "closed": "expired", "asked": True}, "no valid certificate"),
        ({"days_left": None, "closed": "not-accepted", "asked": True}, "under “Choices”"),
        ({"days_left": None, "closed": None, "asked": True}, None),
    ],
)
def test_everybody_at_the_desk_reads_how_the_certificate_stands(
    people: People, hosting: dict[str, Any], said: str | None
) -> None:
    desk = people.desk()

    def told(route: Route) -> None:
        route.fulfill(json=json.loads(arrived(route)[1]) | {"hosting": hosting})

    desk.page.route("**/v1/desk/day?*", told)
    desk.enter("secretary")
    expect(desk.day()).to_be_visible()
    banner = desk.page.locator("#hosting")
    expect(banner).to_be_visible() if said else expect(banner).to_be_hidden()
    expect(banner).to_contain_text(said or "")


@pytest.fixture
def auditors(browser: Browser, demo: Demo) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(browser, demo, stack)


@pytest.mark.claim("P78")
@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["320", "1280"])
def test_axe_finds_nothing_on_the_page_of_choices(
    auditors: People, viewport: dict[str, int]
) -> None:
    choosing = Choosing(auditors.desk(viewport=viewport, bypassing_policy=True))
    assert audit(choosing.page) == []
    page: Page = choosing.page
    page.get_by_role("radio", name="A data protection officer").check()
    page.get_by_role("button", name="Name a recipient").click()
    choosing.press()
    expect(page.get_by_role("alert").filter(has_text="Not kept")).to_be_visible()
    assert audit(page) == []
    reader = Choosing(auditors.desk(viewport=viewport, bypassing_policy=True), "secretary")
    assert audit(reader.page) == []
