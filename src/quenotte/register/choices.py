"""What a practice chooses within the register: periods, services, contact, recipients, hosting, law.

A choice is read whole or refused with the field named. What it means for the register is computed
here: the strictest bound wins, and a service that is off is not there at all (P5, P51).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from quenotte.register.keep import Keep, Period, Undeclarable, days
from quenotte.register.lists.roles import ROLES
from quenotte.register.lists.services import SERVICES
from quenotte.register.model import Activity, Plane
from quenotte.register.packs.model import Pack
from quenotte.register.recipients import ALLOWED, Recipient

OPTIONAL = frozenset(key for key, service in SERVICES.items() if service.optional)
NAMED_BY_THE_PRACTICE = tuple(key for key, role in ROLES.items() if not role.processor)
MOST_WORDS = 200
MOST_RECIPIENTS = 40
_FIELDS = frozenset({"periods", "off", "contact", "recipients", "hosting", "packs"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_EMAIL = re.compile(r"[^@\s<>\"']+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,30}")


class Refused(Exception):
    """The choice counts for nothing: `field` names what is wrong with it, `reason` is a code of adr 15."""

    def __init__(self, field: str | None, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class Kind(StrEnum):
    DPO = "dpo"
    CONTACT_POINT = "contact-point"


@dataclass(frozen=True)
class Contact:
    """Whom patients ask about their data: a data protection officer, or somebody of the practice."""

    kind: Kind
    name: str
    email: str = ""
    telephone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Periods:
    """The periods chosen for one activity; what is None stays the register's."""

    activity: str
    active: str | None = None
    archive: str | None = None


@dataclass(frozen=True)
class Choices:
    """All that a practice has chosen. The empty one is a practice that never chose."""

    periods: tuple[Periods, ...] = ()
    off: frozenset[str] = frozenset()
    contact: Contact | None = None
    recipients: tuple[Recipient, ...] = ()
    hosting: str | None = None  # SHA-256 of the hosting facts that were accepted
    packs: tuple[str, ...] = ()

    def of(self, activity: str) -> Periods:
        return next((one for one in self.periods if one.activity == activity), Periods(activity))


UNCHOSEN = Choices()


@dataclass(frozen=True)
class Bounds:
    """Within what a period may be chosen, and what counts when nothing is."""

    default: str
    least: str
    most: str

    @property
    def fixed(self) -> bool:
        return days(self.least) == days(self.most)

    def admits(self, period: str) -> bool:
        return days(self.least) <= days(period) <= days(self.most)

    def nearest(self, period: str) -> str:
        """The period itself, or the bound that it lies beyond."""
        if days(period) > days(self.most):
            return self.most
        return self.least if days(period) < days(self.least) else period


def bounds(activity: Activity, period: Period, packs: Iterable[Pack]) -> Bounds:
    """The strictest of the register's bound and the ceilings of the laws that count."""
    most = min((period.longest, *(pack.ceiling(activity.key) for pack in packs)), key=days)
    least = min(period.least or period.default, most, key=days)
    return Bounds(min(period.default, most, key=days), least, most)


def chosen(
    register: Mapping[str, Activity], choices: Choices, packs: Iterable[Pack]
) -> Mapping[str, Activity]:
    """The register as it counts for one practice.

    A period chosen under an earlier register that lies outside its bounds today becomes the bound.
    """
    laws = tuple(packs)
    off = choices.off & OPTIONAL
    return {
        key: replace(one, keep=_kept(one, choices.of(key), laws))
        for key, one in register.items()
        if one.service not in off
    }


def _kept(activity: Activity, wanted: Periods, packs: tuple[Pack, ...]) -> Keep:
    keep = activity.keep

    def counts(period: Period, chosen: str | None) -> Period:
        within = bounds(activity, period, packs)
        return Period(within.nearest(chosen or within.default), within.least, within.most)

    archive = counts(keep.archive, wanted.archive) if keep.archive else None
    return replace(keep, active=counts(keep.active, wanted.active), archive=archive)


def read(
    given: object,
    *,
    register: Mapping[str, Activity],
    packs: Mapping[str, Pack],
    country: str = "",
) -> Choices:
    """The choices in a payload, each within its bounds.

    `packs` are all laws that we know, by country; that of the practice's own country always counts.
    """
    choices = parse(given)
    for place, service in enumerate(_list(given, "off")):
        if service not in SERVICES:
            raise Refused(f"off[{place}]", "unknown")
        if service not in OPTIONAL:
            raise Refused(f"off[{place}]", "out-of-bounds")
    for place, law in enumerate(choices.packs):
        if law not in packs:
            raise Refused(f"packs[{place}]", "unknown")
    laws = tuple(packs[one] for one in {country, *choices.packs} if one in packs)
    for one in choices.periods:
        _check_periods(one, register.get(one.activity), laws)
    return choices


