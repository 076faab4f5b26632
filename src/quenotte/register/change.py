"""What a change of the register means for people: other words, something material, a new consent.

`derived.changes` finds it by comparing two registers; `register.lock` records it. A change of the firms that an
installation names is no change of the register: `recipients.read` asks of it what P36 asks.
"""

from dataclasses import dataclass
from enum import StrEnum


class Class(StrEnum):
    """From the lightest to the gravest; the gravest reason counts."""

    EDITORIAL = "editorial"
    MATERIAL = "material"
    NEEDS_CONSENT = "needs new consent"


class Kind(StrEnum):
    WORDS = "other words"
    ORDER = "another order"
    NARROWER = "less than before"
    PROMISED = "a new claim or right"
    ACTIVITY = "a new activity"
    PURPOSE = "another purpose"
    DATUM = "a new datum, or it asks for more"
    REQUIRED = "an answer is newly required"
    SEAL = "a weaker seal"
    READER = "another reader"
    PEOPLE = "other people's data"
    RECIPIENT = "a new recipient, or one that sees more"
    COUNTRY = "a new country"
    LONGER = "kept longer, or answered later"
    BASIS = "another legal basis"
    CLAIM = "a claim or right dropped"
    DEVICE = "more stays on the device"
    UNKNOWN = "a change that no rule knows"
    AGREED = "wider than what was agreed to"
    CONSENT = "rests on consent now"
    REUSED = "held already, used for a new purpose"

    @property
    def weighs(self) -> Class:
        if self in (Kind.WORDS, Kind.ORDER, Kind.NARROWER, Kind.PROMISED):
            return Class.EDITORIAL
        if self in (Kind.AGREED, Kind.CONSENT, Kind.REUSED):
            return Class.NEEDS_CONSENT
        return Class.MATERIAL


@dataclass(frozen=True)
class Reason:
    path: str  # activities/appointment/data/email/seal
    kind: Kind


@dataclass(frozen=True)
class Change:
    reasons: tuple[Reason, ...]

    @property
    def weighs(self) -> Class:
        found = {reason.kind.weighs for reason in self.reasons}
        return max(found, key=list(Class).index, default=Class.EDITORIAL)

    @property
    def to_be_told(self) -> bool:
        """Whether practices have to be told before it counts (P36)."""
        return any(reason.kind is Kind.RECIPIENT for reason in self.reasons)
