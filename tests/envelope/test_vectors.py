"""What version 1 wrote, as the servers read it: locks, signatures, and the relay's reach."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyrage
import pytest

from quenotte import envelope
from quenotte.base import jws

VECTORS = Path(__file__).parents[1] / "vectors"
KEYS: dict[str, Any] = json.loads((VECTORS / "keys.json").read_text())


def read(name: str) -> bytes:
    return (VECTORS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("envelope-appointment-core.age", envelope.MLKEM768_X25519),
        ("envelope-appointment-detail.age", envelope.MLKEM768_X25519),
        ("envelope-questionnaire.age", envelope.MLKEM768_X25519),
        ("grant.age", envelope.MLKEM768_X25519),
        ("reach.age", envelope.X25519),
        ("member.age", "scrypt"),
    ],
)
def test_a_sealed_file_shows_its_one_lock(name: str, lock: str) -> None:
    assert envelope.look(read(name)).locks == (lock,)


@pytest.mark.parametrize("part", ["appointment-core", "appointment-detail", "questionnaire"])
def test_an_envelope_shows_a_size_class_and_not_what_was_written(part: str) -> None:
    seen = envelope.look(read(f"envelope-{part}.age"))
    assert seen.plain == 4096
    assert seen.padded(4096)


def test_the_key_card_is_signed_by_the_practice() -> None:
    card, signer = jws.read(read("key-card.jws").decode(), typ="quenotte-key-card")
    assert signer == KEYS["fingerprint"] == jws.fingerprint(jws.public(KEYS["signing"]))
    assert card["practice"] == KEYS["practice"]
    assert card["relay"] == KEYS["relay"]["fingerprint"]
    assert {name: key["id"] for name, key in card["keys"].items()} == {
        "care": "care/1",
        "desk": "desk/1",
        "rights": "rights/1",
    }


@pytest.mark.parametrize(
    ("name", "typ", "signer"),
    [
        ("months.jws", "quenotte-relay-months", KEYS["relay"]["signing"]),
        ("sheet-proof.jws", "quenotte-sheet-proof", KEYS["succession"]),
        ("sign-in.jws", "quenotte-sign-in", KEYS["member"]["signing"]),
    ],
)
def test_a_signature_made_in_the_browser_holds_here(
    name: str, typ: str, signer: dict[str, str]
) -> None:
    payload, who = jws.read(read(name).decode(), typ=typ)
    assert who == jws.fingerprint(jws.public(signer))
    assert payload


def test_signing_here_under_the_same_key_gives_what_the_browser_reads() -> None:
    payload, _ = jws.read(read("months.jws").decode(), typ="quenotte-relay-months")
    again = jws.sign(payload, key=KEYS["relay"]["signing"], typ="quenotte-relay-months")
    assert jws.read(again, typ="quenotte-relay-months") == (payload, KEYS["relay"]["fingerprint"])


def test_the_proof_covers_the_very_card_that_is_published() -> None:
    proof, _ = jws.read(read("sheet-proof.jws").decode(), typ="quenotte-sheet-proof")
    assert proof == {
        "practice": KEYS["practice"],
        "card": jws.b64(hashlib.sha256(read("key-card.jws")).digest()),
    }


def test_the_reach_opens_with_the_key_of_its_month() -> None:
    month = KEYS["relay"]["months"]["2026-12"]
    identity = pyrage.x25519.Identity.from_str(month["identity"])
    assert str(identity.to_public()) == month["recipient"]
    frame = pyrage.decrypt(read("reach.age"), [identity])
    head, body = int.from_bytes(frame[:4]), int.from_bytes(frame[4:8])
    context, payload = frame[8 : 8 + head], frame[8 + head : 8 + head + body]
    expected = json.loads(read("reach.json"))
    assert {"context": json.loads(context), "payload": json.loads(payload)} == expected
    assert len(frame) == 1024
    assert not any(frame[8 + head + body :])


def test_a_link_is_recognised_by_the_hash_of_its_secret() -> None:
    secret = jws.unb64(KEYS["link"]["secret"])
    assert len(secret) == 16
    assert jws.b64(hashlib.sha256(secret).digest()) == KEYS["link"]["hash"]
