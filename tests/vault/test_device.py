"""On the visitor's device: nothing is kept, nobody else is asked, no wish is passed over, no address is written."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from quenotte.vault.practices.models import Practice
from tests.vault.conftest import Browser, Clock, Lea

pytestmark = pytest.mark.usefixtures("spoken_for")

PAGES = ("/en/", "/en/link", "/en/privacy", "/en/privacy/how", "/en/who")
ADDRESS = "203.0.113.77"
REFUSING = {"Sec-GPC": "1", "DNT": "1"}


class Bare(Client):
    """A browser that keeps no cookie, and that is held to whatever a server asks of one."""

    def __init__(self, **headers: str) -> None:
        super().__init__(enforce_csrf_checks=True, headers=headers, raise_request_exception=False)

    def request(self, **request: Any) -> Any:
        self.cookies.clear()
        return super().request(**request)


@pytest.mark.claim("P6")
def test_a_request_is_kept_from_a_browser_that_takes_no_cookie_and_refuses_tracking(
    mast: Practice, clock: Clock, lea: Lea
) -> None:
    browser = Browser(mast, Bare(**REFUSING))
    assert browser.get("card").json()["open"] is True
    assert browser.put("appointment", lea.id, lea.request()).status_code == 201
    sent = browser.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)
    assert sent.status_code == 201
    assert browser.post("link/cancel", bearer=lea.bearer).status_code == 200


@pytest.mark.claim("P6")
@pytest.mark.parametrize("path", PAGES)
def test_a_wish_not_to_be_tracked_changes_nothing(mast: Practice, clock: Clock, path: str) -> None:
    asked = Bare(Host=mast.host).get(path)
    refusing = Bare(Host=mast.host, **REFUSING).get(path)
    assert asked.status_code == refusing.status_code == 200
    assert asked.content == refusing.content


@pytest.mark.claim("P38c")
@pytest.mark.parametrize("path", PAGES)
def test_no_other_site_may_be_asked(mast: Practice, clock: Clock, path: str) -> None:
    policy = Client(headers={"Host": mast.host}).get(path)["Content-Security-Policy"]
    rules = dict(rule.split(maxsplit=1) for rule in policy.split("; "))
    asking = {name: words.split() for name, words in rules.items() if name.endswith("-src")}
    assert asking.pop("default-src") == ["'none'"]
    assert {word for words in asking.values() for word in words} == {"'self'"}


@pytest.mark.claim("P55")
def test_no_row_holds_the_address_of_a_connection(
    mast: Practice, clock: Clock, lea: Lea, browser: Browser
) -> None:
    browser.client.defaults |= {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS}
    assert browser.put("appointment", lea.id, lea.request()).status_code == 201
    assert browser.get("link", bearer=lea.bearer).status_code == 200
    held = [
        repr(value)
        for model in apps.get_models()
        for row in model._base_manager.values_list()
        for value in row
    ]
    assert held
    assert not [value for value in held if ADDRESS in value]


@pytest.mark.claim("P55")
def test_no_line_of_the_log_holds_the_address_of_a_connection(
    mast: Practice, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    class Written(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    root, handler = logging.getLogger(), Written()
    loggers = [root, *(logging.getLogger(name) for name in settings.LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        monkeypatch.setattr("quenotte.vault.patient.views.page", lambda *_: 1 / 0)
        visitor = Bare(Host=mast.host)
        assert visitor.get("/en/", REMOTE_ADDR=ADDRESS).status_code == 500
        logging.getLogger("any.library").error("no answer for %s", ADDRESS)
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    assert written
    assert not [line for line in written if ADDRESS in line]
