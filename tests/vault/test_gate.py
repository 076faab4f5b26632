"""Nothing is stored, answered or logged that the register does not declare, and the vault says so itself."""

import logging
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path
from django.utils import timezone

from quenotte.base import feed, jws, log
from quenotte.base.calls import Answer
from quenotte.base.declared import Undeclared
from quenotte.register import shapes
from quenotte.vault import gate, holds
from quenotte.vault.agenda.models import AppointmentType
from quenotte.vault.feeds import services as feeds
from quenotte.vault.practices.models import Practice

INTERNAL = {"Host": "vault.localhost"}
SITE = jws.new_key()


def test_every_column_is_declared() -> None:
    gate.check()


@pytest.mark.claim("P13b")
def test_the_readiness_answer_names_what_is_not_declared(
    mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get("/v1/ready", headers=INTERNAL).json()["ready"] is True
    monkeypatch.delitem(holds.BINDINGS, "intake.Submission.version")
    got = Client().get("/v1/ready", headers=INTERNAL)
    assert got.status_code == 503
    assert got.json()["ready"] is False
    assert "intake.Submission.version is stored but not declared" in got.json()["undeclared"]


@pytest.mark.claim("P13b")
def test_a_json_column_takes_no_key_that_nobody_declared(mast: Practice) -> None:
    mast.public_card = {"slug": "mast", "insurer": "x"}
    with pytest.raises(Undeclared, match=r"the JSON key public-card\.insurer is not declared"):
        mast.save()
    mast.refresh_from_db()
    assert mast.public_card == {}


@pytest.mark.claim("P13b")
def test_the_site_s_feed_brings_no_key_that_nobody_declared(
    mast: Practice, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SITE_FINGERPRINT = jws.fingerprint(jws.public(SITE))
    card = {"slug": "mast", "name": "Cabinet Mast", "insurer": "x"}
    token = feed.write(
        plane="site",
        practice="mast",
        number=1,
        issued="2026-11-23T08:00:00Z",
        items={"card": card},
        key=SITE,
    )
    monkeypatch.setattr("quenotte.base.calls.call", lambda *_, **__: Answer(200, token.encode()))
    with pytest.raises(jws.NotSigned, match="the key insurer, which nobody declared"):
        feeds.follow(practice=mast, at=timezone.now())
    mast.refresh_from_db()
    assert mast.public_card == {}


@pytest.mark.claim("P13b")
def test_the_vault_s_feed_says_no_key_that_nobody_declared(
    mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = feeds.items(mast)
    assert shapes.payload("vault-feed", said) == said
    AppointmentType.objects.of(mast).update(names={"fr": "Contrôle", "patient": "Léa"})
    with pytest.raises(Undeclared, match=r"vault-feed\.types\.names\.patient is not declared"):
        feeds.publish(practice=mast, at=timezone.now())


@pytest.mark.claim("P28")
def test_a_view_that_sets_another_cookie_answers_nothing_and_the_log_names_it(
    mast: Practice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def planted(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("hello")
        response.set_cookie("visitor", "4711")
        return response

    monkeypatch.setattr("quenotte.vault.urls.patients.urlpatterns", [path("x", planted)])
    monkeypatch.setattr(logging.getLogger("quenotte"), "propagate", True)
    clear_url_caches()
    got = Client(raise_request_exception=False).get("/x", headers={"Host": mast.host})
    clear_url_caches()
    assert got.status_code == 500
    assert not got.cookies
    assert "a request failed (error: Undeclared, undeclared: visitor)" in caplog.text
    assert "4711" not in caplog.text + got.content.decode()


class TestLog:
    """Of what another library says, its words are not printed."""

    @pytest.fixture(autouse=True)
    def heard(self, caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
        self.caplog = caplog
        return caplog

    @pytest.mark.claim("P55")
    def test_only_the_class_of_an_error_is(self) -> None:
        try:
            raise ValueError("Léa Rochat, 203.0.113.9")
        except ValueError:
            logging.getLogger("elsewhere").exception("GET %s", "/en/link", extra={"request": "x"})
        assert "Rochat" not in self.caplog.text
        assert "/en/link" not in self.caplog.text
        [record] = self.caplog.records
        assert (record.levelname, record.name) == ("ERROR", "elsewhere")
        assert record.getMessage() == "ValueError"

    def test_without_an_error_nothing_is(self) -> None:
        logging.getLogger("py.warnings").warning("%s", "an address: 203.0.113.9")
        assert [each.getMessage() for each in self.caplog.records] == [log.UNSAID]

    def test_a_record_from_elsewhere_is_none_of_ours(self) -> None:
        record = logging.makeLogRecord({"msg": "unpickled"})
        assert record.msg == "unpickled"
        assert record.exc_info is None

    def test_our_own_logger_says_what_is_declared_alone(self) -> None:
        with pytest.raises(Undeclared, match=r"quenotte\.vault logs past quenotte\.base\.log"):
            logging.getLogger("quenotte.vault").warning("by the way")
        assert log.line("clock-waits", error="OperationalError") == (
            "ERROR quenotte the clock waits (error: OperationalError)\n"
        )

    def test_nothing_is_said_before_the_doorway_stands(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(log, "_check", None)
        with pytest.raises(Undeclared, match="clock-waits is logged before"):
            log.say("clock-waits")
