"""Writes an age file with one X25519 lock, as the patient's browser does (age-encryption.org/v1).

For tests alone: pyrage adds a lock of random bytes to what it seals, which the relay refuses.
"""

import base64
import os

import pyrage
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def encrypt(plain: bytes, *recipients: str) -> bytes:
    file_key = os.urandom(16)
    header = b"age-encryption.org/v1\n"
    for recipient in recipients:
        header += _lock(file_key, _point(recipient))
    header += b"---"
    mac = hmac.HMAC(_derived(file_key, b"", b"header"), hashes.SHA256())
    mac.update(header)
    nonce = os.urandom(16)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    assert len(plain) <= CHUNK
    sealed = payload.encrypt(b"\0" * 11 + b"\1", plain, None)
    return header + b" " + _b64(mac.finalize()) + b"\n" + nonce + sealed


def _lock(file_key: bytes, theirs: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(theirs))
    wrap = _derived(shared, ours + theirs, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(wrap).encrypt(b"\0" * 12, file_key, None)
    return b"-> X25519 " + _b64(ours) + b"\n" + _b64(body) + b"\n"


def _point(recipient: str) -> bytes:
    """The 32 bytes of a Bech32 `age1…`."""
    pyrage.x25519.Recipient.from_str(recipient)  # checks the check sum
    bits = "".join(f"{_LETTERS.index(letter):05b}" for letter in recipient[len("age1") : -6])
    return bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))


def _derived(secret: bytes, salt: bytes, what: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt or None, what).derive(secret)


def _b64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")
