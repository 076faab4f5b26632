"""Signed things of which each names the one before it: choices, rosters, instructions.

A row counts when it verifies, has the next number and names the digest of the one before, back to the
first; that is asked anew at each reading. The first row that does not ends the chain.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Protocol

from quenotte.base import jws


class Signed(Protocol):
    """What a chain needs to know of its links."""

    @property
    def number(self) -> int: ...
    @property
    def previous(self) -> str | None: ...
    @property
    def token(self) -> str: ...


class Row(Protocol):
    """Where a link lies."""

    number: int


def digest(token: str) -> str:
    """What the next one has to name as its `previous`."""
    return jws.b64(hashlib.sha256(token.encode()).digest())


def follows(before: Signed | None) -> tuple[int, str | None]:
    """The number and the `previous` of what comes next."""
    return (before.number + 1, digest(before.token)) if before else (1, None)


def unbroken[Kept: Row, Link: Signed](
    rows: Iterable[Kept], read: Callable[[Kept], Link], *, refused: type[Exception]
) -> list[tuple[Kept, Link]]:
    """The rows from the first on, as far as they hold, each with what it says.

    `read` raises `refused` for a row that does not verify.
    """
    chain: list[tuple[Kept, Link]] = []
    for row in rows:
        try:
            link = read(row)
        except refused:
            break
        if link.number != row.number or (link.number, link.previous) != follows(
            chain[-1][1] if chain else None
        ):
            break
        chain.append((row, link))
    return chain
