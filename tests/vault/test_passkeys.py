"""A passkey recognises its member in any browser, once for each number; it never locks anybody out."""

import base64
import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from quenotte.vault.desk.models import Passed, Passkey, Session, Spent
from quenotte.vault.practices.models import Member, Practice
from tests.vault.authenticator import Authenticator
from tests.vault.conftest import VECTORS, Clock
from tests.vault.test_desk_door import Desk

MEMBER_FILE = base64.b64encode((VECTORS / "member.age").read_bytes()).decode()
UNKNOWN = {"refused": {"field": "credential", "reason": "unknown"}}
PRF = {"prf": {"enabled": True, "results": {"first": "c2VjcmV0"}}}


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    desk = Desk(mast)
    desk.register()
    desk.sign_in()
    return desk


@pytest.fixture
def dr_favre(favre: Practice, clock: Clock) -> Desk:
    desk = Desk(favre)
    desk.register()
    desk.sign_in()
    return desk


def enrol(desk: Desk, device: Authenticator, *, sealed: bool = True) -> dict[str, Any]:
    made = device.create(desk.call("POST", "passkeys/options").json())
    got = desk.call("POST", "passkeys", {"credential": made, "name": "Telephone"})
    assert got.status_code == 201
    passkey: dict[str, Any] = got.json()
    if sealed:
        kept = desk.call("PUT", f"passkeys/{passkey['id']}", {"sealed": MEMBER_FILE})
        assert kept.status_code == 204
    return passkey


def elsewhere(desk: Desk) -> Desk:
    """The same person at a browser that nobody registered."""
    away = copy.copy(desk)
    away.client = Client(raise_request_exception=False)
    return away


def tap(desk: Desk, device: Authenticator) -> Any:
    options = desk.call("POST", "passkey-door").json()
    return desk.call("POST", "passkey-door/enter", {"credential": device.get(options)})


def proven(desk: Desk, challenge: str) -> Any:
    body = {"member": str(desk.member.id), "proof": desk.proof(challenge), "language": "fr"}
    return desk.call("POST", "sign-in", body)


def test_a_passkey_opens_the_desk_in_a_browser_that_nobody_registered(dr_mast: Desk) -> None:
    device = Authenticator()
    passkey = enrol(dr_mast, device)
    away = elsewhere(dr_mast)
    got = tap(away, device)
    assert got.status_code == 200
    assert got.json()["member"]["id"] == str(dr_mast.member.id)
    assert got.json()["passkeys"] == [
        {
            "id": passkey["id"],
            "credential": got.json()["passkeys"][0]["credential"],
            "sealed": MEMBER_FILE,
        }
    ]
    cookie = away.client.cookies["factor"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (600, True, "Strict")
    assert proven(away, got.json()["challenge"]).status_code == 200
    assert away.call("GET", "day").status_code == 200
    session = Session.objects.of(dr_mast.practice).get(computer=None)
    assert session.factor == "PASSKEY"
    assert not Passed.objects.of(dr_mast.practice).exists()  # it served its one sign-in


def test_options_ask_for_a_verified_person_and_a_discoverable_passkey(dr_mast: Desk) -> None:
    made = dr_mast.call("POST", "passkeys/options").json()
    assert made["rp"]["id"] == "desk.localhost"
    assert made["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    asked = elsewhere(dr_mast).call("POST", "passkey-door").json()
    assert asked["userVerification"] == "required"
    assert "allowCredentials" not in asked or asked["allowCredentials"] == []
    assert dr_mast.member.name not in str(asked)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://desk.localhost:9"},
        {"origin": "https://desk.localhost:8001"},
        {"origin": "http://evil.desk.localhost:8001"},
        {"rp_id": "localhost"},
        {"verified": False},
    ],
    ids=["another port", "another scheme", "a host below", "another relying party", "unverified"],
)
def test_another_origin_or_an_unverified_person_is_not_taken(
    dr_mast: Desk, wrong: dict[str, Any]
) -> None:
    device = Authenticator()
    enrol(dr_mast, device)
    for name, value in wrong.items():
        setattr(device, name, value)
    got = tap(elsewhere(dr_mast), device)
    assert (got.status_code, got.json()) == (422, UNKNOWN)
    options = dr_mast.call("POST", "passkeys/options").json()
    other = Authenticator(**wrong)
    refused = dr_mast.call(
        "POST", "passkeys", {"credential": other.create(options), "name": "Other"}
    )
    assert (refused.status_code, refused.json()) == (422, UNKNOWN)


