"""Nothing is sealed to a key that the practice did not sign; a key that it renewed costs the patient nothing."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from quenotte.base import jws
from quenotte.demo.run import Demo
from tests.journeys.patient import Patient
from tests.journeys.sending import CARD, PUT, TELEPHONE, Sending, forward
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

CARD_TYP = "quenotte-key-card"
UNTRUSTED = "This page cannot prove the practice's keys"
type Forge = Callable[[Demo, str], str]


def payload(token: str) -> dict[str, Any]:
    """What a JWS says, whoever signed it."""
    said: dict[str, Any] = json.loads(jws.unb64(token.split(".")[1]))
    return said


def by_a_stranger(demo: Demo, card: str) -> str:
    return jws.sign(payload(card), key=jws.new_key(), typ=CARD_TYP)


def of_another_practice(demo: Demo, card: str) -> str:
    changed = payload(card) | {"practice": "favre"}
    return jws.sign(changed, key=demo.bundle["signing"], typ=CARD_TYP)


def of_another_type(demo: Demo, card: str) -> str:
    return jws.sign(payload(card), key=demo.bundle["signing"], typ="quenotte-feed")


def tampered(demo: Demo, card: str) -> str:
    head, _, mark = card.split(".")
    said = payload(card)
    said["keys"]["desk"]["recipient"] = said["keys"]["rights"]["recipient"]
    return ".".join([head, jws.b64(json.dumps(said).encode()), mark])


def unsigned(demo: Demo, card: str) -> str:
    head = {"alg": "none", "typ": CARD_TYP, "jwk": jws.public(demo.bundle["signing"])}
    return ".".join([jws.b64(json.dumps(head).encode()), card.split(".")[1], ""])


FORGERIES: list[Forge] = [by_a_stranger, of_another_practice, of_another_type, tampered, unsigned]


def expect_untrusted(patient: Patient) -> None:
    trouble = patient.trouble()
    expect(trouble.get_by_role("heading", level=1, name=UNTRUSTED)).to_be_visible()
    expect(trouble.get_by_role("link", name=TELEPHONE)).to_be_visible()
    expect(trouble.get_by_role("button", name="Try again")).to_be_hidden()


@pytest.mark.claim("P12")
@pytest.mark.parametrize("forge", FORGERIES, ids=lambda each: each.__name__)
def test_a_card_that_the_practice_did_not_sign_opens_no_form(
    people: People, demo: Demo, forge: Forge
) -> None:
    def forged(route: Route) -> None:
        held = forward(demo, "GET", "/v1/p/lac/card").json()
        route.fulfill(json=held | {"card": forge(demo, held["card"])})

    patient = people.patient()
    patient.page.route(CARD, forged)
    patient.come()
    expect_untrusted(patient)


@pytest.mark.claim("P11")
def test_a_relay_that_the_practice_did_not_name_opens_no_form(people: People, demo: Demo) -> None:
    def forged(route: Route) -> None:
        held = forward(demo, "GET", "/v1/p/lac/card").json()
        months = payload(held["relay"])
        stranger = jws.sign(months, key=jws.new_key(), typ="quenotte-relay-months")
        route.fulfill(json=held | {"relay": stranger})

    patient = people.patient()
    patient.page.route(CARD, forged)
    patient.come()
    expect_untrusted(patient)


@pytest.mark.claim("P12")
@pytest.mark.parametrize("pinned", [True, False], ids=["pinned", "first seen"])
def test_a_forged_card_does_not_get_in_as_a_renewal(
    sending: Sending, demo: Demo, pinned: bool
) -> None:
    """The vault says that the key was retired and hands out a stranger's: the answers stay here."""
    sending.patient.come(pinned=pinned)
    sending.patient.take_later("Consultation")
    sending.patient.write(sending.lea)

    def retired(route: Route) -> None:
        held = forward(demo, "GET", "/v1/p/lac/card").json()
        route.fulfill(status=410, json=held | {"card": by_a_stranger(demo, held["card"])})

    sending.page.route(PUT, retired)
    sending.patient.send()
    sending.expect_trouble("untrusted", UNTRUSTED)
    assert sending.puts() == 1
    sending.expect_new(0)


@contextmanager
def renewed(demo: Demo, rows: VaultRows) -> Iterator[None]:
    """The practice published the second epoch of its keys while pages stood open."""
    first = payload(rows.one("select jws from practices_keycard where serial = 1"))
    keys = {
        name: {"id": f"{name}/2", "recipient": first["keys"]["rights"]["recipient"]}
        for name in first["keys"]
    }
    at = datetime.now(UTC)
    card = first | {"serial": 2, "issued": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "keys": keys}
    rows.change(
        "insert into practices_keycard (practice_id, serial, jws, keys, published_at)"
        " select practice_id, 2, ?, ?, ? from practices_keycard where serial = 1",
        jws.sign(card, key=demo.bundle["signing"], typ=CARD_TYP),
        json.dumps({name: key["id"] for name, key in keys.items()}),
        at.strftime("%Y-%m-%d %H:%M:%S"),
    )
    try:
        yield
    finally:
        rows.change("delete from practices_keycard where serial = 2")


@pytest.mark.claim("P12")
def test_a_key_renewed_meanwhile_is_sealed_to_without_typing_again(
    sending: Sending, demo: Demo, rows: VaultRows
) -> None:
    sending.type_all()
    with renewed(demo, rows):
        sending.patient.send()
        sending.patient.await_sent()
        assert sending.puts() == 2
        sending.expect_new(1)
        newest = "select key, replace(id, '-', '') from intake_submission order by row desc limit 1"
        assert rows.all(newest) == [("desk/2", rows.newest())]
        # The desk holds no second epoch here: the time is given back.
        rows.change(
            "delete from agenda_cell where appointment_id = (select max(row) from agenda_appointment)"
        )
        rows.change(
            "update agenda_appointment set status = 'CANCELLED' where id = ?", rows.newest()
        )
