"""A claim is proven by passing tests on this tree, and by nothing else (P77)."""

import re
from datetime import UTC, date, datetime

import pytest

from quenotte.register.claims import (
    BUILT,
    CLAIMS,
    PARTS,
    PROMISES,
    State,
    claims_of,
    promise,
    standing,
    state,
)
from quenotte.register.claims.probes import PROBES, Reading
from tests.register.named import named

pytestmark = pytest.mark.claim("P77")
PASSED = {"P11": {"passed": ["a"]}}


def test_a_passing_run_proves() -> None:
    assert state("P11", PASSED) is State.PROVEN


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({}, State.UNVERIFIED),
        ({"P11": {}}, State.UNVERIFIED),
        ({"P11": {"passed": ["a"], "failed": ["b"]}}, State.FAILING),
        ({"P11": {"passed": ["a"], "skipped": ["b"]}}, State.UNVERIFIED),
    ],
)
def test_anything_less_does_not(outcomes: dict[str, dict[str, list[str]]], expected: State) -> None:
    assert state("P11", outcomes) is expected


def test_what_has_no_mechanism_is_not_built_whatever_a_test_says() -> None:
    assert "P47" not in BUILT
    assert state("P47", {"P47": {"passed": ["a"]}}) is State.NOT_BUILT


READ_AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("holds", "expected"),
    [(True, State.PROVEN), (False, State.FAILING), (None, State.PROVEN)],
    ids=["holds", "does-not-hold", "unknown"],
)
def test_a_live_fact_that_does_not_hold_turns_its_claims_red(
    holds: bool | None, expected: State
) -> None:
    passed = {claim: {"passed": ["a"]} for claim in BUILT}
    read = None if holds is None else Reading(date(2028, 5, 16), holds, READ_AT)
    for claim in CLAIMS.values():
        leans = claim.probe == "certificate"
        wanted = State.NOT_BUILT if claim.not_built else expected if leans else State.PROVEN
        assert state(claim.id, passed, {"certificate": read}) is wanted


def test_a_probe_that_a_claim_leans_on_is_declared() -> None:
    assert {claim.probe for claim in CLAIMS.values() if claim.probe} <= set(PROBES)


def test_each_of_the_78_promises_has_a_claim() -> None:
    assert tuple(f"P{number}" for number in range(1, 79)) == PROMISES
    for number in PROMISES:
        assert claims_of(number), number


def test_every_claim_stands_in_one_part_of_the_page_that_shows_them_all() -> None:
    shown = [claim.id for *_part, claims in PARTS for claim in claims]
    assert sorted(shown) == sorted(CLAIMS)


def test_a_promise_is_proven_when_all_of_its_claims_are() -> None:
    passed = {"passed": ["a"]}
    assert promise("P15", {"P15": passed}) is State.UNVERIFIED
    assert promise("P15", {"P15": passed, "P15b": passed}) is State.PROVEN
    assert promise("P15", {"P15": passed, "P15b": {"failed": ["b"]}}) is State.FAILING
    assert promise("P12", {"P12": passed, "P12b": passed}) is State.NOT_BUILT


def test_a_test_names_only_claims_that_are_declared() -> None:
    unknown = {claim: files for claim, files in named().items() if claim not in CLAIMS}
    assert unknown == {}


def test_every_built_claim_is_named_by_a_test() -> None:
    assert BUILT - set(named()) == set()


def test_the_command_prints_one_line_a_promise_and_what_is_missing() -> None:
    lines = [standing.line(one) for one in standing.promises(PASSED)]
    assert [line.split()[0] for line in lines] == list(PROMISES)
    assert re.search(r"^P11 +proven +P11 proven$", lines[10])
    assert "not built" in lines[11]
    assert f"P12b not built ({CLAIMS['P12b'].not_built})" in lines[11]


def test_machines_read_the_same_with_the_run_it_comes_from() -> None:
    ran = {"P15": {"passed": ["b", "a"]}, "P15b": {"failed": ["a"]}}
    found = {one.number: one for one in standing.promises(ran)}
    said = standing.as_json(found["P15"], commit="abc", at="2026-11-23T08:00:00Z")
    assert {name: said[name] for name in ("promise", "status", "tests", "commit", "at")} == {
        "promise": "P15",
        "status": "failing",
        "tests": ["a", "b"],
        "commit": "abc",
        "at": "2026-11-23T08:00:00Z",
    }
    assert [(one["id"], one["status"], one["not_built"]) for one in said["claims"]] == [
        ("P15", "proven", None),
        ("P15b", "failing", None),
    ]
    assert said["claims"][0]["text"] == CLAIMS["P15"].text
    waits = standing.as_json(found["P7"], commit="", at="")
    assert waits["status"] == "not built"
    assert waits["claims"][0]["not_built"] == CLAIMS["P7"].not_built
