"""What a row is when it is checked, and the digests that bind each row to the one before. Pure.

A digest covers practice, number, the digest before and the digest of the row's content. So a desk
whose member may not read the journal still sees, from links alone, that it only grew.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

from quenotte.base import jws

VERSION = 1


@dataclass(frozen=True)
class Link:
    """A row as it is bound into the chain, with the digest of its content in the content's place."""

    number: int
    previous: str | None
    content: str
    digest: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("number", "previous", "content", "digest")}


@dataclass(frozen=True)
class Row:
    """A row with its content, as the desk, the second place and the export spell it."""

    number: int
    at: str
    who: str | None
    act: str
    what: str
    purpose: str
    instruction: int | None
    previous: str | None
    digest: str

    @cached_property
    def content(self) -> str:
        return content_of(self)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def as_link(self) -> Link:
        return Link(self.number, self.previous, self.content, self.digest)


NAMES = tuple(field.name for field in fields(Row))
_CONTENT = ("at", "who", "act", "what", "purpose", "instruction")


@dataclass(frozen=True)
class Point:
    """A place in the journal that somebody vouches for: a signed head, or the end of a copy."""

    number: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def content_of(row: Row) -> str:
    return _digest({name: getattr(row, name) for name in _CONTENT})


def digest_of(*, practice: str, number: int, previous: str | None, content: str) -> str:
    return _digest(
        {
            "v": VERSION,
            "practice": practice,
            "number": number,
            "previous": previous,
            "content": content,
        }
    )


def _digest(said: dict[str, Any]) -> str:
    """base64url(SHA-256) over JSON without spaces, keys in their order; the desk computes the same."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return jws.b64(hashlib.sha256(canonical.encode()).digest())
