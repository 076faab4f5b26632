"""Which promises this version keeps, and how each is said to stand.

A claim is printed with its state, never without: proven by a test run on this very tree, failing
there, not verified on this installation, or not built yet.
"""

from collections.abc import Mapping
from enum import StrEnum

PROMISES = tuple(f"P{number}" for number in range(1, 79))

# What the program does today. The other promises have no mechanism yet, whatever a test may say.
BUILT = frozenset(
    [
        "P2",
        "P4",
        "P5",
        "P6",
        "P11",
        "P12",
        "P13",
        "P14",
        "P15",
        "P16",
        "P18",
        "P19",
        "P20",
        "P21",
        "P22",
        "P23",
        "P28",
        "P29",
        "P31",
        "P42",
        "P44",
        "P46",
        "P50",
        "P77",
    ]
)


class State(StrEnum):
    PROVEN = "proven"
    FAILING = "failing"
    UNVERIFIED = "unverified"
    NOT_BUILT = "not built"


def state(claim: str, outcomes: Mapping[str, Mapping[str, object]]) -> State:
    """How a claim stands, by the outcomes of a test run: claim → outcome → the tests that had it."""
    if claim not in BUILT:
        return State.NOT_BUILT
    seen = outcomes.get(claim, {})
    if seen.get("failed"):
        return State.FAILING
    return State.PROVEN if seen.get("passed") and not seen.get("skipped") else State.UNVERIFIED
