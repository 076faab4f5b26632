"""No public key is published before a recovery sheet was proven."""

import base64
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.practices import demo_keys, services
from quenotte.vault.practices.models import KeyCard, Member, Practice
from tests.vault.conftest import NOW, SEALED, Clock

VECTORS = Path(__file__).parents[1] / "vectors"
KEYS = json.loads((VECTORS / "keys.json").read_text())
HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}


def made(**changes: Any) -> dict[str, Any]:
    """What the golden practitioner's browser posts."""
    signing, succession = jws.new_key(), jws.new_key()
    card = {
        "v": 1,
        "practice": "mast",
        "serial": 1,
        "issued": "2026-11-23T07:00:00Z",
        "keys": {
            name: {"id": f"{name}/1", "recipient": KEYS["classes"][name]["recipient"]}
            for name in ("care", "desk", "rights")
        },
        "succession": jws.public(succession),
        "relay": "",
    } | changes.pop("card", {})
    token = jws.sign(card, key=changes.pop("signer", signing), typ="quenotte-key-card")
    digest = jws.b64(hashlib.sha256(token.encode()).digest())
    proof = {"practice": "mast", "card": digest} | changes.pop("proven", {})
    sealed = base64.b64encode(SEALED).decode()
    held = ["signing", "care/1", "desk/1", "rights/1"]
    return {
        "member": {
            "recipient": KEYS["member"]["recipient"],
            "signing": jws.public(jws.new_key()),
            "sealed_key": base64.b64encode((VECTORS / "member.age").read_bytes()).decode(),
        },
        "grants": [{"key": key, "sealed": sealed} for key in held],
        "sheet": [{"key": key, "sealed": sealed} for key in [*held, "succession"]],
        "card": token,
        "proof": jws.sign(proof, key=changes.pop("prover", succession), typ="quenotte-sheet-proof"),
    } | changes


@pytest.fixture
def invited(mast: Practice, clock: Clock) -> str:
    KeyCard.objects.of(mast).delete()
    Practice.objects.filter(pk=mast.pk).update(fingerprint="")
    member = services.add_member(practice=mast, name="Dr Mast", role=Member.Role.PRACTITIONER)
    return desk.invite(
        practice=mast, kind=Invitation.Kind.SETUP, member=member, lasts=timedelta(days=7), at=NOW
    )


def post(code: str, body: Any) -> Any:
    return Client().post(
        "/v1/desk/setup",
        json.dumps(body),
        content_type="application/json",
        headers=HEADERS | {"Authorization": f"Bearer {code}"},
    )


@pytest.mark.claim("P12")
def test_a_proven_sheet_publishes_the_keys_once(invited: str, mast: Practice) -> None:
    got = post(invited, made())
    assert got.status_code == 201, got.content
    mast.refresh_from_db()
    assert mast.is_open()
    assert mast.fingerprint == got.json()["fingerprint"]
    assert "computer" in got.cookies
    assert post(invited, made()).status_code == 401  # the invitation is spent


def test_a_lost_answer_is_answered_again(invited: str, mast: Practice) -> None:
    body = made()
    assert post(invited, body).status_code == 201
    again = post(invited, body)
    assert (again.status_code, "computer" in again.cookies) == (201, True)
    assert KeyCard.objects.of(mast).count() == 1
    assert post(invited, made()).status_code == 401


PLAIN = base64.b64encode(b"AGE-SECRET-KEY-PQ-1PLAIN").decode()


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"proof": "x"}, id="no proof"),
        pytest.param({"prover": jws.new_key()}, id="proven by another sheet"),
        pytest.param({"proven": {"card": "x"}}, id="proven for another card"),
        pytest.param({"proven": {"practice": "favre"}}, id="proven for another practice"),
        pytest.param({"card": {"practice": "favre"}}, id="a card of another practice"),
        pytest.param({"card": {"relay": "x"}}, id="another relay"),
        pytest.param({"card": {"serial": 2}}, id="not the first card"),
        pytest.param({"card": {"keys": {}}}, id="no keys"),
        pytest.param({"sheet": []}, id="an empty sheet"),
        pytest.param(
            {
                "sheet": [
                    {"key": key, "sealed": base64.b64encode(SEALED).decode()}
                    for key in ("signing", "more")
                ]
            },
            id="a sheet without the class keys",
        ),
        pytest.param({"card": {"v": True}}, id="a version that is none"),
        pytest.param({"card": {"issued": 1}}, id="no date of issue"),
        pytest.param({"grants": []}, id="nothing for the practitioner"),
        pytest.param({"grants": [{"key": "signing", "sealed": PLAIN}]}, id="a key in clear"),
        pytest.param({"member": {}}, id="no member key"),
    ],
)
def test_nothing_is_published_without_a_whole_proof(
    invited: str, mast: Practice, changes: dict[str, Any]
) -> None:
    assert post(invited, made(**changes)).status_code == 422
    mast.refresh_from_db()
    assert not mast.is_open()
    assert not KeyCard.objects.of(mast).exists()


def test_the_demo_s_keys_are_refused(
    invited: str, mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = jws.new_key()
    monkeypatch.setattr(demo_keys, "FINGERPRINT", jws.fingerprint(jws.public(signer)))
    got = post(invited, made(signer=signer))
    assert (got.status_code, got.json()["said"]) == (422, "these keys are the demo's")


def test_an_unknown_invitation_is_told_nothing(invited: str) -> None:
    for code in ("", "x", invited + "x"):
        assert post(code, made()).status_code == 401


def test_a_vault_that_holds_the_demo_s_practice_does_not_start(
    mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_keys.refuse()
    monkeypatch.setattr(demo_keys, "FINGERPRINT", mast.fingerprint)
    with pytest.raises(demo_keys.DemoKeys, match="the practice mast has the demo's keys"):
        demo_keys.refuse()
    monkeypatch.setattr(settings, "DEMO", True)
    demo_keys.refuse()


def test_the_demo_s_bundle_has_the_key_that_is_refused() -> None:
    from quenotte.demo.sample_vault import bundle

    held = bundle()
    assert jws.fingerprint(jws.public(held["signing"])) == demo_keys.FINGERPRINT
    assert held["fingerprint"] == demo_keys.FINGERPRINT
