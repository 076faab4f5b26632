"""What a practice or one of its members signed, read strictly: whoever sent it may have made it up."""

import re
from datetime import date, datetime
from typing import Any, NoReturn

from quenotte.base import jws
from quenotte.vault.practices.models import Practice

RECIPIENT = re.compile(r"age1pq1[02-9ac-hj-np-z]{1952}")
DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")  # base64url of 32 bytes; a fingerprint, too
_INSTANT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")


class Refused(Exception):
    """Nothing was kept. The message says what is wrong with what was sent."""


class Changed(Exception):
    """Keys or roster were changed in between: read them anew, and make it again."""


def read(
    token: object, *, what: str, typ: str, practice: Practice, fields: frozenset[str]
) -> tuple[dict[str, Any], str]:
    """The payload, version 1 of this practice's, and the signer's fingerprint. Refused."""
    try:
        payload, signer = jws.read(text(token, what), typ=typ)
    except jws.NotSigned:
        raise Refused(f"{what} is not signed") from None
    if payload.get("practice") != practice.slug:
        raise Refused(f"{what} is another practice's")
    if set(payload) != fields or ("v" in fields and not _is_one(payload["v"])):
        malformed(what)
    return payload, signer


def _is_one(version: object) -> bool:
    return type(version) is int and version == 1


def malformed(what: str) -> NoReturn:
    raise Refused(f"{what} is not whole")


def text(given: object, what: str) -> str:
    """A token: what is not plain ASCII was never one, and no database has to take it."""
    if not isinstance(given, str) or not given.isascii() or not given.isprintable():
        malformed(what)
    return given


def whole(given: object, what: str) -> int:
    """A number from 1 on."""
    if type(given) is not int or not 0 < given < 2**31:
        malformed(what)
    return given


def shaped(given: object, shape: re.Pattern[str], what: str) -> str:
    if not isinstance(given, str) or not shape.fullmatch(given):
        malformed(what)
    return given


def jwk(given: object, what: str) -> jws.PublicKey:
    """The public half of an Ed25519 key, and nothing beside it."""
    if not isinstance(given, dict) or set(given) != {"kty", "crv", "x"}:
        malformed(what)
    if (given["kty"], given["crv"]) != ("OKP", "Ed25519"):
        malformed(what)
    return {"kty": "OKP", "crv": "Ed25519", "x": shaped(given["x"], DIGEST, what)}


def instant(given: object, what: str) -> datetime:
    """To the letter, as RFC 3339 in UTC with whole seconds."""
    try:
        return datetime.fromisoformat(shaped(given, _INSTANT, what))
    except ValueError:
        malformed(what)  # the form is right, and there is no such day


def day(given: object, what: str) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(shaped(given, _DAY, what))
    except ValueError:
        malformed(what)
