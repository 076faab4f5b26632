"""Reads what a browser sends: shapes first, meaning later. Every error names its field."""

import base64
import binascii
import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from quenotte.base import jws

MOST_BYTES = 1024 * 1024
LANGUAGES = ("fr", "en", "de", "it")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERSION = re.compile(r"[0-9a-f]{12}")
_KEY = re.compile(r"(care|desk|rights)/[1-9]\d{0,5}")
_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Malformed(Exception):
    """A field is not what the interface says. `field` and `reason` are its codes."""

    def __init__(self, field: str | None, reason: str = "malformed") -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class SentPart:
    part: str
    sealed: bytes


@dataclass(frozen=True)
class SentReach:
    month: str
    sealed: bytes


@dataclass(frozen=True)
class Facts:
    """What the vault has to know in clear, and nothing else."""

    language: str
    type: str | None = None
    start_at: datetime | None = None
    resource: str | None = None


@dataclass(frozen=True)
class Sent:
    """One submission as it came over the wire, well-formed."""

    id: str
    form: str
    version: str
    key: str
    facts: Facts
    parts: tuple[SentPart, ...]
    reach: SentReach | None
    link_hash: str
    secret_hash: str | None  # of the Authorization header


def read(*, body: bytes, id: str, authorization: str | None) -> Sent:
    """The submission in a request's body. Raises Malformed with the field's name."""
    if len(body) > MOST_BYTES:
        raise Malformed("parts", "too-large")
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed(None) from None
    if not isinstance(raw, dict):
        raise Malformed(None)
    _closed(raw, {"form", "version", "key", "facts", "parts", "reach", "link"})
    return Sent(
        id=uuid_text(id),
        form=_text(raw, "form", _SLUG),
        version=_text(raw, "version", _VERSION),
        key=_text(raw, "key", _KEY),
        facts=_facts(raw.get("facts")),
        parts=_parts(raw.get("parts")),
        reach=_reach(raw.get("reach")),
        link_hash=_link(raw),
        secret_hash=secret_hash(authorization) if authorization else None,
    )


def _closed(raw: dict[str, Any], known: set[str]) -> None:
    if unknown := set(raw) - known:
        raise Malformed(min(unknown) if len(min(unknown)) < 20 else None, "unknown")


def uuid_text(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise Malformed("id")
    return str(uuid.UUID(text))


def secret_hash(authorization: str | None) -> str:
    """The link hash of the secret that an Authorization header carries."""
    scheme, _, secret = (authorization or "").partition(" ")
    try:
        raw = jws.unb64(secret)
    except (ValueError, UnicodeEncodeError):
        raise Malformed("link") from None
    if scheme != "Bearer" or len(raw) != 16:
        raise Malformed("link")
    return link_hash(raw)


def link_hash(secret: bytes) -> str:
    return jws.b64(hashlib.sha256(secret).digest())


def _text(raw: dict[str, Any], field: str, shape: re.Pattern[str]) -> str:
    value = raw.get(field)
    if value is None:
        raise Malformed(field, "missing")
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Malformed(field)
    return value


def _link(raw: dict[str, Any]) -> str:
    value = raw.get("link")
    try:
        if not isinstance(value, str) or len(jws.unb64(value)) != 32:
            raise Malformed("link")
    except (ValueError, UnicodeEncodeError):
        raise Malformed("link") from None
    return value


def _facts(raw: Any) -> Facts:
    if not isinstance(raw, dict):
        raise Malformed("facts")
    _closed(raw, {"language", "type", "start", "resource"})
    if raw.get("language") not in LANGUAGES:
        raise Malformed("language")
    resource = raw.get("resource")
    if resource is not None and (not isinstance(resource, str) or not _SLUG.fullmatch(resource)):
        raise Malformed("resource")
    start_at = None
    if "start" in raw:
        start_at = instant(raw["start"], "start")
    return Facts(
        language=raw["language"],
        type=_text(raw, "type", _SLUG) if "type" in raw else None,
        start_at=start_at,
        resource=resource,
    )


def instant(value: Any, field: str) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Malformed(field)
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed(field) from None


def _parts(raw: Any) -> tuple[SentPart, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= 8:
        raise Malformed("parts", "missing" if raw in (None, []) else "malformed")
    parts = []
    for each in raw:
        if (
            not isinstance(each, dict)
            or set(each) != {"part", "age"}
            or not isinstance(each["part"], str)
        ):
            raise Malformed("parts")
        parts.append(SentPart(each["part"], _age(each["age"], "parts")))
    return tuple(parts)


def _reach(raw: Any) -> SentReach | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != {"month", "age"}:
        raise Malformed("reach")
    month = raw["month"]
    if not isinstance(month, str) or not _MONTH.fullmatch(month):
        raise Malformed("reach")
    return SentReach(month, _age(raw["age"], "reach"))


def _age(raw: Any, field: str) -> bytes:
    if not isinstance(raw, str):
        raise Malformed(field)
    try:
        return base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(field, "not-sealed") from None
