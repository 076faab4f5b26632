"""One message that is due, as the vault leases it: facts about a time, and a sealed reach.

Read strictly, because every word of it is printed into somebody's mail.
"""

import base64
import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

TEMPLATES = (
    "appointment-requested",
    "appointment-confirmed",
    "appointment-declined",
    "appointment-expired",
    "appointment-cancelled",
    "appointment-reminder",
)
STATUSES = ("REQUESTED", "CONFIRMED", "DECLINED", "CANCELLED", "EXPIRED")
# Line breaks, control characters and marks that turn the reading direction
_NOT_PRINTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9._+=-]{1,100}@[A-Za-z0-9.-]{1,100})>?")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
MOST_NAME = 80


class NotANotice(Exception):
    """The vault's row lacks something, or holds something that cannot be printed."""


@dataclass(frozen=True)
class Card:
    """What the practice's public card lets us print."""

    slug: str
    name: str
    street: str
    town: str
    country: str
    telephone: str
    email: str


@dataclass(frozen=True)
class Notice:
    id: str
    template: str
    message_id: str
    month: str
    sealed: bytes
    practice: Card
    vault_url: str
    fingerprint: str
    about: str
    start: datetime
    minutes: int
    status: str
    sequence: int
    zone: zoneinfo.ZoneInfo
    answer_by: datetime | None


def read(row: dict[str, Any]) -> Notice:
    """The notice in a leased row, or NotANotice."""
    try:
        return _read(row)
    except (KeyError, TypeError, ValueError, AttributeError, zoneinfo.ZoneInfoNotFoundError):
        raise NotANotice("a row that we cannot read") from None


def named(row: object) -> str:
    """The id of a row, however broken the rest of it is; it becomes part of a path."""
    id_ = row.get("id") if isinstance(row, dict) else None
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise NotANotice("a row without an id")
    return id_


def month_of(row: dict[str, Any]) -> str:
    """The month whose key opens a row's reach; empty when it names none."""
    reach = row.get("reach")
    month = reach.get("month") if isinstance(reach, dict) else None
    return month if isinstance(month, str) and _MONTH.fullmatch(month) else ""


def one_line(text: str, most: int = MOST_NAME) -> str:
    """Text of others that may stand in a header or on a line of its own."""
    printed = " ".join(_NOT_PRINTED.sub(" ", text).split())[:most].strip()
    return printed.replace("=?", "= ?")  # never the beginning of an encoded word (RFC 2047)


def _read(row: dict[str, Any]) -> Notice:
    card, appointment = row["practice"], row["appointment"]
    message_id = _MESSAGE_ID.fullmatch(row["message_id"])
    if (
        message_id is None
        or row["template"] not in TEMPLATES
        or appointment["status"] not in STATUSES
        or not _ID.fullmatch(row["about"])
        or not re.fullmatch(r"[A-Za-z0-9_-]{43}", row["fingerprint"])
    ):
        raise ValueError
    return Notice(
        id=named(row),
        template=row["template"],
        message_id=message_id[1],
        month=month_of(row),
        sealed=base64.b64decode(row["reach"]["age"], validate=True),
        practice=_card(card),
        vault_url=_origin(row["vault_url"]),
        fingerprint=row["fingerprint"],
        about=row["about"],
        start=_instant(appointment["start"]),
        minutes=int(appointment["minutes"]),
        status=appointment["status"],
        sequence=int(appointment["sequence"]),
        zone=zoneinfo.ZoneInfo(appointment["zone"]),
        answer_by=_instant(appointment["answer_by"]) if appointment["answer_by"] else None,
    )


def _card(card: dict[str, Any]) -> Card:
    name = one_line(card["name"])
    if not name:
        raise ValueError
    return Card(
        slug=card["slug"],
        name=name,
        street=one_line(card.get("street") or ""),
        town=one_line(f"{card.get('postcode') or ''} {card.get('city') or ''}"),
        country=one_line(card.get("country") or ""),
        telephone=one_line(card.get("telephone") or ""),
        email=one_line(card.get("email") or "", 254),
    )


def _origin(url: str) -> str:
    """Scheme and host alone; plain HTTP only for names of this machine (the demo)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?", parts.netloc):
        raise ValueError
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError
    return f"{parts.scheme}://{parts.netloc}"


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at.astimezone(UTC)
