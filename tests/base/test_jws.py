"""A signature is somebody's, of one type, or it is refused."""

import json

import pytest

from quenotte.base import jws

KEY, OTHER = jws.new_key(), jws.new_key()
MINE = jws.fingerprint(jws.public(KEY))


def test_what_was_signed_is_read_with_its_signer() -> None:
    token = jws.sign({"a": "é"}, key=KEY, typ="t")
    assert jws.read(token, typ="t") == ({"a": "é"}, MINE)


def tampered(token: str, **header: object) -> str:
    head, body, tail = token.split(".")
    held = json.loads(jws.unb64(head)) | header
    return ".".join([jws.b64(json.dumps(held).encode()), body, tail])


TOKEN = jws.sign({"a": 1}, key=KEY, typ="t")


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param("a.b", id="two parts"),
        pytest.param(TOKEN[:-4] + "AAAA", id="another signature"),
        pytest.param(TOKEN.replace(".", ".e30", 1), id="another payload"),
        pytest.param(tampered(TOKEN, alg="none"), id="no algorithm"),
        pytest.param(tampered(TOKEN, alg="HS256"), id="symmetric"),
        pytest.param(tampered(TOKEN, jwk=jws.public(OTHER)), id="another's key"),
        pytest.param(tampered(TOKEN, jwk="x"), id="no key"),
        pytest.param(tampered(TOKEN, kid="x"), id="more in its header"),
        pytest.param(jws.b64(b"[" * 100_000) + ".e30.AA", id="deep"),
        pytest.param(jws.sign({"a": 1}, key=KEY, typ="u"), id="another type"),
        pytest.param("x" * (jws.MOST_BYTES + 1), id="too large"),
    ],
)
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(jws.NotSigned):
        jws.read(token, typ="t")


def test_another_signer_than_the_expected_is_refused() -> None:
    with pytest.raises(jws.NotSigned, match="another key"):
        jws.read(TOKEN, typ="t", fingerprint_of_signer=jws.fingerprint(jws.public(OTHER)))


@pytest.mark.parametrize("text", ["a", "a=", "+/", "é", "AB"])
def test_only_one_spelling_is_base64url(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        jws.unb64(text)
