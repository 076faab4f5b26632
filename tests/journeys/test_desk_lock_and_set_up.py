"""The desk holds nothing while it is locked, says what it knows, and is set up once."""

import http.client
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


def delivered(route: Route) -> int:
    """The request arrives; what the desk answers stays with us."""
    request = route.request
    at = urlsplit(request.url)
    assert at.port
    connection = http.client.HTTPConnection("127.0.0.1", at.port, timeout=10)
    try:
        headers = request.headers | {"host": at.netloc}
        connection.request(request.method, at.path, request.post_data_buffer, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def session(context: BrowserContext) -> list[str]:
    return [one["name"] for one in context.cookies() if one["name"].endswith("session")]


def type_passphrase(desk: Desk) -> None:
    member = desk.member()
    desk.page.get_by_role("radio", name=member["name"]).check()
    desk.page.get_by_label("Passphrase", exact=True).fill(member["passphrase"])
    desk.page.get_by_role("button", name="Open the desk").click()


def test_a_practice_is_set_up_in_the_browser_although_an_answer_is_lost(
    people: People, demo: Demo
) -> None:
    setup = SetUp(people.computer().new_page())
    setup.begin(invited(demo, "favre"))
    setup.write_words_down()
    setup.print_sheets()
    setup.read_groups_back()
    sent: list[bytes | None] = []

    def answer_lost(route: Route) -> None:
        sent.append(route.request.post_data_buffer)
        assert delivered(route) == 201
        route.abort()

    calls = f"{CALLS}/setup"
    setup.page.route(calls, answer_lost, times=1)
    reprint = setup.page.get_by_role("button", name="Make and print two new sheets")
    expect(reprint).to_be_visible()
    setup.publish()
    error = setup.page.locator("#proof-error")
    expect(error).to_contain_text(UNCERTAIN)
    expect(error).not_to_contain_text("Nothing was published")
    expect(reprint).to_be_hidden()
    with setup.page.expect_request(calls) as again:
        setup.publish()
    assert again.value.post_data_buffer == sent[0]
    setup.expect_open()
    setup.page.get_by_role("link", name="To the desk").click()
    setup.page.get_by_label("Passphrase", exact=True).fill(" ".join(setup.words))
    setup.page.get_by_role("button", name="Open the desk").click()
    expect(setup.page.get_by_role("button", name="Lock")).to_be_visible(timeout=OPENING_MS)
    expect(setup.page.get_by_text("Cabinet Favre")).to_be_visible()


def test_a_set_up_whose_request_is_lost_goes_through_at_the_second_attempt(
    people: People, demo: Demo
) -> None:
    setup = SetUp(people.computer().new_page())
    setup.begin(invited(demo, "rossi"))
    setup.write_words_down()
    setup.print_sheets()
    setup.page.get_by_role("button", name="Make and print two new sheets").click()
    setup.print_sheets()
    setup.read_groups_back()
    setup.page.route(f"{CALLS}/setup", lost, times=1)
    setup.publish()
    expect(setup.page.locator("#proof-error")).to_contain_text(UNCERTAIN)
    setup.publish()
    setup.expect_open()


def test_a_refused_set_up_says_that_nothing_was_published(people: People, demo: Demo) -> None:
    setup = SetUp(people.computer().new_page())
    setup.begin(invited(demo, "keller"))
    setup.write_words_down()
    setup.print_sheets()
    setup.read_groups_back()
    refused = {"refused": {"field": "setup", "reason": "refused"}, "said": "a key is missing"}
    setup.page.route(
        f"{CALLS}/setup", lambda route: route.fulfill(status=422, json=refused), times=1
    )
    setup.publish()
    expect(setup.page.locator("#proof-error")).to_contain_text("Nothing was published")
    expect(setup.page.get_by_role("button", name="Make and print two new sheets")).to_be_visible()


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


def test_a_link_of_another_practice_takes_no_computer_away(desk: Desk, demo: Demo) -> None:
    desk.register()
    invited(demo, "weber")
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