def test_unknown_expired_replayed_and_foreign_get_one_same_answer(
    dr_mast: Desk, clock: Clock
) -> None:
    device, stranger = Authenticator(), Authenticator()
    enrol(dr_mast, device)
    away = elsewhere(dr_mast)
    options = away.call("POST", "passkey-door").json()
    said = device.get(options)
    assert away.call("POST", "passkey-door/enter", {"credential": said}).status_code == 200
    enrolment = dr_mast.call("POST", "passkeys/options").json()
    cases = {
        "replayed": said,
        "replayed with another counter": device.get(options),
        "unknown": stranger.get(away.call("POST", "passkey-door").json()),
        "a number of another purpose": device.get(enrolment),
        "a number that is not ours": device.get({"challenge": "c29tZQ"}),
        "no credential": None,
        "a text": "{}",
        "a list": [said],
        "broken": {**said, "response": {}},
    }
    late = away.call("POST", "passkey-door").json()
    for name, credential in cases.items():
        got = away.call("POST", "passkey-door/enter", {"credential": credential})
        assert (got.status_code, got.json()) == (422, UNKNOWN), name
    clock.at += timedelta(minutes=5)
    got = away.call("POST", "passkey-door/enter", {"credential": device.get(late)})
    assert (got.status_code, got.json()) == (422, UNKNOWN)


def test_a_passkey_without_a_sealed_file_proves_and_opens_nothing(dr_mast: Desk) -> None:
    device = Authenticator()
    enrol(dr_mast, device, sealed=False)
    got = tap(elsewhere(dr_mast), device).json()
    assert got["passkeys"] == []
    assert got["sealed_key"]
    assert dr_mast.call("GET", "door").json()["members"][0]["passkeys"] is False


def test_a_factor_serves_its_own_member_alone_and_ten_minutes(dr_mast: Desk, clock: Clock) -> None:
    device, colleague = Authenticator(), Desk(dr_mast.practice, role="ASSISTANT")
    enrol(dr_mast, device)
    away = elsewhere(dr_mast)
    tap(away, device)
    own, other = {"member": str(away.member.id)}, {"member": str(colleague.member.id)}
    assert away.call("POST", "challenge", own).status_code == 200
    assert away.call("POST", "challenge", other).status_code == 422
    clock.at += timedelta(minutes=10)
    assert away.call("POST", "challenge", own).status_code == 401


@pytest.mark.claim("P12")
def test_a_body_with_the_prf_s_result_is_refused_and_nothing_of_it_is_kept(
    dr_mast: Desk, logged: list[str]
) -> None:
    device = Authenticator()
    made = device.create(dr_mast.call("POST", "passkeys/options").json())
    before = Spent.objects.of(dr_mast.practice).count()
    bodies: list[Any] = [
        {"credential": made | {"clientExtensionResults": PRF}, "name": "Telephone"},
        {"credential": made, "name": "Telephone", **PRF},
        {"credential": made, "name": "Telephone", "more": [[{"deep": [PRF]}]]},
        [PRF],
        {"prf": "c2VjcmV0"},
    ]
    for body in bodies:
        for path in ("passkeys", "passkey-door/enter", "totp-door", "challenge", "sign-in"):
            got = dr_mast.call("POST", path, body)
            assert (got.status_code, got.json()["refused"]["reason"]) == (422, "prf"), path
            assert "c2VjcmV0" not in got.content.decode()
    assert not Passkey.objects.of(dr_mast.practice).exists()
    assert Spent.objects.of(dr_mast.practice).count() == before
    assert logged == []
    enabled = made | {"clientExtensionResults": {"prf": {"enabled": True}}}
    got = dr_mast.call("POST", "passkeys", {"credential": enabled, "name": "Telephone"})
    assert got.status_code == 201  # that there is one is no secret


@pytest.mark.parametrize(
    "sealed", ["", "x", 3, None, base64.b64encode(b"age-encryption.org/v1\n").decode()]
)
def test_only_a_file_that_one_passphrase_opens_is_kept(dr_mast: Desk, sealed: object) -> None:
    passkey = enrol(dr_mast, Authenticator(), sealed=False)
    got = dr_mast.call("PUT", f"passkeys/{passkey['id']}", {"sealed": sealed})
    assert (got.status_code, got.json()["refused"]["reason"]) == (422, "not-sealed")
    envelope = base64.b64encode((VECTORS / "grant.age").read_bytes()).decode()
    got = dr_mast.call("PUT", f"passkeys/{passkey['id']}", {"sealed": envelope})
    assert got.status_code == 422


