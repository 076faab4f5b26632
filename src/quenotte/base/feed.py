"""The signed, patient-free feed that each plane publishes about a practice and the other polls.

Nothing else goes between site and vault: no database, no secret, no import (invariant 2).
"""

from typing import Any

from quenotte.base import jws

TYP = "quenotte-feed"


def write(
    *,
    plane: str,
    practice: str,
    number: int,
    issued: str,
    items: dict[str, Any],
    key: jws.PrivateKey,
) -> str:
    return jws.sign(
        {
            "v": 1,
            "plane": plane,
            "practice": practice,
            "number": number,
            "issued": issued,
            "items": items,
        },
        key=key,
        typ=TYP,
    )


def read(
    token: str, *, plane: str, practice: str, newer_than: int, fingerprint: str
) -> tuple[int, dict[str, Any]]:
    """The feed's number and items. NotSigned for another plane's, practice's, signer's or an older one."""
    payload, _ = jws.read(token, typ=TYP, fingerprint_of_signer=fingerprint)
    if (
        payload.get("v") != 1
        or payload.get("plane") != plane
        or payload.get("practice") != practice
    ):
        raise jws.NotSigned("another feed")
    number, items = payload.get("number"), payload.get("items")
    if not isinstance(number, int) or not isinstance(items, dict) or number < newer_than:
        raise jws.NotSigned("an older feed")
    return number, items
