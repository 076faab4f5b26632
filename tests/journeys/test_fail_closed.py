"""When something fails, nothing leaves unsealed, nothing is lost, nothing is doubled, and the telephone is there."""

import json
import re
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route, expect

from quenotte.demo import run
from quenotte.demo.run import Demo
from tests.journeys.mailbox import Mailbox
from tests.journeys.sending import CARD, PUT, TELEPHONE, Sending, forward
from tests.journeys.stage import People
from tests.promises.processes import tree

SCRIPT = re.compile(r"/static/patient[.].*[.]js$")


@pytest.mark.parametrize("path", ["/en/", "/en/link"])
@pytest.mark.parametrize("how", ["switched off", "missing", "cut off"])
def test_without_its_script_a_page_offers_the_telephone_and_no_form(
    people: People, how: str, path: str
) -> None:
    patient = people.patient(java_script_enabled=how != "switched off")
    if how == "missing":
        patient.page.route(SCRIPT, lambda route: route.fulfill(status=404, body="not here"))
    if how == "cut off":
        patient.page.route(SCRIPT, lambda route: route.abort())
    patient.come(path)
    unscripted = patient.page.locator("#unscripted")
    expect(unscripted).to_be_visible()
    expect(unscripted.locator("a[href^='tel:']")).to_be_visible()
    controls = patient.page.locator("main").locator("input, textarea, select, button")
    expect(controls.locator("visible=true")).to_have_count(0)


def test_before_the_practice_published_its_keys_it_takes_requests_by_telephone(
    people: People,
) -> None:
    patient = people.patient()
    patient.page.route(CARD, lambda route: route.fulfill(json={"open": False}))
    patient.come()
    closed = patient.trouble()
    expect(closed.get_by_role("heading", level=1)).to_have_text("This page is not open yet")
    expect(closed.get_by_role("link", name=TELEPHONE)).to_be_visible()


def test_answers_that_cannot_be_sealed_do_not_leave(sending: Sending) -> None:
    sending.type_all()
    sending.page.evaluate("() => { crypto.getRandomValues = () => { throw new Error('none') } }")
    sending.patient.send()
    sending.expect_trouble("unsealed", "Your answers could not be sealed")
    assert sending.puts() == 0
    sending.page.evaluate("() => { delete crypto.getRandomValues }")
    sending.try_again()
    sending.expect_new(1)


def test_without_a_connection_the_answers_wait_on_the_page(sending: Sending) -> None:
    sending.type_all()
    sending.page.context.set_offline(True)
    sending.patient.send()
    sending.expect_trouble("offline", "There is no connection")
    sending.expect_new(0)
    sending.page.get_by_role("button", name="Back to my answers").click()
    expect(sending.patient.field("appointment", "surname")).to_have_value(sending.lea.surname or "")
    sending.patient.send()
    sending.expect_trouble("offline", "There is no connection")
    sending.page.context.set_offline(False)
    sending.try_again()
    sending.expect_new(1)


@pytest.mark.parametrize("kept", [False, True], ids=["before the commit", "after the commit"])
@pytest.mark.parametrize("how", ["500", "cut off"])
def test_a_server_that_breaks_makes_no_second_appointment(
    sending: Sending, demo: Demo, kept: bool, how: str
) -> None:
    def broken(route: Route) -> None:
        if kept:
            path = "/v1" + route.request.url.partition("/v1")[2]
            assert forward(demo, "PUT", path, route.request.post_data_json).status == 201
        if how == "500":
            route.fulfill(status=500, json={"refused": {"field": None, "reason": "unavailable"}})
        else:
            route.abort("connectionreset")

    sending.type_all()
    sending.page.route(PUT, broken)
    sending.patient.send()
    sending.expect_trouble("silent", "No answer came back")
    sending.expect_new(int(kept))
    sending.page.unroute(PUT)
    sending.try_again()
    sending.expect_new(1)


@contextmanager
def full_disk(demo: Demo) -> Iterator[None]:
    """The vault's processes can write to no file any more, as on a full disk."""
    pids = tree(demo.processes["vault"].pid)
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[pid][1]))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before[pid])


def test_a_full_disk_keeps_nothing_and_says_so(sending: Sending, demo: Demo) -> None:
    sending.type_all()
    with full_disk(demo):
        sending.patient.send()
        sending.expect_trouble("unavailable", "The service can keep nothing at the moment")
        sending.page.get_by_role("button", name="Try again").click()
        sending.expect_trouble("unavailable", "The service can keep nothing at the moment")
    sending.expect_new(0)
    sending.try_again()
    sending.expect_new(1)


def test_without_mail_a_request_is_kept_and_the_message_leaves_later(
    sending: Sending, demo: Demo, mailbox: Mailbox
) -> None:
    assert sending.lea.email
    sending.type_all()
    box = demo.processes["mailbox"]
    box.terminate()
    box.communicate(timeout=10)
    try:
        sending.patient.send()
        sending.patient.await_sent()
        sending.expect_new(1)
        waiting = "select attempts from notices_notice order by due_at desc limit 1"
        for _ in range(40):
            if sending.rows.one(waiting):
                break
            sending.page.wait_for_timeout(250)
        assert sending.rows.one(waiting) >= 1
    finally:
        demo.processes["mailbox"] = _open_again(demo)
    sending.rows.change(
        "update notices_notice set due_at = datetime('now', '-1 minute') where state = 'WAITING'"
    )
    mailbox.wait(sending.lea.email)


def _open_again(demo: Demo) -> subprocess.Popen[str]:
    """A mailbox on the same ports, started as the demo starts it."""
    ports = demo.ports
    start = f"from quenotte.demo import mailbox; mailbox.main({ports['smtp']}, {ports['mailbox']})"
    opened = run._spawn(demo, "mailbox", ["-c", start], run._environment(demo), pipe=True)
    assert opened.stdout is not None
    json.loads(opened.stdout.readline())
    return opened
