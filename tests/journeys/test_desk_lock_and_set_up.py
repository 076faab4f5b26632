"""The desk holds nothing while it is locked, says what it knows, and is set up once."""

import http.client
import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route, expect

from quenotte.demo.run import Demo
from tests.journeys import remains
from tests.journeys.chromium import PATIENCE_MS
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.invitation import SetUp, in_english, invited, told
from tests.journeys.stage import People

CALLS = "**/v1/desk"
DAY = re.compile(r"/v1/desk/day\?")
UNCERTAIN = "it is not certain whether the keys are published"
FAULT = "This page has a fault"
LEAVING = "The session on the server has not ended yet"


def lost(route: Route) -> None:
    """The request does not arrive."""
    route.abort()


def delivered(route: Route) -> tuple[int, bytes]:
    """The request arrives; what the desk answers stays with us."""
    request = route.request
    at = urlsplit(request.url)
    assert at.port
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=10)
    try:
        headers = request.headers | {"host": at.netloc}
        path = f"{at.path}?{at.query}" if at.query else at.path
        connection.request(request.method, path, request.post_data_buffer, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def session(context: BrowserContext) -> list[str]:
    return [one["name"] for one in context.cookies() if one["name"].endswith("session")]


def type_passphrase(desk: Desk) -> None:
    member = desk.member()
    desk.page.get_by_role("radio", name=member["name"]).check()
    desk.page.get_by_label("Passphrase", exact=True).fill(member["passphrase"])
    desk.page.get_by_role("button", name="Open the desk").click()


def at_the_signatures(people: People, demo: Demo, slug: str) -> tuple[SetUp, str]:
    setup, link = SetUp(people.computer().new_page()), invited(demo, slug)
    setup.go_to("contract", link)
    setup.sign()
    return setup, link


def test_a_practice_is_set_up_although_the_answer_is_lost_and_the_tab_closed(
    people: People, demo: Demo
) -> None:
    setup, link = at_the_signatures(people, demo, "favre")
    sent: list[bytes | None] = []

    def answer_lost(route: Route) -> None:
        sent.append(route.request.post_data_buffer)
        assert delivered(route)[0] == 201
        route.abort()

    setup.page.route(f"{CALLS}/setup", answer_lost, times=1)
    setup.publish()
    error = setup.page.locator("#publish-error")
    expect(error).to_contain_text(UNCERTAIN)
    expect(error).not_to_contain_text("Nothing was published")
    setup.page.close()
    again = SetUp(people.computer().new_page())
    with again.page.expect_request(
        lambda asked: asked.url.endswith("/setup") and asked.method == "POST"
    ) as repeated:
        again.resume(link, setup.passphrase)
    assert repeated.value.post_data_buffer == sent[0]
    again.try_it()
    again.expect_open()
    page = again.page
    page.get_by_role("link", name="To the desk").click()
    page.get_by_label("Passphrase", exact=True).fill(setup.passphrase)
    page.get_by_role("button", name="Open the desk").click()
    expect(page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)
    expect(page.get_by_text("Cabinet Favre")).to_be_visible()


def test_a_set_up_whose_request_is_lost_goes_through_at_the_second_attempt(
    people: People, demo: Demo
) -> None:
    setup, _ = at_the_signatures(people, demo, "rossi")
    setup.page.route(f"{CALLS}/setup", lost, times=1)
    setup.publish()
    expect(setup.page.locator("#publish-error")).to_contain_text(UNCERTAIN)
    setup.publish()
    setup.expect_at("A test request")


def test_signatures_of_yesterday_are_made_anew_when_the_request_was_lost(
    people: People, demo: Demo
) -> None:
    setup, link = at_the_signatures(people, demo, "yesterday")
    setup.page.route(f"{CALLS}/setup", lost, times=1)
    setup.publish()
    expect(setup.page.locator("#publish-error")).to_contain_text(UNCERTAIN)
    late = {"refused": {"field": "issued", "reason": "malformed"}}
    again = SetUp(people.computer().new_page())
    again.resume(link, setup.passphrase)
    again.expect_at("Contract and instructions")
    bodies: list[bytes | None] = []

    def refuse(route: Route) -> None:
        bodies.append(route.request.post_data_buffer)
        route.fulfill(status=422, json=late)

    again.page.route(f"{CALLS}/setup", refuse, times=1)
    with again.page.expect_response(
        lambda answer: answer.url.endswith("/setup") and answer.status == 201
    ) as taken:
        again.publish()
    assert taken.value.request.post_data_buffer != bodies[0]
    again.expect_at("A test request")


def test_a_refused_set_up_says_that_nothing_was_published(people: People, demo: Demo) -> None:
    setup, _ = at_the_signatures(people, demo, "keller")
    refused = {"refused": {"field": "setup", "reason": "refused"}, "said": "a key is missing"}
    setup.page.route(
        f"{CALLS}/setup", lambda route: route.fulfill(status=422, json=refused), times=1
    )
    setup.publish()
    expect(setup.page.locator("#publish-error")).to_contain_text("Nothing was published")
    setup.publish()
    setup.expect_at("A test request")


def test_an_agreement_that_changed_meanwhile_is_read_and_signed_anew(
    people: People, demo: Demo
) -> None:
    setup, _ = at_the_signatures(people, demo, "reader")
    changed = {"refused": {"field": "text", "reason": "changed"}}
    setup.page.route(
        f"{CALLS}/setup", lambda route: route.fulfill(status=422, json=changed), times=1
    )

    def other_text(route: Route) -> None:
        shown = json.loads(delivered(route)[1])
        agreement = {"text": "Another agreement.", "digest": "x" * 43}
        route.fulfill(json=shown | {"agreement": agreement})

    setup.page.route(re.compile(r"/v1/desk/setup\?"), other_text)
    setup.publish()
    expect(setup.page.locator("#publish-error")).to_contain_text("read it and sign it again")
    expect(setup.page.locator("#agreement-text")).to_have_text("Another agreement.")
    expect(setup.page.get_by_role("button", name="Sign the agreement")).to_be_visible()
    expect(setup.page.get_by_text("The instructions are signed.")).to_be_visible()


def test_a_step_that_could_not_be_kept_says_so_until_it_is(people: People, demo: Demo) -> None:
    setup = SetUp(people.computer().new_page())
    setup.page.route(f"{CALLS}/setup/draft", lost)
    setup.go_to("proof", invited(demo, "unkept"))
    not_kept = setup.page.locator("#not-kept")
    expect(not_kept).to_contain_text("not kept yet. Leave the page open")
    with setup.page.expect_event("requestfailed"):
        setup.press("Resume later")
    setup.expect_at("Prove that the sheet can be read")  # what is not kept is not left either
    setup.page.unroute_all()
    setup.press("Keep it now")
    expect(not_kept).to_be_hidden()
    expect(setup.page.locator("#kept")).to_contain_text("Kept at")


def test_two_tabs_set_a_practice_up_once(people: People, demo: Demo) -> None:
    setup, link = at_the_signatures(people, demo, "twins")
    other = SetUp(people.computer().new_page())
    other.follow(link)
    other.press("Begin anew")
    other.write_words_down()
    other.print_sheets()
    other.prove()
    other.sign()
    other.publish()
    other.expect_at("A test request")
    setup.publish()
    expect(setup.page.locator("#not-kept")).to_contain_text("The invitation was used already")
    expect(setup.page.get_by_role("heading", name="A test request")).to_be_hidden()


def test_another_practice_s_link_knows_nothing_of_this_one(people: People, demo: Demo) -> None:
    setup, _ = at_the_signatures(people, demo, "mine")
    theirs = invited(demo, "theirs")
    setup.follow(theirs)
    expect(setup.page.get_by_text("You set up Cabinet Theirs.")).to_be_visible()
    expect(setup.page.locator("#resume-typed")).to_be_hidden()
    setup.follow(theirs[:-4])
    expect(setup.page.get_by_text("This link opens nothing")).to_be_visible()


def test_a_sign_in_that_breaks_off_leaves_neither_key_nor_passphrase(desk: Desk) -> None:
    desk.register()
    desk.page.route(f"{CALLS}/sign-in", lost, times=1)
    type_passphrase(desk)
    expect(desk.page.locator("#passphrase-error")).to_contain_text(
        "Type your passphrase again", timeout=OPENING_MS
    )
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_have_value("")
    assert remains.workers(desk.page) == []
    desk.unlock()
    assert len(remains.workers(desk.page)) == 1


def test_a_passphrase_left_at_the_door_is_gone_after_a_minute(desk: Desk) -> None:
    desk.page.clock.install()
    desk.register()
    field = desk.page.get_by_label("Passphrase", exact=True)
    field.fill("half of the words")
    desk.page.clock.run_for(30_000)
    expect(field).to_have_value("half of the words")
    desk.page.clock.run_for(40_000)
    expect(field).to_have_value("")
    field.press_sequentially("half")
    expect(field).to_have_value("half")


def test_the_lock_ends_the_session_however_often_its_request_is_lost(desk: Desk) -> None:
    desk.enter()
    assert session(desk.page.context)
    desk.page.route(f"{CALLS}/sign-out", lost, times=2)
    desk.page.get_by_role("button", name="Lock").click()
    leaving = desk.page.get_by_text(LEAVING)
    expect(leaving).to_be_visible()
    assert session(desk.page.context)
    expect(leaving).to_be_hidden(timeout=PATIENCE_MS)
    assert not session(desk.page.context)
    desk.unlock()


def test_a_lost_connection_does_not_lose_the_registration_link(desk: Desk) -> None:
    desk.page.route(f"{CALLS}/register", lost, times=1)
    desk.page.goto(f"{desk.address}/en/#r={desk.demo.code}")
    desk.page.get_by_role("button", name="Try again").click()
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_visible()


def test_a_link_of_another_practice_takes_no_computer_away(
    people: People, desk: Desk, demo: Demo
) -> None:
    desk.register()
    SetUp(people.computer().new_page()).go_to("test", invited(demo, "weber"))
    link = in_english(told(demo, "practice", "computer", "weber"))
    desk.page.goto(link)
    expect(desk.page.get_by_text("a computer of another practice")).to_be_visible()
    desk.unlock()


def test_a_second_link_of_the_same_practice_says_nothing(desk: Desk) -> None:
    desk.register()
    desk.register()
    expect(desk.page.get_by_text("a computer of another practice")).to_be_hidden()
    expect(desk.page.get_by_text("was used already")).to_be_hidden()
    desk.unlock()


def test_a_fault_of_the_page_is_not_called_a_lost_connection(desk: Desk) -> None:
    desk.page.route(DAY, lambda route: route.fulfill(json={"requests": [], "zone": "no zone"}))
    desk.enter()
    expect(desk.page.get_by_text(FAULT)).to_be_visible()
    expect(desk.page.locator("#connection")).to_be_hidden()


def test_a_lost_connection_is_not_called_a_fault_of_the_page(desk: Desk) -> None:
    # The rule stands from the start: Chromium goes on without a new one for a moment.
    gone: list[bool] = []
    desk.page.route(DAY, lambda route: route.abort() if gone else route.continue_())
    desk.enter()
    gone.append(True)
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.locator("#connection")).to_be_visible()
    expect(desk.page.get_by_text(FAULT)).to_be_hidden()
