"""Six digits: one step of drift, each code once, five failures rest; unknown and wrong look alike."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from quenotte.vault.desk.models import Session, Totp
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import Clock
from tests.vault.test_desk_door import Desk
from tests.vault.test_passkeys import elsewhere, proven

UNKNOWN = {"refused": {"field": "code", "reason": "unknown"}}


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    desk = Desk(mast)
    desk.register()
    desk.sign_in()
    return desk


@pytest.fixture
def secret(dr_mast: Desk, clock: Clock) -> str:
    """Of a telephone that is enrolled; the minute of that is over."""
    shown = dr_mast.call("POST", "totp").json()
    code = digits(shown["secret"], clock)
    assert dr_mast.call("POST", "totp/confirm", {"code": code}).status_code == 204
    clock.at += timedelta(minutes=2)
    held: str = shown["secret"]
    return held


def digits(secret: str, clock: Clock, seconds: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.at + timedelta(seconds=seconds))


def come(desk: Desk, code: str, name: str = "mast@mast") -> Any:
    return desk.call("POST", "totp-door", {"name": name, "code": code})


def test_name_and_digits_open_the_desk_in_a_browser_that_nobody_registered(
    dr_mast: Desk, secret: str, clock: Clock
) -> None:
    away = elsewhere(dr_mast)
    got = come(away, digits(secret, clock), " Mast@MAST ")
    assert got.status_code == 200
    assert got.json()["member"]["name"] == "Dr Mast"
    assert proven(away, got.json()["challenge"]).status_code == 200
    assert Session.objects.of(dr_mast.practice).get(computer=None).factor == "TOTP"


def test_a_code_serves_once(dr_mast: Desk, secret: str, clock: Clock) -> None:
    code = digits(secret, clock)
    assert come(elsewhere(dr_mast), code).status_code == 200
    again = come(elsewhere(dr_mast), code)
    assert (again.status_code, again.json()) == (422, UNKNOWN)
    before = come(elsewhere(dr_mast), digits(secret, clock, -30))
    assert before.json() == UNKNOWN


def test_a_telephone_may_be_one_half_minute_off(dr_mast: Desk, secret: str, clock: Clock) -> None:
    for off, status in ((-60, 422), (60, 422), (-30, 200), (30, 200)):
        assert come(elsewhere(dr_mast), digits(secret, clock, off)).status_code == status, off


def test_unknown_wrong_and_resting_get_one_same_answer(
    dr_mast: Desk, secret: str, clock: Clock
) -> None:
    away = elsewhere(dr_mast)
    wrong = f"{(int(digits(secret, clock)) + 1) % 1_000_000:06}"
    for name in ("nobody@mast", "mast@favre", "mast", "", "@", "x" * 500, "mast@mast@mast"):
        got = come(away, digits(secret, clock), name)
        assert (got.status_code, got.json()) == (422, UNKNOWN), name
    for code in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦"):
        assert come(away, code).json() == UNKNOWN
    held = Totp.objects.of(dr_mast.practice).get()
    held.failures, held.failed_at = 0, None
    held.save()
    for _ in range(5):
        assert come(away, wrong).json() == UNKNOWN
    resting = come(away, digits(secret, clock))
    assert (resting.status_code, resting.json()) == (422, UNKNOWN)
    clock.at += timedelta(minutes=15)
    assert come(away, digits(secret, clock)).status_code == 200


def test_after_a_rest_five_more_attempts_follow(dr_mast: Desk, secret: str, clock: Clock) -> None:
    away = elsewhere(dr_mast)
    for _ in range(5):
        come(away, "000000")
    clock.at += timedelta(minutes=15)
    for _ in range(4):
        come(away, "000000")
    assert come(away, digits(secret, clock)).status_code == 200


def test_the_secret_lies_sealed_and_an_unconfirmed_one_opens_nothing(
    dr_mast: Desk, clock: Clock
) -> None:
    shown = dr_mast.call("POST", "totp").json()
    assert shown["login"] == "mast@mast"
    assert shown["uri"].startswith("otpauth://totp/")
    held = Totp.objects.of(dr_mast.practice).get()
    assert shown["secret"] not in f"{held.secret}{held.next_secret}"
    assert held.next_secret.count(".") == 4
    assert come(elsewhere(dr_mast), digits(shown["secret"], clock)).json() == UNKNOWN
    wrong = dr_mast.call("POST", "totp/confirm", {"code": "000000"})
    assert (wrong.status_code, wrong.json()) == (422, UNKNOWN)
    assert dr_mast.call("GET", "factors").json()["totp"] is None


def test_a_new_telephone_counts_when_it_is_confirmed(
    dr_mast: Desk, secret: str, clock: Clock
) -> None:
    shown = dr_mast.call("POST", "totp").json()
    assert come(elsewhere(dr_mast), digits(secret, clock)).status_code == 200
    dr_mast.call("POST", "totp/confirm", {"code": digits(shown["secret"], clock)})
    clock.at += timedelta(minutes=2)
    assert come(elsewhere(dr_mast), digits(secret, clock)).json() == UNKNOWN
    assert come(elsewhere(dr_mast), digits(shown["secret"], clock)).status_code == 200


def test_a_removed_telephone_opens_nothing_and_the_passphrase_still_does(
    dr_mast: Desk, secret: str, clock: Clock
) -> None:
    assert dr_mast.call("DELETE", "totp").status_code == 204
    assert come(elsewhere(dr_mast), digits(secret, clock)).json() == UNKNOWN
    assert dr_mast.sign_in().status_code == 200


def test_two_of_the_same_name_get_names_of_their_own(dr_mast: Desk, mast: Practice) -> None:
    dr_mast.call("POST", "totp")
    namesake = Desk(mast)
    namesake.register()
    namesake.sign_in()
    assert namesake.call("POST", "totp").json()["login"] == "mast2@mast"
