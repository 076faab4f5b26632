"""What can be seen of an age file without any key: its locks and its size (age-encryption.org/v1).

A lock does not say whose it is. The server counts locks and checks their kind; the desk's opener
refuses what was not meant for it.
"""

import re
from dataclasses import dataclass

MLKEM768_X25519 = "mlkem768x25519"
X25519 = "X25519"

_FIRST_LINE = b"age-encryption.org/v1\n"
_MOST_HEADER = 16 * 1024
_WORD = re.compile(rb"[\x21-\x7e]+")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")
_NONCE, _TAG, _CHUNK = 16, 16, 64 * 1024
# What a lock of each kind looks like, in characters of base64: its one argument and its body.
_SHAPE = {MLKEM768_X25519: (1494, 43), X25519: (43, 43)}


class NotAnEnvelope(Exception):
    """The bytes are not a whole age file."""


@dataclass(frozen=True)
class Seen:
    """The kinds of an age file's locks, in order, and the size of what they guard, in bytes."""

    locks: tuple[str, ...]
    plain: int

    def padded(self, least: int) -> bool:
        """Whether the size is one of the classes: `least`, doubled any number of times."""
        while least < self.plain:
            least *= 2
        return least == self.plain


def look(sealed: bytes) -> Seen:
    """Read the header and refuse what is cut short or shaped otherwise."""
    if not sealed.startswith(_FIRST_LINE):
        raise NotAnEnvelope("not an age file")
    end = sealed.find(b"\n--- ", 0, _MOST_HEADER)
    stop = sealed.find(b"\n", end + 1, _MOST_HEADER + 64) if end >= 0 else -1
    if stop < 0:
        raise NotAnEnvelope("the header has no end")
    if not _MAC.fullmatch(sealed[end + 1 : stop]):
        raise NotAnEnvelope("the header is not authenticated")
    locks = tuple(
        _locks(sealed[len(_FIRST_LINE) : end].split(b"\n") if end >= len(_FIRST_LINE) else [])
    )
    chunks = len(sealed) - stop - 1 - _NONCE
    plain = chunks - _TAG * -(-chunks // (_CHUNK + _TAG))
    if chunks < _TAG or plain < 0:
        raise NotAnEnvelope("cut short")
    return Seen(locks=locks, plain=plain)


def _locks(lines: list[bytes]) -> list[str]:
    kinds: list[str] = []
    at = 0
    while at < len(lines):
        words = lines[at].split(b" ")
        if (
            words[0] != b"->"
            or len(words) < 2
            or not all(_WORD.fullmatch(word) for word in words[1:])
        ):
            raise NotAnEnvelope("a lock is malformed")
        at, body = at + 1, 0
        while True:
            if at >= len(lines) or not _BODY_LINE.fullmatch(lines[at]):
                raise NotAnEnvelope("a lock is malformed")
            body, short = body + len(lines[at]), len(lines[at]) < 64
            at += 1
            if short:
                break
        kind = words[1].decode()
        if kind in _SHAPE and ([len(word) for word in words[2:]], body) != (
            [_SHAPE[kind][0]],
            _SHAPE[kind][1],
        ):
            raise NotAnEnvelope("a lock is malformed")
        kinds.append(kind)
    return kinds
