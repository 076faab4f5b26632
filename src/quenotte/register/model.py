"""The words in which we declare what we do with people's data.

Frozen values without I/O. A declaration that breaks a promise cannot be constructed:
the refusal names the activity and the datum.
"""

from dataclasses import dataclass
from enum import StrEnum

from quenotte.register.ask import Ask, Choice, Group, Kind, When, dental_words
from quenotte.register.keep import (
    Clock,
    Keep,
    Otherwise,
    Period,
    Then,
    Undeclarable,
    days,
)
from quenotte.register.lists.roles import CARRIERS, HOST, PUBLISHER, RELAY, Role

__all__ = [  # what an activity's file is written with
    "CARRIERS",
    "HOST",
    "PUBLISHER",
    "RELAY",
    "Activity",
    "Art9",
    "Ask",
    "Basis",
    "Category",
    "Choice",
    "Clock",
    "Datum",
    "Group",
    "Keep",
    "Kind",
    "Otherwise",
    "Part",
    "Period",
    "Plane",
    "Role",
    "Seal",
    "Subject",
    "Then",
    "Undeclarable",
    "When",
    "days",
]

CEILING = "P5Y"  # of everything on the vault, whatever a country or a practice would allow


class Plane(StrEnum):
    """Whose service holds the data."""

    SITE = "site"
    VAULT = "vault"


class Category(StrEnum):
    IDENTITY = "identity"
    CONTACT = "contact"
    HEALTH = "health"
    MESSAGE = "message"
    SCHEDULE = "schedule"
    CONSENT = "consent"  # what was agreed to, in which words, when
    RIGHTS = "rights"  # requests about one's own data, and what came of them
    AUDIENCE = "audience"  # counters, without anybody behind them
    TECHNICAL = "technical"


class Subject(StrEnum):
    """Whose data it is."""

    PATIENTS = "patients"
    REPRESENTATIVES = "representatives"  # of a child or of somebody who cannot decide alone
    VISITORS = "visitors"
    SUBSCRIBERS = "subscribers"
    STAFF = "staff"


class Seal(StrEnum):
    """The class key that a datum is sealed to (design.md, Keys)."""

    CARE = "care"
    DESK = "desk"
    RIGHTS = "rights"
    RELAY = "relay"  # the reach: opened by the relay for as long as a send takes


class Part(StrEnum):
    """Ciphertext cannot be cut: what leaves earlier travels in an envelope of its own."""

    CORE = "core"  # kept into the archive
    DETAIL = "detail"  # deleted when archiving


class Basis(StrEnum):
    """Art. 6(1) GDPR."""

    CONSENT = "6(1)(a)"
    CONTRACT = "6(1)(b)"
    LAW = "6(1)(c)"
    VITAL_INTEREST = "6(1)(d)"
    PUBLIC_TASK = "6(1)(e)"
    LEGITIMATE_INTEREST = "6(1)(f)"


class Art9(StrEnum):
    """The condition under which health data may be processed, Art. 9(2) GDPR."""

    CARE = "9(2)(h)"
    EXPLICIT_CONSENT = "9(2)(a)"
    LEGAL_CLAIMS = "9(2)(f)"  # one's own rights are exercised, or defended


@dataclass(frozen=True)
class Datum:
    """One thing that we hold about a person, and why."""

    name: str
    category: Category
    why: str
    seal: Seal | None = None
    part: Part | None = None
    required: bool = False
    ask: Ask | None = None

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise Undeclarable(f"the datum {self.name} does not say why it is needed")  # P14
        if self.ask is not None and (self.seal is None or self.part is None):
            raise Undeclarable(f"the datum {self.name} is asked for but sealed to nobody")
        if self.category is Category.HEALTH and self.seal is not Seal.CARE:
            raise Undeclarable(f"the health datum {self.name} must be sealed to care")  # P15
        if self.ask is not None and (found := dental_words(self.name, self.ask)):
            raise Undeclarable(
                f"the datum {self.name} asks for dental clinical findings ({found}); see P18"
            )


@dataclass(frozen=True)
class Activity:
    """One purpose for which a practice processes people's data (Art. 30 GDPR)."""

    key: str
    plane: Plane
    title: str
    purpose: str
    basis: Basis
    basis_words: str
    data: tuple[Datum, ...]
    keep: Keep
    claims: tuple[str, ...]  # what it alone promises, printed under it
    service: str
    art9: Art9 | None = None
    recipients: tuple[Role, ...] = ()
    groups: tuple[Group, ...] = ()
    subjects: tuple[Subject, ...] = (Subject.PATIENTS,)
    readers: str = ""
    without: str = ""
    law: str = ""  # the citation by its GDPR name; what is printed stands in the packs, by activity
    balancing: str = ""
    form: bool = False
    only_in: tuple[str, ...] = ()  # countries whose law knows this; empty: everywhere

    def __post_init__(self) -> None:
        names = [datum.name for datum in self.data]
        if len(names) != len(set(names)):
            raise Undeclarable(f"{self.key}: a datum is declared twice")
        if not self.claims:
            raise Undeclarable(f"{self.key}: no claim says what it promises")
        self._refuse_health_misplaced()
        if self.basis is Basis.LAW and not self.law:
            raise Undeclarable(f"{self.key}: a legal obligation cites its text")  # P46
        if self.basis is Basis.LEGITIMATE_INTEREST and not self.balancing:
            raise Undeclarable(f"{self.key}: a legitimate interest shows its balancing text")  # P44
        if self.plane is Plane.VAULT and self.keep.longest > days(CEILING):
            raise Undeclarable(f"{self.key}: the vault keeps nothing longer than {CEILING}")  # P50
        if len({datum.seal for datum in self.data if datum.ask}) > 1:
            raise Undeclarable(f"{self.key}: a form is sealed to exactly one class key")

    def _refuse_health_misplaced(self) -> None:
        if not any(datum.category is Category.HEALTH for datum in self.data):
            return
        if self.plane is not Plane.VAULT:
            raise Undeclarable(f"{self.key}: health data lives on the vault alone")
        if self.art9 is None:
            raise Undeclarable(f"{self.key}: health data needs its Art. 9 condition")

    @property
    def seal(self) -> Seal:
        """The class key of the activity's form."""
        return next(datum.seal for datum in self.data if datum.ask and datum.seal)

    @property
    def parts(self) -> tuple[Part, ...]:
        held = {datum.part for datum in self.data if datum.ask}
        return tuple(part for part in Part if part in held)

    @property
    def asked(self) -> tuple[Datum, ...]:
        return tuple(datum for datum in self.data if datum.ask)
