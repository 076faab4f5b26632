"""A pinned key leads to its successor, or nowhere."""

import itertools
from typing import Any

import pytest

from quenotte.base import jws, succession

FIRST, SECOND, THIRD, SHEET, STRANGER = (jws.new_key() for _ in range(5))


def print_of(key: jws.PrivateKey) -> str:
    return jws.fingerprint(jws.public(key))


def card(key: jws.PrivateKey = FIRST, **changes: Any) -> str:
    said = {"v": 1, "practice": "mast", "succession": jws.public(SHEET)} | changes
    return jws.sign(said, key=key, typ=succession.CARD_TYP)


def step(
    former: jws.PrivateKey = FIRST,
    successor: jws.PrivateKey = SECOND,
    *,
    signer: jws.PrivateKey | None = None,
    typ: str = succession.TYP,
    **changes: Any,
) -> str:
    said = {
        "v": 1,
        "practice": "mast",
        "from": print_of(former),
        "to": print_of(successor),
        "by": "key",
        "under": card(former),
        "issued": "2026-11-23T08:00:00Z",
    } | changes
    return jws.sign(said, key=signer or former, typ=typ)


def walk(*tokens: str, pinned: jws.PrivateKey = FIRST) -> list[str]:
    return list(succession.walk(print_of(pinned), tokens, practice="mast"))


def test_a_walk_stays_where_it_begins_when_nothing_leads_on() -> None:
    assert walk() == [print_of(FIRST)]
    assert walk(step(), pinned=STRANGER) == [print_of(STRANGER)]


@pytest.mark.claim("P37")
def test_it_follows_each_step_in_whatever_order_they_come() -> None:
    steps = [step(SECOND, THIRD), step(by="sheet", signer=SHEET)]
    assert walk(*steps) == [print_of(key) for key in (FIRST, SECOND, THIRD)]
    assert walk(*steps, pinned=SECOND) == [print_of(SECOND), print_of(THIRD)]


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    ("why", "tokens"),
    [
        ("two successors", [step(), step(FIRST, THIRD)]),
        ("in a circle", [step(), step(SECOND, FIRST)]),
        ("from one key to another", [step(FIRST, FIRST)]),
        ("from one key to another", [step(under=card(STRANGER))]),
        ("another key", [step(signer=STRANGER)]),
        ("another key", [step(by="sheet")]),
        ("another key", [step(signer=SHEET)]),
        ("does not hold", [step(typ="quenotte-roster")]),
        ("does not hold", ["x"]),
        ("does not hold", [step(under="x")]),
        ("no key card", [step(under=None)]),
        ("no key card", [step(under="é")]),
        ("version", [step(v=2)]),
        ("version", [step(v=True)]),
        ("version", [step(more=1)]),
        ("another practice", [step(practice="favre")]),
        ("another practice", [step(under=card(practice="favre"))]),
        ("names no key", [step(to=1)]),
        ("names no key", [step(to="x")]),
        ("names no signer", [step(by="both")]),
        ("no succession key", [step(by="sheet", under=card(succession={}))]),
        ("no succession key", [step(by="sheet", under=card(succession=None))]),
        ("no date", [step(issued="2026-11-31T08:00:00Z")]),
        ("no date", [step(issued=None)]),
    ],
)
def test_a_step_that_does_not_hold_ends_it(why: str, tokens: list[str]) -> None:
    with pytest.raises(succession.NotOne, match=why):
        walk(*tokens)


def test_it_does_not_go_on_for_ever() -> None:
    keys = [jws.new_key() for _ in range(succession.MOST + 2)]
    steps = [step(a, b) for a, b in itertools.pairwise(keys)]
    with pytest.raises(succession.NotOne):
        walk(*steps, pinned=keys[0])
    assert len(walk(*steps[:100], pinned=keys[0])) == 101
