"""Strings that stand for a patient's data, and the search for them in bytes of any kind.

All canaries of a run begin with the same marker, so that one search finds every one of them in
whatever encoding: seven needles a marker instead of thousands.
"""

import base64
import contextlib
import itertools
import quopri
import re
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

GZIP = b"\x1f\x8b\x08"
MOST_UNPACKED = 32 * 1024 * 1024
_LETTERS = "bcdfghjkmnpqrstvwxz"


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


@dataclass
class Canaries:
    """The strings of one run: words for every text, addresses, telephone numbers."""

    # "ü" makes percent-encoding, UTF-8 and Latin-1 differ from one another.
    word_marker: str = field(default_factory=lambda: f"Q{_letters(5)}ü{_letters(4)}")
    address_marker: str = field(default_factory=lambda: f"q{_letters(10)}")
    number_marker: str = field(default_factory=lambda: f"4179{secrets.randbelow(10**7):07}")
    made: list[str] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    def word(self) -> str:
        return self._keep(f"{self.word_marker}{next(self._count)}")

    def words(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count))

    def postcode(self) -> str:
        """A word that fits a short field; the marker alone is most of it."""
        return self._keep(f"{self.word_marker}{next(self._count) % 10}")

    def address(self) -> str:
        return self._keep(f"{self.address_marker}{next(self._count)}@patient.example")

    def number(self) -> str:
        return self._keep(f"+{self.number_marker}{next(self._count) % 1000:03}")

    def _keep(self, canary: str) -> str:
        self.made.append(canary)
        return canary

    @property
    def markers(self) -> tuple[str, str, str]:
        return self.word_marker, self.address_marker, self.number_marker


@dataclass(frozen=True)
class Hit:
    """A canary was found: where, how it was written, and what stood around it."""

    where: str
    encoding: str
    around: bytes


def needles(marker: str) -> dict[str, bytes]:
    """The marker as any of the encodings would hold it."""
    raw = marker.encode()
    found = {
        "raw": raw,
        "latin-1": marker.encode("latin-1"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "url": quote(marker).encode(),
        "url, small": re.sub(rb"%..", lambda each: each[0].lower(), quote(marker).encode()),
        "json": marker.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00"),
        "mail": quopri.encodestring(raw),
        "utf-16": marker.encode("utf-16-le"),
        "utf-16be": marker.encode("utf-16-be"),
        "utf-32": marker.encode("utf-32-le"),
    }
    for phase in range(3):
        encoded = base64.b64encode(bytes(phase) + raw)
        # Characters that also hold bits of the neighbours are left out at both ends.
        whole = encoded[-(-8 * phase // 6) : 8 * (phase + len(raw)) // 6]
        found[f"base64, phase {phase}"] = whole
        found[f"base64url, phase {phase}"] = whole.replace(b"+", b"-").replace(b"/", b"_")
    return found


def search(where: str, held: bytes, canaries: Canaries, *, unpack: bool = True) -> list[Hit]:
    """Each encoding in which a canary stands in these bytes, or in what gzip packed inside them."""
    hits = []
    for marker in canaries.markers:
        # Some encodings agree for some markers: each needle is looked for once.
        for needle, encoding in {one: name for name, one in needles(marker).items()}.items():
            at = held.find(needle)
            if at >= 0:
                hits.append(Hit(where, encoding, held[max(0, at - 40) : at + 60]))
    if unpack:
        for at, inside in _unpacked(held):
            hits += search(f"{where}, gzip at {at}", inside, canaries, unpack=False)
    return hits


def _unpacked(held: bytes) -> Iterator[tuple[int, bytes]]:
    at = held.find(GZIP)
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield at, zlib.decompressobj(wbits=31).decompress(held[at:], MOST_UNPACKED)
        at = held.find(GZIP, at + 1)
