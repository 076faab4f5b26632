"""The words in which we declare what we do with people's data.

Frozen values without I/O. A declaration that breaks a promise cannot be constructed:
the refusal names the activity and the datum.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from quenotte.register.words import _


class Undeclarable(Exception):
    """A declaration contradicts a promise. The message names what to change."""


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
    TECHNICAL = "technical"


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
    LEGITIMATE_INTEREST = "6(1)(f)"


class Art9(StrEnum):
    """The condition under which health data may be processed, Art. 9(2) GDPR."""

    CARE = "9(2)(h)"
    EXPLICIT_CONSENT = "9(2)(a)"


class Clock(StrEnum):
    """The event that starts a period. The server knows each of them."""

    RECEIVED = "received"
    APPOINTMENT = "appointment"
    CLOSED = "closed"
    HANDED_OVER = "handed-over"
    LAST_MESSAGE = "last-message"


class Then(StrEnum):
    ARCHIVE = "archive"
    ERASE = "erase"


class Kind(StrEnum):
    """How a form asks for a datum (docs/adr/0002-interfaces.md, Form definition)."""

    TEXT = "text"
    LONG = "long"
    AGE = "age"
    EMAIL = "email"
    TELEPHONE = "telephone"
    CHOICE = "choice"
    SEVERAL = "several"


_ISO_PERIOD = re.compile(r"P(?P<count>[1-9]\d*)(?P<unit>[DMY])")
_DAYS = {"D": 1, "M": 31, "Y": 366}


@dataclass(frozen=True)
class Period:
    """An ISO 8601 duration of one unit, with the bounds within which a practice may choose."""

    default: str
    least: str | None = None
    most: str | None = None

    def __post_init__(self) -> None:
        longest = days(self.most or self.default)
        if not days(self.least or self.default) <= days(self.default) <= longest:
            raise Undeclarable(f"the period {self.default} lies outside its own bounds")

    @property
    def count(self) -> int:
        return int(_parts(self.default)[0])

    @property
    def unit(self) -> str:
        return _parts(self.default)[1]


def _parts(period: str) -> tuple[str, str]:
    match = _ISO_PERIOD.fullmatch(period)
    if match is None:
        raise Undeclarable(f"{period!r} is not a period; write P30D, P12M or P3Y")
    return match["count"], match["unit"]


def days(period: str) -> int:
    """The longest the period can be, in days."""
    count, unit = _parts(period)
    return int(count) * _DAYS[unit]


@dataclass(frozen=True)
class Keep:
    """How long: active from the clock's event, then archived or erased."""

    active: Period
    clock: Clock
    then: Then = Then.ERASE
    archive: Period | None = None
    source: str = "legal.md: default"

    def __post_init__(self) -> None:
        if (self.then is Then.ARCHIVE) != (self.archive is not None):
            raise Undeclarable("an archive period belongs to what is archived, and only to that")

    @property
    def longest(self) -> int:
        """In days, counted from the clock's event."""
        last = self.archive or self.active
        return days(last.most or last.default)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class When:
    """A question that is asked only after certain answers."""

    field: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """How a form asks for a datum."""

    kind: Kind
    label: str
    hint: str | None = None
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    when: When | None = None
    one_of: str | None = None
    group: str = "main"
    short: str | None = None
    alert: tuple[str, ...] = ()
    autocomplete: str | None = None

    def __post_init__(self) -> None:
        chosen = self.kind in (Kind.CHOICE, Kind.SEVERAL)
        if chosen != bool(self.choices):
            raise Undeclarable(f"{self.label!r}: choices belong to questions with choices")
        if self.kind in (Kind.TEXT, Kind.LONG) and self.most is None:
            raise Undeclarable(f"{self.label!r}: a text needs its greatest length")


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
        if self.ask is not None and (found := _dental_words(self.ask)):
            raise Undeclarable(
                f"the datum {self.name} asks for dental clinical findings ({found}); see P18"
            )


_DENTAL = re.compile(
    r"\b(x-?ray|radiograph|tooth number|periodontal chart|caries finding|photo of)\b", re.I
)


def _dental_words(ask: Ask) -> str | None:
    found = _DENTAL.search(" ".join((ask.label, ask.hint or "", *(c.label for c in ask.choices))))
    return found.group() if found else None


@dataclass(frozen=True)
class Group:
    """A theme of a form: what belongs together on one screen."""

    name: str
    label: str
    hint: str | None = None


@dataclass(frozen=True)
class Recipient:
    """Who, besides the practice, receives the data, and what of it it can read."""

    key: str
    label: str
    sees: str


HOST = Recipient("host", _("the vault's host"), _("keeps sealed envelopes that it cannot open"))
RELAY = Recipient("relay", _("the message relay"), _("reads the address in memory while it sends"))
CARRIERS = Recipient(
    "carriers",
    _("the carriers of e-mail and text messages"),
    _("carry the message: practice, date and time, the appointment's link; never a reason"),
)
PUBLISHER = Recipient("publisher", _("the site's publisher"), _("receives nothing of it"))


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
    claims: tuple[str, ...]
    service: str
    art9: Art9 | None = None
    recipients: tuple[Recipient, ...] = ()
    groups: tuple[Group, ...] = ()
    readers: str = ""
    without: str = ""
    law: str = ""
    balancing: str = ""
    form: bool = field(default=False)

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
        if self.plane is Plane.VAULT and self.keep.longest > days("P5Y"):
            raise Undeclarable(f"{self.key}: the vault keeps nothing longer than five years")  # P50
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
