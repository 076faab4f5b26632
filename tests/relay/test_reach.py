"""A reach opens for its own appointment, holds one address, or is refused without a word about it."""

import base64
import uuid
from typing import Any

import pyrage
import pytest

from quenotte.relay.reach import NotAReach, Reach, open_reach
from tests.relay import cast

ABOUT = "0d2f4b86-1111-4222-8333-000000000001"
KEY = pyrage.x25519.Identity.generate()
MONTH = str(KEY.to_public())
GOOD = {"address": cast.LEA, "channel": "email", "language": "fr", "secret": cast.SECRET}
CONTEXT = {"v": 1, "practice": "mast", "about": ABOUT}


def opened(sealed: bytes) -> Reach:
    return open_reach(sealed, identity=str(KEY), practice="mast", about=ABOUT, country="CH")


def test_a_reach_opens_for_its_own_appointment() -> None:
    reach = opened(cast.reach(MONTH, about=ABOUT))
    assert (reach.address_in_clear, reach.channel) == (cast.LEA, "email")
    assert (reach.language, reach.secret_in_clear) == ("fr", cast.SECRET)


def test_the_pin_that_the_page_trusted_travels_in_the_reach() -> None:
    pin = "p" * 43
    assert opened(cast.sealed(MONTH, cast.frame(CONTEXT, GOOD | {"pin": pin}))).pin == pin
    assert opened(cast.sealed(MONTH, cast.frame(CONTEXT, GOOD))).pin is None


def test_a_reach_does_not_show_itself_in_an_error_or_a_log() -> None:
    reach = opened(cast.reach(MONTH, about=ABOUT))
    assert cast.LEA not in f"{reach} {reach!r}"


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param({"about": str(uuid.UUID(int=5))}, id="another-appointment"),
        pytest.param({"about": ABOUT, "practice": "favre"}, id="the-practice-next-door"),
    ],
)
def test_a_reach_that_was_moved_is_refused(moved: dict[str, str]) -> None:
    with pytest.raises(NotAReach, match="of another appointment"):
        opened(cast.reach(MONTH, **moved))


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(GOOD | {"channel": "fax", "address": cast.LEAS_PHONE}, id="unknown-channel"),
        pytest.param(GOOD | {"language": "rm"}, id="unknown-language"),
        pytest.param(GOOD | {"language": "../fr"}, id="language-as-path"),
        pytest.param(GOOD | {"address": "lea@exemple.example\r\nBcc: x@y.example"}, id="crlf"),
        pytest.param(GOOD | {"address": "lea@exemple.example, favre@y.example"}, id="two"),
        pytest.param(GOOD | {"address": "lea"}, id="no-at"),
        pytest.param(GOOD | {"address": "\ud800@exemple.example"}, id="half-a-character"),
        pytest.param(
            GOOD | {"address": "=?utf-8?q?x=40evil.example=2c?=@exemple.example"},
            id="an-encoded-word",
        ),
        pytest.param(GOOD | {"pin": "javascript:"}, id="a-pin-that-is-none"),
        pytest.param(GOOD | {"address": "l" * 250 + "@exemple.example"}, id="too-long"),
        pytest.param(GOOD | {"address": 7}, id="number"),
        pytest.param(
            GOOD | {"secret": cast.SECRET + "\nhttps://evil.example"}, id="secret-as-text"
        ),
        pytest.param(GOOD | {"secret": "c2hvcnQ"}, id="short-secret"),
        pytest.param(GOOD | {"secret": "c2VjcmV0LW9mLWxlYTAwMR"}, id="secret-not-canonical"),
        pytest.param(GOOD | {"name": "Léa"}, id="more-than-a-reach"),
        pytest.param({"address": cast.LEA}, id="less-than-a-reach"),
        pytest.param([GOOD], id="a-list"),
        pytest.param(GOOD | {"channel": "sms"}, id="an-e-mail-as-telephone"),
        pytest.param(
            GOOD | {"channel": "sms", "address": "+41 79 555 01 02; +33"}, id="two-phones"
        ),
    ],
)
def test_what_holds_no_single_address_is_refused(payload: Any) -> None:
    with pytest.raises(NotAReach) as refused:
        opened(cast.sealed(MONTH, cast.frame(CONTEXT, payload)))
    assert "lea" not in str(refused.value)


@pytest.mark.parametrize(
    "context",
    [
        pytest.param(CONTEXT | {"v": 2}, id="another-version"),
        pytest.param(CONTEXT | {"v": True}, id="a-version-that-is-no-number"),
        pytest.param({"practice": "mast", "about": ABOUT}, id="no-version"),
        pytest.param({"v": 1}, id="of-nothing"),
    ],
)
def test_a_reach_of_an_unknown_kind_is_refused(context: dict[str, Any]) -> None:
    with pytest.raises(NotAReach):
        opened(cast.sealed(MONTH, cast.frame(context, GOOD)))


def _frame() -> bytes:
    return cast.frame(CONTEXT, GOOD)


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0" * 7, id="shorter-than-its-head"),
        pytest.param(b"\xff\xff\xff\xff" + _frame()[4:], id="a-length-beyond-the-file"),
        pytest.param(_frame()[:-1] + b"x", id="padding-that-speaks"),
        pytest.param(_frame().replace(b'{"v"', b'["v"'), id="no-json"),
        pytest.param(
            len(b"[" * 9000).to_bytes(4) + (2).to_bytes(4) + b"[" * 9000 + b"{}", id="deep-json"
        ),
    ],
)
def test_what_is_no_frame_is_refused(plain: bytes) -> None:
    with pytest.raises(NotAReach):
        opened(cast.sealed(MONTH, plain))


OTHER = pyrage.x25519.Identity.generate()


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"lea@exemple.example", id="plain"),
        pytest.param(cast.reach(MONTH, about=ABOUT)[:-1], id="cut-short"),
        pytest.param(cast.reach(str(OTHER.to_public()), about=ABOUT), id="another-month-s-key"),
        pytest.param(
            pyrage.encrypt(_frame(), [KEY.to_public(), OTHER.to_public()]), id="a-second-lock"
        ),
        pytest.param(pyrage.passphrase.encrypt(_frame(), "lake"), id="a-passphrase"),
        pytest.param(base64.b64encode(cast.reach(MONTH, about=ABOUT)), id="still-base64"),
    ],
)
def test_what_is_not_sealed_to_the_month_s_key_alone_is_refused(sealed: bytes) -> None:
    with pytest.raises(NotAReach):
        opened(sealed)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("+41 79 555 01 02", "41795550102"),
        ("0041 79 555 01 02", "41795550102"),
        ("079 555 01 02", "41795550102"),
        ("+41 (0)79 555.01.02", "41795550102"),
        ("+33 6 55 50 10 20", "33655501020"),
    ],
)
def test_a_number_is_completed_with_the_practice_s_country(written: str, digits: str) -> None:
    reach = opened(cast.reach(MONTH, about=ABOUT, channel="sms", address=written))
    assert reach.address_in_clear == digits


@pytest.mark.parametrize(
    ("written", "on_the_wire"),
    [
        ("Lea.Rochat+lac@Exemple.Example", "Lea.Rochat+lac@exemple.example"),
        ("lea@zürich.example", "lea@xn--zrich-kva.example"),
        ("léa@exemple.example", "léa@exemple.example"),
    ],
)
def test_addresses_of_all_kinds_of_people_are_accepted(written: str, on_the_wire: str) -> None:
    assert opened(cast.reach(MONTH, about=ABOUT, address=written)).address_in_clear == on_the_wire