def _check_periods(wanted: Periods, activity: Activity | None, packs: tuple[Pack, ...]) -> None:
    where = f"periods.{wanted.activity}"
    if activity is None or activity.plane is not Plane.VAULT:
        raise Refused(where, "unknown")
    keep = activity.keep
    for name, period, value in (
        ("active", keep.active, wanted.active),
        ("archive", keep.archive, wanted.archive),
    ):
        if value is not None and period is None:
            raise Refused(f"{where}.{name}", "unknown")
        if value is not None and period and not bounds(activity, period, packs).admits(value):
            raise Refused(f"{where}.{name}", "out-of-bounds")
    after = _kept(activity, wanted, packs)
    if after.archive and days(after.archive.default) < days(after.active.default):
        raise Refused(f"{where}.archive", "out-of-bounds")  # both are counted from the same event


def parse(given: object) -> Choices:
    """What a payload says, whatever the register admits today: an old signature stays readable."""
    if not isinstance(given, dict):
        raise Refused("choices", "malformed")
    for name in given:
        if name not in _FIELDS:
            raise Refused(str(name)[:40], "unknown")
    for name in sorted(_FIELDS):
        if name not in given:
            raise Refused(name, "malformed")
    periods = given["periods"]
    if not isinstance(periods, dict):
        raise Refused("periods", "malformed")
    hosting = given["hosting"]
    if hosting is not None and not (isinstance(hosting, str) and _DIGEST.fullmatch(hosting)):
        raise Refused("hosting", "malformed")
    recipients = _list(given, "recipients")
    if len(recipients) > MOST_RECIPIENTS:
        raise Refused("recipients", "out-of-bounds")
    return Choices(
        periods=tuple(_periods(key, periods[key]) for key in sorted(periods, key=str)),
        off=frozenset(_words(given, "off")),
        contact=_contact(given["contact"]),
        recipients=tuple(_recipient(f"recipients[{at}]", one) for at, one in enumerate(recipients)),
        hosting=hosting,
        packs=_words(given, "packs"),
    )


def _list(given: object, field: str) -> list[object]:
    held = given.get(field) if isinstance(given, dict) else None
    if not isinstance(held, list):
        raise Refused(field, "malformed")
    return held


def _words(given: object, field: str) -> tuple[str, ...]:
    held = tuple(_text(f"{field}[{at}]", one) for at, one in enumerate(_list(given, field)))
    if len(held) != len(set(held)):
        raise Refused(field, "malformed")
    return held


def _periods(activity: str, given: object) -> Periods:
    where = f"periods.{activity[:40]}"
    if not isinstance(given, dict) or not set(given) <= {"active", "archive"}:
        raise Refused(where, "malformed")
    return Periods(activity, **{name: _period(f"{where}.{name}", given[name]) for name in given})


def _period(field: str, given: object) -> str:
    try:
        days(given if isinstance(given, str) else "")
    except Undeclarable:
        raise Refused(field, "malformed") from None
    return str(given)


def _text(field: str, given: object, shape: re.Pattern[str] | None = None) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > MOST_WORDS:
        raise Refused(field, "malformed")
    if not given.isprintable() or (shape and not shape.fullmatch(given)):
        raise Refused(field, "malformed")
    return given


def _contact(given: object) -> Contact | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refused("contact", "malformed")
    if unknown := set(given) - {"kind", "name", "email", "telephone", "address"}:
        raise Refused(f"contact.{min(map(str, unknown))[:40]}", "unknown")
    if given.get("kind") not in tuple(Kind):
        raise Refused("contact.kind", "unknown")
    shapes = {"email": _EMAIL, "telephone": _TELEPHONE, "address": None}
    ways = {
        way: _text(f"contact.{way}", given[way], shape)
        for way, shape in shapes.items()
        if given.get(way, "") != ""
    }
    if not ways:
        raise Refused("contact.email", "malformed")  # somebody who cannot be reached is no contact
    return Contact(Kind(given["kind"]), _text("contact.name", given.get("name")), **ways)


def _recipient(where: str, given: object) -> Recipient:
    fields = ("role", "legal_name", "country", "contract", "since")
    if not isinstance(given, dict):
        raise Refused(where, "malformed")
    if unknown := set(given) - set(fields):
        raise Refused(f"{where}.{min(map(str, unknown))[:40]}", "unknown")
    held = {name: _text(f"{where}.{name}", given.get(name)) for name in fields}
    if held["role"] not in NAMED_BY_THE_PRACTICE:
        raise Refused(f"{where}.role", "unknown")
    if held["country"] not in ALLOWED:
        raise Refused(f"{where}.country", "out-of-bounds")  # P38
    try:
        since = date.fromisoformat(held.pop("since"))
    except ValueError:
        raise Refused(f"{where}.since", "malformed") from None
    return Recipient(held["role"], held["legal_name"], held["country"], held["contract"], since)
