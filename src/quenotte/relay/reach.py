"""Opens a reach: where one appointment's messages go. The relay's child alone calls this.

What comes out lives for one send. Nothing of it is logged, raised or written; `secret` is printed
into the link and nowhere else.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import pyrage

from quenotte.base import jws
from quenotte.envelope import X25519, NotAnEnvelope, look
from quenotte.relay import addresses

LANGUAGES = ("fr", "en", "de", "it")
EMAIL, SMS = "email", "sms"
MOST_BYTES = 16 * 1024
SECRET_BYTES = 16
_PIN = re.compile(r"[A-Za-z0-9_-]{43}")


class NotAReach(Exception):
    """It does not open, is not of this appointment, or holds no address. Quotes nothing of it."""


@dataclass(frozen=True, repr=False)
class Reach:
    """Where to, how and in which language; the secret of the appointment's one link, and its pin.

    The pin is the fingerprint that the patient's page trusted: whoever changes the vault's tables
    later does not choose which practice the mailed link seals to.
    """

    address_in_clear: str
    channel: str
    language: str
    secret_in_clear: str
    pin: str | None = None


def open_reach(sealed: bytes, *, identity: str, practice: str, about: str, country: str) -> Reach:
    """The reach of this practice's appointment `about`. `country` completes a local number."""
    context, payload_in_clear = _frame(_opened(sealed, identity))
    if type(context.get("v")) is not int or context["v"] != 1:
        raise NotAReach("an unknown version")
    if context.get("practice") != practice or context.get("about") != about:
        raise NotAReach("of another appointment")
    if set(payload_in_clear) - {"pin"} != {"address", "channel", "language", "secret"} or not all(
        isinstance(value_in_clear, str) for value_in_clear in payload_in_clear.values()
    ):
        raise NotAReach("not the words of a reach")
    pin = payload_in_clear.get("pin")
    if pin is not None and not _PIN.fullmatch(pin):
        raise NotAReach("a pin that is no fingerprint")
    channel, language = payload_in_clear["channel"], payload_in_clear["language"]
    if channel not in (EMAIL, SMS):
        raise NotAReach("an unknown channel")
    if language not in LANGUAGES:
        raise NotAReach("an unknown language")
    return Reach(
        address_in_clear=_address(payload_in_clear["address"], channel, country),
        channel=channel,
        language=language,
        secret_in_clear=_secret(payload_in_clear["secret"]),
        pin=pin,
    )


def _opened(sealed: bytes, identity: str) -> bytes:
    try:
        locks = look(sealed).locks
    except NotAnEnvelope:
        raise NotAReach("not an age file") from None
    if locks != (X25519,) or len(sealed) > MOST_BYTES:
        raise NotAReach("another lock, or too large")
    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise NotAReach("it does not open with its month's key") from None


def _frame(frame_in_clear: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Context and payload: u32be u32be context payload zeros."""
    head, rest_in_clear = frame_in_clear[:8], frame_in_clear[8:]
    context_ends = int.from_bytes(head[:4])
    payload_ends = context_ends + int.from_bytes(head[4:])
    if len(head) < 8 or payload_ends > len(rest_in_clear) or any(rest_in_clear[payload_ends:]):
        raise NotAReach("not a frame")
    return (
        _object(rest_in_clear[:context_ends]),
        _object(rest_in_clear[context_ends:payload_ends]),
    )


def _object(json_in_clear: bytes) -> dict[str, Any]:
    try:
        read_in_clear = json.loads(json_in_clear)
    except (ValueError, RecursionError):
        raise NotAReach("not JSON") from None
    if not isinstance(read_in_clear, dict):
        raise NotAReach("not an object")
    return read_in_clear


def _address(written_in_clear: str, channel: str, country: str) -> str:
    try:
        if channel == EMAIL:
            return addresses.email(written_in_clear)
        return addresses.number(written_in_clear, country=country)
    except addresses.NotAnAddress:
        raise NotAReach("no address") from None


def _secret(written_in_clear: str) -> str:
    try:
        if len(jws.unb64(written_in_clear)) == SECRET_BYTES:
            return written_in_clear
    except ValueError:
        pass
    raise NotAReach("no secret")
