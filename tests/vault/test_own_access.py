"""A member's own access: computer, sessions elsewhere, and a new passphrase that only the key can set."""

import base64
import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from quenotte.base import jws, settings
from quenotte.vault.desk.models import Computer, Session
from quenotte.vault.practices.models import Member, Practice
from tests.vault.authenticator import Authenticator
from tests.vault.conftest import VECTORS, Clock
from tests.vault.test_desk_door import Desk
from tests.vault.test_passkeys import elsewhere, enrol, proven, tap

NEW = (VECTORS / "member.age").read_bytes()


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    desk = Desk(mast)
    desk.register()
    desk.sign_in()
    return desk


def away_by_passkey(desk: Desk) -> Desk:
    device, away = Authenticator(), elsewhere(desk)
    enrol(desk, device)
    proven(away, tap(away, device).json()["challenge"])
    return away


def signed(desk: Desk, *, previous: bytes = b"sealed", sealed: bytes = NEW, **more: str) -> str:
    def digest(raw: bytes) -> str:
        return jws.b64(hashlib.sha256(raw).digest())

    said = {
        "v": 1,
        "member": str(desk.member.id),
        "previous": digest(previous),
        "sealed_key": digest(sealed),
    }
    return jws.sign(said | more, key=desk.key, typ="quenotte-own-key")


def put(desk: Desk, proof: str, sealed: bytes = NEW) -> int:
    body = {"sealed_key": base64.b64encode(sealed).decode(), "proof": proof}
    status: int = desk.call("PUT", "sealed-key", body).status_code
    return status


def test_the_key_itself_signs_for_its_new_file(dr_mast: Desk) -> None:
    assert put(dr_mast, signed(dr_mast)) == 204
    held = Member.objects.of(dr_mast.practice).get(pk=dr_mast.member.pk)
    assert bytes(held.sealed_key) == NEW


def test_a_session_without_the_key_changes_nothing(dr_mast: Desk) -> None:
    stranger = Desk(dr_mast.practice)
    wrong = {
        "nothing": ("x", 422),
        "another's signature": (signed(stranger, member=str(dr_mast.member.id)), 422),
        "another file": (signed(dr_mast, sealed=b"other"), 422),
        "another member": (signed(dr_mast, member=str(stranger.member.id)), 422),
        "an older file": (signed(dr_mast, previous=b"older"), 409),
    }
    for name, (proof, status) in wrong.items():
        assert put(dr_mast, proof) == status, name
    assert put(dr_mast, signed(dr_mast, sealed=b"plain"), b"plain") == 422
    held = Member.objects.of(dr_mast.practice).get(pk=dr_mast.member.pk)
    assert bytes(held.sealed_key) == b"sealed"


def test_whoever_came_by_a_passkey_may_register_the_computer(dr_mast: Desk) -> None:
    away = away_by_passkey(dr_mast)
    assert away.call("POST", "computer", {"name": "Reception"}).status_code == 204
    computer = Computer.objects.of(dr_mast.practice).get(name="Reception")
    assert (computer.member_id, computer.seen_at) == (dr_mast.member.id, computer.registered_at)
    assert away.call("GET", "day").status_code == 200
    assert away.call("GET", "door").json()["registered"] is True
    assert away.call("POST", "computer", {"name": "Again"}).status_code == 409
    assert away.call("PUT", "computer", {"name": "Front desk"}).status_code == 204
    computer.refresh_from_db()
    assert computer.name == "Front desk"


def test_a_stranger_registers_no_computer(dr_mast: Desk) -> None:
    away = elsewhere(dr_mast)
    assert away.call("POST", "computer", {"name": "Reception"}).status_code == 401
    assert Computer.objects.of(dr_mast.practice).count() == 1


def test_sessions_elsewhere_are_listed_and_ended(dr_mast: Desk, mast: Practice) -> None:
    away = away_by_passkey(dr_mast)
    listed = dr_mast.call("GET", "factors").json()["sessions"]
    assert {(each["factor"], each["this"]) for each in listed} == {
        ("COMPUTER", True),
        ("PASSKEY", False),
    }
    other = next(each["id"] for each in listed if not each["this"])
    colleague = Desk(mast, role="ASSISTANT")
    colleague.register()
    colleague.sign_in()
    assert colleague.call("DELETE", f"sessions/{other}").status_code == 404
    assert dr_mast.call("DELETE", f"sessions/{other}").status_code == 204
    assert away.call("GET", "day").status_code == 401
    assert dr_mast.call("GET", "day").status_code == 200


def test_a_session_of_a_registered_computer_does_not_travel(dr_mast: Desk) -> None:
    thief = elsewhere(dr_mast)
    thief.client.cookies["session"] = dr_mast.client.cookies["session"].value
    assert thief.call("GET", "day").status_code == 401
    assert Session.objects.of(dr_mast.practice).count() == 1


def test_the_secret_file_gains_a_sealing_key_and_keeps_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vault.secret.json"
    before = {"django": "d", "signing": jws.new_key(), "more": [1]}
    path.write_text(json.dumps(before))
    path.chmod(0o640)
    monkeypatch.setitem(os.environ, "QUENOTTE_VAULT_SECRET_FILE", str(path))
    made = settings.load_sealing_key("vault")
    held = json.loads(path.read_text())
    assert len(jws.unb64(made)) == 32
    assert held == before | {"sealing": made}
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert settings.load_sealing_key("vault") == made
