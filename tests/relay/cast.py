"""Dr Mast's practice and Léa's reach, as the relay gets them from the vault."""

import base64
import json
import uuid
from typing import Any

from tests.relay import age

MAST: dict[str, Any] = {
    "slug": "mast",
    "name": "Cabinet dentaire du Lac",
    "controller": "Dr A. Mast",
    "street": "Quai du Lac 5",
    "postcode": "1201",
    "city": "Genève",
    "country": "CH",
    "telephone": "+41 22 555 01 23",
    "emergency": "144",
    "email": "accueil@lac.example",
    "languages": ["fr", "en", "de", "it"],
    "theme": "lake",
    "url": "https://lac.example",
}
FINGERPRINT = "kFingerprintOfDrMastsSigningKey_-0123456789"
SECRET = "c2VjcmV0LW9mLWxlYTAwMQ"
LEA = "lea@exemple.example"
LEAS_PHONE = "+41 79 555 01 02"


def frame(context: dict[str, Any], payload: Any) -> bytes:
    """u32be u32be context payload zeros, padded to 1,024 · 2,048 · …"""
    first, second = json.dumps(context).encode(), json.dumps(payload).encode()
    whole = len(first).to_bytes(4) + len(second).to_bytes(4) + first + second
    size = 1024
    while size < len(whole):
        size *= 2
    return whole.ljust(size, b"\0")


def sealed(recipient: str, frame: bytes) -> bytes:
    return age.encrypt(frame, recipient)


def reach(
    recipient: str,
    *,
    about: str,
    practice: str = "mast",
    address: str = LEA,
    channel: str = "email",
    language: str = "fr",
    secret: str = SECRET,
    **more: Any,
) -> bytes:
    """What Léa's browser seals for the relay."""
    payload = {"address": address, "channel": channel, "language": language, "secret": secret}
    return sealed(recipient, frame({"v": 1, "practice": practice, "about": about}, payload | more))


def row(
    *,
    template: str = "appointment-requested",
    status: str = "REQUESTED",
    about: str | None = None,
    month: str = "2026-11",
    age: bytes = b"",
    start: str = "2026-11-26T13:30:00Z",
    answer_by: str | None = "2026-11-25T17:00:00Z",
    practice: dict[str, Any] | None = None,
    sequence: int = 0,
) -> dict[str, Any]:
    """A notice as the vault leases it."""
    id_, about = str(uuid.uuid4()), about or str(uuid.uuid4())
    return {
        "id": id_,
        "template": template,
        "message_id": f"<{id_}@rdv.lac.example>",
        "reach": {"month": month, "age": base64.b64encode(age).decode()},
        "practice": MAST | (practice or {}),
        "vault_url": "https://rdv.lac.example",
        "fingerprint": FINGERPRINT,
        "about": about,
        "appointment": {
            "id": about,
            "start": start,
            "minutes": 30,
            "status": status,
            "sequence": sequence,
            "zone": "Europe/Zurich",
            "answer_by": answer_by,
        },
    }
