"""Every sentence that this version prints about itself, by its number, and how each is said to stand.

A claim is printed with its state, never without: proven by a test run on this very tree, failing
there, not verified on this installation, or not built yet.
"""

from collections.abc import Mapping
from types import MappingProxyType

from quenotte.register.claims import collected, document, kept, recipients, rights
from quenotte.register.claims.model import Claim, Outcomes, State, promise_of, together
from quenotte.register.claims.probes import Readings
from quenotte.register.keep import Undeclarable
from quenotte.register.words import _

__all__ = [
    "BUILT",
    "CLAIMS",
    "PARTS",
    "PROMISES",
    "Claim",
    "Outcomes",
    "State",
    "Undeclarable",
    "claims_of",
    "promise",
    "state",
    "together",
]

PROMISES = tuple(f"P{number}" for number in range(1, 79))


def _all(*claims: Claim) -> Mapping[str, Claim]:
    by_id = {claim.id: claim for claim in claims}
    if len(by_id) != len(claims):
        raise Undeclarable("two claims have one number")
    if missing := set(PROMISES) - {claim.promise for claim in claims}:
        raise Undeclarable(f"no claim says {', '.join(sorted(missing))}")
    return MappingProxyType(by_id)


PARTS: tuple[tuple[str, str, tuple[Claim, ...]], ...] = (
    ("document", _("This text, and who answers for it"), document.CLAIMS),
    ("collected", _("What is collected, and when"), collected.CLAIMS),
    ("recipients", _("Who uses it, and where it lies"), recipients.CLAIMS),
    ("kept", _("On which basis, and how long"), kept.CLAIMS),
    ("rights", _("Your rights, and how to use them"), rights.CLAIMS),
)

CLAIMS: Mapping[str, Claim] = _all(*(claim for *_part, said in PARTS for claim in said))

BUILT = frozenset(claim.id for claim in CLAIMS.values() if not claim.not_built)


def state(claim: str, outcomes: Outcomes, readings: Readings | None = None) -> State:
    """How a claim stands, by what a test run said and by the live facts that it leans on."""
    declared = CLAIMS.get(claim)
    if declared is None or declared.not_built:
        return State.NOT_BUILT
    read = (readings or {}).get(declared.probe)
    if read is not None and not read.holds:
        return State.FAILING
    seen = outcomes.get(claim, {})
    if seen.get("failed"):
        return State.FAILING
    return State.PROVEN if seen.get("passed") and not seen.get("skipped") else State.UNVERIFIED


def claims_of(promise: str) -> tuple[Claim, ...]:
    return tuple(claim for claim in CLAIMS.values() if claim.promise == promise)


def promise(number: str, outcomes: Outcomes) -> State:
    """How a promise stands: proven when all of its claims are."""
    return together([state(claim.id, outcomes) for claim in claims_of(promise_of(number))])
