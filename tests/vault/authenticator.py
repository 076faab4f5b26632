"""An authenticator in software: what a telephone or a security key answers, field by field."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from webauthn.helpers import encode_cbor

from quenotte.base import jws

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey. `origin`, `rp_id` and `verified` are what a wrong browser or device would say."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    counter: int = 0
    origin: str = settings.DESK_URL
    rp_id: str = settings.DESK_HOST
    verified: bool = True

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to creation options."""
        self.handle = jws.unb64(options["user"]["id"])
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(ATTESTED) + attested + self._public(),
        }
        return self._credential(
            {
                "clientDataJSON": jws.b64(self._client("webauthn.create", options["challenge"])),
                "attestationObject": jws.b64(encode_cbor(attestation)),
            }
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to request options."""
        self.counter += 1
        data, client = self._data(), self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": jws.b64(client),
                "authenticatorData": jws.b64(data),
                "signature": jws.b64(signed),
                "userHandle": jws.b64(self.handle),
            }
        )

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        id = jws.b64(self.credential)
        return {"id": id, "rawId": id, "type": "public-key", "response": response}

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        digest = hashlib.sha256(self.rp_id.encode()).digest()
        return digest + bytes([flags]) + struct.pack(">I", self.counter)

    def _client(self, what: str, challenge: str) -> bytes:
        said = {"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        point = (numbers.x.to_bytes(32), numbers.y.to_bytes(32))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: point[0], -3: point[1]})
