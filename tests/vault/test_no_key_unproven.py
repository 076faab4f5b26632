"""Whatever is sent, in whatever order: no key card without the valid proof of a recovery sheet (P12).

Bodies are whole ones, of two browsers, with pieces taken out, exchanged, cut, signed by others. What
counts as a proof is asked here anew, apart from the code that is tried.
"""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as some

from quenotte.base import jws
from quenotte.base.chain import digest
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.practices import services
from quenotte.vault.practices.models import KeyCard, Member, Practice
from tests.vault.conftest import NOW, Clock
from tests.vault.turning import Turner

HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}
CALLS = (
    ("POST", "setup"),
    ("PUT", "setup/draft"),
    ("PUT", "setup/test"),
    ("POST", "turn"),
    ("POST", "people/seat"),
    ("POST", "people/admit"),
    ("POST", "join"),
    ("POST", "forgotten"),
    ("POST", "recovery"),
    ("POST", "recovery/prove"),
    ("POST", "recovery/enter"),
    ("POST", "sheet/proof"),
    ("PUT", "choices"),
)
JUNK = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(allow_nan=True),
    some.text(max_size=8),
    some.sampled_from(["", "x.y.z", "\ud800", "é", "0" * 5000, [], {}, [[]], [{}], {"v": 1}]),
)
# What stands where the proof was: junk, the other browser's, one that a stranger signed.
PROOFS = ("unprove", "borrow", "forge")
# Where in the body, what is done there, with what.
CHANGE = some.tuples(
    some.integers(0, 200),
    some.sampled_from(["drop", "junk", "exchange", "cut", "resign", *PROOFS, "keep"]),
    JUNK,
)
STEP = some.tuples(
    some.sampled_from(CALLS[:1] * 12 + CALLS), some.booleans(), some.lists(CHANGE, max_size=4)
)


class Stage:
    """Two browsers with the same invitation, and one that another practice's sheet belongs to."""

    def __init__(self, mast: Practice) -> None:
        KeyCard.objects.of(mast).delete()
        mast.fingerprint = ""
        mast.save(update_fields=["fingerprint"])
        self.practice = mast
        member = services.add_member(practice=mast, name="Dr Mast", role=Member.Role.PRACTITIONER)
        self.code = desk.invite(
            practice=mast,
            kind=Invitation.Kind.SETUP,
            member=member,
            lasts=timedelta(days=7),
            at=NOW,
        )
        self.bodies = [Turner(mast, member).setup() for _ in range(2)]

    def send(self, method: str, path: str, body: Any) -> int:
        return Client(raise_request_exception=True).generic(
            method,
            f"/v1/desk/{path}",
            json.dumps(body),
            content_type="application/json",
            headers=HEADERS | {"Authorization": f"Bearer {self.code}"},
        ).status_code  # fmt: skip


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body."""
    inside = (
        body.items()
        if isinstance(body, dict)
        else enumerate(body)
        if isinstance(body, list)
        else ()
    )
    for name, value in inside:
        yield (*path, name)
        yield from places(value, (*path, name))


def altered(body: dict[str, Any], other: dict[str, Any], change: tuple[int, str, Any]) -> None:
    where, how, junk = change
    found = list(places(body))
    if not found or how == "keep":
        return
    *path, last = ("turn", "proof") if how in PROOFS else found[where % len(found)]
    inner, theirs = body, other
    try:
        for name in path:
            inner, theirs = inner[name], theirs[name]
        value = inner[last]
        if how == "drop":
            del inner[last]
        elif how in ("exchange", "borrow"):
            inner[last] = copy.deepcopy(theirs[last])
        elif how == "cut" and isinstance(value, str):
            inner[last] = value[: where % (len(value) + 1)]
        elif how in ("resign", "forge") and isinstance(value, str):
            inner[last] = _signed_by_another(value)
        else:
            inner[last] = copy.deepcopy(junk)
    except (KeyError, IndexError, TypeError):
        return


def _signed_by_another(token: str) -> str:
    for typ in ("key-card", "roster", "sheet-proof", "agreement", "instruction"):
        try:
            said, _ = jws.read(token, typ=f"quenotte-{typ}")
        except jws.NotSigned:
            continue
        return jws.sign(said, key=jws.new_key(), typ=f"quenotte-{typ}")
    return token


def is_proven(body: Any) -> bool:
    """The succession key that the card names signed a proof over that very card."""
    try:
        turn = body["turn"]
        card, _ = jws.read(turn["card"], typ="quenotte-key-card")
        said, _ = jws.read(
            turn["proof"],
            typ="quenotte-sheet-proof",
            fingerprint_of_signer=jws.fingerprint(card["succession"]),
        )
        return bool(said["card"] == digest(turn["card"]) and said["practice"] == "mast")
    except (KeyError, TypeError, AttributeError, jws.NotSigned):
        return False


@contextmanager
def undone() -> Iterator[None]:
    """Each example begins with the same empty practice."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stage(mast: Practice, clock: Clock) -> Stage:
    return Stage(mast)


def try_out(stage: Stage, steps: list[Any]) -> None:
    with undone():
        sent = []
        for (method, path), second, changes in steps:
            body = copy.deepcopy(stage.bodies[second])
            for change in changes:
                altered(body, stage.bodies[not second], change)
            sent.append(body)
            status = stage.send(method, path, body if path == "setup" else spread(body))
            published = [row.jws for row in KeyCard.objects.of(stage.practice)]
            assert len(published) <= 1
            assert published or (status, path) != (201, "setup")
            for token in published:
                assert any(is_proven(each) and each["turn"]["card"] == token for each in sent)


def spread(body: dict[str, Any]) -> dict[str, Any]:
    """The turn and the member stand at the top where a call takes them alone."""
    inner = [body.get(name) for name in ("turn", "member")]
    return body | {k: v for one in inner if isinstance(one, dict) for k, v in one.items()}


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


SETUP = ("POST", "setup")


@pytest.mark.claim("P12")
@example(steps=[(SETUP, False, [(0, "unprove", None)])])
@example(steps=[(SETUP, False, [(0, "unprove", "x")])])
@example(steps=[(SETUP, False, [(0, "borrow", None)]), (SETUP, True, [])])
@example(steps=[(SETUP, True, [(0, "forge", None)])])
@examples(max_examples=40, **QUIET)  # type: ignore[arg-type]
@given(steps=some.lists(STEP, min_size=1, max_size=4))
def test_no_order_of_calls_publishes_an_unproven_key(stage: Stage, steps: list[Any]) -> None:
    try_out(stage, steps)


@pytest.mark.prove
@pytest.mark.claim("P12")
@examples(max_examples=2000, **QUIET)  # type: ignore[arg-type]
@given(steps=some.lists(STEP, min_size=1, max_size=6))
def test_no_order_of_many_calls_publishes_an_unproven_key(stage: Stage, steps: list[Any]) -> None:
    try_out(stage, steps)


def test_what_is_tried_does_publish_when_it_is_whole(stage: Stage) -> None:
    assert stage.send("POST", "setup", stage.bodies[0]) == 201
    assert is_proven(stage.bodies[0])
    assert stage.send("POST", "setup", stage.bodies[1]) == 401
