"""How every promise and every claim of it stands: what `quenotte promises` and the page "how" print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quenotte.register.claims import PROMISES, claims_of, state, together
from quenotte.register.claims.model import Claim, Outcomes, State
from quenotte.register.claims.probes import Readings


@dataclass(frozen=True)
class Stands:
    """One claim, its state, and the tests that said so."""

    claim: Claim
    state: State
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Promise:
    number: str
    state: State
    claims: tuple[Stands, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(sorted({test for one in self.claims for test in one.tests}))


def stands(claim: Claim, outcomes: Outcomes, readings: Readings | None = None) -> Stands:
    """A claim with its evidence."""
    said = outcomes.get(claim.id, {})
    tests = sorted({test for names in said.values() for test in names})
    return Stands(claim, state(claim.id, outcomes, readings), tuple(tests))


def promises(outcomes: Outcomes) -> tuple[Promise, ...]:
    """All of them, in their order."""
    found = []
    for number in PROMISES:
        claims = tuple(stands(claim, outcomes) for claim in claims_of(number))
        found.append(Promise(number, together([one.state for one in claims]), claims))
    return tuple(found)


def line(promise: Promise) -> str:
    """One promise for a terminal."""
    said = ", ".join(
        f"{one.claim.id} {one.state.value}"
        + (f" ({one.claim.not_built})" if one.claim.not_built else "")
        for one in promise.claims
    )
    return f"{promise.number:4} {promise.state.value:11} {said}"


def as_json(promise: Promise, *, commit: str, at: str) -> Mapping[str, Any]:
    """One promise for machines, with the run that its evidence comes from."""
    return {
        "promise": promise.number,
        "status": promise.state.value,
        "claims": [
            {
                "id": one.claim.id,
                "text": one.claim.text,
                "status": one.state.value,
                "not_built": one.claim.not_built or None,
            }
            for one in promise.claims
        ],
        "tests": list(promise.tests),
        "commit": commit,
        "at": at,
    }
