"""Only digests of tokens are kept: base64url(SHA-256(token))."""

import hashlib

from quenotte.base import jws


def hashed(token: str) -> str:
    return jws.b64(hashlib.sha256(token.encode()).digest())
