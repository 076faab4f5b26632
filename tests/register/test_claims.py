"""A claim is proven by passing tests on this tree, and by nothing else (P77)."""

import pytest

from quenotte.register.claims import BUILT, State, state

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