def test_a_passkey_remembers_when_it_last_opened_the_key(dr_mast: Desk, clock: Clock) -> None:
    id = enrol(dr_mast, Authenticator())["id"]
    clock.at += timedelta(hours=1)
    assert dr_mast.call("PUT", f"passkeys/{id}", {"tested": True}).status_code == 204
    assert dr_mast.call("PUT", f"passkeys/{id}", {"name": "Blue key"}).status_code == 204
    for body in ({}, {"name": ""}, {"name": "a\nb"}, {"name": "x" * 61}, {"counter": 3}):
        assert dr_mast.call("PUT", f"passkeys/{id}", body).status_code == 422
    [shown] = dr_mast.call("GET", "factors").json()["passkeys"]
    assert (shown["name"], shown["tested_at"]) == ("Blue key", "2026-11-23T08:00:00Z")


def test_next_door_neither_sees_nor_removes_a_passkey(dr_mast: Desk, dr_favre: Desk) -> None:
    id = enrol(dr_mast, Authenticator())["id"]
    assert dr_favre.call("GET", "factors").json()["passkeys"] == []
    for method in ("PUT", "DELETE"):
        got = dr_favre.call(method, f"passkeys/{id}", {"name": "Mine"})
        assert got.status_code == 404
    colleague = Desk(dr_mast.practice, role="ASSISTANT")
    colleague.register()
    colleague.sign_in()
    assert colleague.call("DELETE", f"passkeys/{id}").status_code == 404
    assert Passkey.objects.of(dr_mast.practice).get().name == "Telephone"


@pytest.mark.claim("P12")
def test_removing_or_losing_every_passkey_locks_nobody_out(dr_mast: Desk) -> None:
    before = Member.objects.of(dr_mast.practice).get(pk=dr_mast.member.pk).sealed_key
    devices = [Authenticator() for _ in range(3)]
    ids = [enrol(dr_mast, device)["id"] for device in devices]
    for id in ids:
        assert dr_mast.call("DELETE", f"passkeys/{id}").status_code == 204
    assert tap(elsewhere(dr_mast), devices[0]).json() == UNKNOWN
    dr_mast.call("POST", "sign-out")
    assert dr_mast.sign_in().status_code == 200  # the passphrase's file on the registered computer
    after = Member.objects.of(dr_mast.practice).get(pk=dr_mast.member.pk).sealed_key
    assert bytes(after) == bytes(before)
    new_computer = elsewhere(dr_mast)
    new_computer.register()  # with a colleague's link
    assert new_computer.sign_in().status_code == 200


def test_nobody_gathers_passkeys_without_end(dr_mast: Desk) -> None:
    for _ in range(12):
        enrol(dr_mast, Authenticator(), sealed=False)
    made = Authenticator().create(dr_mast.call("POST", "passkeys/options").json())
    got = dr_mast.call("POST", "passkeys", {"credential": made, "name": "Thirteenth"})
    assert (got.status_code, got.json()["refused"]["reason"]) == (422, "too-many")


def test_asking_at_the_door_keeps_no_row(dr_mast: Desk) -> None:
    for _ in range(20):
        elsewhere(dr_mast).call("POST", "passkey-door")
    assert not Spent.objects.of(dr_mast.practice).exists()


def test_a_member_who_left_is_not_recognised(dr_mast: Desk, clock: Clock) -> None:
    device = Authenticator()
    enrol(dr_mast, device)
    Member.objects.of(dr_mast.practice).filter(pk=dr_mast.member.pk).update(left_at=clock.at)
    assert tap(elsewhere(dr_mast), device).json() == UNKNOWN


def test_ten_challenges_without_a_sign_in_make_the_next_one_wait(
    dr_mast: Desk, clock: Clock
) -> None:
    body = {"member": str(dr_mast.member.id)}
    for _ in range(10):
        assert dr_mast.call("POST", "challenge", body).status_code == 200
    slow = dr_mast.call("POST", "challenge", body)
    assert slow.status_code == 429
    assert slow.json() == {"refused": {"field": None, "reason": "slow", "seconds": 61}}
    clock.at += timedelta(seconds=61)
    got = dr_mast.call("POST", "challenge", body)
    assert got.status_code == 200  # nothing was lost
    assert dr_mast.call("POST", "challenge", body).status_code == 429
    assert proven(dr_mast, got.json()["challenge"]).status_code == 200
    assert dr_mast.call("POST", "challenge", body).status_code == 200


def test_the_rows_hold_no_token(dr_mast: Desk) -> None:
    device = Authenticator()
    enrol(dr_mast, device)
    away = elsewhere(dr_mast)
    tap(away, device)
    assert away.client.cookies["factor"].value not in str(
        Passed.objects.of(dr_mast.practice).values()
    )
    assert Path(VECTORS / "member.age").exists()
