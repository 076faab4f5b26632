"""Compact JWS with Ed25519 (RFC 7515, RFC 8037, RFC 9864), the only signature between the parts of this system.

Written and read by joserfc; here stand only the names that we give to it.
"""

import base64
import hashlib
import json
from typing import Any

from joserfc import jws as library
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

type PrivateKey = dict[str, str]
type PublicKey = dict[str, str]

MOST_BYTES = 256 * 1024


class NotSigned(Exception):
    """It is no JWS, of another type, or not signed by the key that we expect."""


def b64(raw: bytes) -> str:
    """Unpadded base64url (RFC 7515)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes of unpadded base64url. ValueError for anything else."""
    if "=" in text or "+" in text or "/" in text:
        raise ValueError("not base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(raw) != text:
        raise ValueError("not base64url")
    return raw


def new_key() -> PrivateKey:
    held = OKPKey.generate_key("Ed25519", private=True).as_dict(private=True)
    return {name: str(held[name]) for name in ("kty", "crv", "x", "d")}


def _imported(key: PrivateKey | PublicKey) -> OKPKey:
    return OKPKey.import_key({**key})


def public(key: PrivateKey | PublicKey) -> PublicKey:
    return {name: key[name] for name in ("kty", "crv", "x")}


def fingerprint(key: PublicKey) -> str:
    """The RFC 7638 thumbprint: base64url of 32 bytes."""
    members = {name: key[name] for name in sorted(("kty", "crv", "x"))}
    return b64(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def sign(payload: dict[str, Any], *, key: PrivateKey, typ: str) -> str:
    """A compact JWS that carries the public key in its header."""
    header = {"alg": "Ed25519", "typ": typ, "jwk": public(key)}
    body = json.dumps(payload, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    return library.serialize_compact(header, body.encode(), _imported(key), ["Ed25519"])


def read(
    token: str, *, typ: str, fingerprint_of_signer: str | None = None
) -> tuple[dict[str, Any], str]:
    """The payload and the signer's fingerprint. The signer is whoever the header names.

    So a caller compares the fingerprint with one that it already trusts, or gives it here.
    """
    if len(token) > MOST_BYTES:
        raise NotSigned("too large")
    try:
        header = json.loads(unb64(token.partition(".")[0]))
        if set(header) != {"alg", "typ", "jwk"} or set(header["jwk"]) != {"kty", "crv", "x"}:
            raise NotSigned("another header")
        if header["alg"] != "Ed25519" or header["typ"] != typ:
            raise NotSigned("another type or algorithm")
        signer = public(header["jwk"])
        if signer["crv"] != "Ed25519" or signer["kty"] != "OKP":
            raise NotSigned("another curve")
        signed = library.deserialize_compact(token, _imported(signer), ["Ed25519"])
        payload = json.loads(signed.payload)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, JoseError):
        raise NotSigned("not a signature that we can read") from None
    if not isinstance(payload, dict):
        raise NotSigned("not an object")
    who = fingerprint(signer)
    if fingerprint_of_signer is not None and who != fingerprint_of_signer:
        raise NotSigned("signed by another key")
    return payload, who
