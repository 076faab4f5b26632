"""Notices wait, are leased, and are doubtful rather than lost."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.vault.agenda import services as agenda
from quenotte.vault.notices import services as notices
from quenotte.vault.notices.models import Notice, Reach
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import FREE, RELAY_KEY, Browser, Clock, Lea

INTERNAL = {"Host": settings.INTERNAL_HOST}


@pytest.fixture(autouse=True)
def the_relay_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RELAY_FINGERPRINT", jws.fingerprint(jws.public(RELAY_KEY)))


def call(
    method: str,
    path: str,
    body: Any,
    clock: Clock,
    *,
    key: jws.PrivateKey = RELAY_KEY,
    **claims: Any,
) -> Any:
    now = int(clock.at.timestamp())
    payload = {"aud": "quenotte-vault", "iat": now, "exp": now + 60} | claims
    token = jws.sign(payload, key=key, typ="quenotte-relay-call")
    return Client().generic(
        method,
        f"/v1/relay/{path}",
        json.dumps(body),
        content_type="application/json",
        headers=INTERNAL | {"Authorization": f"Bearer {token}"},
    )


@pytest.fixture
def asked(browser: Browser, lea: Lea) -> Lea:
    browser.put("appointment", lea.id, lea.request())
    return lea


def test_the_relay_leases_what_it_composes_from_and_no_name(asked: Lea, clock: Clock) -> None:
    got = call("POST", "lease", {"most": 5}, clock).json()["notices"]
    assert len(got) == 1
    assert got[0]["template"] == "appointment-requested"
    assert got[0]["appointment"]["start"] == "2026-11-24T08:00:00Z"
    assert "type" not in got[0]["appointment"]  # the message says no reason
    assert got[0]["reach"]["month"] == "2026-11"
    assert call("POST", "lease", {"most": 5}, clock).json()["notices"] == []


@pytest.mark.parametrize(
    ("key", "claims"),
    [
        pytest.param(jws.new_key(), {}, id="another key"),
        pytest.param(RELAY_KEY, {"aud": "quenotte-site"}, id="another service"),
        pytest.param(RELAY_KEY, {"iat": 0, "exp": 60}, id="long ago"),
        pytest.param(RELAY_KEY, {"exp": 2**40}, id="for ever"),
    ],
)
def test_nobody_else_leases(
    asked: Lea, clock: Clock, mast: Practice, key: jws.PrivateKey, claims: dict[str, Any]
) -> None:
    assert call("POST", "lease", {}, clock, key=key, **claims).status_code == 401
    assert Notice.objects.of(mast).get().state == "WAITING"


def test_the_relay_is_not_heard_on_a_patient_s_host(asked: Lea, mast: Practice) -> None:
    assert Client().post("/v1/relay/lease", headers={"Host": mast.host}).status_code == 404


@pytest.mark.claim("P21")
def test_a_send_that_ended_without_a_word_is_tried_again_under_the_same_id(
    asked: Lea, clock: Clock, mast: Practice
) -> None:
    first = call("POST", "lease", {}, clock).json()["notices"][0]
    assert call("POST", f"notices/{first['id']}/sending", {}, clock).status_code == 204
    clock.at += timedelta(seconds=59)
    assert call("POST", "lease", {}, clock).json()["notices"] == []
    clock.at += timedelta(seconds=1)
    again = call("POST", "lease", {}, clock).json()["notices"][0]
    assert (again["id"], again["message_id"]) == (first["id"], first["message_id"])
    assert Notice.objects.of(mast).get().doubts == 1


def test_a_lost_lease_may_not_send(asked: Lea, clock: Clock) -> None:
    leased = call("POST", "lease", {}, clock).json()["notices"][0]
    clock.at += timedelta(minutes=2)
    assert call("POST", f"notices/{leased['id']}/sending", {}, clock).status_code == 409


def test_a_retry_waits_longer_each_time(asked: Lea, clock: Clock, mast: Practice) -> None:
    waits = []
    for _ in range(3):
        leased = call("POST", "lease", {}, clock).json()["notices"][0]
        body = {"outcome": "RETRY", "reason": "unreachable"}
        assert call("POST", f"notices/{leased['id']}/outcome", body, clock).status_code == 204
        notice = Notice.objects.of(mast).get()
        waits.append((notice.due_at - clock.at).total_seconds())
        clock.at = notice.due_at
    assert waits == [15, 30, 60]


@pytest.mark.claim("P23")
def test_a_failure_is_kept_as_a_code_without_an_address(
    asked: Lea, clock: Clock, mast: Practice
) -> None:
    leased = call("POST", "lease", {}, clock).json()["notices"][0]
    said = {"outcome": "FAILED", "reason": "550 lea@example.ch unknown"}
    assert call("POST", f"notices/{leased['id']}/outcome", said, clock).status_code == 422
    body = {"outcome": "FAILED", "reason": "refused"}
    assert call("POST", f"notices/{leased['id']}/outcome", body, clock).status_code == 204
    assert (Notice.objects.of(mast).get().state, Notice.objects.of(mast).get().reason) == (
        "FAILED",
        "refused",
    )


def test_news_overtakes_what_has_not_left(asked: Lea, mast: Practice, clock: Clock) -> None:
    agenda.confirm(practice=mast, id=asked.id, who=None, at=clock.at)
    got = call("POST", "lease", {}, clock).json()["notices"]
    assert [each["template"] for each in got] == ["appointment-confirmed"]


def test_what_is_no_longer_of_use_ends_and_the_address_is_erased(
    asked: Lea, clock: Clock, mast: Practice
) -> None:
    notices.sweep(at=FREE + timedelta(days=1))
    assert Reach.objects.of(mast).exists()
    notices.sweep(at=FREE + timedelta(days=2, seconds=1))
    notices.sweep(at=FREE + timedelta(days=2, seconds=2))
    assert Notice.objects.of(mast).get().state == "EXPIRED"
    assert not Reach.objects.of(mast).exists()


def test_months_are_taken_from_the_pinned_relay_only(mast: Practice, clock: Clock) -> None:
    months = {"2026-11": "age1…"}
    for key, status in ((jws.new_key(), 401), (RELAY_KEY, 204)):
        token = jws.sign(
            {"v": 1, "issued": "", "months": months}, key=key, typ="quenotte-relay-months"
        )
        assert call("PUT", "months", {"jws": token}, clock).status_code == status
    held = notices.months()
    assert held is not None
    assert held.months == months
